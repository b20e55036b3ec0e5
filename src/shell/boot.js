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

/** The build to run; `?engine=scalar` asks for the one without vector instructions. */
function choose() {
  const asked = new URLSearchParams(location.search).get('engine');
  const simd = asked !== 'scalar' && WebAssembly.validate(SIMD_PROBE);
  const build = simd ? { glue: address('js'), wasm: address('wasm') } : { glue: address('scalar-js'), wasm: address('scalar-wasm') };
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

/** Shows the notice of index.html with the reason. */
function fail(error) {
  const notice = document.getElementById('boot');
  notice.hidden = false;
  notice.dataset.state = 'failed';
  document.getElementById('boot-reason').textContent = String(error?.message ?? error);
}

// a trap ends the program for good: say so instead of leaving a page that does not answer
const trapped = (error) => error instanceof WebAssembly.RuntimeError && fail(error);

try {
  const { glue, wasm } = choose();
  const [module, app] = await Promise.all([compile(wasm), import(glue)]);
  await app.default({ module_or_path: module });
  addEventListener('error', (event) => trapped(event.error));
  addEventListener('unhandledrejection', (event) => trapped(event.reason));
  app.start(module, glue, address('worker'));
  document.getElementById('boot').hidden = true;
} catch (error) {
  fail(error);
  throw error;
}
