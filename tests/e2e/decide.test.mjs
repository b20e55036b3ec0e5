// Somebody who decides: the chance of a sum, by mouse, by keyboard and typed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { LOOKS, lookOptions, picture } from './support/pictures.mjs';
import { site } from './support/site.mjs';
import { done, headline, staffUp } from './support/workbench.mjs';

const s = site();

const line = (page) => page.getByTestId('threshold-line');
const value = async (page) => Number(await line(page).getAttribute('aria-valuenow'));

/** Waits until the threshold has another value than before. */
async function moved(page, act) {
  const before = await line(page).getAttribute('aria-valuenow');
  await act();
  await page.waitForFunction((before) => document.querySelector('[data-testid="threshold-line"]').getAttribute('aria-valuenow') !== before, before);
  return value(page);
}

test('the threshold follows keys, mouse and number box', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  assert.equal(await value(page), 0);
  assert.match(await line(page).getAttribute('aria-valuetext'), /at least ¥0: A My policy in \d+ of 100/);
  const step = await moved(page, () => line(page).press('ArrowRight'));
  assert.ok(step > 0);
  assert.equal(await moved(page, () => line(page).press('PageUp')), 11 * step);
  const { x, y, width, height } = await line(page).boundingBox();
  await page.mouse.move(x + 0.7 * width, y + 0.5 * height);
  await page.mouse.down();
  const right = await moved(page, () => page.mouse.move(x + 0.8 * width, y + 0.5 * height));
  const left = await moved(page, () => page.mouse.move(x + 0.3 * width, y + 0.5 * height));
  await page.mouse.up();
  assert.ok(left < right);
  const box = page.locator('#threshold-value');
  await box.fill('500万');
  assert.equal(await moved(page, () => box.press('Enter')), 5e6);
  assert.equal(await box.inputValue(), '5,000,000');
  await box.fill('soon');
  await box.press('Enter');
  await page.locator('#threshold-error').filter({ hasText: 'not a sum' }).waitFor();
  assert.equal(await value(page), 5e6);
  await page.locator('#exceedance').getByRole('button', { name: 'Make it the goal' }).click();
  await headline(page).filter({ hasText: '¥5M' }).waitFor();
});

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}-${look.theme}`;
  test(`looks and reads well: ${name}`, async (t) => {
    const page = await s.open(t, lookOptions(look));
    await done(page);
    await page.locator('#exceedance').scrollIntoViewIfNeeded();
    await picture(page, `decide-${name}`);
    await assertAccessible(page, 'the curve');
    for (const tab of [1, 2]) {
      await page.locator('#exceedance').getByRole('tab').nth(tab).click();
      await assertAccessible(page, `its tab ${tab}`);
    }
  });
}
