//! The order of the rows of the table: that of the document, or by a column. The document's own order and letters stay.

use super::table::returns;
use super::{Column, Model, View};
use crate::session::Session;
use crate::session::figures::{average, median, quantile};
use crate::view::PolicyIndex;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{changes_nothing, multiple};

/// What the rows are sorted by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sorting {
    column: Column,
    descending: bool,
    /// The policies as they were sorted last: rows keep their places while a lever is held and while draws come in.
    order: Vec<PolicyIndex>,
}

impl Column {
    /// Whether the best of this column is the largest.
    const fn is_best_at_most(self) -> bool {
        !matches!(self, Self::FirstResponse | Self::ServiceCost | Self::Payback)
    }
}

impl Model {
    /// A head was pressed: the best first, then the worst first, then the order of the document again.
    pub(super) fn sorted_by(&mut self, column: Column) {
        let best = column.is_best_at_most();
        self.sorting = match self.sorting.take().filter(|sorting| sorting.column == column) {
            None => Some(Sorting { column, descending: best, order: Vec::new() }),
            Some(sorting) if sorting.descending == best => Some(Sorting { descending: !best, ..sorting }),
            Some(_) => None,
        };
    }

    /// Sorts anew where nothing is under way.
    pub(crate) fn sort(&mut self, cx: &Session) {
        let Some(sorting) = self.sorting.as_mut().filter(|_| !cx.held() && !cx.runs.drawing()) else { return };
        let value = |k: &PolicyIndex| cx.results(*k).map_or(f64::NAN, |r| value_of(cx, sorting.column, r));
        let mut order: Vec<(PolicyIndex, f64)> = (0..cx.document.policies.len()).map(|k| (k, value(&k))).collect();
        order.sort_by(|(_, a), (_, b)| {
            // what has no value comes last either way
            let known = a.is_nan().cmp(&b.is_nan());
            known.then(if sorting.descending { b.total_cmp(a) } else { a.total_cmp(b) })
        });
        sorting.order = order.into_iter().map(|(k, _)| k).collect();
    }
}

/// What a row is sorted by.
fn value_of(cx: &Session, column: Column, r: &PolicyResults) -> f64 {
    let gains = r.outcome(Outcome::TotalGain);
    let mean = |outcome| average(r.outcome(outcome)).value;
    let still = changes_nothing(r);
    match column {
        Column::Gain | Column::Range | Column::Parts | Column::Multiple | Column::Payback if still => f64::NAN,
        Column::Gain => median(gains).value,
        // the worst that is to be expected
        Column::Range => quantile(gains, 0.05).value,
        Column::Goal => cx.met(r).value,
        Column::Parts => mean(Outcome::Npv),
        Column::Satisfaction => mean(Outcome::Csi),
        Column::FirstResponse => mean(Outcome::FirstResponse),
        Column::ServiceCost => mean(Outcome::ServiceCostShare),
        Column::Multiple => {
            let ratio = multiple(r, returns(cx)).ratio_of_means.value;
            // where it costs no more there is no ratio: a gain is better than any, a loss worse
            match ratio.is_finite() {
                true => ratio,
                false if mean(Outcome::Npv) > 0.0 => f64::INFINITY,
                false => f64::NEG_INFINITY,
            }
        }
        Column::Payback => median(r.outcome(Outcome::PaybackMonth)).value,
    }
}

impl View<'_> {
    /// The rows in the order of the table: today on top, then the policies.
    pub fn order(&self) -> Vec<Option<PolicyIndex>> {
        let count = self.session.document.policies.len();
        // an order would tell what is to be guessed
        let kept = self.model.sorting.as_ref().filter(|_| !self.session.hidden());
        let mut order: Vec<PolicyIndex> = kept.map(|s| s.order.clone()).unwrap_or_default();
        order.retain(|&k| k < count);
        let new: Vec<PolicyIndex> = (0..count).filter(|k| !order.contains(k)).collect();
        std::iter::once(None).chain(order.into_iter().chain(new).map(Some)).collect()
    }

    /// By which column the rows are sorted, and whether the largest is on top.
    pub fn sorted_by(&self) -> Option<(Column, bool)> {
        self.model.sorting.as_ref().map(|s| (s.column, s.descending))
    }
}
