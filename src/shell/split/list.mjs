// Prints every function of the last release build: its part, its size in bytes and its name, the largest first.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import binaryen from '../../../tests/e2e/node_modules/binaryen/index.js';
import { bare, functionNames, functionSizes } from './binary.mjs';
import { functions, parse } from './divide.mjs';
import { moved, plain } from './plan.mjs';

const wasm = readFileSync(process.argv[2] ?? join(import.meta.dirname, '../../../target/site/whole/app_bg.wasm'));
const module = parse(binaryen, bare(wasm));
const all = functions(binaryen, module);
module.dispose();
const names = functionNames(wasm);
const later = new Set(moved(all, names));
const imports = all.filter(({ module: from }) => from).length;
const rows = functionSizes(wasm).map((size, place) => ({
  part: later.has(all[imports + place].name) ? 'later' : 'first', size, name: plain(names.get(imports + place) ?? ''),
}));
for (const { part, size, name } of rows.sort((a, b) => b.size - a.size)) {
  console.log(`${part} ${String(size).padStart(6)} ${name}`);
}
