//! The chain in one month: the seven nodes as they stand then, means over all futures, instead of the last year's.

use super::{Model, View};
use crate::session::Session;
use crate::session::figures::{average, median};
use aftercast_engine::run::order_statistics::Scratch;
use aftercast_engine::run::outcome::{Outcome, Series};
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::Text;

/// The month of the chain, as a slider holds it: 1 is the first month, and behind the last one lies the last year.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthView {
    /// Where the slider stands.
    pub at: usize,
    /// Its right end: the last year.
    pub last: usize,
    /// It in words.
    pub text: String,
}

/// A node's quantity of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Monthly {
    /// A series.
    Of(Series),
    /// One series over another, draw by draw.
    Share(Series, Series),
    /// The middle of a series, as the gain is told everywhere.
    Middle(Series),
}

/// The monthly quantity behind a node's outcome; a customer's lifetime has no months.
pub(crate) const fn monthly(outcome: Outcome) -> Option<Monthly> {
    match outcome {
        Outcome::ServiceCostShare => Some(Monthly::Share(Series::ServiceCost, Series::Revenue)),
        Outcome::FirstResponse => Some(Monthly::Of(Series::FirstResponse)),
        Outcome::Csi => Some(Monthly::Of(Series::Csi)),
        Outcome::Repurchase => Some(Monthly::Of(Series::Repurchase)),
        // whom word of mouth brought or kept away
        Outcome::Acquisitions => Some(Monthly::Of(Series::Customers)),
        // the terminal value has no months: until the end only the gain so far stands
        Outcome::TotalGain => Some(Monthly::Middle(Series::CumulatedGain)),
        _ => None,
    }
}

impl Monthly {
    /// Draw by draw, where every draw is still held.
    fn values(self, r: &PolicyResults, t: usize) -> Option<Vec<f64>> {
        match self {
            Self::Of(series) | Self::Middle(series) => r.month(series, t),
            Self::Share(above, below) => {
                let (above, below) = (r.month(above, t)?, r.month(below, t)?);
                Some(above.iter().zip(&below).map(|(a, b)| a / b).collect())
            }
        }
    }

    /// The level in month `t`. Of very many draws only the middle is kept, without its error.
    pub(crate) fn level(self, r: &PolicyResults, t: usize) -> Estimate {
        if let Some(values) = self.values(r, t) {
            return if matches!(self, Self::Middle(_)) { median(&values) } else { average(&values) };
        }
        let middle = |series| r.series_quantiles(series, t, &[0.5], &mut Scratch::default())[0];
        let value = match self {
            Self::Of(series) | Self::Middle(series) => middle(series),
            Self::Share(above, below) => middle(above) / middle(below),
        };
        Estimate { value, error: f64::NAN }
    }

    /// The change against today in month `t`, on the same draws where they are held.
    pub(crate) fn change(self, r: &PolicyResults, today: &PolicyResults, t: usize) -> Estimate {
        match (self.values(r, t), self.values(today, t)) {
            (Some(a), Some(b)) => average(&a.iter().zip(&b).map(|(a, b)| a - b).collect::<Vec<_>>()),
            _ => Estimate { value: self.level(r, t).value - self.level(today, t).value, error: f64::NAN },
        }
    }
}

impl Model {
    /// The month the chain shows, from 0; none for the last year.
    pub(crate) fn chosen_month(&self, cx: &Session) -> Option<usize> {
        self.month.filter(|t| *t < cx.document.company.horizon())
    }

    /// The slider was moved: 1 is the first month, behind the last one lies the last year.
    pub(super) fn month_chosen(&mut self, cx: &mut Session, at: usize) {
        self.month = at.checked_sub(1).filter(|t| *t < cx.document.company.horizon());
    }
}

impl View<'_> {
    /// The slider over the months of the chain.
    pub fn month_view(&self) -> MonthView {
        let last = self.session.document.company.horizon() + 1;
        let at = self.model.chosen_month(self.session).map_or(last, |t| t + 1);
        let text = match self.model.chosen_month(self.session) {
            Some(t) => self.session.words().with(Text::ChainMonth, &[("month", &(t + 1).to_string())]),
            None => self.session.words().to(Text::ChainLastYear),
        };
        MonthView { at, last, text }
    }
}
