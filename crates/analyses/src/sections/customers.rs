//! Customers simulated one by one beside the equations: where the two must agree, and what each averaging of the equations does.

use super::{keyed, style};
use crate::figures::plain;
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Finding, Report, Table};
use crate::rounds::AnalysisPlan;
use crate::section::{DrawsRead, Family, Section};
use crate::settings::Field;
use crate::terminal;
use aftercast_compute::tasks::{Task, customers};
use aftercast_compute::{Order, rounds::Rounds};
use aftercast_engine::analysis::JobOutput;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::DisplayUnit;
use aftercast_microsim::{Averaging, FIGURES, Figure, MonthSeen};
use aftercast_scenario::Futures;
use aftercast_scenario::json::write;
use aftercast_validation::agreement::{ALPHA, Agreement, Comparison, ComparisonRow};
use aftercast_wording::words::Words;
use serde_json::{Value, json};

/// Customers one by one beside the equations.
pub const SECTION: Section = Section::new(
    Family::Quality,
    "customers",
    (Text::StudyCustomers, Text::StudyCustomersIntro),
    &[Field::Customers, Field::Readings],
    plan,
)
// each customer lives in the central future, with dice of the seed
.reading(DrawsRead { seed: true, ..DrawsRead::NONE })
.taking(|q| {
    let averagings = if q.settings.all_readings { 8.0 } else { 1.0 };
    3.7 * q.settings.customers as f64 * averagings
});

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    Customers::of(q)
}

impl Report for Agreement {
    fn words(&self, _: &Question, words: Words) -> Vec<String> {
        sentences(self, words)
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, &self.must, false, words), table(q, &self.undone, true, words)]
    }

    fn json(&self, q: &Question) -> Value {
        json_of(&named(self, q), q.settings.customers, q.scenario.settings().seed)
    }

    fn terminal(&self, q: &Question) -> String {
        terminal_of(&named(self, q), q.settings.customers, q.scenario.settings().seed)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        if self.undone.is_empty() { &["agreement"] } else { &["agreement", "undone"] }
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        match name {
            "agreement" => Some(pictures::agreement(q, &self.must, false, look)),
            "undone" => Some(pictures::agreement(q, &self.undone, true, look)),
            _ => None,
        }
    }
}

/// Independent replications of the customers.
pub const REPLICATIONS: u64 = 16;

/// Customers one by one beside the equations.
struct Customers {
    futures: Futures,
    scenario: String,
    count: usize,
    all: bool,
    comparison: Comparison,
    readings: Vec<Averaging>,
    seen: Option<Vec<MonthSeen>>,
}

impl Customers {
    /// The customers of a question, under the document's policies; every averaging is undone in turn where the settings say so.
    ///
    /// # Errors
    /// A company without a baseline, in words.
    fn of(q: &Question) -> Result<AnalysisPlan, Refusal> {
        let (futures, draft) = (q.scenario.futures(), &q.document);
        let (count, all) = (q.settings.customers, q.settings.all_readings);
        let scenario = write(draft);
        let (comparison, readings) = customers(&scenario, count, REPLICATIONS, all)?;
        Ok(Box::new(Self { futures, scenario, count, all, comparison, readings, seen: None }))
    }
}

impl Rounds for Customers {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        if self.seen.is_none() { self.comparison.jobs(&self.readings).len() } else { 0 }
    }

    fn order(&self, job: usize) -> Order {
        let (scenario, customers, all) = (self.scenario.clone(), self.count, self.all);
        Order::Task(Task::Customers { scenario, customers, replications: REPLICATIONS, job, all }, Vec::new())
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        let seen = |output: JobOutput| -> MonthSeen {
            let mut month = [f64::NAN; FIGURES];
            month.iter_mut().zip(output.values).for_each(|(slot, value)| *slot = value);
            month
        };
        self.seen = Some(outputs.into_iter().map(seen).collect());
    }

    fn report(&self) -> Finding {
        let seen = self.seen.as_deref().unwrap_or_default();
        Box::new(self.comparison.table(&self.readings, seen))
    }
}

fn figure(f: Figure, words: Words) -> String {
    keyed(&format!("study_figure_{}", f.name()), words)
}

fn averaging(r: Averaging, words: Words) -> String {
    keyed(&format!("reading_{}", r.name()), words)
}

const fn heading(undone: bool) -> Text {
    if undone { Text::StudyUndone } else { Text::StudyCustomers }
}

/// The rows under the names of their policies: workers know them by number.
fn named(agreement: &Agreement, q: &Question) -> Agreement {
    let mut named = agreement.clone();
    for row in named.must.iter_mut().chain(&mut named.undone) {
        row.policy = q.label(row.policy.parse().ok());
    }
    named
}

/// A number over what the equations say.
fn over(r: &ComparisonRow, x: f64) -> f64 {
    if r.aggregate == 0.0 { 0.0 } else { x / r.aggregate.abs() }
}

fn table(q: &Question, rows: &[ComparisonRow], undone: bool, words: Words) -> Table {
    let number = style(words, DisplayUnit::Percent).signed();
    let cells = |r: &ComparisonRow| {
        let difference = number.text(over(r, r.simulated - r.aggregate), None);
        let verdict = words.to(if r.agrees() { Text::StudyAgrees } else { Text::StudyDiffers });
        vec![
            figure(r.figure, words),
            averaging(r.reading, words),
            q.name(r.policy.parse().ok(), words),
            plain(r.aggregate),
            format!("{} ±{}", plain(r.simulated), plain(r.margin())),
            difference,
            style(words, DisplayUnit::Percent).text(r.resolution(), None),
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
    Table {
        caption: words.to(heading(undone)),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: rows.iter().map(cells).collect(),
    }
}

/// How many rows agree.
fn sentences(a: &Agreement, words: Words) -> Vec<String> {
    let agree = a.must.iter().filter(|r| r.agrees()).count().to_string();
    let all = a.must.len().to_string();
    vec![words.with(Text::StudyAgreementCount, &[("agree", &agree), ("all", &all)])]
}

fn number(x: f64) -> String {
    match x.abs() {
        s if s >= 1e6 => format!("{:.3} M", x / 1e6),
        s if s >= 1e3 => format!("{x:.0}"),
        s if s >= 10.0 => format!("{x:.3}"),
        _ => format!("{x:.4}"),
    }
}

fn printed(r: &ComparisonRow) -> [String; 7] {
    let difference = if r.aggregate == 0.0 { 0.0 } else { 100.0 * (r.simulated / r.aggregate - 1.0) };
    [
        r.policy.clone(),
        r.figure.name().to_owned(),
        number(r.aggregate),
        format!("{} ±{}", number(r.simulated), number(r.margin())),
        format!("{difference:+.2}%"),
        format!("{:.2}%", 100.0 * r.resolution()),
        if r.agrees() { "agrees".to_owned() } else { "DIFFERS".to_owned() },
    ]
}

/// The comparison as a terminal shows it; so many customers were simulated with this seed.
pub fn terminal_of(agreement: &Agreement, customers: usize, seed: u64) -> String {
    let head = ["policy", "figure", "equations", "customers", "difference", "would notice", "verdict"];
    let agree = agreement.must.iter().filter(|r| r.agrees()).count();
    let mut text = format!(
        "{} customers in {REPLICATIONS} replications, seed {}; means over the horizon, customers at its end.\n\
         ± is the confidence interval: a correct model fails anywhere in this table in {}% of runs.\n\
         Must agree: {agree} of {} rows do.\n{}\n",
        customers,
        seed,
        100.0 * ALPHA,
        agreement.must.len(),
        terminal::table(head, agreement.must.iter().map(printed))
    );
    let differ: Vec<&ComparisonRow> = agreement.undone.iter().filter(|r| !r.agrees()).collect();
    text.push_str(&format!(
        "\nWhere the equations average: one averaging undone each, {} of {} rows differ (a finding, not a failure).\n{}",
        differ.len(),
        agreement.undone.len(),
        terminal::table(
            ["reading", "policy", "figure", "equations", "customers", "difference"],
            differ.iter().map(|r| {
                let [policy, figure, aggregate, simulated, difference, _, _] = printed(r);
                [r.reading.name().to_owned(), policy, figure, aggregate, simulated, difference]
            })
        )
    ));
    text
}

/// The comparison as JSON; so many customers were simulated with this seed.
pub fn json_of(agreement: &Agreement, customers: usize, seed: u64) -> Value {
    let rows = |rows: &[ComparisonRow]| -> Vec<Value> {
        rows.iter()
            .map(|r| {
                json!({ "policy": r.policy, "reading": r.reading.name(), "figure": r.figure.name(), "aggregate": r.aggregate,
                    "simulated": r.simulated, "standard_error": r.error, "critical": r.critical, "margin": r.margin(),
                    "resolution": r.resolution(), "agrees": r.agrees() })
            })
            .collect()
    };
    json!({ "engine_version": aftercast_engine::VERSION, "customers": customers, "replications": REPLICATIONS,
        "seed": seed, "alpha": ALPHA, "must_agree": rows(&agreement.must), "averaging_undone": rows(&agreement.undone) })
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::*;
    use crate::picture::{ChartView, RenderContext, chart_frame, slot};
    use aftercast_plot::bars::{Bars, Row, Span};
    use aftercast_plot::{Axis, Slot};

    /// The name of a case: empty is today, a number a policy.
    fn case(q: &Question, name: &str, look: RenderContext) -> (String, Slot) {
        let which = name.parse::<usize>().ok();
        (q.name(which, look.words()), slot(which))
    }

    /// Customers one by one beside the equations; `undone`: with one averaging undone each.
    pub fn agreement(q: &Question, rows: &[ComparisonRow], undone: bool, look: RenderContext) -> ChartView {
        let label = |r: &ComparisonRow| {
            if undone {
                format!("{}: {}", averaging(r.reading, look.words()), figure(r.figure, look.words()))
            } else {
                figure(r.figure, look.words())
            }
        };
        let span = |r: &ComparisonRow| {
            let to = over(r, r.simulated - r.aggregate);
            let margin = over(r, r.margin());
            Span { from: 0.0, to, whisker: Some((to - margin, to + margin)), slot: case(q, &r.policy, look).1 }
        };
        // a row a figure with a bar a policy; of the undone only those that differ
        let mut bars: Vec<Row> = Vec::new();
        let mut readouts: Vec<String> = Vec::new();
        for r in rows.iter().filter(|r| !undone || !r.agrees()) {
            let name = label(r);
            let said = format!(
                "{}: {}",
                case(q, &r.policy, look).0,
                look.style(DisplayUnit::Percent).signed().text(span(r).to, None)
            );
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
        let title = look.text(heading(undone));
        let subtitle = look.text(if undone { Text::StudyUndoneSubtitle } else { Text::StudyAgreementSubtitle });
        let mut legend: Vec<(Slot, String)> = Vec::new();
        for r in rows {
            let (name, slot) = case(q, &r.policy, look);
            if !legend.iter().any(|(known, _)| *known == slot) {
                legend.push((slot, name));
            }
        }
        let number = look.style(DisplayUnit::Percent).signed();
        let x = Axis { title: look.text(Text::StudyAgreementAxis), number, range: None };
        let chart = Bars { frame: look.frame(height, &title), rows: bars, x, legend };
        let mut frame = chart_frame(look, title.clone(), subtitle, || chart.chart());
        frame.table = table(q, rows, undone, look.words());
        frame.readouts = readouts;
        frame.explain = vec![look.text(Text::StudyAgreementExplain)];
        frame.summary = title;
        ChartView { height, frame }
    }
}
