// Trunk runs this after it has built the site and before it publishes it (see Trunk.toml): gives the
// worker a name with its hash and, in a release, adds the build for browsers without vector instructions and the service worker.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { writeServiceWorker } from './offline.mjs';

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

if (profile === 'release') {
  const metadata = JSON.parse(execFileSync('cargo', ['metadata', '--no-deps', '--locked', '--format-version', '1'], { maxBuffer: 1 << 26 }));
  // a folder of its own, so that the two builds do not replace each other's artefacts
  const target = join(metadata.target_directory, 'scalar');
  console.log('building without vector instructions');
  execFileSync(
    'cargo',
    ['build', '--release', '--locked', '--target', 'wasm32-unknown-unknown', '--no-default-features', '--features', 'web', '--bin', 'app', '--target-dir', target],
    // this variable replaces the flags of .cargo/config.toml
    { stdio: 'inherit', env: { ...process.env, RUSTFLAGS: '-C target-feature=-simd128' } },
  );
  const out = join(target, 'site');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  run('wasm-bindgen', '--target', 'web', '--no-typescript', '--out-dir', out, '--out-name', 'scalar', join(target, 'wasm32-unknown-unknown', 'release', 'app.wasm'));
  const [glue, wasm, optimised] = ['scalar.js', 'scalar_bg.wasm', 'optimised.wasm'].map((name) => join(out, name));
  run('wasm-opt', '-O1', wasm, '-o', optimised);
  const name = `app-scalar-${hash(glue, optimised)}`;
  copyFileSync(glue, join(site, `${name}.js`));
  copyFileSync(optimised, join(site, `${name}_bg.wasm`));
  fill('scalar-js', `${name}.js`);
  fill('scalar-wasm', `${name}_bg.wasm`);
}

writeFileSync(page, html);

if (profile === 'release') {
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
