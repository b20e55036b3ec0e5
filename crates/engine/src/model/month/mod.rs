//! One month after another: the whole chain from spending to profit, in causal order.
//!
//! Claim: what a firm spends in a month moves waits, scores, repurchase, talk and cost of that month, and the customers of the next.
//! Equations (docs/model.md 7): levers ramp, then orders and incidents, contacts, waiting, S and E, R and revenue, talk, events, acquisitions,
//!   cost, outcomes; then N'_k = kept_k + older_k + new_k with kept_k = N_k r_k (1 - q_k), older_k = N_(k-1) r_(k-1) q_(k-1), and
//!   S_k <- S0_k + (kept_k D_k + older_k D_(k-1) + newcomer_share new_k D_k)/N'_k, D = S - S0 of the month just lived.
//! Symbols: N customers, S points 0-100, r monthly stay, q monthly exit by age; money in CNY a month.
//! Validity: every checked scenario; a disturbance changes named quantities and nothing else.
//! Source: docs/model.md, section 7; see the file of each step.

use super::baseline::Baseline;
use super::cost::CostLines;
use super::disturbance::{Disturbance, disturbance_of};
use super::effective_levers::{EffectiveLevers, ramp_share};
use super::firm::Firm;
use super::outcomes::{ClosingYear, Ending};
use super::queue::Abandonment;
use super::serious_events::Events;
use super::setup;
use super::waiting::Waits;
use super::word_of_mouth::{Memory, Talk};
use aftercast_numerics::math::Lane;
use aftercast_scenario::Levers;
use aftercast_scenario::company::SEGMENTS;

mod step;
mod terms;

use step::{State, step};
use terms::Terms;

/// Serious events of a run: at their expected value, or at uniforms drawn for the month.
pub trait EventSource<L: Lane> {
    /// The month's events, given the expected ones.
    fn events(&mut self, t: usize, expected: Events<L>) -> Events<L>;
}

/// Serious events at their expected value.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExpectedEvents;

impl<L: Lane> EventSource<L> for ExpectedEvents {
    fn events(&mut self, _t: usize, expected: Events<L>) -> Events<L> {
        expected
    }
}

/// A segment in a month, before its customers move on.
#[derive(Clone, Copy, Debug)]
pub struct SegmentMonth<L> {
    /// Customers at the start of the month.
    pub customers: L,
    /// Satisfaction S after its update, points.
    pub satisfaction: L,
    /// Annual repurchase, 0-1.
    pub repurchase: L,
    /// Revenue, CNY a month.
    pub revenue: L,
}

/// Sees segment by segment what a run goes through; it changes no number of the run.
pub trait Observer<L: Lane> {
    /// Segment `g` in month `t`.
    fn segment(&mut self, _t: usize, _g: usize, _month: &SegmentMonth<L>) {}
}

/// Observes nothing.
impl<L: Lane> Observer<L> for () {}

/// What is kept of a month. Money in CNY a month, waits in minutes, shares 0-1.
#[derive(Clone, Copy, Debug)]
pub struct Month<L> {
    /// Customers at the start of the month.
    pub customers: L,
    /// Mean satisfaction S after its update, points.
    pub csi: L,
    /// First response.
    pub waits: Waits<L>,
    /// First-contact resolution.
    pub fcr: L,
    /// Mean annual repurchase.
    pub repurchase: L,
    /// Contacts a month.
    pub contacts: L,
    /// Contacts that people answer, a month.
    pub human_contacts: L,
    /// Incidents a month.
    pub incidents: L,
    /// New customers a month.
    pub acquisitions: L,
    /// Customers who leave during the month, by their own decision or by age.
    pub leavers: L,
    /// What customers say in the month.
    pub talk: Talk<L>,
    /// The five lines of the service cost.
    pub lines: CostLines<L>,
    /// Direct cost of serious events.
    pub serious_events: L,
    /// Setup and upfront budget.
    pub setup: L,
    /// Sum of the five lines.
    pub service_cost: L,
    /// The month's bill for new customers.
    pub acquisition_cost: L,
    /// Service cost, serious events, setup and returned goods.
    pub cost: L,
    /// Revenue.
    pub revenue: L,
    /// Contribution after service and acquisition.
    pub profit: L,
}

/// Runs a policy over the horizon; `on_month` sees every month. `policy` is the full goal, `None` the baseline.
pub fn simulate<L: Lane>(
    firm: &Firm,
    base: &Baseline<L>,
    policy: Option<&Levers<f64>>,
    events: &mut impl EventSource<L>,
    queue: &mut impl Abandonment,
    on_month: impl FnMut(usize, &Month<L>),
) -> Ending<L> {
    simulate_under(firm, base, policy, &[], events, queue, on_month)
}

/// Runs a policy under a plan of disturbances, one a month from month 0; months beyond the plan are calm.
pub fn simulate_under<L: Lane>(
    firm: &Firm,
    base: &Baseline<L>,
    policy: Option<&Levers<f64>>,
    stress: &[Disturbance],
    events: &mut impl EventSource<L>,
    queue: &mut impl Abandonment,
    on_month: impl FnMut(usize, &Month<L>),
) -> Ending<L> {
    simulate_observed(firm, base, policy, stress, events, queue, &mut (), on_month)
}

/// The same run, segment by segment for an observer.
pub fn simulate_observed<L: Lane, Q: Abandonment>(
    firm: &Firm,
    base: &Baseline<L>,
    policy: Option<&Levers<f64>>,
    stress: &[Disturbance],
    events: &mut impl EventSource<L>,
    queue: &mut Q,
    observer: &mut impl Observer<L>,
    on_month: impl FnMut(usize, &Month<L>),
) -> Ending<L> {
    L::compiled(
        #[inline(always)]
        || months(firm, base, policy, stress, events, queue, observer, on_month),
    )
}

/// Month after month, inlined into the caller.
#[inline(always)]
fn months<L: Lane, Q: Abandonment>(
    firm: &Firm,
    base: &Baseline<L>,
    policy: Option<&Levers<f64>>,
    stress: &[Disturbance],
    events: &mut impl EventSource<L>,
    queue: &mut Q,
    observer: &mut impl Observer<L>,
    mut on_month: impl FnMut(usize, &Month<L>),
) -> Ending<L> {
    let a = &base.assumptions;
    let goal = policy.unwrap_or(&firm.today);
    let setup_cost = policy.map_or(L::zero(), |goal| setup::setup(goal, &base.activity, firm, a));
    let mut levers = EffectiveLevers::today(&firm.today);
    let mut disturbed = disturbance_of(stress, 0);
    let mut terms = Terms::in_month(firm, base, &levers, disturbed);
    let mut ramp_done = policy.is_none();
    let mut state = State {
        customers: base.population.customers,
        gained: [L::zero(); SEGMENTS],
        memory: Memory::new(base.talk),
        shock: L::zero(),
        carried: L::zero(),
    };
    let mut closing = ClosingYear::new(firm);
    for t in 0..firm.horizon {
        let change = disturbance_of(stress, t);
        if !ramp_done || change != disturbed {
            if !ramp_done {
                let share = ramp_share(t, goal.ramp_months);
                levers = EffectiveLevers::new(&firm.today, goal, share, a.delivery);
                ramp_done = share == 1.0;
            }
            terms = Terms::in_month(firm, base, &levers, change);
            disturbed = change;
        }
        let mut spent = setup_cost * setup::setup_share(t, firm.horizon, goal.ramp_months);
        if t == 0 && policy.is_some() {
            spent = spent + goal.upfront_budget;
        }
        let month =
            step::<L, Q::Functions>(firm, base, &terms, &mut state, t, spent, events, queue, &mut closing, observer);
        on_month(t, &month);
    }
    let lifetime_values = closing.lifetime_values(firm, base);
    Ending { lifetime: closing.lifetime(&lifetime_values, base), lifetime_values, customers: state.customers }
}
