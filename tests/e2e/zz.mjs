import { serve } from './support/server.mjs';
import { launch } from './support/chromium.mjs';
const host = await serve(process.env.AFTERCAST_DIST, { base: '/x/' });
const b = await launch();
const shots = JSON.parse(process.env.SHOTS);
for (const { name, hash, width = 1280, height = 800, locale = 'en-GB', theme = 'light', full = false, wait = 6000, act } of shots) {
  const ctx = await b.newContext({ viewport: { width, height }, locale, colorScheme: theme, serviceWorkers: 'block', reducedMotion: 'reduce' });
  const page = await ctx.newPage();
  page.on('console', (m) => m.type() === 'error' && console.log(name, m.text()));
  await page.goto(host.url + (hash ?? ''));
  await page.waitForTimeout(wait);
  if (act) { await page.evaluate(act); await page.waitForTimeout(4000); }
  await page.screenshot({ path: `/tmp/s/${name}.png`, fullPage: full });
  await ctx.close();
}
await b.close(); await host.close();
