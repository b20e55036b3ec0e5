// A teacher with one projector, twenty phones, a chat and no server: from the list of lessons to the podium, and the sheets on paper.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { assertAccessible } from './support/accessibility.mjs';
import { PLAIN, site } from './support/site.mjs';
import { counted, done, figure, slider } from './support/workbench.mjs';

const s = site();
const PHONE = { width: 390, height: 844, hasTouch: true, isMobile: true };
const projector = (t, options) => s.open(t, { path: PLAIN, width: 1024, height: 768, ...options });
const fragment = (link) => new URL(link).hash;

/** Nothing is cut off, nothing scrolls, nothing is too small to be read from the last row. */
async function fitsTheWall(page, what) {
  const { over, small } = await page.getByTestId('presenter').evaluate((root) => {
    const texts = [...root.querySelectorAll('*')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
      && e.checkVisibility() && !e.closest('.for-readers, textarea'));
    const small = texts.filter((e) => parseFloat(getComputedStyle(e).fontSize) * (e.currentCSSZoom ?? 1) < 15.99)
      .map((e) => `${e.className} ${e.textContent.slice(0, 30)}`);
    return { over: [root.scrollHeight - innerHeight, document.documentElement.scrollWidth - document.documentElement.clientWidth], small };
  });
  assert.ok(over.every((px) => px <= 0), `${what}: ${over} px over the screen`);
  assert.deepEqual(small, [], `${what}: under 16 px`);
}

/** Starts a lesson with a class from the list, on the wall. */
async function run(page, place) {
  await page.getByTestId('teach').click();
  await page.getByTestId('lesson-run').nth(place).click();
  await page.getByTestId('presenter').waitFor();
  await page.getByTestId('class-qr').waitFor();
  await done(page);
}

async function readCode(locator) {
  const shot = PNG.sync.read(await locator.screenshot());
  return jsqr.default(new Uint8ClampedArray(shot.data), shot.width, shot.height)?.data;
}

/** Opens the link on a phone, guesses, and gives the link to be sent. */
async function guess(page, { name = '', team = '', number }) {
  await page.getByTestId('asked-number').fill(number);
  await page.getByTestId('asked-name').fill(name);
  await page.getByTestId('asked-team').fill(team);
  await page.getByTestId('asked-submit').click();
  return page.locator('#guess-link').inputValue();
}

test('a teacher through a lesson on a projector and twenty phones', async (t) => {
  const wall = await projector(t);
  await done(wall);
  await run(wall, 0);
  await fitsTheWall(wall, 'guessing');
  await assertAccessible(wall, 'guessing on the wall');
  const link = await wall.locator('#class-link').inputValue();
  assert.ok(link.length < s.host.url.length + 90 && !/[&#](l|r)=/.test(link), link);
  assert.equal(await readCode(wall.getByTestId('class-qr')), link);
  await wall.getByTestId('timer-add').click();
  await wall.getByTestId('timer').filter({ hasText: /^(1:00|0:5\d)$/ }).waitFor();

  // three phones are handed on: each of the twenty guesses on one of them
  const phones = [];
  for (const locale of ['en-GB', 'zh-CN', 'en-GB']) {
    const phone = await s.open(t, { ...PHONE, locale, path: fragment(link) });
    await phone.getByTestId('asked').waitFor();
    assert.ok(await phone.getByRole('button', { name: '中文' }).isVisible() && !(await phone.getByTestId('share').isVisible()), 'of the tools the language alone');
    assert.equal(await phone.evaluate(() => document.documentElement.lang), locale === 'zh-CN' ? 'zh-CN' : 'en', 'the phone decides');
    phones.push(phone);
  }
  const [first, chinese] = phones;
  await done(first);
  assert.doesNotMatch(await first.locator('body').innerText(), /\b2(\.\d)? of 100|−¥41M/, 'no result before the guess');
  assert.ok(await first.locator('.levers').isHidden());
  await assertAccessible(first, 'asked on a phone');
  await first.getByTestId('asked-number').fill('many');
  await first.getByTestId('asked-submit').click();
  await first.getByText('is no number from 0 to 100').waitFor();

  const people = Array.from({ length: 20 }, (_, k) => ({
    name: [`Ann ${k}`, `王芳${k}`, '', 'Sam'][k % 4],
    team: ['Red', '蓝队'][k % 2],
    number: String(3 + 4 * k),
  }));
  const lines = [`[14:00] Teacher: ${link}`];
  for (const [k, person] of people.entries()) {
    const phone = phones[k % 3];
    if (k >= 3) {
      await phone.getByRole('button', { name: /Change my guess|修改猜测/ }).click();
    }
    const sent = await guess(phone, person);
    const who = `Guest ${k}`;
    lines.push([
      `[14:${10 + k}] ${who}: ${sent}`,
      `${who} 11-28 14:${10 + k}:22\n老师，这是我的：\n${sent}，谢谢`,
      `> 14:${10 + k}:05 From ${who} to Everyone:\n> ${sent}\n>\n`,
    ][k % 3]);
    lines.push('haha', 'see https://example.org/nothing#at-all');
  }
  // two send again, one of them something else
  await chinese.reload();
  await chinese.getByTestId('asked').waitFor();
  assert.ok(await chinese.locator('#guess-link').inputValue(), 'a reload keeps the guess');
  lines.push(lines[1], 'Guest 77: #v=1&p=base.1&cpa=4500&view=lesson.staffing.1&guess=50&by=Zoe&k=damage');
  await wall.getByTestId('class-paste').fill(lines.join('\n'));
  await wall.getByTestId('class-read').click();
  // "Sam" is five people on three phones: those on one phone are one who corrected the guess
  const sams = new Set(people.map((p, k) => `${p.name || `Guest ${k}`}/${k % 3}`)).size;
  await wall.getByTestId('guess-count').filter({ hasText: `${sams + 1} guesses` }).waitFor();
  assert.equal(await wall.getByTestId('class-paste').inputValue(), '', 'guesses are not to be read off the wall');
  const told = await wall.getByTestId('class-told').innerText();
  assert.match(told, /Zoe's guess is kept but not scored: it is .*4,500/);
  assert.match(told, /Zoe: the link was not whole/);
  assert.match(told, /Sam stands for more than one phone/);
  assert.equal(await wall.getByTestId('guesses').count(), 0, 'no guess is seen before the reveal');
  await fitsTheWall(wall, 'collected');

  await wall.getByTestId('reveal').click();
  await wall.getByTestId('podium').waitFor();
  const names = await wall.getByTestId('guesses').getByRole('rowheader').allTextContents();
  assert.equal(names.length, sams + 1);
  for (const [k, person] of people.entries()) {
    assert.ok(names.some((name) => name.includes(person.name || `Guest ${k}`)), `${person.name || `Guest ${k}`} in ${names}`);
  }
  assert.ok(names.at(-1).startsWith('Zoe'));
  assert.equal(await wall.locator('.line-guess').count(), sams, 'a dot for every guess at this question');
  assert.match(await wall.getByTestId('podium').locator('li').first().innerText(), /1[\s\S]*Ann 0[\s\S]*100 points/);
  await counted(wall.getByTestId('teams').locator('li'), 2);
  await fitsTheWall(wall, 'revealed');
  await assertAccessible(wall, 'revealed on the wall');
  // the claim with one chart and the lever that moves
  await wall.getByTestId('present-guesses').click();
  await wall.getByTestId('stage').locator('canvas').waitFor();
  await counted(wall.locator('.pins [role=group]'), 1);
  await fitsTheWall(wall, 'claim and chart');
  await wall.getByTestId('present-guesses').click();

  // the next round: the phone goes on by itself
  await wall.getByTestId('predict-again').click();
  await wall.getByTestId('question').waitFor();
  await first.getByTestId('asked-show').click();
  await done(first);
  await first.getByTestId('predict-gap').filter({ hasText: /2(\.\d)? of 100/ }).waitFor();
  await first.getByTestId('predict-next').click();
  const second = await guess(first, { name: 'Ann 0', team: 'Red', number: '83' });
  // of the links in the chat two are of this round: Ann's, and Zoe's, whose levers answer no question
  await wall.getByTestId('class-paste').fill(`${lines.join('\n')}\nGuest 0: ${second}`);
  await wall.getByTestId('class-read').click();
  await wall.getByTestId('guess-count').filter({ hasText: /^2 guesses$/ }).waitFor();
  await done(wall);
  await wall.getByTestId('reveal').click();
  await wall.getByTestId('podium').locator('li').first().filter({ hasText: /Ann 0.*200 points/ }).waitFor();
  await wall.reload();
  await done(wall);
  await wall.getByTestId('podium').locator('li').first().filter({ hasText: /Ann 0/ }).waitFor();
});

test('a lesson on a phone keeps the result in view over the levers that move, upright and on its side', async (t) => {
  for (const [width, height] of [[390, 844], [844, 390]]) {
    const phone = await s.open(t, { ...PHONE, width, height, path: '#v=1&p=base.1&g=total~0&view=lesson.staffing.1&k=xt1114' });
    await done(phone);
    await phone.locator('#sheet-handle').tap();
    const lever = slider(phone, 'customers_per_agent');
    await lever.waitFor();
    await phone.waitForFunction(() => document.querySelector('.workbench').dataset.sheet === 'open');
    await counted(phone.locator('.lever:visible'), 1, 'only the lever of the lesson');
    const [claim, sheet] = await Promise.all(['.headline h1', '.lever-body'].map((of) => phone.locator(of).boundingBox()));
    assert.ok(claim.y >= 0 && claim.y + claim.height <= sheet.y + 1, `${width}: ${JSON.stringify({ claim, sheet })}`);
    const before = await figure(phone).textContent();
    await lever.focus();
    await phone.keyboard.press('End');
    await phone.waitForFunction((before) => document.querySelector('[data-testid="policy-row"][data-selected="true"] [data-column="goal"]').textContent !== before, before);
    const small = await phone.evaluate(() => [...document.querySelectorAll('.lever button, .lever input, #sheet-handle')]
      .filter((e) => e.checkVisibility() && Math.min(e.getBoundingClientRect().height, e.getBoundingClientRect().width) < 43.5).map((e) => e.outerHTML.slice(0, 80)));
    assert.deepEqual(small, []);
  }
});

test('the sheets of a lesson print on one or two pages, with the code of the page they came from', async (t) => {
  for (const [locale, language] of [['en-GB', 'en'], ['zh-CN', 'zh']]) {
    const page = await s.open(t, { locale });
    await done(page);
    await page.getByTestId('teach').click();
    const [sheets] = await Promise.all([page.context().waitForEvent('page'), page.getByTestId('lesson-sheets').first().click()]);
    await sheets.waitForLoadState();
    assert.match(sheets.url(), new RegExp(`lessons-${language}\\.html#staffing$`));
    await counted(sheets.locator('.sheet:visible'), 2, 'for the facilitator and for participants');
    const link = await sheets.locator('#staffing-participant [data-link]').innerText();
    assert.ok(link.startsWith(s.host.url));
    assert.equal(await readCode(sheets.locator('#staffing-participant svg')), link);
    for (const [id, most] of [['staffing-facilitator', 2], ['vip-participant', 1], ['compensation-facilitator', 2]]) {
      await sheets.evaluate((id) => { location.hash = id; }, id);
      const pdf = await sheets.pdf({ preferCSSPageSize: true });
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g).length;
      assert.ok(pages <= most, `${id}, ${language}: ${pages} pages`);
    }
    await assertAccessible(sheets, `sheets, ${language}`);
    const phone = await s.open(t, { ...PHONE, locale, path: fragment(link) });
    await phone.getByTestId('asked').waitFor();
  }
});
