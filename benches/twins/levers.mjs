// What levers do in the JavaScript twin: the parts of docs/model.md that change while a policy ramps up, none of them by segment.

const over = (x, overrun) => (x > 0 ? overrun * x : x);

/** Lever functions of a draw that everything is relative to. */
export function levels(firm, w, p, a) {
  const q = firm.company.incident_mix.quality;
  const s = a.simple_share;
  const u = w.ai_share * w.ai_accuracy;
  const simple = s * (1 - u);
  const complex = (1 - s) * (1 - u * a.ai_complex_ratio);
  const ticket = (w.ticket_automation - 0.4) / 0.6;
  const success = w.ai_accuracy * (s + (1 - s) * a.ai_complex_ratio);
  const knee = Math.max(0, w.ai_share - a.ai_care_knee) / (1 - a.ai_care_knee);
  const generous = q * w.safety_multiple + (1 - q) * w.goods_multiple;
  const freight = (1 - 0.38 * w.return_ladder) * (1 + 0.35 * w.free_pickup) * (1 - 0.4 * w.logistics_alliance) * (1 - 0.25 * w.return_prediction);
  return {
    success,
    prevention: 1 - a.quality_loop_reduction * w.quality_loop,
    undamaged: 1 - a.alliance_damage_reduction * w.logistics_alliance,
    proactive: 1 - (a.proactive_reduction * (w.proactive_share - 0.287)) / 0.363,
    fcr: a.fcr_gain_ticket * ticket + a.fcr_gain_copilot * w.copilot + a.fcr_gain_expert * w.expert_coverage,
    handling: (simple + a.complex_handling * complex) / (simple + complex) / ((1 + a.ticket_efficiency * ticket) * (1 + a.copilot_efficiency * w.copilot)),
    // points without first-contact resolution, which is clamped first
    points:
      -0.25 * a.refund_day_points * (w.refund_days - q * w.traceability * Math.max(0, w.refund_days - 1)) +
      0.15 * (q * a.expert_points * w.expert_coverage + a.training_points * w.scenario_training) +
      0.15 * (a.companion_care * w.companion - a.ai_care_penalty * knee * knee * (1 - a.copilot_care_relief * w.copilot)) +
      0.15 * (a.generosity_points * Math.log(generous) + (a.published_points * (w.published_standard - 0.287)) / 0.713 + a.traceability_points * w.traceability) +
      a.insurance_causal * 22.7 * q * w.insurance_uptake + a.ladder_points * w.return_ladder + a.pickup_points * w.free_pickup - a.ai_failure_points * w.ai_share * (1 - success),
    green: a.green_points * w.green_channel,
    station: a.station_points * w.township_stations,
    vip: 1 + a.vip_uplift * Math.sqrt(w.vip_spend / 5000),
    events: 1 - a.traceability_event_cut * w.traceability,
    freight,
    freightLower: freight * (1 - 0.4 * a.collection_participation * w.collection_points) * (1 - 0.1 * w.township_stations),
    payout:
      (q * p.safety_multiple + (1 - q) * p.goods_multiple) ** (1 + a.claim_elasticity) * (1 + a.published_claims * p.published_standard) *
      (1 - a.points_saving * p.points_option) * (1 - 0.28 * p.insurance_uptake),
  };
}

/** Technology added to today's: [CNY a month per customer, CNY per order]. */
export function technology(firm, p, a) {
  const b = firm.today;
  const o = a.cost_overrun;
  const odds = (x) => x / (1 - x);
  const each = over(a.ai_share_cost * (p.ai_share - b.ai_share), o) + over(a.ai_accuracy_cost * (odds(p.ai_accuracy) - odds(b.ai_accuracy)), o) +
    over(a.copilot_cost * (p.copilot - b.copilot), o) + over(a.ticket_cost * (p.ticket_automation - b.ticket_automation), o) +
    over(a.proactive_cost * (p.proactive_share - b.proactive_share), o) + over(a.prediction_cost * (p.return_prediction - b.return_prediction), o) +
    over(a.quality_loop_cost * (p.quality_loop - b.quality_loop), o) + over(a.warning_cost * (p.early_warning - b.early_warning), o);
  return [(each / 12) * firm.kappa ** -a.scale_exponent, over(a.traceability_cost * (p.traceability - b.traceability), o)];
}

/** Care programmes: today's, and what is added with its overrun. */
export function care(firm, p, a, special, customers, lower) {
  const b = firm.today;
  const one = (cost, today, level) => (cost / 12) * today + over((cost / 12) * (level - today), a.cost_overrun);
  return one(a.green_cost * special, b.green_channel, p.green_channel) + one(a.companion_cost * customers, b.companion, p.companion) +
    one(a.community_cost * customers, b.community, p.community) + one(a.station_cost * lower, b.township_stations, p.township_stations);
}

/** Everything that the levers in force do in a draw; `base.levels` is undefined while the baseline itself is being built. */
export function terms(firm, w, p, a, now, b) {
  const { company } = firm;
  const mix = company.incident_mix;
  const f = Math.min(0.98, Math.max(0.05, company.first_contact_resolution + now.fcr - b.fcr));
  const quality = (mix.quality * now.prevention) / b.prevention;
  const attrition = a.attrition * (p.agent_wage / firm.today.agent_wage) ** -a.attrition_wage_elasticity;
  const training = 3 - 2 * w.scenario_training;
  const agents = 1 / p.customers_per_agent;
  const hours = agents * company.productive_hours_month * (1 - (attrition * training) / 12) * (1 - a.training_time * w.scenario_training);
  const [tech, trace] = technology(firm, p, a);
  const turnover = 1 + (a.turnover_share / (1 - a.turnover_share)) * (attrition / a.attrition) * (0.5 + (0.5 * training) / 3);
  return {
    paid: p,
    incidents: quality + (mix.logistics * now.undamaged) / b.undamaged + mix.mismatch + mix.other,
    quality,
    fcr: f,
    perIncident: (now.proactive / b.proactive) * Math.min(1 / f, 4),
    unsolved: 1 - a.community_self_solve * w.community,
    human: 1 - w.ai_share * now.success,
    ai: w.ai_share,
    handling: now.handling / b.handling,
    day: (hours * (1 - p.night_staff_share)) / ((730 * 16) / 24),
    night: (hours * p.night_staff_share) / ((730 * 8) / 24),
    points: now.points - b.points + 25 * a.fcr_points * (f - company.first_contact_resolution) + a.quality_incident_points * (mix.quality - quality),
    green: now.green - b.green,
    station: now.station - b.station,
    vip: now.vip / b.vip,
    companion: a.companion_repurchase * (w.companion - firm.today.companion),
    basketGreen: 1 + 0.1 * (w.green_channel - firm.today.green_channel),
    community: 1 + a.community_recommend * w.community,
    events: now.events / b.events,
    severity: 1 - (1 - a.warning_severity) * w.early_warning,
    labour: (agents * p.agent_wage + 1e-4 * p.expert_coverage * 12000) * turnover + (agents * a.training_cost * p.scenario_training) / 12,
    tech: a.tech_per_customer / 12 + tech,
    trace,
    freight: now.freight / b.freight,
    freightLower: now.freightLower / b.freightLower,
    alliance: a.alliance_fee * (p.logistics_alliance - firm.today.logistics_alliance),
    payout: (a.compensation_rate * now.payout) / b.payout,
    premium: a.insurance_premium * (p.insurance_uptake - firm.today.insurance_uptake),
    refund: (a.fast_refund_cost * Math.max(0, firm.today.refund_days - p.refund_days)) / 2.8,
  };
}

/** What works of the levers paid for. */
export function working(firm, p, delivery) {
  const w = { ...p };
  for (const id of firm.programmes) {
    const b = firm.today[id];
    w[id] = p[id] > b ? b + delivery * (p[id] - b) : p[id];
  }
  return w;
}
