//! Random scenarios: firms, today's policies, assumptions and policies over their whole ranges, by a seed.

use super::random_firms::{Dice, company, lever};
use aftercast_scenario::check::override_range;
use aftercast_scenario::{AssumptionId, Distribution, Draft, LeverGroup, LeverId, Override, PolicyDraft};

/// An assumption's value within the file's range, sometimes anywhere a scenario may put it.
pub fn assumption(dice: &mut Dice, id: AssumptionId) -> f64 {
    let (least, most) = override_range(id);
    let value = match id.spec().distribution {
        _ if dice.chance(0.03) => dice.between(least, most),
        Distribution::Pert { low, high, .. } => dice.between(low, high),
        Distribution::Normal { mean, sd } => mean + sd * dice.between(-3.0, 3.0),
        Distribution::LogNormal { median, gsd } => median * gsd.powf(dice.between(-3.0, 3.0)),
        Distribution::Known { value } => value,
    };
    value.clamp(least, most)
}

/// A scenario of one policy, every assumption known; it need not pass the checks.
pub fn draft(seed: u64, most_customers: f64) -> Draft {
    let mut dice = Dice(seed.wrapping_mul(0x1234_5678_9ABC_DEF1));
    let mut draft = Draft { name: format!("{seed}"), ..Draft::default() };
    if dice.chance(0.85) {
        company(&mut dice, &mut draft, most_customers);
    }
    for id in LeverId::ALL {
        if id.spec().group != LeverGroup::Plan && dice.chance(0.35) {
            draft.today.insert(id, lever(&mut dice, id));
        }
    }
    if dice.chance(0.1) {
        draft.today.insert(LeverId::UpfrontBudget, 3e6);
        draft.today.insert(LeverId::RampMonths, 3.0);
    }
    for id in AssumptionId::ALL {
        draft.assumptions.insert(id, Override::Known(assumption(&mut dice, id)));
    }
    if dice.chance(0.15) {
        draft.take_at_face_value();
    }
    // losses beyond a month's acquisitions, so that some are carried
    if dice.chance(0.2) {
        for (id, value) in [
            (AssumptionId::SeriousEventsPerYear, 30.0),
            (AssumptionId::SeriousLostProspects, 18_000.0),
            (AssumptionId::CrisesPerYear, 0.3),
        ] {
            draft.assumptions.insert(id, Override::Known(value));
        }
    }
    let mut policy = PolicyDraft { name: "policy".to_owned(), ..PolicyDraft::default() };
    let moved = dice.pick(&[0.1, 0.4, 0.9]);
    for id in LeverId::ALL {
        if dice.chance(moved) {
            policy.levers.insert(id, lever(&mut dice, id));
        }
    }
    draft.policies.push(policy);
    draft
}
