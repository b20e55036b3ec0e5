//! What changed between two states of a document, in words.

use super::View;
use crate::words::{lever_value, trimmed};
use aftercast_i18n::names::shown;
use aftercast_i18n::{Text, lever_label};
use aftercast_scenario::fields::{FIELDS, OPTIONAL};
use aftercast_scenario::{Draft, LeverId, PolicyDraft};

/// Facts of the firm that are told of one change: a file may bring all of them.
const MOST_LINES: usize = 12;

impl View<'_> {
    /// What a change did, a line for each thing; levers with their values.
    pub(crate) fn described(&self, before: &Draft, after: &Draft) -> Vec<String> {
        let mut lines = self.policies_described(&before.policies, &after.policies, after);
        let words = self.session.words();
        let mut note = |changed: bool, text: Text| {
            if changed {
                lines.push(words.to(text));
            }
        };
        note(before.name != after.name, Text::ShareChangedName);
        note(before.goal != after.goal, Text::ShareChangedGoal);
        note(before.comment != after.comment, Text::ShareChangedComment);
        note(before.charts != after.charts, Text::ShareChangedCharts);
        note(before.currency != after.currency, Text::ShareChangedCurrency);
        note(before.assumptions != after.assumptions, Text::ShareChangedAssumptions);
        note(before.correlations != after.correlations, Text::ShareChangedCorrelations);
        note(before.settings != after.settings, Text::ShareChangedSettings);
        lines.extend(self.firm_described(before, after));
        lines
    }

    /// Every fact of the firm and every lever of today that changed, with what it was and what it is; the first dozen.
    fn firm_described(&self, before: &Draft, after: &Draft) -> Vec<String> {
        let words = self.session.words();
        let line = |label: String, from: String, to: String| {
            words.with(Text::DiffLine, &[("lever", &label), ("from", &from), ("to", &to)])
        };
        let label = |path: &str| {
            let key = format!("fact_{}", path.replace('.', "_"));
            Text::of_figure(&key).map_or_else(|| path.to_owned(), |text| words.to(text))
        };
        let written = |x: f64, in_percent: bool| match in_percent {
            true => format!("{}%", trimmed(100.0 * x, 4)),
            false => trimmed(x, 4),
        };
        let fields = FIELDS.iter().flat_map(|field| {
            let (old, new) = ((field.get)(&before.company), (field.get)(&after.company));
            let several = new.len() > 1;
            let changed = old.iter().copied().zip(new.iter().copied()).enumerate().filter(|(_, (a, b))| a != b);
            changed
                .map(|(k, (a, b))| {
                    let name = label(field.path);
                    let name = if several { format!("{name} {}", k + 1) } else { name };
                    line(name, written(a, field.in_percent()), written(b, field.in_percent()))
                })
                .collect::<Vec<_>>()
        });
        let optional = OPTIONAL.iter().filter_map(|field| {
            let (a, b) = ((field.get)(&before.company), (field.get)(&after.company));
            let told = |x: Option<f64>| x.map_or("–".to_owned(), |x| written(x, field.kind.in_percent()));
            (a != b).then(|| line(label(field.path), told(a), told(b)))
        });
        let today = LeverId::ALL.into_iter().filter_map(|id| {
            let of = |draft: &Draft| draft.today.get(&id).copied().unwrap_or(id.spec().today);
            let (a, b) = (of(before), of(after));
            (a != b).then(|| {
                let lever = words.to(lever_label(id));
                line(words.with(Text::ShareChangedTodays, &[("lever", &lever)]), lever_value(id, a), lever_value(id, b))
            })
        });
        let mut lines: Vec<String> = fields.chain(optional).chain(today).collect();
        if lines.len() > MOST_LINES {
            let left = (lines.len() - MOST_LINES).to_string();
            lines.truncate(MOST_LINES);
            lines.push(words.with(Text::ShareChangedMore, &[("count", &left)]));
        }
        lines
    }

    fn policies_described(&self, before: &[PolicyDraft], after: &[PolicyDraft], draft: &Draft) -> Vec<String> {
        let words = self.session.words();
        let named = |text: Text, name: &str| words.with(text, &[("policy", name)]);
        if before.len() != after.len() {
            let lost =
                before.iter().filter(|p| !after.contains(p)).map(|p| named(Text::ShareChangedRemoved, &shown(&p.name)));
            let come =
                after.iter().filter(|p| !before.contains(p)).map(|p| named(Text::ShareChangedAdded, &shown(&p.name)));
            return lost.chain(come).collect();
        }
        if before != after && before.iter().all(|p| after.contains(p)) {
            return vec![words.to(Text::ShareChangedOrder)];
        }
        let mut lines = Vec::new();
        for (old, new) in before.iter().zip(after) {
            if old.name != new.name {
                let (from, to) = (shown(&old.name), shown(&new.name));
                lines.push(words.with(Text::ShareChangedRenamed, &[("from", from.as_str()), ("to", &to)]));
            }
            lines.extend(self.levers_described(old, new, draft));
        }
        lines
    }

    fn levers_described(&self, old: &PolicyDraft, new: &PolicyDraft, draft: &Draft) -> Vec<String> {
        let unmoved = |id: LeverId| id.start_from(draft.today.get(&id).copied().unwrap_or(id.spec().today));
        let value = |p: &PolicyDraft, id| p.levers.get(&id).copied().unwrap_or_else(|| unmoved(id));
        let policy = shown(&new.name);
        let moved = LeverId::ALL.into_iter().filter(|&id| old.levers.get(&id) != new.levers.get(&id));
        moved
            .map(|id| {
                let (from, to) = (lever_value(id, value(old, id)), lever_value(id, value(new, id)));
                let label = self.session.words().to(lever_label(id));
                let holes = [("policy", policy.as_str()), ("lever", &label), ("from", &from), ("to", &to)];
                self.session.words().with(Text::ShareChangedLever, &holes)
            })
            .collect()
    }
}
