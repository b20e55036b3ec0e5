//! Language and theme: what the reader or the system wishes, and the document told of it.

use aftercast_i18n::Text;
use aftercast_plot::{Locale, Theme};
use leptos::prelude::*;
use web_sys::MediaQueryList;

use super::storage::remembered;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;

/// Keys of remembered wishes, as the application names them.
const LOCALE_KEY: &str = "language";
const THEME_KEY: &str = "theme";
const DARK: &str = "(prefers-color-scheme: dark)";

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
