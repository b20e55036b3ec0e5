//! What the page shows of the forecast log besides pictures: a box for every month and figure.

use aftercast_tables::number::Reading;
use aftercast_tables::units;

use super::words::said;
use super::{ForecastLog, REPURCHASE, Trouble};
use crate::features::analyses::view::{Control, Kind};
use crate::features::analyses::{Analyses, Effect, Field};
use crate::typed;
use crate::words::trimmed;
use aftercast_analyses::sections::forecast_log::{self, head};
use aftercast_i18n::Text;
use aftercast_validation::forecast::{FIGURES, MILESTONES, RANGES};

/// What the page shows of the forecast log besides pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastLogView {
    /// Whether there is a forecast to save and to hold what happened against.
    pub forecast: bool,
    /// Names of the figures with their units.
    pub heads: Vec<String>,
    /// Months with a box a figure.
    pub months: Vec<(String, Vec<Control>)>,
    /// What was wrong with a file.
    pub trouble: Option<String>,
}

impl Analyses {
    /// The forecast, what happened, and what was wrong; nothing in other sections.
    pub fn forecast_log_view(&self) -> Option<ForecastLogView> {
        (*self.section == forecast_log::SECTION).then(|| ForecastLogView {
            forecast: self.forecast_log.forecast.is_some(),
            heads: (0..FIGURES.len()).map(|k| self.text(head(k))).collect(),
            months: self.forecast_log_months(),
            trouble: self.forecast_log.trouble.as_ref().map(|t| said(t, self.words())),
        })
    }

    /// The first year, and further as far as something is known.
    fn forecast_log_months(&self) -> Vec<(String, Vec<Control>)> {
        let Some(forecast) = &self.forecast_log.forecast else { return Vec::new() };
        let months = &forecast.content.months;
        let touched = |m: &String| self.forecast_log.in_month(m).is_some() || self.forecast_log.refused.contains_key(m);
        let known = months.iter().rposition(touched).map_or(0, |t| t + 1);
        let shown = known.max(MILESTONES[MILESTONES.len() - 1]).min(months.len());
        let boxes = |(t, month): (usize, &String)| {
            let of = |k| self.forecast_log_box(Field::Happened(t, k), month, k);
            (month.clone(), (0..FIGURES.len()).map(of).collect())
        };
        months[..shown].iter().enumerate().map(boxes).collect()
    }

    fn forecast_log_box(&self, field: Field, month: &str, figure: usize) -> Control {
        let value = self.forecast_log.in_month(month).and_then(|m| m.values[figure]);
        let text = |x: f64| {
            if figure == REPURCHASE { format!("{}%", trimmed(100.0 * x, 4)) } else { trimmed(x, 4) }
        };
        let refused = self.forecast_log.refused.get(month).and_then(|figures| figures.get(&figure));
        let allowed = self.words().to(match RANGES[figure].1 {
            high if high.is_finite() => Text::RecordAllowed,
            _ => Text::RecordAllowedPositive,
        });
        let [low, high] = [RANGES[figure].0, RANGES[figure].1].map(text);
        let allowed = allowed.replace("{low}", &low).replace("{high}", &high);
        let error = refused.map(|text| {
            let why = typed::read(text, &reading(figure)).err();
            why.and_then(|why| typed::refusal(&why, text, self.words())).unwrap_or_else(|| {
                self.words().with(Text::StudyRefused, &[("typed", text.trim()), ("allowed", &allowed)])
            })
        });
        let label = format!("{month} {}", self.text(head(figure)));
        // what could not be read stays to be corrected
        let chosen = refused.cloned().unwrap_or_else(|| value.map(text).unwrap_or_default());
        Control {
            field,
            label,
            kind: Kind::Text(String::new()),
            chosen,
            error,
            hint: typed::hint(&reading(figure), self.words()),
        }
    }

    /// What is to be done next, in words.
    pub(in crate::features::analyses) fn forecast_log_line(&self) -> String {
        self.text(match &self.forecast_log.forecast {
            None => Text::RecordNone,
            Some(_) if !self.forecast_log.saved => Text::RecordUnsaved,
            Some(_) => Text::RecordKept,
        })
    }

    pub(in crate::features::analyses) fn happened(&mut self, t: usize, figure: usize, typed: &str) -> Vec<Effect> {
        let month = self.forecast_log.forecast.as_ref().and_then(|f| f.content.months.get(t)).cloned();
        let Some(month) = month.filter(|_| figure < FIGURES.len()) else { return Vec::new() };
        let value = match typed.trim() {
            "" => None,
            some => match typed::read(some, &reading(figure)) {
                Ok(x) => Some(x),
                Err(_) => {
                    self.forecast_log.refused.entry(month).or_default().insert(figure, typed.to_owned());
                    return vec![Effect::Remember(self.forecast_log.memory())];
                }
            },
        };
        self.forecast_log.put(&month, figure, value);
        vec![Effect::Remember(self.forecast_log.memory())]
    }

    pub(in crate::features::analyses) fn brought(
        &mut self,
        bring: impl FnOnce(&mut ForecastLog) -> Result<(), Trouble>,
    ) -> Vec<Effect> {
        self.forecast_log.trouble = bring(&mut self.forecast_log).err();
        if self.forecast_log.trouble.is_some() {
            Vec::new()
        } else {
            vec![Effect::Remember(self.forecast_log.memory())]
        }
    }
}

/// How a figure is typed.
fn reading(figure: usize) -> Reading<'static> {
    let range = RANGES[figure.min(FIGURES.len() - 1)];
    match figure {
        0 => typed::amount(units::MINUTES, range),
        1 => typed::amount(units::POINTS, range),
        2 => typed::amount(units::CONTACTS, range),
        REPURCHASE => typed::share(range),
        _ => typed::money(range),
    }
}
