//! One month after another: the whole chain from spending to profit, in causal order.
//!
//! Claim: what a firm spends in a month moves waits, scores, repurchase, talk and cost of that month, and the customers of the next.
//! Equations (docs/model.md 7): levers ramp, then orders and incidents, contacts, waiting, S and E, R and revenue, talk, events, acquisitions,
//!   cost, record; then N'_k = kept_k + older_k + new_k with kept_k = N_k r_k (1 - q_k), older_k = N_(k-1) r_(k-1) q_(k-1), and
//!   S_k <- S0_k + (kept_k D_k + older_k D_(k-1) + newcomer_share new_k D_k)/N'_k, D = S - S0 of the month just lived.
//! Symbols: N customers, S points 0-100, r monthly stay, q monthly exit by age; money in CNY a month.
//! Validity: every checked scenario; a disturbance changes named quantities and nothing else.
//! Source: the links' own, file by file.

use super::baseline::Baseline;
use super::contacts::ContactTerms;
use super::cost::{CostLines, CostTerms};
use super::disturbance::{Disturbance, disturbance_of};
use super::effective_levers::{EffectiveLevers, ramp_share};
use super::experience::{Changes, ExperienceTerms, Points};
use super::firm::{BySegment, Firm, HIGH_VALUE, SPECIAL_NEEDS, parts};
use super::functions::Functions;
use super::outcomes::{ClosingYear, Ending};
use super::queue::Abandonment;
use super::repurchase::RepurchaseTerms;
use super::serious_events::{EventTerms, Events};
use super::setup;
use super::waiting::{StaffingTerms, Waits};
use super::word_of_mouth::{AcquisitionTerms, Memory, Talk};
use aftercast_numerics::math::Lane;
use aftercast_scenario::Levers;
use aftercast_scenario::company::{PROFILES, SEGMENTS, STAGES, TIERS};

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

/// What is recorded of a month. Money in CNY a month, waits in minutes, shares 0-1.
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

/// What the levers in force do, link by link.
struct Terms<L> {
    staffing: StaffingTerms<L>,
    contacts: ContactTerms<L>,
    experience: ExperienceTerms<L>,
    repurchase: RepurchaseTerms<L>,
    events: EventTerms<L>,
    cost: CostTerms<L>,
    acquisition: AcquisitionTerms<L>,
    community: L,
    /// What a stress adds to the month's events, and the points it takes at once.
    added: Option<(f64, f64, f64)>,
}

impl<L: Lane> Terms<L> {
    /// Terms of a month; a calm one (no disturbance) is the model as it stands.
    fn in_month(
        firm: &Firm,
        base: &Baseline<L>,
        levers: &EffectiveLevers<L>,
        disturbance: Option<&Disturbance>,
    ) -> Self {
        let Some(d) = disturbance else {
            let contacts = ContactTerms::new(&levers.delivered, &base.contact_levels, &firm.company, &base.assumptions);
            return Self::new(firm, base, levers, levers, contacts);
        };
        let stressed = d.stressed(levers);
        let mut contacts =
            ContactTerms::new(&stressed.delivered, &base.contact_levels, &firm.company, &base.assumptions);
        contacts.multiply_incidents(&d.incidents, &firm.company);
        let mut terms = Self::new(firm, base, &stressed, &d.compliant(&stressed), contacts);
        terms.cost.scale_prices(d.wage, d.payout);
        terms.staffing.scale_servers(d.servers);
        terms.added = Some((d.serious_events, d.crises, d.score_shock));
        terms
    }

    /// Terms of what works and is paid for; `charged` is what the cost lines see.
    fn new(
        firm: &Firm,
        base: &Baseline<L>,
        levers: &EffectiveLevers<L>,
        charged: &EffectiveLevers<L>,
        contacts: ContactTerms<L>,
    ) -> Self {
        let a = &base.assumptions;
        let staffing = StaffingTerms::new(&levers.delivered, &levers.funded, firm, a);
        Self {
            experience: ExperienceTerms::new(&levers.delivered, &contacts, &base.experience_levels, firm, a),
            repurchase: RepurchaseTerms::new(&levers.delivered, &firm.today, a),
            events: EventTerms::new(&levers.delivered, a),
            cost: CostTerms::new(charged, &staffing, &contacts, &base.cost_levels, &base.books, firm, a),
            acquisition: AcquisitionTerms::new(&levers.funded, &firm.today, a),
            community: levers.delivered.community,
            added: None,
            staffing,
            contacts,
        }
    }
}

/// Segments of a stage.
const COLUMNS: usize = TIERS * PROFILES;

/// What changes from month to month.
struct State<L> {
    customers: BySegment<L>,
    /// Satisfaction over that of the baseline, D, points.
    gained: BySegment<L>,
    memory: Memory<L>,
    shock: L,
    carried: L,
}

/// Runs a policy over the horizon; `record` sees every month. `policy` is the full goal, `None` the baseline.
pub fn simulate<L: Lane>(
    firm: &Firm,
    base: &Baseline<L>,
    policy: Option<&Levers<f64>>,
    events: &mut impl EventSource<L>,
    queue: &mut impl Abandonment,
    record: impl FnMut(usize, &Month<L>),
) -> Ending<L> {
    simulate_under(firm, base, policy, &[], events, queue, record)
}

/// Runs a policy under a plan of disturbances, one a month from month 0; months beyond the plan are calm.
pub fn simulate_under<L: Lane>(
    firm: &Firm,
    base: &Baseline<L>,
    policy: Option<&Levers<f64>>,
    stress: &[Disturbance],
    events: &mut impl EventSource<L>,
    queue: &mut impl Abandonment,
    record: impl FnMut(usize, &Month<L>),
) -> Ending<L> {
    simulate_observed(firm, base, policy, stress, events, queue, &mut (), record)
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
    record: impl FnMut(usize, &Month<L>),
) -> Ending<L> {
    L::compiled(
        #[inline(always)]
        || months(firm, base, policy, stress, events, queue, observer, record),
    )
}

/// Month after month, in the code of its caller.
#[inline(always)]
fn months<L: Lane, Q: Abandonment>(
    firm: &Firm,
    base: &Baseline<L>,
    policy: Option<&Levers<f64>>,
    stress: &[Disturbance],
    events: &mut impl EventSource<L>,
    queue: &mut Q,
    observer: &mut impl Observer<L>,
    mut record: impl FnMut(usize, &Month<L>),
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
        record(t, &month);
    }
    let worth = closing.worth(firm, base);
    Ending { lifetime: closing.lifetime(&worth, base), worth, customers: state.customers }
}

/// Orders, contacts, waiting, satisfaction, repurchase, word of mouth, events, acquisitions, cost; then customers move on.
#[inline(always)]
fn step<L: Lane, F: Functions>(
    firm: &Firm,
    base: &Baseline<L>,
    terms: &Terms<L>,
    state: &mut State<L>,
    t: usize,
    setup: L,
    events: &mut impl EventSource<L>,
    queue: &mut impl Abandonment,
    closing: &mut ClosingYear<L>,
    observer: &mut impl Observer<L>,
) -> Month<L> {
    let (a, population) = (&base.assumptions, &base.population);
    let calendar = firm.calendar(t);
    let (season, peak) = (firm.season[calendar], firm.peak[calendar]);

    let (mut activity, ordered) = base.activity_of(&state.customers, season, &terms.contacts);
    let contacts = terms.contacts.contacts(activity.incidents, activity.customers, season, a);
    activity.contacts = contacts;
    activity.ai_contacts = contacts * terms.contacts.ai_share;
    let human_contacts = contacts * terms.contacts.human_share;

    let waits =
        base.desk.waits(terms.contacts.handling, human_contacts, activity.customers, &terms.staffing, peak, queue);
    let today = &base.desk.by_month[calendar];
    let waiting = Points::of(a.points_per_minute * (today.felt - waits.felt));
    let longer_season = a.points_per_minute * (today.mean - firm.company.first_response_minutes);

    let orders = terms.contacts.orders * season;
    let changes =
        Changes::new::<F>(&terms.experience, waiting, longer_season, state.shock, &population.responsiveness, a, t);
    let adapt = (L::splat(season) / a.satisfaction_tau).min(L::one());
    // one pass a question: what a pass works with fits into the registers
    for g in 0..SEGMENTS {
        let (change, longer) = changes.of(g);
        let (least, most) = base.score[g].room();
        let target = (F::shift(base, g, change) - longer).max(least).min(most);
        state.gained[g] += adapt * (target - state.gained[g]);
    }
    let mut sum = Sums::<L>::default();
    let mut stay = [L::zero(); SEGMENTS];
    let mut annual = [L::zero(); SEGMENTS];
    let mut leavers = L::zero();
    let closes = closing.counts(t);
    for g in 0..SEGMENTS {
        let n = state.customers[g];
        let (stage, _, profile) = parts(g);
        let (repurchase, monthly) = F::stay(base, g, profile == HIGH_VALUE, state.gained[g], &terms.repurchase);
        sum.satisfaction += n * (population.satisfaction[g] + state.gained[g]);
        sum.repurchase += n * repurchase;
        stay[g] = n * monthly;
        annual[g] = repurchase;
        leavers += n - stay[g];
        if stage + 1 == STAGES {
            leavers += stay[g] * firm.exit[stage];
        }
        if closes {
            closing.stay(g, monthly);
        }
    }
    let mut revenue = [L::zero(); SEGMENTS];
    for stage in 0..STAGES {
        let mut of_stage = L::zero();
        for g in stage * COLUMNS..(stage + 1) * COLUMNS {
            let mut value = F::value(base, g, state.gained[g]);
            if parts(g).2 == SPECIAL_NEEDS {
                value = value * terms.repurchase.green;
            }
            revenue[g] = ordered[g] * value;
            of_stage += revenue[g];
            if closes {
                closing.value(g, value * terms.contacts.orders);
            }
        }
        sum.revenue += of_stage;
        // a stage's incidents per order are the same in all its segments
        sum.exposed += of_stage * population.incidents[stage * COLUMNS];
    }
    for g in 0..SEGMENTS {
        sum.high += state.customers[g] * F::promoters(base, g, state.gained[g]);
    }
    for g in 0..SEGMENTS {
        sum.low += state.customers[g] * F::detractors(base, g, state.gained[g]);
    }
    for g in 0..SEGMENTS {
        let satisfaction = population.satisfaction[g] + state.gained[g];
        let (repurchase, revenue) = (annual[g], revenue[g] * orders);
        observer.segment(t, g, &SegmentMonth { customers: state.customers[g], satisfaction, repurchase, revenue });
    }
    let inverse_customers = L::one() / activity.customers;
    activity.revenue = sum.revenue * orders;
    activity.exposed_value = sum.exposed * orders;

    let talk = Talk::new(sum.high * inverse_customers, sum.low * inverse_customers, terms.community, a);
    state.memory.hear(talk, a);

    let quality_incidents = base.quality_incidents(firm, &activity, &terms.contacts);
    let prevention = terms.events.prevention / base.event_terms.prevention;
    let mut occurring = events.events(t, Events::expected(firm, quality_incidents, prevention, a));
    let severity = terms.events.severity;
    let mut shock = state.shock * base.shock_kept;
    if let Some((serious, crises, points)) = terms.added {
        occurring.serious += L::splat(serious);
        occurring.crises += L::splat(crises);
        shock += L::splat(points);
    }
    state.shock = shock + occurring.shock(severity, a) - base.expected_shock;

    let loss = state.carried + occurring.lost_prospects(firm, severity, a) - base.expected_loss;
    let total = population.acquisitions_total;
    state.carried = (loss - total).max(L::zero());
    let drawn = terms.acquisition.drawn * state.memory.attraction(a) * (L::one() - loss / total).max(L::zero());
    let acquisitions = total * drawn;

    let lines = terms.cost.lines(&activity, peak, firm, a);
    let service_cost = lines.service();
    let serious_events = occurring.cost(firm, severity, a);
    let cost = service_cost + serious_events + setup + lines.returned_goods;
    let acquisition_cost = total * (firm.company.acquisition_cost * terms.acquisition.spending);
    closing.service_cost(t, service_cost * inverse_customers);
    let month = Month {
        customers: activity.customers,
        csi: sum.satisfaction * inverse_customers,
        waits,
        fcr: terms.contacts.fcr,
        repurchase: sum.repurchase * inverse_customers,
        contacts,
        human_contacts,
        incidents: activity.incidents,
        acquisitions,
        leavers,
        talk,
        lines,
        serious_events,
        setup,
        service_cost,
        acquisition_cost,
        cost,
        revenue: activity.revenue,
        profit: activity.revenue * firm.company.contribution_margin - cost - acquisition_cost,
    };
    move_on(firm, base, &stay, drawn, state);
    month
}

/// Customers who stay grow older or up; new ones arrive. Who grows up carries the gain of her old segment along, a new customer
/// brings only `newcomer_share` of it.
#[inline(always)]
fn move_on<L: Lane>(firm: &Firm, base: &Baseline<L>, stay: &BySegment<L>, drawn: L, state: &mut State<L>) {
    let share = base.assumptions.newcomer_share;
    // from the last stage to the first: the stage below still has the month just lived
    for g in (0..SEGMENTS).rev() {
        let (k, _, _) = parts(g);
        let kept = stay[g] * (1.0 - firm.exit[k]);
        let new = base.population.acquisitions[g] * drawn;
        let mut customers = kept + new;
        let mut gained = (kept + share * new) * state.gained[g];
        if k > 0 {
            let below = g - COLUMNS;
            let older = stay[below] * firm.exit[k - 1];
            customers += older;
            gained += older * state.gained[below];
        }
        state.customers[g] = customers;
        // a segment without customers stands where customers start: no one carries any gain, and 0 over the least number is 0
        state.gained[g] = gained / customers.max(L::splat(f64::MIN_POSITIVE));
    }
}

/// Sums over segments of a month, weighted by customers.
#[derive(Clone, Copy, Debug)]
struct Sums<L> {
    satisfaction: L,
    repurchase: L,
    high: L,
    low: L,
    revenue: L,
    exposed: L,
}

impl<L: Lane> Default for Sums<L> {
    fn default() -> Self {
        let z = L::zero();
        Self { satisfaction: z, repurchase: z, high: z, low: z, revenue: z, exposed: z }
    }
}
