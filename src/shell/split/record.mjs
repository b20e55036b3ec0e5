// Writes later.txt anew: runs a first visit (in English, in Chinese, on a narrow screen) with a mark in every function of the program, and notes the functions that nothing ran. `./dev record` builds the site and calls this.

import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import binaryen from '../../../tests/e2e/node_modules/binaryen/index.js';
import { launch } from '../../../tests/e2e/support/chromium.mjs';
import { serve } from '../../../tests/e2e/support/server.mjs';
import { done } from '../../../tests/e2e/support/workbench.mjs';
import { bare, functionNames } from './binary.mjs';
import { functions, parse } from './divide.mjs';
import { RECORD, id } from './plan.mjs';

const [whole, site] = process.argv.slice(2);
if (!site) {
  console.error('src/shell/split/record.mjs FOLDER-OF-THE-WHOLE-PROGRAM SITE: run ./dev record');
  process.exit(2);
}
const VISITS = [
  { locale: 'en-GB' },
  { locale: 'zh-CN' },
  { locale: 'en-GB', viewport: { width: 400, height: 800 } },
  // on a slow machine: what says that a result is on its way
  { locale: 'en-GB', slower: 6 },
  { locale: 'zh-CN', slower: 20 },
];
// said by page and workers, of which each has marks of its own
const TELL = `
const told = new Set();
const channel = new BroadcastChannel('ran');
setInterval(() => {
  const ran = Object.keys(wasm).filter((name) => name.startsWith('ran ') && wasm[name].value && !told.has(name));
  ran.forEach((name) => told.add(name));
  if (ran.length) channel.postMessage(ran);
}, 200);
`;

function marked(bytes) {
  const module = parse(binaryen, bytes);
  const all = functions(binaryen, module);
  all.forEach(({ name, body, results, module: from }, place) => {
    if (from) {
      return;
    }
    const mark = `ran ${place}`;
    module.addGlobal(mark, binaryen.i32, true, module.i32.const(0));
    module.addGlobalExport(mark, mark);
    const and = module.block(null, [module.global.set(mark, module.i32.const(1)), body], results);
    binaryen._BinaryenFunctionSetBody(module.getFunction(name), and);
  });
  const out = module.emitBinary();
  module.dispose();
  return { all, out };
}

const folder = join(site, '../.cache/record');
rmSync(folder, { recursive: true, force: true });
cpSync(site, folder, { recursive: true });
const wasm = readFileSync(join(whole, 'app_bg.wasm'));
const names = functionNames(wasm);
const { all, out } = marked(bare(wasm));
const place = (ending, bytes) => {
  const file = readdirSync(folder).find((name) => /^app-[0-9a-f]+(\.js|_bg\.wasm)$/.test(name) && name.endsWith(ending));
  writeFileSync(join(folder, file), bytes);
};
place('_bg.wasm', out);
const generated = readFileSync(join(whole, 'app.js'), 'utf8');
const told = generated.replace('wasm.__wbindgen_start();', `wasm.__wbindgen_start();\n${TELL}`);
if (told === generated) {
  throw new Error('the glue does not start the program where record.mjs expects it');
}
place('.js', told);

const host = await serve(folder);
const browser = await launch();
const ran = new Set();
for (const { slower = 1, ...options } of VISITS) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000 * slower);
  await page.exposeFunction('ran', (list) => list.forEach((mark) => ran.add(Number(mark.slice(4)))));
  await page.addInitScript(() => {
    new BroadcastChannel('ran').onmessage = ({ data }) => window.ran(data);
  });
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.goto(host.url);
  await done(page);
  await page.waitForTimeout(2000);
  console.log(`${ran.size} functions after ${JSON.stringify({ slower, ...options })}`);
  await context.close();
}
await browser.close();
await host.close();

const own = all.map((info, index) => ({ index, from: info.module, id: id(names.get(index) ?? '') })).filter(({ from }) => !from);
// one name for several functions: all of them stay if one was run
const stay = new Set(own.filter(({ index }) => ran.has(index)).map((one) => one.id));
const later = [...new Set(own.map((one) => one.id))].filter((one) => !stay.has(one)).sort();
writeFileSync(RECORD, `# Functions that no first visit runs (record.mjs): digests of their names.\n${later.join('\n')}\n`);
console.log(`${later.length} of ${all.length} functions may be later: ${RECORD}`);
