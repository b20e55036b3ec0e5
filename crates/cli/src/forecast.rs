//! `aftercast forecast` and `aftercast score`: the forecast log.

use std::path::Path;

use aftercast_analyses::sections::forecast_log::{score_table, terminal_of};
use aftercast_analyses::terminal::printed;
use aftercast_engine::check;
use aftercast_i18n::{Locale, currency};
use aftercast_import::actual::{read_actual, read_actual_worksheets};
use aftercast_import::refused_file;
use aftercast_scenario::json;
use aftercast_tables::text::{FileKind, TextError, is_json};
use aftercast_validation::forecast::{self, Forecast, ForecastError};
use aftercast_wording::words::Words;

use crate::analyse::find;
use crate::args::ForecastOptions;
use crate::output::{Target, WholeFile, print};
use crate::{Brought, Failure, load};

/// Writes a dated forecast.
pub fn forecast(options: &ForecastOptions) -> Result<(), Failure> {
    let (draft, _) = load(&options.scenario)?;
    if options.out.exists() {
        return Err(Failure::Input(format!(
            "{}: there already; a forecast is never overwritten, choose another name",
            options.out.display()
        )));
    }
    // the season has to start where the forecast does
    let draft = forecast::starting(&draft, &options.date).map_err(|e| Failure::Input(e.to_string()))?;
    let scenario = check(&draft)?;
    let policy = match &options.policy {
        None => scenario.policies().first(),
        Some(name) => find(&scenario, "--policy", name)?.and_then(|i| scenario.policies().get(i)),
    };
    let target = Target::new(&options.out)?;
    let forecast = forecast::forecast(&draft, &scenario, policy.map(|p| (p.name.as_str(), &p.levers)), &options.date)
        .map_err(|e| Failure::Input(e.to_string()))?;
    let text = serde_json::to_string_pretty(&forecast).map_err(|e| Failure::Machine(e.to_string()))?;
    let mut file = WholeFile::create(&target)?;
    file.write(&text)?;
    file.write("\n")?;
    file.finish()?;
    print(&terminal_of(&forecast))
}

/// Months that are named before the rest is only counted.
const NAMED: usize = 6;

/// Months in words, the first few by name.
fn named(months: Vec<&str>) -> String {
    let more = months.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    months.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ") + &more
}

/// Scores a forecast by what happened.
pub fn score(forecast: &Path, actual: &Path, as_json: bool) -> Result<(), Failure> {
    let read = crate::text;
    let wrong = |path: &Path, e: &dyn std::fmt::Display| Failure::Input(format!("{}: {e}", path.display()));
    let text = read(forecast)?;
    if !is_json(&text) {
        return Err(wrong(forecast, &refused_file(TextError::Other(FileKind::Table), Locale::English)));
    }
    let kept: Forecast = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| wrong(forecast, &e))?;
    // sums are in the currency of the firm that was forecast
    let (firm, _) = json::read(&kept.content.scenario.to_string());
    currency::put(firm.currency.symbol(), firm.currency.name());
    let happened = match crate::brought(actual)? {
        Brought::Text(text) => read_actual(&text),
        Brought::Worksheets(worksheets) => read_actual_worksheets(worksheets),
    };
    let happened = happened.map_err(|faults| crate::refused(actual, &faults))?;
    let (first, last) = (kept.content.months.first(), kept.content.months.last());
    let months = format!("{} to {}", first.map_or("", String::as_str), last.map_or("", String::as_str));
    let scores = forecast::score(&kept, &happened).map_err(|e| match e {
        ForecastError::Nothing => {
            let given = named(happened.iter().map(|row| row.month.as_str()).collect());
            let given = if given.is_empty() { "no months".to_owned() } else { given };
            wrong(
                actual,
                &format!(
                    "nothing to score: the file has {given}, the forecast {} is of {months}; give a row with at least one \
                     figure for a month of these",
                    forecast.display()
                ),
            )
        }
        e => wrong(forecast, &e),
    })?;
    let outside = named(forecast::outside(&kept, &happened));
    if !outside.is_empty() {
        say!("{}: not scored, because the forecast is of {months}: {outside}", actual.display());
    }
    if as_json {
        return print(&serde_json::to_string_pretty(&scores).map_err(|e| Failure::Machine(e.to_string()))?);
    }
    print(&format!(
        "{} made {}, digest intact. One history is one observation: its months move together, so coverage and score are held \
         against what a right model reaches in 95 of 100 of its own futures.\n\n{}",
        kept.content.policy,
        kept.content.date,
        printed(&[score_table(&scores, Words(Locale::English))], &[])
    ))
}
