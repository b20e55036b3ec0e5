//! Break-even: the value of a lever or an assumption at which a policy just meets the goal, or is just as good as another.

use super::style;
use crate::figures::{decision_variable_label, difference, turned, unit, with_error};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, Each};
use crate::section::{Family, Section};
use crate::settings::Field;
use crate::terminal::{self, estimate};
use aftercast_compute::rounds::{AnalysisRounds, Rounds};
use aftercast_engine::analysis::DecisionVariable;
use aftercast_engine::analysis::break_even::{BreakEven, BreakEvenReport, Verdict};
use aftercast_engine::run::report::goal_outcome;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle};
use aftercast_scenario::Goal;
use aftercast_wording as said;
use aftercast_wording::words::Words;
use aftercast_wording::words::trimmed;
use serde_json::{Value, json};

/// Where a policy breaks even.
pub const SECTION: Section = Section::new(
    Family::Drivers,
    "break-even",
    (Text::StudyBreakEven, Text::StudyBreakEvenIntro),
    &[Field::Policy, Field::Against, Field::DecisionVariable],
    plan,
)
.taking(effort);

/// Some twenty-five values are tried, each in every draw.
pub(super) fn effort(q: &Question) -> f64 {
    25.0 * q.scenario.settings().draws as f64 * q.lives()
}

/// Rounds of a search, about.
const SEARCH: usize = 4;

/// Where each of what is turned breaks even, alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossings(pub Vec<BreakEvenReport>);

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let mut searches = q.settings.decision_variables.iter().map(|&variable| search(q, variable));
    let first = searches.next().ok_or(Refusal::NothingToVary)?;
    Ok(Each::of(first, searches, |reports| Box::new(Crossings(reports))))
}

/// Where it has to stand for the policy to break even.
pub(super) fn search(q: &Question, variable: DecisionVariable) -> Box<dyn Rounds<Report = BreakEvenReport>> {
    let search = BreakEven::new(&q.scenario, &q.moving(), q.other(), variable, q.criterion());
    Box::new(AnalysisRounds::new(search, SEARCH, |r| r))
}

impl Report for Crossings {
    fn words(&self, _: &Question, words: Words) -> Vec<String> {
        self.0.iter().flat_map(|r| sentences(r, words)).collect()
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        self.0.iter().map(|r| curve_table(q, r, words)).collect()
    }

    fn json(&self, _: &Question) -> Value {
        json!({ "break_even": self.0.iter().map(crossing_json).collect::<Vec<_>>() })
    }

    fn terminal(&self, q: &Question) -> String {
        terminal_of(q, &self.0)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["break-even"]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        self.0.first().filter(|_| name == "break-even").map(|r| picture(q, r, look))
    }
}

#[cfg(feature = "pictures")]
pub(super) use pictures::break_even as picture;

/// How a margin over the goal is written.
fn margin_style(q: &Question, words: Words) -> NumberStyle {
    let of = match (q.settings.against, q.scenario.goal()) {
        (Some(_), _) => DisplayUnit::Cny,
        // a share of futures over one half
        (None, Goal::PaybackWithin(_)) => DisplayUnit::Points,
        (None, goal) => difference(unit(goal_outcome(goal))),
    };
    style(words, of).signed()
}

/// The margin over the goal along the range of what is turned.
fn curve_table(q: &Question, r: &BreakEvenReport, words: Words) -> Table {
    let number = margin_style(q, words);
    let variable = decision_variable_label(r.variable, words.0);
    let policy = q.name(q.settings.policy, words);
    let cells = |(x, e): &(f64, Estimate)| vec![turned(r.variable, *x, words.0), with_error(number, *e)];
    Table {
        caption: words.with(Text::StudyBreakEvenTitle, &[("policy", &policy), ("variable", variable)]),
        columns: vec![variable.to_owned(), words.to(Text::StudyMarginAxis)],
        rows: r.curve.iter().map(cells).collect(),
    }
}

/// Where it breaks even, in a sentence.
pub(super) fn sentences(r: &BreakEvenReport, words: Words) -> Vec<String> {
    let what = decision_variable_label(r.variable, words.0);
    vec![said::break_even(r, what, |x| turned(r.variable, x, words.0), words.0)]
}

pub(super) fn crossing_json(r: &BreakEvenReport) -> Value {
    let (verdict, roots) = match &r.verdict {
        Verdict::Always => ("always", &[] as &[_]),
        Verdict::Never => ("never", &[] as &[_]),
        Verdict::At(roots) => (if roots.len() == 1 { "one" } else { "several" }, roots.as_slice()),
    };
    let roots: Vec<Value> = roots
        .iter()
        .map(|root| {
            json!({ "value": root.value, "interval": [root.interval.0, root.interval.1],
                "met": if root.met_above { "above" } else { "below" } })
        })
        .collect();
    let curve: Vec<Value> = r.curve.iter().map(|(x, e)| json!({ "x": x, "margin": estimate(*e) })).collect();
    json!({ "variable": r.variable.name(), "unit": r.variable.unit(), "range": [r.range.0, r.range.1], "verdict": verdict,
        "matters": r.matters, "even": r.even, "roots": roots, "curve": curve })
}

/// The crossings of a search in a few words.
fn crossing(r: &BreakEvenReport) -> String {
    match &r.verdict {
        _ if !r.matters && r.even => "makes no difference: exactly on the bar everywhere".to_owned(),
        Verdict::Always if !r.matters => "makes no difference: met everywhere by the same margin".to_owned(),
        Verdict::Never if !r.matters => "makes no difference: missed everywhere by the same margin".to_owned(),
        Verdict::Always => "met everywhere".to_owned(),
        Verdict::Never => {
            let best = r.curve.iter().max_by(|a, b| a.1.value.total_cmp(&b.1.value));
            best.map_or_else(String::new, |(x, _)| format!("met nowhere, closest at {}", terminal::plain(*x)))
        }
        Verdict::At(roots) => {
            let each = roots.iter().map(|root| {
                let end = |x: Option<f64>, edge: &str| x.map_or_else(|| edge.to_owned(), terminal::plain);
                format!(
                    "{} ({} to {}), met {}",
                    terminal::plain(root.value),
                    end(root.interval.0, "below range"),
                    end(root.interval.1, "above range"),
                    if root.met_above { "above" } else { "below" }
                )
            });
            each.collect::<Vec<_>>().join("; ")
        }
    }
}

fn terminal_of(q: &Question, reports: &[BreakEvenReport]) -> String {
    let goal = q.scenario.goal();
    let what = match (q.settings.against, q.settings.chance) {
        (Some(which), _) => {
            format!("mean {} as good as that of {}", q.settings.better_in.name(), q.label(which))
        }
        (None, Some(p)) => format!("{} {} in {} of 100 futures", goal.name(), goal.bound(), trimmed(100.0 * p, 4)),
        (None, None) => format!("mean meets {} {}", goal.name(), goal.bound()),
    };
    let rows = reports.iter().map(|r| {
        [
            r.variable.name().to_owned(),
            format!("{} to {}", terminal::plain(r.range.0), terminal::plain(r.range.1)),
            crossing(r),
            r.variable.unit().to_owned(),
        ]
    });
    format!(
        "Where {} breaks even: {what}; each alone, the same futures; 95% intervals\n{}",
        q.label(q.settings.policy),
        terminal::table(["", "range", "breaks even at (95%)", "unit"], rows)
    )
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::super::sweep::pictures::lever_axis;
    use super::*;
    use crate::picture::{ChartView, RenderContext, chart_frame, slot};
    use aftercast_plot::curves::{Curves, Reading, Series};

    /// Height of a picture that is not made of rows.
    const HEIGHT: f64 = 420.0;

    /// What the margin is of.
    fn margin_words(q: &Question, look: RenderContext) -> String {
        let outcome = match (q.settings.against, q.scenario.goal()) {
            (Some(_), _) => q.settings.better_in,
            // a share of futures over one half
            (None, Goal::PaybackWithin(_)) => return look.text(Text::StudyMarginAxis),
            (None, goal) => goal_outcome(goal),
        };
        look.words().with(Text::StudyMarginOf, &[("outcome", &look.text(crate::figures::outcome(outcome)))])
    }

    /// The margin over the goal along the range of what is turned.
    pub fn break_even(q: &Question, r: &BreakEvenReport, look: RenderContext) -> ChartView {
        let style = margin_style(q, look.words());
        let reading = |&(x, e): &(f64, Estimate)| Reading {
            x,
            y: e.value,
            band: Some(e.interval_95()).filter(|_| e.error.is_finite()),
        };
        let marked = match &r.verdict {
            Verdict::At(roots) => roots.iter().map(|root| root.value).collect(),
            _ => Vec::new(),
        };
        let policy = q.name(q.settings.policy, look.words());
        let variable = decision_variable_label(r.variable, look.locale);
        let heading = look.words().with(Text::StudyBreakEvenTitle, &[("policy", &policy), ("variable", variable)]);
        let summary = sentences(r, look.words()).join(" ");
        let curves = Curves {
            frame: look.frame(HEIGHT, &summary),
            series: vec![Series {
                slot: slot(q.settings.policy),
                label: String::new(),
                readings: r.curve.iter().map(reading).collect(),
                joined: true,
            }],
            x: lever_axis(r.variable, look),
            x_ticks: Vec::new(),
            y: look.axis(margin_words(q, look), style),
            level: Some((0.0, look.text(Text::StudyJustMet))),
            marked,
        };
        let subtitle = match q.settings.against {
            Some(other) => look.words().with(Text::StudyBreakEvenAgainst, &[("other", &q.name(other, look.words()))]),
            None => look.text(Text::StudyBreakEvenGoal),
        };
        let mut frame = chart_frame(look, heading.clone(), subtitle, || curves.chart());
        frame.table = curve_table(q, r, look.words());
        frame.readouts = frame.table.rows.iter().map(|row| row.join(" · ")).collect();
        frame.explain = vec![look.text(Text::StudyBreakEvenExplain)];
        frame.summary = summary;
        ChartView { height: HEIGHT, frame }
    }
}
