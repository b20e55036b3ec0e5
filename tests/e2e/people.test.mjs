// Three people, each from the first look to what they leave with.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pagesOf } from './support/pdf.mjs';
import { PLAIN, site } from './support/site.mjs';
import { box, done, exported, figure, headline, node, numbers, press, row, settled, slider, status } from './support/workbench.mjs';

const s = site();

test('the executive: ten minutes, a decision, a page to take along', async (t) => {
  const page = await s.open(t, { path: PLAIN });
  await done(page);
  // what would it do to hire?
  await settled(page, () => press(slider(page, 'customers_per_agent'), 'ArrowLeft', 20));
  const hiring = Number((await figure(page).textContent()).match(/\d+/)[0]);
  // the own yardstick: the money back within a year
  await page.getByTestId('goal').click();
  const editor = page.getByTestId('goal-editor');
  await editor.getByRole('combobox').selectOption({ label: 'Pays back within' });
  await editor.getByRole('textbox').fill('12');
  await editor.getByRole('textbox').press('Enter');
  await headline(page).filter({ hasText: /pays back within 12 months/ }).waitFor();
  const within = Number((await figure(page).textContent()).match(/\d+/)[0]);
  assert.ok(within <= hiring, `${within} of 100 pay within a year, ${hiring} at all`);
  // a ready alternative beside it
  await page.getByRole('button', { name: 'Presets' }).click();
  await settled(page, () => page.getByRole('dialog', { name: 'Presets' }).getByRole('button', { name: /Value centre|value centre/ }).first().click());
  await row(page, 1).and(page.locator('[data-selected="true"]')).filter({ hasText: 'Value centre' }).waitFor();
  assert.equal(await figure(page).textContent(), '0 of 100', 'a centre is not paid back within a year');
  // where the gain comes from, in the model's words
  await node(page, 'satisfaction').click();
  await page.getByTestId('chain-detail').filter({ hasText: /\d/ }).waitFor();
  // what is taken along
  const png = await exported(page, '#fan', 'png');
  assert.equal(png.bytes.subarray(1, 4).toString(), 'PNG');
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length, 1, 'one page');
});

test('the executive: from nothing to a printed brief of the own firm in at most twelve presses', async (t) => {
  const page = await s.open(t, { first: true, before: (page) => page.addInitScript(() => { window.print = () => { window.printed = document.querySelector('.brief').innerText; }; }) });
  await done(page);
  let presses = 0;
  const press = async (locator) => {
    presses += 1;
    await locator.click();
  };
  // eight figures that a firm knows by heart, from box to box by keyboard
  const figures = [
    ['customers', '300000'], ['orders_per_customer_year', '4,5'], ['average_order_value', '380'], ['contribution_margin', '22%'],
    ['today.customers_per_agent', '4500'], ['first_response_minutes', '6 min'], ['csi', '71'], ['stated_costs.labour', '9,6M'],
  ].map(([path, typed]) => [path.includes('today') ? path : `company.${path}`, typed]);
  await press(page.getByTestId('own-firm'));
  const focused = () => page.evaluate(() => document.activeElement.dataset.fact);
  await page.locator(`[data-fact="${figures[0][0]}"]`).focus();
  for (const [path, typed] of figures) {
    assert.equal(await focused(), path, 'the boxes follow each other');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(typed);
    await page.keyboard.press('Tab');
  }
  await page.getByTestId('facts-waiting').waitFor({ state: 'detached' });
  await page.getByTestId('firm-strip').filter({ hasText: 'Your firm' }).waitFor();
  await done(page);
  const claim = await headline(page).textContent();
  await press(page.getByTestId('view-brief'));
  await page.locator('.brief-charts svg').nth(1).waitFor();
  // asked for at once: printed once the answers stand
  await press(page.getByTestId('brief-print'));
  await page.waitForFunction(() => window.printed);
  assert.doesNotMatch(await page.evaluate(() => window.printed), /Computing/);
  t.diagnostic(`${presses} presses`);
  assert.ok(presses <= 12, `${presses} presses`);
  // what came on paper: one page, of this firm, with the claim that the page made
  const pages = await pagesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  assert.equal(pages.length, 1, 'one page');
  for (const part of [/Your firm · \d{4}-\d\d-\d\d/, /300,000 customers/, /¥513M revenue/, /1 agent for 4,500/, /wait 6 min/, /satisfaction 71/, /co\.marg=\.22/, /co\.bklab=9600000/]) {
    assert.match(pages[0], part);
  }
  const words = (text) => text.replace(/[\s\u2060\u00a0]+/g, '');
  assert.ok(words(pages[0]).includes(words(claim)), `${claim} on ${pages[0]}`);
  assert.doesNotMatch(pages[0], /Computing/, 'the answers are there');
});

test('the consultant: own figures, a disputed assumption, a link that gives the same numbers elsewhere', async (t) => {
  const page = await s.open(t, { path: PLAIN });
  await done(page);
  await page.getByTestId('view-model').click();
  await page.locator('#model-tab-1').click();
  const csv = 'field,value\ncompany.customers,2000000\ncompany.csi,71\ntoday.customers_per_agent,4500\n';
  await settled(page, () => page.getByTestId('import').setInputFiles({ name: 'firm.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }));
  assert.equal(await page.locator('[data-fact="company.csi"]').inputValue(), '71');
  // the check list says what the calibration makes of it
  await page.locator('.calibration').filter({ hasText: /\d/ }).waitFor();
  await page.locator('#model-tab-0').click();
  const high = page.locator('[data-assumption="causal_share"]').getByRole('textbox').nth(2);
  await settled(page, async () => {
    await high.fill('80%');
    await high.press('Tab');
  });
  await page.getByTestId('view-workbench').click();
  await settled(page, () => press(slider(page, 'customers_per_agent'), 'ArrowLeft', 10));
  await settled(page, () => press(slider(page, 'ai_share'), 'ArrowRight', 7));
  const agents = await slider(page, 'customers_per_agent').inputValue();
  const sent = await numbers(page);
  await page.getByTestId('share').click();
  const link = await page.locator('#share-link').inputValue();
  // another machine, another day
  const other = await s.open(t, { path: new URL(link).hash });
  await done(other);
  assert.deepEqual(await numbers(other), sent);
  assert.ok((await other.evaluate(() => location.hash)).includes(`cpa=${agents}`), 'its address says the same');
  assert.match(await status(other).textContent(), /✓ verified: same numbers as the sender's/);
  assert.equal(await other.getByTestId('banner').count(), 0);
});

test('the teacher: a lesson, a guess, the answer, and all guesses in one table', async (t) => {
  const page = await s.open(t, { path: PLAIN });
  await done(page);
  await page.getByTestId('teach').click();
  await page.getByRole('button', { name: 'Start The staffing cliff' }).click();
  await page.getByTestId('lesson').waitFor();
  await done(page);
  // people say what they expect before they see it
  await page.getByTestId('teach').click();
  await page.locator('#teach-tab-1').click();
  await page.getByTestId('predict-begin').click();
  await settled(page, async () => {
    await box(page, 'customers_per_agent').fill('4000');
    await box(page, 'customers_per_agent').press('Enter');
  });
  await page.getByLabel('Name', { exact: true }).fill('Ann');
  await page.getByLabel('Of 100', { exact: true }).fill('70');
  await page.getByLabel('Of 100', { exact: true }).press('Enter');
  await page.getByTestId('reveal').click();
  await figure(page).filter({ hasText: /^8[23]/ }).waitFor();
  await page.getByTestId('guesses').getByText('Ann').waitFor();
  await page.getByTestId('predict-end').click();
  await page.getByTestId('predict-end').filter({ hasText: 'Press again' }).click();
  // twenty laptops, two of them here: their links in one table
  const links = [];
  for (const agents of [3000, 4500]) {
    const pupil = await s.open(t, { path: new URL(page.url()).hash });
    await done(pupil);
    await settled(pupil, async () => {
      await box(pupil, 'customers_per_agent').fill(String(agents));
      await box(pupil, 'customers_per_agent').press('Enter');
    });
    await pupil.waitForFunction((agents) => location.hash.includes(`cpa=${agents}`), agents);
    links.push(pupil.url());
  }
  await page.getByTestId('teach').click();
  await page.locator('#teach-tab-3').click();
  await page.locator('#room-links').fill(`Ann: ${links[0]}\nBo: ${links[1]}\n`);
  await page.getByTestId('room-read').click();
  await page.getByText('2 of 2 links are computed').waitFor();
  await page.locator('#room').getByRole('tab', { name: 'Table' }).click();
  assert.ok((await page.locator('#room tbody tr').allTextContents()).some((row) => row.startsWith('Bo') && row.includes('±')));
});
