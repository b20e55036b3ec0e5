//! What was typed into boxes and could not be taken: it stays in its box, with the reason, until something that can be taken replaces it.

use super::Analyses;
use aftercast_analyses::Field;

/// Texts by their fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RefusedInputs(Vec<(Field, String)>);

impl RefusedInputs {
    /// What was typed into a box and not taken.
    pub(super) fn text(&self, field: Field) -> Option<&str> {
        self.0.iter().find(|(own, _)| *own == field).map(|(_, text)| text.as_str())
    }

    /// Keeps what could not be taken.
    pub(super) fn keep(&mut self, field: Field, text: String) {
        self.drop(field);
        self.0.push((field, text));
    }

    /// Lets go of what was typed, as something else stands in the box.
    pub(super) fn drop(&mut self, field: Field) {
        self.0.retain(|(own, _)| *own != field);
    }
}

impl Analyses {
    /// Takes a setting, or keeps what was typed. Boxes that were refused because of this one are tried again; those whose meaning
    /// it changes are emptied.
    pub(super) fn set(&mut self, field: Field, value: String) {
        let policies = self.document.policies.len();
        if !self.settings.set(field, &value, policies) {
            return self.refused.keep(field, value);
        }
        self.refused.drop(field);
        for partner in partners(field) {
            let text = self.refused.text(partner).map(str::to_owned);
            if text.is_some_and(|text| self.settings.set(partner, &text, policies)) {
                self.refused.drop(partner);
            }
        }
        if let Some(other) = asked_anew(field) {
            self.refused.drop(other);
        }
    }
}

/// Boxes that have to be in order with this one.
fn partners(field: Field) -> Vec<Field> {
    match field {
        Field::Low(id) => vec![Field::High(id)],
        Field::High(id) => vec![Field::Low(id)],
        Field::Alert(alert, _) => (0..3).map(|level| Field::Alert(alert, level)).collect(),
        _ => Vec::new(),
    }
}

/// The box whose number counts something else from here on.
fn asked_anew(field: Field) -> Option<Field> {
    match field {
        Field::SeekWanted | Field::Outcome => Some(Field::SeekReach),
        Field::CorrelationOf | Field::CorrelationWith => Some(Field::CorrelationRho),
        _ => None,
    }
}
