//! The currency that the firm's figures are in: symbol and name. No figure is converted.

use super::{Model, View};
use crate::session::{Effect, Line, Session};
use aftercast_i18n::Text;
use aftercast_scenario::{Currency, CurrencyRefused};

/// What was typed, on which currency, and which half of it is refused.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RefusedCurrency {
    on: Currency,
    symbol: String,
    name: String,
    why: CurrencyRefused,
}

/// The two boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyBoxes {
    /// Symbol as its box shows it.
    pub symbol: String,
    /// Name as its box shows it.
    pub name: String,
    /// What was wrong, with what to do.
    pub error: Option<String>,
}

/// Why a currency is refused, with what to do.
pub(super) fn refused(why: CurrencyRefused, symbol: &str, name: &str) -> Line {
    let (text, typed) = match why {
        CurrencyRefused::Symbol => (Text::CurrencySymbolRefused, symbol),
        CurrencyRefused::Name => (Text::CurrencyNameRefused, name),
    };
    Line::Filled(text, vec![("typed", typed.trim().to_owned())])
}

impl Model {
    pub(super) fn currency_typed(&mut self, cx: &mut Session, symbol: String, name: String) -> Vec<Effect> {
        match Currency::new(&symbol, &name) {
            Ok(currency) => {
                self.currency = None;
                cx.change(|d| d.currency = currency)
            }
            Err(why) => {
                self.currency = Some(RefusedCurrency { on: cx.document().currency.clone(), symbol, name, why });
                Vec::new()
            }
        }
    }
}

impl View<'_> {
    /// The boxes of the currency, with what was refused.
    pub fn currency(&self) -> CurrencyBoxes {
        let now = &self.session.document.currency;
        // what was typed belongs to the currency it was typed on
        let typed = self.model.currency.as_ref().filter(|refusal| refusal.on == *now);
        let words = self.session.words();
        let said = |r: &RefusedCurrency| refused(r.why, &r.symbol, &r.name).to(words);
        CurrencyBoxes {
            symbol: typed.map_or_else(|| now.symbol().to_owned(), |refusal| refusal.symbol.clone()),
            name: typed.map_or_else(|| now.name().to_owned(), |refusal| refusal.name.clone()),
            error: typed.map(said),
        }
    }
}
