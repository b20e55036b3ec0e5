//! What a goal says of a policy, in words.

use aftercast_i18n::Text;
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle};
use aftercast_scenario::Goal;

use crate::words::{Words, trimmed};

/// What a goal says of a policy over so many months: "earns more than it costs within 36 months alone".
///
/// ```
/// use aftercast_i18n::Locale;
/// use aftercast_scenario::Goal;
/// use aftercast_wording::{goal::goal_words, words::Words};
/// let said = goal_words(&Goal::CsiAtLeast(72.0), 36, Words(Locale::English));
/// assert!(said.contains("72"), "{said}");
/// ```
pub fn goal_words(goal: &Goal, months: usize, words: Words) -> String {
    let text = match *goal {
        Goal::TotalGainAbove(0.0) => Text::GoalTotalZero,
        Goal::TotalGainAbove(_) => Text::GoalTotal,
        Goal::TerminalValueAbove(_) => Text::GoalTerminal,
        Goal::NpvAbove(0.0) => Text::GoalNpvZero,
        Goal::NpvAbove(_) => Text::GoalNpv,
        Goal::PaybackWithin(_) => Text::GoalPayback,
        Goal::CsiAtLeast(_) => Text::GoalCsi,
        Goal::CostShareAtMost(_) => Text::GoalCostShare,
    };
    words.with(text, &[("months", &months.to_string()), ("bound", &goal_bound(goal, words))])
}

/// The bound of a goal in a sentence: "¥5M", "72", "2%".
pub fn goal_bound(goal: &Goal, words: Words) -> String {
    match *goal {
        Goal::TotalGainAbove(x) | Goal::NpvAbove(x) | Goal::TerminalValueAbove(x) => {
            NumberStyle::new(words.0, DisplayUnit::Cny).as_set(x)
        }
        Goal::PaybackWithin(x) => trimmed(x, 2),
        Goal::CsiAtLeast(x) => trimmed(x, 2),
        Goal::CostShareAtMost(x) => format!("{}%", trimmed(x * 100.0, 4)),
    }
}
