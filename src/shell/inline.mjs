// What the build writes into a script and a page that can import nothing: the function that puts links right, for the service worker
// and the page for unknown addresses.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A script without the lines that are comments alone: a good part of generated glue. */
export const uncommented = (script) => script.replace(/^ *\/\*[^]*?\*\/\n/gm, '').replace(/^ *\/\/.*\n/gm, '');

/** The function `repaired` of repair.mjs, as text. */
export const repair = () => readFileSync(join(import.meta.dirname, 'repair.mjs'), 'utf8').replace(/^export /gm, '');

/** Writes the page that static hosts show for addresses they do not know. */
export function writeNotFound(site) {
  const script = `\n${repair()}
const meant = repaired(location.href);
if (meant) {
  location.replace(meant);
}
`;
  const digest = `sha256-${createHash('sha256').update(script).digest('base64')}`;
  const page = readFileSync(join(import.meta.dirname, '404.html'), 'utf8').replace('__SCRIPT__', () => script).replace('__DIGEST__', digest);
  writeFileSync(join(site, '404.html'), page);
}
