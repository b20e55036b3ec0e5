// A host that knows no WebAssembly.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { site } from './support/site.mjs';

const s = site({ types: { '.wasm': 'application/octet-stream' } });

test('boots where modules are served with the wrong type', async (t) => {
  const page = await s.open(t);
  assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
});
