//! The document as a workbook: inputs, what came of every policy, month by month, and the assumptions, in full numbers.
//!
//! The worksheet of inputs begins with the columns that the import of a firm's figures looks for, so what was exported can be brought back.

use aftercast_analyses::figures::{outcome as outcome_text, unit};
use aftercast_engine::VERSION;
use aftercast_engine::run::outcome::{Outcome, Series};
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{Estimate, changes_nothing, multiple, share};
use aftercast_i18n::{Text, lever_label, lever_unit};
use aftercast_plot::DisplayUnit;
use aftercast_scenario::{LeverId, Unit};
use aftercast_sheets::{Book, Cell, Format, Worksheet};

use super::{Exported, View};
use crate::features::charts::QUANTITIES;
use crate::session::figures::{average, median, quantile};
use crate::view::Table;

/// Outcomes that are differences from today: their share above zero says something.
const DIFFERENCES: [Outcome; 7] = [
    Outcome::TotalGain,
    Outcome::Npv,
    Outcome::TerminalValue,
    Outcome::DeltaCost,
    Outcome::DeltaRevenue,
    Outcome::DeltaContribution,
    Outcome::DeltaLtv,
];

/// Whole numbers up to here are kept by a cell as they are.
const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;

impl View<'_> {
    /// The document with its results as a workbook; none while results of what is set are not complete. `address` is the address of the
    /// page, `day` the day of the export: year, month, day.
    pub fn workbook(&self, address: &str, day: (u16, u8, u8)) -> Option<Exported<Book>> {
        if !self.session.is_settled() {
            return None;
        }
        let worksheets = vec![
            self.inputs_worksheet(address, day),
            self.policies_worksheet(),
            self.months_worksheet(),
            self.assumptions_worksheet(),
        ];
        Some(Exported { name: self.file_name("workbook"), content: Book { worksheets } })
    }

    fn text(&self, text: Text) -> String {
        self.session.words().to(text)
    }

    /// Policies with their results, today first; none of what is still to be guessed.
    fn computed(&self) -> Vec<(String, &PolicyResults)> {
        let today = self.session.store().map(|store| store.baseline()).filter(|results| results.draws() > 0);
        let own = (0..self.session.document.policies.len()).filter(|_| !self.session.hidden());
        let own = own.filter_map(|policy| Some((self.session.called(policy), self.session.results(policy)?)));
        today.map(|results| (self.text(Text::Today), results)).into_iter().chain(own).collect()
    }

    fn inputs_worksheet(&self, address: &str, (year, month, day): (u16, u8, u8)) -> Worksheet {
        let policies = 0..self.session.document.policies.len();
        let columns =
            [Text::BookField, Text::ModelKnownValue, Text::BookUnit, Text::BookName].map(|text| self.text(text));
        let mut rows: Vec<Vec<Cell>> = self.about(address, Cell::Day(year, month, day));
        for figure in self.read.company().figures() {
            let format = format_of(figure.kind);
            let number = |value: f64| Cell::Number(value, format);
            let own = figure.lever.map(|id| policies.clone().map(move |policy| self.session.lever(policy, id)));
            let head =
                [figure.path.into(), figure.value.map_or(Cell::Empty, number), figure.unit.into(), figure.name.into()];
            rows.push(head.into_iter().chain(own.into_iter().flatten().map(number)).collect());
        }
        let [field, value, name] = self.read.company().currency_row();
        rows.push(vec![field.into(), value.into(), Cell::Empty, name.into()]);
        // it belongs to policies alone: today has none
        let id = LeverId::UpfrontBudget;
        let own =
            policies.clone().map(|policy| Cell::Number(self.session.lever(policy, id), format_of(id.spec().kind)));
        let path = format!("policies.{}", id.name());
        let head = [path.into(), Cell::Empty, self.text(lever_unit(id)).into(), self.text(lever_label(id)).into()];
        rows.push(head.into_iter().chain(own).collect());
        Worksheet {
            name: self.text(Text::BookInputs),
            heads: columns.into_iter().chain(policies.clone().map(|policy| self.session.called(policy))).collect(),
            widths: [36.0, 24.0, 20.0, 44.0].into_iter().chain(policies.map(|_| 18.0)).collect(),
            rows,
        }
    }

    /// What the numbers come from, besides the figures of the firm.
    fn about(&self, address: &str, day: Cell) -> Vec<Vec<Cell>> {
        let settings = self.session.settings();
        // a seed of more digits than a cell keeps stays a text
        let whole = |x: u64| if x < EXACT { Cell::Number(x as f64, Format::General) } else { x.to_string().into() };
        let face_value = Cell::from(if self.session.face_value() { self.text(Text::RecordIn) } else { String::new() });
        [
            ("document", self.session.document_called().into(), Text::BookDocument),
            ("firm", self.read.company().strip().whose.into(), Text::BookFirm),
            ("date", day, Text::BookDate),
            ("engine", VERSION.into(), Text::BookEngine),
            ("seed", whole(settings.seed), Text::StudyFieldSeed),
            ("draws", whole(settings.draws), Text::BookDraws),
            ("sampler", settings.sampler.name().into(), Text::BookSampler),
            ("face_value", face_value, Text::UiFaceValueShort),
            ("link", self.link(address).into(), Text::ShareLink),
        ]
        .map(|(key, value, name)| vec![format!("about.{key}").into(), value, Cell::Empty, self.text(name).into()])
        .into()
    }

    fn policies_worksheet(&self) -> Worksheet {
        let heads = [
            Text::UiPolicy,
            Text::BookField,
            Text::BookOutcome,
            Text::BookUnit,
            Text::RecordMedian,
            Text::StudyMean,
            Text::StudyLow,
            Text::StudyHigh,
            Text::BookOdds,
            Text::BookMedianError,
            Text::BookMeanError,
            Text::BookOddsError,
            Text::BookDraws,
        ];
        let rows =
            self.computed().iter().enumerate().flat_map(|(k, (policy, r))| self.outcomes(policy, r, k > 0)).collect();
        Worksheet {
            name: self.text(Text::UiPolicies),
            heads: heads.map(|text| self.text(text)).into(),
            widths: [26.0, 24.0, 44.0, 10.0].into_iter().chain([18.0; 9]).collect(),
            rows,
        }
    }

    /// The same as a table of texts, numbers in full.
    pub(super) fn policies_table(&self) -> Table {
        let Worksheet { name, heads, rows, .. } = self.policies_worksheet();
        let written = |cell: Cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => text,
            Cell::Number(x, _) if x.is_finite() => x.to_string(),
            Cell::Number(..) => String::new(),
            Cell::Day(year, month, day) => format!("{year}-{month:02}-{day:02}"),
        };
        let rows = rows.into_iter().map(|row| row.into_iter().map(written).collect()).collect();
        Table { caption: name, columns: heads, rows }
    }

    /// The rows of a policy: its outcomes, what a yuan spent brings, and how often it meets the goal.
    fn outcomes(&self, policy: &str, results: &PolicyResults, own: bool) -> Vec<Vec<Cell>> {
        let draws = Cell::Number(results.draws() as f64, Format::Whole);
        let row = |key: &str, name: String, unit: String, numbers: [Cell; 8]| {
            let head = [policy.into(), key.into(), name.into(), unit.into()];
            head.into_iter().chain(numbers).chain([draws.clone()]).collect::<Vec<Cell>>()
        };
        let mut rows = Vec::new();
        for &outcome in Outcome::ALL {
            let compared =
                DIFFERENCES.contains(&outcome) || matches!(outcome, Outcome::PaybackMonth | Outcome::ReturnedGoods);
            // today against itself is nothing
            if compared && (!own || changes_nothing(results)) {
                continue;
            }
            let values = results.outcome(outcome);
            let format = if outcome == Outcome::PaybackMonth { Format::General } else { shown(unit(outcome)) };
            // months are counted from 1
            let first = f64::from(u8::from(outcome == Outcome::PaybackMonth));
            let number = |x: f64| Cell::Number(x + first, format);
            let error = |e: Estimate| Cell::Number(e.error, format);
            let (middle, mean) = (median(values), average(values));
            let odds = DIFFERENCES.contains(&outcome).then(|| share(values, |x| x > 0.0));
            let of_odds =
                |part: fn(Estimate) -> f64| odds.map_or(Cell::Empty, |e| Cell::Number(part(e), Format::Percent));
            let numbers = [
                number(middle.value),
                number(mean.value),
                number(quantile(values, 0.05).value),
                number(quantile(values, 0.95).value),
                of_odds(|e| e.value),
                error(middle),
                error(mean),
                of_odds(|e| e.error),
            ];
            rows.push(row(outcome.name(), self.text(outcome_text(outcome)), self.unit_of(unit(outcome)), numbers));
        }
        if own {
            let none = || Cell::Empty;
            // of means, both of them: what a table of the page tells of each further yuan of cost
            let ratios =
                [("multiple", Text::FigMultiple, Outcome::DeltaRevenue), ("roi", Text::FigProfit, Outcome::Npv)];
            for (key, name, gain) in ratios {
                let ratio = multiple(results, gain).ratio_of_means;
                let [value, error] = [ratio.value, ratio.error].map(|x| Cell::Number(x, Format::General));
                let numbers = [none(), value, none(), none(), none(), none(), error, none()];
                rows.push(row(key, self.text(name), String::new(), numbers));
            }
            let met = self.session.met(results);
            let [odds, error] = [met.value, met.error].map(|x| Cell::Number(x, Format::Percent));
            let numbers = [none(), none(), none(), none(), odds, none(), none(), error];
            rows.push(row(
                "goal",
                self.session.words().pair(&self.text(Text::StudyGoal), &self.session.goal_words()),
                String::new(),
                numbers,
            ));
        }
        rows
    }

    fn unit_of(&self, unit: DisplayUnit) -> String {
        match unit {
            DisplayUnit::Cny => self.text(Text::GoalUnitNpv),
            DisplayUnit::Minutes => self.text(Text::UnitMinutes),
            _ => String::new(),
        }
    }

    /// The medians of the table of months, of today and every policy.
    fn months_worksheet(&self) -> Worksheet {
        let quantities = QUANTITIES.map(|(series, name, unit, _)| (series, self.text(name), shown(unit)));
        let mut rows = Vec::new();
        for (k, (policy, results)) in self.computed().into_iter().enumerate() {
            let medians =
                quantities.each_ref().map(|(series, _, _)| results.bands(*series, &[0.5]).pop().unwrap_or_default());
            for month in 0..results.horizon() {
                let cell =
                    |((series, _, format), values): (&(Series, String, Format), &Vec<f64>)| match values.get(month) {
                        // today has no gain over itself
                        Some(value) if k > 0 || *series != Series::CumulatedGain => Cell::Number(*value, *format),
                        _ => Cell::Empty,
                    };
                let head = [policy.as_str().into(), Cell::Number(month as f64 + 1.0, Format::General)];
                rows.push(head.into_iter().chain(quantities.iter().zip(&medians).map(cell)).collect());
            }
        }
        let heads = [Text::UiPolicy, Text::ColumnMonth].map(|text| self.text(text)).into_iter();
        Worksheet {
            name: self.text(Text::BookMonths),
            heads: heads
                .chain(quantities.map(|(_, name, _)| format!("{name} ({})", self.text(Text::RecordMedian))))
                .collect(),
            widths: [26.0, 8.0].into_iter().chain([18.0; QUANTITIES.len()]).collect(),
            rows,
        }
    }

    fn assumptions_worksheet(&self) -> Worksheet {
        let face_value = self.session.face_value();
        let mut heads = vec![
            Text::BookField,
            Text::BookName,
            Text::ModelLow,
            Text::ModelMode,
            Text::ModelHigh,
            Text::BookUnit,
            Text::BookDistribution,
            Text::BookKind,
            Text::BookSource,
            Text::BookChanged,
        ];
        heads.extend(face_value.then_some(Text::UiFaceValueShort));
        let rows = self.read.assumptions().lines().into_iter().map(|line| {
            let format = if line.id.in_percent() { Format::Percent } else { Format::General };
            let number = |x: Option<f64>| x.map_or(Cell::Empty, |x| Cell::Number(x, format));
            let changed = if line.changed { self.text(Text::RecordIn) } else { String::new() };
            let mut row = vec![
                line.id.name().into(),
                line.name.into(),
                number(line.low),
                number(Some(line.mode)),
                number(line.high),
                line.unit.into(),
                line.words.into(),
                line.kind.into(),
                line.source.into(),
                changed.into(),
            ];
            row.extend(face_value.then(|| number(line.replaced)));
            row
        });
        Worksheet {
            name: self.text(Text::ModelTabAssumptions),
            heads: heads.iter().map(|text| self.text(*text)).collect(),
            widths: vec![28.0, 44.0, 12.0, 12.0, 12.0, 36.0, 36.0, 20.0, 36.0, 12.0],
            rows: rows.collect(),
        }
    }
}

/// How a figure of the firm or of a policy is shown.
fn format_of(kind: Unit) -> Format {
    match kind {
        Unit::Share | Unit::ShareChange => Format::Percent,
        Unit::Money => Format::Money,
        _ => Format::General,
    }
}

/// How a result is shown.
fn shown(unit: DisplayUnit) -> Format {
    match unit {
        DisplayUnit::Cny => Format::Money,
        DisplayUnit::Percent | DisplayUnit::Points => Format::Percent,
        _ => Format::Hundredths,
    }
}
