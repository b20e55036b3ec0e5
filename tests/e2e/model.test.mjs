// The consultant: what lies behind the numbers, changed, refused, taken back, sent by link.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { LOOKS, inBothThemes, lookOptions, picture } from './support/pictures.mjs';
import { site } from './support/site.mjs';
import { counted, done, headline, saved, settled } from './support/workbench.mjs';

const s = site();
const CAUSE = '[data-assumption="causal_share"]';

/** Opens the page with its numbers, and the place of the model. */
async function open(t, options) {
  const page = await s.open(t, options);
  await done(page);
  await page.getByTestId('view-model').click();
  await page.locator(CAUSE).waitFor();
  return page;
}

/** Shows a section of the model. */
const tab = (page, place) => page.locator(`#model-tab-${place}`).click();

/** Types into a box and leaves it. */
async function type(box, text) {
  await box.fill(text);
  await box.press('Tab');
}

test('an assumption is searched, changed, kept by the link and taken back', async (t) => {
  const page = await open(t);
  await page.getByRole('searchbox').fill('reported effect');
  await page.waitForFunction(() => document.querySelectorAll('.assumption').length < 5);
  const high = page.locator(CAUSE).getByRole('textbox').nth(2);
  assert.equal(await high.inputValue(), '100%');
  await settled(page, () => type(high, '60'));
  assert.equal(await high.inputValue(), '60%');
  assert.match(await page.evaluate(() => location.hash), /as\.cause/);
  const hash = await page.evaluate(() => location.hash);
  await page.getByTestId('view-workbench').click();
  await page.locator('.model-head').waitFor({ state: 'detached' });
  const sentence = await headline(page).textContent();
  const other = await open(t, { path: hash });
  assert.equal(await other.locator(CAUSE).getByRole('textbox').nth(2).inputValue(), '60%');
  assert.equal(await headline(other).textContent(), sentence);
  await settled(page, () => page.getByRole('button', { name: 'Undo' }).click());
  await page.getByTestId('view-model').click();
  assert.equal(await page.locator(CAUSE).getByRole('textbox').nth(2).inputValue(), '100%');
});

test('what cannot be is refused with the reason', async (t) => {
  const page = await open(t);
  const row = page.locator(CAUSE);
  await type(row.getByRole('textbox').nth(2), '150%');
  await row.locator('.error').filter({ hasText: '0% to 100%' }).waitFor();
  assert.equal(await row.getByRole('textbox').nth(2).getAttribute('aria-invalid'), 'true');
  await settled(page, () => row.getByRole('checkbox').check());
  await counted(row.getByRole('textbox'), 1);
  await settled(page, () => row.getByRole('checkbox').uncheck());
  await counted(row.getByRole('textbox'), 3);
});

test('own figures are used once they fit, and a wrong one is seen', async (t) => {
  const page = await open(t);
  await tab(page, 1);
  const fact = (path) => page.locator(`[data-fact="${path}"]`);
  await settled(page, () => type(fact('company.customers'), '200万'));
  assert.equal(await fact('company.customers').inputValue(), '2,000,000');
  const before = await page.getByTestId('model-result').textContent();
  await type(fact('company.csi'), '120');
  await page.getByTestId('facts-waiting').waitFor();
  assert.match(await page.locator('#fact-company-csi-error').textContent(), /5 to 98/);
  assert.equal(await page.getByTestId('model-result').textContent(), before, 'the picture stays');
  await settled(page, () => type(fact('company.csi'), '70'));
  assert.equal(await page.getByTestId('facts-waiting').count(), 0);
  await settled(page, () => type(fact('company.orders_per_customer_year'), '0.8'));
  await page.locator('.calibration [data-far="true"]').first().waitFor();
});

test('figures go to a file and come back', async (t) => {
  const page = await open(t);
  await tab(page, 1);
  for (const [place, name] of [[0, /\.csv$/], [1, /\.json$/]]) {
    const download = page.waitForEvent('download');
    await page.locator('.files a').nth(place).click();
    assert.match((await download).suggestedFilename(), name);
  }
  const file = (text) => ({ name: 'own.csv', mimeType: 'text/csv', buffer: Buffer.isBuffer(text) ? text : Buffer.from(text) });
  await page.getByTestId('import').setInputFiles(file('field;value\ncompany.csi;high\n'));
  await page.getByTestId('imported').filter({ hasText: 'Row 2' }).waitFor();
  await page.getByTestId('import').setInputFiles(file('x'.repeat(1_048_577)));
  await page.getByTestId('imported').filter({ hasText: 'own.csv: It cannot be read, or is larger than 1 MB' }).waitFor();
  await settled(page, () => page.getByTestId('import').setInputFiles(file('field,value\ncompany.csi,71\ntoday.ai_share,30%\n')));
  assert.equal(await page.locator('[data-fact="company.csi"]').inputValue(), '71');
  // what was and what is, and the way back
  await page.getByTestId('import-changes').filter({ hasText: 'Satisfaction today' }).waitFor();
  assert.deepEqual(await page.getByTestId('import-changes').locator('tbody tr').first().locator('td').allTextContents(), ['68.5', '71']);
  await settled(page, () => page.getByTestId('import-undo').click());
  assert.equal(await page.locator('[data-fact="company.csi"]').inputValue(), '68.5');
  assert.equal(await page.getByTestId('imported').count(), 0);
  // as spreadsheets write them: decimal commas, UTF-16, GB18030, a workbook
  const wanted = async (bytes) => {
    await settled(page, () => page.getByTestId('import').setInputFiles(file(bytes)));
    assert.equal(await page.locator('[data-fact="company.average_order_value"]').inputValue(), '286.5');
    await settled(page, () => page.getByTestId('import-undo').click());
  };
  const comma = 'field;value\r\ncompany.average_order_value;286,50\r\ncompany.orders_per_customer_year;9,5\r\n';
  await wanted(comma);
  await wanted(Buffer.from(`\ufeff${comma}`, 'utf16le'));
  // 字段,数值 / 客单价,286.5 in GB18030
  await wanted(Buffer.from('d7d6b6ce2ccafdd6b50d0abfcdb5a5bcdb2c3238362e350d0a', 'hex'));
  await page.getByTestId('import').setInputFiles(file(Buffer.from('PK\x03\x04 xl/workbook.xml', 'latin1')));
  await page.getByTestId('imported').filter({ hasText: 'The workbook is damaged' }).waitFor();
  await page.getByTestId('import').setInputFiles(file('colour,size\nred,1\n'));
  await page.getByTestId('imported').filter({ hasText: 'The columns needed are field, value' }).waitFor();
});

test('what is typed and not in force has a sign, outlives a reload and can be given up', async (t) => {
  const page = await open(t);
  await tab(page, 1);
  const fact = (path) => page.locator(`[data-fact="${path}"]`);
  await type(fact('company.average_order_value'), '1e9');
  await page.getByTestId('facts-waiting').waitFor();
  await page.getByTestId('view-workbench').click();
  await page.getByTestId('model-waits').waitFor();
  await page.reload();
  await done(page);
  await page.getByTestId('model-waits').waitFor();
  await page.getByTestId('view-model').click();
  await page.locator(CAUSE).waitFor();
  await tab(page, 1);
  assert.equal(await fact('company.average_order_value').inputValue(), '1,000,000,000');
  await page.getByTestId('facts-waiting').getByRole('button').click();
  await page.getByTestId('model-waits').waitFor({ state: 'detached' });
  assert.equal(await fact('company.average_order_value').inputValue(), '460');
});

test('a number with two meanings is asked, and waits that cannot be meant are said', async (t) => {
  const page = await open(t);
  await settled(page, () => page.locator(CAUSE).getByRole('checkbox').check());
  await type(page.locator(CAUSE).getByRole('textbox'), '1');
  await page.locator(CAUSE).locator('.error').filter({ hasText: '1% or 100%' }).waitFor();
  await settled(page, () => type(page.locator(CAUSE).getByRole('textbox'), '100%'));
  await tab(page, 1);
  const fact = (path) => page.locator(`[data-fact="${path}"]`);
  await settled(page, () => type(fact('company.orders_per_customer_year'), '6,2'));
  assert.equal(await fact('company.orders_per_customer_year').inputValue(), '6.2');
  await settled(page, () => type(fact('company.first_response_minutes'), '30'));
  await page.locator('#fact-company-first-response-minutes-error .warning').filter({ hasText: 'of its capacity by day' }).waitFor();
  await page.locator('#fact-company-night-response-minutes-error .warning').filter({ hasText: 'answered faster' }).waitFor();
});

test('evidence is searched by words and by role', async (t) => {
  const page = await open(t);
  await tab(page, 2);
  const all = await page.locator('[data-evidence]').count();
  assert.ok(all > 50);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.waitForFunction((all) => document.querySelectorAll('[data-evidence]').length < all, all);
  await page.getByRole('searchbox').fill('lifetime 18');
  await page.waitForFunction(() => document.querySelectorAll('[data-evidence]').length < 6);
  await tab(page, 3);
  assert.ok((await page.locator('.limits li').count()) > 8);
});

test('the model is a place: its sections have addresses, Back leads to the place before, and the strip leads to the firm', async (t) => {
  const page = await open(t);
  assert.match(page.url(), /view=model(&|$)/);
  await tab(page, 2);
  await page.waitForFunction(() => location.hash.includes('view=model.evidence'));
  await page.getByTestId('view-study').click();
  await page.waitForFunction(() => location.hash.includes('view=analyse'));
  await page.goBack();
  await page.locator('[data-evidence]').first().waitFor();
  assert.equal(await page.getByTestId('view-model').getAttribute('aria-pressed'), 'true');
  await page.reload();
  await page.locator('[data-evidence]').first().waitFor();
  await page.getByTestId('own-firm').click();
  await page.locator('[data-fact="company.customers"]').waitFor();
  assert.match(page.url(), /view=model\.company/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'model');
  const other = await s.open(t, { path: new URL(page.url()).hash });
  await other.locator('[data-fact="company.customers"]').waitFor();
  assert.equal(await other.getByTestId('banner').count(), 0);
});

// row 35: "company facts changed" ten times, and gone after a reload
test('history tells field, values, time and reason, and outlasts a reload', async (t) => {
  const page = await open(t);
  await tab(page, 1);
  const fact = (path) => page.locator(`[data-fact="${path}"]`);
  const hour = () => page.evaluate(() => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 13).replace('T', ' '));
  const began = await hour();
  await settled(page, () => type(fact('company.customers'), '300000'));
  await settled(page, () => type(fact('company.csi'), '71'));
  await tab(page, 4);
  const rows = page.getByTestId('history').locator('li');
  const told = async () => Promise.all((await rows.all()).map(async (row) => [
    await row.locator('time').textContent(), (await row.locator('button span').textContent()).trim(),
    ...await row.getByTestId('reason').evaluateAll((boxes) => boxes.map((box) => box.value)),
  ]));
  await counted(rows, 3);
  await rows.nth(1).getByTestId('reason').fill('Customer file of May');
  await rows.nth(1).getByTestId('reason').press('Tab');
  const before = await told();
  assert.deepEqual(before.map((row) => row.slice(1)), [
    ['Satisfaction today: 68.5 → 71', ''], ['Active customers: 1,000,000 → 300,000', 'Customer file of May'], ['As opened'],
  ]);
  // an hour may turn meanwhile
  const hours = [began, await hour()];
  assert.ok(before.slice(0, 2).every(([time]) => hours.some((hour) => time.startsWith(hour))), `${before} from ${hours.join(' to ')}`);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid ?? ''), '', 'the next row has the focus');
  await page.reload();
  await rows.nth(2).waitFor();
  assert.deepEqual(await told(), before);
  assert.doesNotMatch(await page.evaluate(() => location.hash), /May/, 'not in the link');
  // what an earlier visit changed is taken back and comes again
  await settled(page, () => rows.nth(2).getByRole('button').click());
  await tab(page, 1);
  assert.equal(await fact('company.customers').inputValue(), '1,000,000');
  await settled(page, () => page.getByRole('button', { name: 'Redo' }).click());
  assert.equal(await fact('company.customers').inputValue(), '300,000');
  // and in the file
  await page.getByTestId('documents').click();
  const file = await saved(page, () => page.getByTestId('save-file').click());
  const { history } = JSON.parse(file.bytes.toString());
  assert.deepEqual(history[0].changes, [{ field: 'Active customers', from: '1,000,000', to: '300,000' }]);
  assert.equal(history[0].reason, 'Customer file of May');
  await page.getByTestId('open-file').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: file.bytes });
  await tab(page, 4);
  await page.getByTestId('reason').first().waitFor();
  assert.equal(await page.getByTestId('reason').first().inputValue(), 'Customer file of May');
});

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}`;
  test(`the model keeps WCAG 2.2 AA: ${name}`, async (t) => {
    const page = await open(t, lookOptions(look));
    await type(page.locator(CAUSE).getByRole('textbox').nth(2), '150%');
    await page.locator(CAUSE).locator('.error').filter({ hasText: '150%' }).waitFor();
    for (const [place, part] of ['assumptions', 'company', 'evidence', 'limits', 'history'].entries()) {
      await tab(page, place);
      await page.locator(`#model-panel-${place} > *`).first().waitFor();
      // a box that scrolling has cut in half is measured by the half in view
      await page.evaluate(() => scrollTo(0, 0));
      await inBothThemes(page, async (theme) => {
        await assertAccessible(page, `${part}, ${theme}`);
        await picture(page, `model-${part}-${name}-${theme}`);
      });
      const overflow = await page.locator(`#model-panel-${place}`).evaluate((e) => e.scrollWidth - e.clientWidth);
      assert.equal(overflow, 0, `${part}: nothing sticks out sideways`);
    }
  });
}
