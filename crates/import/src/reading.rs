//! Numbers as people type them: `3000`, `8,2`, `35%`, `1.2万`, `180k`, `240 CNY`, `６ 分钟`.
//!
//! One reader for every box; a box says what its number is, in which unit and range. A share without a percent sign is in
//! percent from above 1 on and the share itself below 1; a bare 1 could be 1 % and 100 %, so the box asks.

use std::cell::RefCell;
use std::collections::BTreeMap;

use aftercast_i18n::{Locale, currency};
use aftercast_scenario::check::override_range;
use aftercast_scenario::fields::Field;
use aftercast_scenario::{AssumptionId, LeverSpec, Unit};
use aftercast_tables::number::{self, Form, Marks, Reading};
use aftercast_tables::units;

pub use aftercast_tables::number::NumberError;

/// A number of any kind.
const ANY: Reading<'static> = Reading::TYPED;

/// Reads a number and holds it to its range, ends included.
///
/// ```
/// use aftercast_import::reading::{money, read, share};
/// assert_eq!(read("1.2万", &money((0.0, 1e6))), Ok(12_000.0));
/// assert_eq!(read("6,2", &money((0.0, 1e6))), Ok(6.2));
/// assert_eq!(read("35", &share((0.0, 1.0))), Ok(0.35));
/// assert!(read("1", &share((0.0, 1.0))).is_err(), "1 % or 100 %?");
/// ```
///
/// # Errors
/// What is wrong with it; nothing is clamped and nothing is guessed.
pub fn read(typed: &str, reading: &Reading<'_>) -> Result<f64, NumberError> {
    number::read(typed, reading)
}

/// An amount of money in the currency in force; the signs of others are refused.
///
/// ```
/// use aftercast_i18n::currency;
/// use aftercast_import::reading::{money, read};
/// assert_eq!(read("¥240", &money((0.0, 1e6))), Ok(240.0));
/// let euros = |typed: &str| currency::with("€", "EUR", || read(typed, &money((0.0, 1e6))));
/// assert_eq!((euros("€240"), euros("240 eur")), (Ok(240.0), Ok(240.0)));
/// assert!(euros("¥240").is_err());
/// ```
pub fn money(range: (f64, f64)) -> Reading<'static> {
    Reading { units: currency_units(), range, ..ANY }
}

thread_local! {
    /// Spellings of the currencies that were in force, by symbol and name. They live as long as the program, as units do; a reader
    /// has one currency or two.
    static SPELLINGS: RefCell<BTreeMap<(String, String), &'static [&'static str]>> = const { RefCell::new(BTreeMap::new()) };
}

/// Spellings of the currency in force, in lower case.
pub(crate) fn currency_units() -> &'static [&'static str] {
    let (symbol, name) = (currency::symbol(), currency::name(Locale::English));
    if symbol == currency::SYMBOL && units::CNY.contains(&name.to_lowercase().as_str()) {
        return units::CNY;
    }
    // as a number is read: full-width signs are plain ones
    let spelled = |text: &String| &*Box::leak(text.to_lowercase().replace('￥', "¥").into_boxed_str());
    SPELLINGS.with_borrow_mut(|known| {
        let own = || -> &'static [&'static str] {
            let others = units::CURRENCIES.iter().find(|(code, _)| name.eq_ignore_ascii_case(code));
            let others = others.map_or(units::NONE, |(_, spellings)| spellings);
            [spelled(&symbol), spelled(&name)].into_iter().chain(others.iter().copied()).collect::<Vec<_>>().leak()
        };
        *known.entry((symbol.clone(), name.clone())).or_insert_with(own)
    })
}

/// A share of something.
pub fn share(range: (f64, f64)) -> Reading<'static> {
    Reading { form: Form::Share, range, ..ANY }
}

/// A number in a unit.
pub fn amount(units: &'static [&'static str], range: (f64, f64)) -> Reading<'static> {
    Reading { units, range, ..ANY }
}

/// The box of a number by what it counts.
fn of_unit(unit: Unit, range: (f64, f64)) -> Reading<'static> {
    match unit {
        Unit::Share | Unit::ShareChange => share(range),
        Unit::Money => money(range),
        Unit::Minutes => amount(units::MINUTES, range),
        Unit::Hours => amount(units::HOURS, range),
        Unit::Days => amount(units::DAYS, range),
        Unit::Months => amount(units::MONTHS, range),
        Unit::Years => amount(units::YEARS, range),
        Unit::People => amount(units::PEOPLE, range),
        Unit::Orders => amount(units::ORDERS, range),
        Unit::Contacts => amount(units::CONTACTS, range),
        Unit::Points => amount(units::POINTS, range),
        Unit::Ratio => Reading { form: Form::Ratio, units: units::TIMES, range, marks: Marks::TYPED },
    }
}

/// The box of a lever.
pub fn of_lever(spec: &LeverSpec) -> Reading<'static> {
    of_unit(spec.kind, (spec.min, spec.max))
}

/// The box of an assumption.
pub fn of_assumption(id: AssumptionId) -> Reading<'static> {
    of_unit(id.spec().kind, override_range(id))
}

/// The box of a fact of the company.
pub fn of_field(field: &Field) -> Reading<'static> {
    of_unit(field.kind, (field.min, field.max))
}

/// A number in its own form, as files of programs hold it: a share is itself, and 1 is 1.
pub fn in_files(reading: Reading<'static>) -> Reading<'static> {
    let form = if reading.form == Form::Share { Form::Ratio } else { reading.form };
    Reading { form, ..reading }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_scenario::fields::FIELDS;
    use aftercast_scenario::{ASSUMPTIONS, LEVERS, LeverId};

    #[test]
    fn a_box_takes_its_own_unit() {
        let lever = |id: LeverId, typed: &str| read(typed, &of_lever(id.spec()));
        assert_eq!(lever(LeverId::AgentWage, "1.2万元"), Ok(12_000.0));
        assert_eq!(lever(LeverId::AgentWage, "12k CNY"), Ok(12_000.0));
        assert_eq!(lever(LeverId::RefundDays, "2,5 days"), Ok(2.5));
        assert_eq!(lever(LeverId::CustomersPerAgent, "４，０００ 人"), Ok(4000.0));
        assert_eq!(lever(LeverId::SafetyMultiple, "1,5×"), Ok(1.5));
        assert_eq!(lever(LeverId::RampMonths, "6 个月"), Ok(6.0));
        assert_eq!(lever(LeverId::RefundDays, "5 h"), Err(NumberError::ForeignUnit("h".to_owned())));
        assert_eq!(lever(LeverId::AgentWage, "$8,500"), Err(NumberError::ForeignUnit("$".to_owned())));
        let minutes = FIELDS.iter().find(|f| f.path == "first_response_minutes").unwrap();
        assert_eq!(read("6,2 min", &of_field(minutes)), Ok(6.2));
    }

    #[test]
    fn every_box_has_a_form() {
        for spec in &LEVERS {
            assert_eq!(of_lever(spec).form == Form::Share, spec.kind.in_percent(), "{}", spec.id.name());
        }
        for spec in &ASSUMPTIONS {
            let points = spec.unit.starts_with("CSI points") || spec.unit.contains("dimension points");
            let reading = of_assumption(spec.id);
            assert_eq!(reading.units == units::POINTS, points || spec.unit.split([' ', ',']).nth(1) == Some("points"));
        }
    }
}
