//! The document to compare with: a link as pasted.

use super::Analyses;
use super::view::{Control, Kind};
use aftercast_analyses::Field;
use aftercast_analyses::sections::compare::Other;
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_link::decode;

impl Analyses {
    /// The box for a link.
    pub(super) fn other_document(&self) -> Control {
        let control = self.typed(Field::Other, self.text(Text::CompareField), Kind::Words, "");
        let refused = self.refused.text(Field::Other);
        // a long text that is no link is told by its beginning
        let short = |typed: &str| typed.trim().chars().take(60).collect::<String>();
        let error = refused.map(|typed| self.words().with(Text::CompareUnread, &[("typed", &short(typed))]));
        Control { error, ..control }
    }

    /// Takes a link, or a message that holds one; an empty box takes it away.
    pub(super) fn beside(&mut self, typed: &str) {
        self.refused.drop(Field::Other);
        if typed.trim().is_empty() {
            self.settings.other = None;
            return;
        }
        let read = decode(typed);
        let document = read.document.draft;
        match check(&document) {
            Ok(scenario) if read.understood > 0 => {
                self.settings.other = Some(Box::new(Other { given: typed.trim().to_owned(), document, scenario }));
            }
            _ => self.refused.keep(Field::Other, typed.to_owned()),
        }
    }
}
