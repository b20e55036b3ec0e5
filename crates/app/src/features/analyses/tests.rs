//! The analyses driven as the page drives them, without one.

use super::view::Kind;
use super::*;
use aftercast_analyses::sections::convergence::ConvergenceReport;
use aftercast_analyses::sections::frontier::FrontierReport;
use aftercast_analyses::sections::information::InformationReport;
use aftercast_analyses::sections::survey::Survey;
use aftercast_analyses::sections::{convergence, forecast_log, frontier, information, stress, survey, sweep};
use aftercast_analyses::settings::AGAINST_NOTHING;
use aftercast_analyses::{AnalysisPlan, Report};
use aftercast_compute::messages::FuturesMessage;
use aftercast_compute::messages::{OrderMessage, ToWorker};
use aftercast_compute::worker::Worker;

/// A small document: 64 draws of two policies.
fn shown() -> Analyses {
    let mut analyses = Analyses::new();
    let effects = analyses.update(of(small(), Locale::English, Theme::Light));
    assert!(effects.is_empty());
    analyses
}

fn small() -> Draft {
    let mut draft = crate::plain_document(Locale::English);
    draft.settings.draws = 64;
    draft
}

/// The analyses are shown with a document whose first policy is in hand.
pub(super) fn of(document: Draft, locale: Locale, theme: Theme) -> Event {
    Event::Shown { document: Box::new(document), selected: 0, locale, theme }
}

/// Computes a plan as a worker would, message by message.
pub(super) fn done(mut plan: AnalysisPlan) -> Finding {
    let mut worker = <Worker>::default();
    let mut ticket = 0;
    loop {
        let count = plan.round();
        if count == 0 {
            return plan.report();
        }
        ticket += 1;
        let futures = Box::new(FuturesMessage::from(plan.futures()));
        assert_eq!(worker.handle(&ToWorker::Enter { ticket, futures }, &[]), None);
        let outputs = (0..count as u32).map(|index| {
            let (order, numbers) = OrderMessage::new(plan.order(index as usize));
            let (reply, values) = worker.handle(&ToWorker::Compute { ticket, index, order }, &numbers).unwrap();
            reply.into_output(values).unwrap().1
        });
        let outputs = outputs.collect();
        plan.take(outputs);
    }
}

/// The report of a section.
pub(super) fn report<'a, R: Report>(analyses: &'a Analyses, section: &Section) -> &'a R {
    found(&*analyses.kept_in(section).unwrap().finding).unwrap()
}

/// Computes the open section.
pub(super) fn compute(analyses: &mut Analyses) {
    let effects = analyses.update(Event::Started);
    let [Effect::Run { run, .. }] = effects.as_slice() else { panic!("nothing was started: {:?}", analyses.head()) };
    let run = *run;
    let Some(Effect::Run { plan, .. }) = effects.into_iter().next() else { unreachable!() };
    let finding = done(plan);
    analyses.update(Event::Found { run, finding });
}

#[test]
fn a_section_is_computed_and_stale_once_its_question_changes() {
    let mut analyses = shown();
    analyses.update(Event::Set(Field::BarDraws, "16".to_owned()));
    assert_eq!(analyses.frames(), [] as [&str; 0]);
    assert_eq!(analyses.head().line, Text::StudyIdle.en());
    compute(&mut analyses);
    assert_eq!((analyses.head().line.as_str(), analyses.head().progress), ("", None));
    assert!(!analyses.is_stale());
    assert_eq!(analyses.frames(), ["tornado", "regression"]);
    analyses.update(Event::Set(Field::Outcome, "csi".to_owned()));
    assert!(analyses.is_stale());
    // the picture still says what it is of
    assert!(analyses.frame("tornado", 800.0).unwrap().frame.subtitle.starts_with("Total gain"));
    analyses.update(Event::Set(Field::Outcome, "total_gain".to_owned()));
    assert!(!analyses.is_stale());
    let mut other = crate::plain_document(Locale::English);
    other.settings.draws = 128;
    analyses.update(of(other, Locale::English, Theme::Dark));
    assert!(analyses.is_stale());
}

#[test]
fn progress_and_answers_of_a_run_that_was_given_up_change_nothing() {
    let mut analyses = shown();
    analyses.update(Event::Set(Field::BarDraws, "16".to_owned()));
    let started = analyses.update(Event::Started);
    let Some(Effect::Run { run, plan }) = started.into_iter().next() else { panic!() };
    analyses.update(Event::Progressed { run, share: 0.25 });
    assert_eq!(analyses.head().progress, Some(0.25));
    analyses.update(Event::Progressed { run: run + 7, share: 0.75 });
    assert_eq!(analyses.head().progress, Some(0.25));
    assert!(matches!(analyses.update(Event::Cancelled).as_slice(), [Effect::Cancel]));
    assert_eq!(analyses.head().line, Text::StudyCancelled.en());
    let finding = done(plan);
    analyses.update(Event::Found { run, finding });
    assert_eq!(analyses.frames(), [] as [&str; 0]);
    // and again, to the end
    compute(&mut analyses);
    assert_eq!(analyses.frames().len(), 2);
    // a second start gives up the first; a place that is come back to starts nothing that is under way
    analyses.update(Event::Set(Field::BarDraws, "24".to_owned()));
    assert!(analyses.is_unanswered());
    assert_eq!(analyses.update(Event::Started).len(), 1);
    assert!(!analyses.is_unanswered());
    assert!(matches!(analyses.update(Event::Started).as_slice(), [Effect::Cancel, Effect::Run { .. }]));
}

#[test]
fn settings_hold_only_what_is_there() {
    let mut analyses = shown();
    // the first policy of a fresh page moves no lever
    assert_eq!(analyses.settings.policy, Some(1));
    analyses.update(Event::Set(Field::Policy, "7".to_owned()));
    assert_eq!(analyses.settings.policy, Some(1));
    analyses.update(Event::Set(Field::Policy, "today".to_owned()));
    assert_eq!(analyses.settings.policy, None);
    analyses.update(Event::Set(Field::Against, "0".to_owned()));
    assert_eq!(analyses.settings.against, Some(Some(0)));
    analyses.update(Event::Set(Field::Against, AGAINST_NOTHING.to_owned()));
    assert_eq!(analyses.settings.against, None);
    analyses.update(Event::Set(Field::Outcome, "payback".to_owned()));
    assert_eq!(analyses.settings.outcome.name(), "total_gain");
    for &section in SECTIONS {
        analyses.update(Event::Opened(section));
        for control in analyses.controls() {
            if let Kind::Choice(options) = &control.kind {
                assert!(options.iter().any(|(id, _)| *id == control.chosen), "{control:?}");
            }
        }
    }
}

#[test]
fn the_tornado_tells_what_the_report_says() {
    for locale in [Locale::English, Locale::Chinese] {
        let mut analyses = shown();
        analyses.update(of(small(), locale, Theme::Dark));
        analyses.update(Event::Set(Field::Against, "0".to_owned()));
        analyses.update(Event::Set(Field::BarDraws, "16".to_owned()));
        compute(&mut analyses);
        let report: &aftercast_engine::analysis::tornado::TornadoReport = report(&analyses, SECTIONS[0]);
        let framed = analyses.frame("tornado", 700.0).unwrap();
        let chart = framed.frame.chart.unwrap();
        assert_eq!(framed.frame.table.rows.len(), report.bars.len());
        assert_eq!(chart.hits.points.len(), framed.frame.readouts.len());
        let strongest = aftercast_i18n::assumption_label(report.bars[0].id).to(locale);
        assert_eq!(framed.frame.table.rows[0][0], strongest);
        assert!(framed.frame.title.contains(strongest), "the title is what was found: {}", framed.frame.title);
        assert!(
            !analyses.head().findings.contains(&framed.frame.title),
            "it is told once: {:?}",
            analyses.head().findings
        );
        for name in analyses.frames() {
            let frame = analyses.frame(name, 380.0).unwrap().frame;
            let columns = frame.table.columns.len();
            assert!(frame.table.rows.iter().all(|row| row.len() == columns));
            assert!(frame.explain.iter().chain([&frame.title, &frame.summary]).all(|text| !text.is_empty()));
        }
    }
}

/// Every section that runs on a small document, in both languages: pictures fit, tables are whole, nothing is left unsaid.
#[test]
fn every_section_tells_what_it_found() {
    let small = [
        (Field::BarDraws, "16"),
        (Field::Rows, "16"),
        (Field::Against, "today"),
        (Field::Policy, "1"),
        (Field::Evaluations, "100"),
        (Field::SearchDraws, "16"),
    ];
    for locale in [Locale::English, Locale::Chinese] {
        // two documents need a second one
        for &section in SECTIONS.iter().filter(|section| section.id != "compare") {
            let mut analyses = shown();
            analyses.update(of(super::tests::small(), locale, Theme::Light));
            for (field, value) in small {
                analyses.update(Event::Set(field, value.to_owned()));
            }
            analyses.update(Event::Today("2026-11-30".to_owned()));
            analyses.update(Event::Opened(section));
            compute(&mut analyses);
            let head = analyses.head();
            // a forecast says what is to be done with it
            let line = if *section == forecast_log::SECTION { Text::RecordUnsaved.to(locale) } else { "" };
            assert!(!head.alert && head.line == line && !analyses.is_stale(), "{section:?}: {head:?}");
            assert!(!analyses.frames().is_empty(), "{section:?}");
            for name in analyses.frames() {
                for width in [340.0, 980.0] {
                    let framed = analyses.frame(name, width).unwrap();
                    let frame = framed.frame;
                    let chart = frame.chart.unwrap();
                    assert!(chart.hits.points.len() > 1, "{name}: nothing to read off");
                    assert_eq!(chart.hits.points.len(), frame.readouts.len(), "{name}");
                    let (columns, rows) = (frame.table.columns.len(), &frame.table.rows);
                    assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == columns), "{name}");
                    let said = [&frame.title, &frame.subtitle, &frame.summary, &frame.table.caption];
                    assert!(said.into_iter().chain(&frame.explain).all(|text| !text.is_empty()), "{name}");
                    let all = rows.iter().flatten().chain(&frame.readouts).chain(&head.findings);
                    assert!(all.clone().all(|text| !text.contains("NaN") && !text.contains('{')), "{name}");
                    for mark in &chart.scene.marks {
                        let b = mark.bounds().unwrap();
                        let inside = b.left >= -1.5 && b.right <= width + 1.5 && b.bottom <= chart.scene.height + 1.5;
                        assert!(inside, "{name} {width}: {mark:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn two_levers_make_a_map() {
    let mut analyses = shown();
    analyses.update(Event::Opened(&sweep::SECTION));
    analyses.update(Event::Set(Field::Across, "ai_share".to_owned()));
    analyses.update(Event::Set(Field::Up, "ai_accuracy".to_owned()));
    compute(&mut analyses);
    let frame = analyses.frame("sweep", 800.0).unwrap().frame;
    assert_eq!((frame.table.rows.len(), frame.table.columns.len(), frame.readouts.len()), (9, 10, 81));
    analyses.update(Event::Set(Field::Across, "ai_accuracy".to_owned()));
    assert_eq!(analyses.settings.up_lever(), None, "a lever over itself");
}

#[test]
fn the_value_of_information_is_that_of_the_library() {
    use aftercast_engine::analysis::value_of_information::Choice;
    use aftercast_engine::run::SamplingPlan;
    let mut analyses = shown();
    analyses.update(Event::Opened(&information::SECTION));
    compute(&mut analyses);
    let question = &analyses.kept().unwrap().question;
    let report: &InformationReport = report(&analyses, &information::SECTION);
    let mut futures = question.scenario.futures();
    futures.events = aftercast_scenario::EventMode::Expected;
    let plan = SamplingPlan::of(&futures);
    let goals = question.all_policies().into_iter().map(|which| question.levers(which)).collect();
    let (seed, draws) = (futures.seed, futures.draws);
    let runs = aftercast_engine::analysis::draws::Draws::new(
        futures,
        goals,
        aftercast_engine::run::outcome::Outcome::TotalGain,
    );
    let gains = aftercast_engine::analysis::run_here(runs, |_, _| true).unwrap().unwrap();
    let choice = Choice::new(gains, seed);
    assert_eq!((report.evpi, report.best), (choice.evpi(), choice.best()));
    let scores: Vec<_> = (0..draws).map(|d| plan.scores(d)).collect();
    for (id, worth) in [report.singles[0], report.singles[40]] {
        let column: Vec<f64> = scores.iter().map(|s| s[id as usize]).collect();
        assert_eq!(worth, choice.evppi(&[column], choice.evpi().value.value), "{}", id.name());
    }
}

#[test]
fn a_point_of_the_frontier_opens_as_a_policy() {
    let mut analyses = shown();
    analyses.update(Event::Opened(&frontier::SECTION));
    for (field, value) in [(Field::Evaluations, "100"), (Field::SearchDraws, "16"), (Field::Seed, "7")] {
        analyses.update(Event::Set(field, value.to_owned()));
    }
    assert_eq!(analyses.picks(), None);
    compute(&mut analyses);
    let picks = analyses.picks().unwrap();
    let last = picks.options.len() - 1;
    let report: &FrontierReport = report(&analyses, &frontier::SECTION);
    let levers = report.points[last].levers;
    assert_eq!((report.points.len(), report.seed), (picks.options.len(), 7));
    let effects = analyses.update(Event::Picked(last));
    let [Effect::Open { document, selected }] = effects.as_slice() else { panic!() };
    assert_eq!(document.policies.len(), analyses.document.policies.len() + 1);
    assert_eq!(*selected, analyses.document.policies.len());
    let scenario = check(document).unwrap();
    assert_eq!(scenario.policies()[*selected].levers, levers, "the policy itself, to the last bit");
    assert!(analyses.update(Event::Picked(last + 1)).is_empty());
}

#[test]
fn the_search_keeps_to_what_is_set() {
    use aftercast_scenario::LeverId;
    let mut analyses = shown();
    analyses.update(Event::Opened(&frontier::SECTION));
    let set = |analyses: &mut Analyses, field, value: &str| analyses.update(Event::Set(field, value.to_owned()));
    // a share of AI is one of which the report has a single figure: the rail would hold it there
    set(&mut analyses, Field::GuardEvidence, "false");
    for lever in LeverId::ALL {
        set(&mut analyses, Field::Free(lever), "false");
    }
    assert!(analyses.update(Event::Started).is_empty());
    assert!(analyses.head().alert, "a search without levers says why it cannot start");
    set(&mut analyses, Field::Free(LeverId::AiShare), "true");
    set(&mut analyses, Field::Low(LeverId::AiShare), "30%");
    set(&mut analyses, Field::High(LeverId::AiShare), "20%");
    let error = |analyses: &Analyses| analyses.groups()[0].rows.iter().flatten().find_map(|c| c.error.clone());
    assert!(error(&analyses).is_some_and(|e| e.contains("20%")), "low above high is refused and said");
    set(&mut analyses, Field::High(LeverId::AiShare), "50%");
    assert_eq!(error(&analyses), None);
    set(&mut analyses, Field::Evaluations, "64");
    set(&mut analyses, Field::SearchDraws, "16");
    compute(&mut analyses);
    let question = &analyses.kept().unwrap().question;
    let report: &FrontierReport = report(&analyses, &frontier::SECTION);
    let start = question.settings.search.start(question);
    for point in &report.points {
        for id in LeverId::ALL {
            let (x, stands) = (*point.levers.get(id), *start.get(id));
            assert!(if id == LeverId::AiShare { (0.3..=0.5).contains(&x) } else { x == stands }, "{}", id.name());
        }
    }
}

#[test]
fn alerts_colour_what_was_found_without_computing_it_again() {
    let mut analyses = shown();
    analyses.update(Event::Opened(&stress::SECTION));
    compute(&mut analyses);
    let cells = |analyses: &Analyses| analyses.frame("stress-gain", 900.0).unwrap().frame.table.rows;
    let before = cells(&analyses);
    // no wait is so short
    for (level, value) in ["0.001", "0.002", "0.003"].iter().enumerate() {
        analyses.update(Event::Set(Field::Alert(0, level), (*value).to_owned()));
    }
    assert!(!analyses.is_stale());
    let after = cells(&analyses);
    assert_ne!(before, after);
    assert!(after.iter().all(|row| row[2].contains(Text::AlertRed.en())), "{:?}", after[0]);
    analyses.update(Event::Set(Field::Alert(0, 0), "9".to_owned()));
    assert_eq!(cells(&analyses), after, "thresholds out of order are not taken");
    assert!(analyses.groups()[0].rows[0][0].error.is_some());
}

#[test]
fn what_travels_of_the_survey_comes_back() {
    use aftercast_validation::survey::compare_with_survey;
    let mut analyses = shown();
    analyses.update(Event::Opened(&survey::SECTION));
    compute(&mut analyses);
    let Survey(rows) = report(&analyses, &survey::SECTION);
    let scenario = check(&Draft::default()).unwrap();
    let own = compare_with_survey(&scenario, 256).unwrap();
    assert_eq!(rows.len(), own.len());
    for (row, own) in rows.iter().zip(&own) {
        assert_eq!((row.item.key, row.verdict, row.gap.to_bits()), (own.item.key, own.verdict, own.gap.to_bits()));
        assert_eq!((row.central, row.spread, &row.reconciles), (own.central, own.spread, &own.reconciles));
    }
}

#[test]
fn enough_draws_stop_at_the_first_doubling_that_is_certain_enough() {
    let mut analyses = shown();
    analyses.update(Event::Opened(&convergence::SECTION));
    for (field, value) in [(Field::Policy, "1"), (Field::Runs, "2"), (Field::Precision, "0.05")] {
        analyses.update(Event::Set(field, value.to_owned()));
    }
    compute(&mut analyses);
    let ConvergenceReport { looks, points } = report(&analyses, &convergence::SECTION);
    let (last, before) = looks.split_last().unwrap();
    assert!(last.enough && last.half_width <= 0.05 && before.iter().all(|v| !v.enough && v.half_width > 0.05));
    assert!(points.iter().all(|p| p.error[0] > 0.0));
}
