// Compiles the program of the page: the build with vector instructions, and for a published site the one without.

import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TARGET = 'wasm32-unknown-unknown';

/** Where cargo puts what it builds. */
export const targetDirectory = () => JSON.parse(execFileSync('cargo', ['metadata', '--no-deps', '--locked', '--format-version', '1'], { maxBuffer: 1 << 26 })).target_directory;

/** The flags of .cargo/config.toml but for the vectors, which a variable of this name replaces. */
function scalarFlags() {
  const flags = readFileSync('.cargo/config.toml', 'utf8').match(/^rustflags = \[([^\]]*)\]/m)[1].replace(/^ *#.*$/gm, '');
  return [...flags.matchAll(/"([^"]*)"/g)].map((flag) => flag[1]).join(' ').replace('+simd128', '-simd128');
}

/** Profiles of cargo and their folders, by the mode that the site is built in. */
const PROFILES = { production: ['page', 'page'], quick: ['quick', 'quick'], debug: ['dev', 'debug'] };

/** Compiles the program in one of its two builds; a promise of its file. */
export async function compile({ mode, scalar = false }) {
  // a folder of its own, so that the two builds do not replace each other's artefacts
  const folder = scalar ? join(targetDirectory(), 'scalar') : targetDirectory();
  const [profile, place] = PROFILES[mode];
  const options = ['--profile', profile, '--locked', '--target', TARGET, '--no-default-features', '--features', 'web', '--bin', 'app', '--target-dir', folder];
  const env = scalar ? { ...process.env, RUSTFLAGS: scalarFlags() } : process.env;
  const [code] = await once(spawn('cargo', ['build', ...options], { stdio: 'inherit', env }), 'close');
  if (code !== 0) {
    // cargo has said why
    throw Object.assign(new Error('the program does not compile'), { stack: '' });
  }
  return join(folder, TARGET, place, 'app.wasm');
}

/** Makes of a program, as it was compiled, what a page can load: the counterpart of `divide`, for a site that stays on this machine. */
export function bind(wasm, out, site, name) {
  execFileSync('site-tools', ['bind', wasm, out, 'program'], { stdio: 'inherit' });
  const [glue, module] = ['program.js', 'program_bg.wasm'].map((file) => readFileSync(join(out, file)));
  const hashed = `${name}-${createHash('sha256').update(glue).update(module).digest('hex').slice(0, 16)}`;
  const names = { js: `${hashed}.js`, wasm: `${hashed}_bg.wasm` };
  writeFileSync(join(site, names.js), glue);
  writeFileSync(join(site, names.wasm), module);
  return names;
}

// ./dev compiles it while its tools are built
if (process.argv[1] === import.meta.filename) {
  await compile({ mode: process.argv[2] });
}
