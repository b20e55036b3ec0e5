// Without a network after the first load; a new version waits until it is accepted.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { NAME, writeServiceWorker } from '../../src/shell/offline.mjs';
import { serve } from '../../src/shell/server.mjs';
import { launch } from './support/chromium.mjs';
import { DIST, PATIENCE, watch } from './support/site.mjs';
import { counted, done, headline, settled, slider, staffUp, status } from './support/workbench.mjs';

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
  const built = readFileSync(join(root, NAME));
  writeServiceWorker(root);
  assert.ok(readFileSync(join(root, NAME)).equals(built), 'what is tested is the service worker of the build');
  const host = await serve(root, { base: '/a/folder/' });
  const context = await browser.newContext({ locale: 'en-GB' });
  context.setDefaultTimeout(PATIENCE);
  const complaints = watch(context, new URL(host.url).origin);
  t.after(async () => {
    await context.close();
    await host.close();
    // nothing but what a browser says where there is no network
    assert.deepEqual(complaints.filter((line) => !/net::ERR_/.test(line)), [], 'the page complained');
  });
  return { root, host, context };
}

const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null);
const version = (page) => page.evaluate(() => caches.keys());

/** Waits until an asynchronous question to the page has a true answer: waitForFunction takes the promise itself for one. */
async function until(page, question, argument) {
  for (const end = Date.now() + PATIENCE; !await page.evaluate(question, argument);) {
    assert.ok(Date.now() < end, `never: ${question}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
/** Waits until only one version is kept. */
const onlyVersion = (page, name) => until(page, async (name) => (await caches.keys()).map((key) => key.split(' ').at(-1)).join() === name, name);

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
  await page.getByTestId('view-model').click();
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
  assert.equal(await shown(), false, 'it was not accepted yet');
  assert.ok((await version(page)).includes(before));
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Update now' }).click()]);
  await done(page);
  assert.equal(await shown(), true);
  // the old version goes once the page that has started needs nothing of it
  await onlyVersion(page, next);
  assert.equal(await headline(page).textContent(), sentence);
  assert.equal(await page.getByTestId('update').count(), 0);
});

test('the list names every file once, and none that is not there', async (t) => {
  const { root } = await copy(t, 'list');
  const script = readFileSync(join(root, 'service_worker.js'), 'utf8');
  const { all, simd, scalar } = JSON.parse(script.match(/const FILES = (\{[^}]*\})/)[1]);
  const list = [...all, ...simd, ...scalar];
  const kept = readdirSync(root).filter((file) => file !== NAME && file !== '404.html' && !file.startsWith('preview-'));
  assert.deepEqual(list.toSorted(), kept.toSorted());
  const modules = (files) => files.filter((file) => file.endsWith('.wasm')).map((file) => file.replace(/[0-9a-f]{12,}/, ''));
  assert.ok(all.includes('index.html') && !all.includes('404.html'));
  const parts = ['bg', 'late', 'shared', 'sheets'];
  assert.deepEqual([modules(all), modules(simd), modules(scalar)], [[], parts.map((part) => `app-_${part}.wasm`), parts.map((part) => `app-scalar-_${part}.wasm`)]);
});

/** Puts the site of another version in the place of one: every file with a hash in its name gets another name. */
function renew(root) {
  const index = join(root, 'index.html');
  let html = readFileSync(index, 'utf8').replace('<title>', '<meta name="another-version"><title>');
  for (const file of readdirSync(root)) {
    const hash = file.match(/-([0-9a-f]{12,16})[._]/)?.[1];
    if (hash) {
      const other = file.replace(hash, [...hash].reverse().join(''));
      renameSync(join(root, file), join(root, other));
      html = html.replaceAll(file, other);
    }
  }
  writeFileSync(index, html);
  return writeServiceWorker(root);
}

test('a tab of the older version goes on after an update taken in another tab, whose host has none of its files', async (t) => {
  const { root, host, context } = await copy(t, 'tabs');
  const [first, second] = [await context.newPage(), await context.newPage()];
  await first.goto(host.url);
  await done(first);
  await controlled(first);
  await second.addInitScript(() => {
    window.workers = [];
    window.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        window.workers.push(this);
      }
    };
  });
  await second.goto(host.url);
  await done(second);
  await staffUp(second);
  const sentence = await headline(second).textContent();
  const next = renew(root);
  host.requests.length = 0;
  await first.reload();
  await done(first);
  await first.getByTestId('update').waitFor();
  await Promise.all([first.waitForEvent('load'), first.getByRole('button', { name: 'Update now' }).click()]);
  await done(first);
  await counted(first.locator('meta[name="another-version"]'), 1);

  assert.equal(await headline(second).textContent(), sentence);
  const before = await second.evaluate(() => window.workers.length);
  await second.evaluate(() => window.workers[0].terminate());
  await settled(second, () => slider(second, 'customers_per_agent').press('ArrowLeft'));
  await second.waitForFunction((count) => window.workers.length > count, before);
  assert.equal(await status(second).getAttribute('data-alone'), 'false');
  await second.getByTestId('view-study').click();
  await second.getByTestId('study').waitFor();
  await second.getByTestId('study-findings').waitFor();
  assert.equal(await second.locator('meta[name="another-version"]').count(), 0, 'still the older one');

  // once the tab is closed nothing needs the older files
  await second.close();
  await first.reload();
  await done(first);
  await onlyVersion(first, next);
});

test('a host that accepts a request and never answers: the kept page within five seconds', async (t) => {
  const { host, context } = await copy(t, 'silent');
  const page = await context.newPage();
  await page.goto(host.url);
  await done(page);
  await controlled(page);
  await staffUp(page);
  const sentence = await headline(page).textContent();
  host.instead = () => true;
  const start = Date.now();
  await page.reload();
  await headline(page).waitFor();
  assert.ok(Date.now() - start < 5000, `${Date.now() - start} ms`);
  await done(page);
  assert.equal(await headline(page).textContent(), sentence);
  await page.getByTestId('view-study').click();
  await page.getByTestId('study').waitFor();
});

const build = (page) => page.getByTestId('build');

test('what is kept is the build that the browser runs', async (t) => {
  const { host, context } = await copy(t, 'scalar');
  const page = await context.newPage();
  // as a browser without vector instructions
  await page.addInitScript(() => { WebAssembly.validate = () => false; });
  await page.goto(host.url);
  await done(page);
  await controlled(page);
  assert.equal(await build(page).textContent(), 'scalar');
  const kept = await page.evaluate(async () => (await (await caches.open((await caches.keys())[0])).keys()).map(({ url }) => url));
  assert.deepEqual(kept.filter((url) => url.endsWith('.wasm')).map((url) => url.match(/\/(\w+-(?:scalar-)?)[0-9a-f]+(_\w+)/).slice(1).join('')).sort(), ['bg', 'late', 'shared', 'sheets'].map((part) => `app-scalar-_${part}`));
  await host.close();
  await context.setOffline(true);
  await page.reload();
  await done(page);
  await staffUp(page);
  assert.equal(await status(page).getAttribute('data-alone'), 'false');
  await page.getByTestId('view-study').click();
  await page.getByTestId('study').waitFor();
});

test('the build that the address asks for is kept beside the usual one, and an update keeps both', async (t) => {
  const { root, host, context } = await copy(t, 'asked');
  const page = await context.newPage();
  await page.goto(host.url);
  await done(page);
  await controlled(page);
  await page.goto(`${host.url}?engine=scalar`);
  await done(page);
  const isKept = (part) => until(page, async (part) => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.every((list) => list.some(({ url }) => url.includes('/app-scalar-') && url.endsWith(part)));
  }, part);
  await isKept('_late.wasm');
  renew(root);
  await page.goto(host.url);
  await done(page);
  await page.getByTestId('update').waitFor();
  await isKept('_late.wasm');
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Update now' }).click()]);
  await done(page);
  await host.close();
  await context.setOffline(true);
  for (const [path, name] of [['?engine=scalar', 'scalar'], ['', 'simd']]) {
    await page.goto(host.url + path);
    await done(page);
    assert.equal(await build(page).textContent(), name);
  }
});

test('a build that was asked for but is not kept gives way to the kept one without a network', async (t) => {
  const { host, context } = await copy(t, 'other');
  const page = await context.newPage();
  await page.goto(host.url);
  await done(page);
  await controlled(page);
  await host.close();
  await context.setOffline(true);
  await page.goto(`${host.url}?engine=scalar`);
  await done(page);
  assert.equal(await build(page).textContent(), 'simd');
  assert.equal(await status(page).getAttribute('data-alone'), 'false');
});

test('a link whose # did not survive opens without a network too', async (t) => {
  const { host, context } = await copy(t, 'link');
  const page = await context.newPage();
  await page.goto(host.url);
  await done(page);
  await controlled(page);
  await host.close();
  await context.setOffline(true);
  for (const path of ['%23v=1&p=base.1&cpa=3000', '?v=1&p=base.1&cpa=3000']) {
    await page.goto(host.url + path);
    await done(page);
    assert.equal(await slider(page, 'customers_per_agent').inputValue(), '3000');
    assert.ok(page.url().startsWith(`${host.url}#v=1&`), page.url());
    await page.goto('about:blank');
  }
});
