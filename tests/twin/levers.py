"""What levers do in the numpy twin: the parts of docs/model.md that change while a policy ramps up."""

import numpy as np

G, COLUMNS = 36, 9
TIER = np.arange(G) // 3 % 3
PROFILE = np.arange(G) % 3
LOWER = (TIER == 2)[:, None]
SPECIAL = (PROFILE == 2)[:, None]


def over(x, overrun):
    return overrun * np.maximum(x, 0.0) + np.minimum(x, 0.0)


class Record(dict):
    """Values by name."""

    __getattr__ = dict.__getitem__


def levels(firm, w, p, a):
    """Lever functions that everything is relative to."""
    q, s = firm.mix.quality, a.simple_share
    u = w.ai_share * w.ai_accuracy
    simple, hard = s * (1 - u), (1 - s) * (1 - u * a.ai_complex_ratio)
    ticket = (w.ticket_automation - 0.4) / 0.6
    success = w.ai_accuracy * (s + (1 - s) * a.ai_complex_ratio)
    knee = np.maximum(0.0, w.ai_share - a.ai_care_knee) / (1 - a.ai_care_knee)
    generous = q * w.safety_multiple + (1 - q) * w.goods_multiple
    freight = (1 - 0.38 * w.return_ladder) * (1 + 0.35 * w.free_pickup) * (1 - 0.4 * w.logistics_alliance) * (1 - 0.25 * w.return_prediction)
    return Record(
        success=success,
        prevention=1 - a.quality_loop_reduction * w.quality_loop,
        undamaged=1 - a.alliance_damage_reduction * w.logistics_alliance,
        proactive=1 - a.proactive_reduction * (w.proactive_share - 0.287) / 0.363,
        fcr=a.fcr_gain_ticket * ticket + a.fcr_gain_copilot * w.copilot + a.fcr_gain_expert * w.expert_coverage,
        handling=(simple + a.complex_handling * hard) / (simple + hard) / ((1 + a.ticket_efficiency * ticket) * (1 + a.copilot_efficiency * w.copilot)),
        # points without first-contact resolution, which is clamped first
        points=-0.25 * a.refund_day_points * (w.refund_days - q * w.traceability * np.maximum(0.0, w.refund_days - 1))
        + 0.15 * (q * a.expert_points * w.expert_coverage + a.training_points * w.scenario_training)
        + 0.15 * (a.companion_care * w.companion - a.ai_care_penalty * knee * knee * (1 - a.copilot_care_relief * w.copilot))
        + 0.15 * (a.generosity_points * np.log(generous) + a.published_points * (w.published_standard - 0.287) / 0.713 + a.traceability_points * w.traceability)
        + a.insurance_causal * 22.7 * q * w.insurance_uptake + a.ladder_points * w.return_ladder + a.pickup_points * w.free_pickup
        - a.ai_failure_points * w.ai_share * (1 - success),
        green=a.green_points * w.green_channel,
        station=a.station_points * w.township_stations,
        vip=1 + a.vip_uplift * np.sqrt(w.vip_spend / 5000),
        events=1 - a.traceability_event_cut * w.traceability,
        freight=freight,
        freight_lower=freight * (1 - 0.4 * a.collection_participation * w.collection_points) * (1 - 0.1 * w.township_stations),
        payout=(q * p.safety_multiple + (1 - q) * p.goods_multiple) ** (1 + a.claim_elasticity) * (1 + a.published_claims * p.published_standard)
        * (1 - a.points_saving * p.points_option) * (1 - 0.28 * p.insurance_uptake),
    )


def technology(firm, p, a):
    """Technology added to today's: CNY a month per customer, and CNY per order."""
    b, o = firm.today, a.cost_overrun
    odds = lambda x: x / (1 - x)
    each = over(a.ai_accuracy_cost * (odds(p.ai_accuracy) - odds(b.ai_accuracy)), o)
    for cost, lever in (("ai_share_cost", "ai_share"), ("copilot_cost", "copilot"), ("ticket_cost", "ticket_automation"), ("proactive_cost", "proactive_share"),
                        ("prediction_cost", "return_prediction"), ("quality_loop_cost", "quality_loop"), ("warning_cost", "early_warning")):
        if p[lever] != b[lever]:
            each = each + over(a[cost] * (p[lever] - b[lever]), o)
    return each / 12 * firm.kappa ** -a.scale_exponent, over(a.traceability_cost * (p.traceability - b.traceability), o)


def care(firm, p, a, special, customers, lower):
    """Care programmes: today's, and what is added with its overrun."""
    b = firm.today
    total = 0.0
    for cost, group, lever in (("green_cost", special, "green_channel"), ("companion_cost", customers, "companion"),
                               ("community_cost", customers, "community"), ("station_cost", lower, "township_stations")):
        if b[lever] != 0.0 or p[lever] != 0.0:
            monthly = a[cost] * group / 12
            total = total + monthly * b[lever] + over(monthly * (p[lever] - b[lever]), a.cost_overrun)
    return total


def terms(firm, w, p, a, now, b):
    """Everything that the levers in force do."""
    company, mix = firm.company, firm.mix
    f = np.clip(company.first_contact_resolution + now.fcr - b.fcr, 0.05, 0.98)
    quality = mix.quality * now.prevention / b.prevention
    attrition = a.attrition * (p.agent_wage / firm.today.agent_wage) ** -a.attrition_wage_elasticity
    training = 3 - 2 * w.scenario_training
    agents = 1 / p.customers_per_agent
    hours = agents * company.productive_hours_month * (1 - attrition * training / 12) * (1 - a.training_time * w.scenario_training)
    tech, trace = technology(firm, p, a)
    turnover = 1 + a.turnover_share / (1 - a.turnover_share) * (attrition / a.attrition) * (0.5 + 0.5 * training / 3)
    change = now.points - b.points + 25 * a.fcr_points * (f - company.first_contact_resolution) + a.quality_incident_points * (mix.quality - quality)
    return Record(
        paid=p,
        incidents=quality + mix.logistics * now.undamaged / b.undamaged + mix.mismatch + mix.other,
        quality=quality,
        fcr=f,
        per_incident=now.proactive / b.proactive * np.minimum(1 / f, 4.0),
        unsolved=1 - a.community_self_solve * w.community,
        human=1 - w.ai_share * now.success,
        ai=w.ai_share,
        handling=now.handling / b.handling,
        day=hours * (1 - p.night_staff_share) / (730 * 16 / 24),
        night=hours * p.night_staff_share / (730 * 8 / 24),
        points=change + np.where(SPECIAL, now.green - b.green, 0.0) + np.where(LOWER, now.station - b.station, 0.0),
        vip=now.vip / b.vip,
        companion=a.companion_repurchase * (w.companion - firm.today.companion),
        basket_green=1 + 0.1 * (w.green_channel - firm.today.green_channel),
        community=1 + a.community_recommend * w.community,
        events=now.events / b.events,
        severity=1 - (1 - a.warning_severity) * w.early_warning,
        labour=(agents * p.agent_wage + 1e-4 * p.expert_coverage * 12000) * turnover + agents * a.training_cost * p.scenario_training / 12,
        tech=a.tech_per_customer / 12 + tech,
        trace=trace,
        freight=now.freight / b.freight,
        freight_lower=now.freight_lower / b.freight_lower,
        alliance=a.alliance_fee * (p.logistics_alliance - firm.today.logistics_alliance),
        payout=a.compensation_rate * now.payout / b.payout,
        premium=a.insurance_premium * (p.insurance_uptake - firm.today.insurance_uptake),
        refund=a.fast_refund_cost * max(0.0, firm.today.refund_days - p.refund_days) / 2.8,
    )
