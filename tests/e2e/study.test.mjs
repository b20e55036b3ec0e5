// The analyses: a late part, loaded when they are opened, about the document at hand, computed in workers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { SHOWN, shown } from './support/first_load.mjs';
import { LOOKS, inBothThemes, lookOptions, picture } from './support/pictures.mjs';
import { FEW_DRAWS, PLAIN, site } from './support/site.mjs';
import { analysed, done, options, rested, slider, staffUp } from './support/workbench.mjs';

const s = site();

const findings = (page) => page.getByTestId('study-findings');

/** Opens the analyses and waits for their part. */
async function openStudy(page) {
  await page.getByTestId('view-study').click();
  await page.getByTestId('study').waitFor();
}

/** Waits until the open section answers what is asked, with few futures a bar. */
async function compute(page) {
  await options(page);
  await page.getByTestId('field-bar-draws').selectOption('64');
  await page.getByTestId('study-options').locator('summary').filter({ hasText: '64' }).waitFor();
  await analysed(page);
}

test('the analyses are no part of a first visit', async (t) => {
  const before = s.host.requests.length;
  const page = await s.open(t);
  await done(page);
  await shown(page);
  const part = (path) => path.replace(/.*\/app-[0-9a-f]+_/, '');
  const asked = () => s.host.requests.slice(before).filter((path) => path.endsWith('.wasm')).map(part);
  await openStudy(page);
  assert.deepEqual(asked(), ['bg.wasm', 'shared.wasm', 'late.wasm']);
  // the charts below ask for them as soon as the first result is shown: what counts is what was asked for before it
  await page.waitForFunction(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length === 3);
  const first = await page.evaluate((mark) => performance.getEntriesByType('resource')
    .filter(({ name, startTime }) => name.endsWith('.wasm') && startTime <= performance.getEntriesByName(mark)[0].startTime).map(({ name }) => name), SHOWN);
  assert.deepEqual(first.map(part), ['bg.wasm']);
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
  const panel = page.locator('.study-panel').first();
  assert.match(await panel.locator('h2').innerText(), /matters most/);
  await panel.getByRole('tab').nth(1).click();
  const rows = await panel.locator('tbody tr').count();
  // the same question gives the same digits, asked anew after a reload
  const first = await panel.locator('tbody').innerText();
  await page.reload();
  await analysed(page);
  await panel.getByRole('tab').nth(1).click();
  assert.equal(await panel.locator('tbody').innerText(), first);
  await page.getByTestId('view-model').click();
  await page.locator('[data-assumption]').first().waitFor();
  assert.equal(rows, await page.locator('[data-assumption]').count(), 'every assumption has its row');
});

test('a computation can be cancelled, and a change of the document is told', async (t) => {
  const page = await s.open(t);
  await done(page);
  await staffUp(page);
  await openStudy(page);
  await page.getByTestId('section-frontier').click();
  // it takes long, says so, and waits for the button
  assert.match(await page.getByTestId('study-start').innerText(), /^Compute: about \d+ (s|min)$/);
  await page.getByTestId('study-start').click();
  await page.getByTestId('study-cancel').click();
  await page.getByTestId('study-start').waitFor();
  assert.equal(await findings(page).count(), 0, 'nothing of it is kept');
  await options(page);
  await page.getByTestId('field-evaluations').selectOption('200');
  await page.getByTestId('field-search-draws').selectOption('64');
  await analysed(page);
  // what it finds is of the policy
  await page.getByTestId('section-stress').click();
  await analysed(page);
  const words = await findings(page).innerText();
  assert.doesNotMatch(await page.locator('.study-line').textContent(), /earlier question/);
  // the bar stays: taking the lever back changes the document under the analyses
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction((words) => {
    const line = document.querySelector('.study-line').textContent;
    const found = document.querySelector('[data-testid="study-findings"]')?.innerText;
    // where it takes long the answer stands there and says so; else another one comes by itself
    return line.includes('answers an earlier question') || (found !== undefined && found !== words);
  }, words);
});

test('a quick section opens with its result, follows what is set, and its Options say what that is', async (t) => {
  const page = await s.open(t, { path: PLAIN });
  await done(page);
  await openStudy(page);
  for (const section of ['tornado', 'ranking']) {
    await page.getByTestId(`section-${section}`).click();
    // by itself: what waits for its button comes to rest without an answer
    await rested(page);
    assert.equal(await page.getByTestId('study-start').count(), 0, `${section}: nothing is left to start`);
    await findings(page).or(page.locator('.study-panel')).first().waitFor();
    await page.locator('.study-panel canvas').first().waitFor();
  }
  await page.getByTestId('field-outcome').selectOption('csi');
  await page.locator('.study-panel p.hint, .study-panel h2').filter({ hasText: 'Satisfaction' }).first().waitFor();
  await analysed(page);
  await page.getByTestId('section-tornado').click();
  const details = page.getByTestId('study-options');
  assert.equal(await details.evaluate((element) => element.open), false);
  assert.match(await details.locator('summary').first().innerText(), /^Options: Compared with: – \(the policy alone\); Futures for each bar: \d+; 1,024 draws$/);
});

test('the address holds the section, Back leads to the place before, and what is typed wrong opens its group', async (t) => {
  const page = await s.open(t);
  await done(page);
  await openStudy(page);
  await page.getByTestId('section-stress').click();
  await page.waitForFunction(() => location.hash.includes('view=analyse.stress'));
  await page.getByTestId('view-budget').click();
  await page.waitForFunction(() => location.hash.includes('view=budget'));
  await page.goBack();
  await page.locator('[data-testid="section-stress"][aria-current="true"]').waitFor();
  await page.locator('#study-main').focus();
  await page.goBack();
  await slider(page, 'customers_per_agent').waitFor();
  assert.ok(!(await page.evaluate(() => location.hash)).includes('view='));
  await page.waitForFunction(() => document.activeElement.id === 'result');
  await page.goForward();
  await page.locator('[data-testid="section-stress"][aria-current="true"]').waitFor();
  await page.reload();
  await page.locator('[data-testid="section-stress"][aria-current="true"]').waitFor();
  await page.getByTestId('section-frontier').click();
  await options(page);
  await page.getByTestId('field-seed').fill('many');
  await page.getByTestId('field-seed').press('Enter');
  await page.locator('.study-options .study-error').waitFor();
  await page.getByTestId('study-options').locator('summary').first().click();
  // a link to a section that is not here opens, and says so
  const hash = await page.evaluate(() => location.hash);
  await page.evaluate((hash) => { location.hash = hash.replace('analyse.frontier', 'analyse.garden').replace(/&k=[^&]*/, ''); }, hash);
  await page.locator('.study-line').filter({ hasText: 'garden' }).waitFor();
});

test('charts of the analyses are taken away as picture, drawing and every number', async (t) => {
  const page = await s.open(t, { path: PLAIN });
  await done(page);
  await openStudy(page);
  await page.getByTestId('section-ranking').click();
  await analysed(page);
  const file = async (kind) => {
    await page.locator('.study-panel .export > button').first().click();
    const coming = page.waitForEvent('download');
    await page.getByTestId(`export-${kind}`).click();
    const saved = await coming;
    await page.keyboard.press('Escape');
    return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
  };
  const png = await file('png');
  assert.ok(png.name.endsWith('-ranking.png') && png.bytes.subarray(1, 4).toString() === 'PNG');
  assert.match((await file('svg')).bytes.toString(), /<svg[^]*seed 42/);
  const csv = (await file('csv')).bytes.toString();
  for (const part of ['Document,', 'Date,20', 'Engine,2', 'Seed,42', 'Draws,1024', 'view=analyse.ranking']) {
    assert.ok(csv.includes(part), `${part} in ${csv}`);
  }
  assert.match(csv, /,-?\d+\.\d{6,}/, 'numbers are whole');
});

test('the language and the theme follow the bar', async (t) => {
  const page = await s.open(t);
  await done(page);
  await openStudy(page);
  await page.getByRole('button', { name: '中文' }).click();
  await page.locator('#study .study-head h1').filter({ hasText: /[\u4e00-\u9fff]/ }).waitFor();
  await analysed(page);
  const taken = () => page.evaluate(() => document.querySelector('.study-panel canvas').toDataURL());
  await page.locator('.study-panel canvas').first().waitFor();
  // the last stroke of the picture comes a frame after its answer
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))); }));
  const light = await taken();
  assert.equal(await taken(), light, 'the chart is at rest');
  const background = () => page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  const before = await background();
  await page.getByTestId('theme').click();
  await page.locator('html[data-theme="dark"]').waitFor();
  assert.notEqual(await background(), before);
  await page.waitForFunction((light) => document.querySelector('.study-panel canvas').toDataURL() !== light, light);
});

test('on a phone the list of analyses shows the open one', async (t) => {
  const page = await s.open(t, { path: `${FEW_DRAWS.replace(/&k=.*/, '')}&view=analyse.behaviour`, width: 390, height: 844 });
  await done(page);
  const open = page.locator('.study-sections [aria-current]');
  await open.filter({ hasText: 'Behaviour checks' }).waitFor();
  await page.waitForFunction(() => {
    const [list, open] = ['.study-sections', '.study-sections [aria-current]'].map((name) => document.querySelector(name).getBoundingClientRect());
    return open.left >= list.left && open.right <= list.right;
  });
  // a name of a group stands in one line
  assert.ok(await page.locator('.study-sections h2').evaluateAll((heads) => heads.every((head) => head.getBoundingClientRect().height < 30)));
});

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}`;
  test(`the analyses keep WCAG 2.2 AA: ${name}`, async (t) => {
    const page = await s.open(t, lookOptions(look));
    await done(page);
    if (look.width < 600) {
      await page.locator('#sheet-handle').click();
    }
    await staffUp(page);
    if (look.width < 600) {
      // over the sheet stand no places
      await page.locator('#sheet-handle').click();
    }
    await openStudy(page);
    await compute(page);
    await inBothThemes(page, async (theme) => {
      await picture(page, `study-${name}-${theme}`, { fullPage: true });
      await assertAccessible(page, `an analysis, ${theme}`);
    });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, 'nothing sticks out sideways');
  });
}
