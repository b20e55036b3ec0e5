//! Which policy is best, and what it is worth to know before choosing.

use super::{Look, chart_frame};
use crate::app::view::Table;
use crate::engine::analysis::dominance::dominance;
use crate::engine::analysis::information::Worth;
use crate::engine::analysis::ranking::{Standing, standings};
use crate::engine::run::summary::Estimate;
use crate::plot::bars::{Bars, Row, Span};
use crate::plot::format::of_hundred;
use crate::plot::{Axis, Unit};
use crate::study::figures::{difference, outcome, unit, with_error};
use crate::study::finding::InformationReport;
use crate::study::question::Question;
use crate::study::view::Framed;
use crate::texts::analysis as said;
use crate::texts::{Text, assumption_group_label, assumption_label};

/// Assumptions of the picture; the table has them all.
const SHOWN: usize = 15;

fn names(q: &Question, look: Look) -> Vec<String> {
    q.everybody().into_iter().map(|which| q.name(which, look.words())).collect()
}

/// How often each policy is the best, its regret and its bad end.
pub fn ranking(q: &Question, gains: &[Vec<f64>], look: Look) -> Framed {
    let of = unit(q.settings.outcome);
    let (style, loss) = (look.style(of), look.style(difference(of)));
    let names = names(q, look);
    let standings = standings(gains);
    let everybody = q.everybody();
    let share = |e: Estimate| of_hundred(e.value, Some(e.error), look.locale);
    let row = |k: usize| {
        let e = standings[k].best;
        let whisker = Some(((e.value - 1.96 * e.error).max(0.0), (e.value + 1.96 * e.error).min(1.0)));
        let span = Span { from: 0.0, to: e.value, whisker, slot: Question::slot(everybody[k]) };
        Row { label: names[k].clone(), spans: vec![span] }
    };
    let rows: Vec<Row> = (0..standings.len()).map(row).collect();
    let height = Bars::height(look.width, rows.len(), 1);
    let number = look.style(Unit::Percent);
    let x = Axis { title: look.text(Text::StudyRankingAxis), number, range: Some((0.0, 1.0)) };
    let heading = look.text(outcome(q.settings.outcome));
    let bars = Bars { frame: look.frame(height, &heading), rows, x, legend: Vec::new() };
    let draws = gains.first().map_or(0, Vec::len).to_string();
    let subtitle = look.words().with(Text::StudyRankingSubtitle, &[("draws", &draws)]);
    let mut frame = chart_frame(look, heading.clone(), subtitle, || bars.chart());
    let cells = |(name, s): (&String, &Standing)| {
        let (mean, regret, cvar) = (with_error(style, s.mean), with_error(loss, s.regret), with_error(style, s.cvar));
        vec![name.clone(), mean, share(s.best), regret, cvar]
    };
    let columns = [Text::StudyFieldPolicy, Text::StudyMean, Text::StudyIsBest, Text::StudyRegret, Text::StudyWorstFive];
    let columns = columns.map(|t| look.text(t));
    frame.readouts = names
        .iter()
        .zip(&standings)
        .map(|pair| {
            let cells = cells(pair);
            let each = cells.iter().zip(&columns).skip(1).map(|(cell, column)| format!("{column}: {cell}"));
            std::iter::once(cells[0].clone()).chain(each).collect::<Vec<_>>().join(" · ")
        })
        .collect();
    frame.table = Table {
        caption: heading.clone(),
        columns: columns.to_vec(),
        rows: names.iter().zip(&standings).map(cells).collect(),
    };
    frame.explain = [Text::AnalysisRankingExplain, Text::StudyRankingExplain].map(|t| look.text(t)).to_vec();
    frame.summary = heading;
    Framed { height, frame }
}

/// How the policies stand to each other.
pub fn ranking_words(q: &Question, gains: &[Vec<f64>], look: Look) -> Vec<String> {
    let names = names(q, look);
    let pairs = (0..names.len()).flat_map(|a| (a + 1..names.len()).map(move |b| (a, b)));
    pairs
        .map(|(a, b)| {
            let d = dominance(gains, a, b);
            said::dominance(&d, &names[d.better], &names[d.other], look.locale)
        })
        .collect()
}

/// What it is worth to know each assumption, or each group.
pub fn information(q: &Question, r: &InformationReport, grouped: bool, look: Look) -> Framed {
    let style = look.style(Unit::Cny);
    let single = r.singles.iter().map(|(id, w)| (assumption_label(*id), w));
    let group = r.groups.iter().map(|(group, w)| (assumption_group_label(*group), w));
    let known: Vec<(String, &Worth)> = if grouped {
        group.map(|(t, w)| (look.text(t), w)).collect()
    } else {
        single.map(|(t, w)| (look.text(t), w)).collect()
    };
    let slot = Question::slot(Some(0));
    let row = |(label, w): &(String, &Worth)| {
        let e = w.value;
        let whisker = Some(((e.value - 1.96 * e.error).max(0.0), e.value + 1.96 * e.error));
        Row { label: label.clone(), spans: vec![Span { from: 0.0, to: e.value, whisker, slot }] }
    };
    let rows: Vec<Row> = known.iter().take(SHOWN).map(row).collect();
    let height = Bars::height(look.width, rows.len(), 1);
    let heading = look.text(if grouped { Text::StudyWorthGroups } else { Text::StudyWorthSingles });
    let x = Axis { title: look.text(Text::StudyWorthAxis), number: style, range: None };
    let bars = Bars { frame: look.frame(height, &heading), rows, x, legend: Vec::new() };
    let draws = r.draws.to_string();
    let best = q.everybody().get(r.best).map(|&which| q.name(which, look.words())).unwrap_or_default();
    let subtitle = look.words().with(Text::StudyWorthSubtitle, &[("best", &best), ("draws", &draws)]);
    let mut frame = chart_frame(look, heading.clone(), subtitle, || bars.chart());
    let cells = |(label, w): &(String, &Worth)| {
        let changes = of_hundred(w.changes, None, look.locale);
        vec![label.clone(), with_error(style, w.value), changes]
    };
    frame.readouts = known.iter().take(SHOWN).map(|k| cells(k).join(" · ")).collect();
    let everything = (look.text(Text::StudyPerfect), &r.evpi);
    let columns = [Text::StudyWhat, Text::StudyWorthUpTo, Text::StudyChangesChoice];
    frame.table = Table {
        caption: heading.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: std::iter::once(&everything).chain(&known).map(cells).collect(),
    };
    frame.explain = [Text::AnalysisWorthExplain, Text::StudyWorthExplain].map(|t| look.text(t)).to_vec();
    frame.summary = heading;
    Framed { height, frame }
}

/// The most valuable knowledge in sentences.
pub fn information_words(q: &Question, r: &InformationReport, look: Look) -> Vec<String> {
    let style = look.style(Unit::Cny);
    let best = q.everybody().get(r.best).map(|&which| q.name(which, look.words())).unwrap_or_default();
    let all = with_error(style, r.evpi.value);
    let first = look.words().with(Text::StudyPerfectWorth, &[("best", &best), ("amount", &all)]);
    let next = r.singles.first().map(|(id, w)| {
        let amount = style.text(w.value.value, Some(w.value.error).filter(|e| *e > 0.0));
        said::worth_knowing(*id, w, &amount, look.locale)
    });
    std::iter::once(first).chain(next).collect()
}
