//! A pinned digest of a whole run: every outcome and series of 2 000 draws of the baseline and three policies, the same natively
//! and in a browser. A digest that changes means results moved: engine version up.

use aftercast_compute::request::{Priority, RunRequest};
use aftercast_compute::run::RunPlan;
use aftercast_compute::{Backend as _, Event, inline::Inline};
use aftercast_engine::check;
use aftercast_engine::run::batch::Block;
use aftercast_scenario::{Draft, LeverId, PolicyDraft};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const DRAWS: u64 = 2000;
const POLICIES: [&[(LeverId, f64)]; 3] = [
    &[(LeverId::CustomersPerAgent, 3000.0)],
    &[
        (LeverId::AiShare, 0.6),
        (LeverId::AiAccuracy, 0.85),
        (LeverId::Copilot, 0.8),
        (LeverId::CustomersPerAgent, 6500.0),
        (LeverId::RampMonths, 9.0),
    ],
    &[
        (LeverId::SafetyMultiple, 3.0),
        (LeverId::GoodsMultiple, 0.8),
        (LeverId::Traceability, 1.0),
        (LeverId::QualityLoop, 0.6),
        (LeverId::EarlyWarning, 1.0),
        (LeverId::VipSpend, 400.0),
        (LeverId::UpfrontBudget, 2e6),
    ],
];

fn request() -> RunRequest {
    let mut draft = Draft::default();
    draft.settings.draws = DRAWS;
    for (i, levers) in POLICIES.iter().enumerate() {
        draft.policies.push(PolicyDraft { name: i.to_string(), levers: levers.iter().copied().collect() });
    }
    let scenario = check(&draft).unwrap();
    let policies = scenario.policies().iter().map(|p| p.levers).collect();
    RunRequest { run: 1, futures: scenario.futures(), policies, baseline: true, draws: None, priority: Priority::Batch }
}

/// FNV-1a over 64-bit words.
fn fold(hash: u64, value: f64) -> u64 {
    value.to_bits().to_le_bytes().iter().fold(hash, |h, byte| (h ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A digest for the baseline and each policy, over all draws of a column before the next column, in draw order.
fn digests() -> [u64; 4] {
    let mut blocks: [Vec<Block>; 4] = Default::default();
    let mut run = <Inline<()>>::default();
    run.submit(Box::new(RunPlan::new(request())));
    while let Some(events) = run.step() {
        for event in events {
            match event {
                Event::Block(policy, block) => blocks[policy.map_or(0, |p| p + 1)].push(block),
                other => assert_eq!(other, Event::Done(())),
            }
        }
    }
    blocks.map(|blocks| {
        let columns = blocks[0].values.len() / blocks[0].draws;
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for column in 0..columns {
            for block in &blocks {
                for value in &block.values[column * block.draws..(column + 1) * block.draws] {
                    hash = fold(hash, *value);
                }
            }
        }
        hash
    })
}

const PINS: [u64; 4] = [0x3b54_8aac_9eb6_b684, 0x8e02_77f0_6111_5bc4, 0xffad_acc7_7680_4db2, 0xc2f5_8053_84a6_a9bc];

#[test]
fn a_whole_run_has_the_pinned_bits() {
    let found = digests();
    assert_eq!(found, PINS, "{found:#018x?}");
}
