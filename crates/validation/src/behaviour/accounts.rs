//! Accounts that must close: people, money, and the facts of the company that the baseline gives back.
//!
//! Claim: no customer appears or vanishes and no money is lost between the lines.
//! Equations: N(t+1) = N - leavers + newcomers; service cost = its five lines;
//!   cost = service cost + serious events + setup + returned goods; profit + cost + acquisition bill = margin x revenue;
//!   net gain = change of contribution - change of cost and acquisition bill, discounted; total gain = net gain + terminal value.
//! Symbols: customers, CNY a month. Validity: every case of the matrix, to [`super::TOLERANCE`] of the larger side.

use super::{Balance, BehaviourCheck, Bench, Case, Fact, Outcome, Unjudged, Verdict, Watch, each_month, policy};
use aftercast_engine::model::setup::setup_share;
use aftercast_engine::run::central::trajectory;
use aftercast_numerics::math::twelfth_root;
use aftercast_scenario::Company;

/// Whether an account closes in every case.
pub(super) fn balanced(check: &'static BehaviourCheck, balance: Balance, bench: &Bench, cases: &[Case]) -> Verdict {
    let mut seen = Watch::new(check);
    let company: &Company = &bench.firm.company;
    match balance {
        Balance::Population => each_month(cases, |location, m, next| {
            if let Some(next) = next {
                seen.residual(next.customers, m.customers - m.leavers + m.acquisitions, || location.to_string());
            }
        }),
        Balance::ServiceCost => each_month(cases, |location, m, _| {
            let l = &m.lines;
            let sum = l.labour + l.technology + l.reverse_logistics + l.compensation + l.programmes;
            seen.residual(m.service_cost, sum, || location.to_string());
        }),
        Balance::Cost => each_month(cases, |location, m, _| {
            seen.residual(m.cost, m.service_cost + m.serious_events + m.setup + m.lines.returned_goods, || {
                location.to_string()
            });
        }),
        Balance::Profit => each_month(cases, |location, m, _| {
            let spent = m.cost + m.acquisition_cost;
            seen.residual(m.profit + spent, company.contribution_margin * m.revenue, || location.to_string());
        }),
        Balance::Npv => {
            for case in cases {
                let (mut size, mut factor) = (0.0, 1.0);
                for (p, b) in case.policy.months.iter().zip(&case.baseline.months) {
                    size += factor * (p.profit.abs() + b.profit.abs());
                    factor *= bench.firm.discount;
                }
                let c = &case.comparison;
                let parts = c.delta_contribution - c.delta_cost;
                // the difference of two sums of `size` is rounded like them
                seen.residual(2.0 * size + c.npv, 2.0 * size + parts, || case.name.clone());
                let (total, parts) = (c.total_gain, c.npv + c.terminal_value);
                size += c.terminal_value.abs();
                seen.residual(2.0 * size + total, 2.0 * size + parts, || case.name.clone());
            }
        }
        Balance::Setup => {
            if let Some(levers) = policy("value", bench.scenario.today()) {
                let total = |ramp: f64| {
                    let mut levers = levers;
                    levers.ramp_months = ramp;
                    trajectory(&bench.firm, &bench.base, Some(&levers)).months.iter().map(|m| m.setup).sum::<f64>()
                };
                let at_once = total(0.0);
                for ramp in [1.0, 2.0, 6.0, 24.0] {
                    seen.residual(total(ramp), at_once, || format!("ramp of {ramp} months"));
                    let shares: f64 = (0..bench.firm.horizon).map(|t| setup_share(t, bench.firm.horizon, ramp)).sum();
                    seen.residual(shares, 1.0, || format!("shares of a ramp of {ramp} months"));
                }
            }
        }
    }
    let verdict = seen.verdict();
    // customers of one month have no next month to be counted against
    if balance == Balance::Population && bench.firm.horizon < 2 {
        return Verdict { outcome: Outcome::NotJudged(Unjudged::TooShort), seen: (0.0, 0.0), ..verdict };
    }
    verdict
}

/// What the baseline gives back, and the company's own.
pub(super) fn returned(fact: Fact, bench: &Bench) -> (f64, f64) {
    let (company, p, firm) = (&bench.firm.company, &bench.base.population, &bench.firm);
    let all: f64 = p.customers.iter().sum();
    let season_mean = |x: &dyn Fn(usize) -> f64| (0..12).map(|j| firm.season[j] * x(j)).sum::<f64>() / 12.0;
    match fact {
        Fact::Customers => (all, company.customers),
        Fact::Csi => (p.customers.iter().zip(&p.satisfaction).map(|(n, s)| n * s).sum::<f64>() / all, company.csi),
        Fact::FirstResponse => (season_mean(&|j| bench.base.desk.by_month[j].mean), company.first_response_minutes),
        Fact::NightResponse => (season_mean(&|j| bench.base.desk.by_month[j].night), company.night_response_minutes),
        Fact::Orders => (
            (0..p.customers.len()).map(|g| p.customers[g] * p.orders[g] * p.value[g]).sum(),
            company.customers * company.orders_per_customer_year / 12.0 * company.average_order_value,
        ),
        Fact::StandingStill => {
            // the flows at rest, before the season moves anything
            let stay = |g: usize| twelfth_root(p.curve.annual(p.satisfaction[g]));
            let per_stage = p.customers.len() / firm.exit.len();
            let leaving: f64 = (0..p.customers.len())
                .map(|g| {
                    let last = g / per_stage + 1 == firm.exit.len();
                    let aged = if last { stay(g) * firm.exit[g / per_stage] } else { 0.0 };
                    p.customers[g] * (1.0 - stay(g) + aged)
                })
                .sum();
            (leaving, p.acquisitions_total)
        }
    }
}
