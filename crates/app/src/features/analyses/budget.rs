//! Best for the budget: the frontier as a budget to move along, with what the best policy at each budget does.

use super::Analyses;
use aftercast_analyses::figures::{is_over_today, unit};
use aftercast_analyses::search::{aim as aim_name, statistic};
use aftercast_analyses::sections::frontier::{self, FrontierReport, best_moves, floor};
use aftercast_analyses::{Section, found};
use aftercast_i18n::Text;
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle};

/// The section that answers it.
pub const BUDGET: &Section = &frontier::SECTION;

/// The best policy at a budget.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetPoint {
    /// Service cost in a year, of revenue: "1.9% of revenue".
    pub cost: String,
    /// How much more or less that is than today's: "¥1.2M more than today".
    pub versus: String,
    /// What it is expected to gain.
    pub gain: String,
    /// What it does that today does not, a line a lever.
    pub moves: Vec<String>,
}

/// Budgets to choose from, by growing cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    /// The best policies; at least one.
    pub points: Vec<BudgetPoint>,
    /// The place of the one with the largest aim.
    pub best: usize,
    /// What the gain is of: "total gain, mean of all futures".
    pub aim: String,
    /// That more money does not pay, and from which budget on.
    pub end: String,
    /// Why there is none below what is spent today; empty where there is one.
    pub floor: String,
    /// Whether it is of earlier inputs: nothing of it is to be acted on.
    pub is_stale: bool,
}

impl Analyses {
    /// Budgets and what is best at each; none while there is no frontier.
    pub fn budget(&self) -> Option<Budget> {
        let kept = self.kept_in(BUDGET)?;
        let report: &FrontierReport = found(&*kept.finding)?;
        let style = |unit| NumberStyle::new(self.locale, unit);
        // a level is no gain: it has no sign, and all the digits of its error
        let is_gain = is_over_today(report.aim.outcome());
        let aim = NumberStyle { signed: is_gain, ..style(unit(report.aim.outcome())) };
        let revenue = kept.question.scenario.company().annual_revenue();
        let words = self.words();
        let money = |x: f64| style(DisplayUnit::Cny).text(x, Some(0.005 * x.abs()));
        let point = |p: &aftercast_engine::analysis::frontier::FrontierPoint| {
            let (cost, gain) = (p.measured.cost_share.value, p.measured.aim.estimate());
            let share = style(DisplayUnit::Percent).text(cost, Some(1e-4));
            let money = money(cost * revenue);
            let more = report.today_measured.map(|m| (cost - m.cost_share.value) * revenue);
            let versus = more.map(|more| {
                let text = if more < 0.0 { Text::BudgetLess } else { Text::BudgetMore };
                let amount = style(DisplayUnit::Cny).text(more.abs(), Some(0.05 * more.abs()));
                words.with(text, &[("money", &amount)])
            });
            BudgetPoint {
                cost: words.with(Text::BudgetCost, &[("share", &share), ("money", &money)]),
                versus: versus.unwrap_or_default(),
                gain: aim.text(gain.value, Some(gain.error.max(if is_gain { 0.05 * gain.value.abs() } else { 0.0 }))),
                moves: best_moves(&kept.question, p, words),
            }
        };
        let best = (0..report.points.len()).reduce(|best, k| {
            let value = |k: usize| report.points[k].measured.aim.value;
            if value(k) > value(best) { k } else { best }
        })?;
        let last = report.points.last()?.measured.cost_share.value;
        let end = words.with(Text::BudgetEnd, &[("money", &money(last * revenue))]);
        let name = |text: Text| words.to(text);
        let holes = [("outcome", name(aim_name(report.aim))), ("statistic", name(statistic(report.statistic)))];
        let aim = words.with(Text::StudyStatistic, &holes.each_ref().map(|(hole, value)| (*hole, value.as_str())));
        let floor = floor(&kept.question, report, words).unwrap_or_default();
        let is_stale = !self.question().is_ok_and(|now| BUDGET.is_same(&kept.question, &now));
        Some(Budget { points: report.points.iter().map(point).collect(), best, aim, end, floor, is_stale })
    }
}
