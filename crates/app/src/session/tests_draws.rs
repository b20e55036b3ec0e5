//! Runs that go on until they are as certain as asked, driven as a page drives them.

use super::draws::FIRST;
use super::*;
use crate::event::{Effect, Event};
use crate::features::policies::Event as Policies;
use crate::tests::{PLAIN, Page, cells};
use aftercast_compute::PlanError;
use aftercast_compute::request::RunRequest;
use aftercast_engine::run::batch::Engine;
use aftercast_numerics::sampling::Sampler;

/// Position of the rule "until ±1 of 100" in the control of a fresh page.
const ONE_OF_100: usize = 3;

fn staffed_until(index: usize, most: u64) -> Page {
    let mut page = Page::open("v=1&cpa=4000");
    page.app.session.rule.most = most;
    page.send(Event::DrawsChosen(index));
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    page
}

/// What a page shows that has to be the same for the receiver of its link.
fn shown(page: &Page) -> impl PartialEq + std::fmt::Debug + use<> {
    let app = &page.app;
    (
        app.policies().headline().plain,
        app.policies().headline().sub,
        cells(app),
        app.charts().months(),
        app.charts().fan(600.0, 300.0).table,
    )
}

#[test]
fn a_run_goes_on_until_every_policy_is_as_certain_as_asked() {
    let page = staffed_until(ONE_OF_100, 65_536);
    let reached = page.app.session().settings().draws;
    assert!(reached > FIRST && reached.is_power_of_two(), "{reached}");
    let store = page.app.session().store().unwrap();
    assert_eq!(store.futures().draws, reached);
    // 2.365 errors of the eight replicates, of the share in which each policy meets the goal
    let half = |r: &PolicyResults| 2.365 * page.app.session().met(r).error;
    for levers in page.app.session().wanted() {
        let results = store.policy(&levers).unwrap();
        assert!(store.complete(results) && half(results) <= 0.01, "{}", half(results));
    }
    let status = page.app.policies().status();
    assert!(!status.running && status.done == reached);
    let number = crate::words::trimmed(reached as f64, 0);
    assert!(status.text.starts_with(&format!("stopped at {number} draws: ±")), "{}", status.text);
    assert!(status.text.ends_with(" of 100"), "{}", status.text);
    assert_eq!(page.app.session().document().settings.draws, FIRST, "the rule is no part of the document");
    assert_eq!(page.app.session().history(), (true, false), "the lever is the only change that can be taken back");
}

#[test]
fn a_link_carries_the_number_reached_and_opens_to_the_same_numbers() {
    // points that do not depend on the number of draws, and points that do
    for sampler in [Sampler::Sobol, Sampler::LatinHypercube] {
        let mut page = Page::open(&format!("v=1&cpa=3000&m={}", sampler.name()));
        page.app.session.rule.most = 2048;
        page.compute();
        page.send(Event::DrawsChosen(ONE_OF_100));
        page.compute();
        let reached = page.app.session().settings().draws;
        assert!(reached > FIRST, "{sampler:?} {reached}");
        let link = page.app.session().fragment();
        assert!(link.contains(&format!("n={reached}")), "{link}");
        let mut other = Page::open(&link);
        other.compute();
        assert_eq!(shown(&other), shown(&page));
        assert!(other.app.session().verified(), "{:?}", other.app.session().banners());
        // a reader with a rule of their own sees what was sent too, and goes on with the next change
        let mut ruled = Page::open(PLAIN);
        ruled.send(Event::DrawsRemembered("futures 0.005".to_owned()));
        ruled.send(Event::FragmentChanged(link.clone()));
        ruled.compute();
        assert_eq!((shown(&ruled), ruled.app.session().fragment()), (shown(&page), link.clone()));
        let file = aftercast_scenario::json::read(&page.app.documents().scenario_file().content);
        assert_eq!(file.0.settings.draws, reached);
    }
}

/// Computes a run as so many workers do that take turns at random, with jobs of so many draws.
fn by_workers(page: &mut Page, request: RunRequest, workers: usize, job: u64, seed: u64) -> Option<RunRequest> {
    let run = request.run;
    let mut schedule = crate::tests::schedule(request.clone(), workers, job);
    let mut engines: Vec<Engine> = (0..workers).map(|_| Engine::new(request.futures.clone())).collect();
    let (mut state, mut next) = (seed, None);
    while !schedule.is_done() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let worker = (state >> 33) as usize % workers;
        let Some(work) = schedule.next_for(worker) else { continue };
        let policies: Vec<Option<usize>> = schedule.policies().collect();
        let mut values = Vec::new();
        for policy in policies {
            let levers = policy.map(|p| request.policies[p]);
            values.extend(engines[worker].run(levers.as_ref(), work.first, work.draws).unwrap().values);
        }
        for (policy, block) in schedule.finished(worker, work.index, values) {
            for effect in page.app.update(Event::BlockArrived { run, policy, block }) {
                if let Effect::Run(request) = effect
                    && request.draws.is_none()
                {
                    next = Some(*request);
                }
            }
        }
    }
    next
}

#[test]
fn neither_workers_nor_their_pace_decide_where_it_stops() {
    let mut alike = Vec::new();
    for (workers, job, seed) in [(1, 64, 1), (3, 16, 2), (7, 64, 3)] {
        let mut page = Page::open("v=1&cpa=3000");
        page.send(Event::DrawsChosen(ONE_OF_100));
        let mut sizes = Vec::new();
        let mut next = page.asked().cloned();
        while let Some(request) = next {
            sizes.push(request.futures.draws);
            next = by_workers(&mut page, request, workers, job, seed);
        }
        alike.push((sizes, page.app.session().fragment(), shown(&page)));
    }
    assert!(alike.windows(2).all(|two| two[0] == two[1]), "{alike:?}");
    assert!(alike[0].0.windows(2).any(|two| two[1] == 2 * two[0]), "{:?}", alike[0].0);
}

#[test]
fn it_stops_at_the_most_and_says_what_it_came_to() {
    let page = staffed_until(ONE_OF_100 + 1, 2048);
    assert_eq!(page.app.session().settings().draws, 2048);
    let text = page.app.policies().status().text;
    assert!(text.starts_with("stopped at the most, 2,048 draws: ±") && text.ends_with("not ±0.5 of 100"), "{text}");
    let mut page = staffed_until(ONE_OF_100 + 2, 2048);
    let text = page.app.policies().status().text;
    assert!(text.contains("% of total gain, not ±1% of total gain"), "{text}");
    page.send(Event::LocaleChosen(Locale::Chinese));
    let (text, control) = (page.app.policies().status().text, page.app.session().draws_control());
    for told in control.options.iter().chain([&text]) {
        assert!(!told.chars().any(|c| c.is_ascii_alphabetic()), "{told}");
    }
}

#[test]
fn a_lever_begins_with_few_draws_of_its_own_policy_only() {
    let mut page = staffed_until(ONE_OF_100, 2048);
    page.send(Policies::PolicyAdded);
    page.send(Policies::PolicySelected(0));
    page.compute();
    assert_eq!(page.app.session().settings().draws, 2048);
    page.send(Policies::LeverMoved(LeverId::RefundDays, 2.0));
    page.send(Policies::LeverReleased(LeverId::RefundDays));
    let request = page.asked().unwrap().clone();
    assert_eq!((request.futures.draws, request.policies.len(), request.baseline), (FIRST, 1, false));
    assert_eq!(page.app.session().settings().draws, FIRST);
    page.compute();
    let reached = page.app.session().settings().draws;
    let link = page.app.session().fragment();
    page.send(Policies::LeverMoved(LeverId::RefundDays, 1.0));
    page.send(Policies::LeverReleased(LeverId::RefundDays));
    page.compute();
    page.send(Event::Undo);
    page.compute();
    assert_eq!(
        (page.app.session().settings().draws, page.app.session().fragment()),
        (reached, link),
        "the way there does not matter"
    );
}

#[test]
fn what_is_in_the_picture_stays_until_all_further_draws_are_there() {
    let mut page = Page::open("v=1&cpa=3000");
    page.send(Event::DrawsChosen(ONE_OF_100));
    let first = page.asked().unwrap().clone();
    let further = by_workers(&mut page, first, 1, 64, 5).unwrap();
    let before = page.app.policies().headline();
    assert!(
        page.app.policies().status().running && !before.stale && before.draws.contains("going on until ±1 of 100"),
        "{before:?}"
    );
    let mut half = Engine::new(further.futures.clone());
    let block = half.run(None, 0, 64).unwrap();
    let event = Event::BlockArrived { run: further.run, policy: None, block };
    assert!(page.app.update(event).is_empty() && page.app.session().quiet());
    assert_eq!(page.app.policies().headline(), before);
    // workers die: it begins again, and what is in the picture is still there
    page.send(Event::RunRestarted { run: further.run });
    assert_eq!(page.app.policies().headline(), before);
    page.send(Event::RunFailed { run: further.run, why: PlanError::NoBaseline });
    assert!(!page.app.policies().status().running && !page.app.policies().headline().stale);
    assert_eq!(page.app.policies().status().done, FIRST);
}

#[test]
fn a_number_or_a_rule_is_chosen_and_remembered() {
    let mut page = Page::open("v=1&cpa=3000&n=2000");
    let control = page.app.session().draws_control();
    assert_eq!(control.options.len(), 7, "a number of one's own is among them: {control:?}");
    assert_eq!(control.options[control.chosen], "2,000 draws");
    page.send(Event::DrawsChosen(0));
    assert_eq!(page.app.session().document().settings.draws, 1024);
    page.send(Event::Undo);
    assert_eq!(page.app.session().document().settings.draws, 2000);
    let remembered = |effects: Vec<Effect>| {
        effects.into_iter().find_map(|e| match e {
            Effect::Remember { key: "draws", value } => Some(value),
            _ => None,
        })
    };
    for index in 4..7 {
        let name = remembered(page.app.update(Event::DrawsChosen(index))).unwrap();
        assert_eq!(page.app.session().draws_control().chosen, index);
        let mut later = Page::open("n=2000&cpa=3000&v=1");
        later.send(Event::DrawsRemembered(name));
        assert_eq!(later.app.session().draws_control().chosen, index);
    }
    assert_eq!(remembered(page.app.update(Event::DrawsChosen(1))).unwrap(), "");
    assert_eq!(page.app.session().settings().draws, 2000, "a number takes the place of the rule");
    page.send(Event::DrawsRemembered("sevenfold".to_owned()));
    assert_eq!(page.app.session().draws_control().chosen, 1, "what is not known is no rule");
}
