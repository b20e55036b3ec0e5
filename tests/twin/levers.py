"""What levers do in the numpy twin: the parts of docs/model.md that change while a policy ramps up."""

import numpy as np

G, COLUMNS = 36, 9
TIER = np.arange(G) // 3 % 3
PROFILE = np.arange(G) % 3
LOWER = (TIER == 2)[:, None]
SPECIAL = (PROFILE == 2)[:, None]
LINES = ("labour", "technology", "reverse_logistics", "compensation")


def over(x, overrun):
    return overrun * np.maximum(x, 0.0) + np.minimum(x, 0.0)


class Record(dict):
    """Values by name."""

    __getattr__ = dict.__getitem__


def levels(firm, w, p, a):
    """Lever functions that everything is relative to; `points` are the items 3 to 15 of section 3 for every customer, then 16 and 17."""
    q, s = firm.mix.quality, a.simple_share
    solved = w.ai_accuracy * (1 - a.ai_bounce)
    u = w.ai_share * solved
    simple, hard = s * (1 - u), (1 - s) * (1 - u * a.ai_complex_ratio)
    ticket = (w.ticket_automation - 0.4) / 0.6
    success = solved * (s + (1 - s) * a.ai_complex_ratio)
    knee = np.maximum(0.0, w.ai_share - a.ai_care_knee) / (1 - a.ai_care_knee)
    generous = q * w.safety_multiple + (1 - q) * w.goods_multiple
    freight = (1 - 0.38 * w.return_ladder) * (1 + 0.35 * w.free_pickup) * (1 - 0.4 * w.logistics_alliance) * (1 - 0.25 * w.return_prediction)
    leniency = w.free_pickup - 0.5 * w.return_ladder
    return Record(
        success=success,
        prevention=1 - a.quality_loop_reduction * w.quality_loop,
        undamaged=1 - a.alliance_damage_reduction * w.logistics_alliance,
        mismatch=1 + a.leniency_returns * leniency,
        orders=1 + a.leniency_orders * leniency,
        proactive=1 - a.proactive_reduction * (w.proactive_share - 0.287) / 0.363,
        fcr=a.fcr_gain_ticket * ticket + a.fcr_gain_copilot * w.copilot + a.fcr_gain_expert * w.expert_coverage,
        handling=(simple + a.complex_handling * hard) / (simple + hard) / ((1 + a.ticket_efficiency * ticket) * (1 + a.copilot_efficiency * w.copilot)),
        # first-contact resolution, item 3, is clamped first
        points=[
            -0.25 * a.refund_day_points * (w.refund_days - q * w.traceability * np.maximum(0.0, w.refund_days - 1)),
            0.15 * q * a.expert_points * w.expert_coverage,
            0.15 * a.training_points * w.scenario_training,
            -0.15 * a.ai_care_penalty * knee**2 * (1 - a.copilot_care_relief * w.copilot),
            0.15 * a.companion_care * w.companion,
            0.15 * a.generosity_points * np.log(generous),
            0.15 * a.published_points * w.published_standard / 0.713,
            0.15 * a.traceability_points * w.traceability,
            a.insurance_causal * 22.7 * q * w.insurance_uptake,
            a.ladder_points * w.return_ladder,
            a.pickup_points * w.free_pickup,
            -a.ai_failure_points * w.ai_share * (1 - success),
        ],
        green=a.green_points * w.green_channel,
        station=a.station_points * w.township_stations,
        vip=1 + a.vip_uplift * (1 - np.exp(-w.vip_spend / 1500)) / (1 - np.exp(-5000 / 1500)),
        events=1 - a.traceability_event_cut * w.traceability,
        freight=freight,
        freight_lower=freight * (1 - 0.4 * a.collection_participation * w.collection_points) * (1 - 0.1 * w.township_stations),
        payout=(q * p.safety_multiple + (1 - q) * p.goods_multiple) ** (1 + a.claim_elasticity) * (1 + a.published_claims * p.published_standard)
        * (1 - a.points_saving * p.points_option) * (1 - 0.28 * p.insurance_uptake),
        night=1 + (a.night_premium - 1) * p.night_staff_share,
    )


def technology(firm, p, a):
    """The nine added costs, each with its overrun: eight in CNY a month and customer, and one per order."""
    b, o = firm.today, a.cost_overrun
    odds = lambda x: x / (1 - x)
    scale = firm.kappa ** -a.scale_exponent / 12
    each = [over(a.ai_accuracy_cost * (odds(p.ai_accuracy) - odds(b.ai_accuracy)), o) * scale]
    for cost, lever in (("ai_share_cost", "ai_share"), ("copilot_cost", "copilot"), ("ticket_cost", "ticket_automation"), ("proactive_cost", "proactive_share"),
                        ("prediction_cost", "return_prediction"), ("quality_loop_cost", "quality_loop"), ("warning_cost", "early_warning")):
        if p[lever] != b[lever]:
            each.append(over(a[cost] * (p[lever] - b[lever]), o) * scale)
    return each, over(a.traceability_cost * (p.traceability - b.traceability), o)


def care(firm, p, a, special, customers, lower):
    """The five care programmes, CNY a month: today's cost, and what is added with its overrun."""
    b = firm.today
    each = []
    for cost, group, lever in (("green_cost", special, "green_channel"), ("collection_cost", lower, "collection_points"), ("companion_cost", customers, "companion"),
                               ("community_cost", customers, "community"), ("station_cost", lower, "township_stations")):
        if b[lever] != 0.0 or p[lever] != 0.0:
            monthly = a[cost] * group / 12
            each.append((monthly * b[lever], over(monthly * (p[lever] - b[lever]), a.cost_overrun)))
    return each


def setup(firm, goal, a, special, lower, orders):
    """What a policy costs once to build: the positive ones of its added costs at the stationary baseline, for some years."""
    customers = firm.company.customers
    per_customer, per_order = technology(firm, goal, a)
    added = orders * np.maximum(0.0, per_order) + sum(customers * np.maximum(0.0, x) for x in per_customer)
    added = added + sum(np.maximum(0.0, x) for _, x in care(firm, goal, a, special, customers, lower))
    return a.setup_years * 12 * added


def terms(firm, w, p, a, now, b, books):
    """Everything that the levers in force do; `books` are the factors of the firm's own books."""
    company, mix, today = firm.company, firm.mix, firm.today
    f = np.clip(company.first_contact_resolution + now.fcr - b.fcr, 0.05, 0.98)
    quality = mix.quality * (now.prevention / b.prevention)
    logistics, mismatch = mix.logistics * (now.undamaged / b.undamaged), mix.mismatch * (now.mismatch / b.mismatch)
    incidents = quality + logistics + mismatch + mix.other
    # the sum of all types is 1 today: by differences, so that today's policy has exactly none more
    more = (quality - mix.quality) + (logistics - mix.logistics) + (mismatch - mix.mismatch)
    attrition = a.attrition * (p.agent_wage / today.agent_wage) ** -a.attrition_wage_elasticity
    training = 3 - 2 * w.scenario_training
    regular = 1 / p.customers_per_agent
    peak = regular * p.peak_agents
    at_work = 1 - a.training_time * w.scenario_training
    hours = company.productive_hours_month
    effective = [regular * np.exp(-attrition * training / 12) * at_work]
    effective.append(effective[0] + a.peak_skill * peak * at_work)
    per_customer, trace = technology(firm, p, a)
    turnover = 1 + a.turnover_share / (1 - a.turnover_share) * (attrition / a.attrition) * (0.5 + 0.5 * training / 3)
    wage, experts = p.agent_wage * now.night / b.night, 1e-4 * p.expert_coverage * 12000
    schooling = regular * a.training_cost / 12 * p.scenario_training
    # each item against today; gains and losses are summed apart
    items = [x - y for x, y in zip(now.points, b.points)]
    items += [25 * a.fcr_points * (f - company.first_contact_resolution), a.quality_incident_points * (mix.quality - quality)]
    draws = a.sat_sd.shape[0]
    gains, losses = np.zeros((G, draws)), np.zeros((G, draws))
    for item, segments in [(x, True) for x in items] + [(now.green - b.green, SPECIAL), (now.station - b.station, LOWER)]:
        gains += np.where(segments, np.maximum(0.0, item), 0.0)
        losses += np.where(segments, np.maximum(0.0, -item), 0.0)
    return Record(
        paid=p,
        orders=now.orders / b.orders,
        incidents=incidents,
        quality=quality,
        fcr=f,
        per_incident=now.proactive / b.proactive * np.minimum(1 / f, 4.0),
        unsolved=1 - a.community_self_solve * w.community,
        human=1 - w.ai_share * now.success,
        ai=w.ai_share,
        handling=now.handling / b.handling,
        # by ordinary and peak month
        day=[x * hours * (1 - p.night_staff_share) / (730 * 16 / 24) for x in effective],
        night=[x * hours * p.night_staff_share / (730 * 8 / 24) for x in effective],
        labour=[books.labour * (((regular + a.peak_premium * extra) * wage + experts) * turnover + schooling) for extra in (0.0, peak)],
        gains=gains,
        losses=losses,
        vip=now.vip / b.vip,
        companion=a.companion_repurchase * (w.companion - today.companion),
        basket_green=1 + 0.1 * (w.green_channel - today.green_channel),
        community=1 + a.community_recommend * w.community,
        events=now.events / b.events,
        severity=1 - (1 - a.warning_severity) * w.early_warning,
        spending=(1 + p.acquisition_budget) / (1 + today.acquisition_budget),
        tech=books.technology * a.tech_per_customer / 12 + sum(per_customer),
        trace=trace,
        freight=books.reverse_logistics * now.freight / b.freight,
        freight_lower=books.reverse_logistics * now.freight_lower / b.freight_lower,
        alliance=a.alliance_fee * (p.logistics_alliance - today.logistics_alliance),
        payout=books.compensation * a.compensation_rate * now.payout / b.payout,
        statutory=a.statutory_share * (p.safety_multiple - today.safety_multiple),
        premium=a.insurance_premium * (p.insurance_uptake - today.insurance_uptake),
        refund=a.fast_refund_cost * max(0.0, today.refund_days - p.refund_days) / 2.8,
        returned=more * a.refund_share * (company.contribution_margin + a.markdown),
    )
