//! Results about nothing, as the analyses say them.

use super::tests::{compute, of};
use super::*;
use aftercast_analyses::sections::{indices, information, structural, sweep, tornado};
use aftercast_scenario::{LeverId, PolicyDraft};

/// A document whose only policy pays a fixed sum, and one that is today's.
fn still(locale: Locale) -> Analyses {
    let mut draft = Draft::default();
    draft.settings.draws = 64;
    let paid = [(LeverId::UpfrontBudget, 5e6)].into();
    draft.policies.push(PolicyDraft { name: "Only upfront".to_owned(), levers: paid });
    draft.policies.push(PolicyDraft { name: "Same".to_owned(), ..PolicyDraft::default() });
    let mut analyses = Analyses::new();
    analyses.update(of(draft, locale, Theme::Light));
    for (field, value) in [(Field::BarDraws, "64"), (Field::Rows, "64"), (Field::Policy, "0")] {
        analyses.update(Event::Set(field, value.to_owned()));
    }
    analyses
}

#[test]
fn nothing_varies_is_said_in_place_of_a_table_of_rounding() {
    for locale in [Locale::English, Locale::Chinese] {
        for (section, frame) in [(&tornado::SECTION, "tornado"), (&indices::SECTION, "indices")] {
            let mut analyses = still(locale);
            analyses.update(Event::Opened(section));
            compute(&mut analyses);
            let findings = analyses.head().findings;
            assert!(findings.contains(&Text::StudyNothingVaries.to(locale).to_owned()), "{findings:?}");
            assert!(
                findings[0].contains("¥5M") || findings[0].contains("500万") || findings[0].contains("5.00"),
                "{findings:?}"
            );
            let framed = analyses.frame(frame, 700.0).unwrap().frame;
            assert!(framed.table.rows.is_empty() && framed.readouts.is_empty(), "{:?}", framed.table.rows);
            // a policy that gains nothing is told how to gain something
            analyses.update(Event::Set(Field::Policy, "1".to_owned()));
            compute(&mut analyses);
            assert!(analyses.head().findings.contains(&Text::StudyNothingHint.to(locale).to_owned()));
        }
    }
}

#[test]
fn where_nothing_is_worth_knowing_the_advice_is_to_decide() {
    for locale in [Locale::English, Locale::Chinese] {
        let mut analyses = still(locale);
        analyses.update(Event::Opened(&information::SECTION));
        compute(&mut analyses);
        let today = Text::Today.to(locale);
        let said = Text::AnalysisWorthSettled.with(locale, &[("best", today), ("bound", "")]);
        assert_eq!(analyses.head().findings, [said]);
        let framed = analyses.frame("worth", 700.0).unwrap().frame;
        // no assumption is the first of nothing
        assert!(framed.readouts.is_empty());
        assert!(framed.table.rows.iter().all(|row| row[1] == Text::StudyWithinError.to(locale) && row[2] == "–"));
    }
}

#[test]
fn levers_and_cautions_without_effect_say_so() {
    let mut analyses = still(Locale::English);
    analyses.update(Event::Set(Field::Outcome, "csi".to_owned()));
    analyses.update(Event::Set(Field::Across, "upfront_budget".to_owned()));
    analyses.update(Event::Opened(&sweep::SECTION));
    compute(&mut analyses);
    assert!(analyses.head().findings[0].contains("changes nothing here"), "{:?}", analyses.head().findings);
    analyses.update(Event::Set(Field::Outcome, "npv".to_owned()));
    analyses.update(Event::Opened(&structural::SECTION));
    compute(&mut analyses);
    assert_eq!(analyses.head().findings[0], Text::StudyStructuralNothing.en(), "{:?}", analyses.head().findings);
}
