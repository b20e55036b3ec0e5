//! Outputs of tasks as rows of numbers, there and back.

use aftercast_engine::analysis::value_of_information::InformationValue;
use aftercast_engine::run::summary::Estimate;
use aftercast_scenario::AssumptionId;
use aftercast_validation::forecast::{FIGURES, FigureForecast};
use aftercast_validation::survey::{Compared, ITEMS, Reconciles, SurveyVerdict};

/// Numbers of a check: whether it holds, how many numbers were looked at, and the two seen.
pub const CHECK: usize = 4;
/// Numbers of a figure of the report, see [`survey_row`].
pub const SURVEY: usize = 10 + 4 * RECONCILES;
/// Verdicts by their number.
const VERDICTS: [SurveyVerdict; 5] = [
    SurveyVerdict::ByConstruction,
    SurveyVerdict::Agrees,
    SurveyVerdict::WithinUncertainty,
    SurveyVerdict::Disagrees,
    SurveyVerdict::NotDefined,
];
/// Assumptions that are kept of those that would reconcile.
const RECONCILES: usize = 3;
/// Numbers of a month ahead of a figure: 5, 50 and 95 % quantile, months covered at least, score at most.
pub const AHEAD: usize = 5;
/// Numbers of a [`InformationValue`].
pub const WORTH: usize = 5;

/// A figure of the report as numbers: position, reported, face value, central, three quantiles, defined, gap, verdict, then of up to three
/// assumptions that would reconcile: position, value, whether believed, distance. What is not there is not a number.
pub(super) fn survey_row(c: &Compared) -> Vec<f64> {
    let maybe = |x: Option<f64>| x.unwrap_or(f64::NAN);
    let position = ITEMS.iter().position(|item| core::ptr::eq(item, c.item) || item.key == c.item.key);
    let spread = c.spread.unwrap_or([f64::NAN; 3]);
    let mut row = vec![position.map_or(f64::NAN, |p| p as f64), c.reported, maybe(c.face_value), maybe(c.central)];
    row.extend(spread);
    let verdict = VERDICTS.iter().position(|v| *v == c.verdict).map_or(f64::NAN, |p| p as f64);
    row.extend([c.defined, c.gap, verdict]);
    for k in 0..RECONCILES {
        row.extend(c.reconciles.get(k).map_or([f64::NAN; 4], |r| {
            [r.assumption as usize as f64, r.value, f64::from(u8::from(r.believed)), r.distance]
        }));
    }
    row
}

/// A figure of the report from its numbers.
pub fn compared(row: &[f64]) -> Option<Compared> {
    let item = ITEMS.get(*row.first()? as usize)?;
    let there = |x: f64| (!x.is_nan()).then_some(x);
    let [_, reported, face_value, central, low, middle, high, defined, gap, verdict] = *row.get(..10)? else {
        return None;
    };
    let reconciles = row[10..]
        .chunks_exact(4)
        .filter(|r| !r[0].is_nan())
        .filter_map(|r| {
            let assumption = *AssumptionId::ALL.get(r[0] as usize)?;
            Some(Reconciles { assumption, value: r[1], believed: r[2] == 1.0, distance: r[3] })
        })
        .collect();
    let (central, spread) = (there(central), there(low).map(|low| [low, middle, high]));
    let verdict = *VERDICTS.get(verdict as usize)?;
    let face_value = there(face_value);
    Some(Compared { item, reported, face_value, central, spread, defined, gap, verdict, reconciles })
}

/// The months ahead of a figure as numbers.
pub(super) fn ahead_rows(f: &FigureForecast) -> Vec<f64> {
    let judged = f.covered_at_least.iter().zip(&f.score_at_most);
    let row = |([low, middle, high], (covered, score)): (&[f64; 3], (&usize, &f64))| {
        [*low, *middle, *high, *covered as f64, *score]
    };
    f.bands.iter().zip(judged).flat_map(row).collect()
}

/// What is forecast, figure after figure, from its numbers.
pub fn ahead(numbers: &[f64]) -> Option<Vec<FigureForecast>> {
    let each = numbers.len() / FIGURES.len();
    if each == 0 || !numbers.len().is_multiple_of(AHEAD * FIGURES.len()) {
        return None;
    }
    let figure = |(name, rows): (&&str, &[f64])| {
        let rows = || rows.chunks_exact(AHEAD);
        FigureForecast {
            figure: (*name).to_owned(),
            bands: rows().map(|r| [r[0], r[1], r[2]]).collect(),
            covered_at_least: rows().map(|r| r[3] as usize).collect(),
            score_at_most: rows().map(|r| r[4]).collect(),
        }
    };
    Some(FIGURES.iter().zip(numbers.chunks_exact(each)).map(figure).collect())
}

/// A worth from its row of numbers.
pub fn worth(row: &[f64]) -> Option<InformationValue> {
    let [value, error, plug_in, bias, changes] = *row else { return None };
    Some(InformationValue { value: Estimate { value, error }, plug_in, bias, changes })
}
