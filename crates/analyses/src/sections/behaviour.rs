//! Behaviour checks: what the model must do at the corners of its inputs.

use crate::figures::plain;
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, SingleTask};
use crate::section::{DrawsRead, Family, Section};
use crate::terminal;
use aftercast_compute::tasks::{CHECK, Task};
use aftercast_i18n::{Locale, Text};
use aftercast_validation::behaviour::{CHECKS, Outcome, Rule, Unjudged, Verdict};
use aftercast_wording::words::{Words, trimmed};
use serde_json::{Value, json};

/// What the model must do at its corners.
pub const SECTION: Section = Section {
    draws: DrawsRead::NONE,
    ..Section::new(Family::Quality, "behaviour", (Text::StudyBehaviour, Text::StudyBehaviourIntro), &[], plan)
        .taking(|_| 4000.0)
};

/// Every check with its verdict. Verdicts of a worker do not say where the extreme was.
#[derive(Clone, Debug, PartialEq)]
pub struct Behaviour(pub Vec<Verdict>);

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    Ok(SingleTask::of(q.scenario.futures(), Task::Behaviour, |output| {
        let verdict = |(check, row): (_, &[f64])| Verdict {
            check,
            outcome: Outcome::from_code(row[0]).unwrap_or(Outcome::Fails),
            numbers: row[1] as usize,
            seen: (row[2], row[3]),
            location: String::new(),
        };
        Box::new(Behaviour(CHECKS.iter().zip(output.values.chunks_exact(CHECK)).map(verdict).collect()))
    }))
}

impl Report for Behaviour {
    fn words(&self, _: &Question, words: Words) -> Vec<String> {
        sentences(&self.0, words)
    }

    fn tables(&self, _: &Question, words: Words) -> Vec<Table> {
        vec![table(&self.0, words)]
    }

    fn json(&self, _: &Question) -> Value {
        json!({ "checks": json_of(&self.0) })
    }

    fn terminal(&self, _: &Question) -> String {
        terminal_of(&self.0)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["behaviour"]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, _: &Question, look: RenderContext) -> Option<ChartView> {
        (name == "behaviour").then(|| pictures::behaviour(&self.0, look))
    }
}

fn said(v: &Verdict, words: Words) -> &'static str {
    if words.0 == Locale::Chinese { v.check.zh } else { v.check.en }
}

fn table(all: &[Verdict], words: Words) -> Table {
    let seen = |v: &Verdict| match v.check.rule {
        Rule::Finite => "–".to_owned(),
        Rule::Within { .. } | Rule::Moves { .. } => {
            words.with(Text::RangeFromTo, &[("low", &plain(v.seen.0)), ("high", &plain(v.seen.1))])
        }
        Rule::Balance(_) | Rule::NoOp | Rule::Returns(_) => format!("{:.1e}", v.seen.1),
    };
    let cells = |v: &Verdict| {
        let verdict = match v.outcome {
            Outcome::Holds => Text::StudyHolds,
            Outcome::Fails => Text::StudyFails,
            Outcome::NotJudged(_) => Text::StudyNotJudged,
        };
        vec![said(v, words).to_owned(), words.to(verdict), seen(v), trimmed(v.numbers as f64, 0)]
    };
    let columns = [Text::StudyCheck, Text::StudyVerdict, Text::StudySeen, Text::StudyNumbers];
    Table {
        caption: words.to(Text::StudyBehaviour),
        columns: columns.map(|t| words.to(t)).to_vec(),
        // what fails comes first
        rows: all.iter().filter(|v| v.fails()).chain(all.iter().filter(|v| !v.fails())).map(cells).collect(),
    }
}

/// How many checks hold, and those that do not.
fn sentences(all: &[Verdict], words: Words) -> Vec<String> {
    let holds = all.iter().filter(|v| v.holds()).count().to_string();
    let (count, numbers) = (all.len().to_string(), trimmed(all.iter().map(|v| v.numbers as f64).sum(), 0));
    let holes = [("holds", holds.as_str()), ("all", &count), ("numbers", &numbers)];
    let failing = all.iter().filter(|v| v.fails());
    let failing = failing.map(|v| words.with(Text::StudyBehaviourFailing, &[("check", said(v, words))]));
    let unjudged = all.iter().filter(|v| v.unjudged().is_some()).count();
    let unjudged =
        (unjudged > 0).then(|| words.with(Text::StudyBehaviourUnjudged, &[("count", &unjudged.to_string())]));
    std::iter::once(words.with(Text::StudyBehaviourCount, &holes)).chain(unjudged).chain(failing).collect()
}

/// The checks as JSON, a row a check. One that is not judged neither holds nor fails: `holds` is null, and `not_judged` says why.
pub fn json_of(all: &[Verdict]) -> Vec<Value> {
    let row = |v: &Verdict| {
        let mut row = json!({ "id": v.check.id, "en": v.check.en, "zh": v.check.zh, "holds": v.holds(), "numbers": v.numbers,
            "seen": [v.seen.0, v.seen.1], "place": v.location });
        if let Some(why) = v.unjudged() {
            row["holds"] = Value::Null;
            row["not_judged"] = json!(why.said());
        }
        row
    };
    all.iter().map(row).collect()
}

/// The checks as a terminal shows them, with the location of what fails.
pub fn terminal_of(all: &[Verdict]) -> String {
    let rows = all.iter().map(|v| {
        [
            match v.outcome {
                Outcome::Holds => "holds",
                Outcome::Fails => "FAILS",
                Outcome::NotJudged(_) => "not judged",
            }
            .to_owned(),
            v.check.en.to_owned(),
            seen(v),
            v.numbers.to_string(),
            match v.outcome {
                Outcome::Holds => String::new(),
                Outcome::Fails => v.location.clone(),
                Outcome::NotJudged(why) => why.said().to_owned(),
            },
        ]
    });
    let unjudged = all.iter().filter(|v| v.unjudged().is_some()).count();
    let unjudged = if unjudged == 0 { String::new() } else { format!("; {unjudged} are not judged at this firm") };
    format!(
        "{} of {} checks hold{unjudged}\n{}",
        all.iter().filter(|v| v.holds()).count(),
        all.len(),
        terminal::table(["verdict", "check", "seen", "numbers", "where"], rows)
    )
}

fn seen(v: &Verdict) -> String {
    let (first, last) = v.seen;
    if v.unjudged() == Some(Unjudged::Fixed) {
        return short(first);
    }
    if v.numbers == 0 {
        return "–".to_owned();
    }
    match v.check.rule {
        Rule::Finite => "–".to_owned(),
        Rule::Within { .. } | Rule::Moves { .. } => format!("{} to {}", short(first), short(last)),
        Rule::Balance(_) | Rule::NoOp | Rule::Returns(_) => format!("residual {last:.1e}"),
    }
}

/// About six figures.
fn short(x: f64) -> String {
    match x.abs() {
        s if s >= 1e6 => format!("{:.3} M", x / 1e6),
        s if s >= 1e3 => format!("{x:.1}"),
        _ => format!("{x:.4}"),
    }
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::*;
    use crate::picture::{ChartView, RenderContext, chart_frame};
    use aftercast_plot::bars::{Bars, Row, Span};
    use aftercast_plot::{DisplayUnit, Slot};

    const OURS: Slot = Slot::Policy(0);
    const FAILS: Slot = Slot::Policy(1);

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

    /// Behaviour checks by kind, with their verdicts.
    pub fn behaviour(all: &[Verdict], look: RenderContext) -> ChartView {
        let count = |wanted: usize, holds: bool| {
            let is_so = |v: &&Verdict| if holds { v.holds() } else { v.fails() };
            all.iter().filter(is_so).filter(|v| kind(&v.check.rule) == wanted).count() as f64
        };
        let span = |to: f64, slot| Span { from: 0.0, to, whisker: None, slot };
        let bars = (0..KINDS.len()).map(|k| Row {
            label: look.text(KINDS[k]),
            spans: vec![span(count(k, true), OURS), span(count(k, false), FAILS)],
        });
        let bars: Vec<Row> = bars.collect();
        let height = Bars::height(look.width, bars.len(), 2);
        let summary = sentences(all, look.words()).join(" ");
        let legend = vec![(OURS, look.text(Text::StudyHolds)), (FAILS, look.text(Text::StudyFails))];
        let x = look.axis(look.text(Text::StudyBehaviourAxis), look.style(DisplayUnit::Plain));
        let chart = Bars { frame: look.frame(height, &summary), rows: bars, x, legend };
        let subtitle = look.text(Text::StudyBehaviourSubtitle);
        let mut frame = chart_frame(look, look.text(Text::StudyBehaviour), subtitle, || chart.chart());
        frame.table = table(all, look.words());
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
}
