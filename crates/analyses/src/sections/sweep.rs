//! A sweep: the result as a lever moves, or two on a grid; the same futures at every point.

use super::{style, title};
use crate::figures::{WriteShare, lever_with_unit, share_with_error, unit, with_error};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, single_round};
use crate::section::{Family, Section};
use crate::settings::Field;
use crate::terminal::estimate;
use aftercast_engine::analysis::sweep::{Cell, Grid, Line, Sweep, SweepReport, matters};
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::{Text, lever_label};
use aftercast_scenario::{LeverId, Levers};
use aftercast_wording::words::{Words, beyond_evidence};
use serde_json::{Value, json};

/// The result as levers move.
pub const SECTION: Section = Section::new(
    Family::Drivers,
    "sweep",
    (Text::StudySweep, Text::StudySweepIntro),
    &[Field::Outcome, Field::Policy, Field::Across, Field::Up],
    plan,
)
.taking(|q| {
    let (line, side) = q.settings.points;
    let points = if q.settings.up_lever().is_some() { side * side } else { line };
    // today's policy is lived through once for all points
    0.55 * points as f64 * q.scenario.settings().draws as f64
});

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let (policy, settings) = (q.moving(), &q.settings);
    let sweep = match (settings.across(), settings.up_lever()) {
        (Some(across), Some(up)) => {
            Sweep::grid(&q.scenario, &policy, settings.outcome, [across, up], settings.points.1)
        }
        _ => Sweep::lines(&q.scenario, &policy, settings.outcome, &settings.swept, settings.points.0),
    };
    Ok(single_round(sweep, |r| Box::new(r)))
}

impl Report for SweepReport {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        sentences(q, self, words)
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        match self {
            SweepReport::Lines(lines) => lines.iter().map(|l| line_table(q, l, share_with_error, words)).collect(),
            SweepReport::Grid(g) => vec![grid_table(q, g, words)],
        }
    }

    fn json(&self, q: &Question) -> Value {
        json_of(self, q.settings.outcome)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["sweep"]
    }

    #[cfg(feature = "pictures")]
    fn title(&self, q: &Question) -> Option<usize> {
        let is_found = |lines: &[Line]| matches!(lines, [line] if matters(&line.cells, q.settings.outcome));
        matches!(self, Self::Lines(lines) if is_found(lines)).then_some(0)
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        match self {
            _ if name != "sweep" => None,
            SweepReport::Lines(lines) => lines.first().map(|l| pictures::line(q, l, look)),
            SweepReport::Grid(g) => Some(pictures::grid(q, g, look)),
        }
    }
}

fn line_table(q: &Question, l: &Line, share: WriteShare, words: Words) -> Table {
    let number = style(words, unit(q.settings.outcome));
    let cells = |(&x, c): (&f64, &Cell)| {
        let [low, _, high] = c.quantiles.map(|v| number.text(v, None));
        vec![lever_with_unit(l.lever, x, words.0), with_error(number, c.mean), low, high, share(c.chance, words.0)]
    };
    let columns = [lever_label(l.lever), Text::StudyMean, Text::StudyLow, Text::StudyHigh, Text::StudyMeetsGoal];
    Table {
        caption: title(q, q.scenario.settings().draws, words),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: l.values.iter().zip(&l.cells).map(cells).collect(),
    }
}

fn mean(q: &Question, cell: &Cell, words: Words) -> String {
    with_error(style(words, unit(q.settings.outcome)), cell.mean)
}

fn grid_table(q: &Question, g: &Grid, words: Words) -> Table {
    let [across, up] = g.levers;
    let names = g.levers.map(|id| lever_label(id).to(words.0));
    let row = |(y, row): (&f64, &[Cell])| {
        std::iter::once(lever_with_unit(up, *y, words.0))
            .chain(row.iter().map(|c| mean(q, c, words)))
            .collect::<Vec<_>>()
    };
    let corner = format!("{} \\ {}", names[1], names[0]);
    Table {
        caption: title(q, q.scenario.settings().draws, words),
        columns: std::iter::once(corner)
            .chain(g.values[0].iter().map(|&x| lever_with_unit(across, x, words.0)))
            .collect(),
        rows: g.values[1].iter().zip(g.cells.chunks(g.values[0].len())).map(row).collect(),
    }
}

/// Where the mean is best along a line or on a map.
fn sentences(q: &Question, r: &SweepReport, words: Words) -> Vec<String> {
    let outcome = q.settings.outcome;
    let number = style(words, unit(outcome));
    let best = |cells: &[Cell]| {
        let means = cells.iter().map(|c| c.mean).enumerate().filter(|(_, e)| e.value.is_finite());
        means.max_by(|a, b| outcome.merit(a.1.value).total_cmp(&outcome.merit(b.1.value)))
    };
    let text = if outcome.more_is_worse() { Text::StudySweepLeast } else { Text::StudySweepBest };
    let said =
        |setting: String, e: Estimate| words.with(text, &[("mean", &with_error(number, e)), ("place", &setting)]);
    let setting = |id, x: f64| format!("{} {}", lever_label(id).to(words.0), lever_with_unit(id, x, words.0));
    let idle = |levers: &[LeverId], cells: &[Cell]| {
        let names: Vec<&str> = levers.iter().map(|&id| lever_label(id).to(words.0)).collect();
        let mean = cells.first().map(|c| c.mean)?;
        let holes = [("lever", names.join(" · ")), ("mean", with_error(number, mean))];
        let text = words.with(Text::StudySweepNothing, &holes.each_ref().map(|(k, v)| (*k, v.as_str())));
        (!matters(cells, q.settings.outcome)).then_some(text)
    };
    // the best place may be one of which the report has no figures
    let beyond = |moved: &[(LeverId, f64)]| {
        let mut levers = Levers::start_from(q.scenario.today());
        moved.iter().for_each(|&(id, x)| *levers.get_mut(id) = x);
        beyond_evidence(&levers, q.scenario.today(), words)
    };
    let told = |sentence: String, moved: &[(LeverId, f64)]| std::iter::once(sentence).chain(beyond(moved)).collect();
    match r {
        SweepReport::Lines(lines) => lines
            .iter()
            .flat_map(|l| {
                let found = || -> Option<Vec<String>> {
                    let (k, e) = best(&l.cells)?;
                    let at = (l.lever, l.values[k]);
                    Some(told(said(setting(at.0, at.1), e), &[at]))
                };
                idle(&[l.lever], &l.cells).map(|one| vec![one]).or_else(found).unwrap_or_default()
            })
            .collect(),
        SweepReport::Grid(g) => {
            let found = || -> Option<Vec<String>> {
                let (k, e) = best(&g.cells)?;
                let width = g.values[0].len();
                let at = [(g.levers[0], g.values[0][k % width]), (g.levers[1], g.values[1][k / width])];
                let both = at.map(|(id, x)| setting(id, x)).join(", ");
                Some(told(said(both, e), &at))
            };
            idle(&g.levers, &g.cells).map(|one| vec![one]).or_else(found).unwrap_or_default()
        }
    }
}

fn cell(c: &Cell) -> Value {
    json!({ "mean": estimate(c.mean), "q05": c.quantiles[0], "q50": c.quantiles[1], "q95": c.quantiles[2],
        "chance": estimate(c.chance) })
}

fn json_of(r: &SweepReport, outcome: Outcome) -> Value {
    match r {
        SweepReport::Lines(lines) => {
            let lines: Vec<Value> = lines
                .iter()
                .map(|l| {
                    json!({ "lever": l.lever.name(), "unit": l.lever.spec().unit, "values": l.values,
                        "matters": matters(&l.cells, outcome), "cells": l.cells.iter().map(cell).collect::<Vec<_>>() })
                })
                .collect();
            json!({ "lines": lines })
        }
        SweepReport::Grid(g) => json!({ "grid": { "levers": g.levers.map(|l| l.name()), "values": g.values,
            "matters": matters(&g.cells, outcome), "cells": g.cells.iter().map(cell).collect::<Vec<_>>() } }),
    }
}

#[cfg(feature = "pictures")]
pub(super) mod pictures {
    use super::super::means;
    use super::*;
    use crate::figures::{decision_variable_label, lever, outcome, share};
    use crate::picture::{ChartView, RenderContext, chart_frame, slot};
    use aftercast_engine::analysis::DecisionVariable;
    use aftercast_engine::run::report::goal_outcome;
    use aftercast_i18n::{assumption_unit, lever_unit};
    use aftercast_plot::curves::{Curves, Reading, Series};
    use aftercast_plot::surface::Surface;
    use aftercast_plot::{Axis, DisplayUnit};

    /// Height of a picture that is not made of rows.
    const HEIGHT: f64 = 420.0;

    /// The bound of the goal, where it bounds the outcome that is looked at.
    fn bound(q: &Question) -> Option<f64> {
        let goal = q.scenario.goal();
        (goal_outcome(goal) == q.settings.outcome).then(|| goal.bound())
    }

    /// A lever's scale and what a value is multiplied by on it.
    pub(in crate::sections) fn lever_axis(variable: DecisionVariable, look: RenderContext) -> Axis {
        let (share, unit) = match variable {
            DecisionVariable::Lever(id) => (id.spec().is_share(), lever_unit(id).to(look.locale)),
            DecisionVariable::Assumption(id) => (id.in_percent(), assumption_unit(id).to(look.locale)),
        };
        let number = look.style(if share { DisplayUnit::Percent } else { DisplayUnit::Plain });
        let mut title = decision_variable_label(variable, look.locale).to_owned();
        if !share && !unit.is_empty() {
            title = look.words().with(Text::AxisWithUnit, &[("title", &title), ("unit", unit)]);
        }
        look.axis(title, number)
    }

    pub fn line(q: &Question, l: &Line, look: RenderContext) -> ChartView {
        let style = look.style(unit(q.settings.outcome));
        let reading =
            |(&x, c): (&f64, &Cell)| Reading { x, y: c.mean.value, band: Some((c.quantiles[0], c.quantiles[2])) };
        let readings: Vec<Reading> = l.values.iter().zip(&l.cells).map(reading).collect();
        let colour = slot(q.settings.policy);
        let label = look.text(Text::StudySweepBand);
        let heading = title(q, q.scenario.settings().draws, look.words());
        let stands = *q.moving().get(l.lever);
        let curves = Curves {
            frame: look.frame(HEIGHT, &heading),
            series: vec![Series { slot: colour, label, readings, joined: true }],
            x: lever_axis(DecisionVariable::Lever(l.lever), look),
            x_ticks: Vec::new(),
            y: look.axis(look.text(outcome(q.settings.outcome)), style),
            level: bound(q).map(|x| (x, look.text(Text::StudyGoal))),
            marked: vec![stands],
        };
        let at = lever_with_unit(l.lever, stands, look.locale);
        let subtitle = look
            .words()
            .with(Text::StudySweepSubtitle, &[("lever", lever_label(l.lever).to(look.locale)), ("value", &at)]);
        let mut frame = chart_frame(look, heading.clone(), subtitle, || curves.chart());
        frame.table = line_table(q, l, share, look.words());
        frame.readouts = frame.table.rows.iter().map(|row| row[..2].join(" · ")).collect();
        frame.explain = [Text::StudySweepExplain, Text::StudySweepGaps].map(|t| look.text(t)).to_vec();
        frame.explain.extend(means(q, look.words()));
        frame.summary = heading;
        ChartView { height: HEIGHT, frame }
    }

    pub fn grid(q: &Question, g: &Grid, look: RenderContext) -> ChartView {
        let style = look.style(unit(q.settings.outcome));
        let heading = title(q, q.scenario.settings().draws, look.words());
        let [across, up] = g.levers;
        let labels = |k: usize| g.values[k].iter().map(|&x| lever(g.levers[k], x)).collect::<Vec<_>>();
        let names = g.levers.map(|id| lever_label(id).to(look.locale).to_owned());
        let heat = Surface {
            frame: look.frame(HEIGHT + 60.0, &heading),
            across: labels(0),
            up: labels(1),
            x_title: names[0].clone(),
            y_title: names[1].clone(),
            cells: g.cells.iter().map(|c| Some(c.mean.value).filter(|mean| mean.is_finite())).collect(),
            number: style,
            contour: bound(q).map(|x| (x, look.text(Text::StudyGoal))),
        };
        let subtitle = look.words().with(Text::StudyGridSubtitle, &[("across", &names[0]), ("up", &names[1])]);
        let mut frame = chart_frame(look, heading.clone(), subtitle, || heat.chart());
        let width = g.values[0].len();
        frame.readouts = g
            .cells
            .iter()
            .enumerate()
            .map(|(k, c)| {
                let at = [(across, g.values[0][k % width]), (up, g.values[1][k / width])]
                    .map(|(id, x)| lever_with_unit(id, x, look.locale));
                format!("{}: {} · {}: {} · {}", names[0], at[0], names[1], at[1], mean(q, c, look.words()))
            })
            .collect();
        frame.table = grid_table(q, g, look.words());
        frame.explain = [Text::StudySweepExplain, Text::StudyGridExplain].map(|t| look.text(t)).to_vec();
        frame.explain.extend(means(q, look.words()));
        frame.summary = heading;
        ChartView { height: HEIGHT + 60.0, frame }
    }
}
