//! Words and numbers: sentences from texts with holes, lever values in their own form.

use aftercast_engine::analysis::guards::{Breach, Standing, outside};
use aftercast_i18n::numbers::of_hundred;
pub use aftercast_i18n::numbers::trimmed;
use aftercast_i18n::{Locale, Text, currency, lever_label};
use aftercast_scenario::{Allowed, LeverId, LeverSpec, Levers, Unit, Violation, ViolationKind, Violations};

/// A shorthand for texts in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub Locale);

impl Words {
    /// A text.
    pub fn to(self, text: Text) -> String {
        text.to(self.0).to_owned()
    }

    /// A text with its holes filled.
    pub fn with(self, text: Text, holes: &[(&str, &str)]) -> String {
        text.with(self.0, holes)
    }

    /// Sentences one after another.
    pub fn sentences(self, all: &[String]) -> String {
        all.join(if self.0 == Locale::Chinese { "" } else { " " })
    }

    /// "name: what", with the colon of the language.
    pub fn pair(self, name: &str, what: &str) -> String {
        let colon = Text::SeparatorColon.to(self.0);
        format!("{name}{colon}{what}")
    }
}

/// A violation in a sentence: what, where, what is allowed.
pub fn violation(v: &Violation, words: Words) -> String {
    let text = match v.kind {
        ViolationKind::NotFinite => Text::ViolationNotFinite,
        ViolationKind::OutOfRange => Text::ViolationOutOfRange,
        ViolationKind::NotWhole => Text::ViolationNotWhole,
        ViolationKind::Order => Text::ViolationOrder,
        ViolationKind::Sum => Text::ViolationSum,
        ViolationKind::UnknownKey => Text::ViolationUnknownKey,
        ViolationKind::WrongType => Text::ViolationWrongType,
        ViolationKind::Impossible => Text::ViolationImpossible,
        ViolationKind::TooMany => Text::ViolationTooMany,
        ViolationKind::Duplicate => Text::ViolationDuplicate,
        ViolationKind::OtherText => Text::ViolationOtherText,
        ViolationKind::Syntax { line, column } => {
            let (line, column) = (line.to_string(), column.to_string());
            let holes = [("line", line.as_str()), ("column", &column), ("value", &v.value), ("hint", &v.hint)];
            return words.with(Text::ViolationSyntax, &holes);
        }
    };
    let (value, allowed) = (with_minus_signs(&v.value), allowed(&v.allowed, words));
    words.with(text, &[("field", &v.field), ("value", &value), ("allowed", &allowed)])
}

/// What is allowed, in signs where they say it and in words elsewhere; units stand in the name of the field.
pub fn allowed(allowed: &Allowed, words: Words) -> String {
    let range = |low: String, high: String| words.with(Text::AllowedRange, &[("low", &low), ("high", &high)]);
    let text = match *allowed {
        Allowed::Range { low, high, .. } | Allowed::Whole { low, high } => range(low.to_string(), high.to_string()),
        Allowed::Wait { low, high, .. } => range(format!("{low:.4}"), format!("{high:.4}")),
        Allowed::TimesModelYear { low, high, year } => {
            range(format!("{:.0}", low * year), format!("{:.0}", high * year))
        }
        Allowed::Between(low, high) => format!("> {low}, < {high}"),
        Allowed::Above(low) => format!("> {low}"),
        Allowed::MinutesAbove(low) => format!("> {low:.2} {}", words.to(Text::UnitMinutes)),
        Allowed::AtMost(most) => format!("≤ {most}"),
        Allowed::AboveZeroWith(_) => "> 0".to_owned(),
        Allowed::AnyLever => "≥ 1".to_owned(),
        Allowed::SumOne => "Σ = 1".to_owned(),
        Allowed::TwoAssumptions => "a ≠ b".to_owned(),
        Allowed::Count => "0, 1, 2 …".to_owned(),
        Allowed::Numbers(count) => format!("{count} × {}", words.to(Text::AllowedNumber)),
        Allowed::SegmentScores { .. } => words.to(Text::AllowedScores),
        Allowed::PositiveDefinite => words.to(Text::AllowedDefinite),
        Allowed::Consistent => words.to(Text::AllowedConsistent),
        Allowed::MovableLever => words.to(Text::AllowedMovableLever),
        Allowed::Number => words.to(Text::AllowedNumber),
        Allowed::Text => words.to(Text::AllowedText),
        Allowed::Object => words.to(Text::AllowedObject),
        Allowed::Literal(ref text) => text.clone(),
    };
    with_minus_signs(&text)
}

/// A text of a file or a program with the minus sign that numbers have in sentences: "-3 to 1" is "−3 to 1".
fn with_minus_signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let sign = c == '-' && before == ' ' && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if sign { '−' } else { c });
        before = c;
    }
    out
}

/// The first few violations in a line: more are not mended at once.
pub fn first_violations(violations: &Violations, words: Words) -> String {
    const FEW: usize = 3;
    let said = violations.0.iter().take(FEW).map(|v| violation(v, words));
    said.collect::<Vec<_>>().join(" ")
}

/// A lever's value as its number box shows it: shares in percent, without the sign.
pub fn lever_text(spec: &LeverSpec, value: f64) -> String {
    // rounding takes the dust of binary fractions away: 0.28 times 100 is 28.000000000000004
    if spec.is_share() { trimmed(value * 100.0, 6) } else { trimmed(value, 6) }
}

/// A lever's value in a box with a percent sign behind it: what would be read otherwise without a sign has its own.
pub fn lever_box(spec: &LeverSpec, value: f64) -> String {
    let text = lever_text(spec, value);
    if spec.is_share() && value != 0.0 && value.abs() <= 0.01 { format!("{text}%") } else { text }
}

/// A lever's value in a sentence: `35%`, `3,000`, `¥8,500`; a sum in the currency in force.
pub fn lever_value(id: LeverId, value: f64) -> String {
    let spec = id.spec();
    let text = lever_text(spec, value);
    if spec.is_share() {
        format!("{text}%")
    } else if spec.kind == Unit::Money {
        format!("{}{text}", currency::symbol())
    } else if spec.unit.starts_with("times") {
        format!("{text}×")
    } else {
        text
    }
}

/// Where a policy leaves the evidence and which rails of service it breaks, a sentence each; nothing where it does neither.
pub fn remarks(levers: &Levers<f64>, today: &Levers<f64>, breaches: &[Breach], words: Words) -> Vec<String> {
    let mut said = beyond_evidence(levers, today, words);
    said.extend(broken_rails(breaches, words));
    said
}

/// Where a policy leaves the evidence, a sentence each.
pub fn beyond_evidence(levers: &Levers<f64>, today: &Levers<f64>, words: Words) -> Vec<String> {
    let mut said = Vec::new();
    let outside = outside(levers, today);
    let is_comparable = |id: LeverId| id.spec().kind != Unit::Money || currency::is_of_the_report();
    let beyond = outside.iter().filter(|(id, standing)| *standing == Standing::Beyond && is_comparable(*id));
    for (id, _) in beyond {
        let (low, high) = id.spec().supported;
        let holes = [
            ("lever", words.to(lever_label(*id))),
            ("value", lever_value(*id, *levers.get(*id))),
            ("low", lever_value(*id, low)),
            ("high", lever_value(*id, high)),
        ];
        said.push(words.with(Text::RemarkBeyond, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    let bare = outside.iter().filter(|(_, standing)| *standing == Standing::NoFigures);
    let bare: Vec<String> = bare.map(|(id, _)| words.to(lever_label(*id))).collect();
    if !bare.is_empty() {
        let joint = Text::SeparatorItems.to(words.0);
        said.push(words.with(Text::RemarkNoFigures, &[("levers", &bare.join(joint))]));
    }
    said
}

/// Which rails of service a policy breaks, a sentence each.
pub fn broken_rails(breaches: &[Breach], words: Words) -> Vec<String> {
    let said = breaches.iter().filter_map(|breach| match *breach {
        Breach::Csi { today, policy } => {
            let [from, to] = [today, policy].map(|x| trimmed(x, 1));
            // a fall that rounds away is none
            (from != to).then(|| words.with(Text::RemarkCsi, &[("today", &from), ("policy", &to)]))
        }
        Breach::Abandoned { share, allowed } => {
            let [figure, limit] = [share, allowed].map(|x| of_contacts(x, words.0));
            let holes = [("figure", figure.as_str()), ("limit", &limit)];
            // no more than are allowed, as far as the figures tell
            (figure != limit).then(|| words.with(Text::RemarkAbandoned, &holes))
        }
    });
    said.collect()
}

/// A share of contacts: "25 of 100", and in Chinese in percent, where "of 100" would say that futures are counted.
pub fn of_contacts(share: f64, locale: Locale) -> String {
    match locale {
        Locale::English => of_hundred(share, None, locale),
        Locale::Chinese => format!("{}%", trimmed(100.0 * share, 0)),
    }
}

/// A computed place on a lever's range in a sentence: to a tenth of a percent, or to what the size of the number bears. A
/// value that was typed keeps all of its digits: [`lever_value`].
pub fn about(id: LeverId, value: f64) -> String {
    let digits = match value.abs() {
        _ if id.spec().is_share() => 1000.0,
        x if x >= 100.0 => 1.0,
        x if x >= 10.0 => 10.0,
        _ => 100.0,
    };
    lever_value(id, (value * digits).round() / digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_violations_have_the_minus_sign_of_the_page() {
        assert_eq!(with_minus_signs("-3 to -0.5, 2026-12"), "−3 to −0.5, 2026-12");
        assert_eq!(with_minus_signs("a-1 - b"), "a-1 - b");
    }

    #[test]
    fn a_violation_is_told_in_one_language() {
        use aftercast_engine::check;
        let cases = [
            r#"{"company":{"first_response_minutes":30,"night_response_minutes":400}}"#,
            r#"{"company":{"first_response_minutes":1e-7,"night_response_minutes":1e-7}}"#,
            r#"{"company":{"csi":99.9}}"#,
            r#"{"company":{"stated_costs":{"labour":1}}}"#,
            r#"{"company":{"incident_mix":{"quality":0.9}}}"#,
            r#"{"assumptions":{"causal_share":7}}"#,
            r#"{"company":{"start_month":1.5}}"#,
            r#"{"correlations":[{"pair":["causal_share","causal_share"],"rho":0.5}]}"#,
            r#"{"correlations":[{"pair":["causal_share","headroom"],"rho":1.5}]}"#,
            r#"{"company":{"csi":"high"},"name":7,"seed":-1,"goal":3}"#,
            r#"{"draws":3}"#,
        ];
        // names and values stay as they are written: those of fields have letters, points and underscores
        let foreign = |text: &str, names: &str| {
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "._".contains(c)));
            // a letter alone is a sign
            let own = |word: &&str| {
                word.len() > 1 && word.starts_with(|c: char| c.is_ascii_alphabetic()) && !names.contains(word)
            };
            words.filter(own).map(str::to_owned).collect::<Vec<_>>()
        };
        for text in cases {
            let (draft, mut violations) = aftercast_scenario::json::read(text);
            if violations.is_empty() {
                violations = check(&draft).expect_err(text);
            }
            for v in &violations.0 {
                let chinese = violation(v, Words(Locale::Chinese));
                assert_eq!(foreign(&chinese, &format!("{} {}", v.field, v.value)), [""; 0], "{chinese}");
                let english = violation(v, Words(Locale::English));
                assert!(!english.contains('{') && !chinese.contains('{'), "{english} {chinese}");
            }
        }
    }

    #[test]
    fn values_as_people_write_them() {
        assert_eq!(lever_value(LeverId::CustomersPerAgent, 3000.0), "3,000");
        assert_eq!(lever_value(LeverId::AiShare, 0.28), "28%");
        assert_eq!(lever_value(LeverId::ProactiveShare, 0.287), "28.7%");
        assert_eq!(lever_value(LeverId::AgentWage, 8500.0), "¥8,500");
        assert_eq!(lever_value(LeverId::SafetyMultiple, 1.5), "1.5×");
        for (id, value, text) in [
            (LeverId::CustomersPerAgent, 13_000.0 / 3.0, "4,333"),
            (LeverId::AiShare, 0.491_666_67, "49.2%"),
            (LeverId::AgentWage, 8_333.333_3, "¥8,333"),
            (LeverId::SafetyMultiple, 1.0 / 3.0, "0.33×"),
            (LeverId::RefundDays, 2.0, "2"),
        ] {
            assert_eq!(about(id, value), text);
        }
    }
}
