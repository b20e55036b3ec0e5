//! How long a worker may be silent before it is taken for dead.

/// A worker that owes an order and says nothing for so long is given up, in milliseconds; the longest order of the analyses
/// takes some ten seconds.
const SILENCE: f64 = 60_000.0;

/// Since when each worker is waited for.
#[derive(Debug, Default)]
pub struct Patience {
    since: Vec<Option<f64>>,
    /// Workers given up during this work: on a slow machine an order may take longer than thought, so the next is given twice the time.
    given_up: i32,
}

impl Patience {
    /// For so many workers, none of which owes anything.
    pub fn new(workers: usize) -> Self {
        Self { since: vec![None; workers], given_up: 0 }
    }

    /// A worker owes an order; what it was waited for before goes on.
    pub fn owes(&mut self, worker: usize, now: f64) {
        if let Some(since) = self.since.get_mut(worker) {
            since.get_or_insert(now);
        }
    }

    /// A worker replied, or is gone.
    pub fn settled(&mut self, worker: usize) {
        if let Some(since) = self.since.get_mut(worker) {
            *since = None;
        }
    }

    /// A worker that has been silent for too long is given up.
    pub fn give_up(&mut self, now: f64) -> Option<usize> {
        let limit = SILENCE * 2_f64.powi(self.given_up);
        let silent = self.since.iter().position(|since| since.is_some_and(|since| now - since > limit))?;
        self.settled(silent);
        self.given_up += 1;
        Some(silent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_replies_in_time_stays_and_each_time_patience_grows() {
        let mut patience = Patience::new(2);
        assert_eq!(patience.give_up(1e9), None);
        patience.owes(0, 0.0);
        patience.owes(1, 0.0);
        // more orders do not make the first one younger
        patience.owes(1, 50_000.0);
        patience.settled(0);
        patience.owes(0, 50_000.0);
        assert_eq!(patience.give_up(60_000.0), None);
        assert_eq!(patience.give_up(60_001.0), Some(1));
        assert_eq!(patience.give_up(60_001.0), None);
        patience.owes(1, 60_001.0);
        assert_eq!(patience.give_up(170_000.0), None);
        assert_eq!(patience.give_up(170_001.0), Some(0));
        // four times as long after two
        assert_eq!(patience.give_up(300_001.0), None);
        assert_eq!(patience.give_up(300_002.0), Some(1));
    }
}
