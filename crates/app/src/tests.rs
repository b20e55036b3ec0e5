//! The application driven as a page drives it: events in, runs computed in-process, views out.

use crate::event::{Effect, Event};
use crate::features::assumptions::{self, AssumptionRow, Filter, Part};
use crate::features::company::{Fact, FactRow};
use crate::features::policies::goal::{GoalInput, GoalKind};
use crate::features::policies::{Cell, Column, Event as Policies, HeadlinePart};
use crate::*;
use aftercast_compute::inline::Inline;
use aftercast_compute::request::RunRequest;
use aftercast_compute::run::RunPlan;
use aftercast_compute::schedule::{JOB_DRAWS, Schedule};
use aftercast_compute::{Backend as _, Event as Computed};
use aftercast_plot::{Locale, Theme};
use aftercast_scenario::{AssumptionId, LeverId};

/// A run in this thread.
fn inline(request: RunRequest) -> Inline<()> {
    let mut inline = <Inline<()>>::default();
    inline.submit(Box::new(RunPlan::new(request)));
    inline
}

/// A page without a browser.
pub(crate) struct Page {
    pub(crate) app: App,
    pub(crate) fragments: Vec<String>,
    pub(crate) runs: Vec<RunRequest>,
    /// Whether single policies beside the picture are computed too; the one asked for waits until then.
    side_runs: bool,
    side_asked: Option<RunRequest>,
}

impl Page {
    pub(crate) fn open(fragment: &str) -> Self {
        let mut page =
            Self { app: App::new(), fragments: Vec::new(), runs: Vec::new(), side_runs: false, side_asked: None };
        page.send(Event::Opened { fragment: fragment.to_owned(), locale: Locale::English, theme: Theme::Light });
        page
    }

    pub(crate) fn send(&mut self, event: impl Into<Event>) {
        let effects = self.app.update(event);
        self.perform(effects);
    }

    /// A change of the document that no event makes.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut aftercast_scenario::Draft)) {
        let effects = self.app.session.change(change);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Run(request) if request.draws.is_some() && !self.side_runs => self.side_asked = Some(*request),
                Effect::Run(request) => self.runs.push(*request),
                Effect::WriteFragment(fragment) => self.fragments.push(fragment),
                Effect::NextDocument
                | Effect::NextPlace
                | Effect::Remember { .. }
                | Effect::RememberInTab { .. }
                | Effect::KeepTyped { .. }
                | Effect::Store(_) => {}
            }
        }
    }

    /// Computes the latest run; those it superseded are dropped, as a pool does.
    pub(crate) fn compute(&mut self) {
        while let Some(request) = self.runs.pop() {
            self.runs.clear();
            let run = request.run;
            let mut own = inline(request);
            while let Some(events) = own.step() {
                self.heard(run, events);
                if self.runs.last().is_some_and(|r| r.run != run) {
                    break;
                }
            }
        }
    }

    /// What the page hears of a run.
    fn heard(&mut self, run: u32, events: Vec<Computed<()>>) {
        for event in events {
            assert!(!matches!(event, Computed::Failed(_)), "{event:?}");
            if let Some(event) = Event::of_run(run, event) {
                self.send(event);
            }
        }
    }

    /// From here on single policies beside the picture are computed too.
    pub(crate) fn side_run(&mut self) {
        self.side_runs = true;
        self.runs.extend(self.side_asked.take());
    }

    /// The run asked for last.
    pub(crate) fn asked(&self) -> Option<&RunRequest> {
        self.runs.last()
    }

    fn figure(&self) -> Option<String> {
        self.app.policies().headline().parts.into_iter().find_map(|p| match p {
            HeadlinePart::Figure(f) => Some(f),
            _ => None,
        })
    }
}

/// What a pool of so many workers does with a request, jobs of so many draws.
pub(crate) fn schedule(request: RunRequest, workers: usize, job: u64) -> Schedule {
    Schedule::new(request, workers, job)
}

/// A link to one own policy and one to compare with.
pub(crate) const PLAIN: &str = "v=1&p=base.1&name=My+policy&b.p=hybrid.1&b.name=Hybrid+AI&e=2.0.0&k=b1j4zm";

/// The same with a sixteenth of the usual draws, for tests that judge no figure.
pub(crate) const FEW_DRAWS: &str = "v=1&p=base.1&name=My+policy&b.p=hybrid.1&b.name=Hybrid+AI&n=64&e=2.0.0&k=fca3jg";

/// A page with few draws, all of them computed.
pub(crate) fn settled() -> Page {
    let mut page = Page::open(FEW_DRAWS);
    page.compute();
    page
}

/// A page with the usual draws, all of them computed: for tests that judge figures, or what happens while they are computed.
pub(crate) fn settled_in_full() -> Page {
    let mut page = Page::open(PLAIN);
    page.compute();
    page
}

/// The same with one agent for 3,000 customers in the first policy, computed.
pub(crate) fn staffed() -> Page {
    staff(settled())
}

/// The same with the usual draws.
pub(crate) fn staffed_in_full() -> Page {
    staff(settled_in_full())
}

fn staff(mut page: Page) -> Page {
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    page
}

/// Every figure of the table of policies; where a bar stands depends on the axis, which remembers what it held before.
pub(crate) fn cells(app: &App) -> Vec<Vec<Cell>> {
    app.policies().table().rows.into_iter().map(|row| row.cells).collect()
}

pub(crate) fn open(fragment: &str) -> App {
    let mut app = App::new();
    app.update(Event::Opened { fragment: fragment.to_owned(), locale: Locale::English, theme: Theme::Light });
    app
}

pub(crate) fn send(app: &mut App, event: impl Into<Event>) -> bool {
    app.update(event).iter().any(|effect| matches!(effect, Effect::Run(_)))
}

pub(crate) fn row(app: &App, id: AssumptionId) -> AssumptionRow {
    let view = app.assumptions().list(&Filter::default());
    view.groups.into_iter().flat_map(|g| g.rows).find(|row| row.id == id).unwrap()
}

pub(crate) fn fact(app: &App, path: &str) -> FactRow {
    app.company().facts().groups.into_iter().flat_map(|g| g.rows).find(|row| row.path == path).unwrap()
}

pub(crate) fn named(path: &str) -> Fact {
    Fact::all().find(|fact| fact.path() == path).unwrap()
}

pub(crate) fn typed(app: &mut App, id: AssumptionId, part: Part, text: &str) -> bool {
    send(app, assumptions::Event::Typed(id, part, text.to_owned()))
}

pub(crate) const CAUSE: AssumptionId = AssumptionId::CausalShare;

#[test]
fn one_agent_for_3000_customers_pays_in_about_53_of_100_futures() {
    let mut page = settled_in_full();
    assert_eq!(page.figure().as_deref(), Some("10 of 100"), "of the one that differs from today");
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.compute();
    let figure = page.figure().unwrap();
    let count: f64 = figure.split(' ').next().unwrap().parse().unwrap();
    // 53.0 of 100 over 8192 futures; two standard errors of 1024 plain draws are 3.1
    assert!((50.5..=55.5).contains(&count), "{figure}");
    let headline = page.app.policies().headline();
    assert_eq!(
        headline.plain,
        format!("My policy is the better of the two: about +¥1.2M, and it pays in {figure} simulated futures.")
    );
    assert_eq!(headline.uncertainties.len(), 3);
    assert!(page.app.policies().trust().is_some_and(|told| told.report.contains("100 of 100")));
    assert!(!headline.stale && headline.progress == 1.0);
}

#[test]
fn a_moved_lever_runs_one_policy_and_no_baseline() {
    let mut page = settled_in_full();
    page.send(Policies::LeverMoved(LeverId::AiShare, 0.5));
    let request = page.runs.last().unwrap();
    assert_eq!((request.baseline, request.policies.len()), (false, 1));
    assert_eq!(request.policies[0].ai_share, 0.5);
    page.compute();
    // back again: known, so nothing is computed for the picture
    page.send(Event::Undo);
    assert!(
        page.runs
            .iter()
            .all(|r| r.futures.events != aftercast_engine::run::batch::EventMode::Sampled || r.policies.is_empty())
    );
    assert_eq!(page.app.policies().status().done, 1024);
}

#[test]
fn a_first_block_makes_a_picture_and_says_how_far_it_got() {
    let mut page = Page::open(PLAIN);
    assert_eq!(page.app.policies().status().done, 0);
    let request = page.runs.pop().unwrap();
    let run = request.run;
    let mut own = inline(request);
    page.heard(run, own.step().unwrap());
    let status = page.app.policies().status();
    // every worker begins with half a job
    assert_eq!((status.done, status.wanted, status.running), (JOB_DRAWS / 2, 1024, true));
    assert!(page.app.charts().fan(600.0, 300.0).chart.is_some());
    page.send(Policies::LeverMoved(LeverId::RefundDays, 2.0));
    assert!(page.app.policies().headline().stale, "the picture is of the levers before");
    // a late answer of the superseded run is dropped
    if let Some(events) = own.step() {
        page.heard(run, events);
    }
    assert!(page.app.policies().headline().stale);
    page.compute();
    assert!(!page.app.policies().headline().stale);
}

#[test]
fn typed_values_are_taken_or_refused_with_a_reason() {
    let mut page = settled();
    page.app.update(Policies::AllLeversShown(true));
    let row = |page: &Page, id: LeverId| {
        page.app.policies().levers().into_iter().flat_map(|g| g.rows).find(|r| r.id == id).unwrap()
    };
    for (id, typed, value) in
        [(LeverId::AiShare, "35%", 0.35), (LeverId::AiShare, "0.4", 0.4), (LeverId::CustomersPerAgent, "0.3万", 3000.0)]
    {
        page.send(Policies::LeverTyped(id, typed.to_owned()));
        assert_eq!(row(&page, id).value, value);
        assert_eq!(row(&page, id).error, None);
    }
    page.send(Policies::LeverTyped(LeverId::CustomersPerAgent, "900".to_owned()));
    let refused = row(&page, LeverId::CustomersPerAgent);
    assert_eq!((refused.value, refused.text.as_str()), (3000.0, "900"), "the lever stays, what was typed stays too");
    assert!(refused.error.unwrap().contains("1,500 to 10,000"));
    page.send(Policies::LeverTyped(LeverId::CustomersPerAgent, "4000".to_owned()));
    assert_eq!(row(&page, LeverId::CustomersPerAgent).error, None);
}

#[test]
fn a_gesture_is_one_step_back() {
    let mut page = settled();
    for value in [4900.0, 4000.0, 3000.0] {
        page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, value));
    }
    page.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    page.send(Policies::LeverMoved(LeverId::AiShare, 0.5));
    page.send(Policies::LeverReleased(LeverId::AiShare));
    page.send(Event::Undo);
    assert_eq!(page.app.session().lever(0, LeverId::AiShare), 0.28);
    assert_eq!(page.app.session().lever(0, LeverId::CustomersPerAgent), 3000.0);
    page.send(Event::Undo);
    assert_eq!(page.app.session().lever(0, LeverId::CustomersPerAgent), 5000.0);
    page.send(Event::Redo);
    page.send(Event::Redo);
    assert_eq!(page.app.session().lever(0, LeverId::AiShare), 0.5);
    assert_eq!(page.app.session().history(), (true, false));
}

#[test]
fn policies_come_go_and_change_places() {
    let mut page = settled();
    for _ in 0..MOST_POLICIES + 3 {
        page.send(Policies::PolicyAdded);
    }
    assert_eq!(page.app.session().document().policies.len(), MOST_POLICIES);
    let names: std::collections::BTreeSet<_> =
        page.app.session().document().policies.iter().map(|p| p.name.clone()).collect();
    assert_eq!(names.len(), MOST_POLICIES, "names differ");
    page.send(Policies::PolicyMoved(1, -1));
    assert_eq!(page.app.session().document().policies[1].name, "My policy");
    for _ in 0..MOST_POLICIES + 3 {
        page.send(Policies::PolicyRemoved(0));
    }
    assert_eq!(page.app.session().document().policies.len(), 1, "the last one stays");
    page.compute();
    assert_eq!(page.app.policies().table().rows.len(), 2);
    page.send(Policies::PolicyRenamed(0, "  Faster  ".to_owned()));
    assert_eq!(page.app.session().document().policies[0].name, "Faster");
}

#[test]
fn every_goal_is_told_in_words() {
    let mut page = settled();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.compute();
    for (kind, bound, words) in [
        (GoalKind::NpvAbove, "10m", "gains more than ¥10M within 36 months alone"),
        (GoalKind::PaybackWithin, "24", "pays back within 24 months"),
        (GoalKind::CsiAtLeast, "70", "brings satisfaction to 70 or more"),
        (GoalKind::CostShareAtMost, "2.5%", "keeps service cost within 2.5% of revenue"),
    ] {
        page.send(Policies::GoalChanged(GoalInput { kind, bound: bound.to_owned() }));
        page.compute();
        assert!(page.app.policies().headline().plain.contains(words), "{}", page.app.policies().headline().plain);
    }
    page.send(Policies::GoalChanged(GoalInput { kind: GoalKind::CsiAtLeast, bound: "170".to_owned() }));
    let editor = page.app.policies().goal_editor();
    assert_eq!(editor.error.unwrap(), "170 is not a bound from 0 to 100 (points); the goal stays as it was.");
    assert_eq!(editor.bound, "170");
    let share = GoalInput { kind: GoalKind::CostShareAtMost, bound: "130%".to_owned() };
    page.send(Policies::GoalChanged(share));
    let error = page.app.policies().goal_editor().error.unwrap();
    assert_eq!(error, "130% is not a bound from 0 to 100 (% of revenue); the goal stays as it was.");
}

#[test]
fn where_nothing_is_spent_there_is_nothing_to_pay_back() {
    for (locale, line) in [(Locale::English, "there is nothing to pay back"), (Locale::Chinese, "无须回本")] {
        let mut page = settled();
        page.send(Event::LocaleChosen(locale));
        let reached = if locale == Locale::English { "100 of 100" } else { "100 种中有 100 种" };
        for (kind, bound, goal) in [
            (GoalKind::NpvAbove, "0", "–"),
            (GoalKind::NpvAbove, "1", "–"),
            (GoalKind::NpvAbove, "-1000000", reached),
            (GoalKind::PaybackWithin, "24", "–"),
        ] {
            page.send(Policies::GoalChanged(GoalInput { kind, bound: bound.to_owned() }));
            page.compute();
            let rows = page.app.policies().table().rows;
            assert_eq!(rows[1].cell(Column::Payback).value, "–");
            assert_eq!(rows[1].cell(Column::Goal).value, goal, "{kind:?} {bound}");
            assert!(rows[1].range.is_none(), "a gain of nothing has no range");
            // one that moves has its month
            assert!(rows[2].cell(Column::Payback).value.contains(|c: char| c.is_ascii_digit()));
        }
        assert!(page.app.documents().share("https://example.org/").summary.contains(line));
        page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
        page.compute();
        assert_ne!(page.app.policies().table().rows[1].cell(Column::Payback).value, "–");
    }
}

#[test]
fn the_error_beside_the_sentence_is_that_of_the_figure_in_it() {
    let page = settled();
    let met = page.app.session().met(page.app.session().results(1).unwrap());
    assert!(
        page.app.policies().headline().plain.contains(&format!("{:.0} of 100", 100.0 * met.value)),
        "{}",
        page.app.policies().headline().plain
    );
    // policy A is today's: its chance of a gain is 0 for certain, and no sentence speaks of it
    let error = format!("±{:.0}", (100.0 * met.error).ceil());
    assert!(
        page.app.policies().status().text.contains(&error),
        "{} without {error}",
        page.app.policies().status().text
    );
}

#[test]
fn both_languages_say_the_same_thing() {
    let mut page = settled_in_full();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.compute();
    let english = page.figure().unwrap();
    page.send(Event::LocaleChosen(Locale::Chinese));
    let chinese = page.app.policies().headline();
    let count = english.split(' ').next().unwrap();
    assert_eq!(chinese.plain, format!("两个方案中我的方案更优：总收益约 +¥120万，100 种模拟未来中有 {count} 种盈利。"));
    let shown =
        [page.app.charts().fan(600.0, 300.0).summary, page.app.charts().difference(600.0, 300.0).summary, chinese.sub];
    for text in shown {
        assert!(!text.is_empty() && !text.chars().any(|c| c.is_ascii_lowercase()), "{text}");
    }
}

#[test]
fn every_view_is_ready_before_and_after_the_draws() {
    for mut page in [Page::open(PLAIN), settled()] {
        for locale in [Locale::English, Locale::Chinese] {
            page.send(Event::LocaleChosen(locale));
            page.send(Policies::AllLeversShown(true));
            assert_eq!(page.app.policies().levers().iter().map(|g| g.rows.len()).sum::<usize>(), LeverId::COUNT);
            assert_eq!(page.app.charts().chain(104.0, 28.0).len(), 7);
            assert_eq!(page.app.charts().months().rows.len(), 36);
            let (fan, difference) = (page.app.charts().fan(600.0, 300.0), page.app.charts().difference(600.0, 300.0));
            assert_eq!(fan.chart.is_some(), page.app.session().is_settled());
            if let Some(chart) = fan.chart {
                assert_eq!(chart.chart().hits.stops.len(), fan.readouts.len());
            }
            if let Some(chart) = difference.chart {
                assert_eq!(chart.chart().hits.points.len(), difference.readouts.len());
            }
            assert!(!page.app.policies().headline().plain.is_empty() && !page.app.policies().table().rows.is_empty());
            assert!(!page.app.policies().lever_panel().toggle.is_empty() && !page.app.policies().presets().is_empty());
        }
    }
}

#[test]
fn face_value_has_other_futures_and_back() {
    let mut page = settled();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.compute();
    let own = page.figure();
    page.send(Event::FaceValueSwitched(true));
    page.compute();
    assert_eq!(page.figure().as_deref(), Some("100 of 100"));
    page.send(Event::FaceValueSwitched(false));
    page.compute();
    assert_eq!(page.figure(), own);
}

#[test]
fn a_lost_pool_starts_the_run_again() {
    let mut page = Page::open(PLAIN);
    let request = page.runs.pop().unwrap();
    let run = request.run;
    page.heard(run, inline(request.clone()).step().unwrap());
    page.send(Event::WorkersLost(Some("the worker was refused".to_owned())));
    page.send(Event::RunRestarted { run });
    page.runs.push(request);
    page.compute();
    assert_eq!(page.app.policies().status().done, 1024);
    let banners = page.app.session().banners();
    let alone = banners.iter().find(|b| b.title.contains("page itself")).unwrap();
    assert_eq!(alone.lines.last().unwrap(), "Cause, for support: the worker was refused");
}

#[test]
fn an_analysis_changes_the_document_where_the_reader_is() {
    let mut page = settled();
    page.send(Event::Lessons(crate::features::lessons::Event::LessonStarted(0)));
    page.send(Event::PlaceShown("analyse.correlations".to_owned()));
    let mut document = page.app.session().document().clone();
    document.comment = "changed".to_owned();
    page.send(Event::DocumentChanged(Box::new(document.clone())));
    assert_eq!((page.app.session().place(), page.app.session().document()), ("analyse.correlations", &document));
    assert!(page.app.lessons().lesson().is_some(), "its levers stay locked");
    // what is gone on with is shown on the first screen
    document.policies.push(Default::default());
    let selected = document.policies.len() - 1;
    page.send(Event::Brought { document: Box::new(document.clone()), selected });
    assert_eq!((page.app.session().place(), page.app.session().document()), ("", &document));
    assert_eq!(page.app.session().selected(), selected);
    page.send(Event::Undo);
    assert_eq!(page.app.session().document().policies.len(), selected);
    assert!(page.app.lessons().lesson().is_some());
}
