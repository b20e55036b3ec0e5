// Eight screens in both themes look as they did. A wanted change is looked at and accepted:
// AFTERCAST_ACCEPT=1 node --test tests/e2e/pictures.test.mjs
//
// With the fonts and the generation of the browser that the pictures were taken with, pixels are compared: a patch of the browser
// draws the same letters. With others, whose letters differ, the means of blocks of pixels are, which tell whether anything is
// missing, has moved or has changed its colour.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { compared, difference, inBothThemes, lookOptions } from './support/pictures.mjs';
import { OUT, site } from './support/site.mjs';
import { analysed, answered, done, goalLines, node, staffUp } from './support/workbench.mjs';

const s = site();
const KEPT = join(import.meta.dirname, 'pictures');
const MADE_WITH = join(KEPT, 'made_with.json');
const ACCEPT = Boolean(process.env.AFTERCAST_ACCEPT);

/** Share of pixels that may differ with the same browser and fonts: the edge of a letter that was drawn half a pixel aside. */
const PIXELS = 0.002;
/**
 * With others: share of blocks of so many pixels whose mean may differ by more than so many levels of 255. A table, answers or
 * levers that are missing are 4 to 9 % of the blocks, a picture that is pushed aside by 4 pixels 6 to 18 %, letters of another patch
 * of the browser less than 0.1 %.
 */
const [BLOCK, LEVELS, BLOCKS] = [16, 10, 0.003];

/** The line at face value comes when its own run is through, after the picture of the policy. */
const faceValue = (page) => page.getByTestId('face-value-line').waitFor();

// act: what is done; late: what comes after the run and is waited for; show: what is scrolled to
const SCREENS = {
  first: {},
  moved: { act: staffUpAnew, late: faceValue },
  chain: {
    act: async (page) => {
      await staffUp(page);
      await node(page, 'waiting').click();
    },
    late: faceValue,
    show: (page) => page.getByTestId('chain-detail').scrollIntoViewIfNeeded(),
  },
  chinese: { language: 'zh', act: staffUpAnew, late: faceValue },
  phone: { width: 400 },
  assumptions: {
    act: async (page) => {
      await page.getByTestId('view-model').click();
      await page.locator('[data-assumption]').first().waitFor();
    },
  },
  share: {
    act: async (page) => {
      await page.getByTestId('share').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  analysis: {
    act: async (page) => {
      await staffUp(page);
      await page.getByTestId('view-study').click();
      await analysed(page);
    },
  },
};

/** Moves the lever and opens the page anew: an axis that does not jump under a drag has a range that depends on what was drawn before. */
async function staffUpAnew(page) {
  await staffUp(page);
  await page.reload();
  await done(page);
}

/** What letters look like: the version of the browser and the widths of words in both scripts. */
async function madeWith(page) {
  const version = page.context().browser().version();
  const widths = await page.evaluate(() => ['Aftercast 0123456789', '售后服务'].map((words) => {
    const context = document.createElement('canvas').getContext('2d');
    context.font = '100px system-ui, sans-serif';
    return context.measureText(words).width;
  }));
  return { version, widths };
}

/** Whether letters look the same: the same fonts, drawn by the same generation of the browser. */
function sameLetters(a, b) {
  const generation = ({ version }) => version.split('.')[0];
  return generation(a) === generation(b) && a.widths.join() === b.widths.join();
}

/** Share of blocks whose mean differs visibly. */
function blocksApart(first, second) {
  const [a, b] = [first, second].map((bytes) => PNG.sync.read(bytes));
  if (a.width !== b.width || a.height !== b.height) {
    return 1;
  }
  const mean = ({ data, width, height }, x, y) => {
    let [sum, pixels] = [0, 0];
    // the last row and column may be narrower
    for (let j = y; j < Math.min(y + BLOCK, height); j += 1) {
      for (let i = x; i < Math.min(x + BLOCK, width); i += 1) {
        const at = 4 * (j * width + i);
        sum += data[at] + data[at + 1] + data[at + 2];
        pixels += 1;
      }
    }
    return sum / (3 * pixels);
  };
  let [apart, all] = [0, 0];
  for (let y = 0; y < a.height; y += BLOCK) {
    for (let x = 0; x < a.width; x += BLOCK) {
      all += 1;
      apart += Math.abs(mean(a, x, y) - mean(b, x, y)) > LEVELS ? 1 : 0;
    }
  }
  return apart / all;
}

/**
 * The picture when nothing moves any more: on a busy machine what lies above the view may still grow and push it aside, so that
 * the view is taken anew before every picture, until two in a row are the same.
 */
async function settledPicture(page, name, show) {
  // links in the dialog hold the port of the test's host
  const options = { caret: 'hide', mask: [page.locator('#share-link, #share-summary, #share-embed, [data-testid="qr"]')] };
  let before;
  for (let take = 0; take < 20; take += 1) {
    await show?.(page);
    await page.evaluate(() => new Promise((painted) => { requestAnimationFrame(() => setTimeout(painted, 100)); }));
    const now = await compared(page, name, options);
    if (before && difference(before, now) === 0) {
      return now;
    }
    before = now;
  }
  throw new Error(`${name} does not come to rest`);
}

for (const [name, { act, late, show, language = 'en', width = 1280 }] of Object.entries(SCREENS)) {
  test(`looks as it did: ${name}`, async (t) => {
    const page = await s.open(t, { ...lookOptions({ width, language }), first: true, reducedMotion: 'reduce' });
    await done(page);
    await act?.(page);
    // what is computed beside the picture is in it too
    await late?.(page);
    await goalLines(page);
    await answered(page);
    await page.evaluate(() => document.activeElement?.blur());
    await page.mouse.move(0, 0);
    const made = await madeWith(page);
    const faults = [];
    await inBothThemes(page, async (theme) => {
      const now = await settledPicture(page, `look-${name}-${theme}`, show);
      const file = join(KEPT, `${name}-${theme}.png`);
      if (ACCEPT) {
        mkdirSync(KEPT, { recursive: true });
        writeFileSync(file, now);
        writeFileSync(MADE_WITH, JSON.stringify(made));
        return;
      }
      assert.ok(existsSync(file), `there is no ${file}: look at ${join(OUT, `look-${name}-${theme}.png`)} and accept it`);
      const kept = readFileSync(file);
      const { width: w, height: h } = PNG.sync.read(kept);
      const advice = `compare ${file} with ${join(OUT, `look-${name}-${theme}.png`)}; accept a wanted change with AFTERCAST_ACCEPT=1`;
      const keptWith = JSON.parse(readFileSync(MADE_WITH, 'utf8'));
      const [what, share, most] = sameLetters(keptWith, made)
        ? ['pixels', difference(kept, now) / (w * h), PIXELS]
        : ['blocks', blocksApart(kept, now), BLOCKS];
      const said = `${(100 * share).toFixed(2)}% of the ${what} differ`;
      t.diagnostic(`${theme}: ${what} are compared, Chromium ${made.version} with ${keptWith.version}: ${said}`);
      if (share > most) {
        faults.push(`${theme}: ${said}: ${advice}`);
      }
    });
    assert.deepEqual(faults, []);
  });
}
