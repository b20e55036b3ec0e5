//! The plan of a sweep: checked, cut into parts, and named by a digest.
//!
//! Claim: a row is a pure function of the plan and the number of its policy; parts and shards only say who computes it when.
//! So a sweep on one machine, on eight, or killed and resumed has the same files to the byte.

use core::fmt::Write as _;
use core::ops::Range;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::columns::{Columns, Measure};
use super::design::{Axis, Design, Layout};
use super::grid::{self, Grid};
use aftercast_engine::VERSION;
use aftercast_engine::check;
use aftercast_scenario::{Draft, LeverId, Levers, PolicyDraft, Scenario, Violation, Violations, json};

/// Version of the files; what changes their columns or their meaning raises it.
pub const FORMAT: u32 = 1;
/// Unless the file says otherwise, a sweep has so many parts, each of at least [`LEAST_PART`] and at most [`LARGEST_PART`] policies.
const USUAL_PARTS: u64 = 256;
const LEAST_PART: u64 = 64;
const LARGEST_PART: u64 = 1024;

/// A sweep that can run.
#[derive(Clone, Debug)]
pub struct Plan {
    scenario: Scenario,
    design: Design,
    columns: Columns,
    per_draw: bool,
    part_policies: u64,
    json: Value,
    digest: String,
}

/// One of several shares of a sweep: the parts whose number leaves `index` when divided by `count`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 0.
    pub index: u64,
    /// Of how many.
    pub count: u64,
}

impl Shard {
    /// The whole sweep.
    pub const WHOLE: Self = Self { index: 0, count: 1 };
    /// The most shards.
    pub const MOST: u64 = 100_000;
}

impl core::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let allowed =
            || format!("{text} is no shard: write i/n with i from 1 to n and n at most {}, such as 1/4", Self::MOST);
        let (i, n) = text.split_once('/').ok_or_else(allowed)?;
        let (i, n): (u64, u64) = (i.parse().map_err(|_| allowed())?, n.parse().map_err(|_| allowed())?);
        if (1..=n).contains(&i) && n <= Self::MOST { Ok(Self { index: i - 1, count: n }) } else { Err(allowed()) }
    }
}

impl Plan {
    /// Reads the text of a file that lies in `folder`; `draws` win over the file's.
    ///
    /// # Errors
    /// Every violation of the file, of its scenario, and of the policies that it spans.
    pub fn read(text: &str, folder: &Path, draws: Option<u64>) -> Result<Self, Violations> {
        let (mut grid, mut v) = grid::read(text, folder);
        if let Some(draws) = draws {
            grid.draft.settings.draws = draws;
            grid.stated.push("draws");
        }
        match checked(&grid) {
            Ok(scenario) if v.is_empty() => Ok(Self::new(&grid, scenario)),
            Ok(_) => Err(v),
            Err(more) => {
                for violation in more.0.into_iter().map(|violation| at_home(violation, &grid)) {
                    if !v.0.contains(&violation) {
                        v.0.push(violation);
                    }
                }
                Err(v)
            }
        }
    }

    fn new(grid: &Grid, scenario: Scenario) -> Self {
        let start = scenario.policies().first().map_or_else(|| Levers::start_from(scenario.today()), |p| p.levers);
        let design = Design::new(start, grid.axes.clone(), grid.layout);
        let usual = design.policies().div_ceil(USUAL_PARTS).clamp(LEAST_PART, LARGEST_PART);
        let part_policies = grid.part_policies.unwrap_or(usual);
        let columns = Columns::new(grid);
        let json = plan_json(grid, &design, &columns, part_policies);
        let digest = Sha256::digest(json.to_string()).iter().fold(String::new(), |mut text, byte| {
            // writing to a string cannot fail
            let _ = write!(text, "{byte:02x}");
            text
        });
        Self { scenario, design, columns, per_draw: grid.per_draw, part_policies, json, digest }
    }

    /// The scenario: company, assumptions, settings, goal.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The policies.
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// The columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Whether every draw is kept.
    pub fn per_draw(&self) -> bool {
        self.per_draw
    }

    /// Everything that a row depends on, for people and programs to read.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// SHA-256 of [`json`](Self::json), hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Number of parts.
    pub fn parts(&self) -> u64 {
        self.design.policies().div_ceil(self.part_policies)
    }

    /// The parts of a shard, in order.
    pub fn parts_of(&self, shard: Shard) -> impl Iterator<Item = u64> + use<> {
        (shard.index..self.parts()).step_by(shard.count.max(1) as usize)
    }

    /// The policies of a part.
    pub fn part(&self, part: u64) -> Range<u64> {
        let first = part * self.part_policies;
        first..(first + self.part_policies).min(self.design.policies())
    }
}

/// Checks the scenario with the start and the corners of the ranges: every condition on a policy bounds each lever by itself, so it
/// holds between them if it holds there. Of a lever that takes whole numbers, a listed value that is none stands in for a corner.
fn checked(grid: &Grid) -> Result<Scenario, Violations> {
    let start = grid.draft.policies.first().cloned().unwrap_or_default();
    let corner = |pick: fn(f64, f64) -> f64| {
        let mut policy = PolicyDraft { name: String::new(), levers: start.levers.clone() };
        for (id, axis) in &grid.axes {
            let value = match axis {
                Axis::Values(values) => {
                    values.iter().copied().find(|x| id.nearest(*x) != *x).or(values.iter().copied().reduce(pick))
                }
                Axis::Range { min, max } => Some(pick(*min, *max)),
            };
            policy.levers.extend(value.map(|value| (*id, value)));
        }
        policy
    };
    let policies = vec![start.clone(), corner(f64::min), corner(f64::max)];
    check(&Draft { policies, ..grid.draft.clone() })
}

/// Names the place in the file of the sweep: a violation of the checked draft speaks of the scenario and its corners.
fn at_home(mut violation: Violation, grid: &Grid) -> Violation {
    let field = &violation.field;
    let corner = field.strip_prefix("policies[1].").or(field.strip_prefix("policies[2]."));
    violation.field = if let Some(levers) = corner {
        // a corner differs from the start only in what varies
        let varies = levers.strip_prefix("levers.").and_then(LeverId::from_name);
        let varies = varies.is_some_and(|id| grid.axes.iter().any(|(axis, _)| *axis == id));
        if varies { levers.to_owned() } else { format!("scenario.policies[0].{levers}") }
    } else if grid.stated.contains(&field.as_str()) {
        field.clone()
    } else {
        format!("scenario.{field}")
    };
    violation
}

/// What the digest is of.
fn plan_json(grid: &Grid, design: &Design, columns: &Columns, part_policies: u64) -> Value {
    let levers: serde_json::Map<String, Value> = design
        .axes()
        .iter()
        .map(|(id, axis)| {
            let values = match axis {
                Axis::Values(values) => json!(values),
                Axis::Range { min, max } if id.is_whole() => json!({ "min": min, "max": max, "whole": true }),
                Axis::Range { min, max } => json!({ "min": min, "max": max }),
            };
            (id.name().to_owned(), values)
        })
        .collect();
    let mut laid_out = json!({ "layout": design.layout().name(), "policies": design.policies(), "levers": levers });
    if let Layout::Sobol { seed, .. } = design.layout() {
        laid_out["seed"] = json!(seed);
    }
    json!({
        "format": FORMAT,
        "engine_version": VERSION,
        // written and read back: a document of its own, without what is at its default
        "scenario": serde_json::from_str::<Value>(&json::write(&grid.draft)).unwrap_or_default(),
        "design": laid_out,
        "outcomes": columns.measures().iter().map(|m: &Measure| m.name()).collect::<Vec<_>>(),
        "quantiles": columns.quantiles().collect::<Vec<_>>(),
        "per_draw": grid.per_draw,
        "part_policies": part_policies,
    })
}
