//! The search for the best policy within its guard rails, and what is said of its frontier.

use super::tests::{compute, of};
use super::*;
use aftercast_analyses::sections::frontier::{self, FrontierReport};
use aftercast_engine::analysis::guards::standing;
use aftercast_scenario::LeverId;

/// A small firm of its own: few customers, so that its desk is a few people.
fn small_firm(locale: Locale) -> Analyses {
    let mut draft = crate::plain_document(locale);
    draft.settings.draws = 64;
    draft.company.customers = 20_000.0;
    let mut analyses = Analyses::new();
    analyses.update(of(draft, locale, Theme::Light));
    analyses.update(Event::Opened(&frontier::SECTION));
    for (field, value) in [(Field::Policy, "today"), (Field::Evaluations, "200"), (Field::SearchDraws, "64")] {
        analyses.update(Event::Set(field, value.to_owned()));
    }
    analyses.settings.search.evaluations = 96;
    analyses.settings.search.draws = 16;
    analyses
}

fn report(analyses: &Analyses) -> &FrontierReport {
    super::tests::report(analyses, &frontier::SECTION)
}

#[test]
fn the_best_policy_keeps_the_rails_and_says_which() {
    for locale in [Locale::English, Locale::Chinese] {
        let mut analyses = small_firm(locale);
        compute(&mut analyses);
        let r = report(&analyses);
        let today = r.today.unwrap();
        assert!(!r.points.is_empty() && r.held.contains(&LeverId::AiShare));
        for point in &r.points {
            assert!(point.measured.csi.value >= today.csi - 1e-9, "{point:?}");
            for id in LeverId::ALL {
                let at = standing(id, *point.levers.get(id), id.spec().today);
                assert_eq!(at, aftercast_engine::analysis::guards::Standing::Inside, "{}", id.name());
            }
        }
        let findings = analyses.head().findings;
        assert!(findings.iter().any(|f| f.contains(Text::StudyRailEvidence.to(locale))), "{findings:?}");
        assert!(findings.iter().all(|f| !f.contains('{')), "{findings:?}");
    }
}

#[test]
fn without_rails_the_claim_says_what_it_costs() {
    let mut analyses = small_firm(Locale::English);
    for (field, value) in [(Field::GuardCsi, "false"), (Field::GuardAbandoned, ""), (Field::GuardEvidence, "false")] {
        analyses.update(Event::Set(field, value.to_owned()));
    }
    for lever in LeverId::ALL {
        analyses.update(Event::Set(Field::Free(lever), (lever == LeverId::CustomersPerAgent).to_string()));
    }
    compute(&mut analyses);
    let findings = analyses.head().findings.join(" ");
    assert!(findings.contains("No guard rails"), "{findings}");
    // one agent for ten thousand is the cheapest end of such a frontier
    let rows = analyses.frame("frontier", 700.0).unwrap().frame.table.rows;
    let all = rows.iter().map(|row| row[4].as_str()).collect::<Vec<_>>().join(" ");
    assert!(all.contains("beyond what the report's figures support (3,000 to 5,000)"), "{all}");
    assert!(all.contains("Satisfaction falls from") && all.contains("give up before an answer"), "{all}");
}

#[test]
fn rails_are_part_of_the_question_and_refuse_nonsense() {
    let mut analyses = small_firm(Locale::English);
    compute(&mut analyses);
    assert!(!analyses.is_stale() && !analyses.budget().unwrap().is_stale);
    analyses.update(Event::Set(Field::GuardAbandoned, "0.1".to_owned()));
    // the place of the budget says so too, and offers nothing of it
    assert!(analyses.is_stale() && analyses.budget().unwrap().is_stale);
    analyses.update(Event::Set(Field::GuardAbandoned, "2".to_owned()));
    assert_eq!(analyses.settings.value(Field::GuardAbandoned), "0.1");
    // levers that the evidence holds leave nothing to search
    for lever in LeverId::ALL {
        analyses.update(Event::Set(Field::Free(lever), (lever == LeverId::AiShare).to_string()));
    }
    assert!(analyses.update(Event::Started).is_empty());
    assert!(analyses.head().alert && analyses.head().line.contains("evidence"), "{:?}", analyses.head().line);
}

#[test]
fn what_more_spending_buys_never_leaves_the_frontier() {
    let mut analyses = small_firm(Locale::English);
    compute(&mut analyses);
    let r = report(&analyses);
    let last = r.points.last().unwrap();
    assert_eq!(last.worth.step, None);
    for (k, p) in r.points.iter().enumerate() {
        let Some(step) = p.worth.step else { continue };
        let span = last.measured.cost_share.value - p.measured.cost_share.value;
        assert!(step.width <= span + 1e-12 && step.width <= 0.01 + 1e-12, "{k}: {step:?} of {span}");
        // never more than the best of the frontier gives
        assert!(p.measured.aim.value + step.gain.estimate.value <= last.measured.aim.value + 1e-6, "{k}: {step:?}");
        assert!(!step.to_the_end || (step.width - span).abs() < 1e-12);
    }
    let findings = analyses.head().findings.join(" ");
    assert!(
        !findings.contains("percentage point") || r.points[0].worth.step.unwrap().width >= 0.01 - 1e-12,
        "{findings}"
    );
}
