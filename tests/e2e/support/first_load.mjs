// What a first visit fetches until its first result is on the screen.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

// as a host that packs its files once would send them
const PACKED = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
/** Brotli bytes by file: a file that both languages fetch is packed once. */
const packed = new Map();

function packedBytes(path) {
  if (!packed.has(path)) {
    packed.set(path, brotliCompressSync(readFileSync(path), PACKED).length);
  }
  return packed.get(path);
}

/** Set by the page when its first result is complete. */
export const SHOWN = 'aftercast:last-picture';

/** Waits for the first result. */
export const shown = (page) => page.waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, SHOWN);

/**
 * Files and their brotli bytes, the largest first, of a page that was shown in a profile of its own: everything that the
 * host at `url` was asked for (`requests`) and that is in `folder`, but for what the page asked for after its first result.
 */
export async function firstLoad(page, { url, requests }, folder) {
  // a file that is on its way has no entry yet, nor has one that a busy page has not read to its end
  await page.waitForLoadState('networkidle');
  await page.waitForFunction((asked) => {
    const known = new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
    return asked.every((path) => known.has(path));
  }, requests.filter((path) => path.endsWith('.wasm')));
  const after = await page.evaluate((mark) => {
    const [first] = performance.getEntriesByName(mark);
    const [before, later] = [new Set(), new Set()];
    for (const { name, startTime } of performance.getEntriesByType('resource')) {
      (startTime > first.startTime ? later : before).add(new URL(name).pathname);
    }
    return [...later].filter((path) => !before.has(path));
  }, SHOWN);
  const base = new URL(url).pathname;
  return [...new Set(requests)].filter((path) => !after.includes(path))
    .map((path) => path.slice(base.length) || 'index.html')
    .map((file) => ({ file, bytes: packedBytes(join(folder, file)) }))
    .sort((a, b) => b.bytes - a.bytes);
}
