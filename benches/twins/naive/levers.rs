//! What levers do in the naive port: the parts of docs/model.md that change while a policy ramps up.

use aftercast_engine::model::Firm;
use aftercast_scenario::{Assumptions, Levers};

fn over(x: f64, overrun: f64) -> f64 {
    if x > 0.0 { overrun * x } else { x }
}

/// Lever functions that everything is relative to.
#[derive(Clone, Copy)]
pub(super) struct Level {
    pub(super) success: f64,
    pub(super) prevention: f64,
    pub(super) undamaged: f64,
    pub(super) proactive: f64,
    pub(super) fcr: f64,
    pub(super) handling: f64,
    pub(super) points: f64,
    pub(super) green: f64,
    pub(super) station: f64,
    pub(super) vip: f64,
    pub(super) events: f64,
    pub(super) freight: f64,
    pub(super) freight_lower: f64,
    pub(super) payout: f64,
}

pub(super) fn level(firm: &Firm, w: &Levers<f64>, p: &Levers<f64>, a: &Assumptions<f64>) -> Level {
    let q = firm.company.incident_mix.quality;
    let s = a.simple_share;
    let u = w.ai_share * w.ai_accuracy;
    let (simple, hard) = (s * (1.0 - u), (1.0 - s) * (1.0 - u * a.ai_complex_ratio));
    let ticket = (w.ticket_automation - 0.4) / 0.6;
    let success = w.ai_accuracy * (s + (1.0 - s) * a.ai_complex_ratio);
    let knee = (w.ai_share - a.ai_care_knee).max(0.0) / (1.0 - a.ai_care_knee);
    let generous = q * w.safety_multiple + (1.0 - q) * w.goods_multiple;
    let resolution = -a.refund_day_points * (w.refund_days - q * w.traceability * (w.refund_days - 1.0).max(0.0));
    let expertise = q * a.expert_points * w.expert_coverage + a.training_points * w.scenario_training;
    let care =
        a.companion_care * w.companion - a.ai_care_penalty * knee.powi(2) * (1.0 - a.copilot_care_relief * w.copilot);
    let fairness = a.generosity_points * generous.ln()
        + a.published_points * (w.published_standard - 0.287) / 0.713
        + a.traceability_points * w.traceability;
    let direct = a.insurance_causal * 22.7 * q * w.insurance_uptake
        + a.ladder_points * w.return_ladder
        + a.pickup_points * w.free_pickup
        - a.ai_failure_points * w.ai_share * (1.0 - success);
    let freight = (1.0 - 0.38 * w.return_ladder)
        * (1.0 + 0.35 * w.free_pickup)
        * (1.0 - 0.4 * w.logistics_alliance)
        * (1.0 - 0.25 * w.return_prediction);
    Level {
        success,
        prevention: 1.0 - a.quality_loop_reduction * w.quality_loop,
        undamaged: 1.0 - a.alliance_damage_reduction * w.logistics_alliance,
        proactive: 1.0 - a.proactive_reduction * (w.proactive_share - 0.287) / 0.363,
        fcr: a.fcr_gain_ticket * ticket + a.fcr_gain_copilot * w.copilot + a.fcr_gain_expert * w.expert_coverage,
        handling: (simple + a.complex_handling * hard)
            / (simple + hard)
            / ((1.0 + a.ticket_efficiency * ticket) * (1.0 + a.copilot_efficiency * w.copilot)),
        points: 0.25 * resolution + 0.15 * (expertise + care + fairness) + direct,
        green: a.green_points * w.green_channel,
        station: a.station_points * w.township_stations,
        vip: 1.0 + a.vip_uplift * (w.vip_spend / 5000.0).sqrt(),
        events: 1.0 - a.traceability_event_cut * w.traceability,
        freight,
        freight_lower: freight
            * (1.0 - 0.4 * a.collection_participation * w.collection_points)
            * (1.0 - 0.1 * w.township_stations),
        payout: (q * p.safety_multiple + (1.0 - q) * p.goods_multiple).powf(1.0 + a.claim_elasticity)
            * (1.0 + a.published_claims * p.published_standard)
            * (1.0 - a.points_saving * p.points_option)
            * (1.0 - 0.28 * p.insurance_uptake),
    }
}

/// Technology added to today's: CNY a month per customer, CNY per order.
pub(super) fn technology(firm: &Firm, p: &Levers<f64>, a: &Assumptions<f64>) -> (f64, f64) {
    let b = &firm.today;
    let odds = |x: f64| x / (1.0 - x);
    let each: f64 = [
        a.ai_share_cost * (p.ai_share - b.ai_share),
        a.ai_accuracy_cost * (odds(p.ai_accuracy) - odds(b.ai_accuracy)),
        a.copilot_cost * (p.copilot - b.copilot),
        a.ticket_cost * (p.ticket_automation - b.ticket_automation),
        a.proactive_cost * (p.proactive_share - b.proactive_share),
        a.prediction_cost * (p.return_prediction - b.return_prediction),
        a.quality_loop_cost * (p.quality_loop - b.quality_loop),
        a.warning_cost * (p.early_warning - b.early_warning),
    ]
    .into_iter()
    .map(|x| over(x, a.cost_overrun))
    .sum();
    let per_order = over(a.traceability_cost * (p.traceability - b.traceability), a.cost_overrun);
    (each / 12.0 * firm.kappa.powf(-a.scale_exponent), per_order)
}

/// Care programmes: today's, and what is added with its overrun.
pub(super) fn care(
    firm: &Firm,
    p: &Levers<f64>,
    a: &Assumptions<f64>,
    special: f64,
    customers: f64,
    lower: f64,
) -> f64 {
    let b = &firm.today;
    [
        (a.green_cost * special, b.green_channel, p.green_channel),
        (a.companion_cost * customers, b.companion, p.companion),
        (a.community_cost * customers, b.community, p.community),
        (a.station_cost * lower, b.township_stations, p.township_stations),
    ]
    .into_iter()
    .map(|(cost, today, level)| cost / 12.0 * today + over(cost / 12.0 * (level - today), a.cost_overrun))
    .sum()
}

/// What the levers in force do.
pub(super) struct Force {
    pub(super) paid: Levers<f64>,
    pub(super) incidents: f64,
    pub(super) quality: f64,
    pub(super) fcr: f64,
    pub(super) per_incident: f64,
    pub(super) unsolved: f64,
    pub(super) human: f64,
    pub(super) ai: f64,
    pub(super) handling: f64,
    pub(super) day: f64,
    pub(super) night: f64,
    pub(super) points: f64,
    pub(super) green: f64,
    pub(super) station: f64,
    pub(super) vip: f64,
    pub(super) companion: f64,
    pub(super) basket_green: f64,
    pub(super) community: f64,
    pub(super) events: f64,
    pub(super) severity: f64,
    pub(super) labour: f64,
    pub(super) tech: f64,
    pub(super) trace: f64,
    pub(super) freight: f64,
    pub(super) freight_lower: f64,
    pub(super) alliance: f64,
    pub(super) payout: f64,
    pub(super) premium: f64,
    pub(super) refund: f64,
}

pub(super) fn force(firm: &Firm, w: &Levers<f64>, p: &Levers<f64>, a: &Assumptions<f64>, b: Option<&Level>) -> Force {
    let (company, today) = (&firm.company, &firm.today);
    let mix = &company.incident_mix;
    let now = level(firm, w, p, a);
    let b = b.unwrap_or(&now);
    let fcr = (company.first_contact_resolution + now.fcr - b.fcr).clamp(0.05, 0.98);
    let quality = mix.quality * now.prevention / b.prevention;
    let attrition = a.attrition * (p.agent_wage / today.agent_wage).powf(-a.attrition_wage_elasticity);
    let training = 3.0 - 2.0 * w.scenario_training;
    let agents = 1.0 / p.customers_per_agent;
    let hours = agents
        * company.productive_hours_month
        * (1.0 - attrition * training / 12.0)
        * (1.0 - a.training_time * w.scenario_training);
    let turnover =
        1.0 + a.turnover_share / (1.0 - a.turnover_share) * (attrition / a.attrition) * (0.5 + 0.5 * training / 3.0);
    let (tech, trace) = technology(firm, p, a);
    Force {
        paid: *p,
        incidents: quality + mix.logistics * now.undamaged / b.undamaged + mix.mismatch + mix.other,
        quality,
        fcr,
        per_incident: now.proactive / b.proactive * (1.0 / fcr).min(4.0),
        unsolved: 1.0 - a.community_self_solve * w.community,
        human: 1.0 - w.ai_share * now.success,
        ai: w.ai_share,
        handling: now.handling / b.handling,
        day: hours * (1.0 - p.night_staff_share) / (730.0 * 16.0 / 24.0),
        night: hours * p.night_staff_share / (730.0 * 8.0 / 24.0),
        points: now.points - b.points
            + 25.0 * a.fcr_points * (fcr - company.first_contact_resolution)
            + a.quality_incident_points * (mix.quality - quality),
        green: now.green - b.green,
        station: now.station - b.station,
        vip: now.vip / b.vip,
        companion: a.companion_repurchase * (w.companion - today.companion),
        basket_green: 1.0 + 0.1 * (w.green_channel - today.green_channel),
        community: 1.0 + a.community_recommend * w.community,
        events: now.events / b.events,
        severity: 1.0 - (1.0 - a.warning_severity) * w.early_warning,
        labour: (agents * p.agent_wage + 1e-4 * p.expert_coverage * 12_000.0) * turnover
            + agents * a.training_cost * p.scenario_training / 12.0,
        tech: a.tech_per_customer / 12.0 + tech,
        trace,
        freight: now.freight / b.freight,
        freight_lower: now.freight_lower / b.freight_lower,
        alliance: a.alliance_fee * (p.logistics_alliance - today.logistics_alliance),
        payout: a.compensation_rate * now.payout / b.payout,
        premium: a.insurance_premium * (p.insurance_uptake - today.insurance_uptake),
        refund: a.fast_refund_cost * (today.refund_days - p.refund_days).max(0.0) / 2.8,
    }
}
