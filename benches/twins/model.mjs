// The model in plain JavaScript, one draw at a time over typed arrays: a peer that the engine is measured against.
// It is written from docs/model.md, optimised as one would in JavaScript (everything that does not change is taken out
// of the loops, no allocation in a month), and checked against the golden files before any time is taken.

import { care, levels, technology, terms, working } from './levers.mjs';
import { utilisation } from './queue.mjs';

const K = 4;
const COLUMNS = 9;
const G = K * COLUMNS;

/** Monthly series in the order in which `simulate` writes them. */
export const SERIES = [
  'customers', 'csi', 'first_response', 'day_response', 'night_response', 'fcr', 'contacts', 'human_contacts', 'incidents', 'repurchase', 'revenue',
  'labour', 'technology', 'reverse_logistics', 'compensation', 'programmes', 'serious_events', 'setup', 'service_cost', 'cost', 'acquisitions', 'acquisition_cost', 'profit',
];
const WIDTH = SERIES.length;

/** Standard normal distribution function (Hart 5666). */
function phi(x) {
  const a = Math.abs(x);
  const bell = Math.exp(-0.5 * a * a);
  let tail;
  if (a < 7.07) {
    tail = (bell * ((((((0.0352624965998911 * a + 0.700383064443688) * a + 6.37396220353165) * a + 33.912866078383) * a + 112.079291497871) * a + 221.213596169931) * a + 220.206867912376)) /
      (((((((0.0883883476483184 * a + 1.75566716318264) * a + 16.064177579207) * a + 86.7807322029461) * a + 296.564248779674) * a + 637.333633378831) * a + 793.826512519948) * a + 440.413735824752);
  } else {
    tail = (bell * 0.3989422804014327) / (a + 1 / (a + 2 / (a + 3 / (a + 4 / (a + 0.65)))));
  }
  return x > 0 ? 1 - tail : tail;
}

/** Inverse of phi, by Newton's method; only the baseline of a firm that states its repurchase needs it. */
function probit(p) {
  let x = 0;
  for (let i = 0; i < 60; i += 1) {
    const step = (phi(x) - p) / (0.3989422804014327 * Math.exp(-0.5 * x * x));
    x -= Math.max(-1, Math.min(1, step));
    if (Math.abs(step) < 1e-14) {
      break;
    }
  }
  return x;
}

/** What is the same in every draw. */
export class Firm {
  constructor({ company, today, programmes, plan }) {
    Object.assign(this, { company, today, programmes, plan });
    const { stage, tier, profile } = company;
    this.kappa = company.customers / 1e6;
    this.root = Math.sqrt(this.kappa);
    this.months = company.horizon_months;
    const mean = company.season.reduce((a, b) => a + b, 0) / 12;
    this.season = company.season.map((s) => s / mean);
    this.demand = [...new Set(this.season)];
    this.share = this.demand.map((d) => (d * this.season.filter((s) => s === d).length) / 12);
    this.lnDemand = this.demand.map(Math.log);
    this.exit = stage.months.map((m) => 1 / m);
    this.discount = (1 + company.discount_rate) ** (-1 / 12);
    const by = (f) => Float64Array.from({ length: G }, (_, g) => f(Math.trunc(g / COLUMNS), Math.trunc(g / 3) % 3, g % 3));
    this.offset = by((k, c, p) => stage.csi_offset[k] + tier.csi_offset[c] + profile.csi_offset[p]);
    this.entry = by((k, c, p) => stage.acquisition[k] * tier.share[c] * profile.share[p]);
    this.orders = by((k, c, p) => stage.orders[k] * profile.orders[p]);
    this.value = by((k, c, p) => profile.order_value[p]);
    this.incidents = by((k) => stage.incidents[k]);
    this.sensitive = by((k, c) => stage.responsiveness[k] * tier.responsiveness[c]);
    this.returnCost = by((k, c) => tier.return_cost[c]);
    this.lower = Uint8Array.from({ length: G }, (_, g) => (Math.trunc(g / 3) % 3 === 2 ? 1 : 0));
  }

  /** Levers paid for in month t of a policy. */
  paid(goal, t) {
    const share = goal.ramp_months > 0 ? Math.min(1, (t + 1) / goal.ramp_months) : 1;
    const paid = { ...this.today };
    for (const id of Object.keys(paid)) {
      paid[id] = this.plan.includes(id) ? goal[id] : this.today[id] + (goal[id] - this.today[id]) * share;
    }
    return { paid, done: share === 1 };
  }
}

/** `relative` scaled so that its weighted mean is `target`. */
function scaled(relative, weight, target) {
  let sum = 0;
  let total = 0;
  for (let g = 0; g < G; g += 1) {
    sum += weight[g] * relative[g];
    total += weight[g];
  }
  return relative.map((x) => (x * target * total) / sum);
}

/** The stationary baseline of a draw. */
export function baseline(firm, a, queue) {
  const { company, exit } = firm;
  const u = company.csi / 100;
  const start = Math.log(u / (1 - u));
  const unit = 1 / (100 * u * (1 - u));
  const spread = Math.sqrt(a.repurchase_scale ** 2 + a.sat_sd ** 2);
  let c = a.repurchase_midpoint;
  let d = 0;
  const s0 = new Float64Array(G);
  const r0 = new Float64Array(G);
  const raw = new Float64Array(G);
  for (let round = 0; ; round += 1) {
    if (round === 500) {
      throw new Error('the baseline does not settle');
    }
    let [total, score, returning] = [0, 0, 0];
    for (let g = 0; g < G; g += 1) {
      const q = exit[Math.trunc(g / COLUMNS)];
      s0[g] = 100 / (1 + Math.exp(-(start + unit * (firm.offset[g] + d))));
      r0[g] = phi((s0[g] - c) / spread);
      const before = g < COLUMNS ? 0 : raw[g - COLUMNS] * r0[g - COLUMNS] ** (1 / 12) * exit[Math.trunc(g / COLUMNS) - 1];
      raw[g] = (firm.entry[g] + before) / (1 - r0[g] ** (1 / 12) * (1 - q));
      total += raw[g];
      score += raw[g] * s0[g];
      returning += raw[g] * r0[g];
    }
    const step = company.csi - score / total;
    const shift = company.repurchase === undefined ? 0 : spread * (probit(returning / total) - probit(company.repurchase));
    if (Math.max(Math.abs(step), Math.abs(shift)) <= 1e-12) {
      break;
    }
    d += step;
    c += shift;
  }
  const factor = company.customers / raw.reduce((x, y) => x + y, 0);
  const n0 = raw.map((x) => x * factor);
  const entry = firm.entry.map((x) => x * factor);
  const entries = entry.reduce((x, y) => x + y, 0);
  const orders = scaled(firm.orders, n0, company.orders_per_customer_year / 12);
  const ordered = n0.map((x, g) => x * orders[g]);
  const value = scaled(firm.value, ordered, company.average_order_value);
  const incidents = scaled(firm.incidents, ordered, company.incident_rate);
  const returned = ordered.map((x, g) => x * incidents[g]);
  const returnCost = scaled(firm.returnCost, returned, a.return_unit_cost);
  const reach = orders.map((o, g) => a.causal_share * (1 - Math.exp(-12 * o * incidents[g] - a.enquiry_weight * a.inquiries_per_year)));
  const share = s0.map((s) => s / 100);

  const now = levels(firm, firm.today, firm.today, a);
  const t = terms(firm, firm.today, firm.today, a, now, now);
  const [allIncidents, allOrders] = [returned.reduce((x, y) => x + y, 0), ordered.reduce((x, y) => x + y, 0)];
  const contacts = (allIncidents * t.incidents * t.perIncident + (company.customers * a.inquiries_per_year) / 12) * t.unsolved;
  const human = contacts * t.human;

  const l = a.night_load_share;
  const target = { night: company.night_response_minutes, day: (company.first_response_minutes - l * company.night_response_minutes) / (1 - l) };
  const patience = Math.max(a.patience_minutes, 1.25 * Math.max(target.day, target.night));
  const ratio = patience / a.handling_minutes;
  const solve = (servers, minutes) => Math.exp(utilisation((x) => {
    let sum = 0;
    for (let i = 0; i < firm.demand.length; i += 1) {
      sum += firm.share[i] * queue.abandon(servers, x + firm.lnDemand[i], ratio);
    }
    return sum;
  }, minutes / patience));
  const rhoDay = solve(t.day * company.customers, target.day);
  const rhoNight = solve(t.night * company.customers, target.night);
  const waits = firm.season.map((s) => {
    const day = patience * queue.abandon(t.day * company.customers, Math.log(rhoDay * s), ratio);
    const night = patience * queue.abandon(t.night * company.customers, Math.log(rhoNight * s), ratio);
    return { mean: (1 - l) * day + l * night, felt: (1 - l) * day + l * a.night_weight * night };
  });

  let [high, low] = [0, 0];
  for (let g = 0; g < G; g += 1) {
    high += (n0[g] / company.customers) * phi((s0[g] - 80) / a.sat_sd);
    low += (n0[g] / company.customers) * phi((60 - s0[g]) / a.sat_sd);
  }
  const [events, crises] = [(a.serious_events_per_year / 12) * firm.root, a.crises_per_year / 12];
  let [special, lower] = [0, 0];
  for (let g = 0; g < G; g += 1) {
    special += g % 3 === 2 ? n0[g] : 0;
    lower += firm.lower[g] ? n0[g] : 0;
  }
  return {
    a, c, spread, s0, n0, entry, entries, orders, value, incidents, reach, returnCost, levels: now, patience, ratio, waits,
    sensitive: scaled(firm.sensitive, n0, 1),
    logit: share.map((x) => Math.log(x / (1 - x))),
    slope: share.map((x) => 0.01 / (x * (1 - x))),
    loadDay: (rhoDay * t.day * company.customers) / human,
    loadNight: (rhoNight * t.night * company.customers) / human,
    positive: (a.recommend_high * high + a.recommend_mid * (1 - high - low) + (a.recommend_high / a.recommend_ratio) * low) * t.community,
    negative: a.negative_reach * a.complain_low * low,
    events, crises,
    lost: t.severity * (events * a.serious_lost_prospects * firm.root + crises * a.crisis_lost_prospects * firm.kappa),
    inflow: t.severity * crises * a.crisis_score_shock,
    rawIncidents: allIncidents, rawOrders: allOrders, special, lower,
  };
}

/** Smallest k >= 0 with P(X <= k) >= u. */
function poisson(lambda, u) {
  let k = 0;
  let p = Math.exp(-lambda);
  let sum = p;
  const most = lambda + 12 * Math.sqrt(lambda) + 60;
  while (sum < u && k < most) {
    k += 1;
    p *= lambda / k;
    sum += p;
  }
  return k;
}

/** Months paid for by a policy until its ramp is done. */
export function rollout(firm, goal) {
  const steps = [];
  for (let t = 0; t < firm.months; t += 1) {
    const { paid, done } = firm.paid(goal, t);
    steps.push(paid);
    if (done) {
      break;
    }
  }
  return { goal, steps };
}

const customers = new Float64Array(G);
const score = new Float64Array(G);
const stay = new Float64Array(G);
const closingStay = new Float64Array(G);
const closingValue = new Float64Array(G);
const worth = new Float64Array(G);

/**
 * Runs a policy (`null`: the baseline) over all months; `out` takes SERIES month by month, then lifetime value and months.
 * `events` gives uniforms as [month][kind] at `offset`, `stride` apart; without it events stand at their expected value.
 */
export function simulate(firm, base, policy, queue, out, events, offset, stride) {
  const { a, s0, n0, logit, slope, sensitive, reach, orders, value, incidents, returnCost, entry, entries, spread, c } = base;
  const { company, exit, months } = firm;
  const inverseSpread = 1 / spread;
  const inverseSd = 1 / a.sat_sd;
  const basket = Math.log(1 + a.basket_uplift) / 39;
  const l = a.night_load_share;
  let setup = 0;
  let ramp = 0;
  if (policy) {
    const [tech, trace] = technology(firm, policy.goal, a);
    const added = company.customers * tech + base.rawOrders * trace + care(firm, policy.goal, a, base.special, company.customers, base.lower) -
      care(firm, firm.today, a, base.special, company.customers, base.lower);
    setup = a.setup_years * 12 * Math.max(0, added);
    ramp = Math.max(1, policy.goal.ramp_months);
  }
  let force = policy ? undefined : terms(firm, firm.today, firm.today, a, base.levels, base.levels);
  customers.set(n0);
  score.set(s0);
  closingStay.fill(0);
  closingValue.fill(0);
  let [positive, negative, shock, carried, service] = [base.positive, base.negative, 0, 0, 0];
  const closing = Math.min(12, months);
  for (let t = 0; t < months; t += 1) {
    if (policy && t < policy.steps.length) {
      const paid = policy.steps[t];
      const works = working(firm, paid, a.delivery);
      force = terms(firm, works, paid, a, levels(firm, works, paid, a), base.levels);
    }
    const calendar = (company.start_month - 1 + t) % 12;
    const season = firm.season[calendar];
    let spent = 0;
    if (policy) {
      const until = t + 1 === months ? 1 : Math.min(1, (t + 1) / ramp);
      spent = setup * (until - Math.min(1, t / ramp)) + (t === 0 ? policy.goal.upfront_budget : 0);
    }
    let [total, ordered, failed, special, valued, lower, upperReturns, lowerReturns] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let g = 0; g < G; g += 1) {
      const n = customers[g];
      const o = n * orders[g];
      const i = o * incidents[g];
      total += n;
      ordered += o;
      failed += i;
      if (firm.lower[g] === 1) {
        lower += n;
        lowerReturns += i * returnCost[g];
      } else {
        upperReturns += i * returnCost[g];
      }
      if (g % 3 === 1) {
        valued += n;
      } else if (g % 3 === 2) {
        special += n;
      }
    }
    ordered *= season;
    const remaining = force.incidents * season;
    failed *= remaining;
    const contacts = (failed * force.perIncident + total * a.inquiries_per_year * (season / 12)) * force.unsolved;
    const human = contacts * force.human;
    const patience = base.ratio / force.handling;
    const work = force.handling * human;
    const nDay = force.day * total;
    const nNight = force.night * total;
    const day = base.patience * queue.abandon(nDay, Math.log((base.loadDay * work) / nDay), patience);
    const night = base.patience * queue.abandon(nNight, Math.log((base.loadNight * work) / nNight), patience);
    const wait = (1 - l) * day + l * night;
    const felt = (1 - l) * day + l * a.night_weight * night;
    const longer = a.points_per_minute * (felt - base.waits[calendar].felt);
    const seasonal = a.points_per_minute * (base.waits[calendar].mean - company.first_response_minutes);
    const ceiling = Math.exp((-a.competitor_catch_up * t) / 12) * a.headroom;
    const inverseHeadroom = 1 / a.headroom;
    const adapt = season / a.satisfaction_tau;
    const last = t >= months - closing;
    let [sumScore, sumRepurchase, high, low, revenue, disputed] = [0, 0, 0, 0, 0, 0];
    for (let g = 0; g < G; g += 1) {
      const n = customers[g];
      const profile = g % 3;
      const h = sensitive[g];
      let change = force.points - h * longer;
      if (profile === 2) {
        change += force.green;
      }
      if (firm.lower[g] === 1) {
        change += force.station;
      }
      if (change > 0) {
        change = ceiling * (1 - Math.exp(-change * inverseHeadroom));
      }
      const shifted = 100 / (1 + Math.exp(-(logit[g] + (change - shock) * slope[g])));
      const target = Math.min(100, Math.max(0, shifted - h * seasonal));
      const s = score[g] + adapt * (target - score[g]);
      score[g] = s;
      const moved = reach[g] * (s - s0[g]);
      const e = s0[g] + moved;
      let r = phi((e - c) * inverseSpread);
      if (profile === 1) {
        r *= force.vip;
      }
      r = Math.min(0.98, Math.max(0, r + force.companion));
      const monthly = r > 0 ? Math.exp(Math.log(r) / 12) : 0;
      let v = value[g] * Math.exp(basket * moved);
      if (profile === 2) {
        v *= force.basketGreen;
      }
      const sales = n * orders[g] * v;
      stay[g] = n * monthly;
      sumScore += n * s;
      sumRepurchase += n * r;
      high += n * phi((e - 80) * inverseSd);
      low += n * phi((60 - e) * inverseSd);
      revenue += sales;
      disputed += sales * incidents[g];
      if (last) {
        closingStay[g] += monthly;
        closingValue[g] += v;
      }
    }
    revenue *= season;
    disputed *= remaining;
    high /= total;
    low /= total;
    const talk = (a.recommend_high * high + a.recommend_mid * (1 - high - low) + (a.recommend_high / a.recommend_ratio) * low) * force.community;
    positive += (talk - positive) / a.positive_memory;
    negative += (a.negative_reach * a.complain_low * low - negative) / a.negative_memory;

    const factor = (((failed / force.incidents) * force.quality) / (base.rawIncidents * company.incident_mix.quality)) * force.events;
    let happened = base.events * factor;
    let crises = base.crises * factor;
    if (events) {
      happened = poisson(happened, events[offset + 2 * t * stride]);
      crises = poisson(crises, events[offset + (2 * t + 1) * stride]);
    }
    shock = shock * (1 - 1 / a.negative_memory) + force.severity * crises * a.crisis_score_shock - base.inflow;
    const loss = carried + force.severity * (happened * a.serious_lost_prospects * firm.root + crises * a.crisis_lost_prospects * firm.kappa) - base.lost;
    carried = Math.max(0, loss - entries);
    const drawn = Math.exp(a.acquisition_elasticity * (positive - base.positive - (negative - base.negative))) * Math.max(0, 1 - loss / entries);

    const labour = total * force.labour;
    const tech = Math.max(0, total * force.tech + force.trace * ordered + a.ai_contact_cost * (contacts * force.ai - contacts * firm.today.ai_share));
    const logistics = upperReturns * remaining * force.freight + lowerReturns * remaining * force.freightLower + force.alliance * failed;
    const compensation = Math.max(0, disputed * force.payout + force.premium * ordered + revenue * force.refund);
    const programmes = (valued * force.paid.vip_spend) / 12 + care(firm, force.paid, a, special, total, lower);
    const serious = a.serious_direct_cost * firm.root * (happened + crises) * force.severity;
    const serviceCost = labour + tech + logistics + compensation + programmes;
    const cost = serviceCost + serious + spent;
    const acquisitions = entries * drawn;
    const bill = acquisitions * company.acquisition_cost;
    if (last) {
      service += serviceCost / total;
    }
    const at = t * WIDTH;
    out[at] = total;
    out[at + 1] = sumScore / total;
    out[at + 2] = wait;
    out[at + 3] = day;
    out[at + 4] = night;
    out[at + 5] = force.fcr;
    out[at + 6] = contacts;
    out[at + 7] = human;
    out[at + 8] = failed;
    out[at + 9] = sumRepurchase / total;
    out[at + 10] = revenue;
    out[at + 11] = labour;
    out[at + 12] = tech;
    out[at + 13] = logistics;
    out[at + 14] = compensation;
    out[at + 15] = programmes;
    out[at + 16] = serious;
    out[at + 17] = spent;
    out[at + 18] = serviceCost;
    out[at + 19] = cost;
    out[at + 20] = acquisitions;
    out[at + 21] = bill;
    out[at + 22] = company.contribution_margin * revenue - cost - bill;

    for (let k = 0; k < K; k += 1) {
      for (let g = k * COLUMNS; g < (k + 1) * COLUMNS; g += 1) {
        customers[g] = stay[g] * (1 - exit[k]) + entry[g] * drawn + (k > 0 ? stay[g - COLUMNS] * exit[k - 1] : 0);
      }
    }
  }
  let [ltv, lifetime] = [0, 0];
  for (let g = G - 1; g >= 0; g -= 1) {
    const q = exit[Math.trunc(g / COLUMNS)];
    const r = closingStay[g] / closing;
    const kept = firm.discount * r;
    const next = g + COLUMNS < G ? worth[g + COLUMNS] : 0;
    worth[g] = ((orders[g] * closingValue[g] * company.contribution_margin) / closing - service / closing + kept * q * next) / (1 - kept * (1 - q));
    ltv += (entry[g] / entries) * worth[g];
    lifetime += entry[g] / entries / (1 - r);
  }
  out[months * WIDTH] = ltv;
  out[months * WIDTH + 1] = lifetime;
}
