//! Controls of the search for the frontier: levers that may move and how far, the aim, the effort; thresholds of alerts.

use super::Analyses;
use super::controls::counts;
use super::view::{ControlGroup, Kind};
use crate::words::{lever_value, of_contacts};
use aftercast_analyses::Field;
use aftercast_analyses::figures::measure;
use aftercast_analyses::search::{LIMITS, STATISTICS, aim, movable};
use aftercast_analyses::settings::AGAINST_NOTHING;
use aftercast_engine::analysis::frontier::Aim;
use aftercast_i18n::{Text, lever_label, lever_unit};
use aftercast_scenario::LeverId;

impl Analyses {
    /// Label and values of a field of the search.
    pub(super) fn search_options(&self, field: Field) -> (Text, Vec<(String, String)>) {
        let named = |id: &str, text: Text| (id.to_owned(), self.text(text));
        match field {
            Field::Aim => {
                let option = |a: Aim| (a.name().to_owned(), self.text(aim(a)));
                (Text::StudyFieldAim, Aim::ALL.into_iter().map(option).collect())
            }
            Field::Statistic => {
                (Text::StudyFieldStatistic, STATISTICS.iter().map(|(id, _, text)| named(id, *text)).collect())
            }
            Field::GuardAbandoned => {
                let option = |x: f64| (x.to_string(), of_contacts(x, self.locale));
                let none = named(AGAINST_NOTHING, Text::StudyGuardNone);
                (Text::StudyGuardAbandoned, std::iter::once(none).chain(LIMITS.map(option)).collect())
            }
            Field::Evaluations => (Text::StudyFieldEvaluations, counts(&[200, 500, 1000, 2000, 5000])),
            _ => (Text::StudyFieldSearchDraws, counts(&[64, 128, 256, 512, 1024])),
        }
    }

    /// Levers that the search may move, with their ranges.
    pub(super) fn free_levers(&self) -> ControlGroup {
        let row = |id: LeverId| {
            let spec = id.spec();
            let name = lever_label(id).to(self.locale).to_owned();
            let unit = if spec.is_share() { "%" } else { lever_unit(id).to(self.locale) }.to_owned();
            let [low, high] = [spec.min, spec.max].map(|x| lever_value(id, x));
            let allowed = self.words().with(Text::RangeFromTo, &[("low", &low), ("high", &high)]);
            let mut row = vec![self.typed(Field::Free(id), name.clone(), Kind::Tick, "")];
            if self.settings.search.lever(id).is_some_and(|lever| lever.free) {
                let label = |end| self.words().with(end, &[("lever", &name)]);
                let (low, high) = (label(Text::StudyLeverLow), label(Text::StudyLeverHigh));
                row.push(self.typed(Field::Low(id), low, Kind::Text(String::new()), &allowed));
                row.push(self.typed(Field::High(id), high, Kind::Text(unit), &allowed));
            }
            row
        };
        ControlGroup { title: self.text(Text::StudyFreeLevers), rows: movable().map(|spec| row(spec.id)).collect() }
    }

    /// Thresholds of the alerts.
    pub(super) fn alert_thresholds(&self) -> ControlGroup {
        let levels = [Text::AlertBlue, Text::AlertYellow, Text::AlertRed];
        let row = |(k, alert): (usize, &aftercast_engine::analysis::alerts::Alert)| {
            let (measure, unit) = measure(alert.measure);
            let control = |(level, text): (usize, &Text)| {
                let label = format!("{}, {}", self.text(measure), self.text(*text));
                let unit = Kind::Text(if level == 2 { self.text(unit) } else { String::new() });
                self.typed(Field::Alert(k, level), label, unit, &self.text(Text::StudyAlertOrder))
            };
            levels.iter().enumerate().map(control).collect()
        };
        let rows = self.settings.alerts.iter().enumerate().map(row).collect();
        ControlGroup { title: self.text(Text::StudyAlerts), rows }
    }
}
