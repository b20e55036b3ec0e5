// Makes two short files of the styles of a built site, those of the first screen and the others: together they are a third
// smaller when packed, without comments and blanks a tenth more, and asked for at once. lightningcss, because nothing is
// rewritten for old browsers unless one asks for it.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transform } from '../../tests/e2e/node_modules/lightningcss/node/index.mjs';

const LINK = /<link rel="stylesheet" href="\.\/([^"]+\.css)"\s*\/?>\s*/g;

/** What no first screen shows comes after it (boot.js): the drawer of the numbers, the analyses, lessons and presenter. */
const LATER = /^(defend|study|teach)-/;

/** Makes one short file of some in the place of them; returns its name. */
function join(site, kind, files) {
  const long = files.map((file) => readFileSync(path.join(site, file), 'utf8')).join('\n');
  const { code, warnings } = transform({ filename: 'styles.css', code: Buffer.from(long), minify: true });
  if (warnings.length) {
    throw new Error(`styles: ${warnings.map(({ message, loc }) => `${message} (line ${loc.line} of all)`).join('; ')}`);
  }
  const name = `${kind}-${createHash('sha256').update(code).digest('hex').slice(0, 16)}.css`;
  files.forEach((file) => rmSync(path.join(site, file)));
  writeFileSync(path.join(site, name), code);
  return name;
}

/** The page with one link in the place of the first, and the name of the file of later styles; the styles keep their order. */
export function joinStyles(site, html) {
  const files = [...html.matchAll(LINK)].map((link) => link[1]);
  const late = files.filter((file) => LATER.test(file));
  if (late.length !== 3 || files.length <= late.length) {
    throw new Error(`src/shell/styles.mjs finds other styles in index.html of the built site than it has to join: ${files.join(', ')}`);
  }
  const first = join(site, 'styles', files.filter((file) => !LATER.test(file)));
  let begun = false;
  const joined = html.replace(LINK, () => {
    const link = begun ? '' : `<link rel="stylesheet" href="./${first}">\n`;
    begun = true;
    return link;
  });
  return { html: joined, later: join(site, 'later', late) };
}
