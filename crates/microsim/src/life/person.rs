//! One customer's month: orders, incidents, contacts, talk, and whether she stays.
//!
//! Claim: every share of the equations is a chance of a single customer.
//! Equations: orders and enquiries are Poisson, incidents, solutions, talk and staying are drawn at their probabilities.
//! Symbols: probabilities 0-1, points, CNY. Validity: as in [`super`].
//! Source: docs/model.md, sections 1 to 4, and 6 for returns and payouts.

use super::{Customer, Life};
use crate::Averaging;
use crate::dice::{Dice, Spread, near, poisson};
use crate::firm::{comes_back, monthly, population_repurchase};
use crate::rules::{self, Rules};
use aftercast_numerics::math::special::normal_quantile;
use aftercast_numerics::math::{exp, ln};
use aftercast_scenario::company::SEGMENTS;

/// Sums over the activity of a month.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    /// Scores.
    pub(super) score: f64,
    /// Annual probabilities to come back.
    pub(super) repurchase: f64,
    /// Recommendations, and warnings by their reach.
    pub(super) talk: [f64; 2],
    /// Contacts that people answer.
    pub(super) human: f64,
    /// What the bills depend on.
    pub(super) activity: rules::BillableActivity,
}

/// What is the same for all customers of a month.
struct Climate<'a> {
    rules: &'a Rules,
    season: f64,
    basket: f64,
    quality_share: f64,
    incidents: f64,
    solves: [f64; 2],
    recommend: [f64; 3],
}

impl Life<'_> {
    /// Every customer's month; who stays.
    pub(super) fn customers(&self, season: f64, rules: &Rules, dice: &mut Dice) -> (Sums, Vec<bool>) {
        let (firm, a) = (self.firm, &self.firm.a);
        let louder = 1.0 + a.community_recommend * rules.works.community;
        let incidents = rules.incidents(firm);
        let climate = Climate {
            rules,
            season,
            basket: ln(1.0 + a.basket_uplift) / 39.0,
            quality_share: firm.company.incident_mix.quality * rules.left[0] / incidents,
            incidents,
            solves: rules::ai_solves(&rules.works, a),
            recommend: [a.recommend_high, a.recommend_mid, a.recommend_high / a.recommend_ratio].map(|p| p * louder),
        };
        let mut spread: Vec<Spread> = (0..SEGMENTS).map(|_| Spread::new(dice)).collect();
        let mut sums = Sums::default();
        let stays = self
            .population
            .iter()
            .map(|c| self.customer(c, &climate, spread[c.segment].draw(), dice, &mut sums))
            .collect();
        (sums, stays)
    }

    /// One customer's month; whether she stays.
    fn customer(&self, c: &Customer, m: &Climate, u: [f64; 5], dice: &mut Dice, sums: &mut Sums) -> bool {
        let (a, rules, k) = (&self.firm.a, m.rules, &self.firm.kinds[c.segment]);
        let lasting = self.reading == Averaging::Lasting;
        let mean = k.score + a.causal_share * k.reach * (c.score - k.score);
        let off = a.sat_sd * if lasting { c.difference } else { normal_quantile(u[1]) };
        let own = mean + off;
        sums.score += c.score + off;
        let lifted = |annual: f64| annual * if k.profile == 1 { rules.lift.0 } else { 1.0 } + rules.lift.1;
        let annual = lifted(comes_back(own, self.firm.midpoint, a));
        let decides = if lasting { annual } else { lifted(population_repurchase(mean, self.firm.midpoint, a)) };
        let held = decides.clamp(0.0, k.cap);
        // what the cap takes from customers of one mean it takes from each in proportion
        sums.repurchase += match decides == held {
            _ if lasting => held,
            true => annual,
            false => annual * (held / decides),
        };

        sums.activity.people[0] += 1.0;
        sums.activity.people[1] += f64::from(u8::from(k.profile == 1));
        sums.activity.people[2] += f64::from(u8::from(k.profile == 2));
        sums.activity.people[3] += f64::from(u8::from(k.tier == 2));
        let green = if k.profile == 2 { rules.green } else { 1.0 };
        let basket = k.value * exp(m.basket * (mean - k.score)) * green;
        let orders = poisson(k.orders * m.season * rules.orders, u[0]);
        sums.activity.orders += f64::from(orders);
        sums.activity.revenue += f64::from(orders) * basket;
        for _ in 0..orders {
            for _ in 0..near(k.incidents * m.incidents, dice.unit()) {
                let quality = dice.unit() < m.quality_share;
                self.incident(quality, k.tier == 2, k.return_cost, basket, m, dice, sums);
            }
        }
        for _ in 0..poisson(a.inquiries_per_year / 12.0 * m.season, u[4]) {
            self.contact(m, dice, sums);
        }
        let band = if own >= 80.0 {
            0
        } else if own <= 60.0 {
            2
        } else {
            1
        };
        sums.talk[0] += f64::from(near(m.recommend[band], dice.unit()));
        if band == 2 {
            sums.talk[1] += a.negative_reach * f64::from(near(a.complain_low, dice.unit()));
        }
        u[2] < monthly(held)
    }

    /// A return, a payout, and contacts until the matter is settled.
    fn incident(
        &self,
        quality: bool,
        lower_tier: bool,
        return_cost: f64,
        basket: f64,
        m: &Climate,
        dice: &mut Dice,
        sums: &mut Sums,
    ) {
        let rules = m.rules;
        sums.activity.incidents += 1.0;
        sums.activity.returns += return_cost * rules.freight[usize::from(lower_tier)];
        let pay = match self.reading {
            Averaging::PayByKind => rules.payout.1[usize::from(!quality)],
            _ => rules.payout.0,
        };
        sums.activity.payouts += basket * self.firm.a.compensation_rate * pay;
        sums.activity.disputed += basket;
        if quality {
            sums.activity.owed += basket * rules.owed;
        }
        for _ in 0..near(rules.asks, dice.unit()) {
            loop {
                self.contact(m, dice, sums);
                if dice.unit() < rules.ends() {
                    break;
                }
            }
        }
    }

    /// One contact: solved among customers, met by AI, or answered by a person.
    fn contact(&self, m: &Climate, dice: &mut Dice, sums: &mut Sums) {
        if m.rules.self_solved > 0.0 && dice.unit() < m.rules.self_solved {
            return;
        }
        sums.activity.contacts[0] += 1.0;
        if dice.unit() < m.rules.works.ai_share {
            sums.activity.contacts[1] += 1.0;
            let simple = dice.unit() < self.firm.a.simple_share;
            if dice.unit() < m.solves[usize::from(!simple)] {
                return;
            }
        }
        sums.human += 1.0;
    }
}
