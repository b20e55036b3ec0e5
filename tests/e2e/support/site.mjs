// The built site in a browser: one host and one Chromium for a test file, one guarded page for a test.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { serve } from '../../../src/shell/server.mjs';
import { launch } from './chromium.mjs';

const ROOT = join(import.meta.dirname, '../../..');
/** The site under test. */
export const DIST = process.env.AFTERCAST_DIST ?? join(ROOT, 'dist');
/** Where screenshots and reports go. */
export const OUT = join(ROOT, 'tests/e2e/out');
/** Puts a picture or a report there and returns its path. */
export function keep(name, bytes) {
  const path = join(OUT, name);
  mkdirSync(OUT, { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

/** Deep enough to catch an absolute address. */
const BASE = '/some/sub/path/';
/**
 * A link to an own policy that is today's so far, and one to compare with: what most tests begin with. A sixteenth of the usual
 * draws, as few tests judge a figure: with all of them the page computes for ten seconds of a processor behind whatever is tested.
 */
export const FEW_DRAWS = '#v=1&p=base.1&name=My+policy&b.p=hybrid.1&b.name=Hybrid+AI&n=64&e=2.0.0&k=fca3jg';
/** The same with the usual draws: for tests that judge figures, or what happens while they are computed. */
export const PLAIN = '#v=1&p=base.1&name=My+policy&b.p=hybrid.1&b.name=Hybrid+AI&e=2.0.0&k=b1j4zm';
/** The document of a first visit by locale, with few draws. */
export const EXAMPLE = {
  'en-GB': '#v=1&p=base.1&name=Staff+the+peaks&peak=.5&b.p=hybrid.1&b.name=Hybrid+AI&c.name=Fast+and+free+returns&c.days=1&c.pick=1&n=64&e=2.0.0',
  'zh-CN': `#v=1&p=base.1&name=${encodeURIComponent('旺季增员')}&peak=.5&b.p=hybrid.1&b.name=${encodeURIComponent('人机协同')}&c.name=${encodeURIComponent('极速免费退换')}&c.days=1&c.pick=1&n=64&e=2.0.0`,
};
/** How long a page is waited for, in milliseconds: a machine that does other things besides is slow, not wrong. */
export const PATIENCE = 120_000;

/**
 * Starts host and browser for the tests of a file. Call `open` in a test; what it opened is closed
 * and judged with the test. `args` are further arguments of the browser; `whole` asks for
 * one with cameras and codecs.
 */
export function site({ types, packed, args, whole } = {}) {
  const fixture = { host: undefined, browser: undefined };
  before(async () => {
    assert.ok(existsSync(join(DIST, 'index.html')), `no site in ${DIST}: run ./dev build`);
    fixture.host = await serve(DIST, { base: BASE, types, packed });
    fixture.browser = await launch(args, { whole });
  });
  after(async () => {
    await fixture.browser?.close();
    await fixture.host?.close();
  });
  /**
   * Opens the site (plus `path`, e.g. "?engine=scalar#...") in a fresh profile.
   * The test `t` fails if the page, or one opened beside it, logs an error, throws, or asks another origin, unless `allow`
   * (a RegExp) matches the complaint. The service worker is off unless `serviceWorkers` is 'allow': what it fetches
   * would pass by the routes of a test. Without a fragment the link FEW_DRAWS is opened, unless `first` asks for the page as a first visit
   * finds it. `before(page)` may change the page before it loads.
   */
  fixture.open = async (t, { path = '', first = false, serviceWorkers = 'block', width = 1280, height = 800, locale = 'en-GB', theme = 'light', allow, before: prepare, ready = true, ...context } = {}) => {
    const browserContext = await fixture.browser.newContext({ viewport: { width, height }, locale, colorScheme: theme, serviceWorkers, ...context });
    browserContext.setDefaultTimeout(PATIENCE);
    const complaints = watch(browserContext, new URL(fixture.host.url).origin);
    const page = await browserContext.newPage();
    t.after(async () => {
      await browserContext.close();
      const left = complaints.filter((line) => !allow?.test(line));
      assert.deepEqual(left, [], 'the page complained');
    });
    await prepare?.(page);
    await page.goto(fixture.host.url + path + (first || /[#]|v=1/.test(path) ? '' : FEW_DRAWS));
    if (ready) {
      await page.locator('#boot[hidden], #boot[data-state="failed"]').waitFor({ state: 'attached' });
      assert.equal(await page.locator('#boot-reason').textContent(), '', 'the page did not start');
    }
    return page;
  };
  return fixture;
}

/** Collects whatever pages of a context must not do: all that are opened from now on, by the test or by a page. */
export function watch(context, origin) {
  const complaints = [];
  context.on('page', (page) => {
    page.on('console', (message) => {
      // said by Playwright itself wherever a test does without the service worker
      const blocked = message.text() === 'Service Worker registration blocked by Playwright';
      if (['error', 'warning'].includes(message.type()) && !blocked) {
        complaints.push(`console ${message.type()}: ${message.text()}`);
      }
    });
    page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
    page.on('requestfailed', (request) => {
      // a page that closes gives up what it was loading
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') {
        complaints.push(`request failed: ${request.url()} ${request.failure()?.errorText}`);
      }
    });
  });
  // of the context, so that requests of workers are seen too
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin) {
      complaints.push(`request outside the origin: ${request.url()}`);
    }
  });
  return complaints;
}
