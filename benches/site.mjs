// Measures of the built site: bytes of a first load, and what its page says about itself while a lever moves.
//
// The page marks `aftercast:input` when a lever moved, `aftercast:first-picture` when the first changed picture is up, and
// `aftercast:run-done` when all draws are in.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { firstLoad, shown } from '../tests/e2e/support/first_load.mjs';
import { serve } from '../src/shell/server.mjs';

const MOVES = 12;
/** A document of six policies and 20 000 draws. */
const LARGE = '#v=1&p=base.1&cpa=4000&b.cpa=3000&c.cpa=3500&d.cpa=4500&e.cpa=6000&f.cpa=4200&n=20000';
const NOT_BUILT = 'no dist/ (./dev build)';

/** In the page: marks and long tasks from here on. */
function watch() {
  globalThis.seen = { tasks: [], marks: [] };
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => globalThis.seen.tasks.push(duration))).observe({ entryTypes: ['longtask'] });
  new PerformanceObserver((list) => list.getEntries().forEach(({ name, startTime }) => {
    if (name.startsWith('aftercast:')) {
      globalThis.seen.marks.push([name.slice('aftercast:'.length), startTime]);
    }
  })).observe({ entryTypes: ['mark'] });
}

/** Milliseconds from each input to the next mark of a name, ascending; an input that another overtook counts for nothing. */
function waits(marks, name) {
  return marks.flatMap(([mark, at], i) => {
    const next = mark === 'input' && marks.slice(i + 1).find(([m]) => m === name || m === 'input');
    return next && next[0] === name ? [next[1] - at] : [];
  }).sort((a, b) => a - b);
}

/** Megabytes that the process of the page holds for itself, workers included, once all draws of six policies are there. */
async function memory(url, chromium) {
  const page = await chromium.newPage({ serviceWorkers: 'block' });
  const session = await chromium.newBrowserCDPSession();
  try {
    await page.addInitScript(watch);
    await page.goto(url + LARGE, { waitUntil: 'networkidle' });
    await page.waitForFunction(() => globalThis.seen?.marks.some(([name]) => name === 'run-done'), undefined, { timeout: 120_000 });
    // what is computed by itself afterwards belongs to the page, too
    await page.waitForTimeout(8000);
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    // a browser keeps a renderer in reserve, which holds less
    const largest = Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => held(id)));
    return Number.isFinite(largest) ? largest : undefined;
  } finally {
    await page.close();
  }
}

/** Megabytes that a process shares with no other, where the system tells (Linux does). */
function held(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return [...text.matchAll(/^Private_\w+: +(\d+) kB/gm)].reduce((sum, [, kilobytes]) => sum + kilobytes / 1000, 0);
  } catch {
    return Number.NaN;
  }
}

/** The middle one. */
const median = (sorted) => sorted[Math.floor(sorted.length / 2)];

/** Rows of the table about the built site in `folder`; without a site, rows that say so. */
export async function site(folder, chromium) {
  const row = (name, target, unit, value, note) => [name, { value, target: `<= ${target} ${unit}`, reached: value <= target, unit, note }];
  const names = {
    bytes: ['7 first load, brotli', 700, 'KB'],
    picture: [`4 first picture, site, median of ${MOVES} moves`, 20, 'ms'],
    run: [`4 moved lever done, site, median of ${MOVES} moves`, 60, 'ms'],
    task: ['4 longest main-thread task, site (0: none over 50)', 50, 'ms'],
    memory: ['6 memory of the page, 20 000 draws x 6 policies', 150, 'MB'],
  };
  if (!existsSync(folder) || !readdirSync(folder).includes('index.html')) {
    return Object.values(names).map((name) => row(...name, undefined, NOT_BUILT));
  }
  const server = await serve(folder);
  // what is kept for later use without a network is no part of a first load
  const page = await chromium.newPage({ serviceWorkers: 'block' });
  try {
    await page.goto(server.url, { waitUntil: 'networkidle' });
    await shown(page);
    const bytes = (await firstLoad(page, server, folder)).reduce((sum, file) => sum + file.bytes, 0) / 1000;
    const result = [row(...names.bytes, bytes)];
    const lever = page.locator('input[type=range]').first();
    let [picture, run, task, note] = [undefined, undefined, undefined, 'the page has no lever'];
    if (await lever.count()) {
      await page.evaluate(watch);
      await lever.focus();
      for (let move = 0; move < MOVES; move += 1) {
        // always on: where a lever has been its result is known
        await page.keyboard.press('ArrowLeft');
        await page.waitForTimeout(400);
      }
      const { tasks, marks } = await page.evaluate(() => globalThis.seen);
      [picture, run] = ['first-picture', 'run-done'].map((name) => median(waits(marks, name)));
      task = tasks.reduce((a, b) => Math.max(a, b), 0);
      note = marks.length ? undefined : 'the page sets no marks';
    }
    result.push(row(...names.picture, picture, note), row(...names.run, run, note), row(...names.task, task, note));
    await page.close();
    result.push(row(...names.memory, await memory(server.url, chromium), 'the system does not tell'));
    return result;
  } finally {
    await page.close();
    await server.close();
  }
}
