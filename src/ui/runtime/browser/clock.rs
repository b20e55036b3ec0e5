//! Date and time where the browser is, and marks on the performance time line.

use leptos::prelude::*;

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
