//! The room as a table, whose rows are sorted by any column, and as a chart.

use super::View;
use super::room::{Entry, EntryPosition, Figures, Seat};
use crate::features::documents::csv;
use crate::session::figures::called;
use crate::view::{ChartFrame, Table};
use crate::words::trimmed;
use aftercast_i18n::{Text, currency};
use aftercast_plot::intervals::{Interval, Intervals};
use aftercast_plot::scale::{drawable, extent, nice_range};
use aftercast_plot::{Axis, DisplayUnit, Frame, NumberStyle, Slot};
use aftercast_scenario::{Draft, PolicyDraft};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Middle halves beyond which an end is no longer on the axis of the others.
const FAR: f64 = 4.0;
/// Columns of the table, and the first of its numbers.
const COLUMNS: [Text; 8] = [
    Text::RoomColumnWho,
    Text::RoomColumnPolicy,
    Text::RoomColumnGoal,
    Text::RoomColumnFigure,
    Text::NetGainMedian,
    Text::RoomColumnLow,
    Text::RoomColumnHigh,
    Text::RoomColumnLevers,
];
const NUMBERS: std::ops::Range<usize> = 3..7;
/// The median, by which the rows are sorted at first.
const MEDIAN: usize = 4;

/// The order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sorting {
    /// The column by its place.
    pub(super) column: usize,
    /// Whether the largest is on top.
    pub(super) descending: bool,
}

impl Default for Sorting {
    fn default() -> Self {
        Self { column: MEDIAN, descending: true }
    }
}

impl Sorting {
    /// A head was pressed: the best or first on top, then the other way round, then the order in which the links were read.
    pub(super) fn pressed(before: Option<Self>, column: usize) -> Option<Self> {
        let first = NUMBERS.contains(&column);
        match before.filter(|sorting| sorting.column == column) {
            None => Some(Self { column, descending: first }),
            Some(sorting) if sorting.descending == first => Some(Self { column, descending: !first }),
            Some(_) => None,
        }
    }
}

/// A row: what it shows, and of which policy.
struct Row<'a> {
    position: EntryPosition,
    seat: &'a Seat,
    policy: &'a PolicyDraft,
    figures: Option<Figures>,
    cells: Vec<String>,
}

impl Row<'_> {
    /// The number that a cell shows; not a number where it shows none.
    fn number(&self, column: usize) -> f64 {
        let of =
            |f: Figures| [f.met.value, f.middle.value, f.low, f.high].get(column.wrapping_sub(NUMBERS.start)).copied();
        self.figures.and_then(of).unwrap_or(f64::NAN)
    }

    fn order(&self, other: &Self, sorting: Sorting) -> Ordering {
        let Sorting { column, descending } = sorting;
        let turned = |order: Ordering| if descending { order.reverse() } else { order };
        if NUMBERS.contains(&column) {
            let (a, b) = (self.number(column), other.number(column));
            // what is not computed comes last either way
            return a.is_nan().cmp(&b.is_nan()).then_with(|| turned(a.total_cmp(&b)));
        }
        let cell = |row: &Self| row.cells.get(column).map(|text| text.to_lowercase());
        turned(cell(self).cmp(&cell(other)))
    }
}

impl View<'_> {
    /// The table as CSV, in the order of the page.
    pub fn room_csv(&self) -> String {
        csv::csv(&self.room_table().0)
    }

    /// The table, and the policy of each row.
    pub(super) fn room_table(&self) -> (Table, Vec<EntryPosition>) {
        let mut rows: Vec<Row<'_>> =
            self.room_rows().map(|(position, seat, entry)| self.row(position, seat, entry)).collect();
        if let Some(sorting) = self.model.room.sorting {
            rows.sort_by(|a, b| a.order(b, sorting));
        }
        let positions = rows.iter().map(|row| row.position).collect();
        let table = Table {
            caption: self.session.words().to(Text::RoomTable),
            columns: COLUMNS.map(|text| self.session.words().to(text)).to_vec(),
            rows: rows.into_iter().map(|row| row.cells).collect(),
        };
        (table, positions)
    }

    fn room_rows(&self) -> impl Iterator<Item = (EntryPosition, &Seat, &Entry)> {
        self.model.room.seats.iter().enumerate().flat_map(|(seat, of)| {
            of.entries.iter().map(move |entry| (EntryPosition { seat, policy: entry.policy }, of, entry))
        })
    }

    fn row<'a>(&self, position: EntryPosition, seat: &'a Seat, entry: &Entry) -> Row<'a> {
        let policy = &seat.document.policies[entry.policy];
        let cells = || {
            let numbers = entry.figures.map_or_else(
                || std::array::from_fn(|_| "–".to_owned()),
                |f| {
                    let met = format!("{} ±{}", trimmed(100.0 * f.met.value, 1), trimmed(100.0 * f.met.error, 1));
                    [
                        met,
                        self.session.number(DisplayUnit::Cny, f.middle),
                        self.room_money(f.low),
                        self.room_money(f.high),
                    ]
                },
            );
            let goal = self.session.goal_of(&seat.document.goal, seat.document.company.horizon());
            let levers = self.room_diff(&seat.document, policy).join(Text::SeparatorClauses.to(self.session.locale));
            let named = [seat.who.clone(), called(&policy.name, entry.policy, self.session.words()), goal];
            named.into_iter().chain(numbers).chain([levers]).collect()
        };
        // a sum is told in the currency of its own document
        let currency = &seat.document.currency;
        let cells = currency::with(currency.symbol(), currency.name(), cells);
        Row { position, seat, policy, figures: entry.figures, cells }
    }

    fn room_money(&self, x: f64) -> String {
        self.session.style(DisplayUnit::Cny).text(x, Some(0.01 * x.abs().max(1.0)))
    }

    /// What a policy changes against the today of its own document.
    fn room_diff(&self, document: &Draft, policy: &PolicyDraft) -> Vec<String> {
        self.read.policies().diff_from(policy, |id| document.today_value(id))
    }

    /// Everybody's total gain on one axis, the largest on top.
    pub fn room_chart(&self, width: f64) -> ChartFrame<Intervals> {
        let joint = " · ";
        let rows = self.room_rows().map(|(position, seat, entry)| self.row(position, seat, entry));
        let mut computed: Vec<(Row<'_>, Figures)> =
            rows.filter_map(|row| Some((row.figures?, row))).map(|(f, r)| (r, f)).collect();
        computed.sort_by(|a, b| b.1.middle.value.total_cmp(&a.1.middle.value));
        let ends: Vec<f64> = computed.iter().flat_map(|(_, f)| [f.low, f.high]).collect();
        let rows: Vec<Interval> = computed
            .into_iter()
            .map(|(row, f)| Interval {
                slot: Slot::Policy(row.position.policy as u8),
                label: format!(
                    "{}{joint}{}",
                    row.seat.who,
                    called(&row.policy.name, row.position.policy, self.session.words())
                ),
                low: f.low,
                middle: f.middle.value,
                high: f.high,
                inner: None,
                figure: self.room_money(f.middle.value),
            })
            .collect();
        let readouts: Vec<String> = rows
            .iter()
            .map(|row| {
                let ends = [
                    ("middle", row.figure.clone()),
                    ("low", self.room_money(row.low)),
                    ("high", self.room_money(row.high)),
                ];
                let ends = ends.each_ref().map(|(k, v)| (*k, v.as_str()));
                format!("{}: {}", row.label.replace(joint, ", "), self.session.words().with(Text::RoomReadout, &ends))
            })
            .collect();
        // nothing is converted: sums in other currencies have no place on the axis of this document's
        let own = &self.session.document.currency;
        let has_axis = self.model.room.seats.iter().all(|seat| seat.document.currency == *own);
        let summary = match rows.is_empty() {
            _ if !has_axis => self.session.words().to(Text::RoomCurrencies),
            true => self.session.words().to(Text::RoomWait),
            false => self.session.words().with(Text::RoomSummary, &[("count", &rows.len().to_string())]),
        };
        let frame = Frame {
            filled: false,
            description: summary.clone(),
            empty: summary.clone(),
            ..Frame::new(width, Intervals::height(rows.len()), self.session.theme, self.session.locale)
        };
        let x = Axis {
            title: self.session.words().to(Text::RoomAxis),
            number: NumberStyle::new(self.session.locale, DisplayUnit::Cny),
            range: usual_range(&ends),
        };
        ChartFrame {
            title: self.session.words().to(Text::RoomChart),
            subtitle: self.session.words().to(Text::RoomChartHint),
            chart: (has_axis && !rows.is_empty()).then_some(Intervals { frame, rows, x }),
            table: self.room_table().0,
            explain: [Text::RoomExplain1, Text::RoomExplain2].map(|t| self.session.words().to(t)).to_vec(),
            summary,
            readouts,
        }
    }
}

/// The range of most ends, where others lie so far out that nothing could be read beside them; `None` where one axis holds all.
fn usual_range(ends: &[f64]) -> Option<(f64, f64)> {
    let mut sorted: Vec<f64> = ends.iter().copied().filter(|x| drawable(*x)).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let (first, third) = (sorted.get(sorted.len() / 4)?, sorted.get(3 * sorted.len() / 4)?);
    let reach = FAR * (third - first);
    let inside = |x: &&f64| (first - reach..=third + reach).contains(*x);
    let usual: Vec<f64> = sorted.iter().filter(inside).copied().chain([0.0]).collect();
    let (low, high) = extent(&usual).filter(|_| usual.len() <= sorted.len())?;
    Some(nice_range(low, high))
}

#[cfg(test)]
mod tests {
    use super::{Sorting, usual_range};

    #[test]
    fn one_extreme_does_not_flatten_the_others() {
        let room: Vec<f64> = (0..20).flat_map(|k| [-5e6 - 1e5 * f64::from(k), 1e7 + 1e6 * f64::from(k)]).collect();
        assert_eq!(usual_range(&room), None, "one axis holds all");
        let extreme: Vec<f64> = room.iter().copied().chain([-2.6e9, -2.3e9]).collect();
        let (low, high) = usual_range(&extreme).unwrap();
        assert!((-2e7..=-6.9e6).contains(&low) && (2.9e7..=6e7).contains(&high), "{low} {high}");
        assert_eq!(usual_range(&[]), None);
    }

    #[test]
    fn a_head_is_pressed_three_times() {
        let by = |column, descending| Some(Sorting { column, descending });
        let presses = |column| {
            std::iter::successors(Some(Sorting::pressed(None, column)), move |before| {
                Some(Sorting::pressed(*before, column))
            })
            .take(3)
        };
        assert_eq!(presses(3).collect::<Vec<_>>(), [by(3, true), by(3, false), None], "numbers: the largest first");
        assert_eq!(presses(0).collect::<Vec<_>>(), [by(0, false), by(0, true), None], "words: from A");
        assert_eq!(Sorting::pressed(Some(Sorting::default()), 0), by(0, false));
    }
}
