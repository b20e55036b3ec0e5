// The brief and the best for a budget: made by themselves, kept with the document, printed on one page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { LOOKS, lookOptions, picture } from './support/pictures.mjs';
import { site } from './support/site.mjs';
import { done } from './support/workbench.mjs';

const s = site();
const pages = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;

/** Opens the brief of a first visit, with its answers. */
async function opened(t, options) {
  const page = await s.open(t, { first: true, ...options });
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

test('A4 and 16:9 are one page each, in both languages', async (t) => {
  for (const language of ['en', 'zh']) {
    const page = await opened(t, lookOptions({ width: 1280, language, theme: 'dark' }));
    await page.locator('[data-testid=answer-test][aria-busy=false]').waitFor({ state: 'attached', timeout: 60_000 });
    assert.equal(pages(await page.pdf({ preferCSSPageSize: true, printBackground: true })), 1, `A4 ${language}`);
    await page.getByRole('button', { name: '16:9' }).click();
    assert.equal(pages(await page.pdf({ preferCSSPageSize: true, printBackground: true })), 1, `16:9 ${language}`);
  }
});

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}-${look.theme}`;
  test(`the brief keeps WCAG 2.2 AA: ${name}`, async (t) => {
    const page = await opened(t, lookOptions(look));
    await assertAccessible(page, 'the brief');
    await picture(page, `brief-${name}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, 'nothing sticks out sideways');
  });
}

test('the best for a budget comes by itself and opens in Decide', async (t) => {
  const page = await s.open(t, { first: true });
  await done(page);
  await page.getByTestId('view-budget').click();
  await page.getByTestId('budget-point').waitFor({ timeout: 90_000 });
  const best = await page.getByTestId('budget-point').innerText();
  assert.match(best, /¥[\d.]+M a year \([\d.]+% of revenue\)/);
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
});
