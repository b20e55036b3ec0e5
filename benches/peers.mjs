// The comparison of ./dev bench: all contestants in turn, round by round, on the same case in the same minutes; ratios of their
// fastest rounds beside the targets. `peers.mjs [--rounds N] [--json FILE]`, run by ./dev bench, which builds what this needs.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Browser } from './sides/browser.mjs';
import { Child } from './sides/child.mjs';
import { cpu } from './sides/clock.mjs';
import { site } from './site.mjs';
import { print } from './sides/table.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, json: { type: 'string' } } });
const ROUNDS = Number(options.rounds);
if (!(Number.isInteger(ROUNDS) && ROUNDS > 0)) {
  console.error('error: --rounds wants a whole number of at least 1');
  process.exit(2);
}

const CACHE = '.cache/bench';
const CASES = join(CACHE, 'cases');
const NATIVE = join(CACHE, 'native');
const PYTHON = join(CACHE, 'venv/bin/python');
const [DRAWS, MONTHS, POLICIES, SEGMENTS] = [1024, 36, 6, 36];
/** The large run of the page, and how often it is timed. */
const [MANY, MANY_ROUNDS] = [10_000, 3];
const RUN = `run ${DRAWS} ${MONTHS} ${POLICIES}`;
const MOVED = `moved ${DRAWS} ${MONTHS} 1`;
const YARDSTICK = `yardstick ${DRAWS} ${MONTHS} 0`;
/** Draws x months x segments of a run, baseline included. */
const STEPS = DRAWS * MONTHS * SEGMENTS * (POLICIES + 1);
/** Steps of the yardstick (benches/common/yardstick.rs), and nanoseconds of one on the machine of the record: by these, times of another machine
 * can be compared with it. How the figure was found: docs/decisions/2026-11-house.md. */
const YARDSTICK_STEPS = 256 * 8000;
const REFERENCE = 7.19;
/** A peer that deviates by more computes something else and is not timed. */
const TOLERANCE = 1e-9;

const say = (...text) => console.log(...text);

function hold(name, found) {
  for (const [what, deviation] of [['the golden files', found.golden], ['the engine, draw by draw', found.engine]]) {
    if (deviation !== undefined) {
      if (!(deviation <= TOLERANCE)) {
        throw new Error(`${name} deviates from ${what} by ${deviation}: it is wrong, and is not timed`);
      }
      say(`  ${name}: within ${deviation.toExponential(1)} of ${what}`);
    }
  }
}

say('Checking the peers');
execFileSync(NATIVE, ['export', CASES]);
const numpy = new Child(PYTHON, '-B', 'tests/twin/batch.py', CASES);
const numpyFound = await numpy.answer();
hold('numpy', numpyFound);
const browser = await Browser.open(join(CACHE, 'page'), join(CACHE, 'simd'));

const native = new Child(NATIVE);
const found = new Child(NATIVE, 'found');
const simd = new Child(process.execPath, 'benches/sides/wasm.mjs', join(CACHE, 'simd'));
const scalar = new Child(process.execPath, 'benches/sides/wasm.mjs', join(CACHE, 'scalar'));
const contestants = {
  'engine, native': () => native.time(RUN),
  'engine, native, fastest instructions': () => found.time(RUN),
  'engine, wasm, Node': () => simd.time(RUN),
  'engine, wasm without vectors, Node': () => scalar.time(RUN),
  numpy: () => numpy.time(''),
  'engine, wasm, Chromium': () => browser.time(RUN),
  'engine, native, one policy more': () => native.time(MOVED),
  'engine, wasm, Node, one policy more': () => simd.time(MOVED),
  yardstick: () => simd.time(YARDSTICK),
  // doublings
  'native, twice the draws': () => native.time(`run ${2 * DRAWS} ${MONTHS} ${POLICIES}`),
  'native, four times the draws': () => native.time(`run ${4 * DRAWS} ${MONTHS} ${POLICIES}`),
  'native, half the policies': () => native.time(`run ${DRAWS} ${MONTHS} ${POLICIES / 2}`),
  'native, twice the months': () => native.time(`run ${DRAWS} ${2 * MONTHS} ${POLICIES}`),
};
const checksum = async (side) => (await side.ask(RUN)).checksum;
const sums = [await checksum(native), await checksum(found), await checksum(simd), await checksum(scalar)];
if (new Set(sums).size !== 1) {
  throw new Error(`the engine gives different results on different targets: ${sums}`);
}
say('  engine: the same bits native with the instructions of the build and the fastest, in wasm and in wasm without vectors');

const fastest = {};
for (let round = 0; round <= ROUNDS; round += 1) {
  process.stdout.write(round === 0 ? 'Warming up' : round === 1 ? `, ${ROUNDS} rounds: 1` : ` ${round}`);
  for (const [name, time] of Object.entries(contestants)) {
    const ns = await time();
    if (round > 0) {
      fastest[name] = Math.min(fastest[name] ?? Infinity, ns);
    }
  }
}
say('');

// the pool: wall time wants a quiet machine; the CPU time of the busier worker is what it would be on one
const best = {};
const note = (key, value) => {
  best[key] = value === undefined ? undefined : Math.min(best[key] ?? Infinity, value);
};
const ready = await browser.call('workers', 2, DRAWS, MONTHS);
for (let round = 0; round <= ROUNDS; round += 1) {
  await browser.call('forget');
  const whole = await browser.pooled(DRAWS, POLICIES, true);
  const moved = await browser.pooled(DRAWS, 1, false);
  await browser.time(RUN.replace('run', 'fill'));
  const summaries = (await browser.time(RUN.replace('run', 'summaries'))) / 1e6;
  if (round > 0) {
    note('all', whole.all);
    note('allBusy', whole.busy);
    note('moved', moved.all);
    note('movedBusy', moved.busy);
    note('first', moved.first);
    note('longest', Math.max(whole.longest, moved.longest));
    note('summaries', summaries);
  }
}
await browser.call('stop');
await browser.call('workers', 2, MANY, MONTHS);
for (let round = 0; round <= MANY_ROUNDS; round += 1) {
  await browser.call('forget');
  const whole = await browser.pooled(MANY, POLICIES, true);
  if (round > 0) {
    note('many', whole.all);
    note('manyBusy', whole.busy);
  }
}
await browser.call('stop');
const page = await site('dist', browser.chromium);
const version = browser.version();
await browser.close();
[native, found, simd, scalar, numpy].forEach((side) => side.close());
say(`Comparing samplers over ${POLICIES} policies`);
const { replicates, ratios: spread } = JSON.parse(execFileSync(NATIVE, ['spread'], { encoding: 'utf8' }));

const over = (a, b) => fastest[a] / fastest[b];
const least = (value, target) => ({ value, target: `>= ${target}`, reached: value >= target });
const most = (value, target, unit = '') => ({ value, target: `<= ${target}${unit && ` ${unit}`}`, reached: value <= target, unit });
const rows = [
  ['1 wasm over native throughput, Node', least(over('engine, native', 'engine, wasm, Node'), 0.85)],
  ['1 wasm over native throughput, Chromium', least(over('engine, native', 'engine, wasm, Chromium'), 0.75)],
  ['2 vectors over no vectors, wasm, Node', least(over('engine, wasm without vectors, Node', 'engine, wasm, Node'), 1.8)],
  ['2 fastest instructions over those of the build, native (AVX2)', most(over('engine, native, fastest instructions', 'engine, native'), 0.73)],
  ['3 engine in wasm over numpy, one thread', least(over('numpy', 'engine, wasm, Node'), 1.8)],
  ['4 case R, two workers, Chromium, wall', most(best.all, 170, 'ms')],
  ['4 case R, CPU of the busier worker', most(best.allBusy, 170, 'ms')],
  [`4 ${MANY} draws x ${POLICIES} policies, two workers, Chromium, wall`, most(best.many, 1200, 'ms')],
  [`4 ${MANY} draws x ${POLICIES} policies, CPU of the busier worker`, most(best.manyBusy, 1200, 'ms')],
  ['4 one moved lever, two workers, Chromium, wall', most(best.moved, 25, 'ms')],
  ['4 one moved lever, CPU of the busier worker', most(best.movedBusy, 25, 'ms')],
  ['4 one moved lever over case R, native', most(over('engine, native, one policy more', 'engine, native'), 0.23)],
  ['4 first 64 draws of a moved lever on the page', most(best.first, 20, 'ms')],
  ['4 longest main-thread task over 50 ms (0: none)', most(best.longest, 50, 'ms')],
  ['5 Sobol over random, error of the mean', most(spread.mean.mean, 0.12)],
  ['5 Sobol over random, error of a difference', most(spread.difference.mean, 0.15)],
  ['5 Sobol over random, error of the 5 % quantile', most(spread.low.mean, 0.68)],
  ['5 Sobol over random, error of the 95 % quantile', most(spread.high.mean, 0.68)],
  ['6 summaries of case R, Chromium, CPU', most(best.summaries, 18, 'ms')],
  ['7 worker ready', most(Math.min(...ready), 30, 'ms')],
  ...page,
  ['8 twice the draws', most(over('native, twice the draws', 'engine, native'), 2.2)],
  ['8 twice the draws again', most(over('native, four times the draws', 'native, twice the draws'), 2.2)],
  ['8 twice the policies', most(over('engine, native', 'native, half the policies'), 2.2)],
  ['8 twice the months', most(over('native, twice the months', 'engine, native'), 2.2)],
];

say('');
const nsPerStep = Object.fromEntries(Object.keys(contestants).slice(0, 6).map((name) => [name, fastest[name] / STEPS]));
print(['contestant', 'ns per draw x month x segment'], Object.entries(nsPerStep).map(([name, ns]) => [name, ns.toFixed(1)]));
say('');
const written = (value, unit = '') => `${value.toFixed(value < 10 ? 2 : 0)}${unit && ` ${unit}`}`;
const yardstick = fastest.yardstick / YARDSTICK_STEPS;
const speed = REFERENCE / yardstick;
print(['measure', 'value', 'target', 'reached', 'at reference speed'], rows.map(([name, { value, target, reached, unit, note }]) => [
  name, value === undefined ? (note ?? 'unknown') : written(value, unit), target, value === undefined ? '-' : reached ? 'yes' : 'no',
  value !== undefined && unit === 'ms' ? written(value * speed, unit) : '',
]));
const processors = cpus();
const machine = `${processors[0]?.model ?? 'unknown processor'}, ${processors.length} cores, load ${loadavg()[0].toFixed(1)}`;
const clock = cpu(process.pid) === undefined ? 'wall time' : 'CPU time';
say('');
say(`Case R: ${DRAWS} draws x ${POLICIES} policies and the baseline x ${MONTHS} months x ${SEGMENTS} segments; ${clock} of the computing thread, fastest of ${ROUNDS} interleaved rounds;`);
say(`at reference speed: times ${speed.toFixed(2)}, so that a step of the yardstick takes ${REFERENCE} ns for the ${yardstick.toFixed(2)} here; "reached" is about this machine.`);
say(`the samplers: ${replicates} replicates each, mean of ${POLICIES} policies; 95 % quantile by policy ${spread.high.each.map((ratio) => ratio.toFixed(2)).join(', ')}.`);
say(`milliseconds are wall time and want a quiet machine. ${machine}. Node ${process.versions.node}, V8 ${process.versions.v8}; ${version}; ${numpyFound.version}.`);
if (options.json) {
  writeFileSync(options.json, `${JSON.stringify({ machine, versions: [`Node ${process.versions.node}`, version, numpyFound.version], yardstick, nsPerStep, rows: Object.fromEntries(rows) }, null, 1)}\n`);
}
