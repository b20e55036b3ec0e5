//! The answers of the first screen: known ones, and what has to hold in words.

use super::answers::{mind, mind_plan, test_first, test_plan};
use super::tests::computed;
use super::*;
use crate::sections::information::InformationReport;
use aftercast_engine::analysis::switching_values::SwitchingReport;
use aftercast_i18n::Locale;
use aftercast_scenario::{Draft, LeverId, PolicyDraft};
use aftercast_wording::words::Words;

const LOCALES: [Locale; 2] = [Locale::English, Locale::Chinese];

fn question(draws: u64, policies: &[&[(LeverId, f64)]]) -> Question {
    let mut draft = Draft::default();
    draft.settings.draws = draws;
    for levers in policies {
        draft.policies.push(PolicyDraft { name: "p".to_owned(), levers: levers.iter().copied().collect() });
    }
    Question::new(draft, Settings::default()).unwrap()
}

#[test]
fn timing() {
    use LeverId::*;
    let policies: [&[(LeverId, f64)]; 4] = [
        &[(CustomersPerAgent, 4000.0), (PeakAgents, 0.3)],
        &[(AiShare, 0.7), (AiAccuracy, 0.85), (Copilot, 1.0)],
        &[(FreePickup, 1.0), (RefundDays, 1.0)],
        &[(CustomersPerAgent, 4000.0)],
    ];
    for which in 0..policies.len() {
        let mut q = question(1024, &policies[..]);
        q.settings.policy = Some(which);
        let t = std::time::Instant::now();
        let finding = computed(mind_plan(&q));
        let r: &SwitchingReport = found(&*finding).unwrap();
        eprintln!("{:?} {:?}", t.elapsed(), r.mean);
        for v in &r.values { eprintln!("{v:?}"); }
        for l in LOCALES { eprintln!("{}", mind(r, Words(l))); }
    }
    for n in 1..=4 {
        let q = question(1024, &policies[..n]);
        let t = std::time::Instant::now();
        let finding = computed(test_plan(&q));
        let r: &InformationReport = found(&*finding).unwrap();
        eprintln!("{:?} {} {:?}", t.elapsed(), r.draws, r.evpi);
        for v in r.singles.iter().take(3) { eprintln!("{v:?}"); }
        for l in LOCALES { eprintln!("{}", test_first(r, Words(l))); }
    }
}
