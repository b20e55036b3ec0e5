//! Findings as charts, tables and words.

mod tornado;

use super::finding::Finding;
use super::question::Question;
use super::view::Framed;
use super::{Kept, Study};
use crate::app::words::Words;
use crate::plot::{Frame, Locale, NumberStyle, Theme, Unit};
use crate::texts::Text;

/// What a picture is made with: language, colours, width in CSS pixels.
#[derive(Clone, Copy)]
struct Look {
    locale: Locale,
    theme: Theme,
    width: f64,
}

impl Look {
    fn words(self) -> Words {
        Words(self.locale)
    }

    fn text(self, text: Text) -> String {
        self.words().to(text)
    }

    fn style(self, unit: Unit) -> NumberStyle {
        NumberStyle::new(self.locale, unit)
    }

    /// A sheet of this width with a picture said in one sentence.
    fn frame(self, height: f64, description: &str) -> Frame {
        Frame {
            filled: false,
            description: description.to_owned(),
            empty: description.to_owned(),
            ..Frame::new(self.width, height, self.theme, self.locale)
        }
    }
}

impl Study {
    /// What was found in the open section.
    fn kept(&self) -> Option<&Kept> {
        self.shelves[self.section as usize].kept.as_ref()
    }

    /// Names of the pictures of the open section.
    pub fn frames(&self) -> Vec<&'static str> {
        match self.kept().map(|kept| &kept.finding) {
            None => Vec::new(),
            Some(Finding::Tornado(_)) => vec!["tornado", "regression"],
        }
    }

    /// A picture of the open section.
    pub fn frame(&self, name: &str, width: f64) -> Option<Framed> {
        let Kept { question, finding } = self.kept()?;
        let look = Look { locale: self.locale, theme: self.theme, width };
        Some(match (finding, name) {
            (Finding::Tornado(report), "tornado") => tornado::bars(question, report, look),
            (Finding::Tornado(report), "regression") => tornado::regression(question, report, look),
            _ => return None,
        })
    }

    /// What was found, in words.
    pub(super) fn findings(&self) -> Vec<String> {
        let Some(Kept { question, finding }) = self.kept() else { return Vec::new() };
        let look = Look { locale: self.locale, theme: self.theme, width: 0.0 };
        match finding {
            Finding::Tornado(report) => tornado::words(question, report, look),
        }
    }
}

/// "Net gain (NPV) of A My policy".
fn title(question: &Question, look: Look) -> String {
    let outcome = look.text(super::figures::outcome(question.settings.outcome));
    look.words().with(Text::StudyOf, &[("outcome", &outcome), ("subject", &question.subject(look.words()))])
}
