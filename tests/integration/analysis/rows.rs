//! Runs at given values of the assumptions have the bits of the ordinary run with those values.

use aftercast_engine::run::batch::{Engine, Row};
use aftercast_scenario::{AssumptionId, Distribution, EventMode};

use super::scenario;

#[test]
fn given_draws_are_the_draws() {
    let s = scenario(64, "");
    let mut engine = Engine::new(s.futures());
    let policies = [None, Some(&s.policies()[0].levers), Some(&s.policies()[1].levers)];
    // neither consecutive, nor in order, nor a multiple of four
    let draws = [5_u64, 2, 63, 17, 17, 40, 8];
    let rows: Vec<Row> = draws.iter().map(|&draw| Row { draw, values: engine.draw(draw) }).collect();
    let given = engine.run_rows(&policies, &rows, EventMode::Sampled).unwrap();
    for (policy, block) in policies.iter().zip(&given) {
        let whole = engine.run(*policy, 0, 64).unwrap();
        let columns = whole.values.len() / 64;
        assert_eq!((block.draws, block.values.len()), (draws.len(), columns * draws.len()));
        for column in 0..columns {
            for (i, &draw) in draws.iter().enumerate() {
                let (ours, theirs) =
                    (block.values[column * draws.len() + i], whole.values[column * 64 + draw as usize]);
                assert_eq!(ours.to_bits(), theirs.to_bits(), "column {column} draw {draw}");
            }
        }
    }
}

#[test]
fn a_fixed_value_is_a_known_assumption() {
    // the second of a correlated pair, which the first must not carry along
    let id = AssumptionId::FcrPoints;
    let s = scenario(16, "");
    let mut engine = Engine::new(s.futures());
    let rows: Vec<Row> = (0..16)
        .map(|draw| {
            let mut values = engine.draw(draw);
            *values.get_mut(id) = 1.1;
            Row { draw, values }
        })
        .collect();
    let policy = Some(&s.policies()[1].levers);
    let given = engine.run_rows(&[policy], &rows, EventMode::Expected).unwrap();
    let mut futures = s.futures();
    *futures.distributions.get_mut(id) = Distribution::Known { value: 1.1 };
    futures.events = EventMode::Expected;
    let known = Engine::new(futures).run(policy, 0, 16).unwrap();
    assert!(given[0].values.iter().zip(&known.values).all(|(a, b)| a.to_bits() == b.to_bits()));
}
