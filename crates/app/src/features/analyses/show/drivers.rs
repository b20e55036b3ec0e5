//! Variance-based indices, and structural sensitivity.

use super::{RenderContext, T7, chart_frame, title};
use crate::features::analyses::figures::{coefficient, difference, unit, with_error};
use crate::features::analyses::question::Question;
use crate::features::analyses::view::ChartView;
use crate::view::Table;
use aftercast_engine::analysis::break_even::BreakEvenReport;
use aftercast_engine::analysis::saltelli::{Edge, Index};
use aftercast_engine::analysis::sobol_indices::{Factor, IndicesReport};
use aftercast_engine::analysis::structural::{Case, CaseResult, StructuralReport};
use aftercast_engine::analysis::variation::same;
use aftercast_i18n::{Text, assumption_label};
use aftercast_plot::bars::{Bars, Row, Span};
use aftercast_plot::format::of_hundred;
use aftercast_plot::{Axis, Slot, Unit};
use aftercast_wording as said;

/// Factors of the picture; the table has them all.
const SHOWN: usize = 15;
const FIRST: Slot = Slot::Policy(0);
const TOTAL: Slot = Slot::Policy(1);

fn factor(f: &Factor, look: RenderContext) -> String {
    match f {
        Factor::Luck => look.text(Text::AnalysisLuck),
        Factor::Assumptions(ids) => {
            ids.iter().map(|&id| assumption_label(id).to(look.locale)).collect::<Vec<_>>().join(" + ")
        }
    }
}

/// An index with its interval, and what an edge of it means.
fn index(i: &Index, look: RenderContext) -> String {
    let [low, high] = [i.interval.0, i.interval.1].map(coefficient);
    let range = look.words().with(Text::RangeFromTo, &[("low", &low), ("high", &high)]);
    let edge = said::edge(i.edge).map(|text| format!(" {}", look.text(text))).unwrap_or_default();
    format!("{} ({range}){edge}", coefficient(i.value))
}

/// Shares of the spread.
pub fn indices(q: &Question, r: &IndicesReport, look: RenderContext) -> ChartView {
    let span = |i: &Index, slot| Span { from: 0.0, to: i.value, whisker: Some(i.interval), slot };
    let shown = || r.factors.iter().take(SHOWN);
    let rows: Vec<Row> = shown()
        .map(|(f, i)| Row { label: factor(f, look), spans: vec![span(&i.first, FIRST), span(&i.total, TOTAL)] })
        .collect();
    let cells =
        |f: &Factor, first: &Index, total: &Index| vec![factor(f, look), index(first, look), index(total, look)];
    let legend = vec![(FIRST, look.text(Text::StudyFirstOrder)), (TOTAL, look.text(Text::StudyTotalOrder))];
    let height = Bars::height(look.width, rows.len(), 2);
    let summary = indices_words(q, r, look).join(" ");
    let x =
        Axis { title: look.text(Text::StudyIndicesAxis), number: look.style(Unit::Percent), range: Some((0.0, 1.0)) };
    let top = r.factors.iter().map(|(_, i)| i.total.interval.1).fold(0.05, f64::max);
    let x = Axis { range: Some((0.0, top.min(1.0))), ..x };
    let bars = Bars { frame: look.frame(height, &summary), rows, x, legend };
    let counts = [r.rows, r.runs].map(|n| n.to_string());
    let subtitle = look.words().with(Text::StudyIndicesSubtitle, &[("rows", &counts[0]), ("runs", &counts[1])]);
    let mut frame = chart_frame(look, title(q, r.rows as u64, look), subtitle, || bars.chart());
    frame.readouts = shown()
        .map(|(f, i)| {
            let [first, total] = [&i.first, &i.total].map(|i| index(i, look));
            let names = [Text::StudyFirstOrder, Text::StudyTotalOrder].map(|t| look.text(t));
            format!("{} · {}: {first} · {}: {total}", factor(f, look), names[0], names[1])
        })
        .collect();
    let columns = [Text::StudyAssumption, Text::StudyFirstOrder, Text::StudyTotalOrder];
    frame.table = Table {
        caption: frame.title.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: r.factors.iter().map(|(f, i)| cells(f, &i.first, &i.total)).collect(),
    };
    let inert = r.inert.len().to_string();
    frame.explain = vec![
        look.text(Text::AnalysisIndicesExplain),
        look.text(Text::StudyIndicesExplain),
        look.words().with(Text::StudyIndicesInert, &[("count", &inert)]),
    ];
    frame.explain.extend(super::means(q, look));
    if r.factors.iter().any(|(_, i)| i.pooled()) {
        frame.explain.push(look.text(Text::AnalysisIndexOrder));
    }
    frame.summary = summary;
    ChartView { height, frame }
}

/// The factor that carries most.
pub fn indices_words(q: &Question, r: &IndicesReport, look: RenderContext) -> Vec<String> {
    let style = look.style(unit(q.settings.outcome));
    let holes =
        [("what", title(q, r.rows as u64, look)), ("mean", style.text(r.mean, None)), ("sd", style.text(r.sd, None))];
    let mut lines = vec![look.words().with(Text::StudySpread, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))];
    if !r.varies {
        return super::nothing_varies(q, r.mean, look);
    }
    if let Some((f, i)) = r.factors.first() {
        let known = matches!(i.total.edge, Edge::Inside | Edge::One);
        let text = if known { Text::StudyIndicesFirst } else { Text::StudyIndicesUnsure };
        let holes = [("factor", factor(f, look)), ("first", index(&i.first, look)), ("total", index(&i.total, look))];
        lines.push(look.words().with(text, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
    } else {
        lines.push(look.text(Text::StudyNothingVaries));
    }
    lines
}

/// The result with cautions of the model taken away one at a time.
pub fn structural(q: &Question, r: &StructuralReport, look: RenderContext) -> ChartView {
    let unit = unit(q.settings.outcome);
    let (style, changed) = (look.style(unit), look.style(difference(unit)).signed());
    let name = |c: &CaseResult| look.text(said::case(c.case));
    let span = |c: &CaseResult| {
        let e = c.mean;
        let slot = if c.case == Case::Headline { Slot::Today } else { Question::slot(q.settings.policy.or(Some(0))) };
        Span { from: 0.0, to: e.value, whisker: Some((e.value - T7 * e.error, e.value + T7 * e.error)), slot }
    };
    let rows: Vec<Row> = r.cases.iter().map(|c| Row { label: name(c), spans: vec![span(c)] }).collect();
    let height = Bars::height(look.width, rows.len(), 1);
    let x = Axis {
        title: look.text(crate::features::analyses::figures::outcome(q.settings.outcome)),
        number: style,
        range: None,
    };
    let heading = title(q, q.scenario.settings().draws, look);
    let bars = Bars { frame: look.frame(height, &heading), rows, x, legend: Vec::new() };
    let mut frame = chart_frame(look, heading.clone(), look.text(Text::StudyStructuralSubtitle), || bars.chart());
    let cells = |c: &CaseResult| {
        let change = if c.case == Case::Headline { "–".to_owned() } else { with_error(changed, c.change) };
        let chance = of_hundred(c.chance.value, Some(c.chance.error), look.locale);
        vec![name(c), with_error(style, c.mean), change, chance]
    };
    frame.readouts = r.cases.iter().map(|c| cells(c)[..3].join(" · ")).collect();
    let columns = [Text::StudyCase, Text::StudyMean, Text::StudyChangeToHeadline, Text::StudyMeetsGoal];
    frame.table = Table {
        caption: heading.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: r.cases.iter().map(cells).collect(),
    };
    frame.explain = [Text::AnalysisStructuralExplain, Text::StudyWhiskers].map(|t| look.text(t)).to_vec();
    frame.explain.extend(super::means(q, look));
    frame.summary = heading;
    ChartView { height, frame }
}

/// What it rests on: the strongest caution, the break-even causal share and margin.
pub fn structural_words(
    q: &Question,
    r: &StructuralReport,
    causal: &BreakEvenReport,
    look: RenderContext,
) -> Vec<String> {
    let changed = look.style(difference(unit(q.settings.outcome))).signed();
    let single = r.cases.iter().filter(|c| !matches!(c.case, Case::Headline | Case::AllFive | Case::FaceValue));
    let mut lines = Vec::new();
    let idle = |c: &&CaseResult| same(c.change.value, 0.0, q.settings.outcome);
    if r.cases.iter().all(|c| idle(&c)) {
        lines.push(look.text(Text::StudyStructuralNothing));
    } else if let Some(c) = single.max_by(|a, b| a.change.value.abs().total_cmp(&b.change.value.abs())) {
        let holes = [("case", look.text(said::case(c.case))), ("change", with_error(changed, c.change))];
        lines.push(look.words().with(Text::StudyStructuralFirst, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    lines.extend(super::levers::break_even_words(causal, look));
    if let Some(margin) = r.margin {
        let style = look.style(Unit::Percent);
        let own = style.text(r.own_margin, None);
        let text = if (0.0..=1.0).contains(&margin.value) { Text::StudyMargin } else { Text::StudyMarginNone };
        lines.push(look.words().with(text, &[("margin", &with_error(style, margin)), ("own", &own)]));
    }
    lines
}
