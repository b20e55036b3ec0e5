// What people do with the page, from the first load to the link they send.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown } from './support/first_load.mjs';
import { EXAMPLE, PLAIN, site } from './support/site.mjs';
import { answered, box, counted, done, figure, goalLines, headline, node, nameBox, press, refusal, row, settled, slider, staffUp, status } from './support/workbench.mjs';
import { longestTask, slowness } from './support/yardstick.mjs';

const s = site();

/** Opens the page and waits for its numbers. */
async function open(t, options) {
  const page = await s.open(t, options);
  await done(page);
  return page;
}

/** The fragment of the address, once it says this. */
async function addressSays(page, pattern) {
  await page.waitForFunction((source) => new RegExp(source).test(location.hash), pattern.source);
  return page.evaluate(() => location.hash);
}

/** The text of the headline, once it says this. */
const headlineSays = (page, pattern) => headline(page).filter({ hasText: pattern }).waitFor();

test('first load shows numbers with their error', async (t) => {
  const page = await open(t, { path: PLAIN });
  assert.match(await headline(page).textContent(), /\d+ of 100/);
  assert.match(await status(page).textContent(), /\d draws, .*±/);
  assert.match(await row(page, 0).locator('[data-column="satisfaction"]').textContent(), /^\d\d\.\d$/);
  await counted(page.getByTestId('policy-row'), 3);
  await counted(page.locator('.node'), 7);
  await counted(page.locator('#months-body tbody tr'), 36);
  const painted = await page.locator('#fan canvas').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((channel) => channel > 0);
  });
  assert.ok(painted, 'the chart has pixels');
});

test('a lever moved by keyboard moves the whole chain', async (t) => {
  const page = await open(t, { path: PLAIN });
  const staffing = slider(page, 'customers_per_agent');
  await staffUp(page);
  assert.equal(await staffing.getAttribute('aria-valuetext'), '3,000 customers');
  assert.ok(await staffing.evaluate((input) => input === document.activeElement), 'the slider keeps the focus');
  const share = Number((await figure(page).textContent()).match(/(\d+) of 100/)[1]);
  assert.ok(share > 20 && share < 90, `an honest share of futures, not ${share} of 100`);
  // the median total gain of this policy lies within two of its errors of nothing
  for (const id of ['spend', 'waiting', 'satisfaction', 'repurchase', 'word_of_mouth']) {
    assert.equal(await node(page, id).getAttribute('data-moved'), 'true', id);
  }
  await page.getByTestId('uncertainties').waitFor();
  assert.match(await page.getByTestId('face-value-line').textContent(), /100 of 100/);
});

test('keys of a slider: step, leap, ends', async (t) => {
  const page = await open(t);
  const refund = slider(page, 'refund_days');
  await settled(page, () => refund.press('ArrowRight'));
  assert.equal(await refund.inputValue(), '3.9');
  await settled(page, () => press(refund, 'PageDown', 1));
  assert.equal(await refund.inputValue(), '2.9');
  await settled(page, () => refund.press('Home'));
  assert.equal(await refund.inputValue(), '1');
  await settled(page, () => refund.press('End'));
  assert.equal(await refund.inputValue(), '7');
  await settled(page, () => page.getByRole('button', { name: 'Reset Refund time to today' }).click());
  assert.equal(await refund.inputValue(), '3.8');
});

test('what is being typed stays while numbers arrive', async (t) => {
  const page = await open(t, { path: PLAIN });
  await page.getByTestId('all-levers').click();
  const boxes = [
    [box(page, 'refund_days'), '99'],
    [box(page, 'customers_per_agent'), '3 1'],
    [nameBox(page), 'Half a na'],
  ];
  for (const [input, typed] of boxes) {
    // another lever moves and its run goes on while a box is typed in
    const before = Number(await status(page).getAttribute('data-run'));
    await slider(page, 'night_staff_share').press('ArrowRight');
    await input.fill(typed);
    await done(page, before);
    await goalLines(page);
    assert.equal(await input.inputValue(), typed);
    await input.blur();
  }
  await row(page, 1).filter({ hasText: 'Half a na' }).waitFor();
  await refusal(page, 'refund_days').filter({ hasText: '99' }).waitFor();
  // what was taken is shown in the page's own form, though the number stayed the same
  const staffing = box(page, 'customers_per_agent');
  await staffing.fill('5000.0');
  await staffing.press('Enter');
  await page.waitForFunction((id) => document.getElementById(id).value === '5,000', await staffing.getAttribute('id'));
});

test('A against B', async (t) => {
  const page = await open(t);
  await staffUp(page);
  const a = await row(page, 1).locator('td').allTextContents();
  await page.getByRole('group', { name: 'Policy the levers belong to' }).getByRole('button', { name: /^B/ }).click();
  await row(page, 2).and(page.locator('[data-selected="true"]')).waitFor();
  const b = await row(page, 2).locator('td').allTextContents();
  await settled(page, () => press(slider(page, 'refund_days'), 'ArrowLeft', 18));
  assert.notDeepEqual(await row(page, 2).locator('td').allTextContents(), b, 'B moved');
  assert.deepEqual(await row(page, 1).locator('td').allTextContents(), a, 'A stayed');
  const difference = page.locator('#difference');
  await difference.getByLabel('Compared with').selectOption({ label: 'A My policy' });
  await difference.getByRole('heading').filter({ hasText: /^(B beats A|A beats B) in/ }).waitFor();
  assert.match(await difference.getByRole('img').getAttribute('aria-label'), /of 100/);
  await difference.getByRole('tab', { name: 'Table' }).click();
  assert.ok(await difference.getByRole('row').count() > 5);
  await difference.getByRole('tab', { name: 'Explain' }).click();
  assert.match(await difference.getByRole('tabpanel').textContent(), /same futures/);
});

test('policies are added, renamed, copied and removed', async (t) => {
  const page = await open(t);
  await settled(page, () => page.locator('.add-policy').click());
  await counted(page.getByTestId('policy-row'), 4);
  const name = page.getByRole('textbox', { name: 'Name of policy C' });
  await name.fill('Cheaper returns');
  await name.press('Enter');
  await row(page, 3).filter({ hasText: 'Cheaper returns' }).waitFor();
  await page.getByRole('button', { name: 'Copy policy C' }).click();
  await row(page, 4).waitFor();
  await page.getByRole('button', { name: 'Remove policy D' }).click();
  await row(page, 4).waitFor({ state: 'detached' });
  await addressSays(page, /Cheaper/);
});

test('a preset replaces the levers, and undo brings them back', async (t) => {
  const page = await open(t);
  await page.getByRole('button', { name: 'Presets' }).click();
  await settled(page, () => page.getByRole('dialog', { name: 'Presets' }).getByRole('button', { name: /One agent for 3,000/ }).click());
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '3000');
  await page.getByRole('button', { name: 'Undo' }).click();
  await headlineSays(page, /^Hybrid AI/);
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '5000');
});

test('undo and redo, by button and by keys', async (t) => {
  const page = await open(t);
  const staffing = slider(page, 'customers_per_agent');
  await settled(page, () => staffing.press('Home'));
  const moved = await headline(page).textContent();
  await page.getByRole('button', { name: 'Undo' }).click();
  await headlineSays(page, /^Hybrid AI/);
  await page.keyboard.press('Control+Shift+z');
  await headlineSays(page, moved);
  await page.keyboard.press('Control+z');
  await headlineSays(page, /^Hybrid AI/);
  assert.equal(await page.getByRole('button', { name: 'Undo' }).getAttribute('aria-disabled'), 'true');
});

test('the language changes and nothing else', async (t) => {
  const page = await open(t);
  await staffUp(page);
  const share = (await figure(page).textContent()).match(/\d+/)[0];
  await page.getByRole('button', { name: '中文' }).click();
  await page.locator('html[lang="zh-CN"]').waitFor();
  await headlineSays(page, /模拟未来/);
  assert.ok((await figure(page).textContent()).includes(share));
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '3000');
  await counted(page.getByRole('slider', { name: '每名客服服务客户数' }), 1);
  await addressSays(page, /l=zh/);
  // remembered where the address does not say
  await page.goto(s.host.url);
  await page.reload();
  await page.locator('html[lang="zh-CN"]').waitFor();
});

test('the theme changes, repaints the charts and is remembered', async (t) => {
  const page = await open(t, { path: EXAMPLE['en-GB'] });
  const charts = ['fan', 'difference'];
  const taken = () => page.evaluate((charts) => charts.map((id) => document.querySelector(`#${id} canvas`).toDataURL()), charts);
  // at rest: a picture that is still drawn would differ by itself
  await goalLines(page);
  await answered(page);
  const light = await taken();
  assert.notEqual(light[0], light[1]);
  assert.deepEqual(await taken(), light, 'the charts are at rest');
  await page.getByTestId('theme').click();
  await page.locator('html[data-theme="dark"]').waitFor();
  await page.waitForFunction(([charts, light]) => charts.every((id, k) => document.querySelector(`#${id} canvas`).toDataURL() !== light[k]), [charts, light]);
  await page.reload();
  await page.locator('html[data-theme="dark"]').waitFor();
});

test('a link changed by hand is taken up', async (t) => {
  const page = await open(t);
  await staffUp(page);
  const hash = await addressSays(page, /cpa=3000.*k=/);
  await page.evaluate(() => { location.hash = '#v=1&p=base.1'; });
  await page.waitForFunction(() => document.querySelector('#lever-customers_per_agent-range').value === '5000');
  await page.evaluate((hash) => { location.hash = hash; }, hash);
  await page.waitForFunction(() => document.querySelector('#lever-customers_per_agent-range').value === '3000');
});

test('the copied link is the address', async (t) => {
  const page = await open(t);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await staffUp(page);
  await addressSays(page, /cpa=3000.*k=/);
  await page.getByTestId('copy-link').click();
  await page.getByTestId('copy-link').filter({ hasText: 'Link copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
});

test('where the browser does not copy, the address stands there', async (t) => {
  const page = await open(t, {
    before: (page) => page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })),
  });
  await page.getByTestId('copy-link').click();
  assert.equal(await page.getByRole('textbox', { name: /Copy this address/ }).inputValue(), page.url());
});

test('a damaged link opens with what was wrong', async (t) => {
  const page = await open(t, { path: '#v=1&p=base.1&cpa=99999&ai=many&zzz=1&days=2&k=nonsense' });
  const banner = page.getByTestId('banner');
  await banner.first().waitFor();
  const said = await banner.first().textContent();
  for (const part of [/99,?999/, /many/, /zzz/]) {
    assert.match(said, part);
  }
  assert.equal(await slider(page, 'refund_days').inputValue(), '2');
  await banner.first().getByRole('button', { name: 'Dismiss' }).click();
  await page.getByTestId('banner').filter({ hasText: 'zzz' }).waitFor({ state: 'detached' });
});

test('the goal is edited in the sentence', async (t) => {
  const page = await open(t);
  await staffUp(page);
  await page.getByTestId('goal').click();
  const editor = page.getByTestId('goal-editor');
  await editor.getByRole('combobox').selectOption({ label: 'Pays back within' });
  await headlineSays(page, /pays back within 24 months/);
  const bound = editor.getByRole('textbox');
  await bound.fill('900');
  await bound.press('Enter');
  await editor.getByRole('alert').filter({ hasText: '900' }).waitFor();
  await bound.fill('12');
  await bound.press('Enter');
  await headlineSays(page, /pays back within 12 months/);
  await editor.waitFor({ state: 'detached' });
  assert.ok(await page.getByTestId('goal').evaluate((button) => button === document.activeElement), 'the focus returns to the goal');
  await page.getByTestId('goal').click();
  await page.keyboard.press('Escape');
  await editor.waitFor({ state: 'detached' });
  await page.getByTestId('explained').click();
  await page.getByRole('dialog', { name: 'What this means' }).waitFor();
});

test('a number box takes what people type', async (t) => {
  const page = await open(t);
  const share = box(page, 'ai_share');
  const type = async (field, text, value, shown) => {
    await field.fill(text);
    await field.press('Enter');
    const range = await field.evaluate((input) => input.id.replace('-value', '-range'));
    await page.waitForFunction(([id, value]) => document.getElementById(id).value === value, [range, value]);
    await page.waitForFunction(([id, shown]) => document.getElementById(id).value === shown, [await field.getAttribute('id'), shown]);
  };
  await type(share, '35%', '0.35', '35');
  await type(share, '0.45', '0.45', '45');
  await type(share, '45 %', '0.45', '45');
  await page.getByTestId('all-levers').click();
  await type(box(page, 'agent_wage'), '1.2万', '12000', '12,000');
  await type(box(page, 'customers_per_agent'), '４，０００', '4000', '4,000');
});

test('a number box refuses in words and changes nothing', async (t) => {
  const page = await open(t);
  const staffing = box(page, 'customers_per_agent');
  const refused = refusal(page, 'customers_per_agent');
  for (const [typed, words] of [['90000', /90000.*1,500.*10,000/], ['lots', /not a number/]]) {
    await staffing.fill(typed);
    await staffing.press('Enter');
    await refused.filter({ hasText: words }).waitFor();
    assert.equal(await staffing.inputValue(), typed, 'what was typed stays to be corrected');
    assert.equal(await staffing.getAttribute('aria-invalid'), 'true');
    assert.equal(await slider(page, 'customers_per_agent').inputValue(), '5000');
  }
  await staffing.fill('4500');
  await settled(page, () => staffing.press('Enter'));
  assert.equal(await refused.textContent(), '');
});

test('a link of the chain opens its equation and evidence', async (t) => {
  const page = await open(t);
  await node(page, 'satisfaction').click();
  const detail = page.getByTestId('chain-detail');
  assert.match(await detail.textContent(), /Equation[\s\S]*Evidence[\s\S]*report/);
  await detail.getByRole('button', { name: 'Close' }).click();
  await detail.waitFor({ state: 'detached' });
  assert.ok(await node(page, 'satisfaction').evaluate((button) => button === document.activeElement));
});

test('values of a chart are read by keyboard and by pointer', async (t) => {
  const page = await open(t);
  await staffUp(page);
  const reader = page.getByRole('slider', { name: /Read values of .Gain over today/ });
  await reader.focus();
  await press(reader, 'ArrowRight', 2);
  assert.match(await reader.getAttribute('aria-valuetext'), /^Month 3: /);
  await reader.press('End');
  assert.match(await reader.getAttribute('aria-valuetext'), /^Month 36: /);
  await page.locator('#fan .readout').filter({ hasText: 'Month 36' }).waitFor();
  await reader.hover({ position: { x: 60, y: 150 } });
  await page.locator('#fan .readout').filter({ hasText: /Month \d:/ }).waitFor();
});

test('on a phone the levers are a sheet that leaves the headline in view', async (t) => {
  const page = await open(t, { width: 400, height: 860 });
  assert.equal(await slider(page, 'customers_per_agent').isVisible(), false);
  await page.getByRole('button', { name: 'Levers', exact: true }).click();
  const staffing = slider(page, 'customers_per_agent');
  await staffing.waitFor();
  await settled(page, () => press(staffing, 'ArrowLeft', 20));
  const [sentence, sheet] = await Promise.all([headline(page).boundingBox(), page.locator('.levers').boundingBox()]);
  assert.ok(sentence.y >= 0 && sentence.y + sentence.height <= sheet.y, 'the claim stands above the sheet');
  await page.keyboard.press('Escape');
  await staffing.waitFor({ state: 'hidden' });
  assert.ok(await page.locator('#sheet-handle').evaluate((button) => button === document.activeElement));
});

test('the page stays awake while a lever moves', async (t) => {
  const page = await open(t, { path: PLAIN });
  // what follows the first result belongs to the start, not to the lever
  await shown(page);
  await goalLines(page);
  await answered(page);
  const { processor: slow } = await slowness(page);
  // what runs besides slows a move down, nothing speeds one up: the best counts
  let longest = Infinity;
  for (const agents of ['3000', '4000', '3500']) {
    const take = await longestTask(page, async () => {
      await settled(page, () => slider(page, 'customers_per_agent').fill(agents));
      await answered(page);
    });
    t.diagnostic(`longest of ${take.tasks} tasks on the main thread: ${take.longest} ms of a processor ${slow.toFixed(1)} times slower than that of the target`);
    assert.ok(take.tasks > 20, `${take.tasks} tasks are seen`);
    longest = Math.min(longest, take.longest);
    if (longest <= 50 * slow) {
      break;
    }
  }
  const marks = await page.evaluate(() => performance.getEntriesByType('mark').map(({ name }) => name));
  for (const name of ['aftercast:input', 'aftercast:first-picture', 'aftercast:run-done']) {
    assert.ok(marks.includes(name), name);
  }
  assert.ok(longest <= 50 * slow, `no task takes more than 50 ms, also while the answers are computed behind: ${longest}`);
});
