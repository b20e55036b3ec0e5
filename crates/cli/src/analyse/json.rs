//! Analyses as JSON; a number that is not defined is null.

use aftercast_engine::analysis::break_even::{BreakEvenReport, Verdict};
use aftercast_engine::analysis::dominance::{Relation, dominance};
use aftercast_engine::analysis::ranking::standings;
use aftercast_engine::analysis::regression::Coefficients;
use aftercast_engine::analysis::saltelli::{Edge, Index};
use aftercast_engine::analysis::sobol_indices::IndicesReport;
use aftercast_engine::analysis::structural::StructuralReport;
use aftercast_engine::analysis::sweep::{Cell, SweepReport, matters};
use aftercast_engine::analysis::tornado::TornadoReport;
use aftercast_engine::analysis::variation::tied;
use aftercast_engine::run::record::Outcome;
use aftercast_engine::run::summary::Estimate;
use serde_json::{Value, json};

/// A statistic with its error.
pub fn estimate(e: Estimate) -> Value {
    json!({ "value": e.value, "error": e.error })
}

/// A tornado with the regressions.
pub fn tornado(r: &TornadoReport) -> Value {
    let bars: Vec<Value> = r
        .bars
        .iter()
        .map(|b| {
            json!({ "assumption": b.id.name(), "unit": b.id.spec().unit, "q05": b.range.0, "q95": b.range.1,
                "low": estimate(b.low), "high": estimate(b.high), "swing": estimate(b.swing),
                "swing_interval": [b.whisker.0, b.whisker.1], "swing_partner_held": b.alone.map(estimate),
                "central_low": b.central.0, "central_high": b.central.1 })
        })
        .collect();
    let g = &r.regression;
    let each = |c: &Option<Coefficients>, i: usize| c.as_ref().map(|c| estimate(c.each[i]));
    let columns: Vec<Value> = r
        .columns
        .iter()
        .enumerate()
        .map(|(i, id)| {
            json!({ "assumption": id.name(), "spearman": estimate(g.spearman[i]),
                "standardised": each(&g.standardised, i), "ranked": each(&g.ranked, i) })
        })
        .collect();
    let fit = |c: &Option<Coefficients>| c.as_ref().map(|c| json!({ "r2": c.r2, "r2_adjusted": c.r2_adjusted }));
    json!({ "draws": r.draws, "mean": estimate(r.mean), "central": r.central, "varies": r.varies, "bars": bars,
        "regression": { "columns": columns, "standardised": fit(&g.standardised), "ranked": fit(&g.ranked) } })
}

/// Variance-based indices.
pub fn indices(r: &IndicesReport) -> Value {
    let edge = |e: Edge| match e {
        Edge::Inside => None,
        Edge::Zero => Some("covers 0"),
        Edge::One => Some("covers 1"),
        Edge::Both => Some("covers 0 and 1"),
        Edge::Outside => Some("outside 0 to 1"),
    };
    let index = |i: &Index| {
        json!({ "value": i.value, "raw": i.raw, "error": i.error, "interval": [i.interval.0, i.interval.1],
            "edge": edge(i.edge) })
    };
    let factors: Vec<Value> = r
        .factors
        .iter()
        .map(|(f, i)| json!({ "factor": f.name(), "first": index(&i.first), "total": index(&i.total), "pooled": i.pooled() }))
        .collect();
    json!({ "rows": r.rows, "runs": r.runs, "mean": r.mean, "sd": r.sd, "varies": r.varies, "factors": factors,
        "inert": r.inert.iter().map(|id| id.name()).collect::<Vec<_>>() })
}

fn cell(c: &Option<Cell>) -> Value {
    c.map_or(Value::Null, |c| {
        json!({ "mean": estimate(c.mean), "q05": c.quantiles[0], "q50": c.quantiles[1], "q95": c.quantiles[2],
            "chance": estimate(c.chance) })
    })
}

/// A sweep of an outcome.
pub fn sweep(r: &SweepReport, outcome: Outcome) -> Value {
    match r {
        SweepReport::Lines(lines) => {
            let lines: Vec<Value> = lines
                .iter()
                .map(|l| {
                    json!({ "lever": l.lever.name(), "unit": l.lever.spec().unit, "values": l.values,
                        "matters": matters(&l.cells, outcome), "cells": l.cells.iter().map(cell).collect::<Vec<_>>() })
                })
                .collect();
            json!({ "lines": lines })
        }
        SweepReport::Grid(g) => json!({ "grid": { "levers": g.levers.map(|l| l.name()), "values": g.values,
            "matters": matters(&g.cells, outcome), "cells": g.cells.iter().map(cell).collect::<Vec<_>>() } }),
    }
}

fn crossing(r: &BreakEvenReport) -> Value {
    let (verdict, roots) = match &r.verdict {
        Verdict::Always => ("always", &[] as &[_]),
        Verdict::Never => ("never", &[] as &[_]),
        Verdict::At(roots) => (if roots.len() == 1 { "one" } else { "several" }, roots.as_slice()),
    };
    let roots: Vec<Value> = roots
        .iter()
        .map(|root| {
            json!({ "value": root.value, "interval": [root.interval.0, root.interval.1],
                "met": if root.met_above { "above" } else { "below" } })
        })
        .collect();
    let curve: Vec<Value> = r.curve.iter().map(|(x, e)| json!({ "x": x, "margin": estimate(*e) })).collect();
    json!({ "knob": r.knob.name(), "unit": r.knob.unit(), "range": [r.range.0, r.range.1], "verdict": verdict,
        "matters": r.matters, "even": r.even, "roots": roots, "curve": curve, "gaps": r.gaps })
}

/// Break-even values.
pub fn break_even(reports: &[BreakEvenReport]) -> Value {
    json!({ "break_even": reports.iter().map(crossing).collect::<Vec<_>>() })
}

/// Structural sensitivity with the break-even causal share and margin.
pub fn structural(r: &StructuralReport, causal: &BreakEvenReport) -> Value {
    let cases: Vec<Value> = r
        .cases
        .iter()
        .map(|c| {
            let known: serde_json::Map<String, Value> =
                c.case.known().into_iter().map(|(id, x)| (id.name().to_owned(), json!(x))).collect();
            json!({ "case": c.case.name(), "known": known, "mean": estimate(c.mean), "change": estimate(c.change),
                "chance": estimate(c.chance) })
        })
        .collect();
    json!({ "cases": cases, "own_margin": r.own_margin, "break_even_margin": r.margin.map(estimate),
        "break_even_causal_share": crossing(causal) })
}

/// Standings and dominance of options in an outcome.
pub fn ranking(names: &[String], values: &[Vec<f64>], outcome: Outcome) -> Value {
    let values = &tied(values, outcome);
    let options: Vec<Value> = names
        .iter()
        .zip(standings(values))
        .map(|(name, s)| {
            json!({ "policy": name, "mean": estimate(s.mean), "probability_best": estimate(s.best),
                "expected_regret": estimate(s.regret), "cvar_05": estimate(s.cvar) })
        })
        .collect();
    let mut pairs = Vec::new();
    for a in 0..names.len() {
        for b in a + 1..names.len() {
            let d = dominance(values, a, b);
            let relation = match d.relation {
                Relation::First => "first",
                Relation::Second => "second",
                Relation::Neither => "neither",
                Relation::Equal => "equal",
            };
            pairs.push(json!({ "better": names[d.better], "other": names[d.other], "order": relation,
                "replicates": d.replicates, "share_ahead": d.ahead }));
        }
    }
    json!({ "draws": values.first().map_or(0, Vec::len), "options": options, "dominance": pairs })
}
