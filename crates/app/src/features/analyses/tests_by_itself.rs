//! What is computed by itself, what is not, and what the button says of it.

use super::tests::{done, of};
use super::*;
use aftercast_analyses::sections::{forecast_log, frontier, ranking, sweep, tornado};
use aftercast_compute::PlanError;
use aftercast_scenario::LeverId;

/// The analyses in view with nothing else under way: a document of a few draws.
fn in_view() -> (Analyses, Vec<Effect>) {
    let mut draft = crate::plain_document(Locale::English);
    draft.settings.draws = 64;
    let mut analyses = Analyses::new();
    analyses.update(of(draft, Locale::English, Theme::Light));
    analyses.update(Event::Set(Field::BarDraws, "64".to_owned()));
    // no button for the moment before the page tells how busy it is
    assert!(analyses.update(Event::Ready(Readiness::Soon)).is_empty());
    assert_eq!((analyses.head().action.as_str(), analyses.head().is_settled), ("", false));
    let effects = analyses.update(Event::Ready(Readiness::Now));
    (analyses, effects)
}

fn rest(effects: &[Effect]) -> u32 {
    let number = |effect: &Effect| if let Effect::Rest(number) = effect { Some(*number) } else { None };
    // what was found may have to be kept, too
    effects.iter().find_map(number).expect("no rest is asked for")
}

/// Carries out what a rest starts.
fn rested(analyses: &mut Analyses, number: u32) {
    let effects = analyses.update(Event::Rested(number));
    let Some(Effect::Run { run, plan }) = effects.into_iter().next() else { panic!("nothing was started") };
    let finding = done(plan);
    analyses.update(Event::Found { run, finding });
}

#[test]
fn a_quick_section_opens_with_its_result_and_follows_its_inputs() {
    let (mut analyses, effects) = in_view();
    assert_eq!((analyses.head().action.as_str(), analyses.head().is_settled), ("", false));
    rested(&mut analyses, rest(&effects));
    assert_eq!(analyses.frames(), ["tornado", "regression"]);
    let head = analyses.head();
    assert_eq!((head.action.as_str(), head.line.as_str(), head.is_settled), ("", "", true));
    // the same question is not asked again
    assert!(analyses.update(Event::Opened(&tornado::SECTION)).is_empty());
    let effects = analyses.update(Event::Set(Field::Outcome, "csi".to_owned()));
    rested(&mut analyses, rest(&effects));
    assert!(!analyses.is_stale());
    let effects = analyses.update(Event::Opened(&ranking::SECTION));
    rested(&mut analyses, rest(&effects));
    assert!(analyses.kept().is_some());
}

#[test]
fn only_the_last_rest_counts_and_only_while_nothing_else_is_under_way() {
    let (mut analyses, first) = in_view();
    let second = analyses.update(Event::Opened(&ranking::SECTION));
    assert!(analyses.update(Event::Rested(rest(&first))).is_empty(), "an earlier rest starts nothing");
    // a class guesses, or the page computes
    for (readiness, button) in [(Readiness::No, "Compute"), (Readiness::Soon, "")] {
        assert!(analyses.update(Event::Ready(readiness)).is_empty());
        assert!(analyses.update(Event::Rested(rest(&second))).is_empty());
        assert_eq!(analyses.head().action, button);
    }
    let third = analyses.update(Event::Ready(Readiness::Now));
    let started = analyses.update(Event::Rested(rest(&third)));
    assert!(matches!(started.as_slice(), [Effect::Run { .. }]));
    // one under way is not given up for another
    assert!(analyses.update(Event::Opened(&sweep::SECTION)).is_empty());
    let Some(Effect::Run { run, plan }) = started.into_iter().next() else { panic!() };
    let next = analyses.update(Event::Found { run, finding: done(plan) });
    rested(&mut analyses, rest(&next));
}

#[test]
fn what_was_cancelled_or_failed_waits_for_the_button() {
    let (mut analyses, effects) = in_view();
    let started = analyses.update(Event::Rested(rest(&effects)));
    assert!(matches!(started.as_slice(), [Effect::Run { .. }]));
    assert!(matches!(analyses.update(Event::Cancelled).as_slice(), [Effect::Cancel]));
    assert_eq!(
        (analyses.head().line.as_str(), analyses.head().action.as_str()),
        (Text::StudyCancelled.en(), "Compute")
    );
    // another question is asked by itself again
    let effects = analyses.update(Event::Set(Field::Outcome, "csi".to_owned()));
    let started = analyses.update(Event::Rested(rest(&effects)));
    let Some(Effect::Run { run, .. }) = started.into_iter().next() else { panic!() };
    assert!(analyses.update(Event::Failed { run, why: PlanError::WorkersLost }).is_empty());
    assert_eq!((analyses.head().line.as_str(), analyses.head().alert), (Text::FailedWorkers.en(), true));
    // why it failed is said in the language of the reader, and in another one as soon as that changes
    analyses.locale = Locale::Chinese;
    assert_eq!(analyses.head().line, Text::FailedWorkers.zh());
}

#[test]
fn a_slow_section_says_how_long_it_takes_on_this_machine() {
    let (mut analyses, _) = in_view();
    assert!(analyses.update(Event::Opened(&frontier::SECTION)).is_empty(), "it waits for the button");
    let head = analyses.head();
    assert_eq!((head.action.as_str(), head.line.as_str()), ("Compute: about 3 s", Text::StudyIdle.en()));
    assert!(analyses.update(Event::Set(Field::Evaluations, "5000".to_owned())).is_empty());
    assert_eq!(analyses.head().action, "Compute: about 10 s");
    // a machine that takes four times as long
    analyses.update(Event::Opened(&tornado::SECTION));
    analyses.update(Event::Set(Field::BarDraws, "1024".to_owned()));
    let started = analyses.update(Event::Started);
    let Some(Effect::Run { run, .. }) = started.into_iter().next() else { panic!() };
    let effort = tornado::SECTION.effort.unwrap()(&analyses.question().unwrap());
    analyses.update(Event::Took { run, seconds: 7.0 * 2.5e-5 * effort });
    analyses.update(Event::Cancelled);
    analyses.update(Event::Opened(&frontier::SECTION));
    assert_eq!(analyses.head().action, "Compute: about 45 s");
    analyses.update(Event::Set(Field::SearchDraws, "512".to_owned()));
    assert_eq!(analyses.head().action, "Compute: about 3 min");
    // a forecast bears a date: it is never made by itself
    assert!(analyses.update(Event::Opened(&forecast_log::SECTION)).is_empty());
    assert_eq!(analyses.head().action, Text::RecordMake.en());
}

#[test]
fn options_say_what_is_set_and_open_for_what_was_refused() {
    let (mut analyses, _) = in_view();
    let asked: Vec<Field> = analyses.asked().iter().map(|control| control.field).collect();
    assert_eq!(asked, [Field::Outcome, Field::Policy]);
    let options = analyses.options();
    assert_eq!(options.summary, "Options: Compared with: Today; Futures for each bar: 64; 64 draws");
    assert!(!options.is_refused);
    analyses.update(Event::Opened(&frontier::SECTION));
    analyses.update(Event::Set(Field::Seed, "many".to_owned()));
    assert!(analyses.options().is_refused);
    // it stays in its box, whatever is set or opened besides
    analyses.update(Event::Set(Field::Low(LeverId::AiShare), "30%".to_owned()));
    analyses.update(Event::Opened(&tornado::SECTION));
    analyses.update(Event::Opened(&frontier::SECTION));
    let seed = analyses.options().controls.into_iter().find(|control| control.field == Field::Seed).unwrap();
    assert!(seed.chosen == "many" && seed.error.is_some_and(|error| error.contains("many")));
    assert!(!analyses.options().summary.contains("many"), "{}", analyses.options().summary);
    // of two that have to be in order the other one is tried again
    analyses.update(Event::Set(Field::High(LeverId::AiShare), "20%".to_owned()));
    analyses.update(Event::Set(Field::Low(LeverId::AiShare), "10%".to_owned()));
    assert_eq!(
        (analyses.settings.value(Field::High(LeverId::AiShare)), analyses.refused.text(Field::High(LeverId::AiShare))),
        ("20".to_owned(), None)
    );
    analyses.update(Event::Set(Field::Seed, "7".to_owned()));
    assert!(
        !analyses.options().is_refused && analyses.options().summary.contains("Seed: 7"),
        "{}",
        analyses.options().summary
    );
    // a section without any has none
    analyses.update(Event::Opened(aftercast_analyses::section("survey").unwrap()));
    assert_eq!(analyses.options().summary, "");
}

#[test]
fn a_section_that_is_not_here_is_told_and_another_stays_open() {
    let (mut analyses, _) = in_view();
    analyses.update(Event::Linked("stress".to_owned()));
    assert_eq!(analyses.section().id, "stress");
    analyses.update(Event::Linked("garden".to_owned()));
    let head = analyses.head();
    assert!(head.alert && head.line.contains("“garden”"), "{head:?}");
    assert_eq!(analyses.section().id, "stress");
    analyses.update(Event::Opened(&ranking::SECTION));
    assert!(!analyses.head().alert);
}
