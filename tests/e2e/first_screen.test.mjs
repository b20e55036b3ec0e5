// The first screen keeps its places whatever is said: long names in both languages, a small and a huge firm, six policies.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { picture } from './support/pictures.mjs';
import { EXAMPLE, site } from './support/site.mjs';
import { counted, done, press, row, settled, slider, status } from './support/workbench.mjs';

const s = site();
const SCREENS = [[1280, 800], [1440, 900], [1920, 1080], [390, 844], [360, 740]];
const PRESETS = ['peaks.1', 'hybrid.1', 'returns.1', 'advertising.1', 'hybrid.1', 'base.1'];
const NAMES = {
  'en-GB': 'A policy with as many words in its name as sixty letters hold',
  'zh-CN': '名称很长的方案名称很长的方案名称很长的方案名称很长的方案名称很长的方案名称很长的方案名称很长的方案名称很长的方案名称很长的方案',
};

/** A link to so many policies with long names, of a firm of this size; few draws, as no figure is asserted. */
function link(count, locale, customers) {
  const name = encodeURIComponent([...NAMES[locale]].slice(0, 60).join(''));
  const policies = PRESETS.slice(0, count).map((preset, k) => {
    const prefix = k === 0 ? '' : `${'abcdef'[k]}.`;
    return `${prefix}p=${preset}&${prefix}name=${name}&${prefix}cpa=${2500 + 400 * k}`;
  });
  return `#v=1&${policies.join('&')}&co.n=${customers}&g=total~0&n=64&l=${locale.slice(0, 2)}&e=2.0.0`;
}

const boxes = (page) =>
  page.evaluate(() => {
    const box = (selector) => {
      const found = document.querySelector(selector)?.getBoundingClientRect();
      return found && [found.top + scrollY, found.height].map(Math.round);
    };
    return { claim: box('.headline'), sub: box('.sub'), charts: box('.first-charts'), policies: box('.policies'), answers: box('.answers') };
  });

/** Elements that are wider than the page, and sentences that are cut. */
const faults = (page) =>
  page.evaluate(() => {
    const wide = [...document.querySelectorAll('main *, .firm-strip *, .topbar *')].filter((e) => {
      const box = e.getBoundingClientRect();
      const scrolled = e.closest('.policies-scroll, .places, .chain-scroll, .table-scroll, .answer, .for-readers, .firm-figures, svg');
      return !scrolled && box.width > 0 && box.right > document.documentElement.clientWidth + 1;
    });
    const cut = ['.headline', '.sub'].filter((selector) => {
      const e = document.querySelector(selector);
      // words that open something are higher than their line, for fingers
      return e.scrollHeight > e.clientHeight + 12;
    });
    // a number stands on one line, with its sign, its currency and its unit
    const broken = [];
    for (const scope of document.querySelectorAll('.headline h1, .sub, .policies, .answer, .trust, .first-charts h2')) {
      const words = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
      for (let text = words.nextNode(); text; text = words.nextNode()) {
        for (const { index, 0: number } of text.data.matchAll(/[+−±]?[¥$€]?\d[\d.,]*(?:[KMB%]|[万亿])*/g)) {
          const range = document.createRange();
          range.setStart(text, index);
          range.setEnd(text, index + number.length);
          const tops = new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top)));
          if (tops.size > 1) {
            broken.push(number);
          }
        }
      }
    }
    // words of the claim, of the table and of the heads of charts lie on nothing else
    const overlaps = [];
    const boxes = [...document.querySelectorAll('.headline h1, .sub > *, .policies th, .policies td, .first-charts h2, .first-charts .swap, .first-charts .chart-controls, .first-charts .panel-tools, .answer header > *')]
      .filter((e) => e.offsetParent && getComputedStyle(e).display !== 'inline')
      .map((e) => ({ name: e.className || e.dataset.column || e.textContent.slice(0, 20), box: e.getBoundingClientRect(), e }));
    for (const [k, a] of boxes.entries()) {
      for (const b of boxes.slice(k + 1)) {
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        // the first column stays while the others scroll under it
        const sticks = [a, b].some(({ e }) => e.matches('.policies th:first-child'));
        if (across > 1 && down > 1 && !sticks && !a.e.contains(b.e)) {
          overlaps.push(`${a.name} / ${b.name}`);
        }
      }
    }
    const aside = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page scrolls sideways'] : [];
    return [...aside, ...broken.map((number) => `broken: ${number}`), ...overlaps.map((pair) => `overlap: ${pair}`), ...wide.map((e) => `wide: ${e.className || e.tagName}`), ...cut.map((c) => `cut: ${c}`)];
  });

for (const [width, height] of SCREENS) {
  test(`nothing collides or is cut with long names, a small and a huge firm, at ${width} x ${height}`, async (t) => {
    for (const locale of ['en-GB', 'zh-CN']) {
      for (const [count, customers] of [[3, 2000], [6, 50_000_000]]) {
        const page = await s.open(t, { path: link(count, locale, customers), width, height, locale, hasTouch: width < 900, isMobile: width < 900 });
        await done(page);
        await page.locator('.answers').waitFor();
        const before = await boxes(page);
        const bad = await faults(page);
        await picture(page, `first-${width}-${locale}-${count}`);
        assert.deepEqual(bad, [], `${locale} ${count}`);
        // another policy in hand and another claim move nothing
        for (const k of [2, 3]) {
          await row(page, k).locator('button').click();
          await done(page);
          // the claim stays in view while the rest scrolls
          await page.evaluate(() => scrollTo(0, 0));
          const { sub, ...now } = await boxes(page);
          assert.deepEqual({ ...now, sub }, before, `${locale} ${count}: policy ${k} in hand`);
          assert.deepEqual(await faults(page), [], `${locale} ${count}: policy ${k} in hand`);
        }
        await page.context().close();
      }
    }
  });
}

test('at 1280 x 800 claim, charts, policies, answers and the bar of trust are on the screen, and good news is a tick', async (t) => {
  const sender = await s.open(t, { first: true });
  await done(sender);
  const fragment = new URL(sender.url()).hash;
  const page = await s.open(t, { path: fragment });
  await done(page);
  await page.locator('.answers').waitFor();
  assert.equal(await page.getByTestId('banner').count(), 0);
  assert.match(await status(page).textContent(), /✓ verified: same numbers as the sender's/);
  assert.match(await page.getByTestId('draws').textContent(), /^✓ verified/);
  const { answers } = await boxes(page);
  assert.ok(answers[0] + answers[1] <= 800, `the answers end at ${answers[0] + answers[1]}`);
  for (const locale of ['en-GB', 'zh-CN']) {
    const whole = locale === 'en-GB' ? sender : await s.open(t, { first: true, locale });
    await done(whole);
    const trust = await whole.getByTestId('trust').boundingBox();
    assert.ok(trust.y + trust.height <= 800, `${locale}: the bar of trust ends at ${trust.y + trust.height}`);
    await whole.context().close();
  }
  await settled(page, () => press(slider(page, 'customers_per_agent'), 'ArrowLeft', 2));
  assert.doesNotMatch(await status(page).textContent(), /✓/);
  for (const locale of ['en-GB', 'zh-CN']) {
    const whole = await s.open(t, { path: link(6, locale, 50_000_000), locale });
    await done(whole);
    // as it is sent: a link without its end is told to be damaged
    const six = await s.open(t, { path: new URL(whole.url()).hash, locale });
    await done(six);
    await six.locator('.answers').waitFor();
    const trust = await six.getByTestId('trust').boundingBox();
    assert.ok(trust.y + trust.height <= 800, `six policies, ${locale}: the bar of trust ends at ${trust.y + trust.height}`);
    await whole.context().close();
    await six.context().close();
  }
});

test('the ends of the trust bar stay in their card at any width, in both languages', async (t) => {
  for (const locale of ['en-GB', 'zh-CN']) {
    for (const width of [1280, 1000, 920]) {
      const page = await s.open(t, { path: EXAMPLE[locale], locale, width });
      await done(page);
      await page.getByTestId('trust').waitFor();
      const over = await page.locator('.trust-ends').evaluate((ends) => [...ends.children].map((end) => {
        const words = document.createRange();
        words.selectNodeContents(end);
        return words.getBoundingClientRect().right - ends.getBoundingClientRect().right;
      }));
      assert.ok(over.every((px) => px <= 1), `${locale} ${width}: ${over} px`);
      await page.context().close();
    }
  }
});

test('the first move of a lever moves no slider, and its row stays where it reaches today again', async (t) => {
  for (const locale of ['en-GB', 'zh-CN']) {
    const page = await s.open(t, { path: EXAMPLE[locale], locale });
    await done(page);
    const ids = await page.locator('.lever').evaluateAll((all) => all.map((lever) => lever.dataset.lever));
    const place = (id) => page.locator(`#lever-${id}-range`).evaluate((range) => range.getBoundingClientRect().top + range.closest('.lever-body').scrollTop);
    for (const id of ids) {
      await slider(page, id).focus();
      const before = await place(id);
      await page.keyboard.press('ArrowRight');
      await page.locator(`.lever[data-lever=${id}][data-changed=true]`).waitFor();
      assert.equal(await place(id), before, `${locale}: ${id}`);
      await page.keyboard.press('ArrowLeft');
    }
    const peak = slider(page, 'peak_agents');
    await press(peak, 'Home', 1);
    await page.locator('.lever[data-lever=peak_agents][data-changed=false]').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'lever-peak_agents-range', 'the focus stays');
    await press(peak, 'ArrowRight', 2);
    await page.locator('.lever[data-lever=peak_agents]').getByRole('button', { name: /Reset|恢复/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'lever-peak_agents-range');
    await page.context().close();
  }
});

test('a long name of a document leaves the bar in one row', async (t) => {
  for (const locale of ['en-GB', 'zh-CN']) {
    const page = await s.open(t, { path: `#v=1&p=base.1&doc=${encodeURIComponent('Service budget of the northern region for the year 2027')}&n=64&e=2.0.0`, locale });
    await done(page);
    const bar = await page.locator('.topbar').boundingBox();
    assert.ok(bar.height <= 44, `${locale}: ${bar.height} px`);
    assert.ok((await page.getByTestId('documents').boundingBox()).width >= 60, 'its beginning can be read');
    await page.context().close();
  }
});

test('a phone has its tools in one row, the rest behind one button', async (t) => {
  for (const [width, height] of [[390, 844], [360, 740]]) {
    for (const locale of ['en-GB', 'zh-CN']) {
      const page = await s.open(t, { path: EXAMPLE[locale], width, height, locale, hasTouch: true, isMobile: true });
      await done(page);
      const bar = await page.locator('.topbar').boundingBox();
      assert.ok(bar.height <= 108, `${width} ${locale}: a row of tools and one of places, ${bar.height} px`);
      const more = page.getByTestId('more-tools');
      assert.equal(await page.getByTestId('theme').isVisible(), false);
      await more.click();
      const menu = await page.locator('.tool-menu').boundingBox();
      assert.ok(menu.x >= 0 && menu.x + menu.width <= width, JSON.stringify(menu));
      for (const id of ['teach', 'face-value', 'theme', 'copy-link']) {
        const { x, width: wide, height: high } = await page.locator(`.tool-menu [data-testid=${id}]`).boundingBox();
        assert.ok(x >= menu.x && x + wide <= menu.x + menu.width && high >= 44, id);
      }
      await assertAccessible(page);
      await page.keyboard.press('Escape');
      assert.equal(await more.getAttribute('aria-expanded'), 'false');
      await more.click();
      await page.getByTestId('headline').click({ position: { x: 5, y: 5 } });
      assert.equal(await more.getAttribute('aria-expanded'), 'false');
      // the sheet of levers leaves claim and chart in view
      await page.locator('#sheet-handle').click();
      await page.evaluate(() => scrollTo(0, 0));
      const [claim, chart, sheet] = await Promise.all(['[data-testid=headline]', '#fan canvas', '.levers'].map((found) => page.locator(found).boundingBox()));
      assert.ok(claim.y >= 0 && chart.y > claim.y, JSON.stringify([claim, chart]));
      assert.ok(Math.min(chart.y + chart.height, sheet.y) - chart.y >= 120, `of the chart ${sheet.y - chart.y} px are seen`);
      await page.locator('#sheet-handle').click();
      await page.context().close();
    }
  }
});

test('rows are sorted by a press, today stays on top, and letters stay', async (t) => {
  const page = await s.open(t, { path: EXAMPLE['en-GB'] });
  await done(page);
  const letters = () => page.locator('[data-testid=policy-row] .letter').allTextContents();
  const head = page.locator('th[data-column=gain]');
  const gains = async () => page.locator('[data-testid=policy-row] td[data-column=gain]').allTextContents();
  assert.deepEqual(await letters(), ['A', 'B', 'C']);
  const widths = await page.locator('.policies thead th').evaluateAll((all) => all.map((th) => th.getBoundingClientRect().width));
  await head.getByRole('button').click();
  await page.locator('th[aria-sort=descending]').waitFor();
  const value = (text) => Number(text.replace('−', '-').replace(/[+¥]/g, '').replace('M', 'e6').replace('K', 'e3').replace('–', 'NaN'));
  const [today, ...sorted] = await gains();
  assert.equal(today, '–');
  assert.deepEqual(sorted.map(value), sorted.map(value).toSorted((a, b) => b - a));
  assert.deepEqual(await page.locator('.policies thead th').evaluateAll((all) => all.map((th) => th.getBoundingClientRect().width)), widths);
  const address = page.url();
  await head.getByRole('button').click();
  await page.locator('th[aria-sort=ascending]').waitFor();
  assert.deepEqual((await gains()).slice(1), sorted.toReversed());
  await head.getByRole('button').click();
  await page.locator('th[aria-sort]').waitFor({ state: 'detached' });
  assert.deepEqual(await letters(), ['A', 'B', 'C']);
  assert.equal(page.url(), address, 'the document is as it was');
});

test('every column of the table and the heads of the answers are whole at 1280 x 800, with any goal', async (t) => {
  for (const goal of ['total~0', 'npv~0', 'csi~90', 'payback~12']) {
    const page = await s.open(t, { path: `#v=1&p=peaks.1&name=Staff+the+peaks&b.p=hybrid.1&b.name=Hybrid+AI&c.p=returns.1&c.name=Fast+and+free+returns&sel=b&g=${goal}&n=64&e=2.0.0` });
    await done(page);
    await page.locator('.answer h2').nth(2).waitFor();
    const cut = await page.locator('.policies-scroll, .answer h2').evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => `${e.className || e.innerText}: ${e.scrollWidth} in ${e.clientWidth}`));
    assert.deepEqual(cut, [], goal);
    await page.context().close();
  }
});

test('a number box shows the longest value of its lever, and stands where it stood', async (t) => {
  const LONGEST = '#v=1&p=base.1&name=A&cpa=10000&wage=15000&vip=5000&up=200000000&acqb=-0.45&safe=4.9&n=64&e=2.0.0';
  for (const width of [1280, 390]) {
    const boxes = {};
    for (const path of [LONGEST, '#v=1&p=base.1&name=A&n=64&e=2.0.0']) {
      const page = await s.open(t, { path, width, isMobile: width < 900, hasTouch: width < 900 });
      await done(page);
      if (width < 900) {
        await page.locator('#sheet-handle').click();
      }
      await page.getByTestId('all-levers').click();
      await page.locator('[data-lever="upfront_budget"]').waitFor();
      const cut = await page.locator('.number input').evaluateAll((inputs) => inputs.filter((input) => input.scrollWidth > input.clientWidth).map((input) => `${input.id}: ${input.value}`));
      assert.deepEqual(cut, [], `${width}`);
      const places = await page.locator('.number input').evaluateAll((inputs) => Object.fromEntries(inputs.map((input) => [input.id, [input.offsetLeft, input.offsetWidth]])));
      boxes[path] = places;
      await page.context().close();
    }
    assert.deepEqual(boxes[LONGEST], Object.values(boxes)[1], `${width}: no box moves with its value`);
  }
});

test('a chart on top is swapped for any other, and the document remembers it', async (t) => {
  const page = await s.open(t, { path: EXAMPLE['en-GB'] });
  await done(page);
  await page.locator('#exceedance').waitFor();
  const top = () => page.locator('.first-charts .chart-panel h2').allTextContents();
  const [fan, futures] = await top();
  const height = await page.locator('.first-charts').evaluate((e) => e.getBoundingClientRect().height);
  // one of the charts below, by keyboard and pointer alike: the list of the platform
  // what a chart finds is its heading; its name opens the list
  assert.match(fan, /^A (earns its money back in month \d+|pays only after 36 months)$/);
  assert.match(futures, /^A pays in \d+ of 100 futures$/);
  assert.deepEqual(await page.locator('.first-charts .swap > span').allTextContents(), ['Gain over today, month by month', 'A: 100 futures']);
  await page.locator('#swap-1').selectOption({ label: 'Chance of earning at least …' });
  await page.locator('.first-charts #exceedance').waitFor();
  await counted(page.locator('#exceedance'), 1, 'it stands in one place');
  await page.locator('.charts #difference').waitFor();
  assert.match(page.url(), /charts=fan~exceedance/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'swap-1');
  assert.equal(await page.locator('.first-charts').evaluate((e) => e.getBoundingClientRect().height), height, 'nothing below moves');
  // a link of the chain, the months, the waterfall
  for (const name of ['First response, min', 'Month by month', 'What the service costs', /^From today to A|^From Today to A/i]) {
    const label = (await page.locator('#swap-0 option').allTextContents()).find((text) => (name.test ? name.test(text) : text === name));
    assert.ok(label, `${name} is in the list`);
    await page.locator('#swap-0').selectOption({ label });
    await page.locator('.first-charts .swap > span').first().filter({ hasText: label }).waitFor();
    assert.equal(await page.locator('.first-charts').evaluate((e) => e.getBoundingClientRect().height), height, label);
  }
  // charts of the two places change places
  await page.locator('#swap-0').selectOption({ label: 'Chance of earning at least …' });
  await page.locator('.first-charts > :first-child #exceedance').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  const other = await s.open(t, { path: new URL(page.url()).hash });
  await done(other);
  await other.locator('.first-charts #exceedance').waitFor();
  // an old link has the usual ones
  const old = await s.open(t, { path: '#v=1&p=base.1&cpa=3000&n=64&e=2.0.0' });
  await done(old);
  assert.deepEqual([await old.locator('.first-charts #fan').count(), await old.locator('.first-charts #difference').count()], [1, 1]);
});

test('the bar from our reading to the report says when it pays and what the switch changes', async (t) => {
  const page = await s.open(t, { path: '#v=1&p=base.1&cpa=3000&e=2.0.0' });
  await done(page);
  const trust = page.getByTestId('trust');
  await trust.getByText(/of the reported effect|in our range/).waitFor();
  assert.match(await trust.getByTestId('face-value-line').textContent(), /^Report in full: \+¥\S+, pays in \d+ of 100$/);
  const { height } = await trust.boundingBox();
  await trust.getByTestId('trust-set').click();
  const rows = await trust.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.equal(rows.length, 19);
  assert.deepEqual(rows.find(([name]) => name === 'How much of the reported effect is real')?.[2], '100%');
  assert.equal((await trust.boundingBox()).height, height, 'the list lies over the page');
});

test('the currency of the firm stands at every figure, in both languages, and a wrong one says what to do', async (t) => {
  const page = await s.open(t, { path: EXAMPLE['en-GB'] });
  await done(page);
  await page.getByTestId('own-firm').click();
  const symbol = page.getByTestId('currency-symbol');
  await symbol.fill('5');
  await symbol.press('Tab');
  await page.getByTestId('currency').getByText('cannot stand before a sum').waitFor();
  assert.equal(await symbol.inputValue(), '5', 'what was typed stays');
  await symbol.fill('€');
  await symbol.press('Tab');
  await page.getByTestId('currency-name').fill('EUR');
  await page.getByTestId('currency-name').press('Tab');
  await page.getByTestId('view-workbench').click();
  await page.getByTestId('headline').filter({ hasText: '€' }).waitFor();
  await done(page);
  await page.locator('#months-body').waitFor();
  const shown = async () => {
    // what is said to screen readers follows once nothing has changed for a second
    await page.waitForFunction(() => [...document.querySelectorAll('.for-readers')].every(({ textContent }) => !textContent.includes('¥')));
    return page.locator('body').innerText();
  };
  assert.doesNotMatch(await shown(), /¥|CNY/);
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByTestId('headline').filter({ hasText: '未来' }).waitFor();
  assert.doesNotMatch(await shown(), /¥|[，,] ?元/);
  const other = await s.open(t, { path: new URL(page.url()).hash });
  await done(other);
  await other.getByTestId('headline').filter({ hasText: '€' }).waitFor();
});
