//! What lies over the page: of popovers, the panel of the levers, dialogs and the presenter, Escape closes the topmost alone.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

use crate::ui::runtime::later;

struct Layer {
    id: u32,
    /// `None` where the browser closes it: a modal dialog of the platform.
    close: Option<Rc<dyn Fn()>>,
}

thread_local! {
    /// The topmost last.
    static LAYERS: RefCell<Vec<Layer>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// A layer of the component that is being built, there while `open` says so; Escape calls `close`.
pub fn layer(open: impl Fn() -> bool + 'static, close: impl Fn() + 'static) {
    put(open, Some(Rc::new(close)));
}

/// A modal dialog of the platform, which closes by itself.
pub fn modal(open: impl Fn() -> bool + 'static) {
    put(open, None);
}

fn put(open: impl Fn() -> bool + 'static, close: Option<Rc<dyn Fn()>>) {
    let id = LAST.get().wrapping_add(1);
    LAST.set(id);
    Effect::new(move |_| {
        let open = open();
        take(id);
        if open {
            LAYERS.with_borrow_mut(|layers| layers.push(Layer { id, close: close.clone() }));
        }
    });
    on_cleanup(move || take(id));
}

fn take(id: u32) {
    LAYERS.with_borrow_mut(|layers| layers.retain(|layer| layer.id != id));
}

/// Closes the topmost layer at Escape, for the life of the page.
pub fn listen() {
    later::listen(ev::keydown, |event| {
        // Escape also ends the composition of a Chinese word, which is no wish to leave
        if event.key() != "Escape" || event.default_prevented() || event.is_composing() {
            return;
        }
        let top = LAYERS.with_borrow(|layers| layers.last().and_then(|layer| layer.close.clone()));
        if let Some(close) = top {
            // a dialog below stays open
            event.prevent_default();
            close();
        }
    });
}

/// An element has used a key itself: nothing around it hears of it.
pub fn keep(event: &KeyboardEvent) {
    event.prevent_default();
    event.stop_propagation();
}
