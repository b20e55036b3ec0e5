"""The engine against the numpy twin: the golden files, random scenarios draw by draw, and the draws of a Monte Carlo run.

AFTERCAST_TWIN is the folder that `twin_cases` has written.
"""

import json
import os
import unittest
from pathlib import Path

import numpy as np

from compare import Worst, columns, hold, outcomes, runs
from erlang import Exact

FOLDER = Path(os.environ["AFTERCAST_TWIN"])
TOLERANCE = 1e-9


class Twin(unittest.TestCase):
    def within(self, worst, tolerance=TOLERANCE):
        print(f"{self.id().split('.')[-1]}: largest deviation {worst.error:.1e} at {worst.where}")
        self.assertLessEqual(worst.error, tolerance, worst.where)

    def test_golden_files(self):
        worst = Worst()
        cases = json.loads((FOLDER / "golden.json").read_text(encoding="utf-8"))
        for case in cases:
            hold(case, worst)
        self.assertEqual(len(cases), 16)
        self.within(worst)

    def test_random_scenarios(self):
        """Every series of every month; the scenarios must have been in the corners of the equations."""
        corners = dict.fromkeys(
            ("none comes", "resolution at an end", "technology free", "payouts free", "less than a server", "a year or less", "crowded", "events drawn", "very large"), 0
        )
        worst, scenarios, draws = Worst(), 0, 0
        for line in (FOLDER / "random.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            firm, both = hold(case, worst)
            scenarios, draws = scenarios + 1, draws + len(case["draws"])
            company, goal = firm.company, case["policy"]
            night_hours = company.customers / goal["customers_per_agent"] * company.productive_hours_month * goal["night_staff_share"]
            met = {
                "none comes": [(run["acquisitions"] == 0.0).any() for run in both],
                "resolution at an end": [np.isin(run["fcr"], (0.05, 0.98)).any() for run in both],
                "technology free": [(run["technology"] == 0.0).any() for run in both],
                "payouts free": [(run["compensation"] == 0.0).any() for run in both],
                "less than a server": [night_hours < 730 / 3],
                "a year or less": [firm.months <= 12],
                "crowded": [(run["first_response"] > 30.0).any() for run in both],
                "events drawn": [case["draws"][0]["uniforms"] is not None],
                "very large": [company.customers > 3e6],
            }
            for corner, there in met.items():
                corners[corner] += any(there)
        self.within(worst)
        self.assertGreaterEqual(scenarios, 200)
        self.assertGreaterEqual(draws, 500)
        for corner, times in corners.items():
            self.assertGreaterEqual(times, 3, f"{corner}: {corners}")

    def test_draws_of_a_monte_carlo_run(self):
        """Events drawn, waits of the engine interpolated: a hundredth of a minute moves the score by a hundredth of a point or two, and that a fraction of a million."""
        case = json.loads((FOLDER / "headline.json").read_text(encoding="utf-8"))
        firm, both = runs(case, Exact())
        ours = outcomes(firm, *both)
        theirs = columns(case["draws"], "outcomes")
        for key, tolerance in (("npv", 2e5), ("total_gain", 4e5), ("terminal_value", 2e5), ("delta_cost", 2e4), ("delta_revenue", 1e6), ("ltv", 0.3), ("csi", 0.02)):
            error = np.abs(ours[key] - theirs[key])
            self.assertLessEqual(float(error.max()), tolerance, f"{key} of draw {int(np.argmax(error))}")


if __name__ == "__main__":
    unittest.main()
