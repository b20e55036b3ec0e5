"""The numpy twin on whole cases. `batch.py FOLDER [BLOCK]` checks itself, prints what it found as JSON, and computes the reference case
once for every line it reads, answering with the wall time in ns."""

import json
import os
import sys
import time

# one thread: the comparison is by thread
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np
import scipy

from erlang import Exact, Lattice
from model import Firm, Record, baseline, simulate


def outcomes(firm, base, run):
    """Present values of a policy against the baseline, payback, last year: what the engine keeps of a draw."""
    factor = firm.discount ** np.arange(firm.months)[:, None]
    change = lambda key: (factor * (run[key] - base[key])).sum(0)
    gain = np.cumsum(factor * (run["profit"] - base["profit"]), axis=0)
    below = gain < 0.0
    payback = np.where(below.any(0), firm.months - np.argmax(below[::-1], axis=0), 0).astype(float)
    year = slice(-min(12, firm.months), None)
    mean = lambda key: run[key][year].mean(0)
    return dict(
        delta_cost=change("cost"), delta_revenue=change("revenue"), npv=gain[-1], payback_month=np.where(payback == firm.months, np.inf, payback),
        delta_ltv=run["ltv"] - base["ltv"], serious_events=(factor * run["serious_events"]).sum(0), csi=mean("csi"), repurchase=mean("repurchase"),
        first_response=(run["first_response"][year] * run["contacts"][year]).sum(0) / run["contacts"][year].sum(0),
        service_cost=mean("service_cost"), revenue=mean("revenue"), acquisitions=mean("acquisitions"), gain=gain,
    )


def deviation(cases):
    """Largest deviation from the golden cases, relative or absolute, whichever is larger."""
    worst = 0.0

    def compare(name, ours, theirs):
        nonlocal worst
        if (ours is None) != (theirs is None):
            raise ValueError(f"{name}: {ours} instead of {theirs}")
        if theirs is not None:
            theirs = np.asarray(theirs, dtype=float)
            error = float(np.max(np.abs(np.asarray(ours) - theirs) / np.maximum(1.0, np.abs(theirs))))
            worst = error if not error <= worst else worst

    for case in cases:
        firm, queue = Firm(case), Exact()
        a = Record({k: np.array([v]) for k, v in case["assumptions"].items()})
        base = baseline(firm, a, queue)
        runs = [simulate(firm, base, goal, queue) for goal in (None, case["policy"])]
        for run, part in zip(runs, ("expected_baseline", "expected_policy_run")):
            for key, theirs in case[part].items():
                compare(f"{case['name']} {key}", run[key][..., 0], theirs)
        o = {k: v[..., 0] for k, v in outcomes(firm, *runs).items()}
        e, margin = case["expected_comparison"], firm.company.contribution_margin
        ours = dict(
            delta_cost=o["delta_cost"], delta_revenue=o["delta_revenue"], delta_contribution=margin * o["delta_revenue"], npv=o["npv"],
            payback_month=o["payback_month"] if np.isfinite(o["payback_month"]) else None, delta_ltv=o["delta_ltv"],
            revenue_multiple=o["delta_revenue"] / o["delta_cost"] if o["delta_cost"] > 0 else None,
            contribution_multiple=margin * o["delta_revenue"] / o["delta_cost"] if o["delta_cost"] > 0 else None,
        )
        for key, theirs in e.items():
            compare(f"{case['name']} {key}", ours[key], theirs)
    return worst


class Reference:
    """The reference case, ready to run."""

    def __init__(self, folder, block):
        with open(f"{folder}/reference.json", encoding="utf-8") as file:
            case = json.load(file)
        self.firm, self.draws, self.policies, self.block = Firm(case), case["draws"], case["policies"], block
        values = np.fromfile(f"{folder}/assumptions.f64").reshape(len(case["ids"]), self.draws)
        self.assumptions = dict(zip(case["ids"], values))
        self.uniforms = np.fromfile(f"{folder}/uniforms.f64").reshape(self.firm.months, 2, self.draws)
        self.queue = Lattice()
        self.expected = np.fromfile(f"{folder}/results.f64").reshape(len(self.policies), 2, self.draws)

    def run(self):
        """Everything from the given assumptions on: baselines, policies, outcomes, block by block. The lattice stays, as the engine's does."""
        queue, blocks = self.queue, []
        for first in range(0, self.draws, self.block):
            part = slice(first, first + self.block)
            a = Record({k: v[part] for k, v in self.assumptions.items()})
            uniforms = self.uniforms[:, :, part]
            base = baseline(self.firm, a, queue)
            today = simulate(self.firm, base, None, queue, uniforms)
            blocks.append([outcomes(self.firm, today, simulate(self.firm, base, goal, queue, uniforms)) for goal in self.policies])
        return [{k: np.concatenate([b[p][k] for b in blocks], axis=-1) for k in blocks[0][p]} for p in range(len(self.policies))]

    def difference(self):
        """Largest difference of net gain and of the change of lifetime value from the engine's, relative to their largest size."""
        worst = 0.0
        for run, expected in zip(self.run(), self.expected):
            for key, theirs in zip(("npv", "delta_ltv"), expected):
                error = float(np.max(np.abs(run[key] - theirs)) / np.max(np.abs(theirs)))
                worst = error if not error <= worst else worst
        return worst


def main():
    folder = sys.argv[1]
    block = int(sys.argv[2]) if len(sys.argv) > 2 else 1024
    with open(f"{folder}/golden.json", encoding="utf-8") as file:
        golden = deviation(json.load(file))
    reference = Reference(folder, block)
    versions = f"Python {sys.version.split()[0]}, numpy {np.__version__}, scipy {scipy.__version__}"
    print(json.dumps(dict(golden=golden, engine=reference.difference(), version=versions)), flush=True)
    for _ in sys.stdin:
        start = time.perf_counter_ns()
        reference.run()
        print(json.dumps(dict(ns=time.perf_counter_ns() - start)), flush=True)


if __name__ == "__main__":
    main()
