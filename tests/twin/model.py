"""The model in numpy, vectorised over draws: a peer that the engine is measured against.

Arrays are [segments, draws]. Written from docs/model.md, optimised as one would in numpy (blocks that stay in the cache, arrays
written in place, the normal distribution function by array operations), and checked against the golden files before
any time is taken.
"""

import numpy as np
from scipy.special import ndtri

from erlang import utilisation
from levers import COLUMNS, G, LINES, PROFILE, TIER, Record, care, levels, setup, terms

N = [220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165, 0.700383064443688, 0.0352624965998911]
D = [440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461, 16.064177579207, 1.75566716318264, 0.0883883476483184]


class Scratch:
    """Arrays that are written again and again: fresh ones cost more than the arithmetic."""

    def __init__(self):
        self.arrays = {}

    def __call__(self, name, shape):
        key = (name, shape)
        if key not in self.arrays:
            self.arrays[key] = np.empty(shape)
        return self.arrays[key]


SCRATCH = Scratch()


def phi(x, out=None):
    """Standard normal distribution function (Hart 5666); a fraction of the time of scipy's ndtr on arrays."""
    a, bell, bottom = (SCRATCH(name, x.shape) for name in ("a", "bell", "bottom"))
    top = np.empty_like(x) if out is None else out
    np.abs(x, out=a)
    np.multiply(a, a, out=bell)
    bell *= -0.5
    np.exp(bell, out=bell)
    np.multiply(a, N[6], out=top)
    np.multiply(a, D[7], out=bottom)
    for k in range(5, -1, -1):
        top += N[k]
        if k:
            top *= a
    for k in range(6, -1, -1):
        bottom += D[k]
        if k:
            bottom *= a
    top *= bell
    top /= bottom
    if a.max() > 7.07:
        far = a > 7.07
        b = a[far]
        top[far] = bell[far] * 0.3989422804014327 / (b + 1 / (b + 2 / (b + 3 / (b + 4 / (b + 0.65)))))
    # 1 - tail where x > 0, without a branch: 1/2 + sign (1/2 - tail)
    np.subtract(0.5, top, out=top)
    np.copysign(top, x, out=top)
    top += 0.5
    return top


class Firm:
    """What is the same in every draw."""

    def __init__(self, case):
        c = self.company = Record(case["company"])
        self.today, self.programmes, self.plan = Record(case["today"]), case["programmes"], case["plan"]
        stage, tier, profile = (Record(c[k]) for k in ("stage", "tier", "profile"))
        self.kappa = c.customers / 1e6
        self.root = np.sqrt(self.kappa)
        self.months = int(c.horizon_months)
        season = np.array(c.season)
        self.season = season / season.mean()
        # the two busiest calendar months, of equal ones the earlier
        self.peak = np.isin(np.arange(12), np.argsort(-self.season, kind="stable")[:2])
        self.exit = 1.0 / np.array(stage.months)
        self.q = np.repeat(self.exit, COLUMNS)[:, None]
        self.discount = (1.0 + c.discount_rate) ** (-1 / 12)
        self.mix = Record(c.incident_mix)
        k = np.arange(G) // COLUMNS
        pick = lambda values, index: np.array(values)[index][:, None]
        self.offset = pick(stage.csi_offset, k) + pick(tier.csi_offset, TIER) + pick(profile.csi_offset, PROFILE)
        self.entry = pick(stage.acquisition, k) * pick(tier.share, TIER) * pick(profile.share, PROFILE)
        self.orders = pick(stage.orders, k) * pick(profile.orders, PROFILE)
        self.value = pick(profile.order_value, PROFILE)
        self.incidents = pick(stage.incidents, k)
        self.sensitive = pick(stage.responsiveness, k) * pick(tier.responsiveness, TIER)
        self.return_cost = pick(tier.return_cost, TIER)

    def paid(self, goal, t):
        """Levers paid for in month t of a policy, and whether the ramp is done."""
        share = min(1.0, (t + 1) / goal["ramp_months"]) if goal["ramp_months"] > 0 else 1.0
        levels = {k: goal[k] if k in self.plan else b + (goal[k] - b) * share for k, b in self.today.items()}
        return Record(levels), share == 1.0

    def working(self, paid, delivery):
        """What works of the levers paid for."""
        works = Record(paid)
        for k in self.programmes:
            b = self.today[k]
            if paid[k] > b:
                works[k] = b + delivery * (paid[k] - b)
        return works


def scaled(relative, weight, target):
    """`relative` scaled so that its weighted mean is `target`."""
    return relative * (target * weight.sum(0) / (weight * relative).sum(0))


def shift(s, x, out=None):
    """The bounded score: slope 1 at s, within 0 and 100."""
    falls = x < 0.0
    room = np.where(falls, s, 100 - s)
    left = np.divide(np.abs(x, out=out), room, out=out)
    np.negative(left, out=left)
    np.exp(left, out=left)
    left *= room
    np.subtract(100.0, left, out=left, where=~falls)
    return left


def baseline(firm, a, queue):
    """The stationary baseline of the draws."""
    company = firm.company
    draws = a.sat_sd.shape[0]
    spread = np.sqrt(a.repurchase_scale**2 + a.sat_sd**2)
    c, d = a.repurchase_midpoint.copy(), np.zeros(draws)
    raw = np.empty((G, draws))
    open_ = np.ones(draws, bool)
    for _ in range(500):
        s0 = shift(company.csi, firm.offset + d)
        r0 = phi((s0 - c) / spread)
        stay = r0 ** (1 / 12)
        for k in range(4):
            rows = slice(k * COLUMNS, (k + 1) * COLUMNS)
            before = 0.0
            if k:
                last = slice((k - 1) * COLUMNS, k * COLUMNS)
                before = raw[last] * stay[last] * firm.exit[k - 1]
            raw[rows] = (firm.entry[rows] + before) / (1 - stay[rows] * (1 - firm.exit[k]))
        total = raw.sum(0)
        step = company.csi - (raw * s0).sum(0) / total
        move = np.zeros(draws)
        if company.get("repurchase") is not None:
            move = spread * (ndtri((raw * r0).sum(0) / total) - ndtri(company.repurchase))
        open_ = np.maximum(np.abs(step), np.abs(move)) > 1e-12
        if not open_.any():
            break
        # what has settled stays where it is
        d, c = d + np.where(open_, step, 0.0), c + np.where(open_, move, 0.0)
    else:
        raise ArithmeticError("the baseline does not settle")
    factor = company.customers / raw.sum(0)
    n0, entry = raw * factor, firm.entry * factor
    entries = entry.sum(0)
    orders = scaled(firm.orders, n0, company.orders_per_customer_year / 12)
    ordered = n0 * orders
    value = scaled(firm.value, ordered, company.average_order_value)
    incidents = scaled(firm.incidents, ordered, company.incident_rate)
    returned = ordered * incidents
    reach = 1 - np.exp(-12 * orders * incidents - a.enquiry_weight * a.inquiries_per_year)

    now = levels(firm, firm.today, firm.today, a)
    ones = Record(dict.fromkeys(LINES, 1.0))
    force = terms(firm, firm.today, firm.today, a, now, now, ones)
    contacts = (returned.sum(0) * force.incidents * force.per_incident + company.customers * a.inquiries_per_year / 12) * force.unsolved
    human = contacts * force.human

    l = a.night_load_share
    night_target = np.full(draws, company.night_response_minutes)
    day_target = (company.first_response_minutes - l * company.night_response_minutes) / (1 - l)
    patience = np.maximum(a.patience_minutes, 1.25 * np.maximum(day_target, night_target))
    ratio = patience / a.handling_minutes
    weight = firm.season[:, None] / 12
    by_month = lambda kinds: np.stack([kinds[int(peak)] for peak in firm.peak]) * company.customers
    day_servers, night_servers = by_month(force.day), by_month(force.night)
    # load of a month over its servers, for a utilisation of 1 of the ordinary month's servers
    day_demand, night_demand = (np.log(firm.season[:, None] * kinds[0] * company.customers / servers) for kinds, servers in ((force.day, day_servers), (force.night, night_servers)))

    def solve(servers, demand, minutes):
        return np.exp(utilisation(lambda x: (weight * queue.abandon(servers, x + demand, ratio)).sum(0), minutes / patience))

    rho_day, rho_night = solve(day_servers, day_demand, day_target), solve(night_servers, night_demand, night_target)
    day = patience * queue.abandon(day_servers, np.log(rho_day) + day_demand, ratio)
    night = patience * queue.abandon(night_servers, np.log(rho_night) + night_demand, ratio)
    w0 = n0 / company.customers
    high, low = (w0 * phi((s0 - 80) / a.sat_sd)).sum(0), (w0 * phi((60 - s0) / a.sat_sd)).sum(0)
    events, crises = a.serious_events_per_year / 12 * firm.root, a.crises_per_year / 12
    groups = n0.reshape(4, 3, 3, draws)
    return_cost = scaled(firm.return_cost, returned, a.return_unit_cost)
    # the model's own year of the four lines, month by month, at S0, N0, today's levers
    year = Record(
        labour=sum(company.customers * force.labour[int(peak)] for peak in firm.peak),
        technology=12 * company.customers * force.tech,
        reverse_logistics=(returned * return_cost).sum(0) * firm.season.sum(),
        compensation=(returned * value).sum(0) * a.compensation_rate * firm.season.sum(),
    )
    stated = company.get("stated_costs") or {}
    return Record(
        a=a, c=c, spread=spread, s0=s0, n0=n0, entry=entry, entries=entries, orders=orders, value=value, incidents=incidents,
        reach=a.causal_share * reach, levels=now, books=Record({line: stated[line] / year[line] if line in stated else 1.0 for line in LINES}), patience=patience, ratio=ratio,
        wait_mean=(1 - l) * day + l * night, wait_felt=(1 - l) * day + l * a.night_weight * night,
        sensitive=scaled(firm.sensitive, n0, 1.0), cap=np.maximum(0.98, phi((s0 - c) / spread)),
        load_day=rho_day * force.day[0] * company.customers / human, load_night=rho_night * force.night[0] * company.customers / human,
        positive=(a.recommend_high * high + a.recommend_mid * (1 - high - low) + a.recommend_high / a.recommend_ratio * low) * force.community,
        negative=a.negative_reach * a.complain_low * low, events=events, crises=crises,
        lost=force.severity * (events * a.serious_lost_prospects * firm.root + crises * a.crisis_lost_prospects * firm.kappa),
        inflow=force.severity * crises * a.crisis_score_shock, raw_incidents=returned.sum(0), raw_orders=ordered.sum(0),
        special=groups[:, :, 2].sum((0, 1)), lower=groups[:, 2].sum((0, 1)),
        # products that every month and policy needs
        case_rate=orders * incidents, case_cost=orders * incidents * return_cost,
        worth=orders * value,
    )


def poisson(rate, u):
    """Smallest k >= 0 with P(X <= k) >= u."""
    k, p = np.zeros_like(u), np.exp(-rate)
    total = p.copy()
    most = rate + 12 * np.sqrt(rate) + 60
    while (open_ := (total < u) & (k < most)).any():
        k += open_
        p = np.where(open_, p * rate / np.maximum(k, 1.0), p)
        total = np.where(open_, total + p, total)
    return k


def simulate(firm, base, goal, queue, uniforms=None):
    """Runs a policy (None: the baseline); series by name as [months, draws], lifetime value and months as [draws]; customers left and
    worth of a new one as [segments, draws]."""
    a, company = base.a, firm.company
    draws, months = base.entries.shape[0], firm.months
    s0, orders, incidents = base.s0, base.orders, base.incidents
    inverse_sd, basket, l = 1 / a.sat_sd, np.log(1 + a.basket_uplift) / 39, a.night_load_share
    build, ramp = 0.0, 1.0
    if goal is not None:
        build, ramp = setup(firm, Record(goal), a, base.special, base.lower, base.raw_orders), max(1.0, goal["ramp_months"])
    force = terms(firm, firm.today, firm.today, a, base.levels, base.levels, base.books)
    ramping = goal is not None
    customers, score = base.n0.copy(), s0.copy()
    positive, negative = base.positive, base.negative
    shock, carried, service = np.zeros(draws), np.zeros(draws), np.zeros(draws)
    closing = min(12, months)
    closing_stay, closing_value = np.zeros((G, draws)), np.zeros((G, draws))
    out = {}
    scale_r, scale_h = 1 / base.spread, inverse_sd
    r, above, below = np.empty((3, G, draws))
    for t in range(months):
        if ramping:
            paid, done = firm.paid(goal, t)
            works = firm.working(paid, a.delivery)
            force = terms(firm, works, paid, a, levels(firm, works, paid, a), base.levels, base.books)
            ramping = not done
        calendar = (int(company.start_month) - 1 + t) % 12
        season, peak = firm.season[calendar], int(firm.peak[calendar])
        spent = np.zeros(draws)
        if goal is not None:
            until = 1.0 if t + 1 == months else min(1.0, (t + 1) / ramp)
            spent = build * (until - min(1.0, t / ramp)) + (goal["upfront_budget"] if t == 0 else 0.0)
        groups = customers.reshape(4, 3, 3, draws)
        total = customers.sum(0)
        special, valued, lower = groups[:, :, 2].sum((0, 1)), groups[:, :, 1].sum((0, 1)), groups[:, 2].sum((0, 1))
        sold = force.orders * season
        ordered = (customers * orders).sum(0) * sold
        remaining = force.incidents * sold
        failed = (customers * base.case_rate).sum(0) * remaining
        returns = (customers * base.case_cost).reshape(4, 3, 3, draws)
        lower_returns = returns[:, 2].sum((0, 1))
        upper_returns = returns[:, :2].sum((0, 1, 2))
        contacts = (failed * force.per_incident + total * a.inquiries_per_year * (season / 12)) * force.unsolved
        human = contacts * force.human
        patience, work = base.ratio / force.handling, force.handling * human
        servers = np.stack([force.day[peak] * total, force.night[peak] * total])
        load = np.log(np.stack([base.load_day, base.load_night]) * work / servers)
        day, night = base.patience * queue.abandon(servers, load, patience)
        wait, felt = (1 - l) * day + l * night, (1 - l) * day + l * a.night_weight * night
        shorter = a.points_per_minute * (base.wait_felt[calendar] - felt)
        seasonal = a.points_per_minute * (base.wait_mean[calendar] - company.first_response_minutes)

        gain = base.sensitive * np.maximum(0.0, shorter)
        gain += force.gains
        gain *= -1 / a.headroom
        np.exp(gain, out=gain)
        np.subtract(1.0, gain, out=gain)
        gain *= np.exp(-a.competitor_catch_up * t / 12) * a.headroom
        change = base.sensitive * np.minimum(0.0, shorter)
        change += gain
        change -= force.losses
        change -= shock
        target = shift(s0, change, out=change)
        target -= np.multiply(base.sensitive, seasonal, out=gain)
        np.clip(target, 0.0, 100.0, out=target)
        target -= score
        target *= np.minimum(1.0, season / a.satisfaction_tau)
        score += target
        moved = np.subtract(score, s0, out=target)
        moved *= base.reach
        e = np.add(s0, moved, out=gain)
        z = SCRATCH("z", e.shape)
        phi(np.multiply(np.subtract(e, base.c, out=z), scale_r, out=z), out=r)
        phi(np.multiply(np.subtract(e, 80.0, out=z), scale_h, out=z), out=above)
        phi(np.multiply(np.subtract(60.0, e, out=z), scale_h, out=z), out=below)
        r[1::3] *= force.vip
        r += force.companion
        np.clip(r, 0.0, base.cap, out=r)
        with np.errstate(divide="ignore"):
            monthly = np.log(r)
        monthly *= 1 / 12
        np.exp(monthly, out=monthly)
        moved *= basket
        factor = np.exp(moved, out=moved)
        factor[2::3] *= force.basket_green
        stay = customers * monthly
        sales = customers * base.worth
        sales *= factor
        revenue = sales.sum(0) * sold
        # order value times today's incident rate: what the month's incidents are a multiple of
        exposed = np.multiply(sales, incidents, out=sales).sum(0) * sold
        inverse = 1 / total
        high, low = np.einsum("gn,gn->n", customers, above) * inverse, np.einsum("gn,gn->n", customers, below) * inverse
        talk = (a.recommend_high * high + a.recommend_mid * (1 - high - low) + a.recommend_high / a.recommend_ratio * low) * force.community
        positive = positive + (talk - positive) / a.positive_memory
        negative = negative + (a.negative_reach * a.complain_low * low - negative) / a.negative_memory

        rate = failed / force.incidents * force.quality / (base.raw_incidents * firm.mix.quality) * force.events
        happened, crises = base.events * rate, base.crises * rate
        if uniforms is not None:
            happened, crises = poisson(happened, uniforms[t, 0]), poisson(crises, uniforms[t, 1])
        shock = shock * (1 - 1 / a.negative_memory) + force.severity * crises * a.crisis_score_shock - base.inflow
        loss = carried + force.severity * (happened * a.serious_lost_prospects * firm.root + crises * a.crisis_lost_prospects * firm.kappa) - base.lost
        carried = np.maximum(0.0, loss - base.entries)
        drawn = force.spending**a.acquisition_spend_elasticity * np.exp(a.acquisition_elasticity * (positive - base.positive - (negative - base.negative))) * np.maximum(0.0, 1 - loss / base.entries)

        month = Record(
            customers=total, csi=np.einsum("gn,gn->n", customers, score) * inverse, first_response=wait, day_response=day, night_response=night,
            fcr=force.fcr, contacts=contacts, human_contacts=human, incidents=failed, repurchase=np.einsum("gn,gn->n", customers, r) * inverse, revenue=revenue,
            labour=total * force.labour[peak],
            technology=np.maximum(0.0, total * force.tech + force.trace * ordered + a.ai_contact_cost * (contacts * (force.ai - firm.today.ai_share))),
            reverse_logistics=upper_returns * remaining * force.freight + lower_returns * remaining * force.freight_lower + force.alliance * failed,
            compensation=np.maximum(0.0, exposed * (force.incidents * force.payout + force.quality * force.statutory) + force.premium * ordered + revenue * force.refund),
            programmes=valued * force.paid.vip_spend / 12 + sum(x + y for x, y in care(firm, force.paid, a, special, total, lower)),
            serious_events=a.serious_direct_cost * firm.root * (happened + crises) * force.severity, setup=spent, returned_goods=exposed * force.returned, acquisitions=base.entries * drawn,
        )
        month["service_cost"] = month.labour + month.technology + month.reverse_logistics + month.compensation + month.programmes
        month["cost"] = month.service_cost + month.serious_events + spent + month.returned_goods
        month["acquisition_cost"] = company.acquisition_cost * base.entries * force.spending
        month["profit"] = company.contribution_margin * revenue - month.cost - month.acquisition_cost
        for key, values in month.items():
            if t == 0:
                out[key] = np.empty((months, draws))
            out[key][t] = values
        if t >= months - closing:
            closing_stay += monthly
            closing_value += base.value * factor * force.orders
            service += month.service_cost * inverse
        kept, new = stay * (1 - firm.q), base.entry * drawn
        older = np.zeros_like(kept)
        older[COLUMNS:] = stay[:-COLUMNS] * firm.q[:-COLUMNS]
        customers = kept + older + new
        # who grows up carries her family's gain along, a new customer brings a share of it
        apart = np.subtract(score, s0, out=score)
        gained = (kept + a.newcomer_share * new) * apart
        gained[COLUMNS:] += older[COLUMNS:] * apart[:-COLUMNS]
        score = s0 + np.divide(gained, customers, out=np.zeros_like(gained), where=customers > 0.0)
    r, v, s = closing_stay / closing, closing_value / closing, service / closing
    worth = np.zeros((G + COLUMNS, draws))
    for k in range(3, -1, -1):
        rows = slice(k * COLUMNS, (k + 1) * COLUMNS)
        following = worth[(k + 1) * COLUMNS:(k + 2) * COLUMNS]
        held = firm.discount * r[rows]
        worth[rows] = (orders[rows] * v[rows] * company.contribution_margin - s + held * firm.exit[k] * following) / (1 - held * (1 - firm.exit[k]))
    share = base.entry / base.entries
    out["left"], out["worth"] = customers, worth[:G]
    out["ltv"] = (share * worth[:G]).sum(0)
    out["expected_lifetime_months"] = (share / (1 - r)).sum(0)
    return out
