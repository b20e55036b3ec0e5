"""A sweep opens as it is in pandas, DuckDB, Polars and PyArrow, and says the same in each; the example draws its frontier.

AFTERCAST_SWEEP is the folder of the sweep of readers.toml, AFTERCAST_RUN the summary of the run of scenario.json.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq

SWEEP = Path(os.environ["AFTERCAST_SWEEP"])
RUN = Path(os.environ["AFTERCAST_RUN"])
ROOT = Path(__file__).resolve().parents[2]
POLICIES, DRAWS = 12, 32


def bits(values) -> bytes:
    """Numbers to the last bit; every empty cell alike."""
    column = np.asarray(values, dtype=np.float64).copy()
    column[np.isnan(column)] = np.nan
    return column.tobytes()


class Readers(unittest.TestCase):
    def tables(self, name: str, rows: int) -> None:
        """Reads a folder of parts with every tool and compares."""
        folder = SWEEP / name
        order = ["policy_index", "draw"] if name == "draws" else ["policy_index"]
        pandas = pd.read_parquet(folder).sort_values(order, ignore_index=True)
        duck = duckdb.sql(f"select * from '{folder}/*.parquet' order by {', '.join(order)}")
        polars = pl.read_parquet(folder / "*.parquet").sort(order)
        arrow = pq.read_table(folder).sort_by([(key, "ascending") for key in order])
        columns = list(pandas.columns)
        self.assertEqual(len(pandas), rows)
        self.assertEqual(duck.columns, columns)
        self.assertEqual(polars.columns, columns)
        self.assertEqual(arrow.column_names, columns)
        self.assertEqual({str(kind) for kind in pandas.dtypes}, {"int64", "float64"})
        self.assertEqual({str(kind) for kind in duck.types}, {"BIGINT", "DOUBLE"})
        self.assertEqual(set(polars.dtypes), {pl.Int64, pl.Float64})
        # masked cells are the empty ones
        of_duck = {k: np.ma.filled(np.ma.asarray(v, dtype=np.float64), np.nan) for k, v in duck.fetchnumpy().items()}
        for column in columns:
            expected = bits(pandas[column])
            self.assertEqual(bits(of_duck[column]), expected, column)
            self.assertEqual(bits(polars[column].cast(pl.Float64).fill_null(math.nan).to_numpy()), expected, column)
            self.assertEqual(bits(arrow[column].to_pandas()), expected, column)

    def test_policies(self) -> None:
        self.tables("policies", POLICIES)

    def test_draws(self) -> None:
        self.tables("draws", POLICIES * DRAWS)

    def test_every_policy_is_there_once(self) -> None:
        found = duckdb.sql(f"select list(policy_index order by policy_index) from '{SWEEP}/policies/*.parquet'").fetchall()[0]
        self.assertEqual(found[0], list(range(POLICIES)))
        rows = duckdb.sql(f"select distinct customers_per_agent, ai_share from '{SWEEP}/policies/*.parquet'")
        self.assertEqual(len(rows), POLICIES)

    def test_statistics_are_those_of_the_draws(self) -> None:
        policies = pd.read_parquet(SWEEP / "policies").set_index("policy_index")
        draws = pd.read_parquet(SWEEP / "draws").groupby("policy_index")
        for outcome in ["npv", "csi", "ltv", "service_cost_share"]:
            for ours, theirs in [
                (policies[f"{outcome}_mean"], draws[outcome].mean()),
                (policies[f"{outcome}_sd"], draws[outcome].std()),
                (policies[f"{outcome}_q05"], draws[outcome].quantile(0.05)),
                (policies[f"{outcome}_q50"], draws[outcome].quantile(0.5)),
            ]:
                np.testing.assert_allclose(ours.sort_index(), theirs.sort_index(), rtol=1e-9, atol=1e-9)
        never = draws["payback_month"].agg(lambda month: np.isinf(month).mean())
        np.testing.assert_array_equal(policies["payback_month_never"].sort_index(), never.sort_index())

    def test_a_policy_has_the_numbers_of_its_run(self) -> None:
        run = json.loads(RUN.read_text())
        table = pd.read_parquet(SWEEP / "policies")
        row = table[(table["customers_per_agent"] == 3000) & (table["ai_share"] == 0.28)].iloc[0]
        self.assertEqual((row["copilot"], row["refund_days"]), (0.5, 2.0))
        today, first = run["policies"]
        self.assertEqual(row["goal_met"], first["goal"]["value"])
        baseline = pd.read_parquet(SWEEP / "baseline.parquet").iloc[0]
        for row, policy in [(row, first), (baseline, today)]:
            for outcome in ["csi", "ltv", "service_cost", "first_response"]:
                mean = policy["outcomes"][outcome]["mean"]
                self.assertEqual(row[f"{outcome}_mean"], mean["value"])
                self.assertEqual(row[f"{outcome}_mean_error"], mean["error"])

    def test_assumptions_join_their_draws(self) -> None:
        joined = duckdb.sql(
            f"select count(*), count(distinct a.causal_share) from '{SWEEP}/draws/*.parquet' d "
            f"join '{SWEEP}/assumptions.parquet' a using (draw)"
        ).fetchall()[0]
        self.assertEqual(joined, (POLICIES * DRAWS, DRAWS))

    def test_units_and_the_plan_are_in_the_metadata(self) -> None:
        for part in sorted(SWEEP.glob("**/*.parquet")):
            schema = pq.read_schema(part)
            for field in schema:
                self.assertTrue(field.metadata[b"unit"] and field.metadata[b"meaning"], field.name)
        about = pq.ParquetFile(SWEEP / "policies" / "part-000000.parquet").metadata.metadata
        manifest = json.loads((SWEEP / "manifest.json").read_text())
        self.assertEqual(about[b"aftercast.digest"].decode(), manifest["digest"])
        self.assertEqual(json.loads(about[b"aftercast.plan"]), manifest["plan"])
        self.assertTrue(manifest["complete"])
        stored = {name: entry["rows"] for name, entry in manifest["files"].items() if name.startswith("policies")}
        self.assertEqual(sum(stored.values()), POLICIES)

    def test_the_example_draws_the_frontier(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            picture = Path(folder) / "frontier.png"
            done = subprocess.run(
                [sys.executable, "-W", "error", ROOT / "examples" / "sweep_frontier.py", SWEEP, picture],
                capture_output=True, text=True, cwd=folder,
            )
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(picture.read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
            self.assertGreater(picture.stat().st_size, 10_000)
        # the frontier, found another way: nothing costs as little and gains as much
        table = pd.read_parquet(SWEEP / "policies")
        cost, gain = table["service_cost_share_mean"], table["total_gain_mean"]
        best = [i for i in table.index if not ((cost <= cost[i]) & (gain >= gain[i]) & (table.index != i)).any()]
        self.assertIn(f"{len(best)} of {POLICIES} policies are on the frontier", done.stdout)
        for i in best:
            self.assertIn(str(table["policy_index"][i]), done.stdout)


if __name__ == "__main__":
    unittest.main()
