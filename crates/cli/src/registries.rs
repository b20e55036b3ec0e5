//! The registries as text or JSON.

use aftercast_analyses::terminal::table;
use aftercast_i18n::{Locale, evidence_figure, evidence_remark};
use aftercast_link::keys;
use aftercast_scenario::check::override_range;
use aftercast_scenario::evidence::{EVIDENCE, Verdict};
use aftercast_scenario::{ASSUMPTIONS, AssumptionSpec, Distribution, LEVERS};
use serde_json::{Value, json};

/// The levers.
pub fn levers(as_json: bool) -> String {
    if as_json {
        let rows: Vec<Value> = LEVERS
            .iter()
            .map(|l| {
                json!({ "id": l.id.name(), "link_key": keys::lever(l.id), "group": l.group.name(), "today": l.today, "min": l.min, "max": l.max, "step": l.step,
                    "unit": l.unit, "programme": l.programme, "headline": l.headline, "evidence": l.evidence })
            })
            .collect();
        return format!("{:#}", Value::from(rows));
    }
    let rows = LEVERS.iter().map(|l| {
        [
            l.id.name().into(),
            l.today.to_string(),
            l.min.to_string(),
            l.max.to_string(),
            l.unit.into(),
            l.evidence.join(" "),
        ]
    });
    table(["lever", "today", "min", "max", "unit", "evidence"], rows)
}

/// The assumptions.
pub fn assumptions(as_json: bool) -> String {
    if as_json {
        let rows: Vec<Value> = ASSUMPTIONS
            .iter()
            .map(|a| {
                let (low, high) = override_range(a.id);
                json!({ "id": a.id.name(), "link_key": keys::assumption(a.id), "group": a.group.name(), "central": a.distribution.central(), "distribution": a.distribution,
                    "override_min": low, "override_max": high, "unit": a.unit, "evidence": a.evidence, "anchors": anchors(a), "note": a.note })
            })
            .collect();
        return format!("{:#}", Value::from(rows));
    }
    let rows = ASSUMPTIONS.iter().map(|a| {
        let spread = match a.distribution {
            Distribution::Known { value } => format!("known {value}"),
            Distribution::Pert { low, mode, high } => format!("pert {low}, {mode}, {high}"),
            Distribution::Normal { mean, sd } => format!("normal {mean}, sd {sd}"),
            Distribution::LogNormal { median, gsd } => format!("lognormal {median}, gsd {gsd}"),
        };
        [a.id.name().into(), a.group.name().into(), spread, a.unit.into(), a.evidence.join(" "), anchors(a).join(" ")]
    });
    table(["assumption", "group", "distribution", "unit", "evidence", "outside studies that bear on it"], rows)
}

/// Outside studies that bear on an assumption and are not its evidence by themselves.
fn anchors(a: &AssumptionSpec) -> Vec<&'static str> {
    EVIDENCE.iter().filter(|e| e.assumptions.contains(&a.id) && !a.evidence.contains(&e.id)).map(|e| e.id).collect()
}

/// The evidence.
pub fn evidence(as_json: bool) -> String {
    if as_json {
        let rows: Vec<Value> = EVIDENCE
            .iter()
            .map(|e| {
                json!({
                    "id": e.id,
                    "kind": e.kind.name(),
                    "role": e.role.name(),
                    "figure": evidence_figure(e.id, Locale::English),
                    "figure_zh": evidence_figure(e.id, Locale::Chinese),
                    "check": e.check,
                    "reported": e.reported,
                    "source": e.source,
                    "assumptions": e.assumptions.iter().map(|id| id.name()).collect::<Vec<_>>(),
                    "verdict": e.verdict.map(Verdict::name),
                    "remark": evidence_remark(e.id, Locale::English),
                    "remark_zh": evidence_remark(e.id, Locale::Chinese),
                })
            })
            .collect();
        return format!("{:#}", Value::from(rows));
    }
    let rows = EVIDENCE.iter().map(|e| {
        [
            e.id.into(),
            e.kind.name().into(),
            e.role.name().into(),
            evidence_figure(e.id, Locale::English).into(),
            e.source.into(),
            e.verdict
                .map(|v| [v.name(), evidence_remark(e.id, Locale::English)].join(" ").trim().to_owned())
                .unwrap_or_default(),
        ]
    });
    table(["evidence", "kind", "role", "figure", "source", "verdict before version 2"], rows)
}
