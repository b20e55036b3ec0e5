// Starts the page: chooses the build this browser can run, compiles it once and hands it to Rust. Nothing here blocks: what is on its
// way shows its bytes, what did not arrive says why and can be asked for again (the template "wait" of index.html).
// Everything is found through the <meta> tags that the build writes, relative to the page's own address.

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
/** The build that runs; `?engine=scalar` asks for the one without vector instructions. */
let build = hasVectors && new URLSearchParams(location.search).get('engine') !== 'scalar' ? 'simd' : 'scalar';

/** Where a program is, in the build that runs, and how many bytes its module has. */
function program(name) {
  const prefix = name + (build === 'simd' ? '' : 'scalar-');
  const files = { glue: address(`${prefix}js`), wasm: address(`${prefix}wasm`), bytes: Number(tag(`${prefix}wasm`)?.dataset.bytes) };
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

/** Compiles a module while it arrives. `again` passes by what was kept of an attempt that failed. */
async function compile({ wasm, bytes }, wait, signal, again) {
  const response = await answer(wasm, { signal, cache: again ? 'reload' : 'default' });
  const header = (name) => response.headers.get(name)?.trim().toLowerCase();
  const packed = header('content-encoding') ? Number(header('content-length')) : 0;
  const seen = { bytes: 0, isModule: true, isWhole: false };
  const count = async (body) => {
    for (const reader = body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) {
        seen.isWhole = true;
        wait.whole('module');
        return;
      }
      seen.isModule &&= seen.bytes > 0 || value[0] === 0;
      seen.bytes += value.length;
      wait.arrived(seen.bytes, bytes, packed);
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
  // a debug build has them in its page
  if (isStyled || !href) {
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

/** Loads a program with what it needs, as often as it takes; what comes back starts it in the page and in workers. */
async function load(name, wait) {
  let files = program(name);
  let [parts, there, stop] = [new Map(), new Map(), new AbortController()];
  const afresh = () => {
    stop.abort();
    // what has arrived stays
    [parts, stop] = [new Map([...parts].filter(([key]) => there.has(key))), new AbortController()];
  };
  // what is on its way goes on through an attempt in which another part failed
  const part = (key, make) => {
    const of = parts;
    if (!there.has(key)) {
      wait.onLine.add(key);
    }
    if (!of.has(key)) {
      of.set(key, make().then((value) => {
        there.set(key, value);
        wait.whole(key);
      }, (error) => {
        of.delete(key);
        throw error;
      }));
    }
    return of.get(key);
  };
  for (let count = 0; there.size < 3; count += 1) {
    const { signal } = stop;
    const givenUp = new Promise((_, reject) => { signal.addEventListener('abort', reject); });
    wait.begin(afresh);
    try {
      await Promise.race([givenUp, Promise.all([
        part('module', () => compile(files, wait, signal, count > 0)),
        part('exported', () => script(files.glue, count)),
        part('styles', () => styles(count)),
      ])]);
    } catch (error) {
      if (signal.aborted) {
        continue;
      }
      if (build === 'scalar' && hasVectors && ['network', 'offline'].includes(kindOf(error)) && isKept()) {
        // asked for by the address and not there without a network, as the other may be; the page names the build that runs
        console.info(`the build without vector instructions did not arrive (${error.message}): the usual one runs`);
        build = 'simd';
        files = program(name);
        there = new Map();
        afresh();
      } else {
        await wait.failed(error);
      }
    }
  }
  wait.over();
  wait.show('starting');
  const [module, exported] = [there.get('module'), there.get('exported')];
  await exported.default({ module_or_path: module });
  return { exported, module, glue: files.glue };
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
    const names = ['', 'study-'].map(program);
    ports[0]?.postMessage({ build, files: [...names.flatMap(({ glue, wasm }) => [glue, wasm]), address('worker'), address('styles')].filter(Boolean) });
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
const theme = remembered('theme');
if (theme) {
  document.documentElement.dataset.theme = theme;
}
boot.querySelector('.unstarted').remove();

// a trap ends the program for good: say so instead of leaving a page that does not answer
let isStopped = false;
function trapped(error) {
  if (error instanceof WebAssembly.RuntimeError && !isStopped) {
    isStopped = true;
    bootWait.stopped(error);
  }
}

// The second program, the analyses: fetched when it is opened, so that a first visit does not wait for it.
const study = document.getElementById('study');
let studyWait;
async function openStudy() {
  if (studyWait) {
    if (study.dataset.state === 'failed') {
      studyWait.again();
    }
    return;
  }
  studyWait = new Wait(study);
  try {
    const { exported, module, glue } = await load('study-', studyWait);
    exported.start_study(module, glue, address('worker'), document.getElementById('study-root'));
    studyWait.over();
  } catch (error) {
    studyWait.stopped(error);
  }
}

const bootWait = new Wait(boot);
try {
  const { exported, module, glue } = await load('', bootWait);
  addEventListener('error', (event) => trapped(event.error));
  addEventListener('unhandledrejection', (event) => trapped(event.reason));
  addEventListener('aftercast:study', openStudy);
  afterFirstResult(() => {
    dispatchEvent(new CustomEvent('aftercast:shown'));
    offline()?.ready.then(({ active }) => active?.postMessage({ started: build }));
  });
  exported.start(module, glue, address('worker'));
  // below the bar, which the program has put at the end of the page
  document.body.append(study);
  boot.hidden = true;
  bootWait.over();
} catch (error) {
  bootWait.stopped(error);
  throw error;
}
