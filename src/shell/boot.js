// Starts the page: chooses the build this browser can run, compiles it once and hands it to Rust. Nothing here blocks: what is on its
// way shows its bytes, what did not arrive says why and can be asked for again (the template "wait" of index.html).
// Everything is found through the <meta> tags that the build writes, relative to the page's own address.

import { preview } from './preview.mjs';
import { repaired } from './repair.mjs';
import { Trouble, Wait, kindOf, remembered } from './wait.mjs';

const meant = repaired(location.href);
if (meant) {
  history.replaceState(history.state, '', meant);
}

// ---- addresses and builds ------------------------------------------------------------------------

const tag = (name) => document.querySelector(`meta[name="app-${name}"]`);
const address = (name) => {
  const path = tag(name)?.content;
  return path ? new URL(path, document.baseURI).href : undefined;
};

// a module with one function, (i8x16.popcnt (i8x16.splat (i32.const 0))): valid only with vector instructions
const SIMD_PROBE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);
const hasVectors = typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_PROBE);
/** What comes late, by name: its files, first the one that it shares with others where there is any. */
const PARTS = { late: ['shared', 'late'], sheets: ['shared', 'sheets'] };
/** The build that runs; `?engine=scalar` asks for the one without vector instructions. */
let build = hasVectors && new URLSearchParams(location.search).get('engine') !== 'scalar' ? 'simd' : 'scalar';

/** A file of the program in the build that runs, and how many bytes it has; none in a debug build, which has no late parts. */
function file(name) {
  const whole = build === 'simd' ? name : `scalar-${name}`;
  return { wasm: address(whole), bytes: Number(tag(whole)?.dataset.bytes) };
}

/** Where the program is, in the build that runs. */
function program() {
  const files = { glue: address(build === 'simd' ? 'js' : 'scalar-js'), ...file('wasm') };
  if (typeof WebAssembly !== 'object') {
    throw new Trouble('browser', 'no WebAssembly');
  }
  if (!files.glue || !files.wasm) {
    throw new Trouble('browser', 'this site was built without the program for browsers without vector instructions');
  }
  return files;
}

// ---- what is fetched -----------------------------------------------------------------------------

async function answer(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) {
    throw new Trouble('answer', `${url}: HTTP ${response.status}`);
  }
  return response;
}

/** Compiles a file of the program while it arrives, by the name that the notice knows it by. `again` passes by what was kept of an attempt that failed. */
async function compile(key, { wasm, bytes }, wait, signal, again) {
  const response = await answer(wasm, { signal, cache: again ? 'reload' : 'default' });
  const header = (name) => response.headers.get(name)?.trim().toLowerCase();
  const packed = header('content-encoding') ? Number(header('content-length')) : 0;
  const seen = { bytes: 0, isModule: true, isWhole: false };
  const count = async (body) => {
    for (const reader = body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) {
        seen.isWhole = true;
        wait.whole(key);
        return;
      }
      seen.isModule &&= seen.bytes > 0 || value[0] === 0;
      seen.bytes += value.length;
      wait.arrived(key, seen.bytes, bytes, packed);
    }
  };
  const counted = count(response.clone().body);
  // a host that serves another type is slower, not broken
  const module = header('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : response.arrayBuffer().then((whole) => WebAssembly.compile(whole));
  try {
    return (await Promise.all([module, counted]))[0];
  } catch (error) {
    counted.catch(() => {});
    module.catch(() => {});
    if (!(error instanceof WebAssembly.CompileError)) {
      throw error;
    }
    if (!seen.isModule) {
      throw new Trouble('other', `${wasm}: ${header('content-type') ?? 'no type'}`);
    }
    throw new Trouble(seen.isWhole && seen.bytes < bytes ? 'network' : 'browser', `${wasm}: ${error.message}`);
  }
}

/** Says why a file that the browser itself fetches did not arrive: it keeps that to itself. */
async function why(url, type, error) {
  const response = await answer(url, { cache: 'no-store' });
  const found = response.headers.get('content-type') ?? 'no type';
  throw new Trouble(type.test(found) ? 'network' : 'other', `${url}: ${type.test(found) ? error.message : found}`);
}

/** Another address for another attempt: browsers remember that a script failed. */
const attempt = (url, count) => (count > 0 ? `${url}?again=${count}` : url);

const script = (url, count) => import(attempt(url, count)).catch((error) => {
  if (error instanceof SyntaxError) {
    throw new Trouble('browser', `${url}: ${error.message}`);
  }
  return why(url, /javascript/i, error);
});

let isStyled = false;
async function styles(count) {
  const href = address('styles');
  if (isStyled) {
    return;
  }
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: attempt(href, count) });
  const arrives = new Promise((resolve, reject) => Object.assign(link, { onload: resolve, onerror: reject }));
  document.head.append(link);
  try {
    await arrives;
    isStyled = true;
  } catch {
    link.remove();
    await why(href, /css/i, new Error('broken off'));
  }
}

/**
 * Brings files, as often as it takes: `make` gives for each the function that fetches it, which gets the number of the attempt and a
 * signal to stop. `otherwise` may go on in another way after an error.
 */
async function bring(wait, make, otherwise = () => false) {
  let [parts, there, stop] = [new Map(), new Map(), new AbortController()];
  const afresh = () => {
    stop.abort();
    // what has arrived stays
    [parts, stop] = [new Map([...parts].filter(([key]) => there.has(key))), new AbortController()];
  };
  // what is on its way goes on through an attempt in which another part failed
  const part = ([key, fetched], count, signal) => {
    const of = parts;
    if (!there.has(key)) {
      wait.onLine.add(key);
    }
    if (!of.has(key)) {
      of.set(key, Promise.resolve(fetched(count, signal)).then((value) => {
        there.set(key, value);
        wait.whole(key);
      }, (error) => {
        of.delete(key);
        throw error;
      }));
    }
    return of.get(key);
  };
  const files = Object.entries(make);
  for (let count = 0; there.size < files.length; count += 1) {
    const { signal } = stop;
    const givenUp = new Promise((_, reject) => { signal.addEventListener('abort', reject); });
    wait.begin(afresh);
    try {
      await Promise.race([givenUp, Promise.all(files.map((entry) => part(entry, count, signal)))]);
    } catch (error) {
      if (signal.aborted) {
        continue;
      }
      if (otherwise(error)) {
        there = new Map();
        afresh();
      } else {
        await wait.failed(error);
      }
    }
  }
  wait.over();
  return Object.fromEntries(there);
}

/** Brings the program with what it needs and instantiates it. */
async function load(wait) {
  let files = program();
  const { module, exported } = await bring(wait, {
    module: (count, signal) => compile('module', files, wait, signal, count > 0),
    exported: (count) => script(files.glue, count),
    styles,
  }, (error) => {
    if (build !== 'scalar' || !hasVectors || !['network', 'offline'].includes(kindOf(error)) || !isKept()) {
      return false;
    }
    // asked for by the address and not there without a network, as the other may be; the page names the build that runs
    console.info(`the build without vector instructions did not arrive (${error.message}): the usual one runs`);
    build = 'simd';
    files = program();
    return true;
  });
  wait.show('starting');
  await exported.default({ module_or_path: module });
  return { exported, module, glue: files.glue };
}

/** Late parts that were asked for, by name: the notice of each, and the promise of its compiled files. */
const late = new Map();

/**
 * Brings a late part: a promise of its compiled files by name, which the generated loader finds in `parts` of the glue. Until then `block` shows
 * how far it is, and why it does not come; asking once more is another try. With a reason, the file was not taken.
 */
function bringPart(exported, name, block, reason) {
  const known = late.get(name);
  if (reason) {
    known.wait.stopped(new Error(reason));
  } else if (known) {
    known.wait.moveTo(block);
    if (known.wait.isFailed()) {
      known.wait.again();
    }
  } else {
    const keys = PARTS[name].filter((key) => file(key).wasm);
    if (keys.length === 0) {
      return Promise.resolve();
    }
    const wait = new Wait(block);
    const fetched = (key) => [key, (count, signal) => exported.parts[key] ?? compile(key, file(key), wait, signal, count > 0)];
    const arrived = bring(wait, Object.fromEntries(keys.map(fetched))).then((files) => {
      Object.assign(exported.parts, files);
      return files;
    });
    late.set(name, { wait, arrived });
  }
  return late.get(name).arrived;
}

// ---- the service worker, which asks what this page runs (service_worker.js) ----------------------

function offline() {
  try {
    return navigator.serviceWorker;
  } catch {
    // a frame without an origin of its own
    return undefined;
  }
}
const isKept = () => Boolean(offline()?.controller);

offline()?.addEventListener('message', ({ data, ports }) => {
  if (data === 'what do you run') {
    const { glue, wasm } = program();
    const parts = Object.values(PARTS).flat().map((name) => file(name).wasm);
    ports[0]?.postMessage({ build, files: [glue, wasm, ...parts, address('worker'), address('styles')].filter(Boolean) });
  }
});
offline()?.startMessages();

/** Calls back once the first result is on the screen, which the program marks on the performance time line. */
function afterFirstResult(callback) {
  new PerformanceObserver((marks, observer) => {
    if (marks.getEntriesByName('aftercast:last-picture').length > 0) {
      observer.disconnect();
      callback();
    }
  }).observe({ type: 'mark', buffered: true });
}

// ---- start ---------------------------------------------------------------------------------------

const boot = document.getElementById('boot');
document.documentElement.dataset.theme = remembered('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
boot.querySelector('.unstarted').remove();

// a trap ends the program for good: say so instead of leaving a page that does not answer
let isStopped = false;
function trapped(error) {
  if (error instanceof WebAssembly.RuntimeError && !isStopped) {
    isStopped = true;
    // figures of the example firm would be read as those of the program that stopped
    boot.querySelector('.preview')?.remove();
    delete boot.dataset.starting;
    bootWait.stopped(error);
  }
}

const bootWait = new Wait(boot);
preview(boot, () => boot.hidden);
try {
  const { exported, module, glue } = await load(bootWait);
  addEventListener('error', (event) => trapped(event.error));
  addEventListener('unhandledrejection', (event) => trapped(event.reason));
  afterFirstResult(() => {
    offline()?.ready.then(({ active }) => active?.postMessage({ started: build }));
  });
  // the page is made in several tasks, and seen when all of it stands
  boot.dataset.starting = 'yes';
  await exported.start(module, glue, address('worker'), (...asked) => bringPart(exported, ...asked));
  delete boot.dataset.starting;
  boot.hidden = true;
  bootWait.over();
} catch (error) {
  bootWait.stopped(error);
  throw error;
}
