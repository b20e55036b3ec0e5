// The brief and the best for a budget: made by themselves, kept with the document, printed on one page.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { assertAccessible } from './support/accessibility.mjs';
import { LOOKS, inBothThemes, lookOptions, picture } from './support/pictures.mjs';
import { EXAMPLE, site } from './support/site.mjs';
import { analysed, done, options } from './support/workbench.mjs';

const s = site();
const pages = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;

/** Opens the brief of the document of a first visit, with its charts. */
async function opened(t, options) {
  const page = await s.open(t, { path: EXAMPLE[options?.locale ?? 'en-GB'], ...options });
  await done(page);
  await page.getByTestId('view-brief').click();
  await page.locator('.brief-charts svg').nth(1).waitFor();
  return page;
}

test('title and comment are kept with the document and travel in its link', async (t) => {
  const page = await opened(t);
  assert.match(await page.getByTestId('brief').innerText(), /Staff the peaks is the best of the three/);
  await page.getByTestId('brief-title').fill('Service budget 2027');
  await page.getByTestId('brief-title').press('Tab');
  await page.getByTestId('brief-comment').fill('For the board of 3 December: the peaks first.');
  await page.getByTestId('brief-comment').press('Tab');
  await page.waitForFunction(() => /doc=/.test(location.hash) && /note=/.test(location.hash));
  await page.reload();
  await done(page);
  await page.getByTestId('view-brief').click();
  assert.equal(await page.getByTestId('brief-comment').inputValue(), 'For the board of 3 December: the peaks first.');
  const other = await s.open(t, { path: new URL(page.url()).hash });
  await done(other);
  await other.getByTestId('view-brief').click();
  assert.equal(await other.getByTestId('brief-title').inputValue(), 'Service budget 2027');
  assert.equal(await other.getByTestId('brief-comment').inputValue(), 'For the board of 3 December: the peaks first.');
});

test('a name is no markup', async (t) => {
  const name = encodeURIComponent('<b class="markup">A</b>');
  const page = await s.open(t, { path: `#v=1&p=base.1&name=${name}&b.p=base.1&b.name=${name}&n=64&e=2.0.0` });
  await done(page);
  await page.getByTestId('view-brief').click();
  await page.locator('.brief-charts figcaption').first().waitFor();
  assert.equal(await page.locator('.markup').count(), 0);
});

test('A4 and 16:9 are one page each, in both languages', async (t) => {
  for (const language of ['en', 'zh']) {
    const page = await opened(t, lookOptions({ width: 1280, language, theme: 'dark' }));
    await page.locator('[data-testid=answer-test][aria-busy=false]').waitFor({ state: 'attached' });
    assert.equal(pages(await page.pdf({ preferCSSPageSize: true, printBackground: true })), 1, `A4 ${language}`);
    await page.getByRole('button', { name: '16:9' }).click();
    assert.equal(pages(await page.pdf({ preferCSSPageSize: true, printBackground: true })), 1, `16:9 ${language}`);
    await page.context().close();
  }
});

const LONG = {
  en: ['Staff the peaks in June and November with temporary agents from partner cities', 'Hybrid AI with a value centre for high-value families', 'Fast and free returns for everybody in all tiers',
    'One agent for 3000 customers all year round', 'Pragmatic mixture of everything a little', 'Enlarge the desk and automate tickets for everyone'],
  zh: Array(6).fill('六月与十一月大促期间从合作城市抽调临时客服增援并保证一分'),
};

test('six policies with long names are one page in both formats, and keep its form as a picture', async (t) => {
  for (const language of ['en', 'zh']) {
    const [a, b, c, d, e, f] = LONG[language].map(encodeURIComponent);
    const path = `#v=1&p=base.1&name=${a}&peak=.5&b.p=hybrid.1&b.name=${b}&c.name=${c}&c.days=1&c.pick=1&d.name=${d}&d.cpa=3000&e.name=${e}&e.cpa=4500&e.days=2&f.name=${f}&f.ai=.5&n=64`;
    const page = await opened(t, { path, ...lookOptions({ width: 1280, language, theme: 'light' }) });
    await page.locator('[data-testid=answer-test][aria-busy=false]').waitFor({ state: 'attached' });
    for (const [format, proportion] of [['A4', 297 / 210], ['16:9', 9 / 16]]) {
      await page.getByRole('button', { name: format }).click();
      await page.waitForFunction(() => [...document.querySelectorAll('.brief-charts svg')].every((drawing) => {
        const { width, height } = drawing.getBoundingClientRect();
        // the drawings have the form of their room
        return Math.abs((height / width) * drawing.viewBox.baseVal.width - drawing.viewBox.baseVal.height) < 40;
      }));
      assert.equal(pages(await page.pdf({ preferCSSPageSize: true, printBackground: true })), 1, `${format} ${language}`);
      const box = await page.getByTestId('brief').boundingBox();
      assert.ok(Math.abs(box.height / box.width - proportion) < 0.005, `${format} ${language}: ${JSON.stringify(box)}`);
      assert.equal(await page.locator('.brief-scroll').evaluate((table) => table.scrollWidth > table.clientWidth), false, `${format} ${language}`);
    }
    await page.context().close();
  }
});

test('a brief that is opened before the first result gets its charts, and in the language of the page', async (t) => {
  const page = await s.open(t, { first: true });
  await page.getByTestId('view-brief').click();
  await page.locator('.brief-charts svg').nth(1).waitFor();
  const captions = () => page.locator('.brief-charts figcaption').allInnerTexts();
  const english = await captions();
  await page.getByRole('button', { name: '中文' }).click();
  await page.waitForFunction((before) => [...document.querySelectorAll('.brief-charts figcaption')].every((c, i) => c.innerText !== before[i]), english);
});

test('the brief is saved as a picture of the page as it is on the screen', async (t) => {
  const page = await opened(t, lookOptions({ width: 1280, language: 'zh', theme: 'dark' }));
  await page.getByTestId('brief-title').fill('售后预算 <2027> & 更多');
  await page.getByTestId('brief-title').press('Tab');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('brief-png').click()]);
  assert.match(download.suggestedFilename(), /^aftercast-.*-brief\.png$/);
  const file = await download.path();
  const { width, height, data } = PNG.sync.read(readFileSync(file));
  const box = await page.getByTestId('brief').boundingBox();
  assert.ok(Math.abs(width - 2 * box.width) <= 2 && Math.abs(height - 2 * box.height) <= 2, `${width} x ${height}, ${JSON.stringify(box)}`);
  // ink of the texts and colours of the charts, on white
  let [white, dark, blue] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    const [r, g, b] = data.subarray(i, i + 3);
    white += r > 250 && g > 250 && b > 250;
    dark += r < 60 && g < 60 && b < 80;
    blue += b > r + 60;
  }
  const share = (n) => (4 * n) / data.length;
  assert.ok(share(white) > 0.5 && share(dark) > 0.005 && share(blue) > 0.002, `${share(white)} ${share(dark)} ${share(blue)}`);
});

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}`;
  test(`the brief keeps WCAG 2.2 AA: ${name}`, async (t) => {
    const page = await opened(t, lookOptions(look));
    await inBothThemes(page, async (theme) => {
      await assertAccessible(page, `the brief, ${theme}`);
      await picture(page, `brief-${name}-${theme}`);
    });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, 'nothing sticks out sideways');
  });
}

test('the best for a budget comes by itself, with today, its guard rails and where more money no longer pays, and opens in Decide', async (t) => {
  const page = await s.open(t, { first: true });
  await done(page);
  await page.getByTestId('view-budget').click();
  await page.getByTestId('budget-point').waitFor();
  const best = await page.getByTestId('budget-point').innerText();
  assert.match(best, /¥[\d.]+M a year \([\d.]+% of revenue\)/);
  assert.match(await page.getByTestId('budget-point').textContent(), /¥\S+ a year \(\S+% of revenue\).*a year (more|less) than today/);
  assert.match(await page.getByTestId('budget-end').textContent(), /^More money does not pay: beyond ¥/);
  const rails = page.getByTestId('budget-rails');
  assert.deepEqual(await rails.locator('input[type=checkbox]').evaluateAll((all) => all.map((box) => box.checked)), [true, true]);
  const slider = page.getByTestId('budget-slider');
  const box = await slider.boundingBox();
  await slider.press('Home');
  assert.notEqual(await page.getByTestId('budget-point').innerText(), best);
  assert.deepEqual(await slider.boundingBox(), box, 'the slider does not move under the pointer');
  await assertAccessible(page, 'the budget');
  await slider.press('End');
  await page.getByTestId('budget-open').click();
  await page.getByTestId('policy-row').nth(4).waitFor();
  await done(page);
  // the search is asked three times more, and now tries fewer policies
  await page.getByTestId('view-study').click();
  await page.getByTestId('section-frontier').click();
  await options(page);
  await page.getByTestId('field-evaluations').selectOption('200');
  await page.getByTestId('study-options').locator('summary').filter({ hasText: '200' }).waitFor();
  await analysed(page);
  await page.getByTestId('view-workbench').click();
  // other inputs: what stands there says so and cannot be acted on until the new answer is there
  await page.locator('[data-testid="trust-switch"], .firm-strip .switch').first().click();
  await done(page);
  await page.getByTestId('view-budget').click();
  await page.locator('.budget-choice[data-stale="true"]').filter({ hasText: 'earlier inputs' }).waitFor();
  assert.ok(await page.getByTestId('budget-open').isDisabled());
  await page.locator('.budget-choice[data-stale="false"]').waitFor();
  assert.ok(await page.getByTestId('budget-open').isEnabled());
  // the best by another figure
  const before = await page.getByTestId('budget-point').textContent();
  await rails.locator('select').first().selectOption('csi');
  await page.getByTestId('budget-point').filter({ hasNotText: before, hasText: /satisfaction/i }).waitFor();
});
