// Guesses off the screens of phones: each shows its guess as a code, which the camera of the teacher reads, or a picture of it brings.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PNG } from 'pngjs';
import { assertAccessible } from './support/accessibility.mjs';
import { site } from './support/site.mjs';
import { done } from './support/workbench.mjs';

const folder = mkdtempSync(join(tmpdir(), 'aftercast-scan-'));
after(() => rmSync(folder, { recursive: true }));
/** What the camera sees; written before it is switched on. */
const FILM = join(folder, 'phones.y4m');
const [WIDTH, HEIGHT] = [640, 480];
const s = site({ whole: true, args: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${FILM}`] });
const PHONE = { width: 390, height: 844, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** A wall that asks about the first lesson, and its link. */
async function wall(t, options) {
  const page = await s.open(t, { width: 1024, height: 768, ...options });
  await done(page);
  await page.getByTestId('teach').click();
  await page.getByTestId('lesson-run').first().click();
  await page.getByTestId('class-qr').waitFor();
  await done(page);
  return { page, link: await page.locator('#class-link').inputValue() };
}

/** What a phone shows after its guess was submitted. */
async function screen(t, link, { name, number }) {
  const phone = await s.open(t, { ...PHONE, path: new URL(link).hash });
  await phone.getByTestId('asked-number').fill(number);
  await phone.getByTestId('asked-name').fill(name);
  await phone.getByTestId('asked-submit').click();
  await phone.getByTestId('guess-qr').waitFor();
  return phone.screenshot({ clip: await phone.locator('.asked').boundingBox(), animations: 'disabled' });
}

/** A film: every picture for a while, on grey, with a moment of nothing behind it. */
function film(pictures) {
  const frames = pictures.flatMap((file) => {
    const { width, height, data } = PNG.sync.read(file);
    const scale = Math.max(width / WIDTH, height / HEIGHT);
    const luma = Buffer.alloc(WIDTH * HEIGHT * 1.5, 128);
    for (let y = 0; y < Math.floor(height / scale); y += 1) {
      for (let x = 0; x < Math.floor(width / scale); x += 1) {
        // the mean of the pixels under it, as a lens has it
        let [sum, count] = [0, 0];
        for (let v = Math.floor(y * scale); v < (y + 1) * scale && v < height; v += 1) {
          for (let u = Math.floor(x * scale); u < (x + 1) * scale && u < width; u += 1) {
            const at = 4 * (v * width + u);
            sum += 0.3 * data[at] + 0.59 * data[at + 1] + 0.11 * data[at + 2];
            count += 1;
          }
        }
        luma[y * WIDTH + x] = 16 + (sum / count) * 0.85;
      }
    }
    const nothing = Buffer.alloc(WIDTH * HEIGHT * 1.5, 128);
    return [...Array.from({ length: 10 }, () => luma), ...Array.from({ length: 3 }, () => nothing)];
  });
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([header, ...frames.flatMap((frame) => [Buffer.from('FRAME\n'), frame])]);
}

const said = (page, pattern) => page.getByTestId('scan-said').filter({ hasText: pattern }).waitFor();
const people = [{ name: 'Ann', number: '40' }, { name: '王芳', number: '71.5' }, { name: '', number: '3' }];

test('the camera collects one phone after another, each once, and is off when the dialog closes', async (t) => {
  const { page, link } = await wall(t);
  writeFileSync(FILM, film(await Promise.all(people.map((person) => screen(t, link, person)))));
  await page.context().grantPermissions(['camera']);
  // no camera before the press
  assert.equal(await page.locator('video').count(), 0);
  await page.getByTestId('class-scan').click();
  await page.getByTestId('scan-view').waitFor();
  await page.getByTestId('scan-count').filter({ hasText: '3 guesses' }).waitFor();
  await said(page, /collected already/);
  await assertAccessible(page, 'scanning');
  assert.equal(await page.getByTestId('scan-count').innerText(), '3 guesses', 'each once');
  assert.doesNotMatch(await page.locator('#scan-dialog').innerText(), /\b(40|71)/, 'no guess is told before the reveal');
  const track = await page.getByTestId('scan-view').evaluateHandle((video) => video.srcObject.getTracks()[0]);
  assert.equal(await track.evaluate((track) => track.readyState), 'live');
  await page.keyboard.press('Escape');
  await page.getByTestId('scan-view').waitFor({ state: 'detached' });
  assert.equal(await track.evaluate((track) => track.readyState), 'ended');
  await page.getByTestId('guess-count').filter({ hasText: '3 guesses' }).waitFor();
  await page.getByTestId('reveal').click();
  const names = await page.getByTestId('guesses').getByRole('rowheader').allTextContents();
  assert.ok(names.length === 3 && names.includes('Ann') && names.includes('王芳'), `${names}`);
});

test('without a camera the page says why, and pictures of codes are read', async (t) => {
  // a headless browser refuses what was not granted
  const { page, link } = await wall(t, { permissions: [] });
  await page.getByTestId('class-scan').click();
  await said(page, /does not let this page use the camera/);
  await page.getByTestId('scan-again').waitFor();
  await assertAccessible(page, 'refused');
  const file = (name, buffer) => ({ name, mimeType: 'image/png', buffer });
  const [first, second] = await Promise.all(people.slice(0, 2).map((person) => screen(t, link, person)));
  await page.getByTestId('scan-pictures').setInputFiles([file('a.png', first), file('b.png', second)]);
  await page.getByTestId('scan-count').filter({ hasText: '2 guesses' }).waitFor();
  await said(page, /王芳: collected/);
  await page.getByTestId('scan-pictures').setInputFiles([file('a.png', first)]);
  await said(page, /Ann: collected already/);
  const empty = new PNG({ width: 40, height: 40, fill: true });
  await page.getByTestId('scan-pictures').setInputFiles([file('empty.png', PNG.sync.write(empty))]);
  await said(page, /No code can be read in empty\.png/);
  await page.getByTestId('scan-pictures').setInputFiles([file('torn.png', first.subarray(0, 60))]);
  await said(page, /No code can be read in torn\.png/);
});

test('the detector of the browser reads where there is one', async (t) => {
  const { page, link } = await wall(t, {
    before: (page) => page.addInitScript(() => {
      window.BarcodeDetector = class {
        static getSupportedFormats = async () => ['ean_13', 'qr_code'];
        detect = async (source) => (source instanceof HTMLCanvasElement ? [{ rawValue: window.held ?? 'WIFI:S:guests;;' }] : []);
      };
    }),
  });
  writeFileSync(FILM, film([PNG.sync.write(new PNG({ width: 64, height: 48 }))]));
  await page.context().grantPermissions(['camera']);
  await page.getByTestId('class-scan').click();
  await said(page, /This code brings no guess/);
  await page.evaluate((held) => { window.held = held; }, `${link.replace('&ask=1', '')}&guess=33&by=Zoe&ph=abc12`);
  await said(page, /Zoe: collected\./);
  await page.getByTestId('scan-count').filter({ hasText: '1 guess' }).waitFor();
});
