//! How long a worker may be silent before it is taken for dead.
//!
//! Only time in which the page was awake counts: a machine that sleeps, a page that is stopped or too busy for its own timers
//! finds all workers silent at once, and none of them dead.

/// How long the page waits, in milliseconds of its own time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// A worker that owes something and says nothing for so long is given up.
    pub silence: f64,
    /// Between two looks. Of a longer time between them only one and a half times this counts.
    pub look: f64,
}

/// Since when each worker is waited for.
#[derive(Debug)]
pub struct Watchdog {
    limits: Limits,
    /// By worker, in time awake.
    since: Vec<Option<f64>>,
    /// Time in which the page was awake.
    awake: f64,
    /// When that was reckoned last, on the clock.
    reckoned: Option<f64>,
    /// Workers given up in a row: on a slow machine a piece of work may take longer than thought, so the next is given twice the
    /// time.
    given_up: i32,
}

impl Watchdog {
    /// For so many workers, none of which owes anything.
    pub fn new(workers: usize, limits: Limits) -> Self {
        Self { limits, since: vec![None; workers], awake: 0.0, reckoned: None, given_up: 0 }
    }

    /// Reckons the time awake up to now.
    fn awake(&mut self, now: f64) -> f64 {
        let passed = self.reckoned.map_or(0.0, |before| now - before);
        self.awake += passed.clamp(0.0, 1.5 * self.limits.look);
        self.reckoned = Some(now);
        self.awake
    }

    /// A worker owes an order; what it was waited for before goes on.
    pub fn owes(&mut self, worker: usize, now: f64) {
        let awake = self.awake(now);
        if let Some(since) = self.since.get_mut(worker) {
            since.get_or_insert(awake);
        }
    }

    /// A worker replied, or is gone.
    pub fn settled(&mut self, worker: usize) {
        if let Some(since) = self.since.get_mut(worker) {
            *since = None;
        }
    }

    /// Workers answer: the next silence is measured as the first.
    pub fn trust(&mut self) {
        self.given_up = 0;
    }

    /// Whether any worker is waited for.
    pub fn waits(&self) -> bool {
        self.since.iter().any(Option::is_some)
    }

    /// A worker that has been silent for too long is given up. To be asked at every look.
    pub fn give_up(&mut self, now: f64) -> Option<usize> {
        let awake = self.awake(now);
        let limit = self.limits.silence * 2_f64.powi(self.given_up);
        let silent = self.since.iter().position(|since| since.is_some_and(|since| awake - since > limit))?;
        self.settled(silent);
        self.given_up += 1;
        Some(silent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { silence: 60_000.0, look: 5000.0 };

    /// Looks every five seconds until a time; who was given up, and when.
    fn look(watchdog: &mut Watchdog, from: f64, to: f64) -> Vec<(usize, f64)> {
        let mut given_up = Vec::new();
        let mut now = from;
        while now <= to {
            while let Some(worker) = watchdog.give_up(now) {
                given_up.push((worker, now));
            }
            now += LIMITS.look;
        }
        given_up
    }

    #[test]
    fn a_worker_that_replies_in_time_stays_and_each_silence_may_last_longer() {
        let mut watchdog = Watchdog::new(2, LIMITS);
        assert_eq!(look(&mut watchdog, 0.0, 100_000.0), []);
        watchdog.owes(0, 100_000.0);
        watchdog.owes(1, 100_000.0);
        assert!(watchdog.waits());
        assert_eq!(look(&mut watchdog, 100_000.0, 150_000.0), []);
        // more orders do not make the first one younger
        watchdog.owes(1, 150_000.0);
        watchdog.settled(0);
        watchdog.owes(0, 150_000.0);
        assert_eq!(look(&mut watchdog, 155_000.0, 200_000.0), [(1, 165_000.0)]);
        watchdog.owes(1, 200_000.0);
        // twice as long after one, four times after two
        assert_eq!(look(&mut watchdog, 205_000.0, 450_000.0), [(0, 275_000.0), (1, 445_000.0)]);
        assert!(!watchdog.waits());
        watchdog.trust();
        watchdog.owes(0, 450_000.0);
        assert_eq!(look(&mut watchdog, 455_000.0, 520_000.0), [(0, 515_000.0)]);
    }

    #[test]
    fn the_lateness_of_the_page_is_not_the_silence_of_its_workers() {
        for asleep in [6000.0, 3.6e6, 6e8] {
            let mut watchdog = Watchdog::new(6, Limits { silence: 4000.0, look: 1000.0 });
            (0..6).for_each(|worker| watchdog.owes(worker, 0.0));
            assert_eq!(watchdog.give_up(1000.0), None);
            // the timer that was to come after a second comes after the sleep, once or twice
            assert_eq!(watchdog.give_up(1000.0 + asleep), None, "{asleep}");
            assert_eq!(watchdog.give_up(1001.0 + asleep), None);
            // five answer, one is dead
            (1..6).for_each(|worker| watchdog.settled(worker));
            let after =
                (1..10).find(|second| watchdog.give_up(1001.0 + asleep + 1000.0 * f64::from(*second)) == Some(0));
            assert!(after.is_some_and(|seconds| seconds <= 4), "{after:?}");
        }
        // a clock that is put back does no harm either
        let mut watchdog = Watchdog::new(1, LIMITS);
        watchdog.owes(0, 1e9);
        assert_eq!(watchdog.give_up(0.0), None);
        assert_eq!(look(&mut watchdog, 0.0, 100_000.0), [(0, 65_000.0)]);
    }
}
