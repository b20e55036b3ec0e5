#!/usr/bin/env python3
"""Variance-based indices of the model by SALib, against those of `aftercast analyse --what indices`.

Everything but the model itself is done twice: SALib draws its own Saltelli design over all uncertain assumptions, SciPy turns uniform
numbers into values (marginals and copula read from data/parameters.toml, not asked of the program), the program only evaluates
the model at the rows it is given, and SALib estimates. Correlated pairs are one group on both sides; whatever the program leaves out
because it changes nothing is one more group here, whose indices have to be zero.

usage: salib.py PROGRAM [--rows N] [--scenario FILE.json]     (exit code 1 where a factor disagrees)
needs: SALib, scipy, numpy
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import version
from pathlib import Path

import numpy as np
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample
from scipy import stats

ROOT = Path(__file__).resolve().parents[1]
SCENARIO = {
    "name": "hybrid",
    "policies": [{"name": "hybrid", "levers": {"ai_share": 0.7, "ai_accuracy": 0.85, "copilot": 1}}],
}


def declared():
    """Rows of the data file in order, and the correlated pairs."""
    table = tomllib.loads((ROOT / "data" / "parameters.toml").read_text(encoding="utf-8"))
    pairs = [(*c["pair"], c["rho"]) for c in table.pop("correlation")]
    rows = {name: row for group in table.values() for name, row in group.items()}
    return rows, pairs


def quantile(row, u):
    """Values of an assumption at uniform numbers."""
    kind = row["dist"]
    if kind == "pert":
        low, mode, high = row["low"], row["mode"], row["high"]
        width = high - low
        law = stats.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width)
        return low + width * law.ppf(u)
    if kind == "normal":
        return row["mean"] + row["sd"] * stats.norm.ppf(u)
    if kind == "lognormal":
        return row["median"] * row["gsd"] ** stats.norm.ppf(u)
    raise ValueError(f"distribution {kind} is not known here")


def values(rows, pairs, points):
    """Correlated values at independent uniform points, a column an assumption."""
    names = list(rows)
    scores = stats.norm.ppf(np.clip(points, 1e-12, 1 - 1e-12))
    for first, second, rho in pairs:
        i, j = names.index(first), names.index(second)
        scores[:, j] = rho * scores[:, i] + math.sqrt(1 - rho * rho) * scores[:, j]
    uniform = stats.norm.cdf(scores)
    return np.column_stack([quantile(row, uniform[:, k]) for k, row in enumerate(rows.values())])


def run(program, scenario, *options):
    """The JSON of an analysis."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run(
            [program, "analyse", scenario, *options, "--json", out.name], check=True, stdout=subprocess.DEVNULL
        )
        return json.loads(Path(out.name).read_text(encoding="utf-8"))


def compare(program, rows_of_design, scenario):
    """Both sides, factor by factor: name, ours, theirs, distance in standard errors."""
    ours = run(program, scenario, "--what", "indices", "--events", "expected", "--draws", str(rows_of_design))
    rows, pairs = declared()
    group = {name: "inert" for name in ours["inert"]}
    for factor in ours["factors"]:
        group.update({name: factor["factor"] for name in factor["factor"].split("+")})
    # an assumption that changes nothing still mixes its score into its partner's
    for first, second, _ in pairs:
        if group[first] != group[second]:
            named = group[first] if group[second] == "inert" else group[second]
            group[first] = group[second] = named
    problem = {
        "num_vars": len(rows),
        "names": list(rows),
        "groups": [group[name] for name in rows],
        "bounds": [[0.0, 1.0]] * len(rows),
    }
    points = sample.sample(problem, rows_of_design, calc_second_order=False, seed=20260101)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.csv"
        np.savetxt(table, values(rows, pairs, points), fmt="%.17g", delimiter=",", header=",".join(rows), comments="")
        outcome = np.array(run(program, scenario, "--what", "rows", "--values", str(table))["values"][1])
    theirs = analyze.analyze(problem, outcome, calc_second_order=False, num_resamples=200, seed=1)
    names = list(dict.fromkeys(problem["groups"]))
    table = []
    for factor in [*ours["factors"], {"factor": "inert", "first": None, "total": None}]:
        if factor["factor"] not in names:
            continue
        k = names.index(factor["factor"])
        for kind, key in (("first", "S1"), ("total", "ST")):
            our = factor[kind] or {"raw": 0.0, "error": 0.0}
            their, their_error = float(theirs[key][k]), float(theirs[f"{key}_conf"][k]) / 1.96
            error = math.hypot(our["error"], their_error)
            distance = abs(our["raw"] - their) / error if error > 0 else (0.0 if our["raw"] == their else math.inf)
            table.append((factor["factor"], kind, our["raw"], our["error"], their, their_error, distance))
    return table, len(points), ours["runs"]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("--rows", type=int, default=512, help="rows of the design, a power of two")
    arguments.add_argument("--scenario", help="scenario file with one policy")
    given = arguments.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".json") as own:
        json.dump(SCENARIO, own)
        own.flush()
        table, their_runs, our_runs = compare(given.program, given.rows, given.scenario or own.name)
    # all comparisons together wrong once in a thousand, were every error normal
    critical = stats.norm.ppf(1 - 0.0005 / len(table))
    print(f"SALib {version('SALib')}: {their_runs} runs; aftercast: {our_runs} runs; {given.rows} rows")
    print(f"{'factor':40} {'index':6} {'aftercast':>16} {'SALib':>16} {'apart':>6}")
    for name, kind, our, our_error, their, their_error, distance in table:
        if kind == "total" or our > 0.02:
            print(f"{name:40} {kind:6} {our:8.4f} ±{our_error:.4f} {their:8.4f} ±{their_error:.4f} {distance:6.2f}")
    worst = max(row[-1] for row in table)
    width = {kind: [np.median([r[i] for r in table if r[1] == kind]) for i in (3, 5)] for kind in ("first", "total")}
    print(f"median error, first: {width['first'][0]:.4f} against {width['first'][1]:.4f}; ", end="")
    print(f"total: {width['total'][0]:.4f} against {width['total'][1]:.4f}")
    agree = worst <= critical
    print(f"{len(table)} comparisons, farthest apart {worst:.2f} standard errors, allowed {critical:.2f}: {'agree' if agree else 'DISAGREE'}")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
