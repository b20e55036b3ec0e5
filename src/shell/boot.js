// Starts the page: chooses the build this browser can run, compiles it once and hands it to Rust.
// Everything is found through the <meta> tags that the build writes, relative to the page's own address.

const setting = (name) => document.querySelector(`meta[name="app-${name}"]`)?.content;
const address = (name) => {
  const path = setting(name);
  return path ? new URL(path, document.baseURI).href : undefined;
};

// a module with one function, (i8x16.popcnt (i8x16.splat (i32.const 0))): valid only with vector instructions
const SIMD_PROBE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

/** The build of a program to run; `?engine=scalar` asks for the one without vector instructions. */
function choose(program) {
  const asked = new URLSearchParams(location.search).get('engine');
  const simd = asked !== 'scalar' && WebAssembly.validate(SIMD_PROBE);
  const name = program + (simd ? '' : 'scalar-');
  const build = { glue: address(`${name}js`), wasm: address(`${name}wasm`) };
  if (!build.glue || !build.wasm) {
    throw new Error('this is a debug build: it has no build for browsers without vector instructions');
  }
  return build;
}

async function compile(url) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url}: HTTP ${response.status}`);
  }
  // a host that serves another type is slower, not broken
  const streams = response.headers.get('content-type')?.trim().toLowerCase() === 'application/wasm';
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** The language the program will show: the one remembered, or the browser's. Another one would only be loaded later. */
function language() {
  let remembered;
  try {
    remembered = localStorage.getItem('aftercast.language');
  } catch {
    // forbidden storage
  }
  return /^zh/i.test(remembered ?? navigator.language) ? 'zh' : 'en';
}

/** Compiles a program and its glue; what comes back starts it in the page and in workers. */
async function load(program) {
  const { glue, wasm } = choose(program);
  // a program in two parts has the texts of its first screen beside it
  const worded = async (exported) => [exported, await exported.words?.(language())];
  const [module, [exported, words]] = await Promise.all([compile(wasm), import(glue).then(worded)]);
  await exported.default({ module_or_path: module });
  exported.place?.(words);
  return { exported, module, glue };
}

/** Styles of what no first screen shows; a page without them is plain, not broken, and asks for them again. */
let laterStyles;
function styles() {
  const href = address('styles');
  laterStyles ??= href && new Promise((resolve) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: resolve });
    link.onerror = () => {
      link.remove();
      laterStyles = undefined;
      resolve();
    };
    document.head.append(link);
  });
  return laterStyles;
}

/** Calls back once the first result is on the screen, which the program marks on the performance time line. */
function afterFirstResult(callback) {
  new PerformanceObserver((marks, observer) => {
    if (marks.getEntriesByName('aftercast:last-picture').length > 0) {
      observer.disconnect();
      callback();
    }
  }).observe({ type: 'mark', buffered: true });
}

/** Shows the notice of index.html with the reason. */
function fail(error) {
  const notice = document.getElementById('boot');
  notice.hidden = false;
  notice.dataset.state = 'failed';
  document.getElementById('boot-reason').textContent = String(error?.message ?? error);
}

// a trap ends the program for good: say so instead of leaving a page that does not answer
const trapped = (error) => error instanceof WebAssembly.RuntimeError && fail(error);

// The second program, the analyses: fetched when somebody asks for it, so that a first visit does not wait for it.
const study = document.getElementById('study');
async function openStudy() {
  if (study.dataset.state === 'loading' || study.dataset.state === 'ready') {
    return;
  }
  study.dataset.state = 'loading';
  try {
    const [{ exported, module, glue }] = await Promise.all([load('study-'), styles()]);
    study.dataset.state = 'ready';
    exported.start_study(module, glue, address('worker'), document.getElementById('study-root'));
  } catch (error) {
    study.dataset.state = 'failed';
    document.getElementById('study-reason').textContent = String(error?.message ?? error);
    throw error;
  }
}

try {
  const { exported, module, glue } = await load('');
  addEventListener('error', (event) => trapped(event.error));
  addEventListener('unhandledrejection', (event) => trapped(event.reason));
  addEventListener('aftercast:study', openStudy);
  const later = async () => {
    await Promise.all([exported.later?.(), styles()]);
    // workers that start from now on load it first (mod.rs), those at work hear of it
    globalThis.aftercastLater = true;
    const workers = new BroadcastChannel('aftercast.later');
    workers.postMessage(null);
    workers.close();
  };
  const tryLater = () => later().catch(() => {
    // no network just now: it is asked for again when it is needed, which tells whether that failed
  });
  if (location.hash.length > 1) {
    // a document in the address may need any of it, a first visit has none
    await later();
  } else if (location.search || navigator.serviceWorker?.controller) {
    // no first visit either; a request that blocks would pass by the service worker, so it has to be there without a network
    await tryLater();
  } else {
    ['pointerdown', 'keydown'].forEach((sign) => addEventListener(sign, tryLater, { once: true, capture: true }));
  }
  afterFirstResult(() => {
    later().then(() => dispatchEvent(new CustomEvent('aftercast:shown')), () => {});
  });
  exported.start(module, glue, address('worker'));
  // below the bar, which the program has put at the end of the page
  document.body.append(study);
  document.getElementById('boot').hidden = true;
} catch (error) {
  fail(error);
  throw error;
}
