//! The frontier as JSON.

use serde_json::{Map, Value, json};

use super::super::guards::{Guards, breaches_json, outside_json};
use super::{Frontier, Measured, Price, Replicated, Step, best_within};
use aftercast_scenario::{LeverId, Levers};

/// Everything that a finished frontier knows; names of the references in their order.
pub fn report(frontier: &Frontier, references: &[&str]) -> Value {
    let request = frontier.request();
    let points = frontier.points();
    let names = std::iter::once("start").chain(references.iter().copied());
    let beside: Vec<Value> = names
        .zip(frontier.references())
        .map(|(name, m)| {
            let best = best_within(&points, m.cost_share.value);
            let missed = best.map(|i| (points[i].measured.aim.value - m.aim.value).max(0.0));
            let mut row = measured(m);
            row.insert("breaks".to_owned(), breaches(frontier, m));
            row.insert("name".to_owned(), json!(name));
            row.insert("falls_short_by".to_owned(), json!(missed));
            row.insert("best_within_its_cost".to_owned(), json!(best));
            Value::Object(row)
        })
        .collect();
    json!({
        "engine_version": crate::VERSION,
        "aim": request.aim.name(),
        "statistic": request.statistic.name(),
        "evaluations": request.evaluations,
        "draws_of_the_search": request.search_draws,
        "draws_of_the_confirmation": request.futures.draws,
        "seed": request.futures.seed,
        "sampler": request.futures.sampler.name(),
        "events": request.futures.events.name(),
        "levers": request.levers.iter().map(|r| json!({ "id": r.lever.name(), "low": r.low, "high": r.high })).collect::<Vec<_>>(),
        "guards": {
            "csi_not_under_today": request.guards.csi,
            "most_abandoned": request.guards.abandoned,
            "levers_within_the_evidence": request.guards.evidence,
            "held": frontier.held().iter().map(|id| id.name()).collect::<Vec<_>>(),
        },
        "today": frontier.today().map(measured),
        "optimism_of_the_search": frontier.optimism(),
        "frontier": points.iter().map(|p| {
            let mut row = measured(&p.measured);
            row.insert("searched_aim".to_owned(), json!(p.searched_aim));
            row.insert("price_per_point_of_revenue".to_owned(), price(p.worth.price.as_ref()));
            row.insert("price_per_cny_of_cost".to_owned(), price(p.worth.price_per_cny.as_ref()));
            row.insert("more_spending_buys".to_owned(), step(p.worth.step.as_ref()));
            row.insert("breaks".to_owned(), breaches(frontier, &p.measured));
            row.insert("outside_the_evidence".to_owned(), outside_json(&p.levers, &request.futures.today));
            row.insert("levers".to_owned(), levers(&p.levers, &request.futures.today, &request.levers));
            Value::Object(row)
        }).collect::<Vec<_>>(),
        "beside": beside,
    })
}

/// The levers of a policy that are free or differ from today's: what a scenario file takes as `levers`.
fn levers(policy: &Levers<f64>, today: &Levers<f64>, free: &[super::LeverRange]) -> Value {
    let start = Levers::start_from(today);
    let mut map = Map::new();
    for id in LeverId::ALL {
        let value = *policy.get(id);
        if free.iter().any(|r| r.lever == id) || value != *start.get(id) {
            map.insert(id.name().to_owned(), json!(value));
        }
    }
    Value::Object(map)
}

fn measured(m: &Measured) -> Map<String, Value> {
    let replicated = |r: &Replicated| {
        let e = r.estimate();
        json!({ "value": e.value, "error": e.error, "replicates": r.each })
    };
    let mut row = Map::new();
    row.insert("cost_share".to_owned(), replicated(&m.cost_share));
    row.insert("aim".to_owned(), replicated(&m.aim));
    row.insert("delta_cost".to_owned(), replicated(&m.delta_cost));
    row.insert("csi".to_owned(), replicated(&m.csi));
    row.insert("first_response".to_owned(), replicated(&m.wait));
    row
}

/// The rails that a policy breaks, whether they stood in the search or not.
fn breaches(frontier: &Frontier, m: &Measured) -> Value {
    let guards =
        Guards { abandoned: frontier.request().guards.abandoned.or(Guards::default().abandoned), ..Guards::default() };
    let Some(today) = frontier.today().map(|m| frontier.service(m)) else { return json!([]) };
    breaches_json(&guards.breaches(frontier.service(m), today))
}

fn step(s: Option<&Step>) -> Value {
    s.map_or(
        Value::Null,
        |s| json!({ "points_of_revenue": 100.0 * s.width, "to_the_end": s.to_the_end, "gain": price(Some(&s.gain)) }),
    )
}

fn price(p: Option<&Price>) -> Value {
    p.map_or(
        Value::Null,
        |p| json!({ "value": p.estimate.value, "error": p.estimate.error, "interval": [p.interval.0, p.interval.1] }),
    )
}
