// The Chromium of the system, started so that it asks no host on the network.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser to test with: the variable CHROME, else the first known name on PATH. */
export function executable() {
  if (process.env.CHROME) {
    return process.env.CHROME;
  }
  for (const name of NAMES) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not here
      }
    }
  }
  throw new Error(`no Chromium on PATH (looked for ${NAMES.join(', ')}): install one, or name it in the variable CHROME`);
}

/** `args` are further arguments of the command line. */
export function launch(args = []) {
  return chromium.launch({
    executablePath: executable(),
    args: [
      // only pages of this machine are opened, and root (in a container) has no sandbox
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
      ...args,
    ],
  });
}
