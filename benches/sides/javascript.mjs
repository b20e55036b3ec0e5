// The JavaScript twin in Node: `javascript.mjs CASES` checks itself, says what it found, and computes once a line.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { check } from '../twins/batch.mjs';
import { cases } from './cases.mjs';

const { golden, engine, reference } = check(await cases((file) => readFile(join(process.argv[2], file))));
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
say({ golden, engine, version: `Node ${process.versions.node}, V8 ${process.versions.v8}` });
for await (const line of createInterface({ input: process.stdin })) {
  const start = process.hrtime.bigint();
  reference.run();
  say({ line, ns: Number(process.hrtime.bigint() - start) });
}
