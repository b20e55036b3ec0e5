// Which functions and texts are in the later part.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Functions that no first visit ran (record.mjs writes it). What is not in it stays in the first part. */
export const RECORD = join(import.meta.dirname, 'later.txt');

/** Later whatever the record says: their names contain one of these. */
const LATER = ['aftercast::texts::strings::fetch'];
/** First whatever the record says. */
const FIRST = ['zmij::'];
/** Groups of texts (files of data/texts/, and reasons and glossary) that the first screen shows. */
export const FIRST_TEXTS = [
  'app', 'company', 'decide', 'defend', 'explain', 'figures', 'glossary', 'levers', 'levers_help', 'reasons', 'share', 'teach', 'ui',
];
/** Groups that the first screen needs in English too: names that a page in Chinese translates. */
export const FIRST_ENGLISH = ['app'];

/** The name of a function without what changes from build to build: hashes of crates. */
export const plain = (name) => name.replace(/\[[0-9a-f]{16}\]/g, '');
/** What the record calls a function: names of generic functions are long. */
export const id = (name) => createHash('sha256').update(plain(name)).digest('hex').slice(0, 8);

const mentions = (name, list) => list.some((part) => plain(name).includes(part));

/** The functions to move, of those that `functions` of divide.mjs gives; `names` by their place. */
export function moved(functions, names) {
  const recorded = new Set(readFileSync(RECORD, 'utf8').split('\n').filter((line) => line && !line.startsWith('#')));
  const own = functions.map((info, place) => ({ ...info, full: names.get(place) ?? '' })).filter((info) => !info.module && info.full);
  for (const part of [...LATER, ...FIRST]) {
    if (!own.some(({ full }) => mentions(full, [part]))) {
      throw new Error(`src/shell/split/plan.mjs: no function is called ${part}`);
    }
  }
  return own
    .filter(({ full }) => mentions(full, LATER) || (recorded.has(id(full)) && !mentions(full, FIRST)))
    .map(({ name }) => name);
}
