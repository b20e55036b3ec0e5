//! What a teacher has to know of the guesses of a class, a line each: none is dropped in silence. Before the reveal no line tells a number.

use super::View;
use super::class::Unread;
use super::predict::{Guess, Predict};
use super::score::GuessValue;
use crate::session::open;
use crate::words::trimmed;
use aftercast_i18n::Text;
use aftercast_presets::lessons::Lesson;

impl View<'_> {
    /// A name as the list shows it: further ones of the same name are counted.
    pub(super) fn shown_name(&self, state: &Predict, index: usize, name: String) -> String {
        let name = if name.is_empty() {
            self.session.words().with(Text::PredictUnnamed, &[("count", &(index + 1).to_string())])
        } else {
            name
        };
        let own = &state.guesses[index];
        let before = state.guesses[..index]
            .iter()
            .filter(|g| g.name == own.name && g.phone != own.phone && !own.name.is_empty());
        match before.count() {
            0 => name,
            count => format!("{name} ({})", count + 1),
        }
    }

    pub(super) fn told_of(&self, state: &Predict, revealed: bool, asked: &str) -> Vec<String> {
        let words = self.session.words();
        let share = |g: &Guess| match g.value {
            GuessValue::Share(share) if revealed => trimmed(100.0 * share, 1),
            _ => "?".to_owned(),
        };
        let mut lines: Vec<String> = Vec::new();
        for (index, guess) in state.guesses.iter().enumerate() {
            let name = self.shown_name(state, index, guess.name.clone());
            let before = state.replaced.iter().filter(|g| g.is_by(guess) && g.question == guess.question);
            let before: Vec<String> = before.map(&share).collect();
            if !before.is_empty() {
                let holes = [("name", name.as_str()), ("before", &before.join(", ")), ("guess", &share(guess))];
                let text = if revealed { Text::ClassTwiceShown } else { Text::ClassTwice };
                lines.push(words.with(text, &holes));
            }
            if guess.is_astray(asked) {
                let why = self.why_astray(&guess.question, asked);
                lines.push(words.with(Text::ClassAstray, &[("name", &name), ("why", &why)]));
            }
        }
        lines.extend(self.names_told(state));
        for unread in &state.unread {
            let (who, text) = match unread {
                Unread::Line(line) => (line, words.to(Text::RoomUnread)),
                Unread::Empty(who) => (who, words.to(Text::ClassEmpty)),
                Unread::Damaged(who, _) => (who, words.to(Text::ClassDamaged)),
            };
            lines.push(words.with(Text::RoomProblem, &[("who", who), ("what", &text)]));
        }
        for (count, text) in [(state.counted, Text::ClassCounted), (state.left_out, Text::ClassLeftOut)] {
            if count > 0 {
                lines.push(words.with(text, &[("count", &count.to_string())]));
            }
        }
        lines
    }

    /// Names that stand for more than one person, and phones that stand for more than one name.
    fn names_told(&self, state: &Predict) -> Vec<String> {
        let words = self.session.words();
        let mut lines = Vec::new();
        for (index, guess) in state.guesses.iter().enumerate() {
            let rest = &state.guesses[index + 1..];
            let first =
                |same: &dyn Fn(&Guess) -> bool| !state.guesses[..index].iter().any(same) && rest.iter().any(same);
            let namesake = |g: &Guess| g.name == guess.name && g.phone != guess.phone && !guess.name.is_empty();
            if first(&namesake) {
                lines.push(words.with(Text::ClassNamesakes, &[("name", &guess.name)]));
            }
            let shared = |g: &Guess| g.phone == guess.phone && g.name != guess.name && !guess.phone.is_empty();
            if let Some(other) = rest.iter().find(|g| shared(g)).filter(|_| first(&shared)) {
                lines.push(words.with(Text::ClassOnePhone, &[("name", &guess.name), ("other", &other.name)]));
            }
        }
        lines
    }

    /// Why a guess answers something else: another lesson or version of it, or what differs in the figures.
    fn why_astray(&self, question: &str, asked: &str) -> String {
        let words = self.session.words();
        let (Some(theirs), Some(ours)) = (open(question, self.session.locale), open(asked, self.session.locale)) else {
            return String::new();
        };
        if theirs.view != ours.view {
            return match Lesson::from_key(&theirs.view) {
                Some(lesson) => {
                    let title = self.told(lesson.title());
                    let version = lesson.version.to_string();
                    words.with(Text::ClassOtherLesson, &[("lesson", &title), ("version", &version)])
                }
                None if theirs.view.is_empty() => words.to(Text::ClassNoLesson),
                None => words.with(Text::ClassUnknownLesson, &[("lesson", &theirs.view)]),
            };
        }
        let called = self.session.called(self.session.selected);
        let named = |mut draft: aftercast_scenario::Draft| {
            draft.policies.iter_mut().for_each(|policy| policy.name.clone_from(&called));
            draft
        };
        let mut lines = self.read.documents().described(&named(ours.document), &named(theirs.document)).1;
        if lines.is_empty() {
            // the report taken fully, or not
            lines.push(words.to(Text::UiFaceValueShort));
        }
        lines.join(Text::SeparatorClauses.to(self.session.locale))
    }
}
