//! The goal over the range of a lever, all others as they are in the selected policy: one point after another, computed
//! beside the picture on the first draws of the run, so that neighbouring points share their futures.

use super::View;
use crate::session::side_runs::SideRun;
use crate::words::{about, lever_value};
use aftercast_engine::run::batch::Futures;
use aftercast_engine::run::report::goal_met;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::count_of_hundred;
use aftercast_plot::spark::{Spark, Trace};
use aftercast_plot::{Frame, Slot};
use aftercast_scenario::{LEVERS, LeverId, LeverSpec, Levers};

/// Points of a line, both ends among them.
const POINTS: usize = 7;
/// Draws of a point.
const DRAWS: u64 = 128;
/// Size of the drawing in CSS pixels; the page stretches it to the length of the track.
const SIZE: (f64, f64) = (240.0, 16.0);

/// The goal over the range of a lever.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalLine {
    /// The line.
    pub spark: Spark,
    /// It in one sentence.
    pub summary: String,
}

/// The values of a lever at which the goal is known: in even steps from end to end.
fn points(spec: &LeverSpec) -> [f64; POINTS] {
    std::array::from_fn(|k| {
        let share = k as f64 / (POINTS - 1) as f64;
        // the ends are the range's own
        if k + 1 == POINTS { spec.max } else { spec.min + share * (spec.max - spec.min) }
    })
}

fn side_run(futures: &Futures, levers: &Levers<f64>, id: LeverId, value: f64) -> SideRun {
    let mut levers = *levers;
    *levers.get_mut(id) = value;
    SideRun { futures: futures.clone(), draws: DRAWS.min(futures.draws), levers }
}

impl View<'_> {
    /// What the lines of a policy still need, lever by lever; none where the page computes by itself.
    pub(super) fn side_runs_of_line(&self, levers: &Levers<f64>) -> Vec<SideRun> {
        let Some(store) = self.session.store().filter(|_| !self.session.runs.alone) else { return Vec::new() };
        if !store.policy(levers).is_some_and(|results| store.complete(results)) {
            return Vec::new();
        }
        let headline = LEVERS.iter().filter(|spec| spec.headline);
        headline.flat_map(|spec| points(spec).map(|value| side_run(store.futures(), levers, spec.id, value))).collect()
    }

    /// The goal over the range of a lever, once all of its points are known.
    pub(crate) fn goal_line(&self, spec: &LeverSpec) -> Option<GoalLine> {
        if !spec.headline || self.session.hidden() {
            return None;
        }
        let (futures, levers) = (self.session.store()?.futures(), *self.session.wanted().get(self.policy)?);
        let at = points(spec);
        let met = at.iter().map(|&value| {
            let results = self.session.runs.known(&side_run(futures, &levers, spec.id, value))?;
            Some(goal_met(&self.session.document.goal, results).value)
        });
        let values: Vec<f64> = met.collect::<Option<_>>()?;
        let best = (0..POINTS).max_by(|&a, &b| values[a].total_cmp(&values[b]).then(b.cmp(&a)))?;
        let locale = self.session.locale;
        let share = |k: usize| {
            let count = (100.0 * values[k]).round() as i64;
            count_of_hundred(values[k], count, locale).trim().to_owned()
        };
        let holes = [
            ("goal", self.session.goal_words()),
            ("first", share(0)),
            ("low", lever_value(spec.id, at[0])),
            ("last", share(POINTS - 1)),
            ("high", lever_value(spec.id, at[POINTS - 1])),
            ("most", share(best)),
            ("at", about(spec.id, at[best])),
        ];
        let holes: Vec<(&str, &str)> = holes.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let flat = values.iter().all(|v| *v == values[0]);
        let summary = self.session.words().with(if flat { Text::GoalLineFlat } else { Text::GoalLine }, &holes);
        let frame = Frame { filled: false, ..Frame::new(SIZE.0, SIZE.1, self.session.theme, self.session.locale) };
        let traces = vec![Trace { slot: Slot::Policy(self.policy as u8), values }];
        let spark = Spark { frame, traces, range: Some((0.0, 1.0)), position: None, zero_line: false, end_dots: false };
        Some(GoalLine { spark, summary })
    }
}
