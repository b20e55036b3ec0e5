// What runs in the measured page: the engine on one thread, and a pool of two workers.

import init, * as engine from './bench.js';

const CHUNK = 64;
const contestants = new Map();
let module;
let pool = [];

async function start() {
  module = await WebAssembly.compileStreaming(fetch('./bench_bg.wasm'));
  await init({ module_or_path: module });
}

function time(work) {
  const start = performance.now();
  work();
  return (performance.now() - start) * 1e6;
}

/** Wall time in ns of a run on this thread. */
function run(kind, draws, months, policies) {
  const key = `${draws} ${months}`;
  if (!contestants.has(key)) {
    contestants.set(key, new engine.Contestant(draws, months));
  }
  const contestant = contestants.get(key);
  return time(() => contestant[kind](policies));
}

const reply = (worker) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => reject(new Error(event.message));
});

/** Starts the pool; milliseconds until each worker was ready. */
async function workers(count, draws, months) {
  const times = [];
  for (let i = 0; i < count; i += 1) {
    const began = performance.now();
    const worker = new Worker('./worker.js', { type: 'module' });
    worker.postMessage({ module, draws, months });
    await reply(worker);
    times.push(performance.now() - began);
    pool.push(worker);
  }
  return times;
}

async function forget() {
  await Promise.all(pool.map((worker) => {
    worker.postMessage({ forget: true });
    return reply(worker);
  }));
}

/** A run on the pool as the application schedules it: pieces dealt in turn, two waiting at each worker. Milliseconds to the first and the last result. */
function dealt(draws, policies, baseline) {
  return new Promise((resolve, reject) => {
    const queues = pool.map((_, w) => Array.from({ length: Math.ceil(draws / CHUNK) }, (__, i) => i).filter((i) => i % pool.length === w));
    let left = Math.ceil(draws / CHUNK);
    let first;
    const kept = [];
    const began = performance.now();
    const feed = (w) => {
      const next = queues[w].shift();
      if (next !== undefined) {
        pool[w].postMessage({ first: next * CHUNK, policies, baseline });
      }
    };
    pool.forEach((worker, w) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => {
        kept.push(data.values);
        if (data.first === 0) {
          first = performance.now() - began;
        }
        left -= 1;
        if (left === 0) {
          resolve({ first, all: performance.now() - began });
        } else {
          feed(w);
        }
      };
      feed(w);
      feed(w);
    });
  });
}

/** Milliseconds of the longest main-thread task while `work` runs, 0 if none was over 50. */
async function longest(work) {
  let worst = 0;
  const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    worst = Math.max(worst, entry.duration);
  }));
  observer.observe({ entryTypes: ['longtask'] });
  const result = await work();
  await new Promise((resolve) => setTimeout(resolve, 60));
  observer.disconnect();
  return { ...result, longest: worst };
}

function stop() {
  pool.forEach((worker) => worker.terminate());
  pool = [];
}

globalThis.bench = { start, run, workers, forget, dealt, longest, stop };
document.title = 'ready';
