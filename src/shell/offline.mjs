// Writes the service worker of a built site from the list of its files.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { repair } from './inline.mjs';

/** Its name never changes: a browser asks for it again under the name it knows. */
export const NAME = 'service_worker.js';
const TEMPLATE = join(import.meta.dirname, 'service_worker.js');

/** What a visitor needs: `all` do, and one of the two builds of the program with its late parts. The page for unknown addresses is the host's matter. */
export function files(site) {
  const list = readdirSync(site, { recursive: true })
    .filter((file) => statSync(join(site, file)).isFile())
    .map((file) => file.split(sep).join('/'))
    // a page that is kept is there at once
    .filter((file) => file !== NAME && file !== '404.html' && !file.startsWith('preview-'))
    .sort();
  const build = (file) => file.match(/^app-(scalar-)?/)?.[0];
  const of = (wanted) => list.filter((file) => wanted(build(file)));
  return {
    all: of((name) => !name),
    simd: of((name) => name && !name.endsWith('scalar-')),
    scalar: of((name) => name?.endsWith('scalar-')),
  };
}

/** Tells the page where its service worker is and writes it; the version is the digest of all files. */
export function writeServiceWorker(site) {
  const page = join(site, 'index.html');
  const html = readFileSync(page, 'utf8');
  const told = html.replace(/(<meta name="app-offline" content=")[^"]*(")/, `$1./${NAME}$2`);
  if (!told.includes(`name="app-offline" content="./${NAME}"`)) {
    throw new Error('index.html has no <meta name="app-offline">: the page would not find its service worker');
  }
  writeFileSync(page, told);
  const list = files(site);
  const digest = createHash('sha256');
  Object.values(list).flat().forEach((file) => digest.update(file).update(readFileSync(join(site, file))));
  const version = digest.digest('hex').slice(0, 16);
  const script = readFileSync(TEMPLATE, 'utf8')
    .replace('__VERSION__', version)
    .replace('__FILES__', JSON.stringify(list, null, 2))
    .replace('__REPAIR__', () => repair());
  writeFileSync(join(site, NAME), script);
  return version;
}
