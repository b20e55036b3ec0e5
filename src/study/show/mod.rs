//! Findings as charts, tables and words.

mod choice;
mod drivers;
mod levers;
mod tornado;

use super::finding::Finding;
use super::question::Question;
use super::view::Framed;
use super::{Kept, Study};
use crate::app::view::{ChartFrame, Table};
use crate::app::words::Words;
use crate::plot::{Chart, Frame, Locale, NumberStyle, Theme, Unit};
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
            Some(Finding::Indices(_)) => vec!["indices"],
            Some(Finding::Gains(_)) => vec!["ranking"],
            Some(Finding::Information(_)) => vec!["worth", "worth-groups"],
            Some(Finding::Sweep(_)) => vec!["sweep"],
            Some(Finding::BreakEven(_)) => vec!["break-even"],
            Some(Finding::Several(_) | Finding::Structural(_)) => vec!["structural", "break-even"],
        }
    }

    /// A picture of the open section.
    pub fn frame(&self, name: &str, width: f64) -> Option<Framed> {
        let Kept { question, finding } = self.kept()?;
        let look = Look { locale: self.locale, theme: self.theme, width };
        let each = match finding {
            Finding::Several(each) => each.as_slice(),
            one => std::slice::from_ref(one),
        };
        each.iter().find_map(|finding| frame(question, finding, name, look))
    }

    /// What was found, in words.
    pub(super) fn findings(&self) -> Vec<String> {
        let Some(Kept { question: q, finding }) = self.kept() else { return Vec::new() };
        let look = Look { locale: self.locale, theme: self.theme, width: 0.0 };
        match finding {
            Finding::Tornado(r) => tornado::words(q, r, look),
            Finding::Indices(r) => drivers::indices_words(q, r, look),
            Finding::Gains(gains) => choice::ranking_words(q, gains, look),
            Finding::Information(r) => choice::information_words(q, r, look),
            Finding::BreakEven(r) => levers::break_even_words(r, look),
            Finding::Several(each) => match each.as_slice() {
                [Finding::Structural(r), Finding::BreakEven(causal)] => drivers::structural_words(q, r, causal, look),
                _ => Vec::new(),
            },
            Finding::Sweep(_) | Finding::Structural(_) => Vec::new(),
        }
    }
}

/// A picture of a finding, by name.
fn frame(q: &Question, finding: &Finding, name: &str, look: Look) -> Option<Framed> {
    match (finding, name) {
        (Finding::Tornado(r), "tornado") => Some(tornado::bars(q, r, look)),
        (Finding::Tornado(r), "regression") => Some(tornado::regression(q, r, look)),
        (Finding::Indices(r), "indices") => Some(drivers::indices(q, r, look)),
        (Finding::Gains(gains), "ranking") => Some(choice::ranking(q, gains, look)),
        (Finding::Information(r), "worth") => Some(choice::information(q, r, false, look)),
        (Finding::Information(r), "worth-groups") => Some(choice::information(q, r, true, look)),
        (Finding::Sweep(r), "sweep") => levers::sweep(q, r, look),
        (Finding::BreakEven(r), "break-even") => Some(levers::break_even(q, r, look)),
        (Finding::Structural(r), "structural") => Some(drivers::structural(q, r, look)),
        _ => None,
    }
}

/// Half the width of a 95 % interval in errors: Student's t of the eight replicates.
const T7: f64 = crate::engine::analysis::frontier::STUDENT_7;

/// A frame with its picture, for everything else to be filled in.
fn chart_frame(look: Look, title: String, subtitle: String, chart: impl FnOnce() -> Chart) -> ChartFrame<Chart> {
    ChartFrame {
        title,
        subtitle,
        // a page that is not laid out yet has no width
        chart: (look.width > 0.0).then(chart),
        table: Table { caption: String::new(), columns: Vec::new(), rows: Vec::new() },
        explain: Vec::new(),
        summary: String::new(),
        readouts: Vec::new(),
    }
}

/// "Net gain (NPV) of A My policy".
fn title(question: &Question, look: Look) -> String {
    let outcome = look.text(super::figures::outcome(question.settings.outcome));
    look.words().with(Text::StudyOf, &[("outcome", &outcome), ("subject", &question.subject(look.words()))])
}
