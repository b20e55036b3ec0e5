// The three answers under the policies: computed by themselves, refreshed when inputs rest, and never of other inputs without saying so.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAIN, site } from './support/site.mjs';
import { done, press, slider, staffUp } from './support/workbench.mjs';

const s = site();
const NAMES = ['answer-why', 'answer-mind', 'answer-test'];

const text = (page, name) => page.getByTestId(name).locator('p').innerText();

/** Waits until all three stand and are of the inputs on the page. */
async function settled(page) {
  for (const name of NAMES) {
    await page.locator(`[data-testid=${name}][aria-busy=false][data-stale=false]`).waitFor();
  }
}

test('three answers come by themselves and move nothing', async (t) => {
  const page = await s.open(t, { path: PLAIN });
  await done(page);
  await staffUp(page);
  await page.getByTestId('answers').waitFor();
  const box = await page.getByTestId('answers').boundingBox();
  await settled(page);
  assert.match(await text(page, 'answer-why'), /^Most comes from customers who stay \(\+¥.*the largest cost is labour \(−¥/);
  assert.match(await text(page, 'answer-mind'), /^On average it no longer pays if /);
  assert.match(await text(page, 'answer-test'), /: knowing it is worth up to ¥[^]*; it changes the choice in \d+ of 100 futures\.$/);
  assert.deepEqual(await page.getByTestId('answers').boundingBox(), box, 'their texts move nothing');
  // the choice behind it
  await page.getByTestId('answer-mind').getByRole('button').click();
  await page.getByTestId('study-findings').waitFor();
  assert.match(await page.getByTestId('study-findings').innerText(), /breaks even at/);
  await page.getByTestId('view-workbench').click();
  await page.getByTestId('answer-test').getByRole('button').click();
  await page.getByTestId('study-findings').waitFor();
});

test('a lever that moves leaves answers of earlier inputs, which say so until new ones are there', async (t) => {
  const page = await s.open(t, { path: PLAIN, locale: 'zh-CN' });
  await done(page);
  await staffUp(page);
  await settled(page);
  const before = await text(page, 'answer-mind');
  await press(slider(page, 'customers_per_agent'), 'ArrowRight', 5);
  await page.locator('[data-testid=answer-mind][data-stale=true]').waitFor();
  assert.equal(await page.getByTestId('answer-mind').locator('small').innerText(), '基于先前输入');
  await settled(page);
  assert.notEqual(await text(page, 'answer-mind'), before);
});
