// Divides a compiled program into the main part and the late ones, and makes of them what a site needs: the glue and a file a part.
// Which function goes where was decided by the attribute `wasm_split` in the source; wasm-split-cli of the same project divides.
// wasm-bindgen sees the main part alone. Both are libraries in tools/.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { nameOf } from './late_files.mjs';

/** Runs a program and says what it said; an error names the call, with what it wrote to stderr: two builds are divided at once. */
async function run(program, ...args) {
  const { stdout, stderr } = await promisify(execFile)(program, args, { maxBuffer: 1 << 26 });
  process.stderr.write(stdout + stderr);
}

/**
 * The glue with the loader of the late parts, as one script: the two import each other, and a second try of a script has another address
 * than the first. The loader gets its files from late_files.mjs.
 */
async function joined(folder) {
  const files = join(import.meta.dirname, 'late_files.mjs');
  const glue = join(folder, 'program.js');
  const entry = 'glue with its loader';
  const source = `export * from ${JSON.stringify(glue)}; export { default } from ${JSON.stringify(glue)}; export { parts } from ${JSON.stringify(files)};`;
  const bundle = await rolldown({
    input: { glue: entry },
    // the program looks up by name what nothing in the script calls
    treeshake: false,
    transform: { inject: { fetch: [files, 'fetch'], 'WebAssembly.instantiateStreaming': [files, 'instantiateStreaming'] } },
    plugins: [{ name: 'entry', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? source : null) }],
  });
  const { output } = await bundle.generate({ format: 'es', minify: { compress: false, mangle: false }, comments: false });
  await bundle.close();
  return output[0].code;
}

/**
 * Divides the program `wasm`, using the folder `out` for what is between, and copies the result into `site` as `name`-hash, one hash over
 * all files: parts of two builds never meet. Returns the names of the files: `js`, `wasm`, and each part by its name.
 */
export async function divide(wasm, out, site, name) {
  rmSync(out, { recursive: true, force: true });
  const bound = join(out, 'bound');
  mkdirSync(bound, { recursive: true });
  await run('site-tools', 'split', wasm, out, 'program');
  await run('site-tools', 'bind', '--divided', join(out, 'program.wasm'), bound, 'program');
  // the glue imports the loader from its own folder
  renameSync(join(out, '__wasm_split.js'), join(bound, '__wasm_split.js'));
  const late = readdirSync(out).filter((file) => file.endsWith('.wasm') && file !== 'program.wasm');
  if (new Set(late.map(nameOf)).size < late.length) {
    throw new Error(`wasm-split-cli wrote ${late.join(', ')}: more files that parts share than the one that boot.js brings`);
  }
  const glue = await joined(bound);
  const files = [['wasm', '_bg.wasm', join(bound, 'program_bg.wasm')], ...late.map((file) => [nameOf(file), `_${nameOf(file)}.wasm`, join(out, file)])];
  const sum = createHash('sha256').update(glue);
  const optimised = [];
  for (const [key, ending, file] of files) {
    const short = join(out, `short_${key}.wasm`);
    await run('wasm-opt', '-O1', file, '-o', short);
    sum.update(readFileSync(short));
    optimised.push([key, ending, short]);
  }
  const hashed = `${name}-${sum.digest('hex').slice(0, 16)}`;
  writeFileSync(join(site, `${hashed}.js`), glue);
  const named = optimised.map(([key, ending, file]) => {
    copyFileSync(file, join(site, hashed + ending));
    return [key, hashed + ending];
  });
  return { js: `${hashed}.js`, ...Object.fromEntries(named) };
}
