// WCAG 2.2 AA, as far as a program can tell, with everything open.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './support/accessibility.mjs';
import { LOOKS, inBothThemes, lookOptions, picture } from './support/pictures.mjs';
import { EXAMPLE, PLAIN, site } from './support/site.mjs';
import { answered, box, counted, done, goalLines, node, settled, slider, press, staffUp } from './support/workbench.mjs';

const s = site();

/** Opens every disclosure of a place, and counts them. */
const unfold = (page, place) => page.locator(`${place} details`).evaluateAll((all) => {
  all.forEach((details) => { details.open = true; });
  return all.length;
});

/** Opens what lies behind a lever, for all of them. */
async function openSources(page) {
  await page.locator('[data-lever="upfront_budget"]').waitFor();
  const sources = await page.locator('.lever .source').all();
  assert.equal(sources.length, await page.locator('.lever').count(), 'every lever has a source');
  for (const source of sources) {
    await source.evaluate((button) => button.click());
  }
  await counted(page.locator('.lever .source[aria-expanded="true"]'), sources.length);
}

/** Opens all that can be open at once, with a warning and a refused number among it. */
async function openEverything(page) {
  const sheet = page.locator('#sheet-handle');
  const isSheet = await sheet.isVisible();
  if (isSheet) {
    await sheet.click();
  }
  // computed beside the run
  await page.getByTestId('uncertainties').waitFor({ state: 'attached' });
  assert.ok(await unfold(page, 'main') > 0, 'the uncertainties');
  assert.ok(await unfold(page, '.levers') > 0, 'the changes of the policy');
  await node(page, 'waiting').click();
  await page.locator('#fan').getByRole('tab').nth(1).click();
  await page.locator('#difference').getByRole('tab').nth(2).click();
  if (isSheet) {
    await sheet.click();
  }
  await page.getByTestId('all-levers').click();
  await openSources(page);
  await box(page, 'refund_days').fill('99');
  await box(page, 'refund_days').press('Enter');
  await page.locator('#lever-refund_days-error').filter({ hasText: '99' }).waitFor();
}

for (const look of LOOKS) {
  const name = `${look.width}-${look.language}`;
  test(`keeps WCAG 2.2 AA: ${name}`, async (t) => {
    const page = await s.open(t, lookOptions(look));
    await done(page);
    await picture(page, `first-${name}`);
    if (look.width < 600) {
      await page.locator('#sheet-handle').click();
    }
    await staffUp(page);
    await inBothThemes(page, async (theme) => {
      await assertAccessible(page, `a moved lever, ${theme}`);
      await picture(page, `moved-${name}-${theme}`);
    });
    await openEverything(page);
    await inBothThemes(page, (theme) => assertAccessible(page, `all disclosures, ${theme}`));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, 'nothing sticks out sideways');
  });
}

for (const theme of ['light', 'dark']) {
  test(`dialogs keep WCAG 2.2 AA: ${theme}`, async (t) => {
    const page = await s.open(t, { theme });
    await done(page);
    await page.getByRole('button', { name: 'Presets' }).click();
    await assertAccessible(page, 'presets');
    await page.keyboard.press('Escape');
    await staffUp(page);
    await page.getByTestId('goal').click();
    await assertAccessible(page, 'the goal');
    await page.keyboard.press('Escape');
    await page.getByTestId('explained').click();
    await assertAccessible(page, 'an explanation');
  });
}

test('three long names push nothing out sideways', async (t) => {
  const names = [
    'A considerably larger team with much shorter waiting at night and in the peak',
    'Returns picked up at the door, refunds on the same day, published compensation',
    '育儿伙伴计划与用户互助社区并行推进，同时建设县域集货点',
  ].map(encodeURIComponent);
  const fragment = `#v=1&p=base.1&name=${names[0]}&cpa=3000&b.name=${names[1]}&b.days=1&c.name=${names[2]}&c.comm=.5&n=64`;
  for (const [width, language] of [[390, 'en'], [390, 'zh'], [1280, 'en'], [1440, 'zh']]) {
    const page = await s.open(t, { width, locale: language === 'zh' ? 'zh-CN' : 'en-GB', path: fragment });
    await done(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, `${width} ${language}`);
    await page.context().close();
  }
});

test('works at 200 % zoom and in 320 pixels', async (t) => {
  for (const width of [640, 320]) {
    const page = await s.open(t, { width, height: 400 });
    await done(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, `nothing sticks out sideways at ${width}`);
    await page.locator('#sheet-handle').click();
    await settled(page, () => press(slider(page, 'customers_per_agent'), 'ArrowLeft', 2));
    await page.context().close();
  }
});

test('reaches everything by keyboard, in the order of the page', async (t) => {
  const page = await s.open(t);
  await done(page);
  // nothing comes or goes under the fingers
  await goalLines(page);
  await answered(page);
  await page.evaluate(() => {
    window.nameOf = (element) => element.id || element.dataset.testid || `${element.className} ${element.textContent.trim().slice(0, 30)}`;
  });
  // what is operated and in view, in the order of the page; tabs and the like have one stop for all of them
  const operated = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]')]
    .filter((element) => element.checkVisibility({ checkVisibilityCSS: true }) && !element.disabled && element.tabIndex >= 0 && !element.closest('[inert]'))
    .map(window.nameOf));
  assert.ok(operated.length > 50, `${operated.length} are operated`);
  const seen = [];
  for (let i = 0; i <= 2 * operated.length; i += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) {
        return null;
      }
      const { width, height } = element.getBoundingClientRect();
      return { name: window.nameOf(element), seen: width > 0 && height > 0, region: element.closest('header.topbar, aside, main')?.tagName };
    });
    if (!stop) {
      break;
    }
    seen.push(stop);
  }
  assert.ok(await page.evaluate(() => document.activeElement === document.body), 'the way ends behind the page');
  assert.deepEqual(seen.map((stop) => stop.name), operated);
  assert.ok(seen.every((stop) => stop.seen), 'no focus is lost in what cannot be seen');
  const regions = seen.map((stop) => stop.region).filter(Boolean);
  assert.deepEqual(regions, [...regions].sort((a, b) => ['HEADER', 'ASIDE', 'MAIN'].indexOf(a) - ['HEADER', 'ASIDE', 'MAIN'].indexOf(b)));
  for (const part of ['copy-link', 'lever-customers_per_agent-range', 'node-waiting', 'fan-tab-0', 'all-levers']) {
    assert.ok(seen.some((stop) => stop.name === part), part);
  }
});

test('every target is at least 24 pixels large', async (t) => {
  const page = await s.open(t);
  await done(page);
  await page.getByTestId('all-levers').click();
  await page.locator('[data-lever="upfront_budget"]').waitFor();
  const small = await page.evaluate(() => [...document.querySelectorAll('button, input, select, summary, [role="slider"]')]
    .filter((element) => element.checkVisibility() && !element.closest('h1'))
    .map((element) => ({ name: element.outerHTML.slice(0, 80), box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
    .map(({ name }) => name));
  assert.deepEqual(small, []);
});

test('under a finger every target is 44 pixels large and no box makes the phone zoom', async (t) => {
  for (const language of ['en', 'zh']) {
    const page = await s.open(t, { ...lookOptions({ width: 390, language, theme: 'light' }), isMobile: true, hasTouch: true });
    await done(page);
    const judge = async (place) => {
      const [small, zooming] = await page.evaluate(() => {
        const shown = (element) => element.checkVisibility({ checkVisibilityCSS: true }) && element.getBoundingClientRect().width > 1 && !element.closest('.skip');
        const named = (element) => element.outerHTML.slice(0, 90);
        // what a box is for is touched with it
        const target = (element) => (element.matches('[type="checkbox"], [type="file"]') ? element.closest('label') ?? element : element);
        // in a sentence and on the board of dots only the height can grow
        const thin = (element) => element.matches('.in-sentence, .board-column');
        const interactive = [...document.querySelectorAll('button, input, select, textarea, summary, a[href], [role="button"], [role="slider"], [role="spinbutton"]')].filter(shown);
        const small = interactive.map(target).filter((element) => {
          const { width, height } = element.getBoundingClientRect();
          return height < 43.5 || (width < 43.5 && !thin(element));
        });
        const boxes = interactive.filter((element) => element.matches('select, textarea, input:not([type="range"], [type="checkbox"], [type="file"])'));
        return [small.map(named), boxes.filter((element) => Number.parseFloat(getComputedStyle(element).fontSize) < 16).map(named)];
      });
      assert.deepEqual({ place, language, small, zooming }, { place, language, small: [], zooming: [] });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(overflow, 0, `${place}: nothing sticks out sideways`);
    };
    await judge('as opened');
    // a policy that differs from today has uncertainties and changes to be opened
    await page.locator('#sheet-handle').tap();
    await settled(page, () => press(slider(page, 'customers_per_agent'), 'ArrowLeft', 2));
    await page.keyboard.press('Escape');
    await page.getByTestId('uncertainties').waitFor();
    assert.ok(await unfold(page, 'main') > 0, 'the uncertainties');
    await node(page, 'waiting').click();
    await judge('everything open');
    await page.locator('#sheet-handle').tap();
    await page.getByTestId('all-levers').tap();
    await openSources(page);
    assert.ok(await unfold(page, '.levers') > 0, 'the changes of the policy');
    await judge('all levers');
    await page.keyboard.press('Escape');
    await page.getByTestId('view-model').tap();
    let unfolded = 0;
    for (const tab of [0, 1, 2, 3, 4]) {
      await page.locator(`#model-tab-${tab}`).tap();
      await page.locator(`#model-panel-${tab} > *`).first().waitFor();
      unfolded += await unfold(page, '.model');
      await judge(`model ${tab}`);
    }
    assert.ok(unfolded > 0, 'the groups of figures of the firm');
    await page.getByTestId('view-workbench').tap();
    await page.getByTestId('more-tools').tap();
    await judge('the menu of tools');
    await page.keyboard.press('Escape');
    for (const dialog of ['share', 'documents', 'teach']) {
      if (dialog === 'teach') {
        await page.getByTestId('more-tools').tap();
      }
      await page.getByTestId(dialog).tap();
      await page.locator(`#${dialog}-dialog[open] button`).nth(1).waitFor();
      await judge(dialog);
      await page.keyboard.press('Escape');
      await page.locator(`#${dialog}-dialog[open]`).waitFor({ state: 'detached' });
    }
    // the menu of tools, over which the last dialog stood
    await page.keyboard.press('Escape');
    for (const open of [page.getByTestId('goal'), page.getByTestId('draws'), page.locator('#fan .export > button')]) {
      await open.evaluate((button) => button.click());
      await page.locator('.popover').waitFor();
      await judge('a menu');
      await page.keyboard.press('Escape');
      await page.locator('.popover').waitFor({ state: 'detached' });
    }
    await page.getByTestId('view-study').tap();
    await page.getByTestId('study-findings').waitFor();
    const sections = await page.locator('.study-sections button').all();
    assert.ok(sections.length > 15, `${sections.length} analyses`);
    unfolded = 0;
    for (const section of sections) {
      await section.evaluate((button) => button.click());
      // in one step: the section's own may come in a frame or be gone
      unfolded += await unfold(page, '.study');
      await judge(`analysis ${await section.textContent()}`);
    }
    assert.ok(unfolded >= sections.length / 2, `${unfolded} have options`);
    await page.context().close();
  }
});

test('screen readers hear the last of a burst, not every value on the way', async (t) => {
  const page = await s.open(t, { path: PLAIN });
  await done(page);
  await page.getByTestId('all-levers').click();
  // the first sentence is said once it rests, too
  await page.waitForFunction(() => [...document.querySelectorAll('.under [role="status"]')].some(({ textContent }) => textContent));
  for (const lever of ['customers_per_agent', 'ai_share']) {
    await page.evaluate(() => {
      window.heard = [];
      window.listening?.disconnect();
      window.listening = new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
          const region = element?.closest('[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"], output');
          if (region && region.textContent.trim()) {
            window.heard.push(region.textContent.trim());
          }
        }
      });
      window.listening.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await settled(page, () => press(slider(page, lever), 'ArrowRight', 8));
    const sentence = await page.getByTestId('headline').textContent();
    await page.waitForFunction((share) => window.heard.some((text) => text.includes(share)), sentence.match(/\d+/)[0]);
    // what is computed behind comes last of all: whatever else were said would have been said by then
    await goalLines(page);
    await answered(page);
    const heard = await page.evaluate(() => window.heard);
    assert.ok(heard.length <= 2, `${heard.length} messages: ${heard.join(' | ')}`);
  }
});

test('a button keeps its place when its words change', async (t) => {
  for (const language of ['en', 'zh']) {
    const page = await s.open(t, lookOptions({ width: 1280, language, theme: 'light' }));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await done(page);
    const places = () => page.locator('header.topbar button').evaluateAll((all) => all.map((button) => {
      const { x, width } = button.getBoundingClientRect();
      return [x, width];
    }));
    const before = await places();
    await page.getByTestId('copy-link').click();
    await page.getByTestId('copy-link').filter({ hasText: language === 'zh' ? '已复制' : 'Link copied' }).waitFor();
    assert.deepEqual(await places(), before);
    // the next click reaches what it aims at
    await page.getByTestId('theme').click();
    await page.locator('html[data-theme="dark"]').waitFor();
    await page.getByTestId('share').click();
    const copy = page.getByTestId('copy-share-link');
    const width = (await copy.boundingBox()).width;
    await copy.click();
    await copy.filter({ hasText: language === 'zh' ? '已复制' : 'Copied' }).waitFor();
    assert.equal((await copy.boundingBox()).width, width);
    await page.context().close();
  }
});

test('charts are drawn anew for another screen, which resizes nothing', async (t) => {
  // the emulation of a headless browser tells no query that the ratio changed: a screen is put in its place
  const page = await s.open(t, {
    path: EXAMPLE['en-GB'],
    before: (page) => page.addInitScript(() => {
      let ratio = 1;
      const queries = new Set();
      const real = window.matchMedia.bind(window);
      Object.defineProperty(window, 'devicePixelRatio', { get: () => ratio });
      window.matchMedia = (query) => {
        const wanted = query.match(/resolution: ([\d.]+)dppx/)?.[1];
        const list = wanted ? { wanted: Number(wanted), onchange: null } : real(query);
        if (wanted) {
          queries.add(list);
        }
        return list;
      };
      // a query is told when it holds no longer, or holds again
      window.screenOf = (next) => {
        const before = ratio;
        ratio = next;
        for (const list of [...queries].filter(({ wanted }) => (wanted === before) !== (wanted === next))) {
          list.onchange?.(new Event('change'));
        }
      };
    }),
  });
  await done(page);
  for (const ratio of [2, 1.5, 3, 1]) {
    await page.evaluate((ratio) => window.screenOf(ratio), ratio);
    await page.waitForFunction((ratio) => [...document.querySelectorAll('#fan canvas, #difference canvas, #exceedance canvas')].every((canvas) =>
      Math.abs(canvas.width / canvas.getBoundingClientRect().width - ratio) < 0.05), ratio);
  }
});
