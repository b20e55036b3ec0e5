// Trunk runs this after it has built the site and before it publishes it (see Trunk.toml): gives the
// worker a name with its hash, adds the second program (the analyses) and, in a release, both programs for browsers without
// vector instructions and the service worker. boot.js gets what it imports, and hosts a page for addresses they do not know.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { writeBoot, writeNotFound } from './inline.mjs';
import { writeServiceWorker } from './offline.mjs';
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
// ./dev serve does without: building it takes longer than all the rest
const scalar = release && !process.env.AFTERCAST_WITHOUT_SCALAR;
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

if (release) {
  const styles = joinStyles(site, html);
  html = styles.html;
  fill('styles', styles.name);
}
console.log('building the analyses');
publish(join(compile(['study'], true), 'study.wasm'), 'study', 'study-');
if (scalar) {
  console.log('building both programs without vector instructions');
  const folder = compile(['app', 'study'], false);
  publish(join(folder, 'app.wasm'), 'app-scalar', 'scalar-');
  publish(join(folder, 'study.wasm'), 'study-scalar', 'study-scalar-');
}

// what a host sends packed does not say how many bytes will arrive: the page shows how far it is
html = html.replace(/(<meta name="app-[a-z-]*wasm") content="\.\/([^"]+)"/g, (_, tag, file) => `${tag} data-bytes="${statSync(join(site, file)).size}" content="./${file}"`);
html = writeBoot(site, html);
writeNotFound(site);
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
