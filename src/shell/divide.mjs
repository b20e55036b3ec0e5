// Divides a compiled program into the main part and the late ones, and makes of them what a site needs: the glue and a file a part.
// Which function goes where was decided by the attribute `wasm_split` in the source; wasm-split-cli of the same project divides.
// wasm-bindgen sees the main part alone. Both are libraries in tools/.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uncommented } from './inline.mjs';

/** Late parts, by the name that the source gives them (src/ui/runtime/late/part.rs). */
export const PARTS = ['late', 'sheets'];
/** What both of them need and the main part does not: wasm-split-cli makes a file of its own of it, if there is any. */
export const SHARED = 'shared';

const run = (program, ...args) => execFileSync(program, args, { stdio: 'inherit' });

/** The text with `from` replaced, which has to stand in it exactly once: another version of a tool may write something else. */
function exchange(text, from, to, where) {
  if (text.split(from).length !== 2) {
    throw new Error(`${where} does not hold exactly once what src/shell/divide.mjs replaces (another version of the tool?):\n${from}`);
  }
  return text.replace(from, () => to);
}

/**
 * The glue with the loader of the late parts in it: one file, because the two import each other, and a second try of a script has another
 * address than the first. The loader takes compiled files from `parts`, into which boot.js and worker.js put them: they count bytes,
 * say what went wrong, try again and mind no type that a host may give, and a worker needs no download of its own.
 */
function joined(glue, loader, files) {
  let [own, late] = [glue, loader];
  // one import for each loader that the program calls, under names of its own
  const imported = [...own.matchAll(/^import \* as (import\d+) from "\.\/__wasm_split\.js"\n/gm)];
  if (imported.length !== PARTS.length) {
    throw new Error(`the glue of wasm-bindgen imports the loader ${imported.length} times, for ${PARTS.length} parts (another version of the tool?)`);
  }
  imported.forEach(([line]) => { own = exchange(own, line, '', 'the glue of wasm-bindgen'); });
  late = exchange(late, 'import { initSync } from "./program.js";\n', '', 'the loader of wasm-split-cli');
  for (const [name, file] of files) {
    late = exchange(late, `() => {
    const src = fetch(new URL("./${file}.wasm", import.meta.url));
    src.catch(() => {});
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
`, `() => async (imports) => WebAssembly.instantiate(parts.${name}, imports)`, 'the loader of wasm-split-cli');
  }
  for (const name of PARTS) {
    late = exchange(late, `export const __wasm_split_load_${name} `, `const __wasm_split_load_${name} `, 'the loader of wasm-split-cli');
  }
  if (/\bfetch\(/.test(late)) {
    throw new Error(`the loader of wasm-split-cli fetches a file that src/shell/divide.mjs does not know:\n${late}`);
  }
  const loads = PARTS.map((name) => `__wasm_split_load_${name}`).join(', ');
  return `${own}\n/** Compiled late parts, by name. */\nexport const parts = {};\n${late}\n${imported.map(([, name]) => `const ${name} = { ${loads} };\n`).join('')}`;
}

/**
 * Divides the program `wasm`, using the folder `out` for what is between, and copies the result into `site` as `name`-hash, one hash over
 * all files: parts of two builds never meet. Returns the names of the files: `js`, `wasm`, and each part by its name.
 */
export function divide(wasm, out, site, name) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  run('site-tools', 'split', wasm, out, 'program');
  const bound = join(out, 'bound');
  run('site-tools', 'bind', '--divided', join(out, 'program.wasm'), bound, 'program');
  const chunks = readdirSync(out).filter((file) => /^chunk_\d+\.wasm$/.test(file)).map((file) => file.replace('.wasm', ''));
  if (chunks.length > 1) {
    throw new Error(`wasm-split-cli made ${chunks.length} files that parts share, and src/shell/divide.mjs knows one`);
  }
  const late = [...chunks.map((file) => [SHARED, file]), ...PARTS.map((part) => [part, `split_${part}`])];
  const glue = uncommented(joined(readFileSync(join(bound, 'program.js'), 'utf8'), readFileSync(join(out, '__wasm_split.js'), 'utf8'), late));
  const files = [['wasm', '_bg.wasm', join(bound, 'program_bg.wasm')], ...late.map(([part, file]) => [part, `_${part}.wasm`, join(out, `${file}.wasm`)])];
  const sum = createHash('sha256').update(glue);
  const optimised = files.map(([key, ending, file]) => {
    const short = join(out, `short_${key}.wasm`);
    run('wasm-opt', '-O1', file, '-o', short);
    sum.update(readFileSync(short));
    return [key, ending, short];
  });
  const hashed = `${name}-${sum.digest('hex').slice(0, 16)}`;
  writeFileSync(join(site, `${hashed}.js`), glue);
  const named = optimised.map(([key, ending, file]) => {
    copyFileSync(file, join(site, hashed + ending));
    return [key, hashed + ending];
  });
  return { js: `${hashed}.js`, ...Object.fromEntries(named) };
}
