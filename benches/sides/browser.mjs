// Chromium as a contestant: a page of its own with the engine and a pool of workers.

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../../tests/e2e/support/chromium.mjs';
import { serve } from '../../src/shell/server.mjs';
import { cpu, threads, timed } from './clock.mjs';

const HERE = import.meta.dirname;

/** Puts the page together in `site` from the built module in `module`. */
function assemble(site, module) {
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  for (const file of ['bench.js', 'bench_bg.wasm']) {
    cpSync(join(module, file), join(site, file));
  }
  for (const file of ['page.mjs', 'worker.js']) {
    cpSync(join(HERE, file), join(site, file));
  }
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>...</title><script type="module" src="./page.mjs"></script>');
}

export class Browser {
  /** Opens the page for a built module. */
  static async open(site, module) {
    const browser = new Browser();
    assemble(site, module);
    browser.server = await serve(site, { types: { '.mjs': 'text/javascript' } });
    browser.chromium = await launch([], { whole: true });
    browser.page = await browser.chromium.newPage();
    await browser.page.goto(browser.server.url);
    await browser.page.waitForFunction(() => document.title === 'ready');
    await browser.page.evaluate(() => globalThis.bench.start());
    await browser.find();
    return browser;
  }

  /** Finds the process of the page: the one whose CPU time grows with work in it. */
  async find() {
    const session = await this.chromium.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    const before = pids.map(cpu);
    await this.page.evaluate(() => globalThis.bench.run('run', 256, 36, 1));
    const grown = pids.map((pid, i) => (cpu(pid) ?? 0) - (before[i] ?? 0));
    this.pid = pids[grown.indexOf(Math.max(...grown))];
  }

  version() {
    return `Chromium ${this.chromium.version()}`;
  }

  call(name, ...args) {
    return this.page.evaluate(([name, args]) => globalThis.bench[name](...args), [name, args]);
  }

  /** CPU time in ns of a run on the page's thread. */
  time(line) {
    const [kind, ...numbers] = line.split(' ');
    return timed(this.pid, () => this.call('run', kind, ...numbers.map(Number)));
  }

  /** A run on the pool: milliseconds to its first and last result, its longest main-thread task, CPU time of its busier worker. */
  async pooled(draws, policies, baseline) {
    const before = threads(this.pid, 'DedicatedWorker');
    const result = await this.page.evaluate((args) => globalThis.bench.longest(() => globalThis.bench.dealt(...args)), [draws, policies, baseline]);
    const grown = [...threads(this.pid, 'DedicatedWorker')].map(([tid, ns]) => (ns - (before.get(tid) ?? 0)) / 1e6);
    return { ...result, busy: grown.length > 0 ? Math.max(...grown) : undefined };
  }

  async close() {
    await this.chromium.close();
    await this.server.close();
  }
}
