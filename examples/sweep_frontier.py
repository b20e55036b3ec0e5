# %% [markdown]
# # The efficient frontier of a sweep
#
# `aftercast sweep examples/staff_and_ai.toml` writes one row a policy. This script, to be run as a whole or cell by cell, finds the
# policies that no other beats: none has a higher total gain at the same or a lower share of service cost in revenue.
#
#     python examples/sweep_frontier.py examples/staff_and_ai-sweep frontier.png
#
# It needs pandas, pyarrow and matplotlib.

# %%
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import pyarrow.parquet as pq

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "examples/staff_and_ai-sweep")
picture = Path(sys.argv[2] if len(sys.argv) > 2 else "frontier.png")

# %% [markdown]
# ## Read
# The folder `policies` is one table. Levers are columns by their id; units stand in the metadata of each field.

# %%
policies = pd.read_parquet(folder / "policies")
today = pd.read_parquet(folder / "baseline.parquet").iloc[0]
schema = pq.read_schema(next((folder / "policies").glob("*.parquet")))


def unit(column: str) -> str:
    """The unit of a column, in words."""
    return schema.field(column).metadata[b"unit"].decode()


# %% [markdown]
# ## The frontier
# Sorted by cost, a policy is on it where its gain is above that of all cheaper ones. Policies whose gains differ by less than
# their Monte Carlo errors cannot be told apart: the band around the frontier is two errors wide.

# %%
cost, gain = "service_cost_share_mean", "total_gain_mean"
ordered = policies.sort_values([cost, gain], ascending=[True, False], kind="stable")
frontier = ordered[ordered[gain] > ordered[gain].cummax().shift(fill_value=float("-inf"))]

levers = [name for name in schema.names if schema.field(name).metadata.get(b"meaning") == b"goal of the lever"]
varied = [name for name in levers if policies[name].nunique() > 1]
print(f"{len(frontier)} of {len(policies)} policies are on the frontier; today costs {today[cost]:.2%} of revenue:")
print(frontier[["policy_index", cost, gain, f"{gain}_error", "goal_met", *varied]].to_string(index=False))

# %% [markdown]
# ## Draw

# %%
figure, axes = plt.subplots(figsize=(9, 5.5), layout="constrained")
points = axes.scatter(policies[cost] * 100, policies[gain] / 1e6, c=policies["goal_met"] * 100, s=12, cmap="viridis")
figure.colorbar(points, label="futures of 100 that meet the goal")
middle, error = frontier[gain] / 1e6, 2 * frontier[f"{gain}_error"] / 1e6
axes.plot(frontier[cost] * 100, middle, color="black", linewidth=1.5, label="frontier")
axes.fill_between(frontier[cost] * 100, middle - error, middle + error, color="black", alpha=0.15, linewidth=0)
axes.axvline(today[cost] * 100, color="grey", linestyle=":", label="today")
axes.axhline(0, color="grey", linewidth=0.8)
axes.set_xlabel("service cost, % of revenue in the last year")
axes.set_ylabel(f"total gain, million {unit(gain)} (mean)")
axes.legend(loc="upper right")
figure.savefig(picture, dpi=150)
print(f"drawn: {picture}")
