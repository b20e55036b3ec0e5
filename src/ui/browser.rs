//! The browser behind small functions: address, storage, wishes, marks. A refusal is never fatal.

use aftercast_tables::text::decode;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, HtmlElement, HtmlInputElement, MediaQueryList, Storage};

use crate::import::FileRefused;
use crate::plot::{Locale, Theme};
use crate::texts::Text;

/// Keys of remembered wishes, as the application names them.
const LOCALE_KEY: &str = "language";
const THEME_KEY: &str = "theme";
const DARK: &str = "(prefers-color-scheme: dark)";

/// The fragment of the address, without `#`.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Writes the document into the address without adding to the history.
pub fn write_fragment(fragment: &str) {
    let address = if fragment.is_empty() { path() } else { format!("#{fragment}") };
    let written =
        window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
    // a browser that refuses for now gets the next version
    drop(written);
    super::bridge::changed();
}

fn path() -> String {
    let location = window().location();
    format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

/// Where the page stands, without query and fragment: both belong to this visit, not to what is sent on.
pub fn address() -> String {
    let whole = window().location().href().unwrap_or_default();
    whole.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// Larger files are neither scenarios nor tables of figures.
const LARGEST_FILE: f64 = 1_048_576.0;

/// Reads the file chosen in an input, which is empty again afterwards so that the same file can be chosen twice; `done` gets
/// its name and its text, or what it is instead. Bytes are read, because the browser takes any file for UTF-8.
pub fn chosen_text(input: &HtmlInputElement, done: impl FnOnce(String, Result<String, FileRefused>) + 'static) {
    let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
    input.set_value("");
    let name = file.name();
    if file.size() > LARGEST_FILE {
        return done(name, Err(FileRefused::TooLarge));
    }
    let content = file.array_buffer();
    leptos::task::spawn_local(async move {
        let bytes = wasm_bindgen_futures::JsFuture::from(content).await.ok();
        let bytes = bytes.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec());
        let text =
            bytes.ok_or(FileRefused::TooLarge).and_then(|bytes| decode(&bytes, gb18030).map_err(FileRefused::Text));
        done(name, text);
    });
}

/// Decodes GB18030 with the browser's own tables: ours would be a fifth of the page.
fn gb18030(bytes: &[u8]) -> Option<String> {
    let options = web_sys::TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = web_sys::TextDecoder::new_with_label_and_options("gb18030", &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}

fn storage() -> Option<Storage> {
    // forbidden storage throws, which arrives here as an error
    window().local_storage().ok().flatten()
}

/// The storage is shared with every other page of the host.
fn own(key: &str) -> String {
    format!("aftercast.{key}")
}

/// What was remembered under a key.
pub fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(&own(key)).ok().flatten()
}

/// Remembers a wish; a full or forbidden storage forgets it.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        drop(storage.set_item(&own(key), value));
    }
}

/// Remembers something under a key until it is empty.
pub fn keep(key: &str, value: &str) {
    match storage() {
        Some(storage) if value.is_empty() => drop(storage.remove_item(&own(key))),
        _ => remember(key, value),
    }
}

/// Everything remembered under keys that begin so, by what follows.
pub fn remembered_under(start: &str) -> Vec<(String, String)> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let keys = (0..count).filter_map(|place| storage.key(place).ok().flatten());
    let found = |key: String| {
        let name = key.strip_prefix(&own(start))?.to_owned();
        Some((name, storage.get_item(&key).ok().flatten()?))
    };
    keys.filter_map(found).collect()
}

/// What was remembered in this tab under a key.
pub fn remembered_in_tab(key: &str) -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(&own(key)).ok().flatten()
}

/// Remembers something until the tab is closed.
pub fn remember_in_tab(key: &str, value: &str) {
    if let Some(storage) = window().session_storage().ok().flatten() {
        drop(storage.set_item(&own(key), value));
    }
}

/// The language remembered, or the browser's.
pub fn wished_locale() -> Locale {
    let wish = remembered(LOCALE_KEY).or_else(|| window().navigator().language()).unwrap_or_default();
    if wish.to_ascii_lowercase().starts_with("zh") { Locale::Chinese } else { Locale::English }
}

/// The theme remembered, or the system's.
pub fn wished_theme() -> Theme {
    match remembered(THEME_KEY).as_deref() {
        Some("dark") => Theme::Dark,
        Some("light") => Theme::Light,
        _ if dark_wished().is_some_and(|query| query.matches()) => Theme::Dark,
        _ => Theme::Light,
    }
}

fn dark_wished() -> Option<MediaQueryList> {
    window().match_media(DARK).ok().flatten()
}

/// Calls back when the system's theme changes, unless one was chosen on the page.
pub fn on_theme_wished(f: impl Fn(Theme) + 'static) {
    let Some(query) = dark_wished() else { return };
    let changed = Closure::<dyn Fn()>::new(move || {
        if remembered(THEME_KEY).is_none() {
            f(wished_theme());
        }
    });
    query.set_onchange(Some(changed.into_js_value().unchecked_ref()));
    // the list has to outlive its listener
    std::mem::forget(query);
}

/// Calls back when the address is changed by hand or by the history.
pub fn on_fragment_changed(f: impl Fn(String) + 'static) {
    window_event_listener(ev::hashchange, move |_| f(fragment()));
}

/// Calls back at the platform's keys for undo (false) and redo (true), outside of text boxes.
pub fn on_undo_keys(f: impl Fn(bool) + 'static) {
    window_event_listener(ev::keydown, move |event| {
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

/// Language, theme and title of the document.
pub fn dress(locale: Locale, theme: Theme) {
    let language = match locale {
        Locale::English => "en",
        Locale::Chinese => "zh-CN",
    };
    let shade = match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    document().set_title(Text::UiTitle.to(locale));
    if let Some(root) = document().document_element() {
        for (name, value) in [("lang", language), ("data-theme", shade)] {
            drop(root.set_attribute(name, value));
        }
    }
    super::bridge::changed();
}

/// The day of the calendar where the browser is, YYYY-MM-DD.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// Milliseconds since the page began.
pub fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Sets a mark on the performance time line.
pub fn mark(name: &str) {
    if let Some(performance) = window().performance() {
        drop(performance.mark(name));
    }
}

/// Device pixels of a CSS pixel.
pub fn pixel_ratio() -> f64 {
    window().device_pixel_ratio()
}

/// Moves the focus to an element by id.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        drop(element.focus());
    }
}

/// Opens the browser's print dialog.
pub fn print() {
    drop(window().print());
}

/// Copies a text; `done` hears whether the browser let it.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let navigator = window().navigator();
    // outside of secure contexts there is none
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|c| c.is_object());
    if !clipboard {
        return done(false);
    }
    let promise = navigator.clipboard().write_text(text);
    leptos::task::spawn_local(async move {
        done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}
