//! Whose figures these are, in one line: the firm as it is today.

use super::View;
use crate::session::figures::average;
use crate::words::trimmed;
use aftercast_engine::run::outcome::Outcome;
use aftercast_i18n::Text;
use aftercast_plot::DisplayUnit;
use aftercast_scenario::{Company, LeverId};

/// A figure of the strip.
#[derive(Clone, Debug, PartialEq)]
pub struct StripFigure {
    /// What stands before the value; may be empty.
    pub before: String,
    /// The value with its currency or unit.
    pub value: String,
    /// What stands behind it; may be empty.
    pub after: String,
}

/// The strip.
#[derive(Clone, Debug, PartialEq)]
pub struct FirmStrip {
    /// Whether the figures are the firm's own, and not the example's.
    pub own: bool,
    /// "Example firm" or "Your firm".
    pub whose: String,
    /// The figures.
    pub figures: Vec<StripFigure>,
}

impl View<'_> {
    /// The firm in one line.
    pub fn strip(&self) -> FirmStrip {
        let document = &self.session.document;
        let (company, words) = (&document.company, self.session.words());
        let own = *company != Company::default() || !document.today.is_empty();
        let figure = |text: Text, value: String| {
            let line = text.to(self.session.locale());
            let (before, after) = line.split_once("{value}").unwrap_or((line, ""));
            StripFigure { before: before.trim().to_owned(), value, after: after.trim().to_owned() }
        };
        let revenue = company.annual_revenue();
        let money = |x: f64| self.session.style(DisplayUnit::Cny).text(x, None);
        let per_agent = self.session.today(LeverId::CustomersPerAgent);
        let mut figures = vec![
            figure(Text::StripCustomers, trimmed(company.customers, 0)),
            figure(Text::StripRevenue, money(revenue)),
            figure(Text::StripAgents, trimmed(per_agent, 0)),
            figure(Text::StripWait, trimmed(company.first_response_minutes, 1)),
            figure(Text::StripSatisfaction, trimmed(company.csi, 1)),
        ];
        if let Some(today) = self.session.store().map(|s| s.baseline()).filter(|r| r.draws() > 0) {
            let share = average(today.outcome(Outcome::ServiceCostShare));
            let cost = money(share.value * revenue);
            figures.push(figure(
                Text::StripService,
                format!("{cost} · {}", self.session.to_tenth(DisplayUnit::Percent, share)),
            ));
        }
        let whose = words.to(if own { Text::StripOwn } else { Text::StripExample });
        FirmStrip { own, whose, figures }
    }
}
