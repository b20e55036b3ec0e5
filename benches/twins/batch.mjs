// The JavaScript twin on whole cases: against the golden files, and the reference case. Runs in Node and in a page.

import { Firm, SERIES, baseline, rollout, simulate } from './model.mjs';
import { Exact, Lattice } from './queue.mjs';

const COLUMNS = SERIES.length;
const PROFIT = SERIES.indexOf('profit');
const [COST, REVENUE, CONTACTS, WAIT, CSI, REPURCHASE, SERVICE, CUSTOMERS, ACQUISITIONS, SERIOUS] = [
  'cost', 'revenue', 'contacts', 'first_response', 'csi', 'repurchase', 'service_cost', 'customers', 'acquisitions', 'serious_events',
].map((key) => SERIES.indexOf(key));
/** Series kept of every draw. */
const KEPT = [CUSTOMERS, CSI, WAIT, REPURCHASE, REVENUE, SERVICE, PROFIT];
/** Outcomes of a draw before its series. */
export const OUTCOMES = [
  'delta_cost', 'delta_revenue', 'npv', 'payback_month', 'delta_ltv', 'ltv', 'expected_lifetime_months', 'serious_events',
  'csi', 'repurchase', 'first_response', 'service_cost', 'revenue', 'acquisitions',
];

/** Present values of a policy against the baseline, payback and the last year, from the two tables of months. */
function outcomes(firm, base, run, into, at) {
  const { months } = firm;
  let factor = 1;
  let [cost, revenue, gain, payback, serious] = [0, 0, 0, Infinity, 0];
  let [csi, repurchase, waiting, contacts, service, sales, entries] = [0, 0, 0, 0, 0, 0, 0];
  for (let t = 0; t < months; t += 1) {
    const m = t * COLUMNS;
    cost += factor * (run[m + COST] - base[m + COST]);
    revenue += factor * (run[m + REVENUE] - base[m + REVENUE]);
    gain += factor * (run[m + PROFIT] - base[m + PROFIT]);
    serious += factor * run[m + SERIOUS];
    payback = gain < 0 ? Infinity : Math.min(payback, t);
    factor *= firm.discount;
    if (t >= months - 12) {
      csi += run[m + CSI];
      repurchase += run[m + REPURCHASE];
      waiting += run[m + WAIT] * run[m + CONTACTS];
      contacts += run[m + CONTACTS];
      service += run[m + SERVICE];
      sales += run[m + REVENUE];
      entries += run[m + ACQUISITIONS];
    }
    for (let k = 0; k < KEPT.length; k += 1) {
      into[at + OUTCOMES.length + k * months + t] = run[m + KEPT[k]];
    }
    into[at + OUTCOMES.length + KEPT.length * months + t] = gain;
  }
  const year = Math.min(12, months);
  const end = months * COLUMNS;
  const values = [cost, revenue, gain, payback, run[end] - base[end], run[end], run[end + 1], serious, csi / year, repurchase / year, waiting / contacts, service / year, sales / year, entries / year];
  for (let k = 0; k < values.length; k += 1) {
    into[at + k] = values[k];
  }
}

/** Largest deviation from the golden cases, relative or absolute, whichever is larger; throws where a value is missing. */
export function deviation(cases) {
  let worst = 0;
  const compare = (name, ours, theirs) => {
    if ((theirs === null) !== (ours === null)) {
      throw new Error(`${name}: ${ours} instead of ${theirs}`);
    }
    if (theirs !== null) {
      const error = Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs));
      // also where it is not a number
      if (!(error <= worst)) {
        worst = error;
      }
    }
  };
  for (const golden of cases) {
    const firm = new Firm(golden);
    const queue = new Exact();
    const base = baseline(firm, golden.assumptions, queue);
    const tables = [null, rollout(firm, golden.policy)].map((policy) => {
      const out = new Float64Array(firm.months * COLUMNS + 2);
      simulate(firm, base, policy, queue, out);
      return out;
    });
    ['expected_baseline', 'expected_policy_run'].forEach((part, i) => {
      SERIES.forEach((key, k) => golden[part][key].forEach((value, t) => compare(`${golden.name} ${key} ${t}`, tables[i][t * COLUMNS + k], value)));
      compare(`${golden.name} ltv`, tables[i][firm.months * COLUMNS], golden[part].ltv);
      compare(`${golden.name} lifetime`, tables[i][firm.months * COLUMNS + 1], golden[part].expected_lifetime_months);
    });
    const o = new Float64Array(OUTCOMES.length + 8 * firm.months);
    outcomes(firm, tables[0], tables[1], o, 0);
    const margin = golden.company.contribution_margin;
    const e = golden.expected_comparison;
    for (const [key, value] of [
      ['delta_cost', o[0]], ['delta_revenue', o[1]], ['delta_contribution', margin * o[1]], ['npv', o[2]], ['payback_month', Number.isFinite(o[3]) ? o[3] : null],
      ['delta_ltv', o[4]], ['revenue_multiple', o[0] > 0 ? o[1] / o[0] : null], ['contribution_multiple', o[0] > 0 ? (margin * o[1]) / o[0] : null],
    ]) {
      compare(`${golden.name} ${key}`, value, e[key]);
    }
  }
  return worst;
}

/** The reference case, ready to run: `reference` as exported, and its three tables of numbers. */
export class Reference {
  constructor(reference, assumptions, uniforms) {
    this.firm = new Firm(reference);
    this.draws = reference.draws;
    this.policies = reference.policies.map((goal) => rollout(this.firm, goal));
    this.ids = reference.ids;
    this.queue = new Lattice();
    this.assumptions = assumptions;
    this.uniforms = uniforms;
    // one shape for all draws: the same property order
    this.make = new Function('values', 'i', 'n', `return { ${this.ids.map((id, k) => `${id}: values[${k} * n + i]`).join(', ')} };`);
    this.width = OUTCOMES.length + 8 * this.firm.months;
  }

  /** Everything from the given assumptions on: baselines, policies, outcomes. The lattice stays, as the engine's does. */
  run() {
    const { firm, draws, policies, width, uniforms, queue } = this;
    const results = [null, ...policies].map(() => new Float64Array(draws * width));
    const today = new Float64Array(firm.months * COLUMNS + 2);
    const out = new Float64Array(firm.months * COLUMNS + 2);
    for (let i = 0; i < draws; i += 1) {
      const base = baseline(firm, this.make(this.assumptions, i, draws), queue);
      simulate(firm, base, null, queue, today, uniforms, i, draws);
      outcomes(firm, today, today, results[0], i * width);
      for (let p = 0; p < policies.length; p += 1) {
        simulate(firm, base, policies[p], queue, out, uniforms, i, draws);
        outcomes(firm, today, out, results[p + 1], i * width);
      }
    }
    return results;
  }

  /** Largest difference of net gain and of the change of lifetime value from the engine's, relative to their largest size over the draws. */
  difference(expected) {
    const results = this.run();
    let worst = 0;
    for (let p = 0; p < this.policies.length; p += 1) {
      for (const [k, column] of [2, 4].entries()) {
        const from = (2 * p + k) * this.draws;
        const theirs = expected.subarray(from, from + this.draws);
        const size = theirs.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
        for (let i = 0; i < this.draws; i += 1) {
          const error = Math.abs(results[p + 1][i * this.width + column] - theirs[i]) / size;
          if (!(error <= worst)) {
            worst = error;
          }
        }
      }
    }
    return worst;
  }
}

/** Central runs of all golden cases, and the reference case against the engine. */
export function check({ golden, reference, assumptions, uniforms, results }) {
  const lattice = new Reference(reference, assumptions, uniforms);
  return { golden: deviation(golden), engine: lattice.difference(results), reference: lattice };
}
