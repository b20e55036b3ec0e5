//! Heads and fields by their names: in any case, with spaces, hyphens or underscores, with a unit in parentheses.

use std::collections::BTreeMap;

/// Names of things, several for each; a name that several things have finds none of them.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By key; none where the key belongs to several.
    known: BTreeMap<String, Option<usize>>,
    /// As they are written, for suggestions.
    shown: Vec<(String, String)>,
}

/// What of a name counts: letters and digits, full-width forms as plain ones, without case.
pub fn key(name: &str) -> String {
    name.chars().map(plain).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn plain(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// A name without a unit in parentheses at its end.
fn bare(name: &str) -> &str {
    let name = name.trim_end();
    if !name.ends_with([')', '）']) {
        return name;
    }
    name.rfind(['(', '（']).map_or(name, |at| &name[..at])
}

impl Names {
    /// Adds a name of a thing.
    pub fn add(&mut self, thing: usize, name: &str) {
        let key = key(name);
        if key.is_empty() {
            return;
        }
        self.shown.push((key.clone(), name.to_owned()));
        let slot = self.known.entry(key).or_insert(Some(thing));
        if *slot != Some(thing) {
            *slot = None;
        }
    }

    /// The thing of a name.
    pub fn find(&self, name: &str) -> Option<usize> {
        let found = |name: &str| self.known.get(&key(name)).copied().flatten();
        found(name).or_else(|| found(bare(name)))
    }

    /// The name nearest to one that finds nothing, at most a third of its letters away.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let wanted: Vec<char> = key(name).chars().take(LONGEST).collect();
        let near = |(k, (key, _)): (usize, &(String, String))| {
            let letters: Vec<char> = key.chars().take(LONGEST).collect();
            let far = distance(&wanted, &letters);
            (far <= (letters.len() / 3).max(1) && far < wanted.len()).then_some((far, k))
        };
        // of names equally near the one that was added first
        let (_, nearest) = self.shown.iter().enumerate().filter_map(near).min()?;
        self.shown.get(nearest).map(|(_, shown)| shown.as_str())
    }
}

/// Letters of a name that are compared.
const LONGEST: usize = 80;

/// Levenshtein distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
