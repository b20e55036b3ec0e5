// Makes one short file of the styles of a built site but those of the notice of boot.css, for which nothing has to wait: together they
// are a third smaller when packed, without comments and blanks a tenth more, and asked for at once. lightningcss, because nothing
// is rewritten for old browsers unless one asks for it.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transform } from 'lightningcss';

const LINK = /<link rel="stylesheet" href="\.\/([^"]+\.css)"\s*\/?>\s*/g;

/** The page without links to the styles of the program, and the name of the file that holds them in their order; boot.js asks for it. */
export function joinStyles(site, html) {
  const files = [...html.matchAll(LINK)].map((link) => link[1]).filter((file) => !file.startsWith('boot-'));
  if (files.length < 2) {
    throw new Error(`src/shell/styles.mjs finds too few styles in index.html of the built site: ${files.join(', ')}`);
  }
  const long = files.map((file) => readFileSync(path.join(site, file), 'utf8')).join('\n');
  const { code, warnings } = transform({ filename: 'styles.css', code: Buffer.from(long), minify: true });
  if (warnings.length) {
    throw new Error(`styles: ${warnings.map(({ message, loc }) => `${message} (line ${loc.line} of all)`).join('; ')}`);
  }
  const name = `styles-${createHash('sha256').update(code).digest('hex').slice(0, 16)}.css`;
  files.forEach((file) => rmSync(path.join(site, file)));
  writeFileSync(path.join(site, name), code);
  return { html: html.replace(LINK, (link, file) => (files.includes(file) ? '' : link)), name };
}
