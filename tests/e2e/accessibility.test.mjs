// WCAG 2.2 AA, as far as a program can tell, with everything open.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { LOOKS, lookOptions, picture } from './support/pictures.mjs';
import { site } from './support/site.mjs';
import { box, done, node, settled, slider, press, staffUp } from './support/workbench.mjs';

const s = site();

/** Opens all that can be open at once, with a warning and a refused number among it. */
async function openEverything(page) {
  const sheet = page.locator('#sheet-handle');
  const isSheet = await sheet.isVisible();
  if (isSheet) {
    await sheet.click();
  }
  for (const details of await page.locator('main details').all()) {
    await details.evaluate((element) => { element.open = true; });
  }
  await node(page, 'waiting').click();
  await page.locator('#fan').getByRole('tab').nth(1).click();
  await page.locator('#difference').getByRole('tab').nth(2).click();
  if (isSheet) {
    await sheet.click();
  }
  await page.getByTestId('all-levers').click();
  for (const source of await page.locator('.lever .source').all()) {
    await source.click();
  }
  await box(page, 'refund_days').fill('99');
  await box(page, 'refund_days').press('Enter');
  await page.locator('#lever-refund_days-error').filter({ hasText: '99' }).waitFor();
}

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}-${look.theme}`;
  test(`keeps WCAG 2.2 AA: ${name}`, async (t) => {
    const page = await s.open(t, lookOptions(look));
    await done(page);
    await picture(page, `first-${name}`);
    if (look.width < 600) {
      await page.locator('#sheet-handle').click();
    }
    await staffUp(page);
    await assertAccessible(page, 'a moved lever');
    await picture(page, `moved-${name}`);
    await openEverything(page);
    await assertAccessible(page, 'all disclosures');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, 'nothing sticks out sideways');
  });
}

for (const theme of ['light', 'dark']) {
  test(`dialogs keep WCAG 2.2 AA: ${theme}`, async (t) => {
    const page = await s.open(t, { theme });
    await done(page);
    await page.getByRole('button', { name: 'Presets' }).click();
    await assertAccessible(page, 'presets');
    await page.keyboard.press('Escape');
    await staffUp(page);
    await page.getByTestId('goal').click();
    await assertAccessible(page, 'the goal');
    await page.keyboard.press('Escape');
    await page.getByTestId('explained').click();
    await assertAccessible(page, 'an explanation');
  });
}

test('works at 200 % zoom and in 320 pixels', async (t) => {
  for (const width of [640, 320]) {
    const page = await s.open(t, { width, height: 400 });
    await done(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, `nothing sticks out sideways at ${width}`);
    await page.locator('#sheet-handle').click();
    await settled(page, () => press(slider(page, 'customers_per_agent'), 'ArrowLeft', 2));
  }
});

test('reaches everything by keyboard, in the order of the page', async (t) => {
  const page = await s.open(t);
  await done(page);
  const seen = [];
  for (let i = 0; i < 400; i += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) {
        return null;
      }
      const { width, height } = element.getBoundingClientRect();
      return { name: element.id || element.dataset.testid || element.className, seen: width > 0 && height > 0, region: element.closest('header.topbar, aside, main')?.tagName };
    });
    if (!stop) {
      break;
    }
    seen.push(stop);
  }
  assert.ok(seen.every((stop) => stop.seen), 'no focus is lost in what cannot be seen');
  const regions = seen.map((stop) => stop.region).filter(Boolean);
  assert.deepEqual(regions, [...regions].sort((a, b) => ['HEADER', 'ASIDE', 'MAIN'].indexOf(a) - ['HEADER', 'ASIDE', 'MAIN'].indexOf(b)));
  for (const part of ['copy-link', 'lever-customers_per_agent-range', 'node-waiting', 'fan-tab-0', 'all-levers']) {
    assert.ok(seen.some((stop) => stop.name === part), part);
  }
});

test('every target is at least 24 pixels large', async (t) => {
  const page = await s.open(t);
  await done(page);
  await page.getByTestId('all-levers').click();
  const small = await page.evaluate(() => [...document.querySelectorAll('button, input, select, summary, [role="slider"]')]
    .filter((element) => element.checkVisibility() && !element.closest('h1'))
    .map((element) => ({ name: element.outerHTML.slice(0, 80), box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
    .map(({ name }) => name));
  assert.deepEqual(small, []);
});
