//! The browser behind small functions: address, storage, files, focus, wishes, clock; here its keys, screen, printer and clipboard. A refusal
//! is never fatal.

mod address;
mod clock;
mod files;
mod focus;
mod storage;
mod wishes;

pub use address::{Entry, address, entry, fragment, on_entry_changed, on_leaving, restore_left_address, write_entry};
pub use clock::{day, local_time, mark, now, today};
pub use files::{Content, chosen_file, chosen_text};
pub use focus::{focus, keep_focus, show};
pub use storage::{
    keep, on_remembered_elsewhere, on_replaced_elsewhere, remember, remember_in_tab, remembered, remembered_in_tab,
    remembered_under,
};
pub use wishes::{apply_locale_and_theme, on_theme_wished, wished_locale, wished_theme};

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MediaQueryList};

use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;

/// Calls back at the platform's keys for undo (false) and redo (true), outside of text boxes.
pub fn on_undo_keys(f: impl Fn(bool) + 'static) {
    later::listen(ev::keydown, move |event| {
        let typing = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .is_some_and(|element| element.matches("input:not([type=range]), textarea, select").unwrap_or(false));
        if typing || !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        let redo = match event.key().to_ascii_lowercase().as_str() {
            "z" => event.shift_key(),
            "y" => true,
            _ => return,
        };
        event.prevent_default();
        f(redo);
    });
}

/// Tells the styles of the whole page that something holds. A rule that looks for it with `:has` would be asked anew at every change of the
/// page, which takes longer than drawing it.
pub fn tell_styles(name: &str, holds: bool) {
    if let Some(root) = document().document_element() {
        drop(root.toggle_attribute_with_force(name, holds));
    }
}

/// Device pixels of a CSS pixel, followed while the component that is being built stands in the page. Another screen changes
/// them without resizing the window.
pub fn pixel_ratio_here() -> ReadSignal<f64> {
    let (ratio, set_ratio) = signal(window().device_pixel_ratio());
    let watched = StoredValue::new_local(None::<MediaQueryList>);
    let changed = later::often(Life::here(), move |_| set_ratio.set(window().device_pixel_ratio()));
    // a query holds for one ratio: the next one needs another
    Effect::new(move |_| {
        let query = window().match_media(&format!("(resolution: {}dppx)", ratio.get())).ok().flatten();
        if let Some(query) = &query {
            query.set_onchange(Some(&changed));
        }
        if let Some(before) = watched.try_update_value(|watched| std::mem::replace(watched, query)).flatten() {
            before.set_onchange(None);
        }
    });
    on_cleanup(move || {
        if let Some(query) = watched.try_update_value(Option::take).flatten() {
            query.set_onchange(None);
        }
    });
    // browsers that do not tell by the query resize
    later::listen_here(ev::resize, move |_| set_ratio.set(window().device_pixel_ratio()));
    ratio
}

/// Fills the screen with the page, or gives the screen back.
pub fn switch_full_screen() {
    let document = document();
    match (document.fullscreen_element(), document.document_element()) {
        (Some(_), _) => document.exit_fullscreen(),
        // refused where the browser does not allow it; the page stays as it is
        (None, Some(root)) => drop(root.request_fullscreen()),
        (None, None) => {}
    }
}

/// Opens the browser's print dialog.
pub fn print() {
    drop(window().print());
}

/// Copies a text; `done` hears whether the browser let it, while this life lasts.
pub fn copy(life: Life, text: &str, done: impl FnOnce(bool) + 'static) {
    let navigator = window().navigator();
    // outside of secure contexts there is none
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|c| c.is_object());
    if !clipboard {
        return done(false);
    }
    let promise = navigator.clipboard().write_text(text);
    later::settled(life, promise.unchecked_into(), move |copied| done(copied.is_ok()));
}
