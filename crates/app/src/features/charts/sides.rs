//! Sides that were chosen on the charts stay with their policies when another one is added, removed or brought back.

use super::Model;
use super::centrals::Side;
use crate::session::Session;
use aftercast_scenario::PolicyDraft;

impl Model {
    /// Keeps what the charts compare where its policy stands now; what is gone is compared with no more.
    pub(super) fn follow_policies(&mut self, cx: &Session) {
        let now = &cx.document.policies;
        if *now == self.policies {
            return;
        }
        let before = std::mem::replace(&mut self.policies, now.clone());
        let place = |index: usize| place_now(&before, now, index);
        let chosen = |side: Option<Side>| match side {
            Some(Some(index)) => place(index).map(Some),
            other => other,
        };
        self.compared_with = self.compared_with.and_then(place);
        self.from = chosen(self.from);
        self.to = chosen(self.to);
    }
}

/// Where a policy stands now: the ones in front of the change stand where they stood, those behind it as far from the end.
fn place_now(before: &[PolicyDraft], now: &[PolicyDraft], index: usize) -> Option<usize> {
    if before.len() == now.len() {
        // a policy that was moved or renamed is the same one
        return Some(index);
    }
    let front = before.iter().zip(now).take_while(|(a, b)| a == b).count();
    let most = before.len().min(now.len()) - front;
    let back = before.iter().rev().zip(now.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    match index {
        index if index < front => Some(index),
        index if index >= before.len() - back => Some(index + now.len() - before.len()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policies(names: &str) -> Vec<PolicyDraft> {
        names.chars().map(|name| PolicyDraft { name: name.to_string(), ..PolicyDraft::default() }).collect()
    }

    #[test]
    fn a_side_stays_with_its_policy() {
        let places = |before: &str, now: &str| -> Vec<Option<usize>> {
            (0..before.len()).map(|k| place_now(&policies(before), &policies(now), k)).collect()
        };
        assert_eq!(places("ABC", "AC"), [Some(0), None, Some(1)], "one removed");
        assert_eq!(places("AC", "ABC"), [Some(0), Some(2)], "brought back");
        assert_eq!(places("AB", "ABC"), [Some(0), Some(1)], "added");
        assert_eq!(places("ABC", "AXC"), [Some(0), Some(1), Some(2)], "changed");
        assert_eq!(places("AAA", "AA"), [Some(0), Some(1), None], "of equals, the last is the one gone");
        assert_eq!(places("ABCD", "D"), [None, None, None, Some(0)]);
    }
}
