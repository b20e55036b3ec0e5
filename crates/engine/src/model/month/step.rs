//! One month of a future, in causal order; every part is compiled into the loop over months.
//!
//! Claim: scores follow the wait of this month, decisions follow scores, talk follows both, and the customers of the next month follow all.
//! Equations: docs/model.md 7, step by step; [`super`] writes out how customers move on.
//! Symbols: N customers, S points 0-100, D = S - S0 points; money in CNY a month.
//! Validity: every checked scenario; a segment without customers stands at S0.
//! Source: docs/model.md, section 7; the equations of a step have theirs in their own file.

use super::super::baseline::Baseline;
use super::super::cost::Activity;
use super::super::experience::{Changes, GainsAndLosses};
use super::super::firm::{BySegment, Firm, HIGH_VALUE, SPECIAL_NEEDS, parts};
use super::super::functions::Functions;
use super::super::outcomes::ClosingYear;
use super::super::queue::Abandonment;
use super::super::serious_events::Events;
use super::super::waiting::Waits;
use super::super::word_of_mouth::{Memory, Talk};
use super::terms::Terms;
use super::{EventSource, Month, Observer, SegmentMonth};
use aftercast_numerics::math::Lane;
use aftercast_scenario::company::{SEGMENTS, SEGMENTS_PER_STAGE, STAGES};

/// What changes from month to month.
pub(super) struct State<L> {
    pub(super) customers: BySegment<L>,
    /// Satisfaction over that of the baseline, D, points.
    pub(super) gained: BySegment<L>,
    pub(super) memory: Memory<L>,
    pub(super) shock: L,
    pub(super) carried: L,
}

/// Orders, contacts, waiting, satisfaction, repurchase, word of mouth, events, acquisitions, cost; then customers move on.
#[inline(always)]
pub(super) fn step<L: Lane, F: Functions>(
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

    // one pass a question: what a pass works with fits into the registers
    let mut sum = Sums::<L>::default();
    let orders = terms.contacts.orders * season;
    update_scores::<L, F>(firm, base, terms, state, &waits, t);
    let decided = repurchase_pass::<L, F>(firm, base, terms, state, t, closing, &mut sum);
    let revenue = revenue_pass::<L, F>(base, terms, state, &ordered, t, closing, &mut sum);
    talk_passes::<L, F>(base, state, &mut sum);
    for g in 0..SEGMENTS {
        let satisfaction = population.satisfaction[g] + state.gained[g];
        let (repurchase, revenue) = (decided.annual[g], revenue[g] * orders);
        observer.segment(t, g, &SegmentMonth { customers: state.customers[g], satisfaction, repurchase, revenue });
    }
    let inverse_customers = L::one() / activity.customers;
    activity.revenue = sum.revenue * orders;
    activity.exposed_value = sum.exposed * orders;

    let talk = Talk::new(sum.high * inverse_customers, sum.low * inverse_customers, terms.community, a);
    state.memory.hear(talk, a);
    let serious = events_of_month(firm, base, terms, state, &activity, t, events);
    let total = population.acquisitions_total;
    let factor = acquisition_factor(firm, base, terms, state, serious);

    let lines = terms.cost.lines(&activity, peak, firm, a);
    let service_cost = lines.service();
    let serious_events = serious.cost(firm, terms.events.severity, a);
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
        acquisitions: total * factor,
        leavers: decided.leavers,
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
    move_on(firm, base, &decided.stay, factor, state);
    month
}

/// Waits and levers become a target of every segment's score, which the score approaches (docs/model.md 3).
#[inline(always)]
fn update_scores<L: Lane, F: Functions>(
    firm: &Firm,
    base: &Baseline<L>,
    terms: &Terms<L>,
    state: &mut State<L>,
    waits: &Waits<L>,
    t: usize,
) {
    let a = &base.assumptions;
    let calendar = firm.calendar(t);
    let today = &base.desk.by_month[calendar];
    let waiting = GainsAndLosses::of(a.points_per_minute * (today.felt - waits.felt));
    let longer_season = a.points_per_minute * (today.mean - firm.company.first_response_minutes);
    let responsiveness = &base.population.responsiveness;
    let changes = Changes::new::<F>(&terms.experience, waiting, longer_season, state.shock, responsiveness, a, t);
    let adapt = (L::splat(firm.season[calendar]) / a.satisfaction_tau).min(L::one());
    for g in 0..SEGMENTS {
        let (change, longer) = changes.of(g);
        let (least, most) = base.score[g].gain_bounds();
        let target = (F::shift(base, g, change) - longer).max(least).min(most);
        state.gained[g] += adapt * (target - state.gained[g]);
    }
}

/// What the customers of a month decide.
struct Decided<L> {
    /// Customers who stay, by segment.
    stay: BySegment<L>,
    /// Annual repurchase, 0-1, by segment.
    annual: BySegment<L>,
    /// Customers who leave during the month, by their own decision or by age.
    leavers: L,
}

/// Who stays, who leaves (docs/model.md 4).
#[inline(always)]
fn repurchase_pass<L: Lane, F: Functions>(
    firm: &Firm,
    base: &Baseline<L>,
    terms: &Terms<L>,
    state: &State<L>,
    t: usize,
    closing: &mut ClosingYear<L>,
    sum: &mut Sums<L>,
) -> Decided<L> {
    let closes = closing.counts(t);
    let mut decided = Decided { stay: [L::zero(); SEGMENTS], annual: [L::zero(); SEGMENTS], leavers: L::zero() };
    for g in 0..SEGMENTS {
        let n = state.customers[g];
        let (stage, _, profile) = parts(g);
        let (repurchase, monthly) = F::stay(base, g, profile == HIGH_VALUE, state.gained[g], &terms.repurchase);
        sum.satisfaction += n * (base.population.satisfaction[g] + state.gained[g]);
        sum.repurchase += n * repurchase;
        let stay = n * monthly;
        decided.stay[g] = stay;
        decided.annual[g] = repurchase;
        decided.leavers += n - stay;
        if stage + 1 == STAGES {
            decided.leavers += stay * firm.exit[stage];
        }
        if closes {
            closing.stay(g, monthly);
        }
    }
    decided
}

/// Revenue of every segment before the month's orders, and the value that incidents meet (docs/model.md 4).
#[inline(always)]
fn revenue_pass<L: Lane, F: Functions>(
    base: &Baseline<L>,
    terms: &Terms<L>,
    state: &State<L>,
    ordered: &BySegment<L>,
    t: usize,
    closing: &mut ClosingYear<L>,
    sum: &mut Sums<L>,
) -> BySegment<L> {
    let closes = closing.counts(t);
    let mut revenue = [L::zero(); SEGMENTS];
    for stage in 0..STAGES {
        let mut of_stage = L::zero();
        for g in stage * SEGMENTS_PER_STAGE..(stage + 1) * SEGMENTS_PER_STAGE {
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
        sum.exposed += of_stage * base.population.incidents[stage * SEGMENTS_PER_STAGE];
    }
    revenue
}

/// Who recommends and who warns (docs/model.md 5).
#[inline(always)]
fn talk_passes<L: Lane, F: Functions>(base: &Baseline<L>, state: &State<L>, sum: &mut Sums<L>) {
    for g in 0..SEGMENTS {
        sum.high += state.customers[g] * F::promoters(base, g, state.gained[g]);
    }
    for g in 0..SEGMENTS {
        sum.low += state.customers[g] * F::detractors(base, g, state.gained[g]);
    }
}

/// The serious events of the month, and the shock that they leave in the scores (docs/model.md 5).
#[inline(always)]
fn events_of_month<L: Lane>(
    firm: &Firm,
    base: &Baseline<L>,
    terms: &Terms<L>,
    state: &mut State<L>,
    activity: &Activity<L>,
    t: usize,
    events: &mut impl EventSource<L>,
) -> Events<L> {
    let a = &base.assumptions;
    let quality_incidents = base.quality_incidents(firm, activity, &terms.contacts);
    let prevention = terms.events.prevention / base.event_terms.prevention;
    let mut serious = events.events(t, Events::expected(firm, quality_incidents, prevention, a));
    let mut shock = state.shock * base.shock_kept;
    if let Some((added, crises, points)) = terms.added {
        serious.serious += L::splat(added);
        serious.crises += L::splat(crises);
        shock += L::splat(points);
    }
    state.shock = shock + serious.shock(terms.events.severity, a) - base.expected_shock;
    serious
}

/// New customers of the month over the usual ones; prospects lost beyond them are carried on (docs/model.md 5).
#[inline(always)]
fn acquisition_factor<L: Lane>(
    firm: &Firm,
    base: &Baseline<L>,
    terms: &Terms<L>,
    state: &mut State<L>,
    serious: Events<L>,
) -> L {
    let a = &base.assumptions;
    let loss = state.carried + serious.lost_prospects(firm, terms.events.severity, a) - base.expected_loss;
    let total = base.population.acquisitions_total;
    state.carried = (loss - total).max(L::zero());
    terms.acquisition.factor * state.memory.attraction(a) * (L::one() - loss / total).max(L::zero())
}

/// Customers who stay grow older or up; new ones arrive. Who grows up carries the gain of her old segment along, a new customer
/// brings only `newcomer_share` of it.
#[inline(always)]
fn move_on<L: Lane>(firm: &Firm, base: &Baseline<L>, stay: &BySegment<L>, factor: L, state: &mut State<L>) {
    let share = base.assumptions.newcomer_share;
    // from the last stage to the first: the stage below still has the month just lived
    for g in (0..SEGMENTS).rev() {
        let (k, _, _) = parts(g);
        let kept = stay[g] * (1.0 - firm.exit[k]);
        let new = base.population.acquisitions[g] * factor;
        let mut customers = kept + new;
        let mut gained = (kept + share * new) * state.gained[g];
        if k > 0 {
            let below = g - SEGMENTS_PER_STAGE;
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
