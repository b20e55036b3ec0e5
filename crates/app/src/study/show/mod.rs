//! Findings as charts, tables and words.

mod best;
mod choice;
mod drivers;
mod forecast_backtest;
mod levers;
mod tornado;
mod validation;

use super::finding::Finding;
use super::question::Question;
use super::view::ChartView;
use super::{Kept, Section, Study};
use crate::view::{ChartFrame, Table};
use crate::words::Words;
use aftercast_engine::analysis::variation::same;
use aftercast_engine::run::record::Outcome;
use aftercast_i18n::Text;
use aftercast_plot::{Chart, Frame, Locale, NumberStyle, Theme, Unit};

/// What a picture is made with: language, colours, width in CSS pixels.
#[derive(Clone, Copy)]
struct RenderContext {
    locale: Locale,
    theme: Theme,
    width: f64,
}

impl RenderContext {
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
    pub(super) fn kept(&self) -> Option<&Kept> {
        self.kept_in(self.section)
    }

    /// Names of the pictures of the open section.
    pub fn frames(&self) -> Vec<&'static str> {
        if self.section == Section::Record {
            let figures = self.record.forecast().map_or(&[][..], |_| &forecast_backtest::AHEAD[..]);
            let scored = (!self.record.scores().is_empty()).then_some(forecast_backtest::SCORES);
            return scored.into_iter().chain(figures.iter().copied()).collect();
        }
        match self.kept().map(|kept| &kept.finding) {
            None | Some(Finding::Forecast(_)) => Vec::new(),
            Some(Finding::Tornado(_)) => vec!["tornado", "regression"],
            Some(Finding::Indices(_)) => vec!["indices"],
            Some(Finding::Gains(_)) => vec!["ranking"],
            Some(Finding::Information(_)) => vec!["worth", "worth-groups"],
            Some(Finding::Sweep(_)) => vec!["sweep"],
            Some(Finding::BreakEven(_)) => vec!["break-even"],
            Some(Finding::Frontier(_)) => vec!["frontier"],
            Some(Finding::Stress(_)) => vec!["stress-gain", "stress-loss"],
            Some(Finding::Behaviour(_)) => vec!["behaviour"],
            Some(Finding::Survey(_)) => vec!["survey"],
            Some(Finding::Agreement(a)) if a.undone.is_empty() => vec!["agreement"],
            Some(Finding::Agreement(_)) => vec!["agreement", "undone"],
            Some(Finding::Several(each)) => match each.as_slice() {
                [Finding::Enough(_), ..] => vec!["enough", "errors"],
                _ => vec!["structural", "break-even"],
            },
            Some(Finding::Structural(_)) => vec!["structural"],
            Some(Finding::Enough(_)) => vec!["enough"],
            Some(Finding::Convergence(_)) => vec!["errors"],
        }
    }

    /// A picture of the open section.
    pub fn frame(&self, name: &str, width: f64) -> Option<ChartView> {
        let look = RenderContext { locale: self.locale, theme: self.theme, width };
        if self.section == Section::Record {
            return forecast_backtest::frame(&self.record, name, look);
        }
        let Kept { question, finding } = self.kept()?;
        let each = match finding {
            Finding::Several(each) => each.as_slice(),
            one => std::slice::from_ref(one),
        };
        // alerts colour what was found, so those now set count
        let alerts = &self.settings.alerts;
        each.iter().find_map(|finding| match (finding, name) {
            (Finding::Stress(r), "stress-gain") => Some(best::stress(question, r, best::Of::Gain, alerts, look)),
            (Finding::Stress(r), "stress-loss") => Some(best::stress(question, r, best::Of::Loss, alerts, look)),
            _ => frame(question, finding, name, look),
        })
    }

    /// What was found, in words, with the switch of the page that it was found under.
    pub(super) fn findings(&self) -> Vec<String> {
        let mut lines = self.found_words();
        let taken = match self.section {
            Section::Record => self.record.forecast().is_some_and(|f| f.content.scenario["face_value"] == true),
            _ => self.kept().is_some_and(|kept| kept.question.document.face_value),
        };
        if taken && !lines.is_empty() {
            // checks of the model itself are of the survey's firm and of our own assumptions
            let own = matches!(self.section, Section::Behaviour | Section::Survey);
            lines.push(self.text(if own { Text::StudyFaceValueNot } else { Text::StudyFaceValueOn }));
        }
        lines
    }

    fn found_words(&self) -> Vec<String> {
        let look = RenderContext { locale: self.locale, theme: self.theme, width: 0.0 };
        if self.section == Section::Record {
            let start = self.checked.as_ref().ok().map(|s| s.company().start_month as usize);
            return forecast_backtest::words(&self.record, start, look);
        }
        let Some(Kept { question: q, finding }) = self.kept() else { return Vec::new() };
        match finding {
            Finding::Tornado(r) => tornado::words(q, r, look),
            Finding::Indices(r) => drivers::indices_words(q, r, look),
            Finding::Gains(gains) => choice::ranking_words(q, gains, look),
            Finding::Information(r) => choice::information_words(q, r, look),
            Finding::BreakEven(r) => levers::break_even_words(r, look),
            Finding::Frontier(r) => best::frontier_words(q, r, look),
            Finding::Stress(r) => best::stress_words(q, r, &self.settings.alerts, look),
            Finding::Several(each) => match each.as_slice() {
                [Finding::Structural(r), Finding::BreakEven(causal)] => drivers::structural_words(q, r, causal, look),
                [Finding::Enough(looks), ..] => validation::enough_words(q, looks, look),
                _ => Vec::new(),
            },
            Finding::Behaviour(rows) => validation::behaviour_words(rows, look),
            Finding::Survey(rows) => validation::survey_words(rows, look),
            Finding::Agreement(a) => validation::agreement_words(a, look),
            Finding::Sweep(r) => levers::sweep_words(q, r, look),
            Finding::Structural(_) | Finding::Enough(_) | Finding::Convergence(_) | Finding::Forecast(_) => Vec::new(),
        }
    }
}

/// A picture of a finding, by name.
fn frame(q: &Question, finding: &Finding, name: &str, look: RenderContext) -> Option<ChartView> {
    match (finding, name) {
        (Finding::Tornado(r), "tornado") => Some(tornado::bars(q, r, look)),
        (Finding::Tornado(r), "regression") => Some(tornado::regression(q, r, look)),
        (Finding::Indices(r), "indices") => Some(drivers::indices(q, r, look)),
        (Finding::Gains(gains), "ranking") => Some(choice::ranking(q, gains, look)),
        (Finding::Information(r), "worth") => Some(choice::information(q, r, false, look)),
        (Finding::Information(r), "worth-groups") => Some(choice::information(q, r, true, look)),
        (Finding::Sweep(r), "sweep") => levers::sweep(q, r, look),
        (Finding::BreakEven(r), "break-even") => Some(levers::break_even(q, r, look)),
        (Finding::Frontier(r), "frontier") => Some(best::frontier(q, r, look)),
        (Finding::Enough(looks), "enough") => Some(validation::enough(q, looks, look)),
        (Finding::Convergence(points), "errors") => Some(validation::errors(points, look)),
        (Finding::Behaviour(rows), "behaviour") => Some(validation::behaviour(rows, look)),
        (Finding::Survey(rows), "survey") => Some(validation::survey(rows, look)),
        (Finding::Agreement(a), "agreement") => Some(validation::agreement(q, &a.must, false, look)),
        (Finding::Agreement(a), "undone") => Some(validation::agreement(q, &a.undone, true, look)),
        (Finding::Structural(r), "structural") => Some(drivers::structural(q, r, look)),
        _ => None,
    }
}

/// Half the width of a 95 % interval in errors: Student's t of the eight replicates.
const T7: f64 = aftercast_engine::analysis::frontier::STUDENT_7;

/// A frame with its picture, for everything else to be filled in.
fn chart_frame(
    look: RenderContext,
    title: String,
    subtitle: String,
    chart: impl FnOnce() -> Chart,
) -> ChartFrame<Chart> {
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

/// That a result is one number in every future, and what that often means.
fn nothing_varies(question: &Question, value: f64, look: RenderContext) -> Vec<String> {
    let outcome = question.settings.outcome;
    let value_text = look.style(super::figures::unit(outcome)).text(value, None);
    let holes = [("what", of_subject(question, look)), ("value", value_text)];
    let mut lines = vec![
        look.words().with(Text::StudyAlways, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))),
        look.text(Text::StudyNothingVaries),
    ];
    if same(value, 0.0, outcome) {
        lines.push(look.text(Text::StudyNothingHint));
    }
    lines
}

/// "Net gain (NPV): A My policy".
fn of_subject(question: &Question, look: RenderContext) -> String {
    let outcome = look.text(super::figures::outcome(question.settings.outcome));
    look.words().with(Text::StudyOf, &[("outcome", &outcome), ("subject", &question.subject(look.words()))])
}

/// "Net gain (NPV), mean of 256 futures: A My policy": the analyses split and compare means, and say of how many futures.
fn title(question: &Question, draws: u64, look: RenderContext) -> String {
    let outcome = look.text(super::figures::outcome(question.settings.outcome));
    let draws = crate::words::trimmed(draws as f64, 0);
    let outcome = look.words().with(Text::StudyMeanOf, &[("outcome", &outcome), ("draws", &draws)]);
    look.words().with(Text::StudyOf, &[("outcome", &outcome), ("subject", &question.subject(look.words()))])
}

/// Why the net gain here is another number than that of headline and cards; nothing for an outcome of which they give the mean too.
fn means(question: &Question, look: RenderContext) -> Option<String> {
    (question.settings.outcome == Outcome::TotalGain).then(|| look.text(Text::StudyMeansExplain))
}
