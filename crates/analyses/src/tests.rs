//! Every section from question to report, without page and command line.

use std::collections::BTreeSet;

use super::*;
use aftercast_compute::worker::Worker;
use aftercast_i18n::Locale;
use aftercast_scenario::{Draft, LeverId, PolicyDraft};
use aftercast_wording::words::Words;

/// A small question: 32 draws of one policy, little work of every kind.
fn small() -> Question {
    let mut draft = Draft::default();
    draft.settings.draws = 32;
    let levers = [(LeverId::CustomersPerAgent, 3000.0)].into();
    draft.policies.push(PolicyDraft { name: "staff".to_owned(), levers });
    let mut settings = Settings {
        bar_draws: 16,
        rows: 16,
        points: (3, 3),
        precision: 0.2,
        most_draws: 256,
        runs: 2,
        customers: 3200,
        date: "2026-11-30".to_owned(),
        ..Settings::default()
    };
    (settings.search.evaluations, settings.search.draws) = (64, 16);
    let document = Draft { name: "another".to_owned(), ..draft.clone() };
    let scenario = aftercast_engine::check(&document).unwrap();
    settings.other = Some(Box::new(sections::compare::Other { given: String::new(), document, scenario }));
    Question::new(draft, settings).unwrap()
}

pub(crate) fn computed(mut plan: AnalysisPlan) -> Finding {
    let mut worker = <Worker>::default();
    loop {
        let count = plan.round();
        if count == 0 {
            return plan.report();
        }
        worker.enter(plan.futures().clone());
        let outputs = (0..count).map(|index| worker.execute(&plan.order(index)).unwrap().unwrap()).collect();
        plan.take(outputs);
    }
}

#[test]
fn every_section_answers_in_words_tables_and_json() {
    let question = small();
    for section in SECTIONS {
        let finding = computed((section.plan)(&question).unwrap());
        for locale in [Locale::English, Locale::Chinese] {
            let tables = finding.tables(&question, Words(locale));
            assert!(tables.iter().any(|table| !table.rows.is_empty()), "{section:?}");
            assert!(tables.iter().all(|t| t.rows.iter().all(|row| row.len() == t.columns.len())), "{section:?}");
            let words = finding.words(&question, Words(locale));
            assert!(!words.is_empty() && words.iter().all(|line| !line.contains('{')), "{section:?}: {words:?}");
        }
        assert!(finding.json(&question).as_object().is_some_and(|found| !found.is_empty()), "{section:?}");
        let printed = finding.terminal(&question);
        assert!(printed.lines().count() > 1 && !printed.contains("NaN"), "{section:?}: {printed}");
    }
}

#[test]
fn ids_are_unique_and_found() {
    let ids: BTreeSet<&str> = SECTIONS.iter().map(|section| section.id).collect();
    assert_eq!(ids.len(), SECTIONS.len());
    assert!(ids.iter().all(|id| section(id).is_some_and(|section| section.id == *id)));
    assert_eq!(section("nothing"), None);
}

#[test]
fn a_question_is_another_one_only_by_what_its_section_asks() {
    let (one, mut other) = (small(), small());
    other.settings.set(Field::Rows, "512", 1);
    let same = |id: &str, other: &Question| section(id).unwrap().is_same(&one, other);
    assert!(same("tornado", &other) && !same("indices", &other));
    other.settings.set(Field::Free(LeverId::RefundDays), "false", 1);
    other.settings.set(Field::Free(LeverId::AiShare), "false", 1);
    assert!(same("tornado", &other) && !same("frontier", &other));
}
