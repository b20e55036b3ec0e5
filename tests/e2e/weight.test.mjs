// What a first load weighs, and what Lighthouse thinks of the page.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { executable } from './support/chromium.mjs';
import { DIST, OUT, site } from './support/site.mjs';
import { done } from './support/workbench.mjs';

const BUDGET = 450 * 1024;
const s = site();

test('a first load is at most 450 KB', async (t) => {
  s.host.requests.length = 0;
  const page = await s.open(t);
  await done(page);
  const base = new URL(s.host.url).pathname;
  const files = [...new Set(s.host.requests)].map((path) => path.slice(base.length) || 'index.html');
  const sizes = files.map((file) => [file, brotliCompressSync(readFileSync(join(DIST, file))).length]);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  for (const [file, size] of sizes) {
    t.diagnostic(`${(size / 1024).toFixed(1)} KiB ${file}`);
  }
  t.diagnostic(`${(total / 1024).toFixed(1)} KiB in all`);
  assert.ok(files.some((file) => file.endsWith('.wasm')));
  assert.ok(total <= BUDGET, `${total} bytes of ${BUDGET}`);
});

const freePort = () => new Promise((resolve, reject) => {
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

test('Lighthouse finds nothing to mend', async (t) => {
  const { default: lighthouse } = await import('lighthouse');
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: executable(),
    args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  t.after(() => browser.close());
  const { lhr, report } = await lighthouse(s.host.url, {
    port,
    output: 'html',
    logLevel: 'error',
    formFactor: 'desktop',
    screenEmulation: { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false },
    throttling: { rttMs: 40, throughputKbps: 10240, cpuSlowdownMultiplier: 1, requestLatencyMs: 0, downloadThroughputKbps: 0, uploadThroughputKbps: 0 },
    onlyCategories: ['accessibility', 'best-practices', 'performance'],
  });
  writeFileSync(join(OUT, 'lighthouse.html'), report);
  const score = (category) => Math.round(100 * lhr.categories[category].score);
  const missed = (category) => lhr.categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
    .map(({ id }) => id);
  // reported, not judged: the machine that tests may be slow
  t.diagnostic(`performance ${score('performance')}: ${missed('performance').join(', ')}`);
  assert.equal(score('accessibility'), 100, missed('accessibility').join(', '));
  assert.equal(score('best-practices'), 100, missed('best-practices').join(', '));
});
