// Trunk runs this after it has built the site and before it publishes it (see Trunk.toml): gives the worker a name with its hash and,
// in a release, divides the program into its parts, adds the program for browsers without vector instructions, and the service worker.
// boot.js gets what it imports, and hosts a page for addresses they do not know.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { divide } from './divide.mjs';
import { writeBoot, writeNotFound } from './inline.mjs';
import { writeServiceWorker } from './offline.mjs';
import { joinStyles } from './styles.mjs';

const { TRUNK_STAGING_DIR: site, TRUNK_PROFILE: profile } = process.env;
if (!site) {
  console.error('src/shell/post_build.mjs is run by trunk; to build the site run ./dev build');
  process.exit(2);
}

const TARGET = 'wasm32-unknown-unknown';
const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);

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

/** Builds the program without vector instructions; returns its file. */
function compileScalar() {
  // a folder of its own, so that the two builds do not replace each other's artefacts
  const target = join(metadata.target_directory, 'scalar');
  // this variable replaces the flags of .cargo/config.toml: the same but for the vectors
  const flags = readFileSync('.cargo/config.toml', 'utf8').match(/^rustflags = \[([^\]]*)\]/m)[1].replace(/^ *#.*$/gm, '');
  const RUSTFLAGS = [...flags.matchAll(/"([^"]*)"/g)].map((flag) => flag[1]).join(' ').replace('+simd128', '-simd128');
  execFileSync(
    'cargo',
    ['build', '--profile', 'page', '--locked', '--target', TARGET, '--no-default-features', '--features', 'web', '--bin', 'app', '--target-dir', target],
    { stdio: 'inherit', env: { ...process.env, RUSTFLAGS } },
  );
  return compiled(target);
}
const compiled = (target) => join(target, TARGET, 'page', 'app.wasm');

/** Puts a compiled program into the site as `name`-hash, divided, and tells the page where its parts are. */
function publish(wasm, name, tag) {
  const files = divide(wasm, join(metadata.target_directory, 'site', name), site, name);
  Object.entries(files).forEach(([part, file]) => fill(tag + part, file));
}

if (release) {
  const styles = joinStyles(site, html);
  html = styles.html;
  fill('styles', styles.name);
  // Trunk has made one whole file of what it compiled; a release has the same divided
  readdirSync(site).filter((file) => /^app-[0-9a-f]+(_bg\.wasm|\.js)$/.test(file)).forEach((file) => rmSync(join(site, file)));
  publish(compiled(metadata.target_directory), 'app', '');
}
if (scalar) {
  console.log('building the program without vector instructions');
  publish(compileScalar(), 'app-scalar', 'scalar-');
}

// what a host sends packed does not say how many bytes will arrive: the page shows how far it is
html = html.replace(/(<meta name="app-[a-z-]+") content="\.\/([^"]+\.wasm)"/g, (_, tag, file) => `${tag} data-bytes="${statSync(join(site, file)).size}" content="./${file}"`);
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
