// Whatever goes away while something is under way, nothing is lost and the page goes on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { site } from './support/site.mjs';
import { box, counted, done, headline, numbers, press, saved, settled, slider, staffUp } from './support/workbench.mjs';

const s = site();

async function open(t, options) {
  const page = await s.open(t, options);
  await done(page);
  return page;
}

/** Types over what stands in a box and presses Escape in the same moment, by keyboard as a person does. */
async function typeAndEscape(page, input, typed) {
  await input.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(typed);
  await page.keyboard.press('Escape');
}

/** Types over what stands in a box and leaves its place in the same moment. */
async function typeAndLeave(page, input, typed, leave) {
  await input.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(typed);
  await leave();
}

/** Two frames later a lever still moves the result. */
async function goesOn(page, key = 'ArrowLeft') {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))));
  assert.equal(await page.locator('#boot').getAttribute('data-state'), 'over', 'the page is alive');
  await settled(page, () => slider(page, 'customers_per_agent').press(key));
}

test('a figure of the firm typed and its place left at once: in force, and the page goes on', async (t) => {
  const page = await open(t);
  const customers = page.locator('[data-fact="company.customers"]');
  await page.getByTestId('view-model').click();
  await page.locator('#model-tab-1').click();
  await settled(page, () => typeAndLeave(page, customers, '300000', () => page.goBack()));
  await customers.waitFor({ state: 'detached' });
  await goesOn(page);
  await page.getByTestId('view-model').click();
  await page.locator('#model-tab-1').click();
  assert.equal((await customers.inputValue()).replace(/\D/g, ''), '300000');
});

/** The page has this number, in the box and in force. */
async function hasAgents(page, shown) {
  await done(page);
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), shown.replace(',', ''));
  assert.equal(await box(page, 'customers_per_agent').inputValue(), shown);
  await page.waitForFunction((pair) => location.hash.includes(pair), `cpa=${shown.replace(',', '')}`);
}

test('typed in a box that still has the focus, and the page left or closed at once: kept', async (t) => {
  const page = await open(t);
  await typeAndLeave(page, box(page, 'customers_per_agent'), '3100', () => page.goto('about:blank'));
  await page.goBack();
  await hasAgents(page, '3,100');
  // a figure of the firm
  const customers = page.locator('[data-fact="company.customers"]');
  await page.getByTestId('own-firm').click();
  await typeAndLeave(page, customers, '300000', () => page.goto('about:blank'));
  await page.goBack();
  await done(page);
  assert.equal((await customers.inputValue()).replace(/\D/g, ''), '300000');
  await page.getByTestId('view-workbench').click();
  await typeAndLeave(page, box(page, 'customers_per_agent'), '3200', () => Promise.all([page.waitForEvent('close'), page.close({ runBeforeUnload: true })]));
  const again = await page.context().newPage();
  await again.goto(s.host.url);
  await hasAgents(again, '3,200');
});

test('typed in a box that still has the focus, and the page loaded anew at once: kept', async (t) => {
  const page = await open(t);
  await typeAndLeave(page, box(page, 'customers_per_agent'), '3100', () => page.reload());
  await hasAgents(page, '3,100');
});

test('every box: typed, and its place closed at once', async (t) => {
  const page = await open(t);
  // an assumption
  await page.getByTestId('view-model').click();
  const high = page.locator('[data-assumption="causal_share"]').getByRole('textbox').nth(2);
  await settled(page, () => typeAndLeave(page, high, '80%', () => page.goBack()));
  await goesOn(page);
  // once more, left by the button of another place, and by another section
  for (const [typed, leave] of [['70%', async () => {}], ['75%', () => page.locator('#model-tab-2').click()]]) {
    await page.getByTestId('view-model').click();
    await page.locator('#model-tab-0').click();
    await typeAndLeave(page, high, typed, leave);
    await page.getByTestId('view-workbench').click();
    await page.locator('.model-head').waitFor({ state: 'detached' });
    await goesOn(page);
    assert.match(await page.evaluate(() => location.hash), new RegExp(`as\\.cause=[^&]*\\.${typed.slice(0, -1).replace(/0$/, '')}&`));
  }
  // the goal in its popover: what was typed counts, as by a click elsewhere
  for (const [typed, close] of [['12', () => page.keyboard.press('Escape')], ['18', () => page.mouse.click(1274, 400)]]) {
    await page.getByTestId('goal').click();
    const editor = page.getByTestId('goal-editor');
    await editor.getByRole('combobox').selectOption({ label: 'Pays back within' });
    await headline(page).filter({ hasText: /pays back within/ }).waitFor();
    await editor.getByRole('textbox').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(typed);
    await close();
    await editor.waitFor({ state: 'detached' });
    await headline(page).filter({ hasText: new RegExp(`within ${typed} months`) }).waitFor();
    await goesOn(page);
  }
  // a name in the list of documents
  await page.getByTestId('documents').click();
  await typeAndEscape(page, page.getByTestId('document').first().getByRole('textbox'), 'Quarter plan');
  await page.locator('#documents-dialog[open]').waitFor({ state: 'detached' });
  await goesOn(page);
  await page.getByTestId('documents').click();
  assert.equal(await page.getByTestId('document').first().getByRole('textbox').inputValue(), 'Quarter plan');
  await page.keyboard.press('Escape');
  // a lever's own box gives up what was typed, which stands there no more
  await typeAndEscape(page, box(page, 'customers_per_agent'), '1600');
  assert.notEqual(await box(page, 'customers_per_agent').inputValue(), '1600');
  await goesOn(page);
});

test('a text that arrives while a box is typed in waits until that was handed on', async (t) => {
  const page = await open(t);
  await page.getByTestId('view-study').click();
  await page.getByTestId('section-correlations').click();
  await page.getByTestId('study-options').locator('summary').first().click();
  await page.locator('summary').filter({ hasText: 'Change a correlation' }).click();
  const rho = page.getByTestId('field-correlation-rho');
  await rho.waitFor();
  /** Chooses another partner, whose correlation is the text that arrives, and types before it does. */
  const type = (partner, typed) => page.evaluate(async ([partner, typed]) => {
    const at = (field) => document.querySelector(`[data-testid="field-correlation-${field}"]`);
    at('with').value = partner;
    at('with').dispatchEvent(new Event('change', { bubbles: true }));
    at('rho').focus();
    at('rho').select();
    document.execCommand('insertText', false, typed);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));
  }, [partner, typed]);
  const shows = (value) => page.waitForFunction((value) => document.querySelector('[data-testid="field-correlation-rho"]').value === value, value);
  await shows('0.3');
  await type('causal_share', '0.2');
  assert.equal(await rho.inputValue(), '0.2', 'what is being typed stays');
  await rho.blur();
  await page.waitForFunction(() => location.hash.includes('rho.'));
  await shows('0.2');
  // typed back to what stood there when the box was entered: no change for the browser, and yet it is what was typed
  await type('cost_overrun', '0.2');
  await rho.blur();
  await page.waitForFunction(() => location.hash.split('rho.').length === 3);
  await shows('0.2');
  // a comment of several lines, its place left while it is typed in
  await page.getByTestId('view-brief').click();
  await typeAndLeave(page, page.getByTestId('brief-comment'), 'For the board', () => page.goBack());
  await page.getByTestId('brief-comment').waitFor({ state: 'hidden' });
  await page.getByTestId('view-brief').click();
  assert.equal(await page.getByTestId('brief-comment').inputValue(), 'For the board');
});

test('what is under way when its dialog or menu closes', async (t) => {
  const page = await open(t);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await staffUp(page);
  // copies, each with Escape behind it
  await page.getByTestId('share').click();
  for (const what of ['link', 'summary', 'embed']) {
    await page.getByTestId(`copy-share-${what}`).click();
  }
  await page.keyboard.press('Escape');
  await goesOn(page);
  // a picture that is being made
  await page.locator('#fan').getByRole('button', { name: /^Export/ }).click();
  const file = await saved(page, async () => {
    await page.getByTestId('export-png').click();
    await page.keyboard.press('Escape');
  });
  assert.equal(file.bytes.subarray(1, 4).toString(), 'PNG');
  await goesOn(page);
  // the last change played again: it comes again although the dialog is gone
  const staffing = await slider(page, 'customers_per_agent').inputValue();
  await page.getByTestId('documents').click();
  await page.getByTestId('replay').click();
  await page.keyboard.press('Escape');
  await page.waitForFunction((value) => document.querySelector('#lever-customers_per_agent-range').value !== value, staffing);
  await page.waitForFunction((value) => document.querySelector('#lever-customers_per_agent-range').value === value, staffing);
  await goesOn(page);
  // a file that is being read
  await page.getByTestId('documents').click();
  await page.getByTestId('open-file').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from('{"policies":[{"name":"From a file","levers":{}}]}') });
  await page.keyboard.press('Escape');
  await page.getByTestId('policy-row').filter({ hasText: 'From a file' }).waitFor();
  await goesOn(page);
  // and a picture of the page in presenter mode, entered and left while a lever's gesture is not over
  await slider(page, 'customers_per_agent').press('ArrowLeft');
  await page.getByTestId('teach').click();
  await page.locator('#teach-tab-2').click();
  await page.getByTestId('present').click();
  await page.getByTestId('presenter').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('presenter').waitFor({ state: 'detached' });
  await goesOn(page);
});

test('a banner shows what it has to say now', async (t) => {
  const page = await open(t);
  const banner = page.getByTestId('banner');
  for (const [text, said] of [['{"company":{"colour":1}}', 'colour'], ['{"company":{"csi":900}}', '900']]) {
    await page.getByTestId('documents').click();
    await page.getByTestId('open-file').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await page.keyboard.press('Escape');
    await banner.filter({ hasText: said }).waitFor();
    await counted(banner, 1, said);
  }
  assert.doesNotMatch(await banner.innerText(), /colour/);
  // a link of another model is compared with its sender's once the run is complete
  const older = await s.open(t, { path: '#v=1&p=base.1&name=One+agent+for+3+000&cpa=3000&b.p=hybrid.1&b.name=Hybrid+AI&r=.57&e=1.0.0' });
  await older.getByTestId('banner').filter({ hasText: '57%' }).waitFor();
});

test('Escape closes the topmost alone', async (t) => {
  const page = await open(t);
  await page.getByTestId('teach').click();
  await page.locator('#teach-tab-2').click();
  await page.getByTestId('present').click();
  const presenter = page.getByTestId('presenter');
  await presenter.waitFor();
  await page.getByTestId('present-code').click();
  await presenter.locator('[data-testid="qr"], [data-testid="qr-too-long"]').waitFor();
  await page.getByTestId('steps').click();
  await page.locator('#step-title').waitFor();
  for (const gone of ['#step-title', '[data-testid="presenter"] figure.code', '[data-testid="presenter"]']) {
    assert.ok(await presenter.isVisible());
    await page.keyboard.press('Escape');
    await page.locator(gone).waitFor({ state: 'detached' });
  }
  // keys go on from the page, not from nowhere
  await page.waitForFunction(() => document.activeElement.id === 'result');
  // a chart in a dialog
  await page.getByTestId('teach').click();
  await page.locator('#teach-tab-3').click();
  await page.locator('#room-links').fill(`Ann: ${page.url()}\n`);
  await page.getByTestId('room-read').click();
  await page.locator('#room .reader').focus();
  await page.keyboard.press('Escape');
  await page.locator('#room .readout').waitFor({ state: 'detached' });
  assert.ok(await page.locator('#teach-dialog').evaluate((dialog) => dialog.open));
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('#teach-dialog').open);
  await goesOn(page);
  // what was pasted is still there
  await page.getByTestId('teach').click();
  await page.locator('#teach-tab-3').click();
  assert.match(await page.locator('#room-links').inputValue(), /^Ann: /);
});

test('on a phone Escape closes a dialog over the sheet, and then the sheet', async (t) => {
  const page = await open(t, { width: 400, height: 860 });
  await page.locator('#sheet-handle').click();
  await slider(page, 'customers_per_agent').waitFor();
  await page.getByTestId('documents').click();
  await page.locator('#documents-dialog[open]').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('#documents-dialog').open);
  assert.ok(await slider(page, 'customers_per_agent').isVisible());
  await page.keyboard.press('Escape');
  await slider(page, 'customers_per_agent').waitFor({ state: 'hidden' });
});

test('a lever whose row goes away takes nothing along', async (t) => {
  const page = await open(t);
  await page.getByRole('button', { name: 'Presets' }).click();
  await settled(page, () => page.getByRole('dialog', { name: 'Presets' }).getByRole('button', { name: /Staff the peaks/ }).click());
  await box(page, 'peak_agents').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await box(page, 'peak_agents').waitFor({ state: 'detached' });
  // whatever the row left behind comes before what is done after it
  await settled(page, () => press(slider(page, 'refund_days'), 'ArrowLeft', 3));
  await page.waitForFunction(() => location.hash.includes('days='));
  assert.doesNotMatch(page.url(), /peak=/, 'what was taken back does not come again');
});

test('Back leads to the document before, and nothing of either is lost', async (t) => {
  const page = await open(t, { first: true });
  await box(page, 'customers_per_agent').fill('3000');
  await settled(page, () => box(page, 'customers_per_agent').press('Enter'));
  await page.waitForFunction(() => location.hash.includes('cpa=3000'));
  const first = await headline(page).textContent();
  await page.getByTestId('documents').click();
  await settled(page, () => page.getByTestId('document-new').click());
  await settled(page, () => press(slider(page, 'ai_share'), 'ArrowRight', 3));
  await page.waitForFunction(() => location.hash.includes('ai='));
  const second = await headline(page).textContent();
  await page.getByTestId('teach').click();
  await settled(page, () => page.getByRole('button', { name: 'Start The staffing cliff' }).click());
  await page.getByTestId('lesson').waitFor();
  // back twice, and forward again
  await page.goBack();
  await page.getByTestId('lesson').waitFor({ state: 'detached' });
  await headline(page).filter({ hasText: second }).waitFor();
  await page.goBack();
  await headline(page).filter({ hasText: first }).waitFor();
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '3000');
  await page.goForward();
  await headline(page).filter({ hasText: second }).waitFor();
  await page.goBack();
  await headline(page).filter({ hasText: first }).waitFor();
  // what was done there can still be taken back
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(() => document.querySelector('#lever-customers_per_agent-range').value === '5000');
  await page.getByTestId('documents').click();
  await page.getByTestId('document').nth(1).waitFor();
});

test('two tabs with one document: the older one writes over nothing, and says so', async (t) => {
  const first = await open(t);
  await staffUp(first);
  await first.waitForFunction(() => location.hash.includes('cpa=3000'));
  const second = await first.context().newPage();
  await second.goto(s.host.url);
  await done(second);
  assert.equal(await slider(second, 'customers_per_agent').inputValue(), '3000', 'the document opened last');
  const name = second.getByRole('textbox', { name: 'Name of policy A' });
  await name.fill('Staff and AI');
  await name.press('Enter');
  await settled(second, () => press(slider(second, 'ai_share'), 'ArrowRight', 3));
  await second.waitForFunction(() => location.hash.includes('ai='));
  const theirs = await slider(second, 'ai_share').inputValue();
  await second.close();
  await first.getByTestId('banner').filter({ hasText: 'Another tab has changed' }).waitFor();
  await first.getByRole('button', { name: '中文' }).click();
  await first.locator('html[lang="zh-CN"]').waitFor();
  await first.getByRole('button', { name: 'EN' }).click();
  const again = await first.context().newPage();
  await again.goto(s.host.url);
  await done(again);
  assert.equal(await slider(again, 'ai_share').inputValue(), theirs);
  await again.getByTestId('policy-row').filter({ hasText: 'Staff and AI' }).waitFor();
  await again.close();
  // changed, the older one is kept beside it
  await settled(first, () => slider(first, 'refund_days').press('ArrowLeft'));
  await first.getByTestId('documents').click();
  await first.getByTestId('document').nth(1).waitFor();
  const kept = await first.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('aftercast.document.')).length);
  assert.equal(kept, 2);
});

test('storage that is full, forbidden or gone: the same numbers, one sentence', async (t) => {
  const healthy = await open(t);
  await staffUp(healthy);
  const wanted = await numbers(healthy);
  const failures = {
    full: () => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; },
    forbidden: () => ['localStorage', 'sessionStorage'].forEach((name) => Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } })),
    gone: () => ['localStorage', 'sessionStorage'].forEach((name) => Object.defineProperty(window, name, { value: null })),
  };
  for (const [kind, fail] of Object.entries(failures)) {
    const page = await open(t, { before: (page) => page.addInitScript(fail) });
    await staffUp(page);
    assert.deepEqual(await numbers(page), wanted, kind);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await settled(page, () => press(slider(page, 'refund_days'), 'ArrowLeft', 3));
    await counted(page.getByTestId('banner').filter({ hasText: 'does not keep documents' }), 1, kind);
    await counted(page.getByTestId('banner'), 1, kind);
    assert.match(await page.evaluate(() => location.hash), /cpa=3000/, 'the address holds the document');
    // the list holds what is open, as long as the page is
    await page.getByTestId('documents').click();
    await page.getByTestId('document').first().waitFor();
    await counted(page.getByTestId('document'), 1, kind);
    await page.context().close();
  }
});

test('marks on the time line do not pile up', async (t) => {
  const page = await open(t);
  await settled(page, () => press(slider(page, 'customers_per_agent'), 'ArrowLeft', 20));
  const marks = await page.evaluate(() => performance.getEntriesByType('mark').map(({ name }) => name).filter((name) => !name.includes('later-needed')));
  assert.equal(marks.length, new Set(marks).size, marks.join(', '));
});
