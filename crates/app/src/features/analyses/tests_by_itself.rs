//! What is computed by itself, what is not, and what the button says of it.

use super::tests::{done, of};
use super::*;
use aftercast_analyses::sections::{frontier, ranking, record, sweep, tornado};
use aftercast_compute::PlanError;

/// The analyses in view with nothing else under way: a document of a few draws.
fn in_view() -> (Study, Vec<Effect>) {
    let mut draft = crate::plain_document(Locale::English);
    draft.settings.draws = 64;
    let mut study = Study::new();
    study.update(of(draft, Locale::English, Theme::Light));
    study.update(Event::Set(Field::BarDraws, "64".to_owned()));
    // no button for the moment before the page tells how busy it is
    assert!(study.update(Event::Ready(Readiness::Soon)).is_empty());
    assert_eq!((study.head().action.as_str(), study.head().is_settled), ("", false));
    let effects = study.update(Event::Ready(Readiness::Now));
    (study, effects)
}

fn rest(effects: &[Effect]) -> u32 {
    let number = |effect: &Effect| if let Effect::Rest(number) = effect { Some(*number) } else { None };
    // what was found may have to be kept, too
    effects.iter().find_map(number).expect("no rest is asked for")
}

/// Carries out what a rest starts.
fn rested(study: &mut Study, number: u32) {
    let effects = study.update(Event::Rested(number));
    let Some(Effect::Run { run, plan }) = effects.into_iter().next() else { panic!("nothing was started") };
    let finding = done(plan);
    study.update(Event::Found { run, finding });
}

#[test]
fn a_quick_section_opens_with_its_result_and_follows_its_inputs() {
    let (mut study, effects) = in_view();
    assert_eq!((study.head().action.as_str(), study.head().is_settled), ("", false));
    rested(&mut study, rest(&effects));
    assert_eq!(study.frames(), ["tornado", "regression"]);
    let head = study.head();
    assert_eq!((head.action.as_str(), head.line.as_str(), head.is_settled), ("", "", true));
    // the same question is not asked again
    assert!(study.update(Event::Opened(&tornado::SECTION)).is_empty());
    let effects = study.update(Event::Set(Field::Outcome, "csi".to_owned()));
    rested(&mut study, rest(&effects));
    assert!(!study.is_stale());
    let effects = study.update(Event::Opened(&ranking::SECTION));
    rested(&mut study, rest(&effects));
    assert!(study.kept().is_some());
}

#[test]
fn only_the_last_rest_counts_and_only_while_nothing_else_is_under_way() {
    let (mut study, first) = in_view();
    let second = study.update(Event::Opened(&ranking::SECTION));
    assert!(study.update(Event::Rested(rest(&first))).is_empty(), "an earlier rest starts nothing");
    // a class guesses, or the page computes
    for (readiness, button) in [(Readiness::No, "Compute"), (Readiness::Soon, "")] {
        assert!(study.update(Event::Ready(readiness)).is_empty());
        assert!(study.update(Event::Rested(rest(&second))).is_empty());
        assert_eq!(study.head().action, button);
    }
    let third = study.update(Event::Ready(Readiness::Now));
    let started = study.update(Event::Rested(rest(&third)));
    assert!(matches!(started.as_slice(), [Effect::Run { .. }]));
    // one under way is not given up for another
    assert!(study.update(Event::Opened(&sweep::SECTION)).is_empty());
    let Some(Effect::Run { run, plan }) = started.into_iter().next() else { panic!() };
    let next = study.update(Event::Found { run, finding: done(plan) });
    rested(&mut study, rest(&next));
}

#[test]
fn what_was_cancelled_or_failed_waits_for_the_button() {
    let (mut study, effects) = in_view();
    let started = study.update(Event::Rested(rest(&effects)));
    assert!(matches!(started.as_slice(), [Effect::Run { .. }]));
    assert!(matches!(study.update(Event::Cancelled).as_slice(), [Effect::Cancel]));
    assert_eq!((study.head().line.as_str(), study.head().action.as_str()), (Text::StudyCancelled.en(), "Compute"));
    // another question is asked by itself again
    let effects = study.update(Event::Set(Field::Outcome, "csi".to_owned()));
    let started = study.update(Event::Rested(rest(&effects)));
    let Some(Effect::Run { run, .. }) = started.into_iter().next() else { panic!() };
    assert!(study.update(Event::Failed { run, why: PlanError::WorkersLost }).is_empty());
    assert_eq!((study.head().line.as_str(), study.head().alert), (Text::FailedWorkers.en(), true));
    // why it failed is said in the language of the reader, and in another one as soon as that changes
    study.locale = Locale::Chinese;
    assert_eq!(study.head().line, Text::FailedWorkers.zh());
}

#[test]
fn a_slow_section_says_how_long_it_takes_on_this_machine() {
    let (mut study, _) = in_view();
    assert!(study.update(Event::Opened(&frontier::SECTION)).is_empty(), "it waits for the button");
    let head = study.head();
    assert_eq!((head.action.as_str(), head.line.as_str()), ("Compute: about 3 s", Text::StudyIdle.en()));
    assert!(study.update(Event::Set(Field::Evaluations, "5000".to_owned())).is_empty());
    assert_eq!(study.head().action, "Compute: about 10 s");
    // a machine that takes four times as long
    study.update(Event::Opened(&tornado::SECTION));
    study.update(Event::Set(Field::BarDraws, "1024".to_owned()));
    let started = study.update(Event::Started);
    let Some(Effect::Run { run, .. }) = started.into_iter().next() else { panic!() };
    let effort = tornado::SECTION.effort.unwrap()(&study.question().unwrap());
    study.update(Event::Took { run, seconds: 7.0 * 2.5e-5 * effort });
    study.update(Event::Cancelled);
    study.update(Event::Opened(&frontier::SECTION));
    assert_eq!(study.head().action, "Compute: about 45 s");
    study.update(Event::Set(Field::SearchDraws, "512".to_owned()));
    assert_eq!(study.head().action, "Compute: about 3 min");
    // a forecast bears a date: it is never made by itself
    assert!(study.update(Event::Opened(&record::SECTION)).is_empty());
    assert_eq!(study.head().action, Text::RecordMake.en());
}

#[test]
fn options_say_what_is_set_and_open_for_what_was_refused() {
    let (mut study, _) = in_view();
    let asked: Vec<Field> = study.asked().iter().map(|control| control.field).collect();
    assert_eq!(asked, [Field::Outcome, Field::Policy]);
    let options = study.options();
    assert_eq!(options.summary, "Options: Compared with: Today; Futures for each bar: 64; 64 draws");
    assert!(!options.is_refused);
    study.update(Event::Opened(&frontier::SECTION));
    study.update(Event::Set(Field::Seed, "many".to_owned()));
    assert!(study.options().is_refused);
    study.update(Event::Set(Field::Seed, "7".to_owned()));
    assert!(!study.options().is_refused && study.options().summary.contains("Seed: 7"), "{}", study.options().summary);
    // a section without any has none
    study.update(Event::Opened(aftercast_analyses::section("survey").unwrap()));
    assert_eq!(study.options().summary, "");
}

#[test]
fn a_section_that_is_not_here_is_told_and_another_stays_open() {
    let (mut study, _) = in_view();
    study.update(Event::Linked("stress".to_owned()));
    assert_eq!(study.section().id, "stress");
    study.update(Event::Linked("garden".to_owned()));
    let head = study.head();
    assert!(head.alert && head.line.contains("“garden”"), "{head:?}");
    assert_eq!(study.section().id, "stress");
    study.update(Event::Opened(&ranking::SECTION));
    assert!(!study.head().alert);
}
