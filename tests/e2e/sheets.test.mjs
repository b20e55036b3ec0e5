// A consultant, from a client's workbook to a link that reproduces and a workbook to take away; both in a part of the program of its own.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { site } from './support/site.mjs';
import { counted, done, numbers, press, saved, settled, slider, status } from './support/workbench.mjs';

const s = site();
const CLIENT = join(import.meta.dirname, 'fixtures/client.xlsx');
const SHEETS = /_sheets\.wasm$/;

/** Goes where the figures of the firm are. */
async function openFirm(page) {
  await page.getByTestId('own-firm').click();
  await page.getByTestId('import').waitFor({ state: 'attached' });
}

/** The files of an archive by name, unpacked. */
function unpacked(bytes) {
  const files = {};
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  for (let at = bytes.readUInt32LE(end + 16); bytes.readUInt32LE(at) === 0x02014b50;) {
    const [method, size, name, extra, comment, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), ...[28, 30, 32].map((k) => bytes.readUInt16LE(at + k)), bytes.readUInt32LE(at + 42)];
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const body = bytes.subarray(start, start + size);
    files[bytes.subarray(at + 46, at + 46 + name).toString()] = (method === 8 ? inflateRawSync(body) : body).toString();
    at += 46 + name + extra + comment;
  }
  return files;
}

test('the consultant: from a client’s workbook to a link that reproduces, and a workbook of every number', async (t) => {
  const page = await s.open(t, { first: true });
  const asked = s.host.requests.length;
  await done(page);
  await openFirm(page);
  await settled(page, () => page.getByTestId('import').setInputFiles(CLIENT));
  await page.getByTestId('imported').filter({ hasText: 'client.xlsx · Facts 2026' }).waitFor();
  await counted(page.getByTestId('import-changes').locator('tbody tr'), 8);
  for (const [path, shown] of [['company.customers', '182500'], ['company.contribution_margin', '28.75%'], ['company.first_response_minutes', '9.25'], ['today.customers_per_agent', '4,150']]) {
    const value = await page.locator(`[data-fact="${path}"]`).first().inputValue();
    assert.equal(value.replaceAll(',', ''), shown.replaceAll(',', ''), path);
  }
  await page.getByTestId('view-workbench').click();
  await page.getByTestId('firm-strip').filter({ hasText: 'Your firm' }).waitFor();
  assert.match(await page.getByTestId('firm-strip').textContent(), /182,500/);
  // a policy for this firm
  await settled(page, () => press(slider(page, 'customers_per_agent'), 'ArrowLeft', 3));
  const own = await numbers(page);

  // the link, as it is sent
  await page.getByTestId('share').click();
  const link = await page.locator('#share-link').inputValue();
  await page.keyboard.press('Escape');
  const other = await s.open(t, { path: new URL(link).hash });
  await done(other);
  await other.getByTestId('firm-strip').filter({ hasText: 'Your firm' }).waitFor();
  assert.deepEqual(await numbers(other), own, 'to the last digit');
  assert.match(await status(other).textContent(), /✓ verified: same numbers as the sender's/);
  assert.equal(await other.getByTestId('banner').count(), 0);

  // what is taken along: every number, as a workbook
  await page.getByTestId('view-brief').click();
  const file = await saved(page, () => page.locator('.brief-tools').getByTestId('workbook').click());
  assert.match(file.name, /^aftercast.*\.xlsx$/);
  const files = unpacked(file.bytes);
  assert.deepEqual([...files['xl/workbook.xml'].matchAll(/<sheet name="([^"]+)"/g)].map((found) => found[1]), ['Inputs', 'Policies', 'Months', 'Assumptions']);
  assert.match(files['xl/worksheets/sheet1.xml'], /<v>182500<\/v>/);
  assert.match(files['xl/worksheets/sheet1.xml'], /state="frozen"/);
  assert.match(files['xl/sharedStrings.xml'], new RegExp(new URL(link).hash.slice(1, 40).replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('&', '&amp;')));
  // the table of policies alone, for any spreadsheet
  const table = await saved(page, () => page.getByTestId('brief-csv').click());
  assert.match(table.name, /^aftercast.*policies\.csv$/);
  const rows = table.bytes.toString().split('\r\n\r\n')[1].split('\r\n');
  assert.match(rows[0], /^Policy,Field,/);
  assert.ok(rows.some((row) => /^A [^,]*,total_gain,/.test(row)), rows.slice(0, 4).join('\n'));
  // and it comes back as it went
  const back = await s.open(t, { first: true });
  await done(back);
  await openFirm(back);
  await settled(back, () => back.getByTestId('import').setInputFiles({ name: file.name, mimeType: '', buffer: file.bytes }));
  await back.getByTestId('imported').filter({ hasText: 'Inputs' }).waitFor();
  await counted(back.getByTestId('import-changes').locator('tbody tr'), 8);
  t.diagnostic(`${s.host.requests.slice(asked).filter((path) => SHEETS.test(path)).length} requests of the part`);
});

test('what is wrong with a workbook is said with its place, and nothing changes', async (t) => {
  const page = await s.open(t);
  await done(page);
  await openFirm(page);
  const file = (name) => readFileSync(join(import.meta.dirname, '../../crates/sheets/tests/files', name));
  const bring = async (name, bytes, said) => {
    await page.getByTestId('import').setInputFiles({ name, mimeType: '', buffer: bytes });
    await page.getByTestId('imported').filter({ hasText: said }).waitFor();
  };
  await bring('other.xlsx', file('client.xlsx'), 'Row 3: “Orders per customer and year” is not known here');
  await bring('locked.xlsx', file('locked.xlsx'), 'The workbook has a password');
  await bring('cut.xlsx', file('client.xlsx').subarray(0, 3000), 'The workbook is damaged');
  await bring('old.xls', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'save it as .xlsx');
  assert.equal(await page.getByTestId('import-undo').count(), 0);
});

test('the part is asked for when it is needed, and a line that fails can be tried again', async (t) => {
  const before = s.host.requests.length;
  const parts = () => s.host.requests.slice(before).filter((path) => SHEETS.test(path)).length;
  const page = await s.open(t, { allow: /_sheets|request failed|Failed to load/ });
  await done(page);
  await openFirm(page);
  assert.equal(parts(), 0, 'not before it is needed');
  await page.context().route(SHEETS, (route) => route.fulfill({ status: 503, body: 'busy' }), { times: 1 });
  await page.getByTestId('import').setInputFiles(CLIENT);
  const block = page.locator('#import-late');
  await block.locator('[data-act="again"]').waitFor();
  assert.equal(await block.getAttribute('data-cause'), 'answer');
  await settled(page, () => block.locator('[data-act="again"]').click());
  await page.getByTestId('imported').filter({ hasText: 'Facts 2026' }).waitFor();
  assert.equal(parts(), 1);
  // the export of a chart has it too, and needs nothing more
  await page.getByTestId('view-workbench').click();
  await page.locator('#fan').getByRole('button', { name: /^Export/ }).click();
  const made = await saved(page, () => page.locator('.export-choices').getByTestId('workbook').click());
  assert.match(made.name, /\.xlsx$/);
  assert.equal(parts(), 1);
});
