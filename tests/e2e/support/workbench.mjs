// What tests ask of the page. Everything waits for a state of the page, never for a time.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export const headline = (page) => page.getByTestId('headline');
/** The chance that the policy in hand meets the goal, as the table has it. */
export const figure = (page) => page.locator('[data-testid="policy-row"][data-selected="true"] [data-column="goal"]');
export const status = (page) => page.getByTestId('status');
/** A row of the table of policies: 0 is today. */
export const row = (page, place) => page.getByTestId('policy-row').nth(place);
/** The box with the name of the policy in hand. */
export const nameBox = (page) => page.getByTestId('policy-name');
export const node = (page, id) => page.locator(`[data-node="${id}"]`);

/** The slider of a lever, by its id in the registry. */
export const slider = (page, lever) => page.locator(`[data-lever="${lever}"]`).getByRole('slider');
/** The number box of a lever. */
export const box = (page, lever) => page.locator(`[data-lever="${lever}"]`).getByRole('textbox');
/** What the page says was wrong with a number. */
export const refusal = (page, lever) => page.locator(`#lever-${lever}-error`);

const run = async (page) => Number(await status(page).getAttribute('data-run'));

/** Waits until every draw of the run in force is in the picture. */
export async function done(page, after = 0) {
  await page.waitForFunction((after) => {
    const { state, run } = document.querySelector('[data-testid="status"]')?.dataset ?? {};
    return state === 'done' && Number(run) > after;
  }, after);
}

/** Does something that starts a run, and waits until that run is complete. */
export async function settled(page, act) {
  const before = await run(page);
  await act();
  await done(page, before);
}

/** Waits until the goal is drawn over the range of every headline lever. */
export const goalLines = (page) =>
  page.waitForFunction(() => [...document.querySelectorAll('.goal-line svg')].every((line) => line.ariaHidden === 'false'));

/** Waits until the three answers stand and are of the inputs on the page. */
export const answered = (page) =>
  page.waitForFunction(() => {
    const answers = [...document.querySelectorAll('.answer')];
    return answers.length === 3 && answers.every((answer) => answer.ariaBusy === 'false' && answer.dataset.stale === 'false');
  });

/** Opens how the open section of the analyses is answered. */
export const options = (page) => page.getByTestId('study-options').evaluate((details) => { details.open = true; });

/** A press is shown in the next frame: until then the section of the analyses before stands there, answered. */
const pressShown = (page) => page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));

/** Waits until the open section of the analyses goes on no more by itself: with its answer, or with the button that asks for one. */
export async function rested(page) {
  await pressShown(page);
  await page.locator('.study .study-run[data-settled="true"]').waitFor({ state: 'attached' });
}

/** Waits until the open section of the analyses has an answer and none is on its way; on a machine where it takes long it is asked for. */
export async function analysed(page) {
  await pressShown(page);
  // seen and pressed in one step: an answer of another question may come in between
  await page.waitForFunction(() => {
    const run = document.querySelector('.study .study-run');
    if (run?.dataset.settled !== 'true') {
      return false;
    }
    const button = run.querySelector('button');
    button?.click();
    // where one sentence is all that was found, it is the title of the picture
    return !button && document.querySelector('[data-testid="study-findings"], .study-panel') !== null;
  });
}

/** Waits until there are so many, no more and no fewer. */
export async function counted(locator, wanted, why) {
  for (let left = 200; left > 0 && await locator.count() !== wanted; left -= 1) {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  assert.equal(await locator.count(), wanted, why);
}

/** Presses a key so many times. */
export async function press(locator, key, times) {
  for (let i = 0; i < times; i += 1) {
    await locator.press(key);
  }
}

/** Moves customers per agent of the policy in hand from 5 000 to 3 000, in one go: each step on the way would be a run. */
export async function staffUp(page) {
  await settled(page, () => slider(page, 'customers_per_agent').fill('3000'));
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '3000');
}

/**
 * Every number of the page as it is written: headline, cards, chain, tables of both charts, months, and what is computed
 * beside the run: the survey at face value and the sizes of the uncertainties, which a page without workers leaves out.
 */
export async function numbers(page, { aside = true } = {}) {
  const texts = async (locator) => (await locator.allTextContents()).map((text) => text.trim());
  const charts = {};
  for (const chart of ['fan', 'difference']) {
    await page.locator(`#${chart}`).getByRole('tab').nth(1).click();
    charts[chart] = await texts(page.locator(`#${chart} tbody tr`));
    await page.locator(`#${chart}`).getByRole('tab').nth(0).click();
  }
  return {
    headline: await headline(page).textContent(),
    // whether a link was verified is no number
    sub: (await page.getByTestId('headline-sub').textContent()).replace(/✓ \S+ · /, ''),
    ...(aside && {
      faceValue: await page.getByTestId('face-value-line').textContent(),
      uncertainties: await page.getByTestId('uncertainties').textContent(),
    }),
    policies: await texts(page.getByTestId('policy-row').locator('td')),
    chain: await texts(page.locator('.node')),
    months: await texts(page.locator('#months-body tbody tr')),
    ...charts,
  };
}

/** The file that a click makes. */
export async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** What the export menu of a chart or table gives. */
export async function exported(page, place, kind) {
  await page.locator(place).getByRole('button', { name: /^Export/ }).click();
  const file = await saved(page, () => page.getByTestId(`export-${kind}`).click());
  await page.keyboard.press('Escape');
  return file;
}
