import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { keep } from './site.mjs';

/** Widths and languages of the page; each is opened once and looked at in both themes. */
export const LOOKS = [1280, 400].flatMap((width) => ['en', 'zh'].map((language) => ({ width, language })));

/** How a browser of that look is set up: options for `site().open`. */
export const lookOptions = ({ width, language, theme = 'light' }) => ({
  width,
  height: width < 600 ? 860 : 800,
  locale: language === 'zh' ? 'zh-CN' : 'en-GB',
  theme,
});

/** Judges what stands on the page in the theme that it has, then in the other one. */
export async function inBothThemes(page, judge) {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  const before = await theme();
  await judge(before);
  // not by pointer or keyboard, so that whatever is open stays so, also where it lies over the button
  await page.getByTestId('theme').evaluate((button) => button.click());
  await page.waitForFunction((before) => document.documentElement.dataset.theme !== before, before);
  // no colour is on its way to another
  await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((animation) => animation instanceof CSSTransition).map(({ finished }) => finished)));
  await judge(await theme());
}

/** Takes a picture to look at into tests/e2e/out/, where AFTERCAST_PICTURES is set: of all tests they take a minute. */
export async function picture(page, name, options = {}) {
  if (process.env.AFTERCAST_PICTURES) {
    await compared(page, name, options);
  }
}

/** Takes a picture that a test looks at, keeps it in tests/e2e/out/ and returns its bytes. */
export async function compared(page, name, options = {}) {
  const bytes = await page.screenshot({ animations: 'disabled', ...options });
  keep(`${name}.png`, bytes);
  return bytes;
}

/** Number of pixels that differ visibly between two pictures; all of them if the sizes differ. */
export function difference(first, second) {
  const [a, b] = [first, second].map((bytes) => PNG.sync.read(bytes));
  return a.width === b.width && a.height === b.height ? pixelmatch(a.data, b.data, undefined, a.width, a.height) : a.width * a.height;
}
