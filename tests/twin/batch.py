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

from compare import Worst, hold, outcomes
from erlang import Lattice
from model import Firm, Record, baseline, simulate


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
        golden = Worst()
        for case in json.load(file):
            hold(case, golden)
    reference = Reference(folder, block)
    versions = f"Python {sys.version.split()[0]}, numpy {np.__version__}, scipy {scipy.__version__}"
    print(json.dumps(dict(golden=golden.error, engine=reference.difference(), version=versions)), flush=True)
    for _ in sys.stdin:
        start = time.perf_counter_ns()
        reference.run()
        print(json.dumps(dict(ns=time.perf_counter_ns() - start)), flush=True)


if __name__ == "__main__":
    main()
