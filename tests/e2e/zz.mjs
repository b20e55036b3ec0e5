import { readFileSync, readdirSync } from 'node:fs';
import { serve } from './support/server.mjs';
import { launch } from './support/chromium.mjs';
const host = await serve(process.env.AFTERCAST_DIST, { base: '/x/' });
const b = await launch((process.env.FLAGS ?? '').split(' ').filter(Boolean));
const cpu = () => { const by = {}; for (const pid of readdirSync('/proc').filter((d) => /^\d+$/.test(d))) { try { const cmd = readFileSync(`/proc/${pid}/cmdline`, 'utf8'); if (!/headless.shell|chrom/.test(cmd)) continue; const kind = /--type=(\S+?)\0/.exec(cmd)?.[1] ?? 'browser'; for (const tid of readdirSync(`/proc/${pid}/task`)) { const s = readFileSync(`/proc/${pid}/task/${tid}/stat`, 'utf8'); const name = s.slice(s.indexOf('(') + 1, s.lastIndexOf(')')); const f = s.slice(s.lastIndexOf(')') + 2).split(' '); const t = (Number(f[11]) + Number(f[12])) * 10; const k = `${kind}/${name.replace(/\d+$/, '')}`; by[k] = (by[k] ?? 0) + t; } } catch {} } return by; };
for (let i = 0; i < 3; i++) {
  const before = cpu(); const t0 = performance.now();
  const ctx = await b.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
  const page = await ctx.newPage();
  await page.goto(host.url + '#v=1&p=base.1&name=My+policy&b.p=hybrid.1&b.name=Hybrid+AI&e=2.0.0&k=b1j4zm');
  await page.waitForFunction(() => { const { state, run } = document.querySelector('[data-testid="status"]')?.dataset ?? {}; return state === 'done' && Number(run) > 0; });
  const t1 = performance.now(); const mid = cpu();
  await page.waitForFunction(() => { const a = [...document.querySelectorAll('.answer')]; return a.length === 3 && a.every((x) => x.ariaBusy === 'false' && x.dataset.stale === 'false'); }, undefined, { timeout: 60000 });
  const t2 = performance.now(); const end = cpu();
  const diff = (a, z) => Object.fromEntries(Object.entries(z).map(([k, v]) => [k, v - (a[k] ?? 0)]).filter(([, v]) => v >= 30).sort((x, y) => y[1] - x[1]));
  const sum = (d) => Object.values(d).reduce((x, y) => x + y, 0);
  const d1 = diff(before, mid), d2 = diff(mid, end);
  console.log('to done', Math.round(t1 - t0), 'cpu', sum(d1), d1); console.log('to answers', Math.round(t2 - t1), 'cpu', sum(d2), d2);
  const c0 = performance.now(); const cb = cpu(); await ctx.close(); console.log('close', Math.round(performance.now() - c0));
}
await b.close(); await host.close();
