// Percentiles, scatter, spider chart, goal seek and correlations: what a professional looks for in the analyses, in both languages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { picture } from './support/pictures.mjs';
import { PLAIN, site } from './support/site.mjs';
import { analysed, counted, done, options, press, settled, slider, staffUp } from './support/workbench.mjs';

const s = site();

const findings = (page) => page.getByTestId('study-findings');

/** Opens a section of the analyses. */
async function open(page, section) {
  await page.getByTestId('view-study').click();
  await page.getByTestId('study').waitFor();
  await page.getByTestId(`section-${section}`).click();
}

/** Waits until what was found says so. */
const says = (page, words) => findings(page).filter({ hasText: words }).waitFor();

test('percentiles: a row a statistic, a column a policy, two pictures', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  await open(page, 'percentiles');
  await analysed(page);
  assert.match(await findings(page).innerText(), /median/);
  const panel = page.locator('#percentiles');
  await panel.getByRole('tab').nth(1).click();
  await counted(panel.locator('tbody tr'), 12);
  assert.match(await panel.locator('thead').innerText(), /Today[\s\S]*My policy[\s\S]*Hybrid AI/);
  await counted(page.locator('.study-panel'), 2);
  await picture(page, 'percentiles', { fullPage: true });
  await assertAccessible(page, 'percentiles');
});

test('scatter and spider chart of a chosen assumption and policy', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  await open(page, 'scatter');
  await options(page);
  await page.getByTestId('field-assumption').selectOption('points_per_minute');
  await analysed(page);
  assert.match(await page.locator('#scatter h2').innerText(), /^Rank correlation/);
  assert.match(await findings(page).innerText(), /drawn together with/);
  await open(page, 'spider');
  await analysed(page);
  const panel = page.locator('#spider');
  await panel.getByRole('tab').nth(1).click();
  await counted(panel.locator('tbody tr'), 8);
});

test('goal seek takes what is wanted in its unit, over levers and company facts', async (t) => {
  const page = await s.open(t, { path: PLAIN });
  await done(page);
  await staffUp(page);
  await open(page, 'goal-seek');
  const reach = page.getByTestId('field-seek-reach');
  await reach.fill('35%');
  await reach.blur();
  await page.locator('.study-error').waitFor();
  await reach.fill('-1000万');
  await reach.blur();
  await page.locator('.study-error').waitFor({ state: 'detached' });
  assert.equal(await reach.inputValue(), '−10,000,000');
  await page.getByTestId('field-seek-by').selectOption('contribution_margin');
  await analysed(page);
  assert.match(await findings(page).innerText(), /^Contribution margin \d+\.\d\d% gives −¥10\.0M ±¥\S+ \(wanted: −¥10M\)\.\s+Now: 18\.00%/);
  await page.getByTestId('field-seek-wanted').selectOption('chance');
  // another result is asked for in its own unit
  await page.waitForFunction(() => document.querySelector('[data-testid="field-seek-reach"]').value === '80%');
});

test('a correlation is changed in the document, taken back, and refused where it cannot be', async (t) => {
  const page = await s.open(t);
  await done(page);
  await open(page, 'correlations');
  await options(page);
  await analysed(page);
  assert.match(await findings(page).innerText(), /6 pairs/);
  const set = async (a, b, rho) => {
    await page.getByTestId('field-correlation-of').selectOption(a);
    await page.getByTestId('field-correlation-with').selectOption(b);
    await page.getByTestId('field-correlation-rho').fill(rho);
    await page.getByTestId('field-correlation-rho').blur();
  };
  await page.locator('summary').filter({ hasText: 'Change a correlation' }).click();
  await set('delivery', 'cost_overrun', '-0.9');
  await page.waitForFunction(() => location.hash.includes('rho.'));
  await analysed(page);
  await says(page, '−0.4 → −0.9');
  await set('delivery', 'causal_share', '0.3');
  await page.waitForFunction(() => location.hash.split('rho.').length === 3);
  await set('causal_share', 'cost_overrun', '0.9');
  await page.locator('.study-error').filter({ hasText: 'Make one of them smaller' }).waitFor();
  await picture(page, 'correlations', { fullPage: true });
  await assertAccessible(page, 'correlations');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(() => location.hash.split('rho.').length === 2);
});

test('a document of this browser side by side', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  await page.getByTestId('documents').click();
  await page.getByTestId('document').first().getByRole('textbox').fill('Quarter plan');
  await page.getByTestId('document').first().getByRole('textbox').press('Enter');
  await page.getByRole('button', { name: 'Duplicate Quarter plan' }).click();
  await page.getByTestId('document').nth(1).waitFor();
  await page.keyboard.press('Escape');
  await settled(page, () => press(slider(page, 'customers_per_agent'), 'ArrowRight', 5));
  await open(page, 'compare');
  await page.getByTestId('other-kept').selectOption({ label: 'Quarter plan' });
  await analysed(page);
  await says(page, '1 input differs');
  const panel = page.locator('#compare-inputs');
  await panel.getByRole('tab').nth(1).click();
  assert.match(await panel.locator('tbody').innerText(), /Customers per agent\s+3,500\s+3,000/);
});

test('another document side by side, from its link', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  await open(page, 'compare');
  const other = page.getByTestId('field-other');
  await other.fill('no link at all');
  await other.blur();
  await page.locator('.study-error').filter({ hasText: 'no link at all' }).waitFor();
  // a pasted link counts at once
  await other.fill('https://example.org/#v=1&p=base.1&name=My+policy&cpa=3000&b.p=hybrid.1&b.name=Hybrid+AI&co.marg=.25&n=64&e=2.0.0');
  await other.press('ControlOrMeta+a');
  await other.press('ControlOrMeta+x');
  await other.press('ControlOrMeta+v');
  await page.locator('.study-error').waitFor({ state: 'detached' });
  await analysed(page);
  await says(page, '1 input differs');
  const panel = page.locator('#compare-inputs');
  await panel.getByRole('tab').nth(1).click();
  assert.match(await panel.locator('tbody').innerText(), /Contribution margin\s+18%\s+25%/);
  await picture(page, 'compare', { fullPage: true });
  await assertAccessible(page, 'compare');
});
