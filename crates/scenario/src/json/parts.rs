//! The parts of a scenario file: company, levers, assumptions, correlations, policies, goal.

use super::{number, object, short, text_of, unknown};
use crate::allowed::Allowed;
use crate::company::StatedCosts;
use crate::correlations::pair;
use crate::draft::{Draft, Override, PolicyDraft};
use crate::fields::{FIELDS, OPTIONAL, optional};
use crate::tree::Tree;
use crate::violation::{ViolationKind, Violations};
use crate::{AssumptionId, Company, Goal, LeverId};

pub(super) fn company(value: &Tree, company: &mut Company, v: &mut Violations) {
    company_part(value, "", company, v);
}

fn company_part(value: &Tree, prefix: &str, company: &mut Company, v: &mut Violations) {
    let Some(map) = object(value, format!("company.{prefix}").trim_end_matches('.'), v) else { return };
    for (key, value) in map {
        let path = format!("{prefix}{key}");
        let at = format!("company.{path}");
        if path == "stated_costs" && *value == Tree::Null {
            // like a line of them: not stated
            company.stated_costs = StatedCosts::NONE;
        } else if let Some(fact) = optional(&path) {
            *(fact.get_mut)(company) = if *value == Tree::Null { None } else { number(value, &at, v) };
        } else if let Some(field) = FIELDS.iter().find(|f| f.path == path) {
            let row = (field.get_mut)(company);
            match value.as_list() {
                None if row.len() == 1 => {
                    if let Some(x) = number(value, &at, v) {
                        row[0] = x;
                    }
                }
                Some(list) if row.len() > 1 && list.len() == row.len() => {
                    for (i, (slot, value)) in row.iter_mut().zip(list).enumerate() {
                        if let Some(x) = number(value, &format!("{at}[{i}]"), v) {
                            *slot = x;
                        }
                    }
                }
                _ => {
                    let allowed = if row.len() == 1 { Allowed::Number } else { Allowed::Numbers(row.len()) };
                    v.push(ViolationKind::WrongType, at, short(value), allowed, field.hint);
                }
            }
        } else if prefix.is_empty()
            && ["stage", "tier", "profile", "incident_mix", "stated_costs"].contains(&key.as_str())
        {
            company_part(value, &format!("{key}."), company, v);
        } else {
            let known: Vec<&str> = FIELDS.iter().map(|f| f.path).chain(OPTIONAL.iter().map(|f| f.path)).collect();
            unknown(&path, "company.", value, &known, v);
        }
    }
}

pub(super) fn levers(value: &Tree, path: &str, v: &mut Violations) -> std::collections::BTreeMap<LeverId, f64> {
    let mut found = std::collections::BTreeMap::new();
    let Some(map) = object(value, path, v) else { return found };
    for (key, value) in map {
        match LeverId::from_name(key) {
            Some(id) => {
                if let Some(x) = number(value, &format!("{path}.{key}"), v) {
                    found.insert(id, x);
                }
            }
            None => unknown(key, &format!("{path}."), value, &LeverId::ALL.map(LeverId::name), v),
        }
    }
    found
}

pub(super) fn assumptions(value: &Tree, draft: &mut Draft, v: &mut Violations) {
    let Some(map) = object(value, "assumptions", v) else { return };
    for (key, value) in map {
        let path = format!("assumptions.{key}");
        let Some(id) = AssumptionId::from_name(key) else {
            unknown(key, "assumptions.", value, &AssumptionId::ALL.map(AssumptionId::name), v);
            continue;
        };
        if value.as_object().is_none() {
            if let Some(x) = number(value, &path, v) {
                draft.assumptions.insert(id, Override::Known(x));
            }
            continue;
        }
        let Some(range) = object(value, &path, v) else { continue };
        for (part, value) in range.iter().filter(|(k, _)| !["low", "mode", "high"].contains(&k.as_str())) {
            unknown(part, &format!("{path}."), value, &["low", "mode", "high"], v);
        }
        let mut part = |name: &str| {
            let value = range.iter().rfind(|(k, _)| k == name).map_or(&Tree::Null, |(_, value)| value);
            number(value, &format!("{path}.{name}"), v)
        };
        if let (Some(low), Some(mode), Some(high)) = (part("low"), part("mode"), part("high")) {
            draft.assumptions.insert(id, Override::Range { low, mode, high });
        }
    }
}

/// A list of pairs with their correlations, as the data file has them.
pub(super) fn correlations(value: &Tree, draft: &mut Draft, v: &mut Violations) {
    const SHAPE: &str = "such as { \"pair\": [\"delivery\", \"cost_overrun\"], \"rho\": -0.4 }";
    let Some(list) = value.as_list() else {
        v.push(ViolationKind::WrongType, "correlations", short(value), "a list [ ... ]", SHAPE);
        return;
    };
    for (i, entry) in list.iter().enumerate() {
        let path = format!("correlations[{i}]");
        let Some(map) = object(entry, &path, v) else { continue };
        for (key, value) in map.iter().filter(|(k, _)| !["pair", "rho"].contains(&k.as_str())) {
            unknown(key, &format!("{path}."), value, &["pair", "rho"], v);
        }
        let part = |name: &str| map.iter().rfind(|(k, _)| k == name).map_or(&Tree::Null, |(_, value)| value);
        let rho = number(part("rho"), &format!("{path}.rho"), v);
        let names = part("pair");
        let both: Vec<Option<AssumptionId>> = names
            .as_list()
            .unwrap_or_default()
            .iter()
            .map(|name| {
                let name = name.as_str().unwrap_or_default();
                let id = AssumptionId::from_name(name);
                if id.is_none() {
                    unknown(name, &format!("{path}.pair."), names, &AssumptionId::ALL.map(AssumptionId::name), v);
                }
                id
            })
            .collect();
        match both[..] {
            [Some(a), Some(b)] => match (pair(a, b), rho) {
                (None, _) => {
                    v.push(
                        ViolationKind::WrongType,
                        format!("{path}.pair"),
                        short(names),
                        Allowed::TwoAssumptions,
                        SHAPE,
                    );
                }
                (Some(pair), Some(rho)) => {
                    if draft.correlations.insert(pair, rho).is_some() {
                        let hint = "leave one of the two out";
                        v.push(ViolationKind::Duplicate, format!("{path}.pair"), short(names), "each pair once", hint);
                    }
                }
                (Some(_), None) => {}
            },
            // a name that is not known was told
            [_, _] => {}
            _ => v.push(ViolationKind::WrongType, format!("{path}.pair"), short(names), "two assumptions", SHAPE),
        }
    }
}

pub(super) fn policies(value: &Tree, draft: &mut Draft, v: &mut Violations) {
    let Some(list) = value.as_list() else {
        v.push(ViolationKind::WrongType, "policies", short(value), "a list [ ... ]", "of objects with name and levers");
        return;
    };
    for (i, policy) in list.iter().enumerate() {
        let path = format!("policies[{i}]");
        let Some(map) = object(policy, &path, v) else { continue };
        let mut found = PolicyDraft::default();
        for (key, value) in map {
            match key.as_str() {
                "name" => found.name = text_of(value, &format!("{path}.name"), v),
                "levers" => found.levers = levers(value, &format!("{path}.levers"), v),
                _ => unknown(key, &format!("{path}."), value, &["name", "levers"], v),
            }
        }
        draft.policies.push(found);
    }
}

pub(super) fn goal(value: &Tree, draft: &mut Draft, v: &mut Violations) {
    let Some(map) = object(value, "goal", v) else { return };
    if map.len() != 1 {
        v.push(ViolationKind::TooMany, "goal", short(value), "one goal", "such as { \"npv_above\": 0 }");
    }
    for (key, bound) in map {
        if !Goal::NAMES.contains(&key.as_str()) {
            unknown(key, "goal.", bound, &Goal::NAMES, v);
        } else if let Some(bound) = number(bound, &format!("goal.{key}"), v) {
            draft.goal = Goal::from_name(key, bound).unwrap_or_default();
        }
    }
}
