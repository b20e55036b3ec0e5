// Makes one short file of the styles of a built site: together they are a third smaller when packed, without comments and blanks a tenth
// more, and asked for at once. lightningcss, because nothing is rewritten for old browsers unless one asks for it.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from '../../tests/e2e/node_modules/lightningcss/node/index.mjs';

const LINK = /<link rel="stylesheet" href="\.\/([^"]+\.css)"\s*\/?>\s*/g;

/** The page with one link in the place of the first; the styles keep their order. */
export function joinStyles(site, html) {
  const files = [...html.matchAll(LINK)].map((link) => link[1]);
  if (files.length < 2) {
    throw new Error('index.html of the built site has no list of styles: src/shell/styles.mjs finds none to join');
  }
  const long = files.map((file) => readFileSync(join(site, file), 'utf8')).join('\n');
  const { code: all, warnings } = transform({ filename: 'styles.css', code: Buffer.from(long), minify: true });
  if (warnings.length) {
    throw new Error(`styles: ${warnings.map(({ message, loc }) => `${message} (line ${loc.line} of all)`).join('; ')}`);
  }
  const name = `styles-${createHash('sha256').update(all).digest('hex').slice(0, 16)}.css`;
  files.forEach((file) => rmSync(join(site, file)));
  writeFileSync(join(site, name), all);
  let first = true;
  return html.replace(LINK, () => {
    const link = first ? `<link rel="stylesheet" href="./${name}">\n` : '';
    first = false;
    return link;
  });
}
