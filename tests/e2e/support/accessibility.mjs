import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails, naming each element, where the page breaks a WCAG 2.2 AA rule that a program can check. */
export async function assertAccessible(page, context = 'the page') {
  // through the debugger: the page's own policy lets no foreign script in
  if (!await page.evaluate(() => 'axe' in globalThis)) {
    await page.evaluate(readFileSync(axe, 'utf8'));
  }
  // what passes is counted, not described: describing it is most of the time
  const options = { runOnly: { type: 'tag', values: RULES }, resultTypes: ['violations'] };
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), options);
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`));
  assert.deepEqual(found, [], context);
}
