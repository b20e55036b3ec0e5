// The analyses: a late part, loaded when they are opened, about the document at hand, computed in workers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { LOOKS, lookOptions, picture } from './support/pictures.mjs';
import { site } from './support/site.mjs';
import { done, slider, staffUp } from './support/workbench.mjs';

const s = site();

const findings = (page) => page.getByTestId('study-findings');

/** Opens the analyses and waits for their part. */
async function openStudy(page) {
  await page.getByTestId('view-study').click();
  await page.getByTestId('study').waitFor();
}

/** Computes what is open, to the end, with few futures a bar. */
async function compute(page) {
  await page.getByTestId('field-bar-draws').selectOption('64');
  await page.getByTestId('study-start').click();
  await findings(page).waitFor();
  await page.getByTestId('study-start').waitFor();
}

test('the analyses are no part of a first visit', async (t) => {
  const before = s.host.requests.length;
  const page = await s.open(t);
  await done(page);
  const asked = () => s.host.requests.slice(before).filter((path) => path.endsWith('.wasm')).map((path) => path.replace(/.*\/app-[0-9a-f]+_/, ''));
  assert.deepEqual(asked(), ['bg.wasm']);
  await openStudy(page);
  assert.deepEqual(asked(), ['bg.wasm', 'shared.wasm', 'late.wasm']);
  await page.getByTestId('view-workbench').click();
  await slider(page, 'customers_per_agent').waitFor();
  await openStudy(page);
  await compute(page);
  assert.deepEqual(asked(), ['bg.wasm', 'shared.wasm', 'late.wasm'], 'it stays, and workers get it from the page');
});

test('what drives the result: computed in workers, about the document at hand', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  await openStudy(page);
  await compute(page);
  const words = await findings(page).innerText();
  assert.match(words, /matters most/);
  const panel = page.locator('.study-panel').first();
  await panel.getByRole('tab').nth(1).click();
  const rows = await panel.locator('tbody tr').count();
  assert.ok(rows >= 90, `every assumption has its row, found ${rows}`);
  // the same question gives the same digits
  const first = await panel.locator('tbody').innerText();
  await compute(page);
  assert.equal(await panel.locator('tbody').innerText(), first);
});

test('a computation can be cancelled, and a change of the document is told', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  await openStudy(page);
  await page.getByTestId('study-start').click();
  await page.getByTestId('study-cancel').click();
  await page.getByTestId('study-start').waitFor();
  assert.equal(await findings(page).count(), 0, 'nothing of it is kept');
  await compute(page);
  // the bar stays: taking the lever back changes the document under the analyses
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.study-line').filter({ hasText: 'answers an earlier question' }).waitFor();
});

test('the language and the theme follow the bar', async (t) => {
  const page = await s.open(t);
  await done(page);
  await openStudy(page);
  await page.getByRole('button', { name: '中文' }).click();
  await page.locator('#study .study-head h1').filter({ hasText: /[\u4e00-\u9fff]/ }).waitFor();
});

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}-${look.theme}`;
  test(`the analyses keep WCAG 2.2 AA: ${name}`, async (t) => {
    const page = await s.open(t, lookOptions(look));
    await done(page);
    if (look.width < 600) {
      await page.locator('#sheet-handle').click();
    }
    await staffUp(page);
    await openStudy(page);
    await compute(page);
    await picture(page, `study-${name}`, { fullPage: true });
    await assertAccessible(page, 'an analysis');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, 'nothing sticks out sideways');
  });
}
