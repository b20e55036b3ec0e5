// Trunk runs this after it has built the site and before it publishes it (see Trunk.toml): gives the
// worker a name with its hash, adds the second program (the analyses) and, in a release, both programs for browsers without
// vector instructions and the service worker.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { writeServiceWorker } from './offline.mjs';
import { glueOf, split } from './split/split.mjs';
import { joinStyles } from './styles.mjs';

const { TRUNK_STAGING_DIR: site, TRUNK_PROFILE: profile } = process.env;
if (!site) {
  console.error('src/shell/post_build.mjs is run by trunk; to build the site run ./dev build');
  process.exit(2);
}

const run = (program, ...args) => execFileSync(program, args, { stdio: 'inherit' });
const hash = (...files) => {
  const sum = createHash('sha256');
  files.forEach((file) => sum.update(readFileSync(file)));
  return sum.digest('hex').slice(0, 16);
};

const page = join(site, 'index.html');
let html = readFileSync(page, 'utf8');

function fill(name, value) {
  const tag = new RegExp(`(<meta name="app-${name}" content=")[^"]*(")`);
  if (!tag.test(html)) {
    throw new Error(`index.html has no <meta name="app-${name}">: the build cannot tell the page where ${value} is`);
  }
  html = html.replace(tag, `$1./${value}$2`);
}

// Trunk hashes every name but this one
const worker = `worker-${hash(join(site, 'worker.js'))}.js`;
renameSync(join(site, 'worker.js'), join(site, worker));
fill('worker', worker);

const release = profile === 'release';
const metadata = JSON.parse(execFileSync('cargo', ['metadata', '--no-deps', '--locked', '--format-version', '1'], { maxBuffer: 1 << 26 }));

/** Builds programs with or without vector instructions; returns the folder they are in. */
function compile(programs, simd) {
  // a folder of its own, so that the two builds do not replace each other's artefacts
  const target = simd ? metadata.target_directory : join(metadata.target_directory, 'scalar');
  const env = { ...process.env };
  if (!simd) {
    // this variable replaces the flags of .cargo/config.toml: the same but for the vectors
    const flags = readFileSync('.cargo/config.toml', 'utf8').match(/^rustflags = \[([^\]]*)\]/m)[1].replace(/^ *#.*$/gm, '');
    env.RUSTFLAGS = [...flags.matchAll(/"([^"]*)"/g)].map((flag) => flag[1]).join(' ').replace('+simd128', '-simd128');
  }
  execFileSync(
    'cargo',
    ['build', ...(release ? ['--release'] : []), '--locked', '--target', 'wasm32-unknown-unknown', '--no-default-features', '--features', 'web',
      ...programs.flatMap((program) => ['--bin', program]), '--target-dir', target],
    { stdio: 'inherit', env },
  );
  return join(target, 'wasm32-unknown-unknown', release ? 'release' : 'debug');
}

/** Puts a built program into the site as `name`-hash and tells the page where it is. */
function publish(wasm, name, tag) {
  const out = join(metadata.target_directory, 'site', name);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  run('wasm-bindgen', '--target', 'web', '--no-typescript', '--out-dir', out, '--out-name', 'program', wasm);
  const [glue, bound, optimised] = ['program.js', 'program_bg.wasm', 'optimised.wasm'].map((file) => join(out, file));
  if (release) {
    run('wasm-opt', '-O1', bound, '-o', optimised);
  } else {
    renameSync(bound, optimised);
  }
  const hashed = `${name}-${hash(glue, optimised)}`;
  copyFileSync(glue, join(site, `${hashed}.js`));
  copyFileSync(optimised, join(site, `${hashed}_bg.wasm`));
  fill(`${tag}js`, `${hashed}.js`);
  fill(`${tag}wasm`, `${hashed}_bg.wasm`);
}

/** Puts the parts of the page's program in the place of what Trunk has built, and keeps the whole for record.mjs. */
function divide() {
  const built = html.match(/<meta name="app-js" content="\.\/([^"]+)\.js">/)?.[1];
  if (!built) {
    throw new Error('index.html does not say where the program is: see pattern_script in Trunk.toml');
  }
  const [glue, wasm] = [`${built}.js`, `${built}_bg.wasm`].map((file) => join(site, file));
  const whole = join(metadata.target_directory, 'site', 'whole');
  mkdirSync(whole, { recursive: true });
  copyFileSync(glue, join(whole, 'app.js'));
  copyFileSync(wasm, join(whole, 'app_bg.wasm'));
  const { first, later, words, slots } = split(readFileSync(wasm));
  writeFileSync(join(whole, 'slots.txt'), slots.map((name, slot) => `${slot} ${name}\n`).join(''));
  const generated = readFileSync(glue, 'utf8');
  const sum = createHash('sha256');
  [generated, glueOf(generated, {}), first, later, words.en, words.zh].forEach((part) => sum.update(part));
  const name = `app-${sum.digest('hex').slice(0, 16)}`;
  const files = { LATER: `${name}_later.wasm`, WORDS_en: `${name}_en.bin`, WORDS_zh: `${name}_zh.bin` };
  [glue, wasm].forEach((file) => rmSync(file));
  writeFileSync(join(site, `${name}.js`), glueOf(generated, files));
  writeFileSync(join(site, `${name}_bg.wasm`), first);
  writeFileSync(join(site, files.LATER), later);
  writeFileSync(join(site, files.WORDS_en), words.en);
  writeFileSync(join(site, files.WORDS_zh), words.zh);
  html = html.replaceAll(built, name);
}

if (release) {
  const styles = joinStyles(site, html);
  html = styles.html;
  fill('styles', styles.later);
  console.log('dividing the program of the page');
  divide();
}
console.log('building the analyses');
publish(join(compile(['study'], true), 'study.wasm'), 'study', 'study-');
if (release) {
  console.log('building both programs without vector instructions');
  const folder = compile(['app', 'study'], false);
  publish(join(folder, 'app.wasm'), 'app-scalar', 'scalar-');
  publish(join(folder, 'study.wasm'), 'study-scalar', 'study-scalar-');
}

writeFileSync(page, html);

if (release) {
  // while one works on the page, a cache would only be in the way
  writeServiceWorker(site);
  for (const entry of readdirSync(site, { recursive: true }).sort()) {
    const file = join(site, entry);
    if (statSync(file).isFile()) {
      const bytes = readFileSync(file);
      const kilobytes = (n) => `${(n / 1024).toFixed(1)} KiB`.padStart(11);
      console.log(`${kilobytes(bytes.length)} ${kilobytes(brotliCompressSync(bytes).length)} brotli  ${entry}`);
    }
  }
}
