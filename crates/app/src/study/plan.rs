//! What is computed to answer a question.

use super::Section;
use super::finding::Finding;
use super::forecast_backtest::Ahead;
use super::question::Question;
use super::rounds::{AnalysisPlan, Sequence, several_rounds, single_round};
use super::search::{FrontierWork, StressWork};
use super::validation::{Customers, Errors, PrecisionCheck, SingleTask};
use super::value_of_information::Information;
use crate::words::{Words, first_violations};
use aftercast_compute::tasks::NOT_STATIONARY;
use aftercast_engine::analysis::DecisionVariable;
use aftercast_engine::analysis::break_even::{BreakEven, Criterion};
use aftercast_engine::analysis::draws::Draws;
use aftercast_engine::analysis::frontier::Frontier;
use aftercast_engine::analysis::sobol_indices::VarianceIndices;
use aftercast_engine::analysis::structural::Structural;
use aftercast_engine::analysis::sweep::Sweep;
use aftercast_engine::analysis::tornado::Tornado;
use aftercast_engine::run::record::Outcome;
use aftercast_i18n::{Locale, Text};
use aftercast_scenario::{AssumptionId, Levers};

/// Points of a sweep: along a line, along a side of a grid.
const POINTS: (usize, usize) = (17, 9);
/// Draws of our uncertainty beside the survey's figures.
const SURVEY_DRAWS: u64 = 256;
/// Rounds of a search for a break-even value, about.
const SEARCH: usize = 4;

/// What a section computes.
///
/// # Errors
/// Why there is nothing to compute, in words.
pub fn plan(section: Section, q: &Question, locale: Locale) -> Result<AnalysisPlan, String> {
    let target = || q.target().map_err(|e| e.to_string());
    let futures = q.scenario.futures();
    let settings = &q.settings;
    let all_policies = || q.all_policies().into_iter().map(|which| q.levers(which)).collect();
    Ok(match section {
        Section::Tornado => {
            single_round(Tornado::new(futures, target()?, settings.bar_draws), |r| Finding::Tornado(Box::new(r)))
        }
        Section::Indices => {
            // a screening of all assumptions comes first
            let indices = VarianceIndices::new(futures, target()?, settings.rows);
            several_rounds(indices, 2, |r| Finding::Indices(Box::new(r)))
        }
        Section::Ranking => single_round(Draws::new(futures, all_policies(), settings.outcome), Finding::Gains),
        Section::Information if q.scenario.policies().is_empty() => {
            return Err(Text::StudyNothingToChoose.to(locale).to_owned());
        }
        Section::Information => Box::new(Information::new(futures, all_policies())),
        Section::Sweep => {
            let (policy, outcome, across) = (q.moving(), settings.outcome, settings.across);
            let sweep = match settings.up_lever() {
                None => Sweep::lines(&q.scenario, &policy, outcome, &[across], POINTS.0),
                Some(up) => Sweep::grid(&q.scenario, &policy, outcome, [across, up], POINTS.1),
            };
            single_round(sweep, |r| Finding::Sweep(Box::new(r)))
        }
        Section::BreakEven => break_even(q, settings.knob),
        Section::Structural => {
            let structural = Structural::new(&q.scenario, &q.moving(), q.other(), target()?.outcome());
            let structural = single_round(structural, |r| Finding::Structural(Box::new(r)));
            Sequence::of(structural, vec![break_even(q, DecisionVariable::Assumption(AssumptionId::CausalShare))])
        }
        Section::Frontier => {
            let request = settings.search.request(q);
            let frontier = Frontier::new(request).map_err(|found| first_violations(&found, Words(locale)))?;
            FrontierWork::of(frontier)
        }
        Section::Stress => {
            let policies = q.scenario.policies().iter().map(|p| p.levers).collect();
            StressWork::of(futures, policies, *q.scenario.goal())
        }
        Section::Convergence => {
            let goal = *q.scenario.goal();
            let enough = PrecisionCheck::of(futures.clone(), q.levers(settings.policy), goal, settings.precision);
            let policies = std::iter::once(q.moving()).chain(q.scenario.policies().iter().map(|p| p.levers));
            let mut policies: Vec<Levers<f64>> = policies.collect();
            policies.dedup();
            Sequence::of(enough, vec![Errors::of(futures, policies, goal, settings.runs)])
        }
        Section::Behaviour => SingleTask::behaviour(futures),
        Section::Survey => SingleTask::survey(futures, SURVEY_DRAWS),
        Section::Customers => Customers::of(futures, &q.document, settings.customers, settings.all_readings)
            .ok_or_else(|| NOT_STATIONARY.to_owned())?,
        Section::Record => Ahead::of(q, locale)?,
    })
}

/// Where a knob has to stand for the policy to meet the goal on average, or to gain as much as the other policy.
fn break_even(q: &Question, knob: DecisionVariable) -> AnalysisPlan {
    let criterion = match q.settings.against {
        Some(_) => Criterion::Better(Outcome::TotalGain),
        None => Criterion::Mean(*q.scenario.goal()),
    };
    let search = BreakEven::new(&q.scenario, &q.moving(), q.other(), knob, criterion);
    several_rounds(search, SEARCH, |r| Finding::BreakEven(Box::new(r)))
}
