// What Lighthouse thinks of the page. What a first load weighs is told by ./dev bench beside its target.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { executable } from './support/chromium.mjs';
import { OUT, site } from './support/site.mjs';

const s = site();

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
