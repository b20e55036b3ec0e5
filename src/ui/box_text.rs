//! What stands in a text box: the application's text, and between keystrokes the person's.

use leptos::html::Input;
use leptos::prelude::*;

use super::frames;

/// The text of a box and the box.
#[derive(Clone, Copy)]
pub struct BoxText {
    text: Memo<String>,
    input: NodeRef<Input>,
}

impl BoxText {
    /// A box that shows this.
    pub fn new(of: impl Fn() -> String + Send + Sync + 'static) -> Self {
        // a property is written whenever what it is made of changes, even to the same text: in the middle of a run that
        // would take away what somebody is typing, so only a text that changed is passed on
        Self { text: Memo::new(move |_| of()), input: NodeRef::new() }
    }

    /// The application's text, followed.
    pub fn shown(self) -> String {
        self.text.get()
    }

    /// The box, for its `node_ref`.
    pub fn node(self) -> NodeRef<Input> {
        self.input
    }

    /// Gives up what was typed.
    pub fn restore(self) {
        if let Some(input) = self.input.get_untracked() {
            input.set_value(&self.text.get_untracked());
        }
    }

    /// What was typed has been sent: what was taken of it is shown in the application's own form, even where the text stayed
    /// the same. What was refused is the application's text and stays; so does what is typed meanwhile.
    pub fn settle(self, typed: String) {
        frames::after_paint(move || {
            if self.input.get_untracked().is_some_and(|input| input.value() == typed) {
                self.restore();
            }
        });
    }
}
