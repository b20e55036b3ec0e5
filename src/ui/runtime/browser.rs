//! The browser behind small functions: address, storage, wishes, marks. A refusal is never fatal.

use std::cell::RefCell;
use std::rc::Rc;

use aftercast_tables::text::{FileKind, TextError, decode};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlInputElement, MediaQueryList, Storage};

use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use aftercast_i18n::Text;
use aftercast_import::FileRefused;
use aftercast_plot::{Locale, Theme};

/// Keys of remembered wishes, as the application names them.
const LOCALE_KEY: &str = "language";
const THEME_KEY: &str = "theme";
const DARK: &str = "(prefers-color-scheme: dark)";

/// The fragment of the address, without `#`.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// An entry of the browser's history: a document as the address holds it, and the id under which it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The document.
    pub fragment: String,
    /// Its id, where it is kept.
    pub document: Option<String>,
    /// What it has in common with all entries of the same document; empty where the page did not write it.
    pub line: String,
}

/// Writes the document into the address: over the entry of the history, or as a `further` one behind it.
pub fn write_entry(entry: &Entry, further: bool) {
    let address = if entry.fragment.is_empty() { path() } else { format!("#{}", entry.fragment) };
    let state = JsValue::from([&entry.line, " ", entry.document.as_deref().unwrap_or_default()].concat());
    let written = window().history().and_then(|history| match further {
        true => history.push_state_with_url(&state, "", Some(&address)),
        false => history.replace_state_with_url(&state, "", Some(&address)),
    });
    // a browser that refuses for now gets the next version
    drop(written);
}

/// The entry of the history that is in force.
pub fn entry() -> Entry {
    let state = window().history().and_then(|history| history.state()).ok().and_then(|state| state.as_string());
    let state = state.unwrap_or_default();
    let (line, document) = state.split_once(' ').unwrap_or_default();
    let document = Some(document.to_owned()).filter(|id| !id.is_empty());
    Entry { fragment: fragment(), document, line: line.to_owned() }
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

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A text.
    Text(String),
    /// The bytes of an .xlsx.
    Workbook(Vec<u8>),
}

/// Reads the file chosen in an input, which is empty again afterwards so that the same file can be chosen twice; `done` gets
/// its name and what is in it, or why it cannot be read. Bytes are read, because the browser takes any file for UTF-8. The place it was
/// chosen at may be gone by then: `done` must read nothing of a component.
pub fn chosen_file(input: &HtmlInputElement, done: impl FnOnce(String, Result<Content, FileRefused>) + 'static) {
    let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
    input.set_value("");
    let name = file.name();
    if file.size() > LARGEST_FILE {
        return done(name, Err(FileRefused::TooLarge));
    }
    later::settled(Life::of_the_page(), file.array_buffer().unchecked_into(), move |buffer| {
        let bytes = buffer.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec());
        done(name, bytes.or(Err(FileRefused::TooLarge)).and_then(content));
    });
}

fn content(bytes: Vec<u8>) -> Result<Content, FileRefused> {
    match decode(&bytes, gb18030) {
        Ok(text) => Ok(Content::Text(text)),
        Err(TextError::Other(FileKind::Xlsx)) => Ok(Content::Workbook(bytes)),
        Err(why) => Err(FileRefused::Text(why)),
    }
}

/// The same where a text is needed.
pub fn chosen_text(input: &HtmlInputElement, done: impl FnOnce(String, Result<String, FileRefused>) + 'static) {
    chosen_file(input, move |name, content| {
        let text = content.and_then(|content| match content {
            Content::Text(text) => Ok(text),
            Content::Workbook(_) => Err(FileRefused::Text(TextError::Other(FileKind::Xlsx))),
        });
        done(name, text);
    });
}

/// Decodes GB18030 with the browser's own tables: the page needs none of its own.
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

/// Calls back when another tab changes what is remembered under a key that begins so.
pub fn on_remembered_elsewhere(start: &'static str, f: impl Fn() + 'static) {
    let start = own(start);
    later::listen(ev::storage, move |event| {
        // no key: all of it was cleared
        if event.key().is_none_or(|key| key.starts_with(&start)) {
            f();
        }
    });
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

/// Calls back when the page is left, closed or loaded anew, once the box that is typed in was left.
pub fn on_leaving(f: impl Fn() + 'static) {
    later::listen(ev::pagehide, move |_| {
        let before = fragment();
        leave_box();
        f();
        let after = fragment();
        if before != after {
            remember_in_tab(LEFT, &format!("{before}\n{after}"));
        }
    });
}

/// What the address was when the page was left, and what was written into it then.
const LEFT: &str = "left";

/// Puts into the address what was written while the page was left: a reload asks for the address that it had before.
pub fn restore_left_address() {
    let left = remembered_in_tab(LEFT).unwrap_or_default();
    if left.is_empty() {
        return;
    }
    remember_in_tab(LEFT, "");
    if let Some((_, after)) = left.split_once('\n').filter(|(before, _)| *before == fragment() && is_reload()) {
        write_entry(&Entry { fragment: after.to_owned(), ..entry() }, false);
    }
}

/// Whether this visit is the page loaded anew.
fn is_reload() -> bool {
    let visits = window().performance().map(|times| times.get_entries_by_type("navigation"));
    let visit = visits.map(|visits| visits.get(0)).filter(JsValue::is_object);
    let kind = visit.and_then(|visit| js_sys::Reflect::get(&visit, &"type".into()).ok());
    kind.and_then(|kind| kind.as_string()).is_some_and(|kind| kind == "reload")
}

/// Everything remembered under keys that begin so, by what follows.
pub fn remembered_under(start: &str) -> Vec<(String, String)> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let keys = (0..count).filter_map(|index| storage.key(index).ok().flatten());
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
    let changed = later::often(Life::of_the_page(), move |_| {
        if remembered(THEME_KEY).is_none() {
            f(wished_theme());
        }
    });
    query.set_onchange(Some(&changed));
    // the list has to outlive its listener
    std::mem::forget(query);
}

/// Calls back when the address is changed by hand or by the history.
pub fn on_entry_changed(f: impl Fn(Entry) + 'static) {
    let f = Rc::new(f);
    let changed = move || {
        let entry = entry();
        // what is typed belongs to the document that is being left, and would be written over the entry
        leave_box();
        f(entry);
    };
    // a change of the fragment comes as both events, of which the second may find the address written anew
    let told = Rc::new(RefCell::new(String::new()));
    later::listen(ev::popstate, {
        let (changed, told) = (changed.clone(), Rc::clone(&told));
        move |_| {
            told.replace(address());
            changed();
        }
    });
    later::listen(ev::hashchange, move |event| {
        if told.take() != event.new_url() {
            changed();
        }
    });
}

/// Takes the focus from the box that is typed in, so that it sends what stands in it.
fn leave_box() {
    if let Some(active) = document().active_element().and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        drop(active.blur());
    }
}

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

/// Language, theme and title of the document.
pub fn apply_locale_and_theme(locale: Locale, theme: Theme) {
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
}

/// Tells the styles of the whole page that something holds. A rule that looks for it with `:has` would be asked anew at every change of the
/// page, which takes longer than drawing it.
pub fn tell_styles(name: &str, holds: bool) {
    if let Some(root) = document().document_element() {
        drop(root.toggle_attribute_with_force(name, holds));
    }
}

/// The day of the calendar where the browser is: year, month, day.
pub fn day() -> (u16, u8, u8) {
    let now = js_sys::Date::new_0();
    (now.get_full_year() as u16, now.get_month() as u8 + 1, now.get_date() as u8)
}

/// The same, YYYY-MM-DD.
pub fn today() -> String {
    let (year, month, day) = day();
    format!("{year:04}-{month:02}-{day:02}")
}

/// What time it is here, YYYY-MM-DD HH:MM.
pub fn local_time() -> String {
    let now = js_sys::Date::new_0();
    format!("{} {:02}:{:02}", today(), now.get_hours(), now.get_minutes())
}

/// Milliseconds since the page began.
pub fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Sets a mark on the performance time line, where it replaces the one before: a page that is open all day keeps no list.
pub fn mark(name: &str) {
    if let Some(performance) = window().performance() {
        performance.clear_marks_with_mark_name(name);
        drop(performance.mark(name));
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

/// Moves the focus to an element by id.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        drop(element.focus());
    }
}

/// Moves the focus to what is in view, where it has gone with what was there before: keys and readers of the screen go on from there.
pub fn keep_focus() {
    let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
    let mains = document().get_elements_by_tag_name("main");
    let all = (0..mains.length()).filter_map(|k| mains.item(k)?.dyn_into::<HtmlElement>().ok());
    if let Some(main) = all.rev().find(|main| lost && main.offset_parent().is_some()) {
        drop(main.focus());
    }
}

/// Brings an element into view by id, and moves the focus to it.
pub fn show(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
        // a heading or a section takes the focus only where it is told so
        if element.get_attribute("tabindex").is_none() {
            drop(element.set_attribute("tabindex", "-1"));
        }
        focus(id);
    }
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
