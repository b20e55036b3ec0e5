//! A month of the population: what happens to every customer, and what the firm makes of it.
//!
//! Claim: order, incident, contact, wait, talk and decision of single customers add up to the month of a firm.
//! Equation: events at the probabilities of [`super::rules`]; a customer's score is N(mean, sat_sd^2); she recommends with
//!   the probability of her band (80 and over, 60 and under, between), complains with that of 60 and under, and stays with her monthly
//!   probability; prospects remember what they hear.
//! Symbols: as in [`super::firm`]; each customer stands for `weight` people.
//! Validity: expected desk load and expected serious events of the population at hand are used in place of the counts drawn
//!   (conditional Monte Carlo), and the wait's difference to today's desk under the same luck moves the score (control
//!   variate). Both leave means unbiased; the error is measured between replications only.
//! Source: docs/model.md, sections 2 to 7.

use super::desk::{Manner, Seen};
use super::dice::{Dice, Spread, Use, near};
use super::firm::{self, DAY, Firm, NIGHT};
use super::rules::{self, Rules};
use super::{Averaging, Effort, Figure, MonthSeen};
use aftercast_numerics::math::{exp, normal_cdf, pow};
use aftercast_scenario::Levers;
use aftercast_scenario::company::{PROFILES, SEGMENTS, STAGES, TIERS};

mod person;

/// Height of the wave of arrivals in [`Averaging::RushHours`].
const RUSH: f64 = 0.5;

/// A customer.
#[derive(Clone, Copy, Debug)]
struct Customer {
    segment: usize,
    /// Lasting difference to her segment, standard normal.
    difference: f64,
    /// Mean score of customers who have lived what she has.
    score: f64,
}

/// A replication under way.
#[derive(Debug)]
pub struct Life<'a> {
    firm: &'a Firm,
    reading: Averaging,
    policy: Option<&'a Levers<f64>>,
    effort: Effort,
    replication: u64,
    weight: f64,
    population: Vec<Customer>,
    today: Rules,
    memory: [f64; 2],
    first_talk: [f64; 2],
    shock: f64,
    carried: f64,
    setup: f64,
}

impl<'a> Life<'a> {
    /// The population of a replication at the start.
    pub fn new(
        firm: &'a Firm,
        reading: Averaging,
        policy: Option<&'a Levers<f64>>,
        effort: Effort,
        replication: u64,
    ) -> Self {
        let mut dice = Dice::new(effort.seed, replication, 0, Use::Start);
        let per_person = effort.customers as f64 / firm.company.customers;
        let mut population = Vec::with_capacity(effort.customers * 2);
        // evenly over the list of who is there: every count within one of its mean
        let mut mark = dice.unit();
        for &(segment, difference, people) in &firm.start {
            mark += people * per_person;
            while mark >= 1.0 {
                population.push(Customer { segment, difference, score: firm.kinds[segment].score });
                mark -= 1.0;
            }
        }
        let today = Rules::new(firm, &firm.today, 1.0);
        let first_talk = first_talk(firm, reading, &today);
        Self {
            weight: 1.0 / per_person,
            memory: first_talk,
            setup: policy.map_or(0.0, |goal| rules::setup(firm, goal)),
            shock: 0.0,
            carried: 0.0,
            firm,
            reading,
            policy,
            effort,
            replication,
            population,
            today,
            first_talk,
        }
    }

    /// All months.
    pub fn months(mut self) -> Vec<MonthSeen> {
        (0..self.firm.company.horizon()).map(|t| self.month(t)).collect()
    }

    fn month(&mut self, t: usize) -> MonthSeen {
        let (firm, a) = (self.firm, &self.firm.a);
        let goal = self.policy.unwrap_or(&firm.today);
        let ramp = goal.ramp_months;
        let done = if self.policy.is_none() || ramp <= 0.0 { 1.0 } else { ((t + 1) as f64 / ramp).min(1.0) };
        let rules = Rules::new(firm, goal, done);
        let calendar = (firm.company.start_month as usize - 1 + t) % 12;
        let season = firm.season[calendar];
        let peak = firm.peak[calendar];
        let [day, night] = self.waits(t, season, peak, &rules);
        let l = a.night_load_share;
        let felt = |of: usize| (1.0 - l) * day[of].wait + l * a.night_weight * night[of].wait;
        self.live(t, season, calendar, &rules, (felt(0), felt(1)), [&day, &night]);

        let mut seen = [0.0; super::FIGURES];
        let mut dice = Dice::new(self.effort.seed, self.replication, t, Use::Life);
        let expected_quality = self.quality_incidents(season, &rules);
        let (sums, stays) = self.customers(season, &rules, &mut dice);
        let people = self.population.len() as f64;
        let talk = sums.talk.map(|x| x / people);
        self.memory[0] += (talk[0] - self.memory[0]) / a.positive_memory;
        self.memory[1] += (talk[1] - self.memory[1]) / a.negative_memory;
        let net = (self.memory[0] - self.first_talk[0]) - (self.memory[1] - self.first_talk[1]);
        let (serious, lost) = self.events(t, expected_quality, &rules);
        let coming = firm.arrivals;
        let d = self.carried + lost;
        self.carried = (d - coming).max(0.0);
        let drawn = pow(rules.spending, a.acquisition_spend_elasticity)
            * exp(a.acquisition_elasticity * net)
            * (1.0 - d / coming).max(0.0);
        let acquired = coming * drawn;

        let x = rules::BillableActivity {
            people: sums.activity.people.map(|n| n * self.weight),
            orders: sums.activity.orders * self.weight,
            contacts: sums.activity.contacts.map(|n| n * self.weight),
            incidents: sums.activity.incidents * self.weight,
            revenue: sums.activity.revenue * self.weight,
            returns: sums.activity.returns * self.weight,
            payouts: sums.activity.payouts * self.weight,
            owed: sums.activity.owed * self.weight,
            disputed: sums.activity.disputed * self.weight,
            peak,
        };
        let lines = rules::bills(firm, &rules, &x);
        let left = rules.incidents(firm);
        // what one incident more or less than today keeps or loses, over those that happened
        let returned =
            x.disputed * (1.0 - 1.0 / left) * a.refund_share * (firm.company.contribution_margin + a.markdown);
        let cost = lines.iter().sum::<f64>() + serious + self.once(t, ramp, goal) + returned;
        let bill = firm.company.acquisition_cost * coming * rules.spending;
        let mut put = |figure: Figure, value: f64| seen[figure as usize] = value;
        put(Figure::Customers, people * self.weight);
        put(Figure::Csi, sums.score / people);
        put(Figure::DayResponse, day[0].wait);
        put(Figure::NightResponse, night[0].wait);
        put(Figure::FirstResponse, (1.0 - l) * day[0].wait + l * night[0].wait);
        put(Figure::Repurchase, sums.repurchase / people);
        put(Figure::Incidents, x.incidents);
        put(Figure::Contacts, x.contacts[0]);
        put(Figure::HumanContacts, sums.human * self.weight);
        put(Figure::PositiveTalk, talk[0]);
        put(Figure::NegativeTalk, talk[1]);
        put(Figure::Acquisitions, acquired);
        put(Figure::Revenue, x.revenue);
        for (figure, line) in
            [Figure::Labour, Figure::Technology, Figure::ReverseLogistics, Figure::Compensation, Figure::Programmes]
                .into_iter()
                .zip(lines)
        {
            put(figure, line);
        }
        put(Figure::ReturnedGoods, returned);
        put(Figure::Cost, cost);
        put(Figure::Profit, firm.company.contribution_margin * x.revenue - cost - bill);
        self.move_on(&stays, drawn, &mut dice);
        seen
    }

    /// Setup and upfront budget charged in month `t`.
    fn once(&self, t: usize, ramp: f64, goal: &Levers<f64>) -> f64 {
        if self.policy.is_none() {
            return 0.0;
        }
        let months = ramp.max(1.0);
        let last = t + 1 == self.firm.company.horizon();
        let until = if last { 1.0 } else { ((t + 1) as f64 / months).min(1.0) };
        self.setup * (until - (t as f64 / months).min(1.0)) + if t == 0 { goal.upfront_budget } else { 0.0 }
    }

    /// What was seen at the desk by day and by night: this policy's, and today's under the same luck.
    fn waits(&self, t: usize, season: f64, peak: bool, rules: &Rules) -> [[Seen; 2]; 2] {
        let (firm, a) = (self.firm, &self.firm.a);
        let of = |rules: &Rules, incidents: f64, people: f64| {
            let contacts = (incidents * rules.incidents(firm) * rules.asks / rules.ends()
                + people * a.inquiries_per_year / 12.0)
                * (1.0 - rules.self_solved);
            let solves = rules::ai_solves(&rules.works, a);
            contacts * (1.0 - rules.works.ai_share * (a.simple_share * solves[0] + (1.0 - a.simple_share) * solves[1]))
        };
        let at_rest: f64 = firm.kinds.iter().map(|k| k.customers * k.orders * k.incidents).sum();
        let bought: f64 =
            self.population.iter().map(|c| firm.kinds[c.segment].orders * firm.kinds[c.segment].incidents).sum();
        let now = bought * rules.orders;
        let people = self.population.len() as f64 * self.weight;
        let load = season * of(rules, now * self.weight, people) / of(&self.today, at_rest, firm.company.customers);
        let agents = [
            firm::on_duty(&rules.works, &rules.paid, firm, people, peak),
            firm::on_duty(&firm.today, &firm.today, firm, firm.company.customers, peak),
        ];
        [(0, DAY.0, Use::Day), (1, NIGHT.0, Use::Night)].map(|(period, minutes, purpose)| {
            let watch =
                |arrivals: f64, handling: f64, agents: f64, rules: &Rules| {
                    let mut dice = Dice::new(self.effort.seed, self.replication, t, purpose);
                    firm.period(period, firm.desk_arrivals[period] * arrivals, a.handling_minutes * handling, agents)
                        .watch(minutes * self.effort.watch, self.manner(rules), &mut dice)
                };
            [watch(load, rules.handling, agents[0][period], rules), watch(season, 1.0, agents[1][period], &self.today)]
        })
    }

    fn manner(&self, rules: &Rules) -> Manner {
        let a = &self.firm.a;
        let solves = rules::ai_solves(&rules.works, a);
        let simple = a.simple_share * (1.0 - rules.works.ai_share * solves[0]);
        let complex = (1.0 - a.simple_share) * (1.0 - rules.works.ai_share * solves[1]);
        Manner {
            kinds: (self.reading == Averaging::TwoKinds).then_some((simple / (simple + complex), a.complex_handling)),
            rush: if self.reading == Averaging::RushHours { RUSH } else { 0.0 },
            part_time: self.reading == Averaging::PartTime,
            again: if self.reading == Averaging::CallsAgain { firm::AGAIN } else { 0.0 },
        }
    }

    /// Scores move towards what the month was like.
    fn live(&mut self, t: usize, season: f64, calendar: usize, rules: &Rules, felt: (f64, f64), desk: [&[Seen; 2]; 2]) {
        let (firm, a) = (self.firm, &self.firm.a);
        let in_season = firm.waits[calendar].1 - firm.company.first_response_minutes;
        let shock = self.shock;
        let target = |g: usize, longer: f64| {
            let k = &firm.kinds[g];
            let points = rules.points_of(firm, g, -a.points_per_minute * k.sensitivity * longer);
            let score = firm::moved(k.score, rules::felt(points, t, a) - shock);
            (score - a.points_per_minute * k.sensitivity * in_season).clamp(0.0, 100.0)
        };
        let pace = (season / a.satisfaction_tau).min(1.0);
        let shared: [f64; SEGMENTS] = core::array::from_fn(|g| target(g, felt.0 - felt.1));
        let own = matches!(self.reading, Averaging::OwnWait | Averaging::OwnChange);
        if !own {
            for c in &mut self.population {
                c.score += pace * (shared[c.segment] - c.score);
            }
            return;
        }
        let mut dice = Dice::new(self.effort.seed, self.replication, t, Use::Start);
        let sorted = desk.map(|period| {
            [0, 1].map(|of| {
                let mut waits = period[of].waits.clone();
                waits.sort_unstable_by(f64::total_cmp);
                waits
            })
        });
        let at = |period: usize, of: usize, u: f64| {
            let waits = &sorted[period][of];
            waits.get((u * waits.len() as f64) as usize).copied().unwrap_or(desk[period][of].wait)
        };
        for c in &mut self.population {
            let (period, weight) = if dice.unit() < a.night_load_share { (1, a.night_weight) } else { (0, 1.0) };
            // the same place among the waits of a day, under this policy and today
            let u = dice.unit();
            let reference = if self.reading == Averaging::OwnChange { weight * at(period, 1, u) } else { felt.1 };
            let longer = weight * at(period, 0, u) - reference;
            c.score += pace * (target(c.segment, longer) - c.score);
        }
    }

    /// Mean gain of each segment over where its customers start.
    fn gains(&self) -> [f64; SEGMENTS] {
        let (mut sums, mut counts) = ([0.0; SEGMENTS], [0.0_f64; SEGMENTS]);
        for c in &self.population {
            sums[c.segment] += c.score - self.firm.kinds[c.segment].score;
            counts[c.segment] += 1.0;
        }
        core::array::from_fn(|g| sums[g] / counts[g].max(1.0))
    }

    /// Expected quality incidents of the population at hand over those at rest.
    fn quality_incidents(&self, season: f64, rules: &Rules) -> f64 {
        let kinds = &self.firm.kinds;
        let at_rest: f64 = kinds.iter().map(|k| k.customers * k.orders * k.incidents).sum();
        let now: f64 = self.population.iter().map(|c| kinds[c.segment].orders * kinds[c.segment].incidents).sum();
        now * self.weight * season * rules.orders * rules.left[0] / at_rest
    }

    /// Cost of serious events, and prospects lost beyond those of a month at rest.
    fn events(&mut self, t: usize, quality: f64, rules: &Rules) -> (f64, f64) {
        let (firm, a) = (self.firm, &self.firm.a);
        let millions = firm.millions();
        let root = millions.sqrt();
        let rest = [a.serious_events_per_year / 12.0 * root, a.crises_per_year / 12.0];
        let chance = quality * rules.severity.1 / self.today.severity.1;
        let mut counts = rest.map(|x| x * chance);
        if self.reading == Averaging::Sudden {
            let mut dice = Dice::new(self.effort.seed, self.replication, t, Use::Events);
            counts = counts.map(|mean| dice.poisson(mean));
        }
        let lost = |n: [f64; 2], severity: f64| {
            severity * (n[0] * a.serious_lost_prospects * root + n[1] * a.crisis_lost_prospects * millions)
        };
        let hurt = |n: [f64; 2], severity: f64| severity * n[1] * a.crisis_score_shock;
        let (now, before) = (rules.severity.0, self.today.severity.0);
        self.shock = self.shock * (1.0 - 1.0 / a.negative_memory) + hurt(counts, now) - hurt(rest, before);
        (a.serious_direct_cost * root * (counts[0] + counts[1]) * now, lost(counts, now) - lost(rest, before))
    }

    /// Who stays grows older or up; newcomers arrive.
    fn move_on(&mut self, stays: &[bool], drawn: f64, dice: &mut Dice) {
        const COLUMNS: usize = TIERS * PROFILES;
        let firm = self.firm;
        let mut next = Vec::with_capacity(self.population.len() * 2);
        let mut spread: Vec<Spread> = (0..SEGMENTS).map(|_| Spread::new(dice)).collect();
        for (c, _) in self.population.iter().zip(stays).filter(|(_, stays)| **stays) {
            let stage = c.segment / COLUMNS;
            let mut c = *c;
            if spread[c.segment].draw()[0] < 1.0 / firm.company.stage.months[stage] {
                if stage + 1 == STAGES {
                    continue;
                }
                let gained = c.score - firm.kinds[c.segment].score;
                c.segment += COLUMNS;
                c.score = (firm.kinds[c.segment].score + gained).clamp(0.0, 100.0);
            }
            next.push(c);
        }
        let brought = if self.reading == Averaging::Inherited { 1.0 } else { firm.a.newcomer_share };
        let gains = self.gains();
        for (segment, kind) in firm.kinds.iter().enumerate() {
            for _ in 0..near(kind.arrivals * drawn / self.weight, dice.unit()) {
                let score = kind.score + brought * gains[segment];
                next.push(Customer { segment, difference: dice.normal(), score });
            }
        }
        self.population = next;
    }
}

/// Expected talk of the population at the start: recommendations and warnings a customer.
fn first_talk(firm: &Firm, reading: Averaging, rules: &Rules) -> [f64; 2] {
    let a = &firm.a;
    let louder = 1.0 + a.community_recommend * rules.works.community;
    let (mut all, mut positive, mut negative) = (0.0, 0.0, 0.0);
    for &(g, difference, people) in &firm.start {
        let mean = firm.kinds[g].score;
        let (high, low) = if reading == Averaging::Lasting {
            let own = mean + a.sat_sd * difference;
            (f64::from(u8::from(own >= 80.0)), f64::from(u8::from(own <= 60.0)))
        } else {
            (normal_cdf((mean - 80.0) / a.sat_sd), normal_cdf((60.0 - mean) / a.sat_sd))
        };
        let recommends =
            a.recommend_high * high + a.recommend_mid * (1.0 - high - low) + a.recommend_high / a.recommend_ratio * low;
        all += people;
        positive += people * recommends * louder;
        negative += people * low * a.complain_low * a.negative_reach;
    }
    [positive / all, negative / all]
}
