//! The spider chart: the result as each assumption goes over its percentiles, all others at their central value.

use super::{nothing_varies, of_subject, style};
use crate::figures::assumed;
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, single_round};
use crate::section::{DrawsRead, Family, Section};
use crate::settings::Field;
use aftercast_engine::analysis::spider::{LEVELS, Spider, SpiderLine, SpiderReport};
use aftercast_i18n::{Text, assumption_label};
use aftercast_wording::words::{Words, trimmed};
use serde_json::{Value, json};

/// The result as each assumption goes over its percentiles.
pub const SECTION: Section = Section::new(
    Family::Drivers,
    "spider",
    (Text::SpiderTitle, Text::SpiderIntro),
    &[Field::Outcome, Field::Policy, Field::Against],
    plan,
)
// of the central future
.reading(DrawsRead::NONE);

/// Lines that are shown; the JSON has them all.
const SHOWN: usize = 8;

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let target = q.target()?;
    Ok(single_round(Spider::new(q.scenario.futures(), target), |r| Box::new(r)))
}

/// The lines that move the result most.
fn shown(r: &SpiderReport) -> impl Iterator<Item = &SpiderLine> {
    r.lines.iter().filter(|line| line.width() > 0.0).take(SHOWN)
}

impl Report for SpiderReport {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        let Some(first) = self.lines.first().filter(|_| self.varies) else {
            return nothing_varies(q, self.central, words);
        };
        let number = style(words, q.unit());
        let last = LEVELS.len() - 1;
        let holes = [
            ("assumption", assumption_label(first.id).to(words.0).to_owned()),
            ("from", assumed(first.id, first.values[0], words.0)),
            ("to", assumed(first.id, first.values[last], words.0)),
            ("low", number.text(first.outcomes[0], None)),
            ("high", number.text(first.outcomes[last], None)),
            ("central", number.text(self.central, None)),
        ];
        let mut lines = vec![words.with(Text::SpiderFirst, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))];
        let quoted = |line: &SpiderLine| format!("“{}”", assumption_label(line.id).to(words.0));
        let turning: Vec<String> = shown(self).filter(|line| line.turns()).map(quoted).collect();
        if !turning.is_empty() {
            let list = turning.join(Text::SeparatorItems.to(words.0));
            lines.push(words.with(Text::SpiderTurns, &[("list", &list)]));
        }
        lines
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, self, words)]
    }

    fn json(&self, _: &Question) -> Value {
        let line = |line: &SpiderLine| {
            json!({ "assumption": line.id.name(), "unit": line.id.spec().unit, "values": line.values,
                "outcomes": line.outcomes, "turns": line.turns() })
        };
        json!({ "central": self.central, "percentiles": LEVELS, "varies": self.varies,
            "lines": self.lines.iter().map(line).collect::<Vec<_>>() })
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        if self.varies { &["spider"] } else { &[] }
    }

    #[cfg(feature = "pictures")]
    fn title(&self, _: &Question) -> Option<usize> {
        self.varies.then_some(0)
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        (name == "spider").then(|| pictures::spider(q, self, look))
    }
}

/// A row an assumption, a column a percentile; one row of the central run where nothing moves it.
fn table(q: &Question, r: &SpiderReport, words: Words) -> Table {
    let number = style(words, q.unit());
    let row = |line: &SpiderLine| {
        let label = assumption_label(line.id).to(words.0).to_owned();
        let cells = line.values.iter().zip(&line.outcomes);
        let cells = cells.map(|(x, y)| format!("{} ({})", number.text(*y, None), assumed(line.id, *x, words.0)));
        std::iter::once(label).chain(cells).collect::<Vec<_>>()
    };
    let level = |p: &f64| words.with(Text::PercentilesPercent, &[("p", &trimmed(100.0 * p, 0))]);
    let mut rows: Vec<Vec<String>> = shown(r).map(row).collect();
    if rows.is_empty() {
        let central = number.text(r.central, None);
        let cells = LEVELS.iter().map(|_| central.clone());
        rows.push(std::iter::once("–".to_owned()).chain(cells).collect());
    }
    Table {
        caption: of_subject(q, words),
        columns: std::iter::once(words.to(Text::StudyAssumption)).chain(LEVELS.iter().map(level)).collect(),
        rows,
    }
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::*;
    use crate::figures::outcome;
    use crate::picture::{ChartView, RenderContext, chart_frame};
    use aftercast_plot::lines::{Lines, Trace, slot_of_line};
    use aftercast_plot::{Axis, DisplayUnit};

    /// Height of the picture.
    const HEIGHT: f64 = 460.0;

    /// A line an assumption, named at its end.
    pub fn spider(q: &Question, r: &SpiderReport, look: RenderContext) -> ChartView {
        let number = look.style(q.unit());
        let trace = |(k, line): (usize, &SpiderLine)| Trace {
            slot: slot_of_line(k),
            label: assumption_label(line.id).to(look.locale).to_owned(),
            points: LEVELS.iter().copied().zip(line.outcomes).collect(),
        };
        let lines: Vec<Trace> = shown(r).enumerate().map(trace).collect();
        let summary = r.words(q, look.words()).join(" ");
        let readouts = shown(r).flat_map(|line| {
            let name = assumption_label(line.id).to(look.locale);
            line.values
                .iter()
                .zip(&line.outcomes)
                .map(move |(x, y)| format!("{name}: {} · {}", assumed(line.id, *x, look.locale), number.text(*y, None)))
        });
        let readouts = readouts.collect();
        let count = lines.len().to_string();
        let x = Axis { title: look.text(Text::SpiderAxis), number: look.style(DisplayUnit::Percent), range: None };
        let y = look.axis(look.text(outcome(q.settings.outcome)), number);
        let level =
            Some((r.central, look.words().pair(&look.text(Text::SpiderCentral), &number.text(r.central, None))));
        let chart = Lines { frame: look.frame(HEIGHT, &summary), lines, named_at_ends: true, x, y, level };
        let subtitle = look.words().with(Text::SpiderSubtitle, &[("shown", &count)]);
        let mut frame = chart_frame(look, of_subject(q, look.words()), subtitle, || chart.chart());
        frame.table = table(q, r, look.words());
        frame.readouts = readouts;
        frame.explain = vec![look.text(Text::SpiderExplain)];
        frame.summary = summary;
        ChartView { height: HEIGHT, frame }
    }
}
