// Cargo's runner for tests in the browser: wasm-bindgen-test-runner serves the test page, and the
// Chromium that the end-to-end tests use opens it. So no driver has to match the browser's version.
// Used as CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER (see ./dev).

import { spawn } from 'node:child_process';
import { launch } from '../../../../tests/e2e/support/chromium.mjs';

const LONGEST = 300_000;

const server = spawn('wasm-bindgen-test-runner', process.argv.slice(2), {
  // port 0: any free one
  env: { ...process.env, NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});

/** The address of the test page; undefined where the binary holds no test. */
const address = await new Promise((resolve, reject) => {
  let said = '';
  server.stdout.on('data', (bytes) => {
    said += bytes;
    const url = /available at (http:\S+)/.exec(said)?.[1];
    if (url) {
      resolve(url);
    }
  });
  server.once('error', (error) => reject(new Error(`wasm-bindgen-test-runner: ${error.message}: run ./dev doctor`)));
  server.once('exit', (code) => {
    console.log(said);
    process.exitCode = code ?? 1;
    resolve(undefined);
  });
});

if (address) {
  server.removeAllListeners('exit');
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error.message));
    await page.goto(address);
    const output = page.locator('#output');
    await output.filter({ hasText: /test result: / }).waitFor({ timeout: LONGEST });
    const text = await output.textContent();
    console.log(text);
    process.exitCode = /test result: ok\./.test(text) ? 0 : 1;
  } catch (error) {
    console.error(`the tests in the browser did not finish: ${error.message}`);
    process.exitCode = 1;
  } finally {
    await browser.close();
    server.kill();
  }
}
