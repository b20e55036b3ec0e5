//! The result as levers move, and where a policy breaks even.

use super::{RenderContext, T7, chart_frame, title};
use crate::study::figures::{difference, knob_label, lever, outcome, plain, turned, unit, with_error};
use crate::study::question::Question;
use crate::study::view::ChartView;
use crate::view::Table;
use aftercast_engine::analysis::DecisionVariable;
use aftercast_engine::analysis::break_even::{BreakEvenReport, Verdict};
use aftercast_engine::analysis::sweep::{Cell, Grid, Line, SweepReport, matters};
use aftercast_engine::run::report::goal_outcome;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::{Text, lever_label};
use aftercast_plot::curves::{Curves, Reading, Series};
use aftercast_plot::format::of_hundred;
use aftercast_plot::surface::Surface;
use aftercast_plot::{Axis, NumberStyle, Unit};
use aftercast_scenario::{Goal, LeverId};
use aftercast_wording as said;

/// Height of a picture that is not made of rows.
const HEIGHT: f64 = 420.0;

/// The bound of the goal, where it bounds the outcome that is looked at.
fn bound(q: &Question) -> Option<f64> {
    let goal = q.scenario.goal();
    (goal_outcome(goal) == q.settings.outcome).then(|| goal.bound())
}

/// A sweep.
pub fn sweep(q: &Question, r: &SweepReport, look: RenderContext) -> Option<ChartView> {
    match r {
        SweepReport::Lines(lines) => lines.first().map(|l| line(q, l, look)),
        SweepReport::Grid(g) => Some(grid(q, g, look)),
    }
}

/// A lever's scale and what a value is multiplied by on it.
fn lever_axis(knob: DecisionVariable, look: RenderContext) -> Axis {
    let share = match knob {
        DecisionVariable::Lever(id) => id.spec().is_share(),
        DecisionVariable::Assumption(id) => id.in_percent(),
    };
    let number = look.style(if share { Unit::Percent } else { Unit::Plain });
    Axis { title: knob_label(knob, look.locale).to_owned(), number, range: None }
}

fn line(q: &Question, l: &Line, look: RenderContext) -> ChartView {
    let style = look.style(unit(q.settings.outcome));
    let reading = |(&x, cell): (&f64, &Option<Cell>)| match cell {
        Some(c) => Reading { x, y: c.mean.value, band: Some((c.quantiles[0], c.quantiles[2])) },
        None => Reading { x, y: f64::NAN, band: None },
    };
    let readings: Vec<Reading> = l.values.iter().zip(&l.cells).map(reading).collect();
    let slot = Question::slot(q.settings.policy);
    let label = look.text(Text::StudySweepBand);
    let heading = title(q, q.scenario.settings().draws, look);
    let stands = *q.moving().get(l.lever);
    let curves = Curves {
        frame: look.frame(HEIGHT, &heading),
        series: vec![Series { slot, label, readings, joined: true }],
        x: lever_axis(DecisionVariable::Lever(l.lever), look),
        x_ticks: Vec::new(),
        y: Axis { title: look.text(outcome(q.settings.outcome)), number: style, range: None },
        level: bound(q).map(|x| (x, look.text(Text::StudyGoal))),
        places: vec![stands],
    };
    let at = lever(l.lever, stands);
    let subtitle =
        look.words().with(Text::StudySweepSubtitle, &[("lever", lever_label(l.lever).to(look.locale)), ("value", &at)]);
    let mut frame = chart_frame(look, heading.clone(), subtitle, || curves.chart());
    let cells = |(&x, cell): (&f64, &Option<Cell>)| {
        let value = lever(l.lever, x);
        match cell {
            None => vec![value, look.text(Text::StudyCannotRun), "–".into(), "–".into(), "–".into()],
            Some(c) => {
                let [low, _, high] = c.quantiles.map(|v| style.text(v, None));
                vec![
                    value,
                    with_error(style, c.mean),
                    low,
                    high,
                    of_hundred(c.chance.value, Some(c.chance.error), look.locale),
                ]
            }
        }
    };
    let columns = [lever_label(l.lever), Text::StudyMean, Text::StudyLow, Text::StudyHigh, Text::StudyMeetsGoal];
    frame.table = Table {
        caption: heading.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: l.values.iter().zip(&l.cells).map(cells).collect(),
    };
    frame.readouts = frame.table.rows.iter().map(|row| row[..2].join(" · ")).collect();
    frame.explain = [Text::StudySweepExplain, Text::StudySweepGaps].map(|t| look.text(t)).to_vec();
    frame.explain.extend(super::means(q, look));
    frame.summary = heading;
    ChartView { height: HEIGHT, frame }
}

fn grid(q: &Question, g: &Grid, look: RenderContext) -> ChartView {
    let style = look.style(unit(q.settings.outcome));
    let heading = title(q, q.scenario.settings().draws, look);
    let [across, up] = g.levers;
    let labels = |k: usize| g.values[k].iter().map(|&x| lever(g.levers[k], x)).collect::<Vec<_>>();
    let names = g.levers.map(|id| lever_label(id).to(look.locale).to_owned());
    let heat = Surface {
        frame: look.frame(HEIGHT + 60.0, &heading),
        across: labels(0),
        up: labels(1),
        x_title: names[0].clone(),
        y_title: names[1].clone(),
        cells: g.cells.iter().map(|c| c.as_ref().map(|c| c.mean.value)).collect(),
        number: style,
        contour: bound(q).map(|x| (x, look.text(Text::StudyGoal))),
    };
    let subtitle = look.words().with(Text::StudyGridSubtitle, &[("across", &names[0]), ("up", &names[1])]);
    let mut frame = chart_frame(look, heading.clone(), subtitle, || heat.chart());
    let mean =
        |c: &Option<Cell>| c.as_ref().map_or_else(|| look.text(Text::StudyCannotRun), |c| with_error(style, c.mean));
    let width = g.values[0].len();
    frame.readouts = g
        .cells
        .iter()
        .enumerate()
        .map(|(k, c)| {
            let at = [lever(across, g.values[0][k % width]), lever(up, g.values[1][k / width])];
            format!("{}: {} · {}: {} · {}", names[0], at[0], names[1], at[1], mean(c))
        })
        .collect();
    let row = |(y, row): (&f64, &[Option<Cell>])| {
        std::iter::once(lever(up, *y)).chain(row.iter().map(mean)).collect::<Vec<_>>()
    };
    frame.table = Table {
        caption: heading.clone(),
        columns: std::iter::once(format!("{} \\ {}", names[1], names[0])).chain(labels(0)).collect(),
        rows: g.values[1].iter().zip(g.cells.chunks(width)).map(row).collect(),
    };
    frame.explain = [Text::StudySweepExplain, Text::StudyGridExplain].map(|t| look.text(t)).to_vec();
    frame.explain.extend(super::means(q, look));
    frame.summary = heading;
    ChartView { height: HEIGHT + 60.0, frame }
}

/// Where the mean is best along a line or on a map.
pub fn sweep_words(q: &Question, r: &SweepReport, look: RenderContext) -> Vec<String> {
    let style = look.style(unit(q.settings.outcome));
    let best = |cells: &[Option<Cell>]| {
        let mean =
            |(k, c): (usize, &Option<Cell>)| c.as_ref().map(|c| (k, c.mean)).filter(|(_, e)| e.value.is_finite());
        cells.iter().enumerate().filter_map(mean).max_by(|a, b| a.1.value.total_cmp(&b.1.value))
    };
    let said = |place: String, e: Estimate| {
        look.words().with(Text::StudySweepBest, &[("mean", &with_error(style, e)), ("place", &place)])
    };
    let place = |id, x: f64| format!("{} {}", lever_label(id).to(look.locale), lever(id, x));
    let idle = |levers: &[LeverId], cells: &[Option<Cell>]| {
        let names: Vec<&str> = levers.iter().map(|&id| lever_label(id).to(look.locale)).collect();
        let mean = cells.iter().flatten().next().map(|c| c.mean)?;
        let holes = [("lever", names.join(" · ")), ("mean", with_error(style, mean))];
        let text = look.words().with(Text::StudySweepNothing, &holes.each_ref().map(|(k, v)| (*k, v.as_str())));
        (!matters(cells, q.settings.outcome)).then_some(text)
    };
    let line = match r {
        SweepReport::Lines(lines) => lines.first().and_then(|l| {
            let found = || best(&l.cells).map(|(k, e)| said(place(l.lever, l.values[k]), e));
            idle(&[l.lever], &l.cells).or_else(found)
        }),
        SweepReport::Grid(g) => idle(&g.levers, &g.cells).or_else(|| {
            let (k, e) = best(&g.cells)?;
            let width = g.values[0].len();
            let across = place(g.levers[0], g.values[0][k % width]);
            Some(said(format!("{across}, {}", place(g.levers[1], g.values[1][k / width])), e))
        }),
    };
    line.into_iter().collect()
}

/// How a margin over the goal is written.
fn margin_style(q: &Question, look: RenderContext) -> NumberStyle {
    let of = match (q.settings.against, q.scenario.goal()) {
        (Some(_), _) => Unit::Cny,
        // a share of futures over one half
        (None, Goal::PaybackWithin(_)) => Unit::Points,
        (None, goal) => difference(unit(goal_outcome(goal))),
    };
    look.style(of).signed()
}

/// The margin over the goal along the range of what is turned.
pub fn break_even(q: &Question, r: &BreakEvenReport, look: RenderContext) -> ChartView {
    let style = margin_style(q, look);
    let reading = |&(x, e): &(f64, Estimate)| Reading {
        x,
        y: e.value,
        band: Some((e.value - T7 * e.error, e.value + T7 * e.error)).filter(|_| e.error.is_finite()),
    };
    let places = match &r.verdict {
        Verdict::At(roots) => roots.iter().map(|root| root.value).collect(),
        _ => Vec::new(),
    };
    let policy = q.name(q.settings.policy, look.words());
    let knob = knob_label(r.knob, look.locale);
    let heading = look.words().with(Text::StudyBreakEvenTitle, &[("policy", &policy), ("knob", knob)]);
    let summary = break_even_words(r, look).join(" ");
    let curves = Curves {
        frame: look.frame(HEIGHT, &summary),
        series: vec![Series {
            slot: Question::slot(q.settings.policy),
            label: String::new(),
            readings: r.curve.iter().map(reading).collect(),
            joined: true,
        }],
        x: lever_axis(r.knob, look),
        x_ticks: Vec::new(),
        y: Axis { title: look.text(Text::StudyMarginAxis), number: style, range: None },
        level: Some((0.0, look.text(Text::StudyJustMet))),
        places,
    };
    let subtitle = match q.settings.against {
        Some(other) => look.words().with(Text::StudyBreakEvenAgainst, &[("other", &q.name(other, look.words()))]),
        None => look.text(Text::StudyBreakEvenGoal),
    };
    let mut frame = chart_frame(look, heading.clone(), subtitle, || curves.chart());
    let cells = |(x, e): &(f64, Estimate)| vec![turned(r.knob, *x, look.locale), with_error(style, *e)];
    frame.table = Table {
        caption: heading,
        columns: vec![knob.to_owned(), look.text(Text::StudyMarginAxis)],
        rows: r.curve.iter().map(cells).collect(),
    };
    frame.readouts = frame.table.rows.iter().map(|row| row.join(" · ")).collect();
    frame.explain = vec![look.text(Text::StudyBreakEvenExplain)];
    if !r.gaps.is_empty() {
        let list = r.gaps.iter().map(|x| plain(*x)).collect::<Vec<_>>().join(", ");
        frame.explain.push(look.words().with(Text::StudyBreakEvenGaps, &[("list", &list)]));
    }
    frame.summary = summary;
    ChartView { height: HEIGHT, frame }
}

/// Where it breaks even, in a sentence.
pub fn break_even_words(r: &BreakEvenReport, look: RenderContext) -> Vec<String> {
    let what = knob_label(r.knob, look.locale);
    vec![said::break_even(r, what, |x| turned(r.knob, x, look.locale), look.locale)]
}
