//! A node of the chain in numbers: what its equation takes and gives in the central run, today and under the policy.
//!
//! The central run has every assumption at its central value and serious events at their expected value, so that the
//! numbers of one node add up; the chain itself shows means over all futures.

use super::View;
use super::centrals::Run;
use crate::view::Table;
use aftercast_engine::model::Month;
use aftercast_engine::run::central::MonthFigure;
use aftercast_i18n::{Locale, Text};
use aftercast_plot::{DisplayUnit, NumberStyle};
use aftercast_scenario::{AssumptionId, Futures, Levers};

/// What the numbers of a node depend on.
#[derive(Clone, Debug, PartialEq)]
pub struct NumbersKey {
    futures: Futures,
    levers: Levers<f64>,
    locale: Locale,
    name: String,
    month: Option<usize>,
}

/// A quantity of a node's equation.
enum Term {
    /// Mean of a monthly reading over the last year.
    Year(Text, DisplayUnit, MonthFigure),
    /// One reading over another, both summed over the last year.
    Ratio(Text, DisplayUnit, MonthFigure, MonthFigure),
    /// A fact of the company: the same today and under the policy.
    Fact(Text, DisplayUnit, fn(&Futures) -> f64),
    /// An assumption: the same today and under the policy.
    Assumed(Text, DisplayUnit, AssumptionId),
    /// A number of the whole run, today and under the policy.
    Whole(Text, DisplayUnit, fn(&Run) -> f64),
    /// Present value of a reading over the horizon, today and under the policy.
    Present(Text, DisplayUnit, MonthFigure),
}

fn terms(id: &str) -> Vec<Term> {
    use Term::{Assumed, Fact, Present, Ratio, Whole, Year};
    let (money, plain, percent) = (DisplayUnit::Cny, DisplayUnit::Plain, DisplayUnit::Percent);
    match id {
        "spend" => vec![
            Year(Text::NumbersLineLabour, money, |m| m.lines.labour),
            Year(Text::NumbersLineTechnology, money, |m| m.lines.technology),
            Year(Text::NumbersLineReturns, money, |m| m.lines.reverse_logistics),
            Year(Text::NumbersLineCompensation, money, |m| m.lines.compensation),
            Year(Text::NumbersLineProgrammes, money, |m| m.lines.programmes),
            Year(Text::NumbersServiceCostSum, money, |m| m.service_cost),
            Year(Text::NumbersRevenueMonth, money, |m| m.revenue),
            Ratio(Text::NumbersShareOfRevenue, percent, |m| m.service_cost, |m| m.revenue),
        ],
        "waiting" => vec![
            Year(Text::NumbersHumanContacts, plain, |m| m.human_contacts),
            Ratio(Text::NumbersWaitDay, DisplayUnit::Minutes, |m| m.waits.day * m.contacts, |m| m.contacts),
            Ratio(Text::NumbersWaitNight, DisplayUnit::Minutes, |m| m.waits.night * m.contacts, |m| m.contacts),
            Assumed(Text::NumbersNightLoad, percent, AssumptionId::NightLoadShare),
            Ratio(Text::NumbersWaitMean, DisplayUnit::Minutes, |m| m.waits.mean * m.contacts, |m| m.contacts),
        ],
        "satisfaction" => vec![
            Ratio(Text::NumbersWaitFelt, DisplayUnit::Minutes, |m| m.waits.felt * m.contacts, |m| m.contacts),
            Year(Text::NumbersFirstContact, percent, |m| m.fcr),
            Assumed(Text::NumbersHeadroom, plain, AssumptionId::Headroom),
            Assumed(Text::NumbersFading, percent, AssumptionId::CompetitorCatchUp),
            Assumed(Text::NumbersAdapting, plain, AssumptionId::SatisfactionTau),
            Year(Text::NumbersScore, plain, |m| m.csi),
        ],
        "repurchase" => vec![
            Year(Text::NumbersScore, plain, |m| m.csi),
            Assumed(Text::NumbersCausal, percent, AssumptionId::CausalShare),
            Assumed(Text::NumbersMidpoint, plain, AssumptionId::RepurchaseMidpoint),
            Assumed(Text::NumbersWidth, plain, AssumptionId::RepurchaseScale),
            Assumed(Text::NumbersSpread, plain, AssumptionId::SatSd),
            Year(Text::NumbersAnnual, percent, |m| m.repurchase),
        ],
        "word_of_mouth" => vec![
            Year(Text::NumbersScore, plain, |m| m.csi),
            Assumed(Text::NumbersElasticity, plain, AssumptionId::AcquisitionElasticity),
            Year(Text::NumbersNewCustomers, plain, |m| m.acquisitions),
            Year(Text::NumbersCustomers, plain, |m| m.customers),
        ],
        "lifetime_value" => vec![
            Ratio(Text::NumbersRevenuePerCustomer, money, |m| m.revenue, |m| m.customers),
            Ratio(Text::NumbersServicePerCustomer, money, |m| m.service_cost, |m| m.customers),
            Year(Text::NumbersAnnual, percent, |m| m.repurchase),
            Whole(Text::NumbersLifetimeMonths, plain, |r| r.run.ending.lifetime.months),
            Whole(Text::NumbersLifetimeValueCentral, money, |r| r.run.ending.lifetime.value),
        ],
        "net_gain" => vec![
            Present(Text::NumbersPvRevenue, money, |m| m.revenue),
            Fact(Text::NumbersMargin, percent, |w| w.company.contribution_margin),
            Present(Text::NumbersPvService, money, |m| m.service_cost),
            Present(Text::NumbersPvEvents, money, |m| m.serious_events),
            Present(Text::NumbersPvSetup, money, |m| m.setup),
            Present(Text::NumbersPvReturnedGoods, money, |m| m.lines.returned_goods),
            Present(Text::NumbersPvAcquisition, money, |m| m.acquisition_cost),
            Present(Text::NumbersPvProfit, money, |m| m.profit),
            Whole(Text::NumbersTerminal, money, |r| r.terminal),
        ],
        _ => Vec::new(),
    }
}

impl View<'_> {
    /// What the numbers of the nodes depend on; nothing while the inputs cannot be computed.
    pub fn numbers_key(&self) -> Option<NumbersKey> {
        let scenario = self.session.checked.as_ref().ok()?;
        let levers = scenario.policies().get(self.policy)?.levers;
        Some(NumbersKey {
            futures: scenario.futures(),
            levers,
            locale: self.session.locale,
            name: self.session.called(self.policy),
            month: self.model.chosen_month(self.session),
        })
    }

    /// A node in numbers: one row a quantity of its equation, today beside the selected policy.
    pub fn numbers(&self, id: &str) -> Option<Table> {
        let key = self.numbers_key()?;
        let assumptions = self.session.checked.as_ref().ok()?.central();
        let runs = [self.central_run(None)?, self.central_run(Some(self.policy))?];
        let both = |of: &dyn Fn(&Run) -> f64| (of(&runs[0]), of(&runs[1]));
        let words = self.session.words();
        let rows = terms(id).into_iter().map(|term| {
            let (label, unit, (today, policy)) = match term {
                Term::Year(text, unit, read) => (text, unit, both(&|r| mean_of(window(r, key.month), read, |_| 1.0))),
                Term::Ratio(text, unit, above, below) => {
                    (text, unit, both(&|r| mean_of(window(r, key.month), above, below)))
                }
                Term::Assumed(text, unit, assumption) => {
                    let value = *assumptions.get(assumption);
                    (text, unit, (value, value))
                }
                Term::Fact(text, unit, read) => (text, unit, (read(&key.futures), read(&key.futures))),
                Term::Whole(text, unit, read) => (text, unit, both(&|r| read(r))),
                Term::Present(text, unit, read) => (text, unit, both(&|r| r.present(read))),
            };
            let style = NumberStyle::new(self.session.locale, unit);
            let changed = if unit == DisplayUnit::Percent { DisplayUnit::Points } else { unit };
            let change = NumberStyle::new(self.session.locale, changed).signed().text(policy - today, None);
            let change = if policy == today { "–".to_owned() } else { change };
            let digits = |value: f64| style.text(value, Some(1e-4 * value.abs()).filter(|&e| e > 0.0));
            vec![words.to(label), digits(today), digits(policy), change]
        });
        Some(Table {
            caption: match key.month {
                Some(t) => words.with(Text::NumbersCaptionMonth, &[("month", &(t + 1).to_string())]),
                None => words.to(Text::NumbersCaption),
            },
            columns: vec![words.to(Text::NumbersTerm), words.to(Text::Today), key.name, words.to(Text::NumbersChange)],
            rows: rows.collect(),
        })
    }
}

/// The months that the numbers are of: one, or the last year.
fn window(run: &Run, month: Option<usize>) -> &[Month<f64>] {
    let months = &run.run.months;
    let last = months.len().saturating_sub(12);
    month.and_then(|t| months.get(t..=t)).unwrap_or(&months[last..])
}

/// Sum of one reading by the sum of another.
fn mean_of(months: &[Month<f64>], above: MonthFigure, below: impl Fn(&Month<f64>) -> f64) -> f64 {
    // a community that solves everything leaves no contact and so no wait
    months.iter().map(above).sum::<f64>() / months.iter().map(below).sum::<f64>().max(f64::MIN_POSITIVE)
}
