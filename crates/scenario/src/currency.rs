//! The currency that a firm's figures are in. No figure is converted.

use std::fmt;

use super::json::{object, short, unknown};
use super::tree::Tree;
use super::violation::{ViolationKind, Violations};

/// Characters of a symbol at most.
pub const LONGEST_SYMBOL: usize = 3;
/// Characters of a name at most.
pub const LONGEST_NAME: usize = 12;

/// Symbol and name of a currency, such as `€` and `EUR`; by default `¥` and `CNY`.
///
/// ```
/// use aftercast_scenario::{Currency, CurrencyRefused};
/// assert_eq!(Currency::new(" € ", "EUR").unwrap().symbol(), "€");
/// assert_eq!(Currency::new("5", "EUR"), Err(CurrencyRefused::Symbol));
/// assert_eq!(Currency::new("€", ""), Err(CurrencyRefused::Name));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    symbol: String,
    name: String,
}

/// Which half of a currency was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurrencyRefused {
    /// The symbol: it has up to three characters, none of which could be a part of a number.
    Symbol,
    /// The name: it has up to twelve characters.
    Name,
}

impl fmt::Display for CurrencyRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Symbol => "1 to 3 characters without digits, blanks, signs, marks of a number and ~",
            Self::Name => "1 to 12 characters without control characters and ~",
        })
    }
}

/// Symbol and name: "€ EUR".
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.symbol, self.name)
    }
}

impl std::error::Error for CurrencyRefused {}

impl CurrencyRefused {
    /// Its name in files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Symbol => "symbol",
            Self::Name => "name",
        }
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self { symbol: "¥".to_owned(), name: "CNY".to_owned() }
    }
}

impl Currency {
    /// The currency of a symbol and a name, without the blanks around them.
    ///
    /// # Errors
    /// One of them is empty, too long, or holds what would be read as a part of a number.
    pub fn new(symbol: &str, name: &str) -> Result<Self, CurrencyRefused> {
        let (symbol, name) = (symbol.trim(), name.trim());
        let fits = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
        if !fits(symbol, LONGEST_SYMBOL) || symbol.chars().any(is_of_a_number) || hides(symbol) {
            return Err(CurrencyRefused::Symbol);
        }
        if !fits(name, LONGEST_NAME) || name.contains('~') || hides(name) {
            return Err(CurrencyRefused::Name);
        }
        Ok(Self { symbol: symbol.to_owned(), name: name.to_owned() })
    }

    /// The currency of a file; nothing where it cannot be one.
    pub(crate) fn read(value: &Tree, v: &mut Violations) -> Option<Self> {
        let pairs = object(value, "currency", v).unwrap_or_default();
        for (key, value) in pairs.iter().filter(|(key, _)| !["symbol", "name"].contains(&key.as_str())) {
            unknown(key, "currency.", value, &["symbol", "name"], v);
        }
        let of = |key: &str| pairs.iter().find(|(k, _)| k == key).and_then(|(_, value)| value.as_str());
        let read = Self::new(of("symbol").unwrap_or_default(), of("name").unwrap_or_default());
        if let Err(why) = read {
            let hint = "write { \"symbol\": \"€\", \"name\": \"EUR\" }; no figure is converted";
            v.push(ViolationKind::WrongType, format!("currency.{}", why.key()), short(value), why.to_string(), hint);
        }
        read.ok()
    }

    /// What stands before a sum.
    #[must_use]
    pub fn symbol(&self) -> &str {
        &self.symbol
    }

    /// What stands in the title of an axis.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Whether a character could be read as a part of the number behind it, or ends the symbol in a link.
fn is_of_a_number(c: char) -> bool {
    c.is_numeric() || c.is_whitespace() || "+-−–±%‰.,:'’~=@".contains(c)
}

/// Whether a text holds characters that are not seen or that turn the direction of writing.
fn hides(text: &str) -> bool {
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().any(unseen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_that_could_be_a_part_of_a_number_are_refused() {
        for symbol in ["€", "$", "R$", "kr", "CHF", "₹", "元", "Kč"] {
            assert_eq!(Currency::new(symbol, "X").map(|c| c.symbol), Ok(symbol.to_owned()));
        }
        for symbol in [
            "",
            " ",
            "EURO",
            "5",
            "1€",
            "+",
            "-",
            "−",
            "%",
            ".",
            ",",
            "€~",
            "a b",
            "\u{202e}€",
            "\u{200b}",
            "€\u{7}",
            "٣",
            "='",
        ] {
            assert_eq!(Currency::new(symbol, "EUR"), Err(CurrencyRefused::Symbol), "{symbol:?}");
        }
        for name in ["", "thirteen long", "E\nUR", "EUR\u{202e}", "a~b"] {
            assert_eq!(Currency::new("€", name), Err(CurrencyRefused::Name), "{name:?}");
        }
    }
}
