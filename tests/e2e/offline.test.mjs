// Without a network after the first load; a new version waits until somebody wants it.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { writeServiceWorker } from '../../src/shell/offline.mjs';
import { launch } from './support/chromium.mjs';
import { serve } from './support/server.mjs';
import { DIST } from './support/site.mjs';
import { done, headline, settled, staffUp, status } from './support/workbench.mjs';

const folder = mkdtempSync(join(tmpdir(), 'aftercast-offline-'));
let browser;
before(async () => { browser = await launch(); });
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** A copy of the site that a test may change, with its host and a profile of its own. */
async function copy(t, name) {
  const root = join(folder, name);
  cpSync(DIST, root, { recursive: true });
  writeServiceWorker(root);
  const host = await serve(root, { base: '/a/folder/' });
  const context = await browser.newContext({ locale: 'en-GB' });
  t.after(async () => {
    await context.close();
    await host.close();
  });
  return { root, host, context };
}

const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null);
const version = (page) => page.evaluate(() => caches.keys());

test('works without a network after the first load', async (t) => {
  const { host, context } = await copy(t, 'offline');
  const page = await context.newPage();
  await page.goto(host.url);
  await done(page);
  await controlled(page);
  await staffUp(page);
  const sentence = await headline(page).textContent();
  await host.close();
  await context.setOffline(true);
  await page.reload();
  await done(page);
  assert.equal(await headline(page).textContent(), sentence);
  // what a first visit does not do: workers, too, have all of the program
  await page.getByTestId('defend').click();
  const high = page.locator('[data-assumption="causal_share"]').getByRole('textbox').nth(2);
  await settled(page, async () => {
    await high.fill('60');
    await high.press('Tab');
  });
  assert.equal(await status(page).getAttribute('data-alone'), 'false');
  // by another of the page's names, and with a query
  await page.goto(`${host.url}index.html?embed=1`);
  await done(page);
});

test('a new version waits for consent, and the document stays', async (t) => {
  const { root, host, context } = await copy(t, 'update');
  const page = await context.newPage();
  await page.goto(host.url);
  await done(page);
  await controlled(page);
  await staffUp(page);
  const [before] = await version(page);
  const sentence = await headline(page).textContent();
  const index = join(root, 'index.html');
  writeFileSync(index, readFileSync(index, 'utf8').replace('<title>', '<meta name="another-version"><title>'));
  const next = writeServiceWorker(root);
  await page.reload();
  await done(page);
  await page.getByTestId('update').waitFor();
  const shown = async () => await page.locator('meta[name="another-version"]').count() === 1;
  assert.equal(await shown(), false, 'nobody has agreed yet');
  assert.ok((await version(page)).includes(before));
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Update now' }).click()]);
  await done(page);
  assert.equal(await shown(), true);
  assert.deepEqual((await version(page)).map((name) => name.split(' ').at(-1)), [next], 'the old version is gone');
  assert.equal(await headline(page).textContent(), sentence);
  assert.equal(await page.getByTestId('update').count(), 0);
});

test('the list names every file once, and none that is not there', async (t) => {
  const { root } = await copy(t, 'list');
  const script = readFileSync(join(root, 'service_worker.js'), 'utf8');
  const list = JSON.parse(script.match(/const FILES = (\[[^\]]*\])/)[1]);
  assert.equal(new Set(list).size, list.length);
  for (const file of list) {
    assert.ok(readFileSync(join(root, file)).length >= 0, file);
  }
  assert.ok(list.includes('index.html') && list.some((file) => file.endsWith('_bg.wasm')));
});
