// Slow, silent and broken lines: nothing blocks, the page says how far it is and why it does not go on, and can be asked to try again.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { DIST, PATIENCE, keep, site } from './support/site.mjs';
import { counted, done, headline, staffUp } from './support/workbench.mjs';
import { slowness } from './support/yardstick.mjs';

const s = site({ packed: true });

const MODULE = /\/app-[0-9a-f]+_bg\.wasm$/;
const PART = /\/app-[0-9a-f]+_late\.wasm$/;
/** What a browser says of a request that a test has broken. */
const BROKEN = /request failed|Failed to load resource|HTTP|MIME type|Failed to fetch/;
const LINK = '#v=1&p=base.1&cpa=3000&e=1.0.0';

/** Answers in place of the host, for paths that match. */
const instead = (t, pattern, answer) => {
  s.host.instead = (path, response) => pattern.test(path) && answer(response, path) !== false;
  t.after(() => { s.host.instead = undefined; });
};
const whole = () => { s.host.instead = undefined; };

const notice = (page) => page.locator('#boot > .wait');
const cause = (page, kind, block = 'boot') => page.locator(`#${block}[data-state="failed"][data-cause="${kind}"]`).waitFor({ state: 'attached' });
const again = (place) => place.getByRole('button', { name: /Try again|重试/ });

/** The languages of what is said, in their order. */
const languages = (place) => place.locator('[data-for] > [lang]:visible, .unstarted > [lang]:visible').evaluateAll((list) => list.map(({ lang }) => lang));

test('a slow line: bytes of bytes at once, every tap answered while they arrive, no advice to reload', async (t) => {
  const page = await s.open(t, {
    ready: false,
    path: LINK,
    before: async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send('Network.enable');
      await session.send('Network.emulateNetworkConditions', { offline: false, latency: 300, downloadThroughput: 1_200_000 / 8, uploadThroughput: 50_000 });
      await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
      await page.addInitScript(() => {
        Object.assign(window, { seen: [], waits: [] });
        addEventListener('pointerdown', (event) => requestAnimationFrame(() => window.waits.push({ at: event.timeStamp, wait: performance.now() - event.timeStamp })));
        new MutationObserver(() => {
          const bar = document.querySelector('#boot progress');
          const boot = document.getElementById('boot');
          const said = boot?.innerText;
          if (bar && !boot.hidden) window.seen.push({ value: bar.value, said });
        }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      });
    },
  });
  await notice(page).locator('progress').waitFor();
  let loads = true;
  const loaded = page.locator('#boot[hidden]').waitFor({ state: 'attached' }).finally(() => { loads = false; });
  let taps = 0;
  for (; loads; taps += 1) {
    // in the margin, where a tap that comes after the start changes nothing
    await page.mouse.click(2, 400);
    await new Promise((resolve) => { setTimeout(resolve, 300); });
  }
  await loaded;
  await page.waitForFunction((taps) => window.waits.length >= taps, taps);
  const { seen, waits, arrived } = await page.evaluate((module) => ({
    seen: window.seen,
    waits: window.waits,
    arrived: performance.getEntriesByType('resource').find(({ name }) => new RegExp(module).test(new URL(name).pathname)).responseEnd,
  }), MODULE.source);
  const values = [...new Set(seen.map(({ value }) => value))];
  const { machine: slow } = await slowness(page, { throttled: 6 });
  // a tap is answered by the page that loads, or waits for the program, which starts in some tasks once its last byte is there
  const [loading, starting] = [waits.filter(({ at }) => at < arrived - 300), waits.filter(({ at }) => at >= arrived - 300)]
    .map((taps) => taps.map(({ wait }) => wait));
  const told = (taps) => taps.map(Math.round).join(', ');
  t.diagnostic(`${values.length} states of the bar; taps wait ${told(loading)} ms, while the program starts ${told(starting)} ms, on a machine ${slow.toFixed(1)} times slower than that of the target`);
  assert.ok(values.length > 10, `the bar moves: ${values}`);
  assert.deepEqual(values, values.toSorted((a, b) => a - b), 'it only grows');
  assert.ok(values.at(-1) <= 1);
  assert.ok(seen.some(({ said }) => /\d+ \/ \d+ KB/.test(said)), JSON.stringify(seen.at(-1)));
  assert.deepEqual(seen.filter(({ said }) => /reload|刷新|again|重试/i.test(said)), []);
  assert.ok(taps >= 12, `${taps} taps all through the start`);
  assert.equal(waits.length, taps, 'every tap is heard');
  assert.ok(loading.length >= 8, `${loading.length} taps while bytes arrive`);
  const late = loading.toSorted((a, b) => a - b)[Math.ceil(0.95 * loading.length) - 1];
  assert.ok(late <= 100 * slow, `of 100 taps while bytes arrive 95 are answered within 100 ms, not ${late}: ${loading}`);
  await done(page);
  assert.match(page.url(), /#v=1&/);
  // a link has an answer of its own
  assert.equal(await page.locator('.preview').count(), 0);
});

/** A line of 400 kbit/s and 300 ms and a processor six times slower. */
async function slow(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 300, downloadThroughput: 400_000 / 8, uploadThroughput: 50_000 });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
}

for (const [locale, width] of [['en-GB', 1280], ['zh-CN', 390]]) {
  test(`a first visit on a slow line sees the answer for the example firm within 12 s, and the page itself says the same (${locale})`, async (t) => {
    const page = await s.open(t, { first: true, ready: false, locale, width, height: 800, before: slow });
    await page.locator('.preview img').waitFor();
    await page.waitForFunction(() => document.querySelector('.preview img').complete && document.querySelector('.preview img').naturalWidth > 0);
    const picture = await page.evaluate(() => performance.now());
    const [claim, table] = await page.locator('.preview').evaluate((preview) => [
      preview.querySelector('h2').textContent, [...preview.querySelectorAll('tr:not(:first-child)')].map((row) => row.cells[1].textContent),
    ]);
    await assertAccessible(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    keep(`preview-${width}.png`, await page.screenshot());
    assert.ok(await page.locator('#boot progress').isVisible(), 'how far the program is stays in view');
    await done(page);
    t.diagnostic(`the answer for the example firm after ${Math.round(picture)} ms, the page itself after ${Math.round(await page.evaluate(() => performance.now()))} ms`);
    assert.ok(picture < 12_000, `${picture} ms`);
    assert.equal(await page.locator('.preview').isVisible(), false);
    assert.equal(await headline(page).textContent(), claim);
    const own = await page.getByTestId('policy-row').evaluateAll((rows) => rows.map((row) => row.querySelector('[data-column=gain]').textContent));
    assert.deepEqual(own, table);
  });
}

test('a class on a slow line reads the story of its lesson within 12 s, before the page that asks', async (t) => {
  const path = '#v=1&p=base.1&cpa=6000&g=total~0&view=lesson.staffing.1&ask=1';
  const page = await s.open(t, { path, ready: false, width: 390, height: 800, before: slow });
  await page.locator('.preview h2').waitFor();
  const seen = await page.evaluate(() => performance.now());
  const [title, story] = await page.locator('.preview').evaluate((preview) => [preview.querySelector('h2').textContent, preview.lastElementChild.textContent]);
  assert.equal(title, 'The staffing cliff');
  assert.match(story, /One agent serves 5,000 customers/);
  await assertAccessible(page);
  keep('preview-lesson-390.png', await page.screenshot());
  await page.getByTestId('asked').waitFor();
  t.diagnostic(`the story after ${Math.round(seen)} ms, the page that asks after ${Math.round(await page.evaluate(() => performance.now()))} ms`);
  assert.ok(seen < 12_000, `${seen} ms`);
  assert.equal(await page.locator('.preview').isVisible(), false);
});

for (const [locale, first] of [['en-GB', 'en'], ['zh-CN', 'zh']]) {
  test(`the line breaks: the cause, the reader's language first, and another try (${first})`, async (t) => {
    instead(t, MODULE, (response) => response.destroy());
    const page = await s.open(t, { locale, ready: false, path: LINK, allow: BROKEN });
    await cause(page, 'network');
    assert.deepEqual(await languages(notice(page)), first === 'en' ? ['en', 'zh'] : ['zh', 'en']);
    await assertAccessible(page);
    let loads = 0;
    page.on('load', () => { loads += 1; });
    // once more in vain
    await again(notice(page)).click();
    await cause(page, 'network');
    whole();
    await again(notice(page)).click();
    await done(page);
    assert.equal(loads, 0, 'without loading the page anew');
    assert.match(page.url(), /#v=1&.*cpa=3000/);
  });
}

test('the line breaks in the middle of the module, of the glue, of the styles', async (t) => {
  for (const pattern of [MODULE, /\/app-[0-9a-f]+\.js$/, /\/styles-[0-9a-f]+\.css$/]) {
    instead(t, pattern, (response, path) => {
      const bytes = readFileSync(join(DIST, basename(path)));
      const type = { js: 'text/javascript', css: 'text/css', wasm: 'application/wasm' }[path.split('.').at(-1)];
      response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
      response.write(bytes.subarray(0, 3000), () => setTimeout(() => response.destroy(), 100));
    });
    const page = await s.open(t, { ready: false, allow: BROKEN });
    await cause(page, 'network');
    whole();
    await again(notice(page)).click();
    await done(page);
    await page.context().close();
  }
});

test('a silent line is called so, but not a page that slept; it goes on by itself or by another try', async (t) => {
  let go;
  instead(t, MODULE, (response, path) => {
    const bytes = readFileSync(join(DIST, basename(path)));
    response.writeHead(200, { 'content-type': 'application/wasm', 'content-length': bytes.length });
    response.write(bytes.subarray(0, 300_000));
    go = () => response.end(bytes.subarray(300_000));
  });
  const page = await s.open(t, { ready: false, allow: BROKEN, before: (page) => page.clock.install() });
  await page.waitForFunction(() => document.querySelector('#boot progress')?.value > 0);
  await page.clock.fastForward(600_000);
  await page.clock.runFor(10_000);
  assert.equal(await again(notice(page)).isVisible(), false);
  await page.clock.runFor(20_000);
  await page.locator('#boot[data-state="silent"]').waitFor();
  assert.match(await notice(page).innerText(), /silent for a while[^]*网络已有一段时间没有响应/);
  await assertAccessible(page);
  await go();
  await page.clock.resume();
  await done(page);

  const other = await s.open(t, { ready: false, allow: BROKEN, before: (page) => page.clock.install() });
  await other.waitForFunction(() => document.querySelector('#boot progress')?.value > 0);
  await other.clock.runFor(30_000);
  whole();
  await again(notice(other)).click();
  await other.clock.resume();
  await done(other);
});

test('a host that refuses, and a network that asks to sign in', async (t) => {
  const answers = {
    answer: (response) => response.writeHead(503, { 'content-type': 'text/plain' }).end('busy'),
    other: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Sign in</title>'),
  };
  for (const [kind, answer] of Object.entries(answers)) {
    for (const pattern of [MODULE, /\/app-[0-9a-f]+\.js$/]) {
      instead(t, pattern, answer);
      const page = await s.open(t, { ready: false, allow: BROKEN });
      await cause(page, kind);
      assert.match(await page.locator('#boot-reason').textContent(), kind === 'answer' ? /HTTP 503/ : /text\/html/);
      whole();
      await again(notice(page)).click();
      await done(page);
      await page.context().close();
    }
  }
});

test('without a network it says so, and begins again by itself', async (t) => {
  let context;
  const page = await s.open(t, {
    ready: false,
    allow: BROKEN,
    before: async (page) => {
      context = page.context();
      await page.route('**/app-*_bg.wasm', async (route) => {
        await context.setOffline(true);
        await route.abort('internetdisconnected');
      });
    },
  });
  await cause(page, 'offline');
  await page.unroute('**/app-*_bg.wasm');
  await context.setOffline(false);
  await done(page);
});

test('the remembered language comes first, then the browser\'s, then the link\'s', async (t) => {
  instead(t, MODULE, () => {});
  const remember = (language) => (page) => page.addInitScript((value) => localStorage.setItem('aftercast.language', value), language);
  const cases = [
    [{ locale: 'en-GB', before: remember('zh') }, 'zh'],
    [{ locale: 'zh-CN', path: '#v=1&l=en' }, 'zh'],
    [{ locale: 'de-DE', path: '#v=1&l=zh' }, 'zh'],
    [{ locale: 'de-DE' }, 'en'],
  ];
  for (const [options, first] of cases) {
    const page = await s.open(t, { ready: false, allow: BROKEN, ...options });
    await notice(page).waitFor();
    assert.equal((await languages(notice(page)))[0], first, JSON.stringify(options));
    await page.context().close();
  }
});

test('the analyses: a visible wait at once while the page works, the cause, another try', async (t) => {
  let [holds, asked] = [true, 0];
  const held = [];
  // the charts below the first screen ask for it after the first result
  instead(t, PART, (response) => {
    asked += 1;
    return holds ? held.push(response) : response.destroy();
  });
  const page = await s.open(t, { allow: BROKEN });
  await done(page);
  const study = page.locator('#study > .wait');
  await page.getByTestId('view-study').click();
  assert.match(await study.innerText(), /Loading …/);
  // the bar answers meanwhile
  await page.getByRole('button', { name: '中文' }).click();
  await page.waitForFunction(() => document.documentElement.lang.startsWith('zh'));
  await page.getByTestId('view-workbench').click();
  await staffUp(page);
  // a browser asks once more by itself on a connection that was in use before
  holds = false;
  held.forEach((response) => response.destroy());
  await cause(page, 'network', 'study');
  const before = asked;
  // which is another try
  await page.getByTestId('view-study').click();
  for (const end = Date.now() + PATIENCE; asked === before;) {
    assert.ok(Date.now() < end, 'the part is asked for again');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await cause(page, 'network', 'study');
  assert.deepEqual(await languages(study), ['zh', 'en']);
  await assertAccessible(page);
  whole();
  await again(study).click();
  await page.getByTestId('study').waitFor();
  assert.equal(await study.isVisible(), false);
});

test('the analyses: whatever comes in place of their part is told by its cause, and another try works', async (t) => {
  const answers = {
    answer: (response) => response.writeHead(503, { 'content-type': 'text/plain' }).end('busy'),
    other: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Sign in</title>'),
    network: (response, path) => {
      const bytes = readFileSync(join(DIST, basename(path)));
      response.writeHead(200, { 'content-type': 'application/wasm', 'content-length': bytes.length });
      response.write(bytes.subarray(0, 3000), () => setTimeout(() => response.destroy(), 100));
    },
  };
  for (const [kind, answer] of Object.entries(answers)) {
    instead(t, PART, answer);
    const page = await s.open(t, { allow: BROKEN });
    await done(page);
    await page.getByTestId('view-study').click();
    await cause(page, kind, 'study');
    // the page goes on
    await page.getByTestId('view-workbench').click();
    await staffUp(page);
    await page.getByTestId('view-study').click();
    await cause(page, kind, 'study');
    whole();
    await again(page.locator('#study > .wait')).click();
    await page.getByTestId('study').waitFor();
    await counted(page.getByTestId('study'), 1);
    await page.context().close();
  }
});

test('the analyses: a part of another build is refused, and the page goes on', async (t) => {
  // a module that needs something which this program does not have: (import "x" "y" (func))
  const foreign = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 120, 1, 121, 0, 0]);
  instead(t, PART, (response) => response.writeHead(200, { 'content-type': 'application/wasm' }).end(foreign));
  const page = await s.open(t, { allow: /LinkError|Import/ });
  await done(page);
  await page.getByTestId('view-study').click();
  await cause(page, 'stopped', 'study');
  assert.match(await page.locator('#study .wait-reason').textContent(), /does not fit this page/);
  await assertAccessible(page);
  await page.getByTestId('view-workbench').click();
  await staffUp(page);
});

test('the late part is awaited in two places: the notice is where one looks, and goes back', async (t) => {
  instead(t, PART, (response) => response.writeHead(503, { 'content-type': 'text/plain' }).end('busy'));
  const page = await s.open(t, { allow: BROKEN });
  await done(page);
  await page.getByTestId('view-study').click();
  await cause(page, 'answer', 'study');
  await page.getByTestId('teach').click();
  await cause(page, 'answer', 'teach-late');
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await page.locator('#study > .wait').waitFor();
  whole();
  await again(page.locator('#study > .wait')).click();
  await page.getByTestId('study').waitFor();
  await page.getByTestId('teach').click();
  await page.locator('#teach-tab-0').waitFor();
});

for (const [opener, place, content] of [
  ['view-model', 'model-late', '#model-tab-0'],
  ['teach', 'teach-late', '#teach-tab-0'],
  ['share', 'share-late', '#share-link'],
  ['documents', 'documents-late', '[data-testid="document-new"]'],
]) {
  test(`${opener}: opens at once, shows that its content is coming, and why it does not`, async (t) => {
    const held = [];
    instead(t, PART, (response) => held.push(response));
    const page = await s.open(t, { allow: BROKEN });
    await done(page);
    await page.getByTestId(opener).click();
    const wait = page.locator(`#${place} > .wait`);
    assert.match(await wait.innerText(), /Loading …/);
    instead(t, PART, (response) => response.destroy());
    held.forEach((response) => response.destroy());
    await cause(page, 'network', place);
    await assertAccessible(page);
    whole();
    await again(wait).click();
    await page.locator(content).waitFor();
    assert.equal(await wait.isVisible(), false);
  });
}
