"""The twin on the cases of cases.rs: what a run is worth, and how far it lies from what is stored."""

import numpy as np

from erlang import Exact
from model import Firm, Record, baseline, simulate


def outcomes(firm, base, run):
    """Present values of a policy against the baseline, payback, last year: what the engine keeps of a draw."""
    factor = firm.discount ** np.arange(firm.months)[:, None]
    total = lambda run: (factor * (run["cost"] + run["acquisition_cost"])).sum(0)
    change = lambda key: (factor * (run[key] - base[key])).sum(0)
    terminal = firm.discount**firm.months * ((run["left"] - base["left"]) * base["worth"]).sum(0)
    gain = np.cumsum(factor * (run["profit"] - base["profit"]), axis=0)
    below = gain < 0.0
    payback = np.where(below.any(0), firm.months - np.argmax(below[::-1], axis=0), 0).astype(float)
    year = slice(-min(12, firm.months), None)
    mean = lambda key: run[key][year].mean(0)
    contacts = np.maximum(run["contacts"][year].sum(0), np.finfo(float).tiny)
    return dict(
        baseline_cost=total(base), total_cost=total(run), delta_cost=total(run) - total(base), delta_revenue=change("revenue"), npv=gain[-1], terminal_value=terminal, total_gain=gain[-1] + terminal, returned_goods=(factor * run["returned_goods"]).sum(0), payback_month=np.where(payback == firm.months, np.inf, payback),
        delta_contribution=firm.company.contribution_margin * change("revenue"),
        delta_ltv=run["ltv"] - base["ltv"], ltv=run["ltv"], expected_lifetime_months=run["expected_lifetime_months"],
        serious_events=(factor * run["serious_events"]).sum(0), csi=mean("csi"), repurchase=mean("repurchase"),
        first_response=(run["first_response"][year] * run["contacts"][year]).sum(0) / contacts,
        service_cost=mean("service_cost"), revenue=mean("revenue"), acquisitions=mean("acquisitions"),
        service_cost_share=run["service_cost"][year].sum(0) / run["revenue"][year].sum(0), gain=gain,
    )


def ratio(gain, o, draw):
    """A multiple of a draw; none where the policy does not cost over a thousandth of the baseline more."""
    return gain[draw] / o["delta_cost"][draw] if o["delta_cost"][draw] > 1e-3 * o["baseline_cost"][draw] else None


class Worst:
    """The largest deviation met, relative or absolute, whichever is larger, and where it was."""

    def __init__(self):
        self.error, self.where = 0.0, ""

    def __call__(self, name, ours, theirs):
        if (ours is None) != (theirs is None):
            raise ValueError(f"{name}: {ours} instead of {theirs}")
        if theirs is not None:
            ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
            error = np.abs(ours - theirs) / np.maximum(1.0, np.abs(theirs))
            if not float(error.max()) <= self.error:
                at = int(np.argmax(error))
                self.error, self.where = float(error.max()), f"{name}[{at}]: {ours.flat[at]!r} instead of {theirs.flat[at]!r}"


def columns(draws, key):
    """Values of a key by name, a column a draw."""
    return Record({k: np.array([d[key][k] for d in draws], dtype=float) for k in draws[0][key]})


def runs(case, queue):
    """The firm, and baseline and policy of all draws of a case."""
    firm, draws = Firm(case), case["draws"]
    base = baseline(firm, columns(draws, "assumptions"), queue)
    uniforms = None
    if draws[0].get("uniforms") is not None:
        # month by month, service events then crises, then draw by draw
        uniforms = np.moveaxis(np.array([d["uniforms"] for d in draws]), 0, -1)
    return firm, [simulate(firm, base, goal, queue, uniforms) for goal in (None, case["policy"])]


def hold(case, worst):
    """Compares every series and the comparison of all draws of a case with what is stored of them; returns the runs."""
    firm, both = runs(case, Exact())
    for draw, stored in enumerate(case["draws"]):
        name = f"{case['name']}, draw {draw}"
        for run, part in zip(both, ("baseline", "policy_run")):
            for key, theirs in stored[part].items():
                worst(f"{name}, {part}.{key}", run[key][..., draw], theirs)
        o = outcomes(firm, *both)
        ours = {key: float(values[..., draw]) for key, values in o.items() if key != "gain"}
        ours["payback_month"] = ours["payback_month"] if np.isfinite(ours["payback_month"]) else None
        ours["revenue_multiple"] = ratio(o["delta_revenue"], o, draw)
        ours["contribution_multiple"] = ratio(o["delta_contribution"], o, draw)
        for key, theirs in stored["comparison"].items():
            worst(f"{name}, {key}", ours[key], theirs)
    return firm, both
