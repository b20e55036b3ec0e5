//! What stands in a text box: the application's text, and between keystrokes the person's.

use std::sync::Arc;

use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;

/// The text of a box and the box.
#[derive(Clone, Copy)]
pub struct BoxText {
    text: Memo<String>,
    /// What the box was last told to show: when it goes away, the application may have no text for it any more.
    written: StoredValue<String>,
    input: NodeRef<Input>,
    take: StoredValue<Take>,
    life: Life,
}

/// What takes in what was typed. It may be called when the box is gone, so it must read nothing of a component.
type Take = Arc<dyn Fn(String) + Send + Sync>;

impl BoxText {
    /// A box that shows this; `take` gets what was typed, however the box is left: it outlives the box, so it must hold nothing
    /// but the page and plain values.
    pub fn new(of: impl Fn() -> String + Send + Sync + 'static, take: impl Fn(String) + Send + Sync + 'static) -> Self {
        // a property is written whenever what it is made of changes, even to the same text: in the middle of a run that
        // would take away what is being typed, so only a text that changed is passed on
        let (text, input) = (Memo::new(move |_| of()), NodeRef::new());
        let written = StoredValue::new(String::new());
        let take: Take = Arc::new(take);
        let last = Arc::clone(&take);
        on_cleanup(move || {
            // a box that goes away while it is typed in may send no `change`
            if let Some(typed) = unsent(written, input) {
                later::soon(Life::of_the_page(), move || last(typed));
            }
        });
        Self { text, written, input, take: StoredValue::new(take), life: Life::here() }
    }

    /// The application's text, followed.
    pub fn shown(self) -> String {
        let text = self.text.get();
        self.written.set_value(text.clone());
        text
    }

    /// The box, for its `node_ref`.
    pub fn node(self) -> NodeRef<Input> {
        self.input
    }

    /// Gives up what was typed; false where nothing was.
    pub fn restore(self) -> bool {
        let Some((input, text)) = self.input.try_get_untracked().flatten().zip(self.text.try_get_untracked()) else {
            return false;
        };
        let typed = input.value() != text;
        if typed {
            input.set_value(&text);
        }
        typed
    }

    /// Hands on what was typed, for `change`: what was taken of it is shown in the application's own form, even where the text
    /// stayed the same. What was refused is the application's text and stays; so does what is typed meanwhile.
    pub fn typed(self, event: &web_sys::Event) {
        let typed = event_target_value(event);
        if let Some(take) = self.take.try_get_value() {
            take(typed.clone());
        }
        later::painted(self.life, move || {
            if self.input.get_untracked().is_some_and(|input| input.value() == typed) {
                self.restore();
            }
        });
    }
}

/// What stands in a box that goes away while it is typed in, where it is not the application's text.
fn unsent(written: StoredValue<String>, input: NodeRef<Input>) -> Option<String> {
    let input = input.try_get_untracked().flatten()?;
    let active = document().active_element();
    let left = input.is_connected() && active.as_ref() != Some(input.unchecked_ref());
    let typed = input.value();
    (!left && written.try_get_value().is_some_and(|written| written != typed)).then_some(typed)
}
