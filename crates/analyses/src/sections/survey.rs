//! The report's figures beside the model: what was reported, what the model says, and what would reconcile the two.

use super::{keyed, style};
use crate::figures::{assumed, plain};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, SingleTask};
use crate::section::{DrawsRead, Family, Section};
use crate::terminal;
use aftercast_compute::tasks::{SURVEY, Task, compared};
use aftercast_i18n::numbers::{DisplayUnit, of_hundred};
use aftercast_i18n::{Locale, Text, assumption_label};
use aftercast_validation::survey::{CLOSE, Compared, SurveyVerdict};
use aftercast_wording::words::Words;
use serde_json::{Value, json};

/// The report's figures beside the model.
pub const SECTION: Section = Section {
    draws: DrawsRead::NONE,
    ..Section::new(Family::Quality, "survey", (Text::StudySurvey, Text::StudySurveyIntro), &[], plan)
        .taking(|_| 18_000.0)
};

/// Draws of our uncertainty beside the report's figures.
pub const DRAWS: u64 = 256;

/// Every figure with its verdict, the worst first.
#[derive(Clone, Debug)]
pub struct Survey(pub Vec<Compared>);

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    Ok(SingleTask::of(q.scenario.futures(), Task::Survey { draws: DRAWS }, |output| {
        Box::new(Survey(output.values.chunks_exact(SURVEY).filter_map(compared).collect()))
    }))
}

impl Report for Survey {
    fn words(&self, _: &Question, words: Words) -> Vec<String> {
        sentences(&self.0, words)
    }

    fn tables(&self, _: &Question, words: Words) -> Vec<Table> {
        vec![table(&self.0, words)]
    }

    fn json(&self, _: &Question) -> Value {
        json!({ "survey": json_of(&self.0) })
    }

    fn terminal(&self, _: &Question) -> String {
        terminal_of(&self.0)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["survey"]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, _: &Question, look: RenderContext) -> Option<ChartView> {
        (name == "survey").then(|| pictures::survey(&self.0, look))
    }
}

fn name(c: &Compared, words: Words) -> String {
    keyed(&format!("survey_{}", c.item.key), words)
}

fn reconciled(c: &Compared, words: Words) -> String {
    if c.gap <= CLOSE {
        return "–".to_owned();
    }
    let one = |r: &aftercast_validation::survey::Reconciles| {
        let value = assumed(r.assumption, r.value, words.0);
        let doubt = if r.believed { String::new() } else { format!(" ({})", words.to(Text::StudyBeyond)) };
        format!("{} = {value}{doubt}", assumption_label(r.assumption).to(words.0))
    };
    let joint = Text::SeparatorClauses.to(words.0);
    if c.reconciles.is_empty() {
        words.to(Text::StudyNoSingle)
    } else {
        c.reconciles.iter().map(one).collect::<Vec<_>>().join(joint)
    }
}

fn table(rows: &[Compared], words: Words) -> Table {
    let maybe = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), plain);
    let cells = |c: &Compared| {
        let ours = match c.spread {
            Some([low, _, high]) => {
                let range = format!("{} – {}", plain(low), plain(high));
                // in the others there is no such number: the range says nothing of them
                let often = (c.defined < 1.0).then(|| of_hundred(c.defined, None, words.0));
                let often =
                    often.map(|often| format!("{}{often}", Text::SeparatorClauses.to(words.0))).unwrap_or_default();
                format!("{} ({range}{often})", maybe(c.central))
            }
            None => maybe(c.central),
        };
        let gap =
            if c.gap.is_finite() { style(words, DisplayUnit::Percent).text(c.gap, None) } else { "–".to_owned() };
        let verdict = keyed(&format!("verdict_{}", c.verdict.name()), words);
        vec![name(c, words), verdict, plain(c.reported), maybe(c.face_value), ours, gap, reconciled(c, words)]
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
    Table {
        caption: words.to(Text::StudySurvey),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: rows.iter().map(cells).collect(),
    }
}

/// How many figures agree.
fn sentences(rows: &[Compared], words: Words) -> Vec<String> {
    use SurveyVerdict::{Agrees, ByConstruction, Disagrees, NotDefined, WithinUncertainty};
    let count = |wanted: &[SurveyVerdict]| rows.iter().filter(|c| wanted.contains(&c.verdict)).count().to_string();
    let (all, agree) = (rows.len().to_string(), count(&[Agrees, ByConstruction]));
    let (within, disagree) = (count(&[WithinUncertainty]), count(&[Disagrees, NotDefined]));
    let holes = [("all", all.as_str()), ("agree", &agree), ("within", &within), ("disagree", &disagree)];
    vec![words.with(Text::StudySurveyCount, &holes)]
}

/// The figures as JSON, a row a figure.
pub fn json_of(rows: &[Compared]) -> Vec<Value> {
    rows
        .iter()
        .map(|r| {
            let reconciles: Vec<Value> = r
                .reconciles
                .iter()
                .map(|x| {
                    json!({ "assumption": x.assumption.name(), "value": x.value, "believed": x.believed,
                        "distance": x.distance })
                })
                .collect();
            json!({ "evidence": r.item.evidence, "key": r.item.key, "reported": r.reported, "face_value": r.face_value,
                "central": r.central, "quantiles_5_50_95": r.spread, "defined": r.defined,
                "gap": r.gap.is_finite().then_some(r.gap), "verdict": r.verdict.name(), "by_construction": r.item.by_construction,
                "reconciles": reconciles })
        })
        .collect()
}

/// The figures as a terminal shows them.
pub fn terminal_of(rows: &[Compared]) -> String {
    terminal::table(
        ["evidence", "figure", "reported", "face value", "ours", "5 to 95%", "gap", "verdict", "reconciled by"],
        rows.iter().map(printed),
    )
}

fn printed(r: &Compared) -> [String; 9] {
    let maybe = |x: Option<f64>| x.map_or("–".to_owned(), short);
    [
        r.item.evidence.to_owned(),
        name(r, Words(Locale::English)),
        short(r.reported),
        maybe(r.face_value),
        maybe(r.central),
        r.spread.map_or("–".to_owned(), |[low, _, high]| {
            let range = format!("{} to {}", short(low), short(high));
            // in the others there is no such number: the range says nothing of them
            if r.defined < 1.0 { format!("{range} in {:.0} of 100", 100.0 * r.defined) } else { range }
        }),
        if r.gap.is_finite() { format!("{:.0}%", 100.0 * r.gap) } else { "–".to_owned() },
        keyed(&format!("verdict_{}", r.verdict.name()), Words(Locale::English)),
        reconciled_by(r),
    ]
}

fn reconciled_by(r: &Compared) -> String {
    if r.gap <= CLOSE {
        return String::new();
    }
    if r.reconciles.is_empty() {
        return "no single assumption".to_owned();
    }
    let one = |x: &aftercast_validation::survey::Reconciles| {
        let doubt = if x.believed { "" } else { " (beyond belief)" };
        format!("{} = {}{doubt}", x.assumption.name(), short(x.value))
    };
    r.reconciles.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// About four figures.
fn short(x: f64) -> String {
    match x.abs() {
        s if s >= 1e3 => format!("{x:.0}"),
        s if s >= 100.0 => format!("{x:.1}"),
        s if s >= 1.0 => format!("{x:.2}"),
        _ => format!("{x:.4}"),
    }
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::*;
    use crate::picture::{ChartView, RenderContext, chart_frame};
    use aftercast_plot::bars::{Bars, Row, Span};
    use aftercast_plot::{Axis, Slot};

    const OURS: Slot = Slot::Policy(0);
    const FAILS: Slot = Slot::Policy(1);

    /// The report's figures beside the model.
    pub fn survey(rows: &[Compared], look: RenderContext) -> ChartView {
        let over = |c: &Compared, x: f64| x / c.reported - 1.0;
        let span = |c: &Compared| Span {
            from: 0.0,
            to: c.central.map_or(f64::NAN, |x| over(c, x)),
            whisker: c.spread.map(|[low, _, high]| (over(c, low), over(c, high))),
            slot: if c.verdict == SurveyVerdict::Disagrees { FAILS } else { OURS },
        };
        let bars: Vec<Row> = rows.iter().map(|c| Row { label: name(c, look.words()), spans: vec![span(c)] }).collect();
        let height = Bars::height(look.width, bars.len(), 1);
        let summary = sentences(rows, look.words()).join(" ");
        let number = look.style(DisplayUnit::Percent).signed();
        // one figure four times the reported would flatten all the others
        let x = Axis { title: look.text(Text::StudySurveyAxis), number, range: Some((-1.0, 1.5)) };
        let legend =
            vec![(FAILS, look.text(Text::VerdictDisagrees)), (OURS, look.text(Text::VerdictWithinUncertainty))];
        let chart = Bars { frame: look.frame(height, &summary), rows: bars, x, legend };
        let subtitle = look.text(Text::StudySurveySubtitle);
        let mut frame = chart_frame(look, look.text(Text::StudySurvey), subtitle, || chart.chart());
        frame.table = table(rows, look.words());
        frame.readouts =
            frame.table.rows.iter().map(|r| format!("{} · {} · {} → {}", r[0], r[1], r[2], r[4])).collect();
        frame.explain = vec![look.text(Text::StudySurveyExplain)];
        frame.summary = summary;
        ChartView { height, frame }
    }
}
