// Workers that fail, die or never come.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAIN, site } from './support/site.mjs';
import { done, headline, numbers, settled, slider, staffUp, status, press } from './support/workbench.mjs';

const s = site();

/** Keeps every worker of the page in `window.workers`, with whether it has said that it is ready. */
const watchWorkers = (page) => page.addInitScript(() => {
  window.workers = [];
  window.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      const entry = { worker: this, ready: false, runs: String(args[1]?.name).startsWith('engine') };
      window.workers.push(entry);
      this.addEventListener('message', ({ data }) => {
        entry.ready ||= String(data).startsWith('ready');
      });
    }
  };
});

/** A machine with six processors, as far as the page can tell. */
const sixProcessors = (page) => page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 6 }));

const ready = (page) => page.evaluate(() => window.workers.filter((entry) => entry.ready).length);
const isAlone = (page) => page.locator('[data-testid="status"][data-alone="true"]').waitFor();

/** The numbers of a page whose workers are well: computed once, as they are the same for all. */
async function healthy(t) {
  if (!healthy.numbers) {
    const page = await s.open(t, { path: PLAIN });
    await done(page);
    await staffUp(page);
    healthy.numbers = await numbers(page);
  }
  return healthy.numbers;
}

test('a killed worker is replaced and the numbers are the same', async (t) => {
  const page = await s.open(t, { path: PLAIN, before: watchWorkers });
  await done(page);
  const before = await ready(page);
  // no event tells of it: the page has to notice the silence
  await page.evaluate(() => window.workers[0].worker.terminate());
  await staffUp(page);
  assert.equal(await status(page).getAttribute('data-alone'), 'false');
  await page.waitForFunction((count) => window.workers.filter((entry) => entry.ready).length > count, before);
  assert.deepEqual(await numbers(page), await healthy(t));
});

test('a worker that reports an error is replaced', async (t) => {
  const page = await s.open(t, { path: PLAIN, before: watchWorkers });
  await done(page);
  const before = await ready(page);
  await page.evaluate(() => window.workers[0].worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true })));
  await page.waitForFunction((count) => window.workers.filter((entry) => entry.ready).length > count, before);
  await staffUp(page);
  assert.equal(await status(page).getAttribute('data-alone'), 'false');
});

test('a worker whose script fails to load once is started again', async (t) => {
  let asked = 0;
  const page = await s.open(t, {
    allow: /404|worker-.*net::ERR_FAILED/,
    before: async (page) => {
      await watchWorkers(page);
      await page.context().route('**/worker-*.js', (route) => {
        asked += 1;
        return asked === 1 ? route.fulfill({ status: 404 }) : route.continue();
      });
    },
  });
  await done(page);
  const wanted = await page.evaluate(() => Math.min(navigator.hardwareConcurrency, 6));
  await page.waitForFunction((wanted) => window.workers.filter((entry) => entry.ready).length === wanted, wanted);
  assert.equal(await status(page).getAttribute('data-alone'), 'false');
});

test('without any worker the page computes by itself, says so, and gives the same numbers', async (t) => {
  const page = await s.open(t, {
    path: PLAIN,
    allow: /404|worker-.*net::ERR_FAILED/,
    before: (page) => page.context().route('**/worker-*.js', (route) => route.fulfill({ status: 404 })),
  });
  await isAlone(page);
  await page.getByTestId('alone').waitFor();
  await done(page);
  await staffUp(page);
  const { faceValue, uncertainties, ...wanted } = await healthy(t);
  assert.deepEqual(await numbers(page, { aside: false }), wanted);
});

test('refuses workers of another version and goes on alone', async (t) => {
  const page = await s.open(t, {
    before: (page) => page.context().route('**/worker-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'onmessage = () => postMessage("ready 0.0.1 simd")' })),
  });
  await isAlone(page);
  await page.getByTestId('banner').getByText(/Cause, for support: .*ready 0\.0\.1 simd/).waitFor();
  await done(page);
  assert.match(await headline(page).textContent(), /Hybrid AI/);
});

test('all workers die in the middle of a run', async (t) => {
  const page = await s.open(t, { path: PLAIN, before: watchWorkers });
  await done(page);
  await page.evaluate(() => {
    const status = document.querySelector('[data-testid="status"]');
    // told by the first of them that sends something once the lever has moved: the rest of the run is with the others
    for (const { worker } of window.workers) {
      worker.addEventListener('message', () => {
        if (window.died === undefined && document.querySelector('#lever-customers_per_agent-range').value === '3000') {
          window.died = status.dataset.state;
          window.workers.forEach((entry) => entry.worker.terminate());
        }
      });
    }
  });
  await staffUp(page);
  assert.equal(await page.evaluate(() => window.died), 'running', 'the run was under way');
  assert.deepEqual(await numbers(page), await healthy(t));
});

test('six workers that all die at once are replaced', async (t) => {
  const page = await s.open(t, { path: PLAIN, before: async (page) => { await sixProcessors(page); await watchWorkers(page); } });
  await done(page);
  await page.waitForFunction(() => window.workers.filter((entry) => entry.ready).length === 6);
  await page.evaluate(() => window.workers.forEach(({ worker }) => worker.terminate()));
  await staffUp(page);
  assert.equal(await status(page).getAttribute('data-alone'), 'false');
  assert.deepEqual(await numbers(page), await healthy(t));
});

test('a worker killed at any point of a run: the same numbers', async (t) => {
  // the worker that sends a message is killed with it, at the n-th message of the run, which has nine or more
  const path = '#v=1&p=base.1&name=My+policy&b.p=hybrid.1&b.name=Hybrid+AI&n=512&e=2.0.0';
  const page = await s.open(t, {
    path,
    before: async (page) => {
      await watchWorkers(page);
      await page.addInitScript(() => {
        window.killAt = Infinity;
        const native = Object.getPrototypeOf(Worker.prototype);
        const { set } = Object.getOwnPropertyDescriptor(native, 'onmessage');
        Object.defineProperty(native, 'onmessage', {
          get: () => null,
          set(handler) {
            set.call(this, handler && ((event) => {
              window.killAt -= 1;
              if (window.killAt === 0) {
                this.terminate();
              } else {
                handler.call(this, event);
              }
            }));
          },
        });
      });
    },
  });
  await done(page);
  const well = await s.open(t, { path });
  await done(well);
  for (const point of [1, 2, 4, 6, 8]) {
    await page.evaluate((point) => { window.killAt = point; }, point);
    for (const each of [page, well]) {
      await settled(each, () => press(slider(each, 'customers_per_agent'), 'ArrowLeft', 1));
    }
    assert.deepEqual(await numbers(page), await numbers(well), `killed at message ${point}`);
    assert.equal(await status(page).getAttribute('data-alone'), 'false');
    assert.ok(await page.evaluate(() => window.killAt <= 0), 'one was killed');
  }
});

test('a page that was stopped goes on with its workers', async (t) => {
  const page = await s.open(t, { path: PLAIN, before: async (page) => { await sixProcessors(page); await watchWorkers(page); } });
  await done(page);
  await page.waitForFunction(() => window.workers.filter((entry) => entry.runs && entry.ready).length === 6);
  // a run that is long enough to be interrupted
  await page.getByTestId('draws').click();
  const draws = page.locator('#draws-choice');
  const more = await draws.evaluate((select) => [...select.options].find(({ text }) => /4.?096/.test(text)).value);
  await settled(page, () => draws.selectOption(more));
  await page.keyboard.press('Escape');
  const client = await s.browser.newBrowserCDPSession();
  const { processInfo } = await client.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  assert.ok(renderers.length > 0);
  await press(slider(page, 'customers_per_agent'), 'ArrowLeft', 20);
  renderers.forEach((id) => process.kill(id, 'SIGSTOP'));
  try {
    // longer than a silent worker is waited for: the machine sleeps
    await new Promise((resolve) => setTimeout(resolve, 6000));
  } finally {
    renderers.forEach((id) => process.kill(id, 'SIGCONT'));
  }
  await page.waitForFunction(() => document.querySelector('#lever-customers_per_agent-range').value === '3000');
  await done(page, 2);
  // those of the answers may have come meanwhile
  assert.equal(await page.evaluate(() => window.workers.filter((entry) => entry.runs).length), 6, 'none was given up');
  assert.equal(await status(page).getAttribute('data-alone'), 'false');
  // and one that is dead is still replaced
  await page.evaluate(() => window.workers[0].worker.terminate());
  await settled(page, () => press(slider(page, 'refund_days'), 'ArrowLeft', 3));
  await page.waitForFunction(() => window.workers.filter((entry) => entry.runs && entry.ready).length === 7);
  assert.equal(await status(page).getAttribute('data-alone'), 'false');
});

test('a clock that is put forward in the middle of a run takes no worker away', async (t) => {
  const page = await s.open(t, { path: PLAIN, before: async (page) => { await page.clock.install(); await watchWorkers(page); } });
  await page.clock.resume();
  await done(page);
  const before = await page.evaluate(() => window.workers.length);
  await press(slider(page, 'customers_per_agent'), 'ArrowLeft', 20);
  await page.clock.fastForward(3_600_000);
  await page.clock.resume();
  await done(page, 1);
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '3000');
  assert.equal(await page.evaluate(() => window.workers.length), before);
  assert.equal(await status(page).getAttribute('data-alone'), 'false');
  assert.deepEqual(await numbers(page), await healthy(t));
});

test('a worker of the analyses that falls silent is replaced', async (t) => {
  // the first one swallows every order
  const deaf = (page) => page.addInitScript(() => {
    window.analysts = 0;
    window.Worker = class extends Worker {
      constructor(address, options) {
        super(address, options);
        this.deaf = options?.name?.startsWith('analyst') && (window.analysts += 1) === 1;
      }
      postMessage(data, ...rest) {
        if (!this.deaf || !Array.isArray(data) || !/^\{"(Enter|Compute|Task)"/.test(data[0])) {
          super.postMessage(data, ...rest);
        }
      }
    };
  });
  const page = await s.open(t, { path: PLAIN, before: deaf });
  await done(page);
  await staffUp(page);
  // an hour of patience in a moment: the page's clock goes faster than the worker
  await page.clock.install();
  await page.getByTestId('view-study').click();
  // it begins by itself, once the inputs have rested
  await page.getByTestId('study').waitFor();
  await page.clock.runFor(1000);
  await page.waitForFunction(() => window.analysts >= 1);
  const before = await page.evaluate(() => window.analysts);
  const findings = page.getByTestId('study-findings');
  for (let minute = 0; minute < 40 && !(await findings.count()); minute += 1) {
    await page.clock.runFor(3000);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await findings.waitFor();
  assert.ok(await page.evaluate(() => window.analysts) > before, 'another took its place');
});
