//! Names: what of them is seen, policies with names of their own, the known one that is nearest.

use crate::draft::{Draft, PolicyDraft};
use crate::violation::{ViolationKind, Violations};

/// Gives policies names of their own, as a scenario file asks for; returns the new ones.
pub fn distinct(policies: &mut [PolicyDraft]) -> Vec<String> {
    // names that differ in invisible characters alone are one name
    let mut taken: std::collections::BTreeSet<String> = policies.iter().map(|p| seen(&p.name)).collect();
    let mut own = std::collections::BTreeSet::new();
    let mut renamed = Vec::new();
    for policy in policies.iter_mut().filter(|p| !seen(&p.name).is_empty()) {
        if !own.insert(seen(&policy.name)) {
            let free = (2..).map(|n| format!("{} ({n})", policy.name)).find(|name| !taken.contains(&seen(name)));
            policy.name = free.unwrap_or_default();
            taken.insert(seen(&policy.name));
            own.insert(seen(&policy.name));
            renamed.push(policy.name.clone());
        }
    }
    renamed
}

/// Names tell policies apart in reports and in the columns of draws.
pub(super) fn same_names(draft: &Draft, v: &mut Violations) {
    for (i, policy) in draft.policies.iter().enumerate() {
        let name = seen(&policy.name);
        if !name.is_empty() && draft.policies[..i].iter().any(|p| seen(&p.name) == name) {
            let (field, name) = (format!("policies[{i}].name"), &policy.name);
            v.push(ViolationKind::Duplicate, field, format!("{name:?}"), "a name of its own", "rename one of the two");
        }
    }
}

/// What of a name is seen: characters without a width, and how many blanks of which kind stand anywhere, tell no names apart.
pub fn seen(name: &str) -> String {
    let visible: String =
        name.chars().filter(|&c| !is_unseen(c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks of direction, zero width, fillers, tags, forms of the sign before.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The known key within a third of its letters of `key`, or the one that begins with it.
pub fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|k| (distance(key, k), *k))
        .filter(|(d, k)| *d <= (k.len() / 3).max(1))
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
        .or_else(|| {
            let mut longer = known.iter().filter(|k| key.len() >= 3 && k.starts_with(key));
            longer.next().filter(|_| longer.next().is_none()).copied()
        })
}

/// Levenshtein distance in bytes.
fn distance(a: &str, b: &str) -> usize {
    let b = b.as_bytes();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
