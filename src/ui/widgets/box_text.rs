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
    input: NodeRef<E>,
    /// Something was typed that was neither handed on nor given up.
    unsent: StoredValue<bool>,
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
        Self::of_element(Memo::new(move |_| of()), Arc::new(take))
    }
}

impl BoxText<Textarea> {
    /// One of several lines, as [`BoxText::new`].
    pub fn of_lines(
        of: impl Fn() -> String + Send + Sync + 'static,
        take: impl Fn(String) + Send + Sync + 'static,
    ) -> Self {
        Self::of_element(Memo::new(move |_| of()), Arc::new(take))
    }
}

impl<E: Typed> BoxText<E> {
    // a property is written whenever what it is made of changes, even to the same text: in the middle of a run that would take
    // away what is being typed, so the text is a memo, which passes on only one that changed
    fn of_element(text: Memo<String>, take: Take) -> Self {
        let (input, unsent, life) = (NodeRef::new(), StoredValue::new(false), Life::here());
        let this = Self { text, input, unsent, take: StoredValue::new(Arc::clone(&take)), life };
        input.on_load(move |input: E::Output| {
            let input = E::element(&input);
            input.set_oninput(Some(&later::often(life, move |_| unsent.set_value(true))));
            // after a text that arrived meanwhile the browser sends no `change`
            input.set_onblur(Some(&later::often(life, move |_| this.left())));
        });
        on_cleanup(move || {
            // nor does a box that goes away while it is typed in
            if let Some(typed) = this.kept() {
                later::soon(Life::of_the_page(), move || take(typed));
            }
        });
        this
    }

    /// The application's text, followed; what is being typed stays until it is handed on or given up, whatever text arrives.
    pub fn shown(self) -> String {
        let text = self.text.get();
        self.kept().unwrap_or(text)
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
        self.unsent.set_value(false);
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
        self.unsent.set_value(false);
        if let Some(take) = self.take.try_get_value() {
            take(typed.clone());
        }
        later::painted(self.life, move || {
            if self.input.get_untracked().is_some_and(|input| E::value(&input) == typed) {
                self.restore();
            }
        });
    }

    fn left(self) {
        if let Some(typed) = self.kept() {
            self.hand_on(typed);
        }
    }

    /// What was typed and neither handed on nor given up.
    fn kept(self) -> Option<String> {
        let unsent = self.unsent.try_get_value()?;
        self.input.try_get_untracked().flatten().filter(|_| unsent).map(|input| E::value(&input))
    }
}
