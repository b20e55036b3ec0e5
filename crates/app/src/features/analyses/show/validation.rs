//! Is the model right: certainty, errors, behaviours, the survey, customers one by one.

use super::{RenderContext, chart_frame};
use crate::features::analyses::figures::{assumed, plain};
use crate::features::analyses::question::Question;
use crate::features::analyses::validation::is_money;
use crate::features::analyses::view::ChartView;
use crate::view::Table;
use crate::words::trimmed;
use aftercast_compute::tasks::CHECK;
use aftercast_engine::analysis::convergence::{Answer, ConvergencePoint, Verdict};
use aftercast_i18n::{Text, assumption_label};
use aftercast_microsim::{Figure, Reading as Averaging};
use aftercast_numerics::sampling::Sampler;
use aftercast_plot::bars::{Bars, Row, Span};
use aftercast_plot::curves::{Curves, Reading, Series};
use aftercast_plot::{Axis, Locale, Slot, Unit};
use aftercast_validation::agreement::{Agreement, Row as Compare};
use aftercast_validation::behaviour::{CHECKS, Rule};
use aftercast_validation::survey::{CLOSE, Compared, SurveyVerdict};

const HEIGHT: f64 = 400.0;
const OURS: Slot = Slot::Policy(0);
const FAILS: Slot = Slot::Policy(1);

/// A text by its key, for lists that are declared as data.
fn keyed(key: &str, look: RenderContext) -> String {
    Text::ALL.iter().find(|t| t.key() == key).map_or_else(|| key.to_owned(), |t| look.text(*t))
}

/// Places of doublings on an axis of logarithms, with their draws.
fn doublings(draws: impl Iterator<Item = u64>) -> Vec<(f64, String)> {
    let mut all: Vec<u64> = draws.collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|n| ((n as f64).log2(), trimmed(n as f64, 0))).collect()
}

/// How certain the headline is at each doubling.
pub fn enough(q: &Question, looks: &[Verdict], look: RenderContext) -> ChartView {
    let style = look.style(Unit::Percent);
    let reading = |v: &Verdict| Reading { x: (v.draws as f64).log2(), y: v.half_width, band: None };
    let readings: Vec<Reading> = looks.iter().map(reading).collect();
    let summary = enough_words(q, looks, look).join(" ");
    let curves = Curves {
        frame: look.frame(HEIGHT, &summary),
        series: vec![Series { slot: OURS, label: String::new(), readings, joined: true }],
        x: Axis { title: look.text(Text::StudyDraws), number: look.style(Unit::Plain), range: None },
        x_ticks: doublings(looks.iter().map(|v| v.draws)),
        y: Axis { title: look.text(Text::StudyHalfWidth), number: style, range: None },
        level: Some((q.settings.precision, look.text(Text::StudyWanted))),
        places: Vec::new(),
    };
    let subtitle = look.text(Text::StudyEnoughSubtitle);
    let mut frame = chart_frame(look, look.text(Text::StudyEnough), subtitle, || curves.chart());
    let row = |v: &Verdict| vec![trimmed(v.draws as f64, 0), style.plus_minus(v.half_width)];
    frame.table = Table {
        caption: frame.title.clone(),
        columns: [Text::StudyDraws, Text::StudyHalfWidth].map(|t| look.text(t)).to_vec(),
        rows: looks.iter().map(row).collect(),
    };
    frame.readouts = frame.table.rows.iter().map(|row| row.join(" · ")).collect();
    frame.explain = vec![look.text(Text::StudyEnoughExplain)];
    frame.summary = summary;
    ChartView { height: HEIGHT, frame }
}

/// Whether the draws are enough.
pub fn enough_words(q: &Question, looks: &[Verdict], look: RenderContext) -> Vec<String> {
    let Some(last) = looks.last() else { return Vec::new() };
    let percent = |x: f64| if x.is_finite() { trimmed(100.0 * x, 2) } else { "–".to_owned() };
    let (draws, error, wanted) =
        (trimmed(last.draws as f64, 0), percent(last.half_width), percent(q.settings.precision));
    let needed = last.needed.map_or_else(|| "–".to_owned(), |n| trimmed(n as f64, 0));
    let holes = [("draws", draws.as_str()), ("error", &error), ("wanted", &wanted), ("needed", &needed)];
    vec![look.words().with(if last.enough { Text::ConvergenceEnough } else { Text::ConvergenceMore }, &holes)]
}

fn points(sampler: Sampler) -> Text {
    match sampler {
        Sampler::Random => Text::StudyPointsRandom,
        Sampler::LatinHypercube => Text::StudyPointsLatinHypercube,
        Sampler::Sobol => Text::StudyPointsSobol,
    }
}

/// Errors of the mean net gain by kind of points.
pub fn errors(all: &[ConvergencePoint], look: RenderContext) -> ChartView {
    let style = look.style(Unit::Cny);
    let series = Sampler::ALL.into_iter().enumerate().map(|(k, sampler)| Series {
        slot: Slot::Policy(k as u8),
        label: look.text(points(sampler)),
        readings: all
            .iter()
            .filter(|p| p.sampler == sampler)
            .map(|p| Reading { x: (p.draws as f64).log2(), y: p.error[0], band: None })
            .collect(),
        joined: true,
    });
    let heading = look.text(Text::StudyErrors);
    let curves = Curves {
        frame: look.frame(HEIGHT, &heading),
        series: series.collect(),
        x: Axis { title: look.text(Text::StudyDraws), number: look.style(Unit::Plain), range: None },
        x_ticks: doublings(all.iter().map(|p| p.draws)),
        y: Axis { title: look.text(Text::StudyErrorOf), number: style, range: None },
        level: Some((0.0, String::new())),
        places: Vec::new(),
    };
    let mut frame = chart_frame(look, heading.clone(), look.text(Text::StudyErrorsSubtitle), || curves.chart());
    let names = [Text::StudyMean, Text::StudyDifference, Text::StudyLow, Text::StudyHigh, Text::StudyMeetsGoal];
    let cell = |p: &ConvergencePoint, k: usize| {
        let unit = if is_money(Answer::ALL[k]) { style } else { look.style(Unit::Points) };
        if p.error[k].is_finite() { unit.text(p.error[k], None) } else { "–".to_owned() }
    };
    let row = |p: &ConvergencePoint| {
        let head = [look.text(points(p.sampler)), trimmed(p.draws as f64, 0)];
        head.into_iter().chain((0..Answer::ALL.len()).map(|k| cell(p, k))).collect::<Vec<_>>()
    };
    let ordered = Sampler::ALL.into_iter().flat_map(|s| all.iter().filter(move |p| p.sampler == s));
    frame.table = Table {
        caption: heading.clone(),
        columns: [Text::StudyFieldPoints, Text::StudyDraws].into_iter().chain(names).map(|t| look.text(t)).collect(),
        rows: ordered.map(row).collect(),
    };
    frame.readouts = frame.table.rows.iter().map(|row| row[..3].join(" · ")).collect();
    frame.explain = vec![look.text(Text::StudyErrorsExplain)];
    frame.summary = heading;
    ChartView { height: HEIGHT, frame }
}

const KINDS: [Text; 6] = [
    Text::StudyKindFinite,
    Text::StudyKindWithin,
    Text::StudyKindBalance,
    Text::StudyKindSame,
    Text::StudyKindReturns,
    Text::StudyKindMoves,
];

const fn kind(rule: &Rule) -> usize {
    match rule {
        Rule::Finite => 0,
        Rule::Within { .. } => 1,
        Rule::Balance(_) => 2,
        Rule::NoOp => 3,
        Rule::Returns(_) => 4,
        Rule::Moves { .. } => 5,
    }
}

fn said(k: usize, look: RenderContext) -> &'static str {
    let check = &CHECKS[k];
    if look.locale == Locale::Chinese { check.zh } else { check.en }
}

/// Behaviour checks by kind, with their verdicts.
pub fn behaviour(rows: &[[f64; CHECK]], look: RenderContext) -> ChartView {
    let count = |wanted: usize, holds: bool| {
        let of = |(k, row): (usize, &[f64; CHECK])| kind(&CHECKS[k].rule) == wanted && (row[0] == 1.0) == holds;
        rows.iter().enumerate().filter(|pair| of(*pair)).count() as f64
    };
    let span = |to: f64, slot| Span { from: 0.0, to, whisker: None, slot };
    let bars = (0..KINDS.len()).map(|k| Row {
        label: look.text(KINDS[k]),
        spans: vec![span(count(k, true), OURS), span(count(k, false), FAILS)],
    });
    let bars: Vec<Row> = bars.collect();
    let height = Bars::height(look.width, bars.len(), 2);
    let summary = behaviour_words(rows, look).join(" ");
    let legend = vec![(OURS, look.text(Text::StudyHolds)), (FAILS, look.text(Text::StudyFails))];
    let x = Axis { title: look.text(Text::StudyBehaviourAxis), number: look.style(Unit::Plain), range: None };
    let chart = Bars { frame: look.frame(height, &summary), rows: bars, x, legend };
    let subtitle = look.text(Text::StudyBehaviourSubtitle);
    let mut frame = chart_frame(look, look.text(Text::StudyBehaviour), subtitle, || chart.chart());
    let seen = |k: usize, row: &[f64; CHECK]| match CHECKS[k].rule {
        Rule::Finite => "–".to_owned(),
        Rule::Within { .. } | Rule::Moves { .. } => {
            look.words().with(Text::RangeFromTo, &[("low", &plain(row[2])), ("high", &plain(row[3]))])
        }
        Rule::Balance(_) | Rule::NoOp | Rule::Returns(_) => format!("{:.1e}", row[3]),
    };
    // what fails comes first
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|&a, &b| rows[a][0].total_cmp(&rows[b][0]));
    let cells = |k: usize| {
        let verdict = if rows[k][0] == 1.0 { Text::StudyHolds } else { Text::StudyFails };
        vec![said(k, look).to_owned(), look.text(verdict), seen(k, &rows[k]), trimmed(rows[k][1], 0)]
    };
    let columns = [Text::StudyCheck, Text::StudyVerdict, Text::StudySeen, Text::StudyNumbers];
    frame.table = Table {
        caption: frame.title.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: order.into_iter().map(cells).collect(),
    };
    frame.readouts = (0..KINDS.len())
        .map(|k| {
            let [holds, fails] = [count(k, true), count(k, false)].map(|n| trimmed(n, 0));
            let words = [Text::StudyHolds, Text::StudyFails].map(|t| look.text(t));
            format!("{} · {}: {holds} · {}: {fails}", look.text(KINDS[k]), words[0], words[1])
        })
        .collect();
    frame.explain = vec![look.text(Text::StudyBehaviourExplain)];
    frame.summary = summary;
    ChartView { height, frame }
}

/// How many checks hold, and those that do not.
pub fn behaviour_words(rows: &[[f64; CHECK]], look: RenderContext) -> Vec<String> {
    let holds = rows.iter().filter(|row| row[0] == 1.0).count().to_string();
    let (all, numbers) = (rows.len().to_string(), trimmed(rows.iter().map(|row| row[1]).sum(), 0));
    let holes = [("holds", holds.as_str()), ("all", &all), ("numbers", &numbers)];
    let first = look.words().with(Text::StudyBehaviourCount, &holes);
    let failing = rows.iter().enumerate().filter(|(_, row)| row[0] != 1.0);
    let failing = failing.map(|(k, _)| look.words().with(Text::StudyBehaviourFailing, &[("check", said(k, look))]));
    std::iter::once(first).chain(failing).collect()
}

fn reconciled(c: &Compared, look: RenderContext) -> String {
    if c.gap <= CLOSE {
        return "–".to_owned();
    }
    let one = |r: &aftercast_validation::survey::Reconciles| {
        let value = assumed(r.assumption, r.value, look.locale);
        let doubt = if r.believed { String::new() } else { format!(" ({})", look.text(Text::StudyBeyond)) };
        format!("{} = {value}{doubt}", assumption_label(r.assumption).to(look.locale))
    };
    let joint = Text::SeparatorClauses.to(look.locale);
    if c.reconciles.is_empty() {
        look.text(Text::StudyNoSingle)
    } else {
        c.reconciles.iter().map(one).collect::<Vec<_>>().join(joint)
    }
}

/// The survey's figures beside the model.
pub fn survey(rows: &[Compared], look: RenderContext) -> ChartView {
    let name = |c: &Compared| keyed(&format!("survey_{}", c.item.key), look);
    let over = |c: &Compared, x: f64| x / c.reported - 1.0;
    let span = |c: &Compared| Span {
        from: 0.0,
        to: c.central.map_or(f64::NAN, |x| over(c, x)),
        whisker: c.spread.map(|[low, _, high]| (over(c, low), over(c, high))),
        slot: if c.verdict == SurveyVerdict::Disagrees { FAILS } else { OURS },
    };
    let bars: Vec<Row> = rows.iter().map(|c| Row { label: name(c), spans: vec![span(c)] }).collect();
    let height = Bars::height(look.width, bars.len(), 1);
    let summary = survey_words(rows, look).join(" ");
    let number = look.style(Unit::Percent).signed();
    // one figure four times the reported would flatten all the others
    let x = Axis { title: look.text(Text::StudySurveyAxis), number, range: Some((-1.0, 1.5)) };
    let legend = vec![(FAILS, look.text(Text::VerdictDisagrees)), (OURS, look.text(Text::VerdictWithinUncertainty))];
    let chart = Bars { frame: look.frame(height, &summary), rows: bars, x, legend };
    let subtitle = look.text(Text::StudySurveySubtitle);
    let mut frame = chart_frame(look, look.text(Text::StudySurvey), subtitle, || chart.chart());
    let maybe = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), plain);
    let cells = |c: &Compared| {
        let ours = match c.spread {
            Some([low, _, high]) => format!("{} ({} – {})", maybe(c.central), plain(low), plain(high)),
            None => maybe(c.central),
        };
        let gap = if c.gap.is_finite() { look.style(Unit::Percent).text(c.gap, None) } else { "–".to_owned() };
        let verdict = keyed(&format!("verdict_{}", c.verdict.name()), look);
        vec![name(c), verdict, plain(c.reported), maybe(c.face_value), ours, gap, reconciled(c, look)]
    };
    let columns = [
        Text::StudyFigure,
        Text::StudyVerdict,
        Text::StudyReported,
        Text::StudyFace,
        Text::StudyOurs,
        Text::StudyGap,
        Text::StudyReconciled,
    ];
    frame.table = Table {
        caption: frame.title.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: rows.iter().map(cells).collect(),
    };
    frame.readouts = frame.table.rows.iter().map(|r| format!("{} · {} · {} → {}", r[0], r[1], r[2], r[4])).collect();
    frame.explain = vec![look.text(Text::StudySurveyExplain)];
    frame.summary = summary;
    ChartView { height, frame }
}

/// How many figures agree.
pub fn survey_words(rows: &[Compared], look: RenderContext) -> Vec<String> {
    use SurveyVerdict::{Agrees, ByConstruction, Disagrees, NotDefined, WithinUncertainty};
    let count = |wanted: &[SurveyVerdict]| rows.iter().filter(|c| wanted.contains(&c.verdict)).count().to_string();
    let (all, agree) = (rows.len().to_string(), count(&[Agrees, ByConstruction]));
    let (within, disagree) = (count(&[WithinUncertainty]), count(&[Disagrees, NotDefined]));
    let holes = [("all", all.as_str()), ("agree", &agree), ("within", &within), ("disagree", &disagree)];
    vec![look.words().with(Text::StudySurveyCount, &holes)]
}

/// The name of a case: empty is today, a number a policy.
fn case(q: &Question, name: &str, look: RenderContext) -> (String, Slot) {
    let which = name.parse::<usize>().ok();
    (q.name(which, look.words()), Question::slot(which))
}

fn figure(f: Figure, look: RenderContext) -> String {
    keyed(&format!("study_figure_{}", f.name()), look)
}

fn averaging(r: Averaging, look: RenderContext) -> String {
    keyed(&format!("reading_{}", r.name()), look)
}

/// Customers one by one beside the equations; `undone`: with one averaging undone each.
pub fn agreement(q: &Question, rows: &[Compare], undone: bool, look: RenderContext) -> ChartView {
    let over = |r: &Compare, x: f64| if r.aggregate == 0.0 { 0.0 } else { x / r.aggregate.abs() };
    let label = |r: &Compare| {
        if undone {
            format!("{}: {}", averaging(r.reading, look), figure(r.figure, look))
        } else {
            figure(r.figure, look)
        }
    };
    let span = |r: &Compare| {
        let to = over(r, r.simulated - r.aggregate);
        let margin = over(r, r.margin());
        Span { from: 0.0, to, whisker: Some((to - margin, to + margin)), slot: case(q, &r.policy, look).1 }
    };
    // a row a figure with a bar a policy; of the undone only those that differ
    let mut bars: Vec<Row> = Vec::new();
    let mut readouts: Vec<String> = Vec::new();
    for r in rows.iter().filter(|r| !undone || !r.agrees()) {
        let name = label(r);
        let said =
            format!("{}: {}", case(q, &r.policy, look).0, look.style(Unit::Percent).signed().text(span(r).to, None));
        match bars.iter().position(|row| row.label == name) {
            Some(k) => {
                bars[k].spans.push(span(r));
                readouts[k] = format!("{} · {said}", readouts[k]);
            }
            None => {
                readouts.push(format!("{name} · {said}"));
                bars.push(Row { label: name, spans: vec![span(r)] });
            }
        }
    }
    let most = bars.iter().map(|row| row.spans.len()).max().unwrap_or(1);
    let height = Bars::height(look.width, bars.len(), most);
    let heading = look.text(if undone { Text::StudyUndone } else { Text::StudyCustomers });
    let subtitle = look.text(if undone { Text::StudyUndoneSubtitle } else { Text::StudyAgreementSubtitle });
    let mut legend: Vec<(Slot, String)> = Vec::new();
    for r in rows {
        let (name, slot) = case(q, &r.policy, look);
        if !legend.iter().any(|(known, _)| *known == slot) {
            legend.push((slot, name));
        }
    }
    let number = look.style(Unit::Percent).signed();
    let x = Axis { title: look.text(Text::StudyAgreementAxis), number, range: None };
    let chart = Bars { frame: look.frame(height, &heading), rows: bars, x, legend };
    let mut frame = chart_frame(look, heading.clone(), subtitle, || chart.chart());
    let cells = |r: &Compare| {
        let difference = number.text(over(r, r.simulated - r.aggregate), None);
        let verdict = look.text(if r.agrees() { Text::StudyAgrees } else { Text::StudyDiffers });
        vec![
            figure(r.figure, look),
            averaging(r.reading, look),
            case(q, &r.policy, look).0,
            plain(r.aggregate),
            format!("{} ±{}", plain(r.simulated), plain(r.margin())),
            difference,
            look.style(Unit::Percent).text(r.resolution(), None),
            verdict,
        ]
    };
    let columns = [
        Text::StudyFigure,
        Text::StudyReading,
        Text::StudyFieldPolicy,
        Text::StudyEquations,
        Text::StudySimulated,
        Text::StudyDifference,
        Text::StudyWouldNotice,
        Text::StudyVerdict,
    ];
    frame.table = Table {
        caption: heading.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: rows.iter().map(cells).collect(),
    };
    frame.readouts = readouts;
    frame.explain = vec![look.text(Text::StudyAgreementExplain)];
    frame.summary = heading;
    ChartView { height, frame }
}

/// How many rows agree.
pub fn agreement_words(a: &Agreement, look: RenderContext) -> Vec<String> {
    let agree = a.must.iter().filter(|r| r.agrees()).count().to_string();
    let all = a.must.len().to_string();
    vec![look.words().with(Text::StudyAgreementCount, &[("agree", &agree), ("all", &all)])]
}
