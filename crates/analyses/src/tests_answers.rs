//! The answers of the first screen: known ones, and the sections that they have to agree with.

use super::answers::{mind, mind_plan, test_first, test_plan};
use super::tests::computed;
use super::*;
use crate::sections::break_even::{self, Crossings};
use crate::sections::information::{self, InformationReport};
use aftercast_engine::analysis::DecisionVariable;
use aftercast_engine::analysis::break_even::Verdict;
use aftercast_engine::analysis::switching_values::{SwitchingReport, SwitchingValue};
use aftercast_engine::analysis::value_of_information::InformationValue;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::Locale;
use aftercast_scenario::{AssumptionId, Draft, EventMode, LeverId, PolicyDraft};
use aftercast_wording::words::Words;

const ENGLISH: Words = Words(Locale::English);
const CHINESE: Words = Words(Locale::Chinese);

/// 64 draws at expected events of these policies.
fn question(policies: &[&[(LeverId, f64)]]) -> Question {
    let mut draft = Draft::default();
    (draft.settings.draws, draft.settings.events) = (64, EventMode::Expected);
    for levers in policies {
        draft.policies.push(PolicyDraft { name: "p".to_owned(), levers: levers.iter().copied().collect() });
    }
    Question::new(draft, Settings::default()).unwrap()
}

const STAFF: &[(LeverId, f64)] = &[(LeverId::CustomersPerAgent, 4000.0), (LeverId::PeakAgents, 0.3)];
const PICKUP: &[(LeverId, f64)] = &[(LeverId::FreePickup, 1.0), (LeverId::RefundDays, 1.0)];

fn switching(mean: f64, values: &[(DecisionVariable, f64, f64, bool)]) -> SwitchingReport {
    let value = |&(variable, centre, value, pays_above): &(DecisionVariable, f64, f64, bool)| SwitchingValue {
        variable,
        centre,
        range: (0.0, 1.0),
        value,
        pays_above,
        distance: 0.1,
    };
    SwitchingReport {
        draws: 64,
        mean: Estimate { value: mean, error: 1e5 },
        values: values.iter().map(value).collect(),
    }
}

#[test]
fn the_verdict_changes_on_the_far_side_of_the_value() {
    let causal = DecisionVariable::Assumption(AssumptionId::CausalShare);
    let wait = DecisionVariable::Assumption(AssumptionId::PointsPerMinute);
    let desk = DecisionVariable::Lever(LeverId::CustomersPerAgent);
    let pays = switching(8e6, &[(causal, 0.5, 0.4543, true), (desk, 4000.0, 4633.0, false)]);
    assert_eq!(
        mind(&pays, ENGLISH),
        "On average it no longer pays if less than 45% of the reported effect is real, or “Customers per agent” is above 4,600."
    );
    assert!(mind(&pays, CHINESE).contains("报告效果的真实占比低于 45%，或“每名客服服务客户数”高于 4,600"));
    let loses = switching(-8e6, &[(wait, 0.7, 0.8412, true)]);
    assert_eq!(
        mind(&loses, ENGLISH),
        "On average it pays once “Cost of a minute's wait” is above 0.84 points / minute."
    );
    // nearer than two digits tell
    let near = switching(8e6, &[(desk, 4000.0, 4012.0, false)]);
    assert!(mind(&near, ENGLISH).contains("above 4,010."), "{}", mind(&near, ENGLISH));
    let days = switching(8e6, &[(DecisionVariable::Lever(LeverId::RefundDays), 1.0, 2.04, false)]);
    assert!(mind(&days, ENGLISH).contains("above 2 days."), "{}", mind(&days, ENGLISH));
    assert_eq!(mind(&switching(8e6, &[]), ENGLISH), "Nothing within its range changes the sign.");
    // three at most, fewer where they are long
    let many = switching(8e6, &[(wait, 0.7, 0.3, true); 6]);
    assert_eq!(mind(&many, ENGLISH).matches("minute's wait").count(), 2);
    assert_eq!(mind(&many, CHINESE).matches("每分钟等待").count(), 2, "the same in either language");
}

fn worth(value: f64, error: f64, changes: f64) -> InformationValue {
    InformationValue { value: Estimate { value, error }, plug_in: value, bias: 0.0, changes }
}

#[test]
fn what_is_worth_nothing_is_never_named() {
    let report = |evpi, single| InformationReport {
        draws: 512,
        best: 0,
        evpi,
        singles: vec![(AssumptionId::CausalShare, single), (AssumptionId::SatSd, worth(0.0, 0.0, 0.0))],
        groups: Vec::new(),
    };
    let nothing = worth(0.0, 0.0, 0.0);
    let said = |evpi, single| test_first(&report(evpi, single), ENGLISH);
    let settled = said(nothing, nothing);
    assert_eq!(settled, "Decide now: nothing that could be found out would change the choice.");
    let now = said(worth(1e5, 1e5, 0.01), worth(5e4, 5e4, 0.01));
    assert_eq!(now, "Decide now: no test that costs more than ¥300K can pay for itself.");
    let none = said(worth(1e6, 1e5, 0.1), worth(5e4, 5e4, 0.01));
    assert_eq!(none, "Decide now: knowing any one assumption is worth no more than ¥150K.");
    let first = said(worth(2e6, 1e5, 0.2), worth(1.234e6, 1e5, 0.084));
    assert!(first.ends_with(": knowing it is worth up to ¥1.2M; it changes the choice in 8 of 100 futures."));
    let rare = said(worth(2e6, 1e5, 0.2), worth(1.234e6, 1e5, 0.002));
    assert!(rare.ends_with("it changes the choice in fewer than 1 of 100 futures."), "{rare}");
    let chinese = test_first(&report(worth(2e6, 1e5, 0.2), worth(1.234e6, 1e5, 0.084)), CHINESE);
    assert!(chinese.contains("¥120万；100 种未来中有 8 种"), "{chinese}");
}

#[test]
fn the_values_of_information_are_those_of_the_section() {
    let q = question(&[STAFF, PICKUP]);
    let own = computed(test_plan(&q.scenario));
    let section = computed((information::SECTION.plan)(&q).unwrap());
    let (own, section): (&InformationReport, &InformationReport) = (found(&*own).unwrap(), found(&*section).unwrap());
    assert_eq!((own.draws, &own.singles, own.evpi), (section.draws, &section.singles, section.evpi));
    assert!(own.groups.is_empty() && !section.groups.is_empty());
}

#[test]
fn switching_values_lie_where_the_section_breaks_even() {
    let mut q = question(&[PICKUP]);
    let finding = computed(mind_plan(&q.scenario, &q.moving()));
    let report: &SwitchingReport = found(&*finding).unwrap();
    let value = *report.values.first().unwrap();
    q.settings.decision_variables = vec![value.variable];
    q.settings.against = Some(None);
    let section = computed((break_even::SECTION.plan)(&q).unwrap());
    let crossings: &Crossings = found(&*section).unwrap();
    let Verdict::At(roots) = &crossings.0[0].verdict else { panic!("{:?}", crossings.0[0].verdict) };
    let holds = |x: f64, (low, high): (Option<f64>, Option<f64>)| {
        low.is_none_or(|low| low <= x) && high.is_none_or(|high| x <= high)
    };
    assert!(
        roots.iter().any(|r| r.met_above == value.pays_above && holds(value.value, r.interval)),
        "{roots:?} {value:?}"
    );
    // and the finding tells it in every form
    for words in [ENGLISH, CHINESE] {
        assert_eq!(finding.words(&q, words), [mind(report, words)]);
        assert_eq!(finding.tables(&q, words)[0].rows.len(), report.values.len());
    }
    assert_eq!(finding.json(&q)["values"][0]["variable"], value.variable.name());
}
