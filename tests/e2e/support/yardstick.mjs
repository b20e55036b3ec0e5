// How slow the machine that tests is at this moment. Targets in milliseconds are meant for a machine that does nothing else: an older
// one, or one that builds or tests something besides, takes longer for everything, which is no fault of the page. So a fixed piece of
// work is measured in the page itself, and the target grows by as much as that takes longer. The target itself stays.

/** Steps of the work, and the milliseconds they take on the machine of the targets when nothing else runs. */
const [STEPS, REFERENCE] = [4_000_000, 5.5];
/** Milliseconds over which the work is repeated: long enough to meet what else runs. */
const SPAN = 500;

/**
 * How many times longer than on that machine the work takes in the page now, at least 1: `processor` by the fastest take, which
 * nothing has interrupted, for times that count the processor alone; `machine` by the mean, for times on the clock. The processor of the
 * page may be `throttled` so many times on purpose: that belongs to the target and is not counted.
 */
export async function slowness(page, { throttled = 1 } = {}) {
  const takes = await page.evaluate(async ([steps, span]) => {
    const work = () => {
      let x = 1;
      for (let i = 0; i < steps; i += 1) {
        x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
      }
      return x;
    };
    // compiled before it is measured; what it gives is kept, so that nothing is left out
    window.worked = work();
    const takes = [];
    for (const end = performance.now() + span; performance.now() < end;) {
      const start = performance.now();
      window.worked ^= work();
      takes.push(performance.now() - start);
      // a task each, as the page's own work is
      await new Promise((resolve) => { setTimeout(resolve); });
    }
    return takes;
  }, [STEPS, SPAN]);
  const times = (milliseconds) => Math.max(1, milliseconds / REFERENCE / throttled);
  return { processor: times(Math.min(...takes)), machine: times(takes.reduce((sum, take) => sum + take, 0) / takes.length) };
}

/** Milliseconds that the processor spent in the longest task of the page's main thread, while something is done: what others take of the clock is not in it. */
export async function longestTask(page, act) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', '__metadata'] });
  let trace;
  try {
    await act();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString());
  const key = ({ pid, tid }) => `${pid}/${tid}`;
  const mains = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(key));
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && event.tdur !== undefined && mains.has(key(event)));
  return { tasks: tasks.length, longest: Math.max(0, ...tasks.map(({ tdur }) => tdur)) / 1000 };
}
