// The predictive record: a forecast kept as a file, what happened, and how the forecast fared.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { LOOKS, inBothThemes, lookOptions, picture } from './support/pictures.mjs';
import { site } from './support/site.mjs';
import { counted, done, staffUp } from './support/workbench.mjs';

const s = site();

const findings = (page) => page.getByTestId('study-findings');

/** Makes the forecast of a staffed policy on a day. */
async function forecast(page, { narrow = false } = {}) {
  await done(page);
  if (narrow) {
    await page.locator('#sheet-handle').click();
  }
  await staffUp(page);
  if (narrow) {
    // over the sheet stand no places
    await page.locator('#sheet-handle').click();
  }
  await page.getByTestId('view-study').click();
  await page.getByTestId('section-record').click();
  await page.getByTestId('field-date').fill('2026-11-30');
  await page.getByTestId('field-date').blur();
  await page.getByTestId('study-start').click();
  await findings(page).waitFor();
}

async function save(page, id) {
  const download = page.waitForEvent('download');
  await page.getByTestId(id).click();
  return download.then(async (file) => ({ name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }));
}

const bring = (page, name, text) => page.getByTestId('record-bring').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/** Text of JSON without the spaces between its parts: numbers stay as they are written. */
const compact = (json) => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

/** Enters the median of the forecast for so many months. */
async function comeTrue(page, content, months) {
  for (let t = 0; t < months; t += 1) {
    for (let k = 0; k < content.figures.length; k += 1) {
      const value = content.figures[k].bands[t][1];
      const box = page.getByTestId(`happened-${t}-${k}`);
      await box.fill(content.figures[k].figure === 'repurchase' ? `${100 * value}%` : String(value));
      await box.blur();
    }
  }
}

test('a forecast is a file with a digest, and is scored by what happened', async (t) => {
  const page = await s.open(t);
  await forecast(page);
  await page.locator('.study-line').filter({ hasText: 'Save the forecast as a file' }).waitFor();
  const { name, text } = await save(page, 'record-save');
  assert.equal(name, 'aftercast-forecast-2026-11-30.json');
  const { content, digest } = JSON.parse(text);
  const [, inner] = compact(text).match(/^\{"content":(.*),"digest":"[0-9a-f]{64}"\}$/);
  assert.equal(createHash('sha256').update(inner).digest('hex'), digest);
  assert.ok((await findings(page).innerText()).includes(digest));
  assert.equal(content.months[0], '2026-12');
  await comeTrue(page, content, 3);
  await findings(page).filter({ hasText: 'After 3 months 5 of 5 figures fare no worse' }).waitFor();
  await counted(page.locator('.study-panel'), 6);
  // a box that cannot be read says so and keeps what was there
  await page.getByTestId('happened-0-1').fill('610');
  await page.getByTestId('happened-0-1').blur();
  await page.locator('.record-happened .study-error').filter({ hasText: 'from 0 to 100' }).waitFor();
  assert.equal(await page.getByTestId('happened-0-1').inputValue(), '610');
  // and all of it is there at the next visit
  await page.reload();
  await done(page);
  await page.getByTestId('view-study').click();
  await page.getByTestId('section-record').click();
  await findings(page).filter({ hasText: 'After 3 months 5 of 5' }).waitFor();
});

test('files go to another machine, and one that was changed is not taken', async (t) => {
  const page = await s.open(t);
  await forecast(page);
  const json = await save(page, 'record-save');
  await comeTrue(page, JSON.parse(json.text).content, 1);
  const csv = await save(page, 'record-save-happened');
  assert.match(csv.text, /^month,first_response,csi,contacts,repurchase,cost\n2026-12,[0-9]/);
  const other = await s.open(t);
  await done(other);
  await other.getByTestId('view-study').click();
  await other.getByTestId('section-record').click();
  await bring(other, 'forecast.json', json.text.replace('2026-11-30', '2026-10-31'));
  await other.getByTestId('record-trouble').filter({ hasText: 'changed after it was made' }).waitFor();
  await bring(other, 'forecast.json', json.text);
  await bring(other, 'happened.csv', 'month,csi\n2026-12,soon\n');
  await other.getByTestId('record-trouble').filter({ hasText: 'Row 2: csi is “soon”, which is not a number' }).waitFor();
  await bring(other, 'year.csv', 'x'.repeat(1_048_577));
  await other.getByTestId('record-trouble').filter({ hasText: 'year.csv: It cannot be read, or is larger than 1 MB' }).waitFor();
  await bring(other, 'happened.csv', csv.text);
  await findings(other).filter({ hasText: '5 of 5 monthly figures' }).waitFor();
});

test('what happened comes from a workbook, and one that is damaged takes nothing away', async (t) => {
  const page = await s.open(t);
  await forecast(page);
  const workbook = readFileSync(join(import.meta.dirname, 'fixtures/happened.xlsx'));
  await bring(page, 'happened.xlsx', workbook);
  const shows = (box, value) => page.waitForFunction(([box, value]) => document.querySelector(`[data-testid="${box}"]`)?.value === value, [box, value]);
  await shows('happened-0-1', '61.25');
  await shows('happened-0-3', '52.5%');
  await shows('happened-1-1', '62');
  await bring(page, 'cut.xlsx', workbook.subarray(0, 3000));
  await page.getByTestId('record-trouble').filter({ hasText: 'The workbook is damaged' }).waitFor();
  await shows('happened-0-1', '61.25');
});

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}`;
  test(`the record keeps WCAG 2.2 AA: ${name}`, async (t) => {
    const page = await s.open(t, lookOptions(look));
    await forecast(page, { narrow: look.width < 600 });
    const { text } = await save(page, 'record-save');
    await comeTrue(page, JSON.parse(text).content, 3);
    await page.getByTestId('happened-3-1').fill('610');
    await page.getByTestId('happened-3-1').blur();
    await page.locator('.record-happened .study-error').waitFor();
    await inBothThemes(page, async (theme) => {
      await picture(page, `record-${name}-${theme}`, { fullPage: true });
      await assertAccessible(page, `the record, ${theme}`);
    });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, 'nothing sticks out sideways');
  });
}
