import { serve } from './support/server.mjs';
import { launch } from './support/chromium.mjs';
const host = await serve(process.env.AFTERCAST_DIST, { base: '/x/' });
const b = await launch();
const H = '#v=1&p=base.1&name=My+policy&b.p=hybrid.1&b.name=Hybrid+AI&cpa=3000&e=2.0.0&co.cust=60000000&co.bklab=1234567890&co.bkcomp=987654321';
for (const [width, height] of [[1280, 800], [390, 844]]) for (const locale of ['en-GB', 'zh-CN']) for (const view of ['model', 'model.company', 'model.evidence', 'model.history', 'analyse.goal-seek', 'analyse.sweep', 'analyse.record', 'budget', 'brief']) {
  const ctx = await b.newContext({ viewport: { width, height }, locale, serviceWorkers: 'block' });
  const page = await ctx.newPage();
  await page.goto(host.url + H + '&view=' + view);
  await page.waitForTimeout(4500);
  const cut = await page.evaluate(() => [...document.querySelectorAll('input[type=text], select')].filter((i) => i.offsetParent && i.scrollWidth > i.clientWidth + 1).map((i) => `${i.dataset.testid ?? i.dataset.fact ?? i.id}: ${i.value}`));
  const side = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (cut.length || side) console.log(width, locale, view, cut.slice(0, 12), side);
  await ctx.close();
}
await b.close(); await host.close();
