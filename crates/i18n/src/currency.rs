//! The currency in force: symbol and name that stand wherever a text or a number tells a sum of the firm. Nothing is converted.
//!
//! Every sum of the page is written here, by a style of numbers or a text with its unit, so this is the one place that has to know the
//! firm's currency; it is a state of the thread, set by the view of a document. A program that sets none writes `¥` and `CNY`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::{Locale, Text};

/// Symbol of the default currency.
pub const SYMBOL: &str = "¥";
/// Name of the default currency in English texts.
const ENGLISH: &str = "CNY";
/// Name of the default currency in Chinese texts.
const CHINESE: &str = "元";

#[derive(Default)]
struct InForce {
    symbol: String,
    name: String,
    /// Texts with the name in place of the default one. A text lives as long as the program; there are as many as have a unit.
    texts: BTreeMap<(usize, bool), &'static str>,
}

thread_local! {
    static IN_FORCE: RefCell<Option<InForce>> = const { RefCell::new(None) };
}

/// Puts a currency in force on this thread.
pub fn put(symbol: &str, name: &str) {
    IN_FORCE.with_borrow_mut(|now| {
        if symbol == SYMBOL && name == ENGLISH {
            *now = None;
        } else if now.as_ref().is_none_or(|now| now.symbol != symbol || now.name != name) {
            *now = Some(InForce { symbol: symbol.to_owned(), name: name.to_owned(), texts: BTreeMap::new() });
        }
    });
}

/// Writes with another currency in force; afterwards the one before is in force again.
///
/// ```
/// use aftercast_i18n::currency::{symbol, with};
/// assert_eq!((with("€", "EUR", symbol), symbol()), ("€".to_owned(), "¥".to_owned()));
/// ```
pub fn with<T>(other_symbol: &str, other_name: &str, write: impl FnOnce() -> T) -> T {
    let before = (symbol(), name(Locale::English));
    put(other_symbol, other_name);
    let written = write();
    put(&before.0, &before.1);
    written
}

/// Writes sums of the report, which keep their own currency.
pub fn of_the_report<T>(write: impl FnOnce() -> T) -> T {
    with(SYMBOL, ENGLISH, write)
}

/// Whether the currency in force is the report's: sums of another one cannot be held against its figures.
#[must_use]
pub fn is_of_the_report() -> bool {
    IN_FORCE.with_borrow(Option::is_none)
}

/// The symbol in force.
pub fn symbol() -> String {
    IN_FORCE.with_borrow(|now| now.as_ref().map_or_else(|| SYMBOL.to_owned(), |now| now.symbol.clone()))
}

/// The name in force, as a unit in a language.
pub fn name(locale: Locale) -> String {
    let default = if locale == Locale::Chinese { CHINESE } else { ENGLISH };
    IN_FORCE.with_borrow(|now| now.as_ref().map_or_else(|| default.to_owned(), |now| now.name.clone()))
}

/// A text that names the unit of a sum or has its sign, with those in force; any other text as it is.
pub(crate) fn named(text: Text, plain: &'static str, locale: Locale) -> &'static str {
    IN_FORCE.with_borrow_mut(|now| {
        let Some(now) = now else { return plain };
        let default = if locale == Locale::Chinese { CHINESE } else { ENGLISH };
        // what the report says is in its own currency; the sign stands in other words, too
        let is_reports = |key: &str| key.contains("help") || key.starts_with("survey");
        if !(text.en().contains(ENGLISH) || text.en().contains(SYMBOL)) || is_reports(text.key()) {
            return plain;
        }
        let (name, symbol) = (&now.name, &now.symbol);
        let make = || &*Box::leak(plain.replace(default, name).replace(SYMBOL, symbol).into_boxed_str());
        now.texts.entry((text as usize, locale == Locale::Chinese)).or_insert_with(make)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{DisplayUnit, NumberStyle, pieces};

    #[test]
    fn sums_and_units_follow_the_currency_in_force() {
        let style = NumberStyle::new(Locale::English, DisplayUnit::Cny);
        let said = |text: Text| (text.to(Locale::English), text.to(Locale::Chinese));
        let before = (style.text(18_234_000.0, None), said(Text::FanAxis));
        put("€", "EUR");
        assert_eq!(style.text(18_234_000.0, None), "€18.2M");
        assert_eq!(style.signed().text(-995_000.0, None), "−€995K");
        assert_eq!(style.plus_minus(6.4e5), "±€600K");
        assert_eq!(said(Text::FanAxis), ("EUR, discounted", "EUR，已折现"));
        assert_eq!(name(Locale::Chinese), "EUR");
        assert_eq!(said(Text::FigProfit), ("Profit per €1 spent", "每投入 1 EUR的利润"));
        let whole: Vec<_> =
            pieces("about −€18.2M, or so").filter(|(whole, _)| *whole).map(|(_, piece)| piece).collect();
        assert_eq!(whole, ["−€18.2M"]);
        put("kr", "DKK");
        assert_eq!(style.text(902.4, Some(3.0)), "kr902");
        assert_eq!(said(Text::FanAxis).0, "DKK, discounted");
        put(SYMBOL, ENGLISH);
        assert_eq!((style.text(18_234_000.0, None), said(Text::FanAxis)), before);
    }
}
