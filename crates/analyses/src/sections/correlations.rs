//! Correlations: which assumptions go together, as stated and as drawn.

use super::style;
use crate::figures::coefficient;
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Finding, Report, Table};
use crate::rounds::AnalysisPlan;
use crate::section::{DrawsRead, Family, Group, Section};
use aftercast_compute::Order;
use aftercast_compute::rounds::Rounds;
use aftercast_engine::analysis::correlations::{CorrelationReport, Realised, realised};
use aftercast_engine::analysis::{Job, JobOutput, Rows};
use aftercast_i18n::numbers::DisplayUnit;
use aftercast_i18n::{Text, assumption_label};
use aftercast_scenario::{AssumptionId, Futures};
use aftercast_wording::words::{Words, trimmed};
use serde_json::{Value, json};

/// Which assumptions go together.
pub const SECTION: Section = Section {
    groups: &[Group::Correlation],
    // assumptions alone are drawn
    draws: DrawsRead { events: false, ..DrawsRead::ALL },
    ..Section::new(Family::Drivers, "correlations", (Text::CorrelationsTitle, Text::CorrelationsIntro), &[], plan)
};

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    Ok(Box::new(Drawn(q.scenario.futures())))
}

/// Draws are looked at where the report is made: no future has to be lived through.
struct Drawn(Futures);

impl Rounds for Drawn {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        &self.0
    }

    fn round(&mut self) -> usize {
        0
    }

    fn order(&self, _: usize) -> Order {
        Order::Job(Job { goals: Vec::new(), keep: Vec::new(), rows: Rows::Drawn { first: 0, draws: 0 } })
    }

    fn take(&mut self, _: Vec<JobOutput>) {}

    fn report(&self) -> Finding {
        Box::new(realised(&self.0))
    }
}

fn label(id: AssumptionId, words: Words) -> String {
    assumption_label(id).to(words.0).to_owned()
}

/// "1 Delivery": names of rows carry the numbers that columns are called by.
fn numbered(r: &CorrelationReport, words: Words) -> Vec<String> {
    r.ids.iter().enumerate().map(|(k, id)| format!("{} {}", k + 1, label(*id, words))).collect()
}

/// Pairs that are correlated.
fn in_force(r: &CorrelationReport) -> impl Iterator<Item = &Realised> {
    r.pairs.iter().filter(|p| p.stated != 0.0)
}

impl Report for CorrelationReport {
    fn words(&self, _: &Question, words: Words) -> Vec<String> {
        let count = in_force(self).count().to_string();
        let mut lines = vec![words.with(Text::CorrelationsCount, &[("count", &count)])];
        let own: Vec<String> = self
            .pairs
            .iter()
            .filter(|p| p.stated != p.declared)
            .map(|p| {
                let (first, second) = (label(p.pair.0, words), label(p.pair.1, words));
                let [from, to] = [p.declared, p.stated].map(|rho| trimmed(rho, 3));
                let holes = [("first", first.as_str()), ("second", &second), ("from", &from), ("to", &to)];
                words.with(Text::CorrelationsOwn, &holes)
            })
            .collect();
        lines.extend(own);
        let far = self.pairs.iter().map(|p| (p.scores - p.stated).abs()).fold(0.0, f64::max);
        let draws = trimmed(self.draws as f64, 0);
        let number = style(words, DisplayUnit::Plain);
        lines.push(words.with(Text::CorrelationsDrawn, &[("draws", &draws), ("far", &number.to_digits(far, 1))]));
        lines
    }

    fn tables(&self, _: &Question, words: Words) -> Vec<Table> {
        vec![pairs_table(self, words), matrix_table(self, words)]
    }

    fn json(&self, _: &Question) -> Value {
        let pair = |p: &Realised| {
            json!({ "pair": [p.pair.0.name(), p.pair.1.name()], "declared": p.declared, "rho": p.stated,
                "scores_drawn": p.scores, "rank_expected": p.rank_expected, "rank_drawn": p.rank })
        };
        let ids: Vec<&str> = self.ids.iter().map(|id| id.name()).collect();
        json!({ "draws": self.draws, "correlations": self.pairs.iter().map(pair).collect::<Vec<_>>(),
            "assumptions": ids, "matrix": self.matrix })
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["correlations", "correlation-pairs"]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        match name {
            "correlations" => Some(pictures::matrix(q, self, look)),
            "correlation-pairs" => Some(pictures::pairs(q, self, look)),
            _ => None,
        }
    }
}

fn pairs_table(r: &CorrelationReport, words: Words) -> Table {
    let row = |p: &Realised| {
        vec![
            label(p.pair.0, words),
            label(p.pair.1, words),
            trimmed(p.declared, 3),
            trimmed(p.stated, 3),
            trimmed(p.scores, 3),
            trimmed(p.rank_expected, 3),
            p.rank.map_or_else(|| "–".to_owned(), |rank| trimmed(rank, 3)),
        ]
    };
    let columns = [
        Text::CorrelationsFirst,
        Text::CorrelationsSecond,
        Text::CorrelationsDeclared,
        Text::CorrelationsInForce,
        Text::CorrelationsScores,
        Text::CorrelationsRankExpected,
        Text::CorrelationsRank,
    ];
    Table {
        caption: words.to(Text::CorrelationsPairs),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: r.pairs.iter().map(row).collect(),
    }
}

fn matrix_table(r: &CorrelationReport, words: Words) -> Table {
    let row = |(name, row): (String, &Vec<f64>)| {
        std::iter::once(name).chain(row.iter().map(|rho| coefficient(*rho))).collect::<Vec<_>>()
    };
    Table {
        caption: words.to(Text::CorrelationsMatrix),
        columns: std::iter::once(words.to(Text::StudyAssumption))
            .chain((1..=r.ids.len()).map(|k| k.to_string()))
            .collect(),
        rows: numbered(r, words).into_iter().zip(&r.matrix).map(row).collect(),
    }
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::*;
    use crate::picture::{ChartView, RenderContext, chart_frame};
    use aftercast_plot::bars::{Bars, Row, Span};
    use aftercast_plot::heat::{Cell, Heat};
    use aftercast_plot::{Axis, Slot};

    const STATED: Slot = Slot::Policy(0);
    const DRAWN: Slot = Slot::Policy(1);
    /// Below this width the numbers of the matrix have no room in their cells, CSS pixels.
    const NARROW: f64 = 560.0;

    fn explained(look: RenderContext) -> Vec<String> {
        [Text::CorrelationsExplain, Text::CorrelationsChange].map(|t| look.text(t)).to_vec()
    }

    /// What is in force between those of which something is said.
    pub fn matrix(q: &Question, r: &CorrelationReport, look: RenderContext) -> ChartView {
        let height = 110.0 + 26.0 * r.ids.len() as f64;
        let cells = r.matrix.iter().enumerate().flat_map(|(i, row)| {
            row.iter().enumerate().map(move |(j, &rho)| match rho {
                // one with itself says nothing
                _ if i == j => Cell { value: f64::NAN, text: "1".to_owned() },
                0.0 => Cell { value: 0.0, text: "·".to_owned() },
                rho => Cell { value: rho, text: coefficient(rho).replace("0.", ".") },
            })
        });
        // a narrow cell has a tint and no number: it can be read off
        let cells = cells.map(|cell| if look.width < NARROW { Cell { text: String::new(), ..cell } } else { cell });
        let summary = r.words(q, look.words()).join(" ");
        let heading = look.text(Text::CorrelationsMatrix);
        let heat = Heat {
            frame: look.frame(height, &summary),
            title: String::new(),
            groups: Vec::new(),
            columns: (1..=r.ids.len()).map(|k| k.to_string()).collect(),
            rows: numbered(r, look.words()),
            cells: cells.collect(),
            keys: [Text::CorrelationsAgainst, Text::CorrelationsTogether].map(|t| look.text(t)),
        };
        let mut frame = chart_frame(look, heading, look.text(Text::CorrelationsMatrixSubtitle), || heat.chart());
        frame.table = matrix_table(r, look.words());
        let names: Vec<String> = r.ids.iter().map(|id| label(*id, look.words())).collect();
        let read = |(i, row): (usize, &Vec<f64>)| {
            let names = &names;
            row.iter()
                .enumerate()
                .map(move |(j, rho)| format!("{} · {}: {}", names[i], names[j], coefficient(*rho)))
                .collect::<Vec<_>>()
        };
        frame.readouts = r.matrix.iter().enumerate().flat_map(read).collect();
        frame.explain = explained(look);
        frame.summary = summary;
        ChartView { height, frame }
    }

    /// Pair by pair, beside what the draws have.
    pub fn pairs(q: &Question, r: &CorrelationReport, look: RenderContext) -> ChartView {
        let span = |to: f64, slot| Span { from: 0.0, to, whisker: None, slot };
        let row = |p: &Realised| Row {
            label: format!("{} · {}", label(p.pair.0, look.words()), label(p.pair.1, look.words())),
            spans: vec![span(p.stated, STATED), span(p.scores, DRAWN)],
        };
        let rows: Vec<Row> = r.pairs.iter().map(row).collect();
        let height = Bars::height(look.width, rows.len(), 2);
        let summary = r.words(q, look.words()).join(" ");
        let legend = vec![(STATED, look.text(Text::CorrelationsInForce)), (DRAWN, look.text(Text::CorrelationsScores))];
        let x = Axis {
            title: look.text(Text::CorrelationsAxis),
            number: look.style(DisplayUnit::Plain),
            range: Some((-1.0, 1.0)),
        };
        let bars = Bars { frame: look.frame(height, &summary), rows, x, legend };
        let draws = trimmed(r.draws as f64, 0);
        let subtitle = look.words().with(Text::CorrelationsPairsSubtitle, &[("draws", &draws)]);
        let mut frame = chart_frame(look, look.text(Text::CorrelationsPairs), subtitle, || bars.chart());
        frame.table = pairs_table(r, look.words());
        frame.readouts =
            frame.table.rows.iter().map(|row| format!("{} · {}: {} · {}", row[0], row[1], row[3], row[4])).collect();
        frame.explain = explained(look);
        frame.summary = summary;
        ChartView { height, frame }
    }
}
