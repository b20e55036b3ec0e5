//! The desk contact by contact: people arrive, wait for the first free agent, and hang up when patience ends.
//!
//! Claim: nothing but arrivals, service times, patience and a number of agents is needed to know how long people wait.
//! Equations: an arrival at time s with patience p finds the first agent free at f; she waits min(p, max(0, f - s)) and is
//!   served only if p is longer; who gives up may call again later (a share `again` of them). Apart from it, a birth-death chain of k
//!   people at the desk (up at rate lambda, down at min(k, n) mu + max(0, k - n) theta) gives the same mean wait,
//!   sum max(0, k - n) p_k/lambda, and calibrates the load.
//! Symbols: minutes; n agents, lambda `arrivals`, 1/mu `handling`, 1/theta `patience`, p_k the share of time with k people.
//!   Only whole desks are simulated: a real n is the whole number below for part of the time and the one above for the rest, plus
//!   what a cubic through the chains of the four nearest whole desks bends away from that straight line (left out where
//!   [`Manner::part_time`]). Below one agent, one agent at n times the speed, as the model reads it.
//! Validity: first come, first served; patience exponential. Nothing here is shared with the model's Erlang-A formula.
//! Source: docs/model.md, section 2: what the waiting line is and how part of an agent counts, not its formula; the chain's mean wait
//!   from its mean queue by Little, Operations Research 9 (1961) 383-387.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::dice::Dice;

/// Warm-up in mean patiences: what is left of an empty start fades like exp(-t/patience).
const WARM_UP: f64 = 6.0;
/// Least time watched, in mean patiences.
const LEAST_WATCH: f64 = 12.0;
/// Most contacts watched in one go; longer watches of very large desks add little.
const MOST_CONTACTS: f64 = 60_000.0;
/// Contacts whose waits are kept for customers to meet.
const KEPT: usize = 1024;
/// Mean minutes until a person who gave up calls again.
const CALLS_AGAIN_AFTER: f64 = 60.0;
/// States with less than this of the likeliest state's probability are left out of the chain.
const NEGLIGIBLE: f64 = 1e-18;

/// How contacts come and how long they take, apart from the averages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Manner {
    /// Share of contacts that are simple, and how much longer a complex one takes; `None`: one exponential for all.
    pub kinds: Option<(f64, f64)>,
    /// Height of a wave of arrivals over the period, 0 for a steady stream.
    pub rush: f64,
    /// Whether part of an agent is an agent for part of the time, and nothing smoother.
    pub part_time: bool,
    /// Share of those who gave up who call again.
    pub again: f64,
}

/// A desk over one period of a month.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    /// Contacts a minute.
    pub arrivals: f64,
    /// Mean minutes of a contact.
    pub handling: f64,
    /// Mean minutes until a waiting person gives up.
    pub patience: f64,
    /// Agents on duty.
    pub agents: f64,
    /// Minutes of the period a day.
    pub day: f64,
}

/// What was seen of a period.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Mean wait over all contacts, minutes.
    pub wait: f64,
    /// Waits of some contacts.
    pub waits: Vec<f64>,
}

impl Period {
    /// Whole numbers of agents with their shares of the time, and the speed of each.
    fn shifts(&self) -> [(usize, f64, f64); 2] {
        if self.agents < 1.0 {
            return [(1, 1.0, self.agents), (1, 0.0, self.agents)];
        }
        let whole = self.agents.floor();
        let more = self.agents - whole;
        [(whole as usize, 1.0 - more, 1.0), (whole as usize + 1, more, 1.0)]
    }

    /// Watches the desk for `minutes` or as long as makes sense.
    pub fn watch(&self, minutes: f64, manner: Manner, dice: &mut Dice) -> Seen {
        let mut seen = Seen::default();
        for (agents, share, speed) in self.shifts() {
            if share <= 1e-9 {
                continue;
            }
            let watched = (minutes * share).min(MOST_CONTACTS / self.arrivals).max(LEAST_WATCH * self.patience);
            let period = Self { handling: self.handling / speed, ..*self };
            seen.wait += share * period.shift(agents, watched, share, manner, dice, &mut seen.waits);
        }
        if !manner.part_time {
            seen.wait = (seen.wait + self.with_retries(manner.again, false).bend()).max(0.0);
        }
        seen
    }

    /// The same period with those who call again among its arrivals: x = first calls + again P(give up at x) x.
    fn with_retries(&self, again: f64, part_time: bool) -> Self {
        if again == 0.0 {
            return *self;
        }
        let all = |arrivals: f64| {
            let given_up = Self { arrivals, ..*self }.expected_wait(part_time) / self.patience;
            arrivals * (1.0 - again * given_up.min(1.0))
        };
        let (mut low, mut high) = (self.arrivals, self.arrivals / (1.0 - again));
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if all(middle) < self.arrivals { low = middle } else { high = middle }
        }
        Self { arrivals: 0.5 * (low + high), ..*self }
    }

    /// Mean wait over all calls by the chain, those who call again included.
    pub fn expected_wait_with_retries(&self, again: f64, part_time: bool) -> f64 {
        self.with_retries(again, part_time).expected_wait(part_time)
    }

    /// What the cubic through four whole desks takes off the straight line between two of them.
    fn bend(&self) -> f64 {
        if self.agents < 1.0 || self.agents == self.agents.floor() {
            return 0.0;
        }
        let first = (self.agents.floor() - 1.0).max(1.0);
        let nodes: [f64; 4] = core::array::from_fn(|i| first + i as f64);
        let waits = nodes.map(|n| self.whole(n, 1.0));
        let mut cubic = 0.0;
        for i in 0..4 {
            let mut weight = 1.0;
            for j in (0..4).filter(|&j| j != i) {
                weight *= (self.agents - nodes[j]) / (nodes[i] - nodes[j]);
            }
            cubic += weight * waits[i];
        }
        cubic - self.straight()
    }

    /// Mean wait of a whole desk by the chain.
    fn whole(&self, agents: f64, speed: f64) -> f64 {
        chain(self.arrivals, speed / self.handling, 1.0 / self.patience, agents)
    }

    /// Mean wait by the chain when part of an agent is there part of the time.
    fn straight(&self) -> f64 {
        self.shifts()
            .iter()
            .filter(|(_, s, _)| *s > 0.0)
            .map(|&(n, share, speed)| share * self.whole(n as f64, speed))
            .sum()
    }

    fn shift(
        &self,
        agents: usize,
        watched: f64,
        share: f64,
        manner: Manner,
        dice: &mut Dice,
        kept: &mut Vec<f64>,
    ) -> f64 {
        let warm = WARM_UP * self.patience.max(self.handling);
        let end = warm + watched;
        // positive floats order like their bits
        let mut free: BinaryHeap<Reverse<u64>> = (0..agents).map(|_| Reverse(0.0_f64.to_bits())).collect();
        let peak = self.arrivals * (1.0 + manner.rush);
        let phase = dice.unit();
        let (simple, complex) = match manner.kinds {
            None => (self.handling, self.handling),
            Some((share, ratio)) => {
                let simple = self.handling / (share + (1.0 - share) * ratio);
                (simple, simple * ratio)
            }
        };
        let every = (self.arrivals * watched / (KEPT as f64 * share)).max(1.0);
        let (mut sum, mut count, mut next_kept) = (0.0, 0.0, every);
        let mut first_call = dice.exponential() / peak;
        let mut retries: BinaryHeap<Reverse<u64>> = BinaryHeap::new();
        loop {
            let retry = retries.peek().map_or(f64::INFINITY, |at| f64::from_bits(at.0));
            let now = first_call.min(retry);
            if now >= end {
                break;
            }
            if retry <= first_call {
                retries.pop();
            } else {
                first_call += dice.exponential() / peak;
                if manner.rush > 0.0 {
                    let wave = 1.0 + manner.rush * wave(now / self.day + phase);
                    if dice.unit() * (1.0 + manner.rush) > wave {
                        continue;
                    }
                }
            }
            let patience = dice.exponential() * self.patience;
            let mean = match manner.kinds {
                Some((share, _)) if dice.unit() >= share => complex,
                _ => simple,
            };
            let service = dice.exponential() * mean;
            let Some(mut first) = free.peek_mut() else { break };
            let delay = (f64::from_bits(first.0) - now).max(0.0);
            let wait = delay.min(patience);
            if patience > delay {
                *first = Reverse((now + delay + service).to_bits());
            }
            drop(first);
            if patience <= delay && manner.again > 0.0 && dice.unit() < manner.again {
                retries.push(Reverse((now + patience + CALLS_AGAIN_AFTER * dice.exponential()).to_bits()));
            }
            if now >= warm {
                sum += wait;
                count += 1.0;
                if count >= next_kept {
                    kept.push(wait);
                    next_kept += every;
                }
            }
        }
        if count > 0.0 { sum / count } else { 0.0 }
    }

    /// Mean wait by the birth-death chain.
    pub fn expected_wait(&self, part_time: bool) -> f64 {
        if part_time { self.straight() } else { (self.straight() + self.bend()).max(0.0) }
    }
}

/// A wave of mean 0 and height 1 over a period of length 1: a triangle, no platform sine.
fn wave(x: f64) -> f64 {
    let x = x - x.floor();
    1.0 - 4.0 * (x - 0.5).abs()
}

/// Mean wait of the chain of people at the desk.
fn chain(arrivals: f64, service: f64, giving_up: f64, agents: f64) -> f64 {
    let down = |k: f64| k.min(agents) * service + (k - agents).max(0.0) * giving_up;
    // the likeliest state is where down catches up with arrivals
    let mode = if arrivals <= agents * service {
        (arrivals / service).floor()
    } else {
        (agents + (arrivals - agents * service) / giving_up).floor()
    };
    let (mut total, mut waiting) = (0.0, 0.0);
    let mut visit = |k: f64, p: f64| {
        total += p;
        waiting += p * (k - agents).max(0.0);
    };
    let (mut k, mut p) = (mode, 1.0);
    while p > NEGLIGIBLE {
        visit(k, p);
        k += 1.0;
        p *= arrivals / down(k);
    }
    let (mut k, mut p) = (mode, 1.0);
    while k > 0.0 {
        p *= down(k) / arrivals;
        k -= 1.0;
        if p <= NEGLIGIBLE {
            break;
        }
        visit(k, p);
    }
    waiting / total / arrivals
}
