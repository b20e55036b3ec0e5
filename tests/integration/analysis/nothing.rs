//! Results about nothing say so: an outcome without spread, choices without a difference, levers that do nothing.

use std::process::Command;

use aftercast_engine::analysis::break_even::{BreakEven, Criterion, Verdict};
use aftercast_engine::analysis::ranking::standings;
use aftercast_engine::analysis::saltelli;
use aftercast_engine::analysis::sobol_indices::VarianceIndices;
use aftercast_engine::analysis::sweep::{Sweep, SweepReport, matters};
use aftercast_engine::analysis::tornado::Tornado;
use aftercast_engine::analysis::value_of_information::{Advice, Choice, InformationValue, advice};
use aftercast_engine::analysis::variation::tied;
use aftercast_engine::analysis::{DecisionVariable, Target, run_here};
use aftercast_engine::check;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::summary::Estimate;
use aftercast_scenario::{LeverId, Scenario, json};
use serde_json::Value;

/// A payment that no assumption touches, a policy that is today's, and one that is today's by other words.
const STILL: &str = r#"{ "name": "t", "draws": 32, "policies": [
    { "name": "Only upfront", "levers": { "upfront_budget": 5000000 } }, { "name": "Same", "levers": {} } ] }"#;

fn still() -> Scenario {
    let (draft, violations) = json::read(STILL);
    assert!(violations.is_empty(), "{violations}");
    check(&draft).unwrap()
}

#[test]
fn an_outcome_that_never_varies_has_no_shares_and_no_drivers() {
    let s = still();
    let targets = [
        Target::new(Outcome::Npv, Some(s.policies()[0].levers), None).unwrap(),
        Target::new(Outcome::Npv, Some(s.policies()[1].levers), None).unwrap(),
        Target::new(Outcome::Csi, Some(s.policies()[0].levers), Some(None)).unwrap(),
        Target::new(Outcome::DeltaCost, Some(s.policies()[0].levers), Some(Some(s.policies()[1].levers))).unwrap(),
    ];
    for target in targets {
        let r = run_here(VarianceIndices::new(s.futures(), target.clone(), 16), |_, _| true).unwrap().unwrap();
        assert!(!r.varies && r.factors.is_empty() && r.sd == 0.0 && r.inert.len() > 40, "{:?}", r.factors.first());
        let r = run_here(Tornado::new(s.futures(), target, 16), |_, _| true).unwrap().unwrap();
        assert!(!r.varies && r.bars.is_empty() && r.regression.standardised.is_none(), "{:?}", r.bars.first());
    }
    // what varies by luck alone still varies
    let target = Target::new(Outcome::SeriousEvents, None, None).unwrap();
    let r = run_here(VarianceIndices::new(s.futures(), target, 16), |_, _| true).unwrap().unwrap();
    assert!(r.varies && !r.factors.is_empty());
}

#[test]
fn levers_that_change_nothing_make_no_difference_and_no_crossings() {
    let s = still();
    let same = s.policies()[1].levers;
    // the age of a policy's own payment changes nothing of satisfaction
    let lever = LeverId::UpfrontBudget;
    let Ok(Some(SweepReport::Lines(lines))) =
        run_here(Sweep::lines(&s, &same, Outcome::Csi, &[lever, LeverId::CustomersPerAgent], 3), |_, _| true)
    else {
        panic!()
    };
    assert!(!matters(&lines[0].cells, Outcome::Csi) && matters(&lines[1].cells, Outcome::Csi));
    let even = BreakEven::new(&s, &same, Some(None), DecisionVariable::Lever(lever), Criterion::Better(Outcome::Csi));
    let r = run_here(even, |_, _| true).unwrap().unwrap();
    assert!(!r.matters && r.even && r.verdict == Verdict::Always, "{r:?}");
    let moved = BreakEven::new(&s, &same, Some(None), DecisionVariable::Lever(lever), Criterion::Better(Outcome::Npv));
    let r = run_here(moved, |_, _| true).unwrap().unwrap();
    assert!(r.matters && !r.even);
}

#[test]
fn equals_share_the_first_place_whatever_their_last_digits() {
    let gains = vec![vec![0.0; 32], vec![1e-7; 32], vec![-1e-7; 32]];
    let each = standings(&tied(&gains, Outcome::Npv));
    assert!(each.iter().all(|s| (s.best.value - 1.0 / 3.0).abs() < 1e-12 && s.regret.value == 0.0), "{each:?}");
}

#[test]
fn advice_names_no_assumption_that_is_worth_nothing() {
    let worth = |value: f64, error: f64, changes: f64| InformationValue {
        value: Estimate { value, error },
        plug_in: value,
        bias: 0.0,
        changes,
    };
    let nothing = worth(0.0, 0.0, 0.0);
    assert_eq!(advice(&nothing, &[nothing]), Advice::Settled);
    assert_eq!(advice(&worth(1e5, 1e5, 0.01), &[worth(1e4, 1e4, 0.01)]), Advice::Now(3e5));
    assert_eq!(advice(&worth(1e6, 1e5, 0.2), &[worth(1e4, 1e4, 0.01), nothing]), Advice::NoSingle(3e4));
    // one that is not told from nothing stands before one that is
    let found = advice(&worth(1e6, 1e5, 0.2), &[worth(5e5, 4e5, 0.1), worth(4e5, 1e5, 0.1)]);
    assert_eq!(found, Advice::First(1));
    // an option that is always the best
    let z = &super::normals(3, 256, 1)[0];
    let choice = Choice::new(vec![vec![0.0; 256], z.iter().map(|z| z - 50.0).collect()], 1);
    let evpi = choice.evpi();
    assert_eq!(advice(&evpi, &[choice.evppi(std::slice::from_ref(z), evpi.value.value)]), Advice::Settled);
}

#[test]
fn values_of_information_and_indices_keep_the_order_that_their_readers_know() {
    // noise, members and groups over many seeds: 0 <= member <= group <= everything
    for seed in 0..12 {
        let z = super::normals(200 + seed, 128, 6);
        let gain = (0..128).map(|i| 0.1 + z[0][i] + 0.3 * z[1][i] * z[2][i]).collect();
        let choice = Choice::new(vec![vec![0.0; 128], gain], seed);
        let evpi = choice.evpi();
        let most = evpi.value.value;
        let members: Vec<InformationValue> = (0..6).map(|k| choice.evppi(&z[k..=k], most)).collect();
        let raw = choice.evppi(&z, most);
        let group = raw.of_group(members.iter());
        for m in &members {
            assert!(0.0 <= m.value.value && m.value.value <= group.value.value && group.value.value <= most, "{seed}");
        }
        // what was estimated is still told
        assert_eq!(group.raw(), raw.raw());
    }
    // an additive function: first order and total are one, so noise crosses them
    let mut crossed = 0;
    for seed in 0..20 {
        let f = super::normals(400 + seed, 64, 6);
        let rows = |k: usize, from: usize| -> Vec<f64> {
            (0..64).map(|i| (0..3).map(|j| f[if j == k { from + j } else { j }][i]).sum()).collect()
        };
        let (a, b) = (rows(9, 0), (0..64).map(|i| (3..6).map(|j| f[j][i]).sum()).collect::<Vec<f64>>());
        let mixed: Vec<Vec<f64>> = (0..3).map(|k| rows(k, 3)).collect();
        for found in saltelli::indices(&a, &b, &mixed, seed) {
            assert!(found.first.value <= found.total.value, "{found:?}");
            for i in [found.first, found.total] {
                assert!(i.interval.0 <= i.value && i.value <= i.interval.1, "{found:?}");
            }
            crossed += u32::from(found.pooled());
            assert_eq!(found.pooled(), found.first.value == found.total.value && found.first.raw > found.total.raw);
        }
    }
    assert!(crossed > 5, "{crossed}");
}

#[test]
fn the_command_line_says_that_nothing_varies_and_to_decide_now() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.json"), STILL).unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_aftercast"))
            .current_dir(folder.path())
            .args(["analyse", "s.json", "--json", "r.json", "--what"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}");
        let json: Value =
            serde_json::from_str(&std::fs::read_to_string(folder.path().join("r.json")).unwrap()).unwrap();
        (String::from_utf8(output.stdout).unwrap(), json)
    };
    for what in ["tornado", "indices"] {
        let (text, json) = run(&[what]);
        assert!(text.starts_with("Nothing varies: total_gain of Only upfront"), "{text}");
        assert!(text.contains("-5.00") && !text.contains("1.000"), "{text}");
        assert_eq!(json["varies"], false);
    }
    let (text, json) = run(&["information"]);
    assert!(text.contains("Decide now: the choice is Today"), "{text}");
    assert_eq!((&json["advice"], &json["advice_assumption"]), (&Value::from("decide_now"), &Value::Null));
    let lever = aftercast_i18n::lever_label(aftercast_scenario::LeverId::UpfrontBudget).en();
    let (text, json) = run(&["sweep", "--lever", "upfront_budget", "--outcome", "csi", "--points", "3"]);
    assert!(text.contains(&format!("{lever} changes nothing here")), "{text}");
    assert_eq!(json["lines"][0]["matters"], false);
    let (text, _) =
        run(&["break-even", "--policy", "Same", "--lever", "upfront_budget", "--against", "today", "--outcome", "csi"]);
    assert!(text.contains("makes no difference: exactly on the bar everywhere"), "{text}");
}
