// The executive: the chance of a sum, where the money goes, who gains, any month, what changed the result.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { LOOKS, inBothThemes, lookOptions, picture } from './support/pictures.mjs';
import { site } from './support/site.mjs';
import { done, headline, node, numbers, press, settled, slider, staffUp, status } from './support/workbench.mjs';

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

const panel = (page, id) => page.locator(`#${id}`);
const tab = (page, id, place) => panel(page, id).getByRole('tab').nth(place).click();
const cells = async (page, id) => (await panel(page, id).locator('tbody tr').allTextContents()).map((row) => row.trim());
/** A number as the page writes it: +1.2345M. */
const amount = (text) => Number(text.replace('−', '-').replace(/[+,]/g, '').replace('M', 'e6').replace('K', 'e3'));

test('cost, waterfall and segments follow what is chosen', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  await tab(page, 'costs', 1);
  await panel(page, 'costs').locator('tbody tr').nth(7).waitFor();
  assert.equal((await cells(page, 'costs')).length, 8);
  // the way from A to B, chosen by keyboard
  await page.getByLabel('From', { exact: true }).selectOption({ label: 'A My policy' });
  await page.getByLabel('to', { exact: true }).selectOption({ label: 'B Hybrid AI' });
  await panel(page, 'bridge').getByRole('heading', { name: /^From A to B: −¥/ }).waitFor();
  // its name stands under what it finds
  await panel(page, 'bridge').getByText('From A My policy to B Hybrid AI · ').waitFor();
  await tab(page, 'bridge', 1);
  const rows = await panel(page, 'bridge').locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const [start, end, effect] = rows.at(-1).slice(1).map(amount);
  const lines = rows.slice(0, -1).filter((row) => row[1] !== '–').reduce((sum, row) => sum + amount(row[3]), 0);
  assert.ok(Math.abs(lines - effect) < 1e-6 * Math.abs(effect) + 1, `${lines} ${effect}`);
  assert.ok(Math.abs(start + effect - end) < 1, `${start} ${effect} ${end}`);
  // segment by segment: right and down
  const reader = panel(page, 'segments').getByRole('slider');
  await reader.focus();
  const first = await reader.getAttribute('aria-valuetext');
  assert.match(first, /Pregnancy · Tier-1 cities · Ordinary: \+/);
  await reader.press('ArrowRight');
  await reader.press('ArrowDown');
  assert.match(await reader.getAttribute('aria-valuetext'), /Infant, 0–1 · Tier-1 cities · High value/);
  await panel(page, 'segments').getByLabel('Show the change in').selectOption({ index: 3 });
  await page.waitForFunction((first) => document.querySelector('#segments [role=slider]').getAttribute('aria-valuetext') !== first, first);
  await tab(page, 'segments', 1);
  assert.equal((await cells(page, 'segments')).length, 36);
});

test('a run goes on until it is as certain as asked, and its link opens to the same numbers', async (t) => {
  const page = await s.open(t, { path: '#v=1&a.cpa=4000' });
  await done(page);
  await page.getByTestId('draws').click();
  const choice = page.locator('#draws-choice');
  await settled(page, () => choice.selectOption({ label: 'until ±1 of 100' }));
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByTestId('draws-editor').waitFor({ state: 'detached' });
  await settled(page, () => press(slider(page, 'customers_per_agent'), 'ArrowLeft', 10));
  const told = await page.getByTestId('draws').textContent();
  const [, draws, error] = /^stopped at ([\d,]+) draws: ±([\d.]+) of 100$/.exec(told) ?? assert.fail(told);
  const reached = Number(draws.replace(',', ''));
  assert.ok(reached > 1024 && Number.isInteger(Math.log2(reached)) && Number(error) <= 1, told);
  assert.match(page.url(), new RegExp(`[&]n=${reached}[&]`));
  const shown = (page) => numbers(page, { aside: false });
  const { sub, ...before } = await shown(page);
  assert.ok(sub.includes(told));
  const other = await s.open(t, { path: new URL(page.url()).hash });
  await done(other);
  await status(other).filter({ hasText: "verified: same numbers as the sender's" }).waitFor();
  const { sub: opened, ...after } = await shown(other);
  assert.deepEqual(after, before);
  assert.ok(opened.includes(`${draws} draws, ±`), opened);
  // the rule is a habit of this browser: it holds after a reload, from the next change on
  await page.reload();
  await done(page);
  await page.getByTestId('draws').click();
  assert.equal(await choice.evaluate((list) => list.selectedOptions[0].textContent), 'until ±1 of 100');
});

test('a fresh page has no empty boxes, and charts come with the first lever', async (t) => {
  const page = await s.open(t);
  await done(page);
  for (const id of ['bridge', 'segments']) {
    await panel(page, id).getByText('moves no lever yet').waitFor();
    assert.ok((await panel(page, id).locator('.chart-body').first().boundingBox()).height < 80);
  }
  await staffUp(page);
  for (const id of ['bridge', 'segments']) {
    await panel(page, id).getByRole('slider').waitFor();
    assert.ok((await panel(page, id).locator('.chart-body').first().boundingBox()).height > 300);
  }
});

test('the chain shows any month', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  const month = page.getByLabel('Show', { exact: true });
  assert.equal(await month.getAttribute('aria-valuetext'), 'mean of the last year');
  const year = await node(page, 'waiting').textContent();
  await month.press('Home');
  await page.waitForFunction(() => document.querySelector('#chain-month').getAttribute('aria-valuetext') === 'month 1');
  await node(page, 'word_of_mouth').filter({ hasText: 'customers' }).waitFor();
  await page.waitForFunction((year) => document.querySelector('[data-node="waiting"]').textContent !== year, year);
  await node(page, 'satisfaction').click();
  await page.getByTestId('chain-numbers').filter({ hasText: 'month 1' }).waitFor();
  await month.press('End');
  await node(page, 'waiting').filter({ hasText: year.slice(0, 20) }).waitFor();
});

test('headline levers show the goal over their range and where the survey stands', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  const row = page.locator('[data-lever="customers_per_agent"]');
  const line = row.locator('.goal-line svg');
  await line.locator('path, polyline').first().waitFor({ state: 'attached' });
  assert.match(await line.getAttribute('aria-label'), /^Of 100 futures, .* at 1,500, .* at 10,000/);
  assert.equal(await row.locator('.survey-mark').getAttribute('title'), 'report 3,000');
  assert.equal(await page.locator('[data-lever="goods_multiple"] .survey-mark').count(), 0, 'where it is today’s, one mark tells both');
});

test('a change since the document was opened is split', async (t) => {
  const page = await s.open(t, { path: '#v=1&a.cpa=3000' });
  await done(page);
  const split = panel(page, 'change').getByRole('button', { name: 'Split the change' });
  assert.equal(await split.getAttribute('aria-disabled'), 'true', 'nothing has changed');
  await page.locator('[data-lever="refund_days"]').getByRole('slider').press('PageDown');
  await panel(page, 'change').filter({ hasText: 'Four runs tell' }).waitFor();
  await split.click();
  await panel(page, 'change').locator('canvas[aria-label^="Then"]').waitFor();
  await tab(page, 'change', 1);
  const rows = await cells(page, 'change');
  assert.equal(rows.length, 4);
  assert.match(rows[2], /^Company and assumptions0 ±/);
  await panel(page, 'change').getByRole('button', { name: 'Count from now on' }).click();
  await page.waitForFunction(() => document.querySelector('#change tbody tr') === null);
});

test('on a phone the change since opening takes a line until its parts are asked for', async (t) => {
  const page = await s.open(t, { width: 400 });
  await done(page);
  const body = panel(page, 'change').locator('.chart-body').first();
  await panel(page, 'change').getByText('has changed since').waitFor();
  assert.ok((await body.boundingBox()).height < 80);
});

test('on the largest screens two charts share a row and fill it', async (t) => {
  const page = await s.open(t, { width: 3840, height: 2160 });
  await done(page);
  const row = await page.locator('.charts').first().evaluate((grid) => {
    const box = grid.getBoundingClientRect();
    const last = [...grid.children].filter((child) => child.getBoundingClientRect().top - box.top < 4).at(-1);
    return { gap: box.right - last.getBoundingClientRect().right, panels: grid.children.length };
  });
  assert.ok(row.panels >= 2);
  assert.ok(Math.abs(row.gap) < 2, `${row.gap} px of the row are empty`);
});

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}`;
  test(`looks and reads well: ${name}`, async (t) => {
    const page = await s.open(t, lookOptions(look));
    await done(page);
    // whatever comes once it is looked at is there before the page is judged
    for (const id of ['costs', 'bridge', 'segments', 'change']) {
      await panel(page, id).scrollIntoViewIfNeeded();
      await picture(page, `${id}-${name}`);
    }
    await page.locator('#exceedance').scrollIntoViewIfNeeded();
    await inBothThemes(page, async (theme) => {
      await picture(page, `decide-${name}-${theme}`);
      await assertAccessible(page, `all panels, with the curve, ${theme}`);
    });
    for (const place of [1, 2]) {
      await tab(page, 'exceedance', place);
      await inBothThemes(page, (theme) => assertAccessible(page, `all panels, with tab ${place} of the curve, ${theme}`));
    }
  });
}
