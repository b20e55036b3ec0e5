//! What changed between two states of a document, in words.

use super::View;
use crate::words::lever_value;
use aftercast_i18n::names::shown;
use aftercast_i18n::{Text, lever_label};
use aftercast_scenario::{Draft, LeverId, PolicyDraft};

impl View<'_> {
    /// What a change did, a line for each thing; levers with their values.
    pub(super) fn described(&self, before: &Draft, after: &Draft) -> Vec<String> {
        let mut lines = self.policies_described(&before.policies, &after.policies, after);
        let words = self.session.words();
        let mut note = |changed: bool, text: Text| {
            if changed {
                lines.push(words.to(text));
            }
        };
        note(before.name != after.name, Text::ShareChangedName);
        note(before.goal != after.goal, Text::ShareChangedGoal);
        note(before.company != after.company, Text::ShareChangedCompany);
        note(before.today != after.today, Text::ShareChangedToday);
        note(before.assumptions != after.assumptions, Text::ShareChangedAssumptions);
        note(before.settings != after.settings, Text::ShareChangedSettings);
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
