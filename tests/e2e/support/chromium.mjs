// The Chromium of the system, started so that it asks no host on the network.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

// the same browser without windows and media; it takes a third of the time to open a page
const SHELL = 'chromium-headless-shell';
const NAMES = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser to test with: the variable CHROME, else the first known name on PATH; a `whole` one where the shell lacks what is tested. */
export function executable({ whole = false } = {}) {
  if (process.env.CHROME) {
    return process.env.CHROME;
  }
  const names = whole ? NAMES.filter((name) => name !== SHELL) : NAMES;
  for (const name of names) {
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
  throw new Error(`no Chromium on PATH (looked for ${names.join(', ')}): install one, or name it in the variable CHROME`);
}

/** `args` are further arguments of the command line; `whole` as for `executable`. */
export function launch(args = [], { whole = false } = {}) {
  return chromium.launch({
    executablePath: executable({ whole }),
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
