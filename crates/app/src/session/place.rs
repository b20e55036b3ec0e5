//! Where on the page the reader is, as a link says it: `view=budget`, `view=analyse.tornado`, `view=model.company`. A document does not know: the place is put into
//! the address on the way out, and taken off it on the way in.

use super::{Effect, Session};
use aftercast_link::{LinkDocument, decode, encode};

/// Places besides the first screen.
const PLACES: [&str; 4] = ["budget", "brief", "analyse", "model"];
/// Places with sections.
const WITH_SECTIONS: [&str; 2] = ["analyse", "model"];

/// Whether a view of a link is a place; which sections there are, the place itself knows.
pub(super) fn is_place(view: &str) -> bool {
    let place = place_alone(view);
    PLACES.contains(&place) && (WITH_SECTIONS.contains(&place) || !view.contains('.'))
}

/// Without the section.
fn place_alone(view: &str) -> &str {
    view.split('.').next().unwrap_or_default()
}

impl Session {
    /// Where the reader is: empty for the first screen, else `budget`, `brief`, `analyse`, `model` or, with a section, `analyse.tornado`, `model.company`.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// A fragment without its place, which is the one in force from here on.
    pub(crate) fn take_place(&mut self, fragment: &str) -> String {
        self.place.clear();
        if fragment.contains("view=") {
            let decoded = decode(fragment);
            if is_place(&decoded.document.view) {
                self.place.clone_from(&decoded.document.view);
                // a link of which something has to be told goes on as it is
                if decoded.notices.is_empty() {
                    return encode(&LinkDocument { view: String::new(), ..decoded.document }).fragment;
                }
            }
        }
        fragment.to_owned()
    }

    /// A fragment with the place in force; a lesson stands there in its stead.
    pub(crate) fn with_place(&self, fragment: String) -> String {
        if self.place.is_empty() || self.lesson.is_some() {
            return fragment;
        }
        encode(&LinkDocument { view: self.place.clone(), ..decode(&fragment).document }).fragment
    }

    /// The browser's history leads to an entry of another place: the document stays as it is by now.
    pub(crate) fn place_returned(&mut self, fragment: &str) -> Vec<Effect> {
        self.take_place(fragment);
        vec![Effect::WriteFragment(self.write())]
    }

    /// The page shows another place, or another section of it: Back leads to the place before.
    pub(crate) fn place_shown(&mut self, place: String) -> Vec<Effect> {
        if place == self.place {
            return Vec::new();
        }
        let another = place_alone(&place) != place_alone(&self.place);
        self.place = place;
        if self.lesson.is_some() {
            return Vec::new();
        }
        let next = another.then_some(Effect::NextPlace);
        next.into_iter().chain([Effect::WriteFragment(self.write())]).collect()
    }
}
