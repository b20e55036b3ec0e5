// A first visit: what it fetches until it can be used.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SHOWN, firstLoad, shown } from './support/first_load.mjs';
import { DIST, PLAIN, site } from './support/site.mjs';
import { done } from './support/workbench.mjs';

const s = site();

/** Bytes in brotli, in either language. */
const LIMIT = 700_000;

for (const locale of ['en-GB', 'zh-CN']) {
  test(`a first visit fetches one module, its glue and the styles, in no more than 700 KB (${locale})`, async (t) => {
    s.host.requests.length = 0;
    const page = await s.open(t, { locale, first: true });
    await done(page);
    await shown(page);
    const sizes = await firstLoad(page, s.host, DIST);
    const files = sizes.map(({ file }) => file);
    const sum = sizes.reduce((all, { bytes }) => all + bytes, 0);
    const list = sizes.map(({ file, bytes }) => `${bytes} ${file}`).join('\n');
    t.diagnostic(`first load ${locale}: ${sum} bytes\n${list}`);
    const count = (pattern) => files.filter((file) => pattern.test(file)).length;
    assert.deepEqual(
      [count(/\.wasm$/), count(/^app-.*\.js$/), count(/^boot-.*\.js$/), count(/\.css$/)],
      [1, 1, 1, 2],
      `the module, its glue, the boot script, the styles of boot and page:\n${list}`,
    );
    assert.equal(count(/_late|_sheets|_shared|scalar/), 0, list);
    assert.ok(sum <= LIMIT, `${sum} bytes:\n${list}`);
  });
}

test('nothing is kept for offline use before the first result is shown', async (t) => {
  const page = await s.open(t, {
    path: PLAIN,
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

test('no script asks by a request that blocks', () => {
  const scripts = readdirSync(DIST).filter((file) => file.endsWith('.js'));
  assert.ok(scripts.length >= 4, scripts.join(', '));
  assert.deepEqual(scripts.filter((file) => /XMLHttpRequest|importScripts/.test(readFileSync(join(DIST, file), 'utf8'))), []);
});
