//! The way from one total gain to another, line by line, in whole units of one small amount, so that what is shown adds up to the last digit.

use super::centrals::Run;
use aftercast_engine::run::central::MonthFigure;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::table_unit;
use aftercast_plot::scale::{decade, ten_to};

/// The lines of what is spent.
pub(super) const LINES: [(Text, MonthFigure); 7] = [
    (Text::CostLabour, |m| m.lines.labour),
    (Text::CostTechnology, |m| m.lines.technology),
    (Text::CostReturns, |m| m.lines.reverse_logistics),
    (Text::CostCompensation, |m| m.lines.compensation),
    (Text::CostProgrammes, |m| m.lines.programmes),
    (Text::CostEvents, |m| m.serious_events),
    (Text::CostSetup, |m| m.setup),
];
/// What takes from the profit and is not spent on the service: sales lost with returned goods, less those kept, and the acquisition bill.
const OTHERS: [(Text, MonthFigure); 2] =
    [(Text::CostReturnedGoods, |m| m.lines.returned_goods), (Text::CostAcquisition, |m| m.acquisition_cost)];
/// The amounts of a table are written so many times as finely as those of the chart.
pub(super) const FINER: i64 = 100;

/// The way from one side to another, in whole units.
pub(super) struct Bridge {
    /// The unit, CNY.
    pub unit: f64,
    /// Total gain over today of the side it starts from.
    pub start: i64,
    /// Name, effect on the total gain.
    pub steps: Vec<(Text, i64)>,
    /// Total gain over today of the side it leads to.
    pub end: i64,
    /// Name, amount before, amount after, effect on the total gain.
    pub lines: Vec<(Text, i64, i64, i64)>,
}

/// Present value of contribution, and its change by the number of customers and by what each of them spends: the change of
/// a product at the mean of the other factor, which leaves nothing over.
fn contribution(from: &Run, to: &Run) -> (f64, f64) {
    let (mut customers, mut spend, mut factor) = (0.0, 0.0, 1.0);
    for (a, b) in from.run.months.iter().zip(&to.run.months) {
        let (each, other) = (a.revenue / a.customers, b.revenue / b.customers);
        customers += factor * 0.5 * (b.customers - a.customers) * (each + other);
        spend += factor * 0.5 * (other - each) * (a.customers + b.customers);
        factor *= from.discount;
    }
    (from.margin * customers, from.margin * spend)
}

impl Bridge {
    /// `medians` are the medians of the total gain over all futures of both sides, CNY: the way then leads from one to the other,
    /// and what the central run does not tell of them is a step of its own.
    pub(super) fn new(today: &Run, from: &Run, to: &Run, medians: Option<[f64; 2]>) -> Self {
        let contributed = |run: &Run| run.margin * run.present(|m| m.revenue);
        let costs = || LINES.into_iter().chain(OTHERS);
        let largest = costs()
            .map(|(_, read)| to.present(read) - from.present(read))
            .chain([contributed(to) - contributed(from)])
            .chain([from, to].map(|run| run.present(|m| m.profit) - today.present(|m| m.profit) + run.terminal))
            .chain([to.terminal - from.terminal])
            .chain(medians.into_iter().flatten())
            .fold(0.0, |most: f64, x| most.max(x.abs()));
        let unit = table_unit(ten_to(decade(largest) - 2) / FINER as f64);
        let whole = |x: f64| (x / unit).round() as i64;
        let profit =
            |run: &Run| whole(contributed(run)) - costs().map(|(_, read)| whole(run.present(read))).sum::<i64>();
        let central = |run: &Run| profit(run) - profit(today) + whole(run.terminal);
        let (before, after) = (whole(contributed(from)), whole(contributed(to)));
        let customers = whole(contribution(from, to).0);
        let mut lines = vec![(Text::BridgeContribution, before, after, after - before)];
        let mut steps = vec![(Text::BridgeCustomers, customers), (Text::BridgeSpend, after - before - customers)];
        for (name, read) in costs() {
            let (before, after) = (whole(from.present(read)), whole(to.present(read)));
            lines.push((name, before, after, before - after));
            steps.push((name, before - after));
        }
        let (before, after) = (whole(from.terminal), whole(to.terminal));
        lines.push((Text::BridgeTerminal, before, after, after - before));
        steps.push((Text::BridgeTerminal, after - before));
        let mut ends = [central(from), central(to)];
        if let Some(medians) = medians {
            let [before, after] = [whole(medians[0]) - ends[0], whole(medians[1]) - ends[1]];
            lines.push((Text::BridgeSpread, before, after, after - before));
            steps.push((Text::BridgeSpread, after - before));
            ends = medians.map(whole);
        }
        Self { unit, start: ends[0], steps, end: ends[1], lines }
    }

    /// Start, steps and end in the coarser unit of the chart; they add up there too.
    pub(super) fn coarse(&self) -> (i64, Vec<i64>, i64) {
        let round = |x: i64| (x as f64 / FINER as f64).round() as i64;
        let (start, end) = (round(self.start), round(self.end));
        let mut steps: Vec<i64> = self.steps.iter().map(|(_, x)| x.div_euclid(FINER)).collect();
        let mut left = end - start - steps.iter().sum::<i64>();
        // the largest remainders are rounded up
        let mut order: Vec<usize> = (0..steps.len()).collect();
        order.sort_by_key(|&k| -self.steps[k].1.rem_euclid(FINER));
        let mut turn = 0;
        while left != 0 {
            let k = if left > 0 { order[turn % order.len()] } else { order[order.len() - 1 - turn % order.len()] };
            steps[k] += left.signum();
            left -= left.signum();
            turn += 1;
        }
        (start, steps, end)
    }
}
