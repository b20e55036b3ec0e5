// The workshop: lessons with locked levers; predict, then reveal; presenter mode; the room table.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { assertAccessible } from './support/accessibility.mjs';
import { PLAIN, site } from './support/site.mjs';
import { box, counted, done, figure, headline, press, settled, slider, staffUp } from './support/workbench.mjs';

const s = site();

async function open(t, options) {
  const page = await s.open(t, options);
  await done(page);
  return page;
}

test('a lesson locks levers, says so, travels with the link and gives the page back', async (t) => {
  const page = await open(t, { path: PLAIN });
  await page.getByTestId('teach').click();
  await page.getByTestId('lesson-row').first().waitFor();
  await counted(page.getByTestId('lesson-row'), 5);
  await assertAccessible(page, 'lessons');
  await page.getByRole('button', { name: 'Start The staffing cliff' }).click();
  const card = page.getByTestId('lesson');
  await card.waitFor();
  await done(page);
  assert.match(await card.textContent(), /Unlocked levers: Customers per agent/);
  assert.ok(await slider(page, 'ai_share').isDisabled() && await box(page, 'ai_share').isDisabled());
  assert.match(await page.locator('[data-lever="ai_share"]').textContent(), /Locked in this lesson/);
  assert.ok(await page.getByRole('button', { name: 'Presets' }).isDisabled());
  await settled(page, async () => {
    await box(page, 'customers_per_agent').fill('4000');
    await box(page, 'customers_per_agent').press('Enter');
  });
  assert.match(await figure(page).textContent(), /^83/);
  assert.doesNotMatch(await card.textContent(), /83 of 100/, 'the answer is on the sheet of the facilitator');
  await assertAccessible(page, 'lesson');
  // the link opens in the same lesson
  const other = await open(t, { path: new URL(page.url()).hash });
  await other.getByTestId('lesson').waitFor();
  assert.equal(await figure(other).textContent(), await figure(page).textContent());
  await page.getByTestId('leave-lesson').click();
  await card.waitFor({ state: 'detached' });
  await done(page);
  assert.ok(await slider(page, 'ai_share').isEnabled());
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '5000');
});

test('a lesson has a short link and a code, and speaks the language of its reader', async (t) => {
  for (const [locale, other] of [['en-GB', 'zh-CN'], ['zh-CN', 'en-GB']]) {
    const page = await open(t, { path: PLAIN, locale });
    await page.getByTestId('teach').click();
    await page.getByTestId('lesson-row').nth(2).getByRole('button').last().click();
    await page.getByTestId('lesson').waitFor();
    await done(page);
    await page.getByTestId('share').click();
    const link = await page.locator('#share-link').inputValue();
    assert.ok(link.length < s.host.url.length + 80 && !link.includes('&l='), link);
    const shot = PNG.sync.read(await page.getByTestId('qr').screenshot());
    assert.equal(jsqr.default(new Uint8ClampedArray(shot.data), shot.width, shot.height)?.data, link);
    const reader = await open(t, { path: new URL(link).hash, locale: other });
    await reader.getByTestId('lesson').waitFor();
    assert.equal(await reader.evaluate(() => document.documentElement.lang), other === 'zh-CN' ? 'zh-CN' : 'en');
    // the words around it stand in another order
    const share = async (of) => (await figure(of).textContent()).replace('100', '').match(/\d+/)[0];
    await done(reader);
    assert.equal(await share(reader), await share(page));
    assert.equal(await reader.getByTestId('banner').count(), 0);
  }
});

test('a result is guessed by keyboard before it is shown, and the gap is told', async (t) => {
  const page = await open(t, { path: PLAIN });
  await staffUp(page);
  const shown = await figure(page).textContent();
  await page.getByTestId('teach').click();
  await page.locator('#teach-tab-0').press('ArrowRight');
  await page.getByTestId('predict-begin').click();
  await page.getByTestId('predict').waitFor();
  assert.ok(await page.getByTestId('view-study').isDisabled(), 'the analyses would tell what is to be guessed');
  assert.equal(await figure(page).textContent(), '? of 100');
  assert.equal(await page.locator('.chain, .chart-panel, .months, .uncertainties, [data-testid="face-value-line"]').count(), 0);
  // what is said to screen readers follows once it rests
  await page.waitForFunction(() => !/5[23] of 100/.test(document.body.textContent));
  assert.doesNotMatch(page.url(), /[&#]r=/);
  const guess = async (name, number) => {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Of 100', { exact: true }).fill(number);
    await page.getByLabel('Of 100', { exact: true }).press('Enter');
  };
  await guess('Ann', 'many');
  await page.getByText('is no number from 0 to 100').waitFor();
  await guess('Ann', '80');
  await guess('Bo', '55');
  const count = (text) => page.getByTestId('guess-count').filter({ hasText: text }).waitFor();
  await count('2 guesses');
  assert.equal(await page.getByTestId('guesses').count(), 0, 'who still guesses sees no guess');
  // bad Wi-Fi, and a phone reloads
  await page.reload();
  await count('2 guesses');
  await done(page);
  assert.equal(await figure(page).textContent(), '? of 100');
  await assertAccessible(page, 'guessing');
  await page.getByTestId('reveal').press('Enter');
  await page.getByText('Closest: Bo').waitFor();
  assert.equal(await figure(page).textContent(), shown);
  assert.deepEqual(await page.getByTestId('guesses').getByRole('rowheader').allTextContents(), ['Bo', 'Ann']);
  await assertAccessible(page, 'revealed');
  // twenty dots, by arrows alone
  await page.getByTestId('predict-again').click();
  await page.getByRole('button', { name: '20 dots' }).click();
  const column = (place) => page.locator(`#column-${place}`);
  await press(column(10), 'ArrowUp', 12);
  await column(10).press('ArrowLeft');
  await press(column(9), 'ArrowUp', 9);
  await press(column(9), 'ArrowDown', 1);
  await page.waitForFunction(() => document.querySelector('#column-9').ariaValueNow === '7');
  await page.locator('#column-9').press('ArrowUp');
  await page.getByText('20 of 20 dots').waitFor();
  await page.getByRole('button', { name: 'Submit' }).click();
  await count('1 guess');
  await page.getByTestId('reveal').click();
  await page.getByTestId('guesses').getByText('12 of 20 dots above zero').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.dot.model').length === 20 + 1);
  await assertAccessible(page, 'dots revealed');
  await page.getByTestId('predict-end').click();
  // asked before guesses and podium go
  await page.getByTestId('predict-end').filter({ hasText: 'Press again' }).click();
  await page.getByTestId('predict').waitFor({ state: 'detached' });
  assert.ok(await page.getByTestId('view-study').isEnabled(), 'the analyses are open again');
});

/** The workshop's dialog at a section. */
async function section(page, place) {
  const more = page.getByTestId('more-tools');
  if (await more.isVisible()) {
    await more.click();
  }
  await page.getByTestId('teach').click();
  await page.locator(`#teach-tab-${place}`).click();
}

test('a presentation is led by keys, from saved steps that come back', async (t) => {
  const page = await open(t, { height: 720 });
  await staffUp(page);
  const sentence = await headline(page).textContent();
  await section(page, 2);
  await page.getByTestId('present').click();
  const stage = page.getByTestId('stage');
  await stage.waitFor();
  const save = async (title) => {
    await page.getByTestId('steps').click();
    await page.getByLabel('Title of the step').fill(title);
    await page.getByLabel('Title of the step').press('Enter');
    await page.getByTestId('step').filter({ hasText: title }).waitFor();
  };
  await save('Enough people');
  await settled(page, () => press(slider(page, 'customers_per_agent'), 'End', 1));
  await page.getByRole('button', { name: /^(How likely|Chance of)/ }).click();
  await save('Too few');
  await assertAccessible(page, 'presenting');
  // big type, and all of it on the screen of a projector
  const size = await page.getByTestId('headline').evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  assert.ok(size >= 40, `${size} px`);
  assert.ok(await stage.evaluate((element) => element.getBoundingClientRect().bottom <= innerHeight && element.getBoundingClientRect().height >= 300));
  await counted(page.locator('.pins [role=group]'), 3);
  await page.getByTestId('present-code').click();
  await page.getByTestId('qr').waitFor();
  await page.getByTestId('present-code').click();
  // a clicker's keys, though a slider has the focus
  await slider(page, 'customers_per_agent').focus();
  await page.keyboard.press('PageUp');
  await page.getByText('Step 1 of 2: Enough people').waitFor();
  await done(page);
  assert.equal(await headline(page).textContent(), sentence);
  await page.locator('#presenter').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Step 2 of 2: Too few').waitFor();
  assert.equal(await page.locator('#stage-title').textContent(), 'Chance of earning at least …');
  await page.keyboard.press('Escape');
  await stage.waitFor({ state: 'detached' });
  await page.reload();
  await done(page);
  await section(page, 2);
  await page.getByTestId('present').click();
  await page.keyboard.press('PageDown');
  await page.getByText('Step 1 of 2: Enough people').waitFor();
});

test('two tabs that present have one list of steps', async (t) => {
  const first = await open(t, { height: 720 });
  const second = await first.context().newPage();
  await second.goto(first.url());
  await done(second);
  for (const [page, titles] of [[first, ['One']], [second, ['One', 'Two']], [first, ['One', 'Two', 'Three']]]) {
    if (!await page.getByTestId('stage').isVisible()) {
      await section(page, 2);
      await page.getByTestId('present').click();
      await page.getByTestId('stage').waitFor();
    }
    await page.getByTestId('steps').click();
    await page.getByLabel('Title of the step').fill(titles.at(-1));
    await page.getByLabel('Title of the step').press('Enter');
    await page.getByTestId('step').filter({ hasText: titles.at(-1) }).waitFor();
    for (const tab of [first, second]) {
      await tab.waitForFunction((count) => JSON.parse(localStorage.getItem('aftercast.steps')).length === count, titles.length);
    }
    await page.keyboard.press('Escape');
  }
  await first.reload();
  await done(first);
  const kept = await first.evaluate(() => JSON.parse(localStorage.getItem('aftercast.steps')).map(([title]) => title));
  assert.deepEqual(kept.toSorted(), ['One', 'Three', 'Two']);
});

test('a room of links becomes one table and one chart', async (t) => {
  const page = await open(t, { path: PLAIN });
  await staffUp(page);
  const before = { url: page.url(), figure: await figure(page).textContent() };
  const links = [before.url, before.url.replace(/cpa=3000/, 'cpa=4000').replace(/&r=[^&]*|&k=.*$/g, '')];
  await section(page, 3);
  await page.locator('#room-links').fill(`Ann: ${links[0]}\nBo\n${links[1]}\nCy https://example.org/#q=1\n`);
  await page.getByTestId('room-read').click();
  await page.getByText('2 of 2 links are computed').waitFor();
  const problems = await page.getByTestId('room-problems').textContent();
  assert.match(problems, /Cy: nothing of this link can be read/);
  await page.locator('#room').getByRole('tab', { name: 'Table' }).click();
  const rows = () => page.getByTestId('room-row').allTextContents();
  const head = (name) => page.locator('#room').getByRole('columnheader', { name });
  const sorted = (name, order) => head(name).and(page.locator(`[aria-sort="${order}"]`)).waitFor();
  assert.equal((await rows()).length, 4, 'A and B of both');
  // the largest median first, then as the heads are pressed
  await sorted('Total gain', 'descending');
  const find = async (start) => (await rows()).find((row) => row.startsWith(start));
  assert.match(await find('AnnA My policy'), /52\.6 ±/);
  assert.match(await find('BoA My policy'), /82.5 ±.*5,000 → 4,000/);
  const best = await rows();
  await head('Who').getByRole('button').press('Enter');
  await sorted('Who', 'ascending');
  assert.deepEqual((await rows()).map((row) => row.slice(0, 2)), ['An', 'An', 'Bo', 'Bo']);
  await head('Of 100 futures').getByRole('button').click();
  await head('Of 100 futures').getByRole('button').click();
  await sorted('Of 100 futures', 'ascending');
  const shares = (await rows()).map((row) => Number(row.match(/([\d.]+) ±/)[1]));
  assert.deepEqual(shares, shares.toSorted((a, b) => a - b));
  await head('Total gain').getByRole('button').click();
  await sorted('Total gain', 'descending');
  assert.deepEqual(await rows(), best);
  await assertAccessible(page, 'room');
  await page.locator('#room').getByRole('tab', { name: 'Chart' }).click();
  await page.locator('#room canvas').waitFor();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByTestId('room-copy').click();
  await page.getByTestId('room-copy').filter({ hasText: 'Copied' }).waitFor();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(csv, /Who,Policy,Goal,/);
  assert.equal(csv.trim().split(/\r?\n/).length, 5);
  await page.keyboard.press('Escape');
  assert.deepEqual({ url: page.url(), figure: await figure(page).textContent() }, before, 'the page is as it was');
  // a reload finds what was pasted, and its order
  await page.reload();
  await done(page);
  await section(page, 3);
  await page.getByText('2 of 2 links are computed').waitFor();
  assert.match(await page.locator('#room-links').inputValue(), /^Ann: http/);
  await page.locator('#room').getByRole('tab', { name: 'Table' }).click();
  assert.deepEqual(await rows(), best);
  // a row opens its policy, and Back leads to the page as it was
  const other = Number(await page.getByTestId('status').getAttribute('data-run'));
  await page.getByTestId('room-row').filter({ hasText: /^BoA/ }).getByRole('button').click();
  await page.locator('#teach-dialog[open]').waitFor({ state: 'detached' });
  await done(page, other);
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '4000');
  assert.match(await figure(page).textContent(), /^8[23]/);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('#lever-customers_per_agent-range').value === '3000');
  await section(page, 3);
  await page.getByText('2 of 2 links are computed').waitFor();
  // emptied, and so it stays
  await page.getByTestId('room-clear').click();
  await page.reload();
  await done(page);
  await section(page, 3);
  assert.equal(await page.locator('#room-links').inputValue(), '');
});

test('one VIP policy at billions leaves the others readable, on a phone too', async (t) => {
  const page = await open(t, { width: 360, height: 780, hasTouch: true, isMobile: true });
  const link = (name, levers) => `${name}: ${s.host.url}#v=1&p=base.1&${levers}`;
  const room = [3000, 3500, 4000, 4500, 5500, 6000].map((agents, k) => link(['Ann', 'Bo', 'Chloe Martin-Delacroix', '王芳', 'Eva', 'Finn'][k], `cpa=${agents}`));
  room.push(link('Gil', 'vip=5000'));
  await section(page, 3);
  await page.locator('#room-links').fill(room.join('\n'));
  await page.getByTestId('room-read').click();
  await page.getByText('7 of 7 links are computed').waitFor();
  const chart = page.locator('#room');
  await chart.locator('canvas').waitFor();
  const box = await chart.locator('canvas').boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
  await chart.getByRole('tab', { name: 'Table' }).click();
  assert.match(await page.getByTestId('room-row').last().textContent(), /^Gil.*−¥\d\.\d+B/);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
});
