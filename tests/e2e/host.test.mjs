// Hosts as they come, and links as they come to them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { repaired } from '../../src/shell/repair.mjs';
import { site } from './support/site.mjs';
import { done, headline, slider } from './support/workbench.mjs';

const s = site({ types: { '.wasm': 'application/octet-stream' } });

test('boots where modules are served with the wrong type', async (t) => {
  const page = await s.open(t);
  assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
  await page.getByTestId('view-study').click();
  await page.getByTestId('study').waitFor();
});

const PAIRS = 'v=1&p=base.1&name=%E5%AE%A2%E6%9C%8D&cpa=3000&b.p=hybrid.1&n=64';

test('where a fragment that went astray was meant to go', () => {
  const home = 'https://example.org/a/';
  const meant = `${home}#${PAIRS}`;
  const cases = [
    [`${home}%23${PAIRS}`, meant],
    [`${home}%2523${PAIRS}`, meant],
    [`${home}%23${PAIRS}/`, meant],
    [`${home}index.html%23${PAIRS}`, `${home}index.html#${PAIRS}`],
    [`${home}%3F${PAIRS}`, meant],
    [`${home}${PAIRS}`, meant],
    [`${home}%23${PAIRS}?utm_source=chat`, `${meant}&utm_source=chat`],
    [`${home}%23${PAIRS}#`, meant],
    [`https://example.org/%E5%94%AE/%23${PAIRS}`, `https://example.org/%E5%94%AE/#${PAIRS}`],
    [`https://example.org/%23${PAIRS}`, `https://example.org/#${PAIRS}`],
    [`${home}?${PAIRS}`, meant],
    [`${home}?${PAIRS}#`, meant],
    [`${home}?%23${PAIRS}`, meant],
    [`${home}?fbclid=1&${PAIRS}`, meant],
    [`${home}?engine=scalar&from=x&${PAIRS}`, `${home}?engine=scalar#${PAIRS}`],
    [`${home}?${PAIRS}&engine=scalar`, `${home}?engine=scalar#${PAIRS}`],
    // nothing to put right
    [home, undefined],
    [meant, undefined],
    [`${home}?engine=scalar&from=x#${PAIRS}`, undefined],
    [`${home}?${PAIRS}#${PAIRS}`, undefined],
    [`${home}?fbclid=1`, undefined],
    [`${home}what%3Fthis`, undefined],
    [`${home}other/page.html`, undefined],
  ];
  for (const [from, to] of cases) {
    assert.equal(repaired(from), to, from);
    assert.equal(to && repaired(to), undefined, `${from}: put right once`);
  }
});

test('a link whose # did not survive opens the same, and the address is put right', async (t) => {
  const direct = await s.open(t, { path: `#${PAIRS}` });
  await done(direct);
  const sentence = await headline(direct).textContent();
  for (const path of [`%23${PAIRS}`, `%23${PAIRS}/`, `index.html%23${PAIRS}`, `?${PAIRS}`, `?engine=scalar&${PAIRS}`, `%3F${PAIRS}`]) {
    // a host says 404 and sends its page for that
    const page = await s.open(t, { path, ready: false, allow: /404/ });
    await done(page);
    assert.equal(await headline(page).textContent(), sentence, path);
    assert.equal(await slider(page, 'customers_per_agent').inputValue(), '3000');
    const url = new URL(page.url());
    const folder = new URL(s.host.url).pathname;
    assert.equal(url.pathname, path.startsWith('index.html') ? `${folder}index.html` : folder, path);
    assert.equal(url.search, path.includes('engine') ? '?engine=scalar' : '', path);
    assert.ok(url.hash.startsWith('#v=1&'), path);
    await page.context().close();
  }
});

test('the page\'s own query stays beside a fragment', async (t) => {
  const page = await s.open(t, { path: `?engine=scalar&from=x#${PAIRS}` });
  await done(page);
  assert.equal(await page.getByTestId('build').textContent(), 'scalar');
  assert.equal(await slider(page, 'customers_per_agent').inputValue(), '3000');
});

test('an address that holds no link is told to be none', async (t) => {
  const page = await s.open(t, { path: 'no/such/page', ready: false, allow: /404/ });
  assert.match(await page.locator('body').innerText(), /There is no page at this address[^]*此地址没有页面/);
});
