// Divides the program of the page: what a first visit runs, and what is loaded after it. docs/development.md tells more.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import binaryen from '../../../tests/e2e/node_modules/binaryen/index.js';
import { bare, data, functionNames, withData } from './binary.mjs';
import { divide, functions, parse } from './divide.mjs';
import { FIRST_ENGLISH, FIRST_TEXTS, moved, plain } from './plan.mjs';
import { find as findTables } from './tables.mjs';
import { file, find, joined, without } from './texts.mjs';

const RUNTIME = join(import.meta.dirname, 'runtime.js');

/** The bytes of both parts and of the texts of the first screen. */
export function split(wasm) {
  const names = functionNames(wasm);
  if (names.size === 0) {
    throw new Error('the module has no names, by which it is divided: wasm-bindgen and wasm-opt -g have to keep them');
  }
  const bytes = bare(wasm);
  const whole = parse(binaryen, bytes);
  const all = functions(binaryen, whole);
  whole.dispose();
  const move = moved(all, names);
  const parts = divide(binaryen, bytes, move);
  const memory = joined(data(bytes));
  const texts = find(memory);
  for (const group of FIRST_TEXTS) {
    if (!['en', 'zh'].every((part) => texts.some((text) => text.group === group && text.part === part))) {
      throw new Error(`the module has no texts ${group}: see src/shell/split/plan.mjs`);
    }
  }
  const later = [...texts, ...findTables(memory, parts.text)];
  const shown = (language, { group, part }) =>
    (part === language && FIRST_TEXTS.includes(group)) || (part === 'en' && FIRST_ENGLISH.includes(group));
  const firstTexts = (language) => file(texts.filter((text) => shown(language, text)));
  console.log(`divided: ${move.length} of ${all.length} functions are later, ${parts.slots.length} of them called from the first part`);
  return {
    first: withData(parts.first, without(memory, later)),
    later: withData(parts.later, later),
    // which function a slot is, for who wants to know why the later part was loaded early
    slots: parts.slots.map((name) => plain(names.get(all.findIndex((info) => info.name === name)) ?? '')),
    words: { en: firstTexts('en'), zh: firstTexts('zh') },
  };
}

/** The glue of a divided program; `names` are those of its files. */
export function glueOf(generated, names) {
  const imports = 'import0 = {';
  for (const part of [imports, 'let wasmModule, wasmInstance, wasm;', 'function __wbg_get_imports()']) {
    if (generated.split(part).length !== 2) {
      throw new Error(`the glue of wasm-bindgen has no single "${part}": src/shell/split/ was written for another version`);
    }
  }
  const runtime = Object.entries(names).reduce((text, [hole, name]) => text.replace(`__${hole}__`, name), readFileSync(RUNTIME, 'utf8'));
  return `${generated.replace(imports, `${imports}\n        __load_later: (slot) => loadLater(slot),`)}\n${runtime}`;
}
