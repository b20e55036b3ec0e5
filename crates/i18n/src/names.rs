//! Names that people give, to policies, documents and themselves: one rule for how they are shown and written to tables.
//!
//! A document keeps a name as it came, so that its link opens to the same document. What is shown is the name without
//! anything that would make it look like another: control characters, marks that turn the direction of writing, characters
//! of no width. What goes into a table is never a formula.

use std::borrow::Cow;

/// Characters with which a spreadsheet begins a formula, those of Chinese input methods too.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
/// What programs call today's policy beside the others.
const TODAY: [&str; 4] = ["today", "baseline", "现状", "基准"];

/// A name as it is shown: without what deceives, blanks as one, none at its ends.
///
/// ```
/// use aftercast_i18n::names::shown;
/// assert_eq!(shown("Staff \u{202e}nalp"), "Staff nalp");
/// assert_eq!(shown("to\u{200b}day\n"), "today");
/// ```
#[must_use]
pub fn shown(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| characters.get(index)).copied();
    let plain = characters.iter().enumerate().filter_map(|(index, &c)| match c {
        // joiners make one sign of two in many scripts, and nothing between Latin letters
        '\u{200c}' | '\u{200d}' => {
            let joins = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && !c.is_whitespace() && !is_hidden(c));
            (joins(at(index.checked_sub(1))) && joins(at(Some(index + 1)))).then_some(c)
        }
        c if c.is_whitespace() || c.is_control() => Some(' '),
        c if is_hidden(c) => None,
        c => Some(c),
    });
    let plain: String = plain.collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character has no sign of its own: marks of direction, zero width, fillers, tags.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a name is shown otherwise than it is.
#[must_use]
pub fn deceives(name: &str) -> bool {
    shown(name) != name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name in a list that also holds today's policy: by its number where it has none, in quotes where it is called today.
///
/// ```
/// use aftercast_i18n::names::beside_today;
/// assert_eq!(beside_today("Plan", 0), "Plan");
/// assert_eq!(beside_today("", 1), "policy 2");
/// assert_eq!(beside_today("Today", 1), "\"Today\" (policy 2)");
/// ```
#[must_use]
pub fn beside_today(name: &str, index: usize) -> String {
    let name = shown(name);
    if name.is_empty() {
        format!("policy {}", index + 1)
    } else if TODAY.contains(&name.to_lowercase().as_str()) {
        format!("\"{name}\" (policy {})", index + 1)
    } else {
        name
    }
}

/// A text as a cell of a table that spreadsheets open: an apostrophe keeps it from being computed.
#[must_use]
pub fn never_a_formula(cell: &str) -> Cow<'_, str> {
    let computed = cell.trim_start_matches(|c: char| c == ' ' || is_hidden(c)).starts_with(FORMULA);
    if computed { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// A text as a field of a CSV file: never a formula, in quotes where it has to be.
///
/// ```
/// assert_eq!(aftercast_i18n::names::csv_field("=1+1"), "'=1+1");
/// assert_eq!(aftercast_i18n::names::csv_field("a,b"), "\"a,b\"");
/// ```
#[must_use]
pub fn csv_field(text: &str) -> String {
    let safe = never_a_formula(text);
    if safe.contains([',', '"', '\n', '\r', ';', '\t']) || safe != safe.trim() {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_deceives_is_not_shown() {
        for (name, plain) in [
            ("Plan A", "Plan A"),
            ("  two  blanks ", "two blanks"),
            ("a\u{202e}b\u{202c}", "ab"),
            ("\u{2066}x\u{2069}\u{200f}", "x"),
            ("to\u{200b}d\u{feff}ay", "today"),
            ("A\u{200d}B\u{200c}", "AB"),
            ("line\nend\ttab\u{7}", "line end tab"),
            ("soft\u{ad}hyphen\u{2060}", "softhyphen"),
            ("\u{3164}", ""),
            ("tag\u{e0041}", "tag"),
            // what scripts and signs need stays
            ("👨\u{200d}👩\u{200d}👧", "👨\u{200d}👩\u{200d}👧"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("人机协同 ＋ 方案", "人机协同 ＋ 方案"),
        ] {
            assert_eq!(shown(name), plain, "{name:?}");
        }
        assert!(deceives("to\u{200b}day") && deceives("x\u{202e}") && !deceives("  Plan  A ") && !deceives("方案 B"));
    }

    #[test]
    fn only_todays_policy_is_called_today() {
        for name in ["today", "Today", "TODAY", "to\u{200b}day", "现状", "baseline"] {
            assert!(beside_today(name, 2).ends_with(" (policy 3)"), "{name}");
        }
        assert_eq!(beside_today("Today's best", 0), "Today's best");
    }

    #[test]
    fn no_cell_begins_a_formula() {
        for cell in ["=1", "+1", "-1", "@x", "\t=1", " =1", "\u{200b}=1", "＝1", "\u{feff}@"] {
            assert!(never_a_formula(cell).starts_with('\''), "{cell:?}");
        }
        for cell in ["1", "a=b", "方案", "", "−"] {
            assert_eq!(never_a_formula(cell), cell);
        }
        assert_eq!(csv_field("=a,\"b\""), "\"'=a,\"\"b\"\"\"");
    }
}
