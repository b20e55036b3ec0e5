import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { keep } from './site.mjs';

/** Every look of the page: widths, languages, themes. */
export const LOOKS = [1280, 400].flatMap((width) =>
  ['en', 'zh'].flatMap((language) => ['light', 'dark'].map((theme) => ({ width, language, theme }))),
);

/** How a browser of that look is set up: options for `site().open`. */
export const lookOptions = ({ width, language, theme }) => ({
  width,
  height: width < 600 ? 860 : 800,
  locale: language === 'zh' ? 'zh-CN' : 'en-GB',
  theme,
});

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
