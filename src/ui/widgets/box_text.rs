//! What stands in a text box: the application's text, and between keystrokes the person's.

use std::sync::Arc;

use leptos::html::{ElementType, Input, Textarea};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;

/// An element that is typed in.
pub trait Typed: ElementType<Output: JsCast + Clone> + 'static {
    /// What stands in it.
    fn value(of: &Self::Output) -> String;
    /// Puts a text into it.
    fn set_value(of: &Self::Output, text: &str);
    /// As any element.
    fn element(of: &Self::Output) -> &HtmlElement;
}

impl Typed for Input {
    fn value(of: &Self::Output) -> String {
        of.value()
    }

    fn set_value(of: &Self::Output, text: &str) {
        of.set_value(text);
    }

    fn element(of: &Self::Output) -> &HtmlElement {
        of
    }
}

impl Typed for Textarea {
    fn value(of: &Self::Output) -> String {
        of.value()
    }

    fn set_value(of: &Self::Output, text: &str) {
        of.set_value(text);
    }

    fn element(of: &Self::Output) -> &HtmlElement {
        of
    }
}

/// The text of a box and the box.
pub struct BoxText<E: Typed = Input> {
    text: Memo<String>,
    /// What the box was last told to show: when it goes away, the application may have no text for it any more.
    written: StoredValue<String>,
    /// What was handed on, until the page shows what became of it.
    sent: StoredValue<Option<String>>,
    input: NodeRef<E>,
    take: StoredValue<Take>,
    life: Life,
}

impl<E: Typed> Clone for BoxText<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E: Typed> Copy for BoxText<E> {}

/// What takes in what was typed. It may be called when the box is gone, so it must read nothing of a component.
type Take = Arc<dyn Fn(String) + Send + Sync>;

impl BoxText {
    /// A box that shows this; `take` gets what was typed, however the box is left: it outlives the box, so it must hold nothing
    /// but the page and plain values.
    pub fn new(of: impl Fn() -> String + Send + Sync + 'static, take: impl Fn(String) + Send + Sync + 'static) -> Self {
        Self::of_element(of, take)
    }
}

impl BoxText<Textarea> {
    /// One of several lines, as [`BoxText::new`].
    pub fn of_lines(
        of: impl Fn() -> String + Send + Sync + 'static,
        take: impl Fn(String) + Send + Sync + 'static,
    ) -> Self {
        Self::of_element(of, take)
    }
}

impl<E: Typed> BoxText<E> {
    fn of_element(
        of: impl Fn() -> String + Send + Sync + 'static,
        take: impl Fn(String) + Send + Sync + 'static,
    ) -> Self {
        // a property is written whenever what it is made of changes, even to the same text: in the middle of a run that
        // would take away what is being typed, so only a text that changed is passed on
        let (text, input) = (Memo::new(move |_| of()), NodeRef::new());
        let (written, sent) = (StoredValue::new(String::new()), StoredValue::new(None));
        let take: Take = Arc::new(take);
        let last = Arc::clone(&take);
        let this = Self { text, written, sent, input, take: StoredValue::new(take), life: Life::here() };
        on_cleanup(move || {
            // a box that goes away while it is typed in may send no `change`
            if let Some(typed) = this.unsent() {
                later::soon(Life::of_the_page(), move || last(typed));
            }
        });
        this
    }

    /// The application's text, followed. What is being typed stays: a text that arrives meanwhile is shown once that was handed on
    /// or given up.
    pub fn shown(self) -> String {
        let text = self.text.get();
        let unsent = self.unsent();
        self.written.set_value(text.clone());
        match unsent.zip(self.input.get_untracked()) {
            None => text,
            Some((typed, input)) => {
                // typed back to what stood there when the box was entered, it would send no `change`
                E::element(&input).set_onblur(Some(&later::once(self.life, move |_| self.left())));
                typed
            }
        }
    }

    /// Whether the application's text is empty, followed.
    pub fn is_empty(self) -> bool {
        self.text.with(String::is_empty)
    }

    /// The box, for its `node_ref`.
    pub fn node(self) -> NodeRef<E> {
        self.input
    }

    /// Gives up what was typed; false where nothing was.
    pub fn restore(self) -> bool {
        let Some((input, text)) = self.input.try_get_untracked().flatten().zip(self.text.try_get_untracked()) else {
            return false;
        };
        let typed = E::value(&input) != text;
        if typed {
            E::set_value(&input, &text);
        }
        typed
    }

    /// Hands on what was typed, for `change`: what was taken of it is shown in the application's own form, even where the text
    /// stayed the same. What was refused is the application's text and stays; so does what is typed meanwhile.
    pub fn typed(self, event: &web_sys::Event) {
        self.hand_on(event_target_value(event));
    }

    fn hand_on(self, typed: String) {
        self.sent.set_value(Some(typed.clone()));
        if let Some(take) = self.take.try_get_value() {
            take(typed.clone());
        }
        later::painted(self.life, move || {
            if self.sent.get_value().as_ref() == Some(&typed) {
                self.sent.set_value(None);
            }
            if self.input.get_untracked().is_some_and(|input| E::value(&input) == typed) {
                self.restore();
            }
        });
    }

    /// The box was left after a text arrived while it was typed in.
    fn left(self) {
        let Some(input) = self.input.get_untracked() else { return };
        E::element(&input).set_onblur(None);
        let typed = E::value(&input);
        if self.sent.get_value().is_none() && typed != self.text.get_untracked() {
            self.hand_on(typed);
        }
    }

    /// What is being typed, where it is not the application's text and was not handed on.
    fn unsent(self) -> Option<String> {
        let input = self.input.try_get_untracked().flatten()?;
        let element = E::element(&input);
        let left = element.is_connected() && document().active_element().as_ref() != Some(element);
        let typed = E::value(&input);
        let is_new = self.written.try_get_value()? != typed && self.sent.try_get_value()?.as_ref() != Some(&typed);
        (!left && is_new).then_some(typed)
    }
}
