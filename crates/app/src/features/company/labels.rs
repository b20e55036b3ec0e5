//! What the page calls the figures of a company.

use super::facts::Fact;
use crate::words::Words;
use aftercast_i18n::{Text, lever_label};
use aftercast_scenario::Company;
use aftercast_scenario::fields::{FIELDS, OPTIONAL};

/// The name of a fact's row, and of its box where the row has several.
pub(super) fn labels(fact: Fact, words: Words) -> (String, String) {
    let named = |key: &str| Text::of_figure(key).map(|t| words.to(t)).unwrap_or_default();
    match fact {
        Fact::Of(k, _) => {
            let path = FIELDS.get(k).map_or("", |f| f.path);
            let boxes = FIELDS.get(k).map_or(1, |f| (f.get)(&Company::default()).len());
            (named(&format!("fact_{}", path.replace('.', "_"))), box_label(fact, boxes, words))
        }
        Fact::Optional(k) => {
            let path = OPTIONAL.get(k).map_or("", |f| f.path);
            (named(&format!("fact_{}", path.replace('.', "_"))), String::new())
        }
        Fact::Today(id) => (words.to(lever_label(id)), String::new()),
    }
}

/// The name of a box within its row.
pub(super) fn box_label(fact: Fact, boxes: usize, words: Words) -> String {
    let Fact::Of(k, i) = fact else { return String::new() };
    let path = FIELDS.get(k).map_or("", |f| f.path);
    let key = match path.split('.').next() {
        _ if boxes < 2 => return String::new(),
        Some("season") => format!("month_{}", i + 1),
        Some(table) => format!("{table}_{i}"),
        None => return String::new(),
    };
    Text::of_figure(&key).map(|t| words.to(t)).unwrap_or_default()
}
