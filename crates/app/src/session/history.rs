//! Undo and redo over the whole document.

use aftercast_scenario::Draft;

/// More steps than these are forgotten.
const MOST_STEPS: usize = 200;

/// Earlier and taken-back states of a document.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: Vec<Draft>,
    future: Vec<Draft>,
}

impl History {
    /// Keeps the document as it is before a change; what was taken back is forgotten.
    pub fn keep(&mut self, before: &Draft) {
        if self.past.last() != Some(before) {
            self.past.push(before.clone());
        }
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
        }
        self.future.clear();
    }

    /// Goes one step back, if there is one.
    pub fn undo(&mut self, document: &mut Draft) -> bool {
        let (from, to) = (&mut self.past, &mut self.future);
        step(from, to, document)
    }

    /// Goes one step forward again, if there is one.
    pub fn redo(&mut self, document: &mut Draft) -> bool {
        let (from, to) = (&mut self.future, &mut self.past);
        step(from, to, document)
    }

    /// The states before, the oldest first, and those taken back, the next one last.
    pub fn states(&self) -> (&[Draft], &[Draft]) {
        (&self.past, &self.future)
    }

    /// Whether there is a step back and a step forward.
    pub fn can(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }
}

fn step(from: &mut Vec<Draft>, to: &mut Vec<Draft>, document: &mut Draft) -> bool {
    let Some(next) = from.pop() else { return false };
    to.push(std::mem::replace(document, next));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forth() {
        let named = |name: &str| Draft { name: name.to_owned(), ..Draft::default() };
        let (mut history, mut document) = (History::default(), named("one"));
        history.keep(&document);
        document = named("two");
        history.keep(&document);
        document = named("three");
        assert!(history.undo(&mut document) && document.name == "two");
        assert!(history.undo(&mut document) && document.name == "one");
        assert!(!history.undo(&mut document));
        assert!(history.redo(&mut document) && document.name == "two");
        history.keep(&document);
        document = named("four");
        assert!(!history.redo(&mut document), "a change forgets what was taken back");
        assert!(history.undo(&mut document) && document.name == "two");
    }
}
