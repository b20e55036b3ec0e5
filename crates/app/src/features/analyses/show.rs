//! What was found in the open section, as pictures and words.

use super::Analyses;
use super::view::ChartView;
use aftercast_analyses::picture::RenderContext;
use aftercast_analyses::sections::forecast_log;
use aftercast_i18n::Text;

impl Analyses {
    /// Names of the pictures of the open section.
    pub fn frames(&self) -> Vec<&'static str> {
        if *self.section == forecast_log::SECTION {
            return self.forecast_log.dated().map_or_else(Vec::new, forecast_log::Dated::pictures);
        }
        self.kept().map_or_else(Vec::new, |kept| kept.finding.pictures().to_vec())
    }

    /// A picture of the open section.
    pub fn frame(&self, name: &str, width: f64) -> Option<ChartView> {
        let look = RenderContext { locale: self.locale, theme: self.theme, width, marked: self.marked };
        if *self.section == forecast_log::SECTION {
            return self.forecast_log.dated()?.picture(name, look);
        }
        let kept = self.kept()?;
        let mut view = kept.finding.picture(name, &kept.question, look)?;
        if kept.finding.pictures().first() == Some(&name)
            && let (Some(said), _) = self.title_and_rest()
        {
            let named = std::mem::replace(&mut view.frame.title, said);
            view.frame.subtitle = format!("{named} · {}", view.frame.subtitle);
        }
        Some(view)
    }

    /// What was found in the open section: the sentence that is the title of its first picture, where one is, and the others.
    fn title_and_rest(&self) -> (Option<String>, Vec<String>) {
        let Some(kept) = self.kept() else { return (None, Vec::new()) };
        let mut lines = kept.finding.words(&kept.question, self.words());
        let title = kept.finding.title(&kept.question).filter(|index| *index < lines.len());
        (title.map(|index| lines.remove(index)), lines)
    }

    /// Everything that was found in the open section, with every digit.
    pub fn numbers(&self) -> Option<serde_json::Value> {
        let kept = self.kept()?;
        Some(kept.finding.json(&kept.question))
    }

    /// What was found, in words, with the switch of the page that it was found under.
    pub(super) fn findings(&self) -> Vec<String> {
        let mut lines = self.found_words();
        let taken = match self.forecast_log.forecast() {
            forecast if *self.section == forecast_log::SECTION => {
                forecast.is_some_and(|f| f.content.scenario["face_value"] == true)
            }
            _ => self.kept().is_some_and(|kept| kept.question.document.face_value),
        };
        if taken && !lines.is_empty() {
            lines.push(self.text(Text::StudyFaceValueOn));
        }
        lines
    }

    fn found_words(&self) -> Vec<String> {
        if *self.section == forecast_log::SECTION {
            let start = self.checked.as_ref().ok().map(|s| s.company().start_month as usize);
            return self
                .forecast_log
                .dated()
                .map_or_else(Vec::new, |dated| forecast_log::sentences(dated, start, self.words()));
        }
        self.title_and_rest().1
    }
}
