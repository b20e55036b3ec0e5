//! The correlation of two assumptions is changed where the matrix is shown: a change of the document, refused where the matrix would be none.

use super::view::{Control, ControlGroup, Kind};
use super::{Analyses, Effect};
use crate::typed;
use crate::words::trimmed;
use aftercast_analyses::Field;
use aftercast_engine::check;
use aftercast_i18n::{Text, assumption_label};
use aftercast_scenario::correlations::{declared, pair};
use aftercast_scenario::{AssumptionId, Correlations, Draft};

impl Analyses {
    /// The pair and its correlation.
    pub(super) fn correlation(&self) -> ControlGroup {
        let option = |id: AssumptionId| (id.name().to_owned(), assumption_label(id).to(self.locale).to_owned());
        let options = || AssumptionId::ALL.into_iter().map(option).collect::<Vec<_>>();
        let of = |field, text: Text| self.typed(field, self.text(text), Kind::Choice(options()), "");
        let (a, b) = self.settings.correlated;
        let stated = Correlations::stated(&self.document.correlations);
        let label = self.text(Text::CorrelationsAxis);
        let stated = || if a == b { String::new() } else { trimmed(stated.between(a, b), 6) };
        let rho = Control {
            chosen: self.refused.text(Field::CorrelationRho).map_or_else(stated, str::to_owned),
            error: self.refusal(),
            ..self.typed(Field::CorrelationRho, label, Kind::Text(String::new()), "")
        };
        let first = of(Field::CorrelationOf, Text::CorrelationsFirst);
        let second = of(Field::CorrelationWith, Text::CorrelationsSecond);
        ControlGroup { title: self.text(Text::CorrelationsEdit), rows: vec![vec![first, second, rho]] }
    }

    /// The document with the pair at what was typed; an empty box is the declared value.
    fn correlated(&self, typed: &str) -> Option<Draft> {
        let pair = pair(self.settings.correlated.0, self.settings.correlated.1)?;
        let rho = if typed.trim().is_empty() {
            declared(pair)
        } else {
            typed::read(typed, &self.settings.reading(Field::CorrelationRho)?).ok().filter(|rho| rho.abs() < 1.0)?
        };
        let mut draft = self.document.clone();
        draft.correlations.remove(&pair);
        if rho != declared(pair) {
            draft.correlations.insert(pair, rho);
        }
        Some(draft)
    }

    /// Takes a correlation as typed into the document, where the matrix stays one.
    pub(super) fn correlate(&mut self, typed: String) -> Vec<Effect> {
        self.refused.drop(Field::CorrelationRho);
        match self.correlated(&typed).filter(|draft| check(draft).is_ok()) {
            Some(draft) if draft == self.document => Vec::new(),
            Some(draft) => vec![Effect::Change(Box::new(draft))],
            None => {
                self.refused.keep(Field::CorrelationRho, typed);
                Vec::new()
            }
        }
    }

    /// Why what was typed is not taken.
    fn refusal(&self) -> Option<String> {
        let typed = self.refused.text(Field::CorrelationRho)?;
        let words = self.words();
        if self.settings.correlated.0 == self.settings.correlated.1 {
            return Some(words.to(Text::CorrelationsSame));
        }
        let stated = self.correlated(typed).map(|draft| Correlations::stated(&draft.correlations));
        let Some((stated, Err(at))) = stated.map(|stated| (stated.clone(), stated.factor())) else {
            let reading = self.settings.reading(Field::CorrelationRho)?;
            let asked = typed::read(typed, &reading).err().and_then(|why| typed::refusal(&why, typed.trim(), words));
            let holes = [("typed", typed.trim()), ("allowed", "−1 < ρ < 1")];
            return Some(asked.unwrap_or_else(|| words.with(Text::StudyRefused, &holes)));
        };
        let name = |id: AssumptionId| assumption_label(id).to(self.locale);
        let partner = |(id, rho): (AssumptionId, f64)| format!("{} {}", name(id), trimmed(rho, 3));
        let list: Vec<String> = stated.partners(at).into_iter().map(partner).collect();
        let holes = [("assumption", name(at)), ("list", &list.join(Text::SeparatorItems.to(self.locale)))];
        Some(words.with(Text::CorrelationsImpossible, &holes))
    }
}
