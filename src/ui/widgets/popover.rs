//! A small dialog under the word that opens it: Escape, a click elsewhere or its button closes it.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use crate::ui::page::Page;
use crate::ui::runtime::later;
use crate::ui::runtime::layers;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_i18n::Text;

/// Which popover of a place is open, and where the word that opened it ends.
#[derive(Clone, Copy)]
pub struct Opened {
    which: RwSignal<Option<usize>>,
    left: RwSignal<f64>,
    top: RwSignal<f64>,
    opener: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Opened {
    /// Nothing is open.
    pub fn new() -> Self {
        Self {
            which: RwSignal::new(None),
            left: RwSignal::new(0.0),
            top: RwSignal::new(0.0),
            opener: StoredValue::new_local(None),
        }
    }

    /// Whether this one is open.
    pub fn is(self, which: usize) -> bool {
        self.which.get() == Some(which)
    }

    /// Opens one below the element that an event comes from, or closes it.
    pub fn toggle(self, which: usize, event: &web_sys::Event) {
        if self.which.get_untracked() == Some(which) {
            return self.close();
        }
        let opener = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        if let Some(opener) = &opener {
            self.left.set(f64::from(opener.offset_left()));
            self.top.set(f64::from(opener.offset_top() + opener.offset_height()));
        }
        self.opener.set_value(opener);
        self.which.set(Some(which));
    }

    /// Closes it and gives the focus back to what opened it.
    pub fn close(self) {
        self.which.set(None);
        if let Some(opener) = self.opener.try_update_value(Option::take).flatten() {
            drop(opener.focus());
        }
    }

    /// Closes it where something else was clicked, which has the focus now.
    fn leave(self, clicked: Option<Node>) {
        let own = self.opener.with_value(|opener| opener.as_ref().is_some_and(|o| o.contains(clicked.as_ref())));
        if !own {
            self.which.set(None);
        }
    }
}

/// The dialog; its place is the nearest positioned ancestor, which also holds the opener.
#[component]
pub fn Popover(
    page: Page,
    opened: Opened,
    which: usize,
    #[prop(into)] label: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let frame = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            // what can be typed first, else the dialog itself
            let first = frame.query_selector("select, input").ok().flatten();
            let first = first.and_then(|e| e.dyn_into::<HtmlElement>().ok());
            drop(first.unwrap_or_else(|| (*frame).clone().unchecked_into()).focus());
        }
    });
    layers::layer(move || opened.is(which), move || opened.close());
    later::listen_here(ev::pointerdown, move |event| {
        let clicked = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        let inside = frame.get_untracked().is_some_and(|frame| {
            let frame: &Element = &frame;
            frame.contains(clicked.as_ref())
        });
        if opened.which.get_untracked() == Some(which) && !inside {
            opened.leave(clicked);
        }
    });
    let children = StoredValue::new(children);
    view! {
        <Show when=move || opened.is(which)>
            <div
                class="popover"
                role="dialog"
                tabindex="-1"
                aria-label=move || label.get()
                node_ref=frame
                style=("--left", move || format!("{}px", opened.left.get()))
                style=("--top", move || format!("{}px", opened.top.get()))
            >
                {children.with_value(|children| children())}
                <button
                    class="quiet popover-close"
                    type="button"
                    aria-label=page.text(Text::UiClose)
                    on:click=move |_| opened.close()
                >
                    <Symbol icon=Icon::Close />
                </button>
            </div>
        </Show>
    }
}
