// Taking away, sending and keeping: exports, the share dialog, embedding, documents, history, print.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { assertAccessible } from './support/accessibility.mjs';
import { LOOKS, inBothThemes, lookOptions, picture } from './support/pictures.mjs';
import { PLAIN, keep, site } from './support/site.mjs';
import { nameBox, counted, done, exported, figure, headline, saved, settled, slider, staffUp } from './support/workbench.mjs';

const s = site();

async function open(t, options) {
  const page = await s.open(t, options);
  await done(page);
  return page;
}

test('a chart goes as picture and drawing with its source, and as table', async (t) => {
  const page = await open(t, { path: PLAIN });
  await staffUp(page);
  const png = await exported(page, '#fan', 'png');
  assert.equal(png.name, 'aftercast-fan.png');
  const { width } = PNG.sync.read(png.bytes);
  assert.equal(width, 2 * (896 + 64), 'twice the size');
  const svg = (await exported(page, '#difference', 'svg')).bytes.toString();
  for (const part of ['seed 42', '5,000 → 3,000', '1,024 draws', 'engine 2.0.0']) {
    assert.ok(svg.includes(part), part);
  }
  keep('export-fan.png', png.bytes);
  const parsed = await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent, svg);
  assert.equal(parsed, undefined, 'well-formed');
  const csv = (await exported(page, '#fan', 'csv')).bytes;
  assert.deepEqual([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const [head, table] = csv.toString().split('\r\n\r\n');
  for (const part of ['Firm,', 'Policies,', 'Date,20', 'Link,http']) {
    assert.ok(head.includes(part), `${part} in ${head}`);
  }
  const lines = table.split('\r\n');
  assert.equal(lines.length, 38, 'a heading, 36 months and the last line end');
  assert.match(lines[1], /^1(,-?\d+(\.\d+)?)+$/, 'numbers are numbers');
  assert.match((await exported(page, '#months-body', 'csv')).name, /months\.csv$/);
});

test('a scenario file is saved and opened, and a bad one changes nothing', async (t) => {
  const page = await open(t);
  await staffUp(page);
  const sentence = await headline(page).textContent();
  await page.getByTestId('share').click();
  const file = await saved(page, () => page.getByTestId('save-file').click());
  assert.equal(file.name, 'aftercast-scenario.json');
  await page.keyboard.press('Escape');
  await settled(page, () => slider(page, 'customers_per_agent').press('End'));
  await page.getByTestId('documents').click();
  const chooser = (bytes) => page.getByTestId('open-file').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: bytes });
  await chooser(file.bytes);
  await page.waitForFunction((text) => document.querySelector('[data-testid="headline"]').textContent === text, sentence);
  await page.getByTestId('documents').click();
  await chooser(Buffer.from('{"policy":{"customers_per_agent":1},"colour":2}'));
  const banner = page.getByTestId('banner').filter({ hasText: 'was not opened' });
  await banner.waitFor();
  assert.match(await banner.textContent(), /colour/);
  assert.equal(await headline(page).textContent(), sentence);
});

test('the dialog has the link, its code, a summary and the code to embed', async (t) => {
  const page = await open(t);
  await staffUp(page);
  await page.getByTestId('share').click();
  const link = await page.locator('#share-link').inputValue();
  assert.equal(link, page.url());
  const summary = await page.locator('#share-summary').inputValue();
  assert.ok(summary.startsWith(await headline(page).textContent()) && summary.endsWith(link), summary);
  const shot = PNG.sync.read(await page.locator('#share-dialog').getByTestId('qr').screenshot());
  assert.equal(jsqr.default(new Uint8ClampedArray(shot.data), shot.width, shot.height)?.data, link, 'the code reads as the link');
  const embed = await page.locator('#share-embed').inputValue();
  const source = await page.evaluate((html) => new DOMParser().parseFromString(html, 'text/html').querySelector('iframe').src, embed);
  const figures = await figure(page).textContent();
  const inside = await open(t, { path: source.slice(s.host.url.length) });
  assert.equal(await figure(inside).textContent(), figures);
  assert.equal(await inside.locator('header.topbar, .levers').count(), 0);
  await assertAccessible(inside, 'embedded');
  await picture(inside, 'embedded');
  assert.equal(await inside.getByRole('link', { name: 'Open in Aftercast' }).getAttribute('href').then((href) => href.includes('embed')), false);
});

test('what is copied carries nothing of this visit', async (t) => {
  const page = await open(t, { path: '?from=x&utm_source=mail' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await staffUp(page);
  await page.getByTestId('copy-link').click();
  await page.getByTestId('copy-link').filter({ hasText: 'Link copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.startsWith(`${s.host.url}#v=1&`), copied);
  await page.getByTestId('share').click();
  assert.equal(await page.locator('#share-link').inputValue(), copied);
  for (const field of ['summary', 'embed']) {
    assert.doesNotMatch(await page.locator(`#share-${field}`).inputValue(), /utm_source|from=x/);
  }
});

test('a long document has a code that opens to it', async (t) => {
  const page = await open(t, { locale: 'zh-CN' });
  for (let policies = 3; policies < 7; policies += 1) {
    await settled(page, () => page.locator('.add-policy').click());
    // another number for each: a lever that is where it goes starts no run
    await settled(page, () => slider(page, 'customers_per_agent').fill(String(1500 + 500 * policies)));
    const name = nameBox(page);
    await name.fill(`更多客服与更少人工智能的方案第 ${policies} 号`);
    await name.press('Enter');
  }
  await done(page);
  await page.getByTestId('share').click();
  const link = await page.locator('#share-link').inputValue();
  const shot = PNG.sync.read(await page.locator('#share-dialog').getByTestId('qr').screenshot());
  const code = jsqr.default(new Uint8ClampedArray(shot.data), shot.width, shot.height)?.data;
  assert.ok(code?.includes('#z=') && code.length < link.length, code);
  const other = await open(t, { path: code.slice(s.host.url.length), locale: 'zh-CN' });
  assert.equal(await headline(other).textContent(), await headline(page).textContent());
  assert.ok(other.url().includes('#v=1&'), 'the address is written plainly');
});

test('a name that turns the direction of writing is shown plainly', async (t) => {
  const page = await open(t, { path: '#v=1&p=base.1&name=Plan%20%E2%80%AE01%E2%80%8B&cpa=3000' });
  await page.getByTestId('banner').first().waitFor();
  const shown = await page.evaluate(() => document.body.innerText + [...document.querySelectorAll('input')].map((input) => input.value).join());
  assert.ok(shown.includes('Plan 01') && !/[\u202e\u200b]/.test(shown));
});

test('documents are kept by name, and come back', async (t) => {
  const page = await open(t);
  await staffUp(page);
  await page.getByTestId('documents').click();
  const rows = page.getByTestId('document');
  await rows.first().getByRole('textbox').fill('Quarter plan');
  await rows.first().getByRole('textbox').press('Enter');
  await page.getByRole('button', { name: 'Duplicate Quarter plan' }).click();
  await rows.nth(1).waitFor();
  await page.getByRole('button', { name: 'Delete Quarter plan', exact: true }).click();
  await page.getByText('Quarter plan is deleted.').waitFor();
  await counted(rows, 1);
  // the row is gone, and with it the button that was pressed
  await page.waitForFunction(() => document.activeElement.dataset.testid === 'document-restore');
  await page.getByTestId('document-restore').click();
  await page.waitForFunction(() => document.activeElement.closest('[data-testid=document]')?.dataset.current === 'true');
  await rows.nth(1).waitFor();
  await page.keyboard.press('Escape');
  const sentence = await headline(page).textContent();
  // without the fragment: the document opened last
  await page.goto(s.host.url.replace(/\/$/, '/?again'));
  await done(page);
  assert.equal(await headline(page).textContent(), sentence);
  await page.getByTestId('documents').click();
  await rows.nth(1).waitFor();
  await counted(rows, 2);
});

test('history leads back, and the last change plays again', async (t) => {
  const page = await open(t);
  await staffUp(page);
  await page.getByTestId('documents').click();
  const changes = page.locator('.history li button');
  await counted(page.getByTestId('history-all'), 1);
  assert.match(await changes.first().textContent(), /5,000 → 3,000.*now/);
  await page.getByTestId('replay').click();
  await page.getByText('Before the change').waitFor();
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '5000');
  await page.getByText('After the change').waitFor();
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '3000');
  await changes.last().click();
  await page.locator('.history [data-undone="true"]').waitFor();
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '5000');
  // the keyboard goes on from the change that was gone to
  assert.equal(await changes.last().evaluate((button) => button === document.activeElement), true);
});

/** The colour behind everything: a page without one is as white as its paper. */
const paper = (page) => page.evaluate(() => [document.body, document.documentElement]
  .map((element) => getComputedStyle(element).backgroundColor).find((colour) => !/, 0\)$/.test(colour)) ?? 'rgb(255, 255, 255)');

/** The colours of words that can be seen, in drawings too. */
const inks = (page) => page.evaluate(() => [...document.querySelectorAll('body *')]
  .filter((element) => element.checkVisibility() && [...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim()))
  .map((element) => ({ text: element.textContent.slice(0, 30), colour: getComputedStyle(element)[element instanceof SVGElement ? 'fill' : 'color'] })));

/** From 0, black, to 1, white. */
function lightness(colour) {
  const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

test('prints one page, light even on a dark screen', async (t) => {
  for (const [language, theme] of [['en', 'dark'], ['zh', 'light']]) {
    const page = await open(t, lookOptions({ width: 1280, language, theme }));
    await staffUp(page);
    await page.getByTestId('brief').waitFor({ state: 'attached' });
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    keep(`print-${language}.pdf`, pdf);
    assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, 'one page');
    await counted(page.locator('.brief-charts svg'), 2);
    assert.equal(await page.locator('html').getAttribute('data-theme'), theme, 'the screen has its theme');
    assert.equal(lightness(await paper(page)) < 0.5, theme === 'dark');
    await page.emulateMedia({ media: 'print' });
    assert.ok(lightness(await paper(page)) > 0.95, 'the paper is white');
    const words = await inks(page);
    assert.ok(words.length > 20, `${words.length} texts are printed`);
    assert.deepEqual(words.filter(({ colour }) => lightness(colour) > 0.5), [], 'words are dark');
    await page.context().close();
  }
});

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}`;
  test(`dialogs keep WCAG 2.2 AA: ${name}`, async (t) => {
    const page = await open(t, lookOptions(look));
    if (look.width < 600) {
      await page.locator('#sheet-handle').click();
    }
    await staffUp(page);
    if (look.width < 600) {
      await page.keyboard.press('Escape');
    }
    for (const dialog of ['share', 'documents']) {
      await page.getByTestId(dialog).click();
      await page.locator(`#${dialog}-dialog[open] button`).nth(1).waitFor();
      await inBothThemes(page, async (theme) => {
        await assertAccessible(page, `${dialog}, ${theme}`);
        await picture(page, `${dialog}-${name}-${theme}`);
      });
      await page.keyboard.press('Escape');
    }
    await page.locator('#fan .export > button').click();
    await page.getByTestId('export-csv').waitFor();
    // where the page was scrolled to, the headline lies over the columns
    await page.evaluate(() => scrollTo(0, 0));
    await inBothThemes(page, async (theme) => {
      await assertAccessible(page, `export, ${theme}`);
      await picture(page, `export-${name}-${theme}`);
    });
  });
}
