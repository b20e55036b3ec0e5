//! What is wrong with a file or a day, in words.

use super::Trouble;
use crate::words::Words;
use aftercast_analyses::refusal::forecast_error;
use aftercast_i18n::Text;

/// Faults told at once.
const FEW: usize = 5;

pub(super) fn said(trouble: &Trouble, words: Words) -> String {
    match trouble {
        Trouble::NoText(name, why) => words.pair(name, &why.said(words.0)),
        Trouble::Unreadable(why) => words.with(Text::RecordUnreadable, &[("why", why)]),
        Trouble::Forecast(e) => forecast_error(e, words),
        Trouble::Table(faults) => {
            let lines: Vec<String> = faults.iter().take(FEW).map(|fault| fault.said(words.0)).collect();
            words.with(Text::RecordRefused, &[("why", &words.sentences(&lines))])
        }
    }
}
