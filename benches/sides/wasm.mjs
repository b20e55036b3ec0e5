// The engine as WebAssembly in Node: `wasm.mjs FOLDER` answers lines such as "run DRAWS MONTHS POLICIES".

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2]);
const module = await import(pathToFileURL(join(folder, 'bench.js')));
module.initSync({ module: await readFile(join(folder, 'bench_bg.wasm')) });
const contestants = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const [kind, draws, months, policies] = line.split(' ').map((word, i) => (i === 0 ? word : Number(word)));
  const key = `${draws} ${months}`;
  if (!contestants.has(key)) {
    contestants.set(key, new module.Contestant(draws, months));
  }
  const start = process.hrtime.bigint();
  const checksum = contestants.get(key)[kind](policies);
  process.stdout.write(`${JSON.stringify({ ns: Number(process.hrtime.bigint() - start), checksum })}\n`);
}
