//! The forecast log: a dated forecast that cannot be changed afterwards unseen, and its score when the future has come.
//!
//! Claim: a model earns trust by saying in advance what will be, with its uncertainty, and by being scored on it.
//! Equations: bands are the 5, 50 and 95 % quantiles over draws, serious events as the scenario has them (sampled, unless it says
//!   otherwise); with l, m, u and the actual y the interval score is
//!   IS = (u - l) + 20 (l - y)+ + 20 (y - u)+ (alpha = 0.10), the weighted interval score WIS = (|y - m|/2 + 0.05 IS)/1.5, an
//!   approximation of the CRPS by three quantiles. The months of one firm are one history and not independent, so coverage is not
//!   judged by a binomial: the forecast keeps, for every number n of first months, how many of n a right model covers in 95 of 100
//!   of its own futures at least, and what WIS it reaches at most.
//! Symbols: minutes, points, contacts a month, share, CNY a month.
//! Validity: one policy, followed as described; the digest is SHA-256 over the content as compact JSON.
//! Source: Gneiting & Raftery (2007); Bracher, Ray, Gneiting & Reich (2021).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use aftercast_engine::model::queue::WaitTable;
use aftercast_engine::model::serious_events::Events;
use aftercast_engine::model::{Baseline, BaselineError, EventSource, Firm, Month, simulate};
use aftercast_engine::run::SamplingPlan;
use aftercast_engine::run::summary::sorted_quantile;
use aftercast_numerics::math::{Lane, f64x4};
use aftercast_numerics::random::{Kind, uniform};
use aftercast_scenario::{Draft, EventMode, Futures, Levers, Scenario, json};

mod actual;
mod scoring;

pub use actual::{ActualMonth, write_actual};
pub use scoring::{MILESTONES, Score, outside, score};

/// What is forecast: key and reading of a month.
type Reading = fn(&Month<f64x4>) -> f64x4;
/// Figures forecast, by key.
pub const FIGURES: [&str; 5] = ["first_response", "csi", "contacts", "repurchase", "cost"];
/// What a measured figure can be, in the order of [`FIGURES`]: minutes up to a week, points, contacts, a share, CNY.
pub const RANGES: [(f64, f64); FIGURES.len()] =
    [(0.0, 10_080.0), (0.0, 100.0), (0.0, f64::INFINITY), (0.0, 1.0), (0.0, f64::INFINITY)];
const READINGS: [Reading; 5] = [|m| m.waits.mean, |m| m.csi, |m| m.contacts, |m| m.repurchase, |m| m.cost];
/// What a forecast calls the policy of today.
pub const TODAY: &str = "today";
/// Share of futures outside the band.
const ALPHA: f64 = 0.10;
/// Share of a right model's own futures in which it is allowed to look worse.
const UNLUCKY: f64 = 0.05;

/// A forecast as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// What was forecast.
    pub content: Content,
    /// SHA-256 of the content as compact JSON, hexadecimal.
    pub digest: String,
}

/// The content that the digest covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The day it was made, YYYY-MM-DD.
    pub date: String,
    /// Version of the engine.
    pub engine_version: String,
    /// Name of the policy followed.
    pub policy: String,
    /// The whole scenario, so that it can be run again.
    pub scenario: Value,
    /// The months, YYYY-MM.
    pub months: Vec<String>,
    /// The figures with their bands.
    pub figures: Vec<FigureForecast>,
}

/// A figure's bands by month and what its score has to be measured by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureForecast {
    /// Key.
    pub figure: String,
    /// 5, 50 and 95 % quantile of every month.
    pub bands: Vec<[f64; 3]>,
    /// Of the first n months, how many a right model covers in 95 of 100 futures at least.
    pub covered_at_least: Vec<usize>,
    /// Mean weighted interval score of the first n months that a right model reaches in 95 of 100 futures at most.
    pub score_at_most: Vec<f64>,
}

/// Why there is no forecast or no score.
#[derive(Clone, Debug, PartialEq)]
pub enum ForecastError {
    /// Not a day.
    Date(String),
    /// The first month of the scenario is not the month after the day.
    StartMonth {
        /// The month after the day, 1 to 12.
        wanted: u32,
        /// The scenario's first month.
        found: u32,
    },
    /// A draw has no baseline.
    Baseline(BaselineError),
    /// The content is not what the digest was made of.
    Changed,
    /// Nothing that happened belongs to the forecast.
    Nothing,
}

impl core::fmt::Display for ForecastError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Date(text) => write!(f, "{text}: not a day; write it as 2026-11-30"),
            Self::StartMonth { wanted, found } => write!(
                f,
                "the scenario starts in month {found}, the forecast in month {wanted}: set company.start_month to {wanted}"
            ),
            Self::Baseline(e) => write!(f, "a draw has no baseline: {e}"),
            Self::Changed => f.write_str(
                "the content is not what its digest was made of: the forecast was changed after it was made",
            ),
            Self::Nothing => f.write_str("no month and figure of the file belongs to the forecast"),
        }
    }
}

impl core::error::Error for ForecastError {}

/// Year and month after a day YYYY-MM-DD.
///
/// # Errors
/// Not a day of the calendar.
pub fn month_after(date: &str) -> Result<(u32, u32), ForecastError> {
    let wrong = || ForecastError::Date(date.to_owned());
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts[..] else { return Err(wrong()) };
    if [year.len(), month.len(), day.len()] != [4, 2, 2] || date.chars().any(|c| !c.is_ascii_digit() && c != '-') {
        return Err(wrong());
    }
    let number = |s: &str| s.parse::<u32>().map_err(|_| wrong());
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return Err(wrong()),
    };
    if !(1..=days).contains(&day) {
        return Err(wrong());
    }
    Ok(if month == 12 { (year + 1, 1) } else { (year, month + 1) })
}

/// Events at the uniforms of four draws.
struct AtUniforms {
    seed: u64,
    first: u64,
    mode: EventMode,
}

impl EventSource<f64x4> for AtUniforms {
    fn events(&mut self, t: usize, expected: Events<f64x4>) -> Events<f64x4> {
        if self.mode == EventMode::Expected {
            return expected;
        }
        let at = |kind: Kind| f64x4::from_fn(|k| uniform(self.seed, self.first + k as u64, t as u32, kind));
        expected.at_uniforms(at(Kind::SeriousEvent), at(Kind::Crisis))
    }
}

/// The document whose season starts where a forecast made on this day does: the month after it.
///
/// # Errors
/// Not a day.
pub fn starting(draft: &Draft, date: &str) -> Result<Draft, ForecastError> {
    let mut draft = draft.clone();
    draft.company.start_month = f64::from(month_after(date)?.1);
    Ok(draft)
}

/// Forecasts a policy (today's for `None`) of a scenario, checked from `draft`, from the month after `date`.
///
/// # Errors
/// Not a day, a scenario that starts in another month, or a draw without a baseline.
pub fn forecast(
    draft: &Draft,
    scenario: &Scenario,
    policy: Option<(&str, &Levers<f64>)>,
    date: &str,
) -> Result<Forecast, ForecastError> {
    // a wrong day is told before the work is done
    dated(scenario, date)?;
    let figures = figures(&scenario.futures(), policy.map(|(_, levers)| levers)).map_err(ForecastError::Baseline)?;
    assemble(draft, scenario, policy.map(|(name, _)| name), date, figures)
}

/// The forecast of figures computed elsewhere, by [`figures`] in the scenario's futures.
///
/// # Errors
/// Not a day, or a scenario that starts in another month.
pub fn assemble(
    draft: &Draft,
    scenario: &Scenario,
    policy: Option<&str>,
    date: &str,
    figures: Vec<FigureForecast>,
) -> Result<Forecast, ForecastError> {
    let (mut year, mut month) = dated(scenario, date)?;
    let months = (0..scenario.company().horizon())
        .map(|_| {
            let text = format!("{year:04}-{month:02}");
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            text
        })
        .collect();
    let content = Content {
        date: date.to_owned(),
        engine_version: aftercast_engine::VERSION.to_owned(),
        policy: policy.unwrap_or(TODAY).to_owned(),
        scenario: json::value(draft),
        months,
        figures,
    };
    Ok(Forecast { digest: digest(&content), content })
}

/// The first month, where the scenario starts in it.
fn dated(scenario: &Scenario, date: &str) -> Result<(u32, u32), ForecastError> {
    let (year, wanted) = month_after(date)?;
    let found = scenario.company().start_month as u32;
    if found == wanted { Ok((year, wanted)) } else { Err(ForecastError::StartMonth { wanted, found }) }
}

/// The bands of every figure, and what its score has to be measured by, over all draws.
///
/// # Errors
/// A draw without a baseline.
pub fn figures(futures: &Futures, policy: Option<&Levers<f64>>) -> Result<Vec<FigureForecast>, BaselineError> {
    let paths = paths(futures, policy)?;
    let each = FIGURES.iter().zip(&paths).map(|(figure, paths)| {
        let horizon = paths.first().map_or(0, Vec::len);
        let bands: Vec<[f64; 3]> = (0..horizon)
            .map(|t| {
                let mut values: Vec<f64> = paths.iter().map(|p| p[t]).collect();
                values.sort_unstable_by(f64::total_cmp);
                [ALPHA / 2.0, 0.5, 1.0 - ALPHA / 2.0].map(|p| sorted_quantile(&values, p))
            })
            .collect();
        let (covered_at_least, score_at_most) = covered_and_scored(&bands, paths);
        FigureForecast { figure: (*figure).to_owned(), bands, covered_at_least, score_at_most }
    });
    Ok(each.collect())
}

/// Paths of every figure over all draws.
fn paths(futures: &Futures, policy: Option<&Levers<f64>>) -> Result<[Vec<Vec<f64>>; FIGURES.len()], BaselineError> {
    let firm = Firm::new(&futures.company, &futures.today);
    let plan = SamplingPlan::of(futures);
    let mut queue = WaitTable::new();
    let mut all: [Vec<Vec<f64>>; FIGURES.len()] = core::array::from_fn(|_| Vec::new());
    let width = f64x4::WIDTH as u64;
    for first in (0..futures.draws).step_by(f64x4::WIDTH) {
        let assumptions = plan.draw_lanes::<f64x4>(first);
        let (base, _) = Baseline::new(&firm, &assumptions, &mut queue)?;
        let lanes = (futures.draws - first).min(width) as usize;
        let start = all[0].len();
        all.iter_mut().for_each(|paths| paths.resize(start + lanes, Vec::with_capacity(firm.horizon)));
        let mut events = AtUniforms { seed: futures.seed, first, mode: futures.events };
        simulate(&firm, &base, policy, &mut events, &mut queue, |_, m| {
            for (paths, read) in all.iter_mut().zip(READINGS) {
                let value = read(m);
                for k in 0..lanes {
                    paths[start + k].push(value.get(k));
                }
            }
        });
    }
    Ok(all)
}

/// How the forecast fares in its own futures, for every number of first months.
fn covered_and_scored(bands: &[[f64; 3]], paths: &[Vec<f64>]) -> (Vec<usize>, Vec<f64>) {
    let mut covered = vec![0_usize; paths.len()];
    let mut score = vec![0.0; paths.len()];
    let (mut least, mut most) = (Vec::new(), Vec::new());
    for (t, band) in bands.iter().enumerate() {
        for (i, path) in paths.iter().enumerate() {
            covered[i] += usize::from(inside(band, path[t]));
            score[i] += weighted_interval_score(band, path[t]);
        }
        let mut counts = covered.clone();
        counts.sort_unstable();
        least.push(counts[(UNLUCKY * (counts.len() - 1) as f64) as usize]);
        let mut means: Vec<f64> = score.iter().map(|s| s / (t + 1) as f64).collect();
        means.sort_unstable_by(f64::total_cmp);
        most.push(sorted_quantile(&means, 1.0 - UNLUCKY));
    }
    (least, most)
}

fn inside(band: &[f64; 3], y: f64) -> bool {
    band[0] <= y && y <= band[2]
}

/// Interval score of the 90 % band: small is good.
///
/// ```
/// use aftercast_validation::forecast::interval_score;
/// assert_eq!(interval_score(&[1.0, 2.0, 3.0], 2.5), 2.0);
/// assert_eq!(interval_score(&[1.0, 2.0, 3.0], 3.5), 12.0);
/// ```
pub fn interval_score(band: &[f64; 3], y: f64) -> f64 {
    let miss = (band[0] - y).max(0.0) + (y - band[2]).max(0.0);
    (band[2] - band[0]) + 2.0 / ALPHA * miss
}

/// Weighted interval score of median and 90 % band.
pub fn weighted_interval_score(band: &[f64; 3], y: f64) -> f64 {
    (0.5 * (y - band[1]).abs() + 0.5 * ALPHA * interval_score(band, y)) / 1.5
}

/// SHA-256 of the content as compact JSON.
pub fn digest(content: &Content) -> String {
    let text = serde_json::to_string(content).unwrap_or_default();
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}
