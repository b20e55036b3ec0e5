// What the build writes into scripts and pages that cannot fetch it: the modules beside this file that boot.js imports, and the
// function that puts links right into the service worker and the page for unknown addresses.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const source = (file) => readFileSync(join(import.meta.dirname, file), 'utf8').replace(/^export /gm, '');

/** A script without the lines that are comments alone: a third of the boot script when packed. */
export const uncommented = (script) => script.replace(/^ *\/\*[^]*?\*\/\n/gm, '').replace(/^ *\/\/.*\n/gm, '');

/** The function `repaired` of repair.mjs, as text. */
export const repair = () => source('repair.mjs');

/** Puts the imports into the boot script of a built site, which gets a name with its new hash; returns the page that asks for it. */
export function writeBoot(site, html) {
  const [, name] = html.match(/src="\.\/(boot-[^"]+\.js)"/) ?? [];
  if (!name) {
    throw new Error('index.html of the built site asks for no boot script');
  }
  const whole = readFileSync(join(site, name), 'utf8').replace(/^import \{[^}]*\} from '\.\/([a-z]+\.mjs)';\n/gm, (_, file) => `${source(file)}\n`);
  const script = uncommented(whole);
  const hashed = `boot-${createHash('sha256').update(script).digest('hex').slice(0, 16)}.js`;
  rmSync(join(site, name));
  writeFileSync(join(site, hashed), script);
  return html.replaceAll(name, hashed);
}

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
