//! From a draft to a scenario that can run: every precondition of the model, all violations at once.
//!
//! Nothing is clamped: what is out of range is refused with its field, value, range and a hint.

mod believed;

pub use believed::override_range;

use crate::allowed::Allowed;
use crate::draft::{Draft, RunSettings};
use crate::fields::{FIELDS, OPTIONAL};
use crate::violation::{ViolationKind, Violations};
use crate::{Assumptions, Company, Correlations, Distribution, Futures, Goal, LeverId, Levers};
use believed::{check_handling, check_waits, correlations, distributions};

/// Shares must sum to 1 within this.
const SUM_TOLERANCE: f64 = 1e-9;
/// Most policies of a scenario.
pub const MOST_POLICIES: usize = 64;
/// Fewest and most draws.
pub const DRAWS_RANGE: (u64, u64) = (16, 1_000_000);
/// Largest seed: every integer up to here survives a file and a link.
pub const LARGEST_SEED: u64 = 1 << 53;

/// A policy that can run: the full goal, today's levers overwritten by what it moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Name.
    pub name: String,
    /// Goal of every lever.
    pub levers: Levers<f64>,
}

/// A checked scenario. Only [`check_with`] makes one, and only the engine, which adds what the model knows, calls it; and
/// [`Scenario::without_policies`] of futures that came from one.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    name: String,
    company: Company,
    today: Levers<f64>,
    distributions: Assumptions<Distribution>,
    correlations: Correlations,
    policies: Vec<Policy>,
    settings: RunSettings,
    goal: Goal,
}

impl Scenario {
    /// Name of the document.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// Facts of the firm.
    pub fn company(&self) -> &Company {
        &self.company
    }
    /// Today's levers.
    pub fn today(&self) -> &Levers<f64> {
        &self.today
    }
    /// What is believed about each assumption.
    pub fn distributions(&self) -> &Assumptions<Distribution> {
        &self.distributions
    }
    /// How assumptions go together.
    pub fn correlations(&self) -> &Correlations {
        &self.correlations
    }
    /// Policies to compare.
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }
    /// How the draws are made.
    pub fn settings(&self) -> &RunSettings {
        &self.settings
    }
    /// What success means.
    pub fn goal(&self) -> &Goal {
        &self.goal
    }
    /// The assumptions of the central draw.
    pub fn central(&self) -> Assumptions<f64> {
        Assumptions::from_fn(|id| self.distributions.get(id).central())
    }
    /// What the futures depend on besides the policies.
    pub fn futures(&self) -> Futures {
        Futures {
            company: self.company.clone(),
            today: self.today,
            distributions: self.distributions,
            correlations: self.correlations.clone(),
            seed: self.settings.seed,
            draws: self.settings.draws,
            sampler: self.settings.sampler,
            events: self.settings.events,
        }
    }
    /// The scenario that futures are of, without its policies and its goal.
    pub fn without_policies(futures: &Futures) -> Self {
        let Futures { company, today, distributions, correlations, seed, draws, sampler, events } = futures.clone();
        Self {
            name: String::new(),
            company,
            today,
            distributions,
            correlations,
            policies: Vec::new(),
            settings: RunSettings { draws, seed, sampler, events },
            goal: Goal::default(),
        }
    }
    /// What keeps a policy from running in this scenario; empty where nothing does.
    pub fn admit(&self, levers: &Levers<f64>) -> Violations {
        let mut v = Violations::default();
        for id in LeverId::ALL {
            check_lever(id, *levers.get(id), "levers", &mut v);
        }
        v
    }
}

/// Checks everything about a draft that can be told without the model; `fits` is asked whether the facts of an otherwise sound
/// scenario fit together.
///
/// # Errors
/// Every violation at once.
pub fn check_with(draft: &Draft, fits: impl FnOnce(&Scenario, &mut Violations)) -> Result<Scenario, Violations> {
    let mut v = Violations::default();
    check_company(&draft.company, &mut v);
    let today = levers(&Levers::default_today(), &draft.today, "today", &mut v);
    let distributions = distributions(draft, &mut v);
    let correlations = correlations(draft, &mut v);
    check_waits(&draft.company, &distributions, &mut v);
    check_handling(&distributions, &mut v);
    if draft.policies.len() > MOST_POLICIES {
        v.push(
            ViolationKind::TooMany,
            "policies",
            draft.policies.len(),
            Allowed::AtMost(MOST_POLICIES),
            "split the comparison",
        );
    }
    let policies: Vec<Policy> = draft
        .policies
        .iter()
        .enumerate()
        .map(|(i, p)| {
            let start = Levers::start_from(&today);
            Policy { name: p.name.clone(), levers: levers(&start, &p.levers, &format!("policies[{i}].levers"), &mut v) }
        })
        .collect();
    check_settings(&draft.settings, &draft.goal, &mut v);
    let scenario = Scenario {
        name: draft.name.clone(),
        company: draft.company.clone(),
        today,
        distributions,
        correlations,
        policies,
        settings: draft.settings,
        goal: draft.goal,
    };
    if v.is_empty() {
        fits(&scenario, &mut v);
    }
    if v.is_empty() { Ok(scenario) } else { Err(v) }
}

fn check_company(company: &Company, v: &mut Violations) {
    for f in FIELDS {
        let row = (f.get)(company);
        let mut sound = true;
        for (i, &x) in row.iter().enumerate() {
            let path = if row.len() == 1 { format!("company.{}", f.path) } else { format!("company.{}[{i}]", f.path) };
            sound &= v.range(&path, x, (f.min, f.max), f.unit, f.hint);
            if sound && f.whole && x % 1.0 != 0.0 {
                v.push(ViolationKind::NotWhole, path, x, Allowed::Whole { low: f.min, high: f.max }, f.hint);
            }
        }
        if sound && f.sums_to_one {
            check_sum(&format!("company.{}", f.path), row, v);
        }
    }
    let mix = &company.incident_mix;
    let mix = [mix.quality, mix.logistics, mix.mismatch, mix.other];
    if mix.iter().all(|x| x.is_finite()) {
        check_sum("company.incident_mix", &mix, v);
    }
    for f in OPTIONAL {
        if let Some(own) = (f.get)(company) {
            v.range(&format!("company.{}", f.path), own, (f.min, f.max), f.unit, f.hint);
        }
    }
    if company.stage.acquisition[0] == 0.0 {
        v.push(
            ViolationKind::OutOfRange,
            "company.stage.acquisition[0]",
            0.0,
            Allowed::Above(0.0),
            "the share of new customers who enter at the first stage must be above 0",
        );
    }
}

fn check_sum(path: &str, row: &[f64], v: &mut Violations) {
    let sum: f64 = row.iter().sum();
    let shares = || row.iter().map(f64::to_string).collect::<Vec<_>>().join(" + ");
    if !((sum - 1.0).abs() <= SUM_TOLERANCE) {
        v.push(
            ViolationKind::Sum,
            path,
            format!("{} = {sum}", shares()),
            Allowed::SumOne,
            "scale the shares to sum to 1",
        );
    }
}

fn check_lever(id: LeverId, value: f64, path: &str, v: &mut Violations) {
    let spec = id.spec();
    let field = format!("{path}.{}", id.name());
    let within = v.range(&field, value, (spec.min, spec.max), spec.unit, "the range of the lever");
    if within && id.nearest(value) != value {
        let allowed = Allowed::Whole { low: spec.min, high: spec.max };
        v.push(ViolationKind::NotWhole, field, value, allowed, "a plan is made in whole months");
    }
}

fn levers(
    start: &Levers<f64>,
    moved: &std::collections::BTreeMap<LeverId, f64>,
    path: &str,
    v: &mut Violations,
) -> Levers<f64> {
    let mut all = *start;
    for (&id, &value) in moved {
        check_lever(id, value, path, v);
        *all.get_mut(id) = value;
    }
    all
}

fn check_settings(s: &RunSettings, goal: &Goal, v: &mut Violations) {
    if !(DRAWS_RANGE.0..=DRAWS_RANGE.1).contains(&s.draws) {
        v.push(
            ViolationKind::OutOfRange,
            "draws",
            s.draws,
            Allowed::Range { low: DRAWS_RANGE.0 as f64, high: DRAWS_RANGE.1 as f64, unit: "" },
            "1024 suits most questions",
        );
    }
    if s.seed > LARGEST_SEED {
        v.push(
            ViolationKind::OutOfRange,
            "seed",
            s.seed,
            Allowed::Range { low: 0.0, high: LARGEST_SEED as f64, unit: "" },
            "any whole number, such as 42",
        );
    }
    let (min, max, unit) = goal.range();
    v.range(&format!("goal.{}", goal.name()), goal.bound(), (min, max), unit, "the bound of the goal");
}
