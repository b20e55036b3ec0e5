//! What it is worth to know.

use std::cmp::Ordering;

use aftercast_compute::threads;
use aftercast_engine::analysis::draws::Draws;
use aftercast_engine::analysis::tornado::uncertain;
use aftercast_engine::analysis::value_of_information::{Advice, Choice, InformationValue, advice};
use aftercast_engine::analysis::variation::tied;
use aftercast_engine::run::SamplingPlan;
use aftercast_engine::run::record::Outcome;
use aftercast_i18n::Locale;
use aftercast_scenario::{AssumptionId, EventMode};
use aftercast_wording as words;
use serde_json::{Value, json};

use super::figures::Scale;
use super::{Finding, Question, compute, json as report};
use crate::Failure;
use crate::registries::table;

/// Rows of the table.
const SHOWN: usize = 15;

/// The value of knowing each assumption and each group before choosing.
pub fn answer(q: &Question) -> Result<Finding, Failure> {
    if !matches!(q.outcome, Outcome::TotalGain | Outcome::Npv) {
        return Err(Failure::Input("--outcome: knowledge is valued in money; take total_gain or npv".to_owned()));
    }
    let (names, goals) = q.options();
    if names.len() < 2 {
        return Err(Failure::Input("nothing to choose from: give the scenario at least one policy".to_owned()));
    }
    let mut futures = q.scenario.futures();
    // luck cannot be known: gains are those at expected events
    futures.events = EventMode::Expected;
    let ids = uncertain(&futures);
    let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
    let draws = futures.draws;
    // options that are one but for rounding are one
    let gains = tied(&compute(Draws::new(futures, goals, q.outcome), q.threads)?, q.outcome);
    let choice = Choice::new(gains, q.scenario.settings().seed);
    let evpi = choice.evpi();

    let scores: Vec<_> = (0..draws).map(|d| plan.scores(d)).collect();
    let groups = groups(&ids);
    let sets: Vec<Vec<AssumptionId>> =
        ids.iter().map(|&id| vec![id]).chain(groups.iter().map(|(_, members)| members.clone())).collect();
    let worth = threads::map(&mut vec![(); q.threads.max(1)], &sets, |(), set| {
        let features: Vec<Vec<f64>> = set.iter().map(|&id| scores.iter().map(|s| s[id as usize]).collect()).collect();
        choice.evppi(&features, evpi.value.value)
    });
    let (each, grouped) = worth.split_at(ids.len());
    let mut singles: Vec<(AssumptionId, InformationValue)> = ids.iter().copied().zip(each.iter().copied()).collect();
    singles.sort_by(|a, b| by_value(&a.1, &b.1));
    let bounded = |((name, members), worth): (&(&'static str, Vec<AssumptionId>), &InformationValue)| {
        let of = singles.iter().filter(|(id, _)| members.contains(id)).map(|(_, worth)| worth);
        (*name, worth.of_group(of))
    };
    let mut grouped: Vec<(&str, InformationValue)> = groups.iter().zip(grouped).map(bounded).collect();
    grouped.sort_by(|a, b| by_value(&a.1, &b.1));

    let worth_json = |w: &InformationValue| json!({ "value": report::estimate(w.value), "raw": w.raw(), "plug_in": w.plug_in, "bias": w.bias, "changes_choice": w.changes });
    let rows = |name: &str, w: &InformationValue, key: &str| {
        let mut row = worth_json(w);
        row[key] = Value::from(name);
        row
    };
    let advised = advice(&evpi, &singles.iter().map(|(_, w)| *w).collect::<Vec<_>>());
    let first = match advised {
        Advice::First(place) => singles.get(place).map(|(id, _)| id.name()),
        _ => None,
    };
    let json = json!({
        "draws": draws, "events": "expected", "options": names, "best": names[choice.best()], "evpi": worth_json(&evpi),
        "advice": advice_name(advised), "advice_assumption": first,
        "assumptions": singles.iter().map(|(id, w)| rows(id.name(), w, "assumption")).collect::<Vec<_>>(),
        "groups": grouped.iter().map(|(name, w)| rows(name, w, "group")).collect::<Vec<_>>(),
    });

    let scale = Scale::of(q.outcome);
    let line = |kind: &str, name: &str, w: &InformationValue| {
        [kind.to_owned(), name.to_owned(), scale.estimate(w.value), format!("{:.1}", 100.0 * w.changes)]
    };
    let body = std::iter::once(line("all", "perfect knowledge", &evpi))
        .chain(grouped.iter().map(|(name, w)| line("group", name, w)))
        .chain(singles.iter().take(SHOWN).map(|(id, w)| line("one", id.name(), w)));
    let money = |x: f64, _| format!("{} million CNY", scale.number(x));
    let best = &names[choice.best()];
    let outside = crate::remarks::of_scenario(&q.scenario, |_| Vec::new());
    let sentence = format!("\n{}{outside}", words::before_choosing(advised, &singles, best, money, Locale::English));
    Ok(Finding {
        table: format!(
            "Value of knowing before choosing between {}; {draws} draws at expected events; without more knowledge: {}; ± is one bootstrap error; a group is worth no less than its most valuable member, nothing more than perfect knowledge\n{}{sentence}",
            names.join(", "),
            names[choice.best()],
            table(["", "what", "worth up to, million CNY", "changes the choice, of 100"], body)
        ),
        json,
    })
}

fn advice_name(advice: Advice) -> &'static str {
    match advice {
        Advice::Settled | Advice::Now(_) => "decide_now",
        Advice::NoSingle(_) => "no_single",
        Advice::First(_) => "find_out",
    }
}

fn by_value(a: &InformationValue, b: &InformationValue) -> Ordering {
    b.value.value.total_cmp(&a.value.value).then(b.plug_in.total_cmp(&a.plug_in))
}

/// Groups of the data file with their uncertain assumptions, in file order.
fn groups(ids: &[AssumptionId]) -> Vec<(&'static str, Vec<AssumptionId>)> {
    let mut groups: Vec<(&'static str, Vec<AssumptionId>)> = Vec::new();
    for &id in ids {
        let name = id.spec().group.name();
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, members)) => members.push(id),
            None => groups.push((name, vec![id])),
        }
    }
    groups
}
