// A plugin of Vite: puts the program into the site and tells the page where everything is. A release has its program divided and the
// service worker. Hosts get a page for addresses they do not know.

import { mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { divide } from './divide.mjs';
import { writeNotFound } from './inline.mjs';
import { writeServiceWorker } from './offline.mjs';
import { bind, compile, targetDirectory } from './program.mjs';

/** Sources of the program, which a running build watches. */
const SOURCES = ['src', 'crates', 'data', 'build.rs', 'Cargo.toml', 'Cargo.lock', '.cargo/config.toml'];

function sources() {
  const inside = (path) => (statSync(path).isFile() ? [path] : readdirSync(path).filter((name) => name !== 'node_modules').flatMap((name) => inside(join(path, name))));
  return SOURCES.flatMap(inside);
}

/** The page with an address in its tag `app-name`. Of a module it gets the bytes too: a host that packs files does not say how many will arrive. */
function fill(html, name, file, bytes) {
  const tag = `<meta name="app-${name}" content="">`;
  if (!html.includes(tag)) {
    throw new Error(`index.html has no ${tag}: the build cannot tell the page where ${file} is`);
  }
  return html.replace(tag, `<meta name="app-${name}"${file.endsWith('.wasm') ? ` data-bytes="${bytes}"` : ''} content="./${file}">`);
}

/** What all of them give. An error is told when the last has ended, so that nothing goes on behind it, and none hides another. */
async function all(promises) {
  const ended = await Promise.allSettled(promises);
  const [error, ...others] = ended.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
  others.forEach(({ message }) => console.error(message));
  if (error) {
    throw error;
  }
  return ended.map(({ value }) => value);
}

async function tellSizes(site) {
  const kilobytes = (n) => `${(n / 1024).toFixed(1)} KiB`.padStart(11);
  const files = readdirSync(site, { recursive: true }).filter((entry) => statSync(join(site, entry)).isFile()).sort();
  const lines = files.map(async (entry) => {
    const bytes = readFileSync(join(site, entry));
    return `${kilobytes(bytes.length)} ${kilobytes((await promisify(brotliCompress)(bytes)).length)} brotli  ${entry}`;
  });
  console.log((await Promise.all(lines)).join('\n'));
}

export function site({ mode }) {
  const release = mode === 'production';
  // what stays on this machine does without: building it takes longer than all the rest
  const builds = release ? ['', 'scalar-'] : [''];
  /** Files of the program, by the name of the tag that is to hold their address. */
  let program;
  let logger;
  let hasFailed = false;

  return {
    name: 'aftercast',

    configResolved(config) {
      ({ logger } = config);
    },

    async buildStart() {
      sources().forEach((file) => this.addWatchFile(join(process.cwd(), file)));
      program = new Map();
      const between = join(targetDirectory(), 'site');
      const made = join(between, 'made');
      rmSync(made, { recursive: true, force: true });
      mkdirSync(made, { recursive: true });
      // both at once: what divides and optimises a build runs on one core
      const files = await all(builds.map(async (build) => {
        const name = build ? 'app-scalar' : 'app';
        const compiled = await compile({ mode, scalar: build !== '' });
        return (release ? divide : bind)(compiled, join(between, name), made, name);
      }));
      for (const [index, build] of builds.entries()) {
        Object.entries(files[index]).forEach(([part, file]) => program.set(build + part, { name: file, source: readFileSync(join(made, file)) }));
      }
      for (const { name, source } of program.values()) {
        this.emitFile({ type: 'asset', fileName: name, source });
      }
    },

    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        let told = html;
        program.forEach(({ name, source }, tag) => {
          told = fill(told, tag, name, source.length);
        });
        for (const [tag, file] of [['worker', /^worker-.*\.js$/], ['styles', /^styles-.*\.css$/]]) {
          told = fill(told, tag, Object.keys(bundle).find((name) => file.test(name)));
        }
        // a frame without an origin of its own would be refused the styles that it may have
        return told.replaceAll(' crossorigin ', ' ');
      },
    },

    async writeBundle({ dir }) {
      writeNotFound(dir);
      if (release) {
        // while one works on the page, a cache would only be in the way
        writeServiceWorker(dir);
      }
      if (builds.includes('scalar-') && !process.env.AFTERCAST_WITHOUT_SIZES) {
        // packing takes a quarter of a minute, which ./dev test does without
        await tellSizes(dir);
      }
    },

    buildEnd(error) {
      hasFailed = Boolean(error);
    },

    closeBundle() {
      // an error counts as a warning, too, and is what has to be told
      if (!hasFailed && release && logger.hasWarned) {
        throw new Error('Vite warned of the lines above: a release has nothing to warn of');
      }
    },
  };
}
