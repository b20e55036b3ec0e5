//! What of the open section's controls is the question, and what stands behind "Options".

use super::Analyses;
use super::view::{Control, ControlGroup, Kind, Options};
use crate::words::trimmed;
use aftercast_analyses::sections::forecast_log;
use aftercast_i18n::Text;

impl Analyses {
    /// Controls that say what is asked.
    pub fn asked(&self) -> Vec<Control> {
        self.controls().into_iter().filter(|control| control.field.is_the_question()).collect()
    }

    /// Everything else that can be set.
    pub fn options(&self) -> Options {
        let controls: Vec<Control> = self.controls().into_iter().filter(|c| !c.field.is_the_question()).collect();
        let groups = self.groups();
        if controls.is_empty() && groups.is_empty() {
            return Options::default();
        }
        let rows = groups.iter().flat_map(|group: &ControlGroup| group.rows.iter().flatten());
        let is_refused = controls.iter().chain(rows).any(|control| control.error.is_some());
        Options { summary: self.set_to(&controls), controls, groups, is_refused }
    }

    /// "Options: compared with today; futures for each bar 256; 1,024 draws".
    fn set_to(&self, controls: &[Control]) -> String {
        let words = self.words();
        let mut set: Vec<String> = controls.iter().filter_map(|control| self.said(control)).collect();
        if self.section.draws.number && *self.section != forecast_log::SECTION {
            let draws = trimmed(self.document.settings.draws as f64, 0);
            set.push(words.with(Text::StudyOptionsDraws, &[("draws", &draws)]));
        }
        let set = set.join(Text::SeparatorClauses.to(self.locale));
        let text = if set.is_empty() { Text::StudyOptions } else { Text::StudyOptionsSet };
        words.with(text, &[("set", &set)])
    }

    /// What a control is set to; nothing where it is not set.
    fn said(&self, control: &Control) -> Option<String> {
        let value = match &control.kind {
            Kind::Choice(options) => options.iter().find(|(id, _)| *id == control.chosen)?.1.clone(),
            Kind::Tick => return (control.chosen == "true").then(|| control.label.clone()),
            // what is in force, not what could not be taken
            Kind::Text(_) | Kind::Words | Kind::Day => {
                let value = self.settings.value(control.field);
                if value.is_empty() {
                    return None;
                }
                value
            }
        };
        Some(self.words().with(Text::StudyOptionSet, &[("label", &control.label), ("value", &value)]))
    }
}
