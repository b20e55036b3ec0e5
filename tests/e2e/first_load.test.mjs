// A first visit: how much it fetches until it can be used, and what happens where somebody is quicker than the rest of the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { SHOWN, firstLoad, shown } from './support/first_load.mjs';
import { DIST, site } from './support/site.mjs';
import { done, headline, staffUp } from './support/workbench.mjs';

const s = site();

const LIMIT = 450_000;
const LATER = '**/*_later.wasm';

/** Keeps the later part away until the program itself asks for it, which it does by a request that blocks. */
const onlyWhenNeeded = (page) => page.route(LATER, (route) => (route.request().resourceType() === 'fetch' ? undefined : route.continue()));

for (const locale of ['en-GB', 'zh-CN']) {
  test(`a first visit fetches no more than 450 KB (${locale})`, async (t) => {
    s.host.requests.length = 0;
    const page = await s.open(t, { locale });
    await done(page);
    await shown(page);
    const sizes = await firstLoad(page, s.host, DIST);
    const files = sizes.map(({ file }) => file);
    const sum = sizes.reduce((all, { bytes }) => all + bytes, 0);
    const list = sizes.map(({ file, bytes }) => `${bytes} ${file}`).join('\n');
    t.diagnostic(`first load ${locale}: ${sum} bytes`);
    assert.ok(files.some((file) => file.endsWith('_bg.wasm')) && files.some((file) => file.endsWith('.css')), list);
    assert.ok(!files.some((file) => file.endsWith('_later.wasm')), `the first visit needs the later part: run ./dev record\n${list}`);
    assert.ok(sum <= LIMIT, `${sum} bytes:\n${list}`);
  });
}

test('nothing is kept for offline use before the first result is shown', async (t) => {
  const page = await s.open(t, {
    serviceWorkers: 'allow',
    before: (page) => page.addInitScript(() => {
      const { register } = ServiceWorkerContainer.prototype;
      ServiceWorkerContainer.prototype.register = function registered(...options) {
        window.registeredAt = performance.now();
        return register.apply(this, options);
      };
    }),
  });
  await page.waitForFunction(() => window.registeredAt !== undefined);
  assert.ok(await page.evaluate((mark) => window.registeredAt >= performance.getEntriesByName(mark)[0].startTime, SHOWN));
});

test('the rest comes by itself once the first result is shown', async (t) => {
  const page = await s.open(t);
  await shown(page);
});

test('a drawer, the other language and a lever work before the rest is there', async (t) => {
  const page = await s.open(t, { before: onlyWhenNeeded });
  await done(page);
  await page.getByTestId('defend').click();
  await page.locator('[data-assumption="causal_share"]').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '中文' }).click();
  await page.waitForFunction(() => document.documentElement.lang.startsWith('zh'));
  assert.match(await headline(page).textContent(), /方案/);
  await staffUp(page);
});

test('the other language is there before the rest', async (t) => {
  const page = await s.open(t, { before: onlyWhenNeeded });
  await done(page);
  await page.getByRole('button', { name: '中文' }).click();
  await page.waitForFunction(() => document.documentElement.lang.startsWith('zh'));
  assert.match(await headline(page).textContent(), /^我的方案目前与现状相同/);
});

test('says so where the rest cannot be loaded', async (t) => {
  const page = await s.open(t, {
    allow: /_later\.wasm|could not be loaded|Failed to load|ERR_FAILED/,
    before: (page) => page.route(LATER, (route) => route.abort()),
  });
  await done(page);
  assert.equal(await page.locator('#boot').isVisible(), false, 'the first result needs nothing more');
  await page.getByTestId('defend').click();
  await page.locator('#boot[data-state="failed"]').waitFor();
  const reason = await page.locator('#boot-reason').textContent();
  assert.match(reason, /could not be loaded: check the connection and reload/);
  assert.match(reason, /请检查网络后刷新页面/);
  await page.unroute(LATER);
  await page.reload();
  await done(page);
  await page.getByTestId('defend').click();
  await page.locator('[data-assumption="causal_share"]').waitFor();
  await assertAccessible(page);
});
