//! Which policy is best, and what it is worth to know before choosing.

use super::{RenderContext, chart_frame};
use crate::features::analyses::figures::{difference, outcome, unit, with_error};
use crate::features::analyses::finding::InformationReport;
use crate::features::analyses::question::Question;
use crate::features::analyses::view::ChartView;
use crate::view::Table;
use crate::words::remarks;
use aftercast_engine::analysis::dominance::dominance;
use aftercast_engine::analysis::ranking::{Standing, standings};
use aftercast_engine::analysis::value_of_information::{Advice, InformationValue, advice};
use aftercast_engine::analysis::variation::tied;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::{Text, assumption_group_label, assumption_label};
use aftercast_plot::bars::{Bars, Row, Span};
use aftercast_plot::format::of_hundred;
use aftercast_plot::{Axis, NumberStyle, Unit};
use aftercast_scenario::AssumptionId;
use aftercast_wording as said;

/// Assumptions of the picture; the table has them all.
const SHOWN: usize = 15;

fn names(q: &Question, look: RenderContext) -> Vec<String> {
    q.all_policies().into_iter().map(|which| q.name(which, look.words())).collect()
}

/// How often each policy is the best, its regret and its bad end.
pub fn ranking(q: &Question, gains: &[Vec<f64>], look: RenderContext) -> ChartView {
    let of = unit(q.settings.outcome);
    let (style, loss) = (look.style(of), look.style(difference(of)));
    let names = names(q, look);
    // options that are one but for rounding are one
    let standings = standings(&tied(gains, q.settings.outcome));
    let all_policies = q.all_policies();
    let share = |e: Estimate| of_hundred(e.value, Some(e.error), look.locale);
    let row = |k: usize| {
        let e = standings[k].best;
        let whisker = Some(((e.value - 1.96 * e.error).max(0.0), (e.value + 1.96 * e.error).min(1.0)));
        let span = Span { from: 0.0, to: e.value, whisker, slot: Question::slot(all_policies[k]) };
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
    frame.explain.extend(super::means(q, look));
    frame.summary = heading;
    ChartView { height, frame }
}

/// How the policies stand to each other.
pub fn ranking_words(q: &Question, gains: &[Vec<f64>], look: RenderContext) -> Vec<String> {
    let (names, gains) = (names(q, look), &tied(gains, q.settings.outcome));
    let pairs = (0..names.len()).flat_map(|a| (a + 1..names.len()).map(move |b| (a, b)));
    pairs
        .map(|(a, b)| {
            let d = dominance(gains, a, b);
            said::dominance(&d, &names[d.better], &names[d.other], look.locale)
        })
        .chain(outside_words(q, look))
        .collect()
}

/// What it is worth to know each assumption, or each group.
pub fn information(q: &Question, r: &InformationReport, grouped: bool, look: RenderContext) -> ChartView {
    let style = look.style(Unit::Cny);
    let single = r.singles.iter().map(|(id, w)| (assumption_label(*id), w));
    let group = r.groups.iter().map(|(group, w)| (assumption_group_label(*group), w));
    let known: Vec<(String, &InformationValue)> = if grouped {
        group.map(|(t, w)| (look.text(t), w)).collect()
    } else {
        single.map(|(t, w)| (look.text(t), w)).collect()
    };
    let (slot, written) = (Question::slot(Some(0)), Written::new(r, style));
    let row = |(label, w): &(String, &InformationValue)| {
        let e = w.value;
        let whisker = Some(((e.value - 1.96 * e.error).max(0.0), e.value + 1.96 * e.error));
        Row { label: label.clone(), spans: vec![Span { from: 0.0, to: e.value, whisker, slot }] }
    };
    // a bar of nothing would be the first of nothing
    let rows: Vec<Row> = known.iter().filter(|(_, w)| w.value.value > 0.0).take(SHOWN).map(row).collect();
    let height = Bars::height(look.width, rows.len(), 1);
    let heading = look.text(if grouped { Text::StudyWorthGroups } else { Text::StudyWorthSingles });
    let x = Axis { title: look.text(Text::StudyWorthAxis), number: style, range: None };
    let shown = rows.len();
    let said = if rows.is_empty() { information_words(q, r, look).join(" ") } else { heading.clone() };
    let bars = Bars { frame: look.frame(height, &said), rows, x, legend: Vec::new() };
    let draws = r.draws.to_string();
    let best = q.all_policies().get(r.best).map(|&which| q.name(which, look.words())).unwrap_or_default();
    let subtitle = look.words().with(Text::StudyWorthSubtitle, &[("best", &best), ("draws", &draws)]);
    let mut frame = chart_frame(look, heading.clone(), subtitle, || bars.chart());
    let everything = (look.text(Text::StudyPerfect), &r.evpi);
    let cells = |(label, w): &(String, &InformationValue)| {
        if w.value.value <= 0.0 {
            return vec![label.clone(), look.text(Text::StudyWithinError), "–".to_owned()];
        }
        let changes = of_hundred(w.changes, None, look.locale);
        vec![label.clone(), written.text(w, style), changes]
    };
    frame.readouts =
        known.iter().filter(|(_, w)| w.value.value > 0.0).take(shown).map(|k| cells(k).join(" · ")).collect();
    let columns = [Text::StudyWhat, Text::StudyWorthUpTo, Text::StudyChangesChoice];
    frame.table = Table {
        caption: heading.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: std::iter::once(&everything).chain(&known).map(cells).collect(),
    };
    frame.explain =
        [Text::AnalysisWorthExplain, Text::StudyWorthExplain, Text::AnalysisWorthOrder].map(|t| look.text(t)).to_vec();
    frame.summary = heading;
    ChartView { height, frame }
}

/// What to do before choosing, in sentences.
pub fn information_words(q: &Question, r: &InformationReport, look: RenderContext) -> Vec<String> {
    let style = look.style(Unit::Cny);
    let best = q.all_policies().get(r.best).map(|&which| q.name(which, look.words())).unwrap_or_default();
    let singles: Vec<InformationValue> = r.singles.iter().map(|(_, w)| *w).collect();
    let advice = advice(&r.evpi, &singles);
    let all = with_error(style, r.evpi.value);
    let first = look.words().with(Text::StudyPerfectWorth, &[("best", &best), ("amount", &all)]);
    let next = said::before_choosing(advice, &r.singles, &best, |x, error| style.text(x, error), look.locale);
    // what cannot be told from nothing has no amount
    let told = !matches!(advice, Advice::Settled | Advice::Now(_));
    told.then_some(first).into_iter().chain([next]).chain(outside_words(q, look)).collect()
}

/// Which of the policies to choose from leave the evidence, a line each.
fn outside_words(q: &Question, look: RenderContext) -> Vec<String> {
    let line = |k: usize| {
        let said = remarks(&q.levers(Some(k))?, q.scenario.today(), &[], look.words());
        (!said.is_empty()).then(|| look.words().pair(&q.name(Some(k), look.words()), &said.join(" ")))
    };
    (0..q.scenario.policies().len()).filter_map(line).collect()
}

/// Values of information as they are written: with the digits of their errors, but never so that a member reads as more than its group, or a
/// group as more than everything.
struct Written(Vec<(InformationValue, f64)>);

impl Written {
    fn new(r: &InformationReport, style: NumberStyle) -> Self {
        let all =
            std::iter::once(&r.evpi).chain(r.groups.iter().map(|(_, w)| w)).chain(r.singles.iter().map(|(_, w)| w));
        let mut grains: Vec<(InformationValue, f64)> = all.map(|w| (*w, w.value.error)).collect();
        let group = |id: AssumptionId| r.groups.iter().position(|(g, _)| *g == id.spec().group).map(|k| 1 + k);
        let members =
            r.singles.iter().enumerate().map(|(k, (id, _))| (1 + r.groups.len() + k, group(*id).unwrap_or(0)));
        let pairs: Vec<(usize, usize)> = members.chain((1..=r.groups.len()).map(|k| (k, 0))).collect();
        let read =
            |(w, grain): &(InformationValue, f64)| style.rounded(w.value.value, Some(*grain).filter(|g| *g > 0.0));
        // a pair out of order by its rounding is rounded alike; grains only grow, so this ends
        for _ in 0..grains.len() {
            for &(below, above) in &pairs {
                if read(&grains[below]) > read(&grains[above]) {
                    let coarse = grains[below].1.max(grains[above].1);
                    (grains[below].1, grains[above].1) = (coarse, coarse);
                }
            }
        }
        Self(grains)
    }

    fn text(&self, w: &InformationValue, style: NumberStyle) -> String {
        let grain = self.0.iter().find(|(known, _)| known == w).map_or(w.value.error, |(_, grain)| *grain);
        let error = |e: f64| Some(e).filter(|e| *e > 0.0);
        let value = style.text(w.value.value, error(grain));
        error(w.value.error).map_or(value.clone(), |e| format!("{value} {}", style.plus_minus(e)))
    }
}
