// The browser shell: the page boots from any folder of any host, with or without vector instructions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { compared, difference } from './support/pictures.mjs';
import { PLAIN, site } from './support/site.mjs';
import { answered, counted, done } from './support/workbench.mjs';

const s = site();

const build = (page) => page.getByTestId('build');

test('boots under a sub-path, and workers compute', async (t) => {
  const page = await s.open(t);
  assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
  await done(page);
  assert.equal(await page.getByTestId('status').getAttribute('data-alone'), 'false');
  assert.equal(await build(page).textContent(), 'simd');
});

test('loads only what it runs', async (t) => {
  s.host.requests.length = 0;
  const page = await s.open(t);
  await done(page);
  const count = (ending) => s.host.requests.filter((path) => path.endsWith(ending)).length;
  assert.equal(count('_bg.wasm'), 1, 'one module, downloaded once for page and worker');
  assert.equal(s.host.requests.filter((path) => path.includes('scalar')).length, 0);
});

test('boots without vector instructions', async (t) => {
  s.host.requests.length = 0;
  const page = await s.open(t, { path: '?engine=scalar' });
  assert.equal(await build(page).textContent(), 'scalar');
  await done(page);
  assert.ok(!s.host.requests.some((path) => /\/app-[0-9a-f]+_bg\.wasm$/.test(path)), 'nothing of the other build');
});

test('finds out by itself that there are no vector instructions', async (t) => {
  const page = await s.open(t, {
    before: (page) => page.addInitScript(() => { WebAssembly.validate = () => false; }),
  });
  assert.equal(await build(page).textContent(), 'scalar');
});

test('looks the same in both builds', async (t) => {
  const taken = [];
  for (const path of [PLAIN, `?engine=scalar${PLAIN}`]) {
    const page = await s.open(t, { path });
    await done(page);
    await answered(page);
    // names the build
    await build(page).evaluate((output) => { output.textContent = ''; });
    taken.push(await compared(page, `build-${taken.length}`));
    await page.context().close();
  }
  assert.equal(difference(...taken), 0);
});

test('says why it cannot start', async (t) => {
  const page = await s.open(t, {
    ready: false,
    allow: /404|HTTP/,
    before: (page) => page.route('**/*.wasm', (route) => route.fulfill({ status: 404 })),
  });
  await page.getByRole('alert').waitFor();
  assert.match(await page.locator('#boot-reason').textContent(), /_bg\.wasm: HTTP 404/);
  await assertAccessible(page);
});

test('says what is missing where scripts are off', async (t) => {
  const page = await s.open(t, { ready: false, javaScriptEnabled: false });
  // by element: Playwright's text search skips <noscript>
  for (const paragraph of await page.locator('noscript p').all()) {
    assert.ok(await paragraph.isVisible());
  }
  await counted(page.locator('noscript p'), 2);
});

test('the content security policy stops foreign scripts and inline code', async (t) => {
  const page = await s.open(t, { allow: /Content Security Policy|Content-Security-Policy|https:\/\/other\.example/ });
  await done(page);
  // there is such a host: but for the policy its script would run and its answer be read
  await page.context().route('https://other.example/**', (route) => route.fulfill({ contentType: 'text/javascript', headers: { 'access-control-allow-origin': '*' }, body: 'window.foreignRan = true' }));
  const { ran, stopped } = await page.evaluate(async () => {
    const stopped = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => stopped.push([effectiveDirective, blockedURI]));
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.body.append(inline);
    const foreign = document.createElement('script');
    foreign.src = 'https://other.example/script.js';
    const over = new Promise((resolve) => { foreign.onload = foreign.onerror = resolve; });
    document.body.append(foreign);
    await over;
    const fetched = await fetch('https://other.example/').then(() => true, () => false);
    // what was stopped is told in tasks of their own
    await new Promise((resolve) => { setTimeout(resolve); });
    return { ran: { inline: window.inlineRan === true, foreign: window.foreignRan === true, fetched }, stopped };
  });
  assert.deepEqual(ran, { inline: false, foreign: false, fetched: false });
  assert.deepEqual(stopped, [
    ['script-src-elem', 'inline'],
    ['script-src-elem', 'https://other.example/script.js'],
    ['connect-src', 'https://other.example/'],
  ]);
});
