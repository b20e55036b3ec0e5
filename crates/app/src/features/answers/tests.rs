//! The answers driven as the page drives them, without one.

use super::*;
use crate::event::Event as AppEvent;
use crate::features::policies::Event as Policies;
use crate::tests::settled_in_full;
use aftercast_compute::worker::Worker;
use aftercast_engine::check;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Override, PolicyDraft};

type Moved<'a> = &'a [(LeverId, f64)];

/// A small document: 64 draws of these policies.
fn draft(policies: &[Moved<'_>]) -> Draft {
    let mut draft = Draft::default();
    draft.settings.draws = 64;
    for levers in policies {
        draft.policies.push(PolicyDraft { name: "p".to_owned(), levers: levers.iter().copied().collect() });
    }
    draft
}

fn inputs(draft: &Draft) -> Inputs {
    Inputs {
        scenario: check(draft).ok(),
        policy: 0,
        locale: Locale::English,
        is_idle: true,
        is_hidden: false,
        is_alone: false,
        urgency: Urgency::Shown,
    }
}

fn shown(inputs: &Inputs) -> Event {
    Event::Shown(Box::new(inputs.clone()))
}

/// Computes a plan as a worker would.
fn done(mut plan: AnalysisPlan) -> Finding {
    let mut worker = <Worker>::default();
    loop {
        let count = plan.round();
        if count == 0 {
            return plan.report();
        }
        worker.enter(plan.futures().clone());
        let answers = (0..count).map(|index| worker.execute(&plan.order(index)).unwrap().unwrap()).collect();
        plan.take(answers);
    }
}

/// The rest that is asked for last.
fn rest(effects: &[Effect]) -> Option<u32> {
    effects.iter().rev().find_map(|effect| if let Effect::Rest { number, .. } = effect { Some(*number) } else { None })
}

/// The work that is asked for.
fn run(effects: Vec<Effect>) -> Option<(u32, AnalysisPlan)> {
    effects.into_iter().find_map(|effect| if let Effect::Run { run, plan } = effect { Some((run, plan)) } else { None })
}

/// Shows inputs, lets them rest and computes whatever is asked for; the number of answers computed.
fn settle(answers: &mut Answers, inputs: &Inputs) -> usize {
    let effects = answers.update(shown(inputs));
    let mut next = match rest(&effects) {
        Some(number) => run(answers.update(Event::Rested(number))),
        None => run(effects),
    };
    let mut count = 0;
    while let Some((id, plan)) = next {
        count += 1;
        next = run(answers.update(Event::Found { run: id, finding: done(plan) }));
    }
    count
}

const STAFF: Moved<'static> = &[(LeverId::CustomersPerAgent, 4000.0)];
const PICKUP: Moved<'static> = &[(LeverId::FreePickup, 1.0), (LeverId::RefundDays, 1.0)];

#[test]
fn both_answers_come_once_the_inputs_have_rested() {
    let mut answers = Answers::new();
    let inputs = inputs(&draft(&[STAFF, PICKUP]));
    assert_eq!(answers.answer(Kind::Mind), Answer::default());
    let effects = answers.update(shown(&inputs));
    assert!(matches!(effects.as_slice(), [Effect::Rest { number: 1, milliseconds: 1000 }]), "{effects:?}");
    for kind in Kind::ALL {
        let answer = answers.answer(kind);
        assert!(answer.is_awaited && !answer.is_stale && answer.text == Text::AnswerComputing.en(), "{answer:?}");
    }
    let (id, plan) = run(answers.update(Event::Rested(1))).unwrap();
    let next = run(answers.update(Event::Found { run: id, finding: done(plan) }));
    let mind = answers.answer(Kind::Mind);
    assert!(mind.text.starts_with("On average it ") && !mind.is_awaited, "{mind:?}");
    let (id, plan) = next.unwrap();
    assert!(answers.answer(Kind::Test).is_awaited);
    assert!(answers.update(Event::Found { run: id, finding: done(plan) }).is_empty());
    let test = answers.answer(Kind::Test);
    assert!(!test.is_awaited && !test.text.is_empty() && !test.text.contains('{'), "{test:?}");
    // the same again asks for nothing
    assert!(answers.update(shown(&inputs)).is_empty());
}

#[test]
fn a_lever_that_moves_gives_up_the_work_and_leaves_answers_of_earlier_inputs() {
    let mut answers = Answers::new();
    let first = inputs(&draft(&[STAFF]));
    assert_eq!(settle(&mut answers, &first), 2);
    let before = Kind::ALL.map(|kind| answers.answer(kind).text);
    let moved = inputs(&draft(&[&[(LeverId::CustomersPerAgent, 4200.0)]]));
    let number = rest(&answers.update(shown(&moved))).unwrap();
    for (kind, text) in Kind::ALL.into_iter().zip(&before) {
        assert_eq!(answers.answer(kind), Answer { text: text.clone(), is_stale: true, is_awaited: true });
    }
    let (id, plan) = run(answers.update(Event::Rested(number))).unwrap();
    // it moves again in the middle of the work
    let again = inputs(&draft(&[&[(LeverId::CustomersPerAgent, 4400.0)]]));
    let effects = answers.update(shown(&again));
    assert!(matches!(effects.as_slice(), [Effect::Cancel, Effect::Rest { .. }]), "{effects:?}");
    // neither the rest before nor the work before counts any more
    assert!(answers.update(Event::Rested(number)).is_empty());
    assert!(answers.update(Event::Found { run: id, finding: done(plan) }).is_empty());
    assert!(answers.answer(Kind::Mind).is_stale);
    // and back to where it was: what is kept is of these inputs
    let effects = answers.update(shown(&first));
    assert!(matches!(effects.as_slice(), [Effect::Rest { .. }]), "{effects:?}");
    let number = rest(&effects).unwrap();
    assert!(answers.update(Event::Rested(number)).is_empty());
    for (kind, text) in Kind::ALL.into_iter().zip(before) {
        assert_eq!(answers.answer(kind), Answer { text, is_stale: false, is_awaited: false });
    }
}

#[test]
fn work_waits_for_the_page_and_for_the_reveal() {
    let mut answers = Answers::new();
    let idle = inputs(&draft(&[STAFF]));
    let busy = Inputs { is_idle: false, ..idle.clone() };
    let number = rest(&answers.update(shown(&busy))).unwrap();
    assert!(answers.update(Event::Rested(number)).is_empty());
    // the page is done
    let effects = answers.update(shown(&idle));
    assert!(matches!(effects.as_slice(), [Effect::Run { .. }]), "{effects:?}");
    // and computes again, without another input
    assert!(matches!(answers.update(shown(&busy)).as_slice(), [Effect::Cancel]));
    // a prediction hides results: nothing is said and nothing computed
    let hidden = Inputs { is_hidden: true, ..idle.clone() };
    assert!(answers.update(shown(&hidden)).is_empty());
    assert_eq!(Kind::ALL.map(|kind| answers.answer(kind)), [Answer::default(), Answer::default()]);
    assert_eq!(settle(&mut answers, &idle), 2);
    // a page without workers computes nothing beside its own runs
    let other = inputs(&draft(&[PICKUP]));
    let alone = Inputs { is_alone: true, ..other };
    assert_eq!(settle(&mut answers, &alone), 0);
    assert_eq!(answers.answer(Kind::Mind).text, Text::AnswerAlone.en());
}

#[test]
fn another_place_in_view_goes_first() {
    let mut answers = Answers::new();
    let here = inputs(&draft(&[STAFF]));
    let elsewhere = Inputs { urgency: Urgency::Elsewhere, ..here.clone() };
    let asked = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Rest { number, milliseconds }] => Some((*number, *milliseconds)),
        _ => None,
    };
    assert_eq!(asked(answers.update(shown(&here))), Some((1, 1000)));
    // the place is left while the inputs rest: they rest anew, and longer
    assert_eq!(asked(answers.update(shown(&elsewhere))), Some((2, 5000)));
    assert!(answers.update(Event::Rested(1)).is_empty());
    // and shorter once it comes back, and not at all where they are to be printed
    assert_eq!(asked(answers.update(shown(&here))), Some((3, 1000)));
    let printed = Inputs { urgency: Urgency::Printed, ..here.clone() };
    assert_eq!(asked(answers.update(shown(&printed))), Some((4, 0)));
    assert!(matches!(answers.update(Event::Rested(4)).as_slice(), [Effect::Run { .. }]));
    // what is under way is not given up for a look at another place
    assert!(answers.update(shown(&elsewhere)).is_empty());
}

#[test]
fn a_policy_that_is_todays_and_inputs_that_cannot_run_say_so() {
    let mut answers = Answers::new();
    let still = inputs(&draft(&[&[], STAFF]));
    assert_eq!(settle(&mut answers, &still), 0);
    for kind in Kind::ALL {
        let answer = answers.answer(kind);
        assert_eq!((answer.text.as_str(), answer.is_awaited), (Text::AnswerSame.en(), false));
    }
    let broken = Inputs { scenario: None, ..still };
    assert_eq!(settle(&mut answers, &broken), 0);
    assert_eq!(answers.answer(Kind::Mind).text, Text::AnswerFailed.en());
}

#[test]
fn another_policy_is_another_verdict_and_the_same_choice() {
    let mut answers = Answers::new();
    let first = inputs(&draft(&[STAFF, PICKUP]));
    assert_eq!(settle(&mut answers, &first), 2);
    let other = Inputs { policy: 1, ..first };
    let effects = answers.update(shown(&other));
    // the verdict on one policy does not stand under another, not even as an earlier one
    assert_eq!(answers.answer(Kind::Mind).text, Text::AnswerComputing.en());
    assert!(!answers.answer(Kind::Test).is_stale);
    let number = rest(&effects).unwrap();
    let (id, plan) = run(answers.update(Event::Rested(number))).unwrap();
    assert!(answers.update(Event::Found { run: id, finding: done(plan) }).is_empty(), "one answer was missing");
    assert!(!answers.answer(Kind::Mind).is_awaited);
}

#[test]
fn work_that_fails_is_not_tried_again_before_something_changes() {
    let mut answers = Answers::new();
    let first = inputs(&draft(&[STAFF]));
    let number = rest(&answers.update(shown(&first))).unwrap();
    let (id, _) = run(answers.update(Event::Rested(number))).unwrap();
    let next = run(answers.update(Event::Failed { run: id }));
    assert_eq!(answers.answer(Kind::Mind).text, Text::AnswerFailed.en());
    let (id, _) = next.unwrap();
    assert!(answers.update(Event::Failed { run: id }).is_empty());
    assert!(answers.update(shown(&first)).is_empty());
    assert_eq!(settle(&mut answers, &inputs(&draft(&[PICKUP]))), 2);
}

#[test]
fn where_nothing_is_uncertain_nothing_changes_the_sign_and_the_advice_is_to_decide() {
    let mut answers = Answers::new();
    let mut known = draft(&[&[(LeverId::UpfrontBudget, 5e6)]]);
    for id in AssumptionId::ALL {
        known.assumptions.insert(id, Override::Known(id.spec().distribution.central()));
    }
    assert_eq!(settle(&mut answers, &inputs(&known)), 2);
    assert_eq!(answers.answer(Kind::Mind).text, Text::AnswerMindNone.en());
    assert_eq!(answers.answer(Kind::Test).text, Text::AnswerTestSettled.en());
}

#[test]
fn the_button_of_the_verdict_asks_for_the_break_even_of_the_nearest() {
    let mut answers = Answers::new();
    assert_eq!(answers.section(Kind::Test).0.id, "information");
    assert_eq!(settle(&mut answers, &inputs(&draft(&[STAFF]))), 2);
    let (section, settings) = answers.section(Kind::Mind);
    assert_eq!(section.id, "break-even");
    let set = |field| settings.iter().find(|(own, _)| *own == field).map(|(_, value)| value.as_str());
    assert_eq!((set(Field::Policy), set(Field::Against)), (Some("0"), Some("today")));
    let variable = set(Field::DecisionVariable).unwrap();
    assert!(aftercast_analyses::Settings::default().set(Field::DecisionVariable, variable, 1), "{variable}");
}

#[test]
fn firms_of_any_size_get_sentences_without_holes_in_both_languages() {
    for customers in [2_000.0, 50_000_000.0] {
        let mut answers = Answers::new();
        let mut firm = draft(&[STAFF, PICKUP]);
        firm.company.customers = customers;
        let own = inputs(&firm);
        assert_eq!(settle(&mut answers, &own), 2);
        for locale in [Locale::English, Locale::Chinese] {
            assert!(answers.update(shown(&Inputs { locale, ..own.clone() })).is_empty());
            for kind in Kind::ALL {
                let text = answers.answer(kind).text;
                let bad = ["{", "NaN", "inf", "¥0", "–"];
                assert!(!text.is_empty() && bad.iter().all(|bad| !text.contains(bad)), "{text}");
            }
        }
    }
}

#[test]
fn the_page_itself_is_waited_for_and_its_changes_are_followed() {
    let mut page = settled_in_full();
    let mut answers = Answers::new();
    // the policy in hand is today's
    assert_eq!(settle(&mut answers, &Inputs::of(page.app.session(), page.app.session().selected())), 0);
    assert_eq!(answers.answer(Kind::Mind).text, Text::AnswerSame.en());
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 4000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    let busy = Inputs::of(page.app.session(), page.app.session().selected());
    assert!(!busy.is_idle && !busy.is_hidden && !busy.is_alone);
    assert_eq!(settle(&mut answers, &busy), 0);
    assert!(answers.answer(Kind::Test).is_awaited);
    page.compute();
    let idle = Inputs::of(page.app.session(), page.app.session().selected());
    assert!(idle.is_idle);
    assert_eq!(settle(&mut answers, &idle), 2);
    let english = answers.answer(Kind::Mind);
    // a name, a language and the number of draws are no other inputs
    page.send(Policies::PolicyRenamed(0, "Staff".to_owned()));
    page.send(AppEvent::LocaleChosen(Locale::Chinese));
    page.send(AppEvent::DrawsChosen(0));
    page.compute();
    assert_eq!(settle(&mut answers, &Inputs::of(page.app.session(), page.app.session().selected())), 0);
    let chinese = answers.answer(Kind::Mind);
    assert!(!chinese.is_stale && chinese.text != english.text, "{chinese:?}");
    // the switch to face value is
    page.send(AppEvent::FaceValueSwitched(true));
    let number = rest(&answers.update(shown(&Inputs::of(page.app.session(), page.app.session().selected())))).unwrap();
    assert!(answers.answer(Kind::Mind).is_stale && answers.answer(Kind::Test).is_stale);
    assert!(answers.update(Event::Rested(number)).is_empty(), "the page computes");
    page.compute();
    assert_eq!(settle(&mut answers, &Inputs::of(page.app.session(), page.app.session().selected())), 2);
    assert!(!answers.answer(Kind::Mind).is_stale);
}

#[test]
fn the_bar_tells_how_much_of_the_reported_effect_has_to_be_real() {
    let mut answers = Answers::new();
    let inputs = inputs(&draft(&[STAFF]));
    let mut awaited = Answers::new();
    awaited.update(shown(&inputs));
    let before = awaited.real_share("A").unwrap();
    assert!(before.text.is_empty() && before.even.is_none() && before.ours > 0.0, "{before:?}");
    settle(&mut answers, &inputs);
    let told = answers.real_share("A").unwrap();
    let finding = &answers.answer_states[Kind::Mind as usize].kept.as_ref().unwrap().1;
    let report: &SwitchingReport = found(&**finding).unwrap();
    let known = report.values.iter().find(|v| v.variable.name() == AssumptionId::CausalShare.name());
    assert_eq!(told.even, known.map(|v| v.value));
    match known {
        Some(v) => {
            // as the answer beside it would say
            let percent = aftercast_analyses::answers::value(v, Locale::English);
            assert!(told.text.contains(&percent) && told.text.starts_with('A'), "{told:?}");
        }
        None => assert!(told.text.contains("in our range"), "{told:?}"),
    }
    // of earlier inputs nothing is told
    answers.update(shown(&super::tests::inputs(&draft(&[&[(LeverId::CustomersPerAgent, 4200.0)]]))));
    assert!(answers.real_share("A").unwrap().text.is_empty());
    assert_eq!(answers.real_share("A").map(|s| s.even), Some(None));
    answers.update(shown(&Inputs { is_hidden: true, ..inputs }));
    assert_eq!(answers.real_share("A"), None);
}
