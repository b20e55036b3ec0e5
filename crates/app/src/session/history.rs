//! Undo and redo over the whole document, with what is noted of each change. It outlasts the visit: it is kept with its document.
//!
//! Of an earlier visit a change is known by what differs, from which the documents on its two sides follow.

use std::cell::OnceCell;

use aftercast_link::{Change, escaped, unescaped};
use aftercast_scenario::Draft;

/// More changes than these are forgotten.
pub const MOST_STEPS: usize = 200;
/// Characters that are kept of a document's changes, the latest ones: the storage of a browser is small.
const MOST_KEPT: usize = 64_000;
/// Characters of a reason.
const LONGEST_REASON: usize = 200;

/// A change of the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// The document on the other side of the change: kept as it was, or made of what differs once it is asked for.
    other: OnceCell<Draft>,
    /// What differs between the two sides.
    change: Change,
    /// When it was made, local time; empty where it is not known.
    pub time: String,
    /// Why, as typed by the reader.
    pub reason: String,
}

/// Earlier and taken-back states of a document.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: Vec<Step>,
    future: Vec<Step>,
    /// So many of the oldest changes lead from other documents, and are not kept with this one; those taken back count on, as they may
    /// come again.
    others: usize,
}

impl History {
    /// Keeps the document as it is before a change; what was taken back is forgotten.
    pub fn keep(&mut self, before: &Draft, time: String) {
        self.others = self.others.min(self.past.len());
        if self.past.last().is_none_or(|last| last.other.get() != Some(before)) {
            self.past.push(Step { other: before.clone().into(), time, ..Step::default() });
        }
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
            self.others = self.others.saturating_sub(1);
        }
        self.future.clear();
    }

    /// The changes so far lead from other documents to this one.
    pub fn begin(&mut self) {
        self.others = self.past.len();
    }

    /// Notes what the last change came to, by the document as it is now.
    pub fn seal(&mut self, now: &Draft) {
        if let Some(Step { other, change, .. }) = self.past.last_mut()
            && let Some(before) = other.get()
        {
            *change = Change::between(before, now);
        }
    }

    /// The document goes on under another name, which no step takes away again.
    pub fn renamed(&mut self, from: &str, to: &str) {
        let states = self.past.iter_mut().chain(&mut self.future).filter_map(|step| step.other.get_mut());
        states.filter(|state| state.name == from).for_each(|state| to.clone_into(&mut state.name));
    }

    /// Goes one step back, if there is one.
    pub fn undo(&mut self, document: &mut Draft) -> bool {
        self.seal(document);
        let Some(step) = self.past.pop() else { return false };
        self.future.push(step.crossed(document, Change::undone));
        true
    }

    /// Goes one step forward again, if there is one.
    pub fn redo(&mut self, document: &mut Draft) -> bool {
        let Some(step) = self.future.pop() else { return false };
        self.past.push(step.crossed(document, Change::done));
        true
    }

    /// Every state, the oldest first, and how many of them are before the one in force.
    pub fn states<'a>(&'a self, now: &'a Draft) -> (Vec<&'a Draft>, usize) {
        let mut state = now;
        let mut next = |step: &'a Step, way| {
            state = step.across(state, way);
            state
        };
        let mut states: Vec<&Draft> = self.past.iter().rev().map(|step| next(step, Change::undone)).collect();
        states.reverse();
        states.push(now);
        state = now;
        for step in self.future.iter().rev() {
            state = step.across(state, Change::done);
            states.push(state);
        }
        (states, self.past.len())
    }

    /// The changes between those states, in the same order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.past.iter().chain(self.future.iter().rev())
    }

    /// Notes why the change was made that leads to the state so many steps away; tells whether there is one.
    pub fn give_reason(&mut self, steps: isize, reason: &str) -> bool {
        let index = self.past.len() as isize + steps - 1;
        let all = self.past.iter_mut().chain(self.future.iter_mut().rev());
        let step = usize::try_from(index).ok().and_then(|index| all.into_iter().nth(index));
        step.map(|step| step.reason = reason.trim().chars().take(LONGEST_REASON).collect()).is_some()
    }

    /// How many changes are in force.
    pub fn count(&self) -> usize {
        self.past.len()
    }

    /// Whether there is a step back and a step forward.
    pub fn can(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }

    /// The changes as they are kept, a line each: done or taken back, time, reason, what differs.
    pub fn text(&self) -> String {
        let line = |kind: &str, step: &Step| {
            [kind, &escaped(&step.time), &escaped(&step.reason), &step.change.text()].join(" ") + "\n"
        };
        let future = self.future.iter().rev().map(|step| line("+", step));
        let past = self.past.iter().skip(self.others).map(|step| line("-", step));
        let lines: Vec<String> = past.chain(future).collect();
        let mut left = MOST_KEPT;
        // the latest ones; a change that leads to a state that is not kept is of no use
        let kept = lines.iter().rev().take_while(|line| {
            let fits = line.len() <= left;
            left = left.saturating_sub(line.len());
            fits
        });
        let kept = kept.count();
        // what was taken back comes again in its order, or not at all
        if kept < self.future.len() { String::new() } else { lines[lines.len() - kept..].concat() }
    }

    /// Reads what [`Self::text`] wrote; what cannot be read and all before it is left out.
    pub fn read(text: &str) -> Self {
        let mut history = Self::default();
        for line in text.lines() {
            let mut parts = line.split(' ');
            let (kind, mut part) = (parts.next(), || parts.next().unwrap_or_default());
            let (time, reason) = (unescaped(part()), unescaped(part()));
            match (kind, Change::read(part())) {
                (Some("-"), Some(change)) => history.past.push(Step { other: OnceCell::new(), change, time, reason }),
                (Some("+"), Some(change)) => {
                    history.future.insert(0, Step { other: OnceCell::new(), change, time, reason })
                }
                _ => history = Self::default(),
            }
        }
        history.past.drain(..history.past.len().saturating_sub(MOST_STEPS));
        history
    }

    /// Takes up changes that were made elsewhere, the oldest first.
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        let mut past: Vec<Step> = steps.into_iter().collect();
        past.drain(..past.len().saturating_sub(MOST_STEPS));
        Self { past, ..Self::default() }
    }

    /// The changes that are in force and of this document.
    pub fn own(&self) -> impl Iterator<Item = &Step> {
        self.past.iter().skip(self.others)
    }
}

impl Step {
    /// A change of which nothing but this is known; none where the difference cannot be read.
    pub fn noted(time: String, reason: String, change: &str) -> Option<Self> {
        let short = |text: String| text.chars().take(LONGEST_REASON).collect();
        Some(Self { other: OnceCell::new(), change: Change::read(change)?, time: short(time), reason: short(reason) })
    }

    /// What differs, as [`Self::noted`] reads it.
    pub fn difference(&self) -> String {
        self.change.text()
    }

    /// The document on the other side.
    fn across(&self, from: &Draft, way: fn(&Change, &Draft) -> Draft) -> &Draft {
        self.other.get_or_init(|| way(&self.change, from))
    }

    /// Brings the other side into force.
    fn crossed(mut self, document: &mut Draft, way: fn(&Change, &Draft) -> Draft) -> Self {
        let other = self.other.take().unwrap_or_else(|| way(&self.change, document));
        self.other = std::mem::replace(document, other).into();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Draft {
        Draft { name: name.to_owned(), ..Draft::default() }
    }

    /// The document "three" with the changes that led from "one" and "two" to it.
    fn changed_twice() -> (History, Draft) {
        let mut history = History::default();
        history.keep(&named("one"), "2026-11-29 10:00".to_owned());
        history.seal(&named("two"));
        history.keep(&named("two"), "2026-11-29 10:01".to_owned());
        history.seal(&named("three"));
        (history, named("three"))
    }

    #[test]
    fn back_and_forth() {
        let (mut history, mut document) = changed_twice();
        assert!(history.undo(&mut document) && document.name == "two");
        assert!(history.undo(&mut document) && document.name == "one");
        assert!(!history.undo(&mut document));
        assert!(history.redo(&mut document) && document.name == "two");
        history.keep(&document, String::new());
        document = named("four");
        assert!(!history.redo(&mut document), "a change forgets what was taken back");
        assert!(history.undo(&mut document) && document.name == "two");
    }

    #[test]
    fn what_is_kept_leads_back_and_forth_as_well() {
        let (mut history, mut document) = changed_twice();
        assert!(
            history.give_reason(0, "  contract of May  ")
                && !history.give_reason(1, "")
                && !history.give_reason(-2, "")
        );
        assert!(history.undo(&mut document));
        let mut again = History::read(&history.text());
        assert_eq!(again.text(), history.text());
        let notes: Vec<(&str, &str)> = again.steps().map(|s| (s.time.as_str(), s.reason.as_str())).collect();
        assert_eq!(notes, [("2026-11-29 10:00", ""), ("2026-11-29 10:01", "contract of May")]);
        let names = |history: &History| {
            let (states, index) = history.states(&document);
            (states.iter().map(|state| state.name.clone()).collect::<Vec<_>>(), index)
        };
        assert_eq!(names(&again), (vec!["one".to_owned(), "two".to_owned(), "three".to_owned()], 1));
        assert_eq!(names(&again), names(&history));
        let mut document = document.clone();
        assert!(again.redo(&mut document) && document.name == "three" && !again.redo(&mut document));
        assert!(again.undo(&mut document) && again.undo(&mut document) && document.name == "one");
        assert!(!again.undo(&mut document));
    }

    #[test]
    fn a_history_is_bounded_and_leaves_out_other_documents() {
        let (mut history, document) = changed_twice();
        history.begin();
        assert_eq!((history.text().as_str(), history.can().0), ("", true));
        history.keep(&document, "now".to_owned());
        history.seal(&named("four"));
        assert_eq!(history.text(), "- now  doc=three>four\n");
        for k in 0..3 * MOST_STEPS {
            history.keep(&named(&format!("{k}")), String::new());
            history.seal(&named(&format!("{}", k + 1)));
        }
        assert_eq!(history.steps().count(), MOST_STEPS);
        assert_eq!(History::read(&history.text()).steps().count(), MOST_STEPS);
        for k in 0..MOST_STEPS {
            history.keep(&named(&format!("{k}{}", "x".repeat(5_000))), String::new());
            history.seal(&named(&format!("{}{}", k + 1, "x".repeat(5_000))));
        }
        let text = history.text();
        assert!(
            text.len() <= MOST_KEPT
                && text.ends_with(&format!("doc={}{1}>{2}{1}\n", MOST_STEPS - 1, "x".repeat(5_000), MOST_STEPS))
        );
    }

    #[test]
    fn what_cannot_be_read_ends_a_history() {
        assert_eq!(History::read("- t r doc=a>b\nnonsense\n- t r doc=b>c\n").steps().count(), 1);
        assert_eq!(History::read("").steps().count(), 0);
    }
}
