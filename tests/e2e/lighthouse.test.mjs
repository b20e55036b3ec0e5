// What Lighthouse thinks of the page. What a first load weighs is held by first_load.test.mjs.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { executable } from './support/chromium.mjs';
import { keep, site } from './support/site.mjs';

// as most hosts send files: packed
const s = site({ packed: true });

const PERFORMANCE = 90;
/** A machine that does other things besides slows a take down, none speeds it up: the best counts. */
const TAKES = 4;
/**
 * The least index of Lighthouse's own benchmark that it calls a fast desktop, which its scores for desktops are made for (its guide to
 * throttling, "Calibrating multipliers"). On a slower machine the times of tasks are scaled to that, as the guide has it.
 */
const FAST_DESKTOP = 1500;
const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'speed-index', 'total-blocking-time', 'cumulative-layout-shift'];

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
  const take = (slowdown) => lighthouse(s.host.url, {
    port,
    output: 'html',
    logLevel: 'error',
    formFactor: 'desktop',
    screenEmulation: { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false },
    throttling: { rttMs: 40, throughputKbps: 10240, cpuSlowdownMultiplier: slowdown, requestLatencyMs: 0, downloadThroughputKbps: 0, uploadThroughputKbps: 0 },
    onlyCategories: ['accessibility', 'best-practices', 'performance'],
  });
  const score = ({ lhr }, category) => Math.round(100 * lhr.categories[category].score);
  const missed = ({ lhr }, category) => lhr.categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
    .map(({ id }) => id).join(', ');
  let best;
  // the first take tells how fast the machine is
  let slowdown = 1;
  for (let left = TAKES; left > 0 && (!best || score(best, 'performance') < PERFORMANCE); left -= 1) {
    const next = await take(slowdown);
    const index = next.lhr.environment.benchmarkIndex;
    t.diagnostic(`performance ${score(next, 'performance')} at an index of ${Math.round(index)}, times of tasks × ${slowdown.toFixed(2)}: ${TIMES.map((id) => `${id} ${next.lhr.audits[id].displayValue}`).join(', ')}`);
    assert.equal(score(next, 'accessibility'), 100, missed(next, 'accessibility'));
    assert.equal(score(next, 'best-practices'), 100, missed(next, 'best-practices'));
    slowdown = Math.min(1, index / FAST_DESKTOP);
    best = best && score(best, 'performance') > score(next, 'performance') ? best : next;
  }
  keep('lighthouse.html', best.report);
  assert.ok(score(best, 'performance') >= PERFORMANCE, `performance ${score(best, 'performance')}: ${missed(best, 'performance')}`);
});
