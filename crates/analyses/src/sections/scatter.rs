//! Scatter: the result against one assumption, future by future, with their rank correlation.

#[cfg(feature = "pictures")]
use super::of_subject;
use super::{nothing_varies, style, title};
use crate::figures::{assumed, coefficient};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, single_round};
use crate::section::{Family, Section};
use crate::settings::Field;
use aftercast_engine::analysis::scatter::{Group, Scatter, ScatterReport};
use aftercast_i18n::{Text, assumption_label};
use aftercast_wording::words::{Words, trimmed};
use serde_json::{Value, json};

/// The result against one assumption.
pub const SECTION: Section = Section::new(
    Family::Drivers,
    "scatter",
    (Text::ScatterTitle, Text::ScatterIntro),
    &[Field::Assumption, Field::Outcome, Field::Policy, Field::Against],
    plan,
);

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let target = q.target()?;
    Ok(single_round(Scatter::new(q.scenario.futures(), target, q.settings.assumption), |r| Box::new(r)))
}

impl Report for ScatterReport {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        let assumption = assumption_label(self.id).to(words.0);
        if !self.spread {
            return vec![words.with(Text::ScatterNone, &[("assumption", assumption)])];
        }
        let Some((r, (low, high))) = self.rank else {
            return nothing_varies(q, self.points.first().map_or(f64::NAN, |p| p.1), words);
        };
        let draws = trimmed(self.points.len() as f64, 0);
        let [r, low, high] = [r, low, high].map(coefficient);
        let holes = [("r", r.as_str()), ("low", &low), ("high", &high), ("draws", &draws)];
        let mut lines = vec![words.with(Text::ScatterRank, &holes)];
        lines.extend(q.scenario.correlations().partners(self.id).into_iter().map(|(other, rho)| {
            let holes = [("partner", assumption_label(other).to(words.0)), ("rho", &coefficient(rho))];
            words.with(Text::ScatterPartner, &holes)
        }));
        lines
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, self, words)]
    }

    fn json(&self, q: &Question) -> Value {
        let group = |g: &Group| {
            json!({ "from": g.range.0, "to": g.range.1, "at": g.at, "mean": g.mean,
                "interval": [g.interval.0, g.interval.1], "draws": g.draws })
        };
        let (assumption, outcome): (Vec<f64>, Vec<f64>) = self.points.iter().copied().unzip();
        let partners = q.scenario.correlations().partners(self.id).into_iter();
        let partners: Vec<Value> =
            partners.map(|(other, rho)| json!({ "assumption": other.name(), "rho": rho })).collect();
        json!({ "assumption": self.id.name(), "unit": self.id.spec().unit, "draws": self.points.len(),
            "rank_correlation": self.rank.map(|(r, (low, high))| json!({ "value": r, "interval": [low, high] })),
            "correlated_with": partners,
            "groups": self.groups.iter().map(group).collect::<Vec<_>>(),
            "values": { "assumption": assumption, q.settings.outcome.name(): outcome } })
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        if self.rank.is_some() { &["scatter"] } else { &[] }
    }

    #[cfg(feature = "pictures")]
    fn title(&self, _: &Question) -> Option<usize> {
        (self.spread && self.rank.is_some()).then_some(0)
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        (name == "scatter").then(|| pictures::scatter(q, self, look))
    }
}

/// The groups, a row each; one of everything where there are none.
fn table(q: &Question, r: &ScatterReport, words: Words) -> Table {
    let number = style(words, q.unit());
    let range = |low: String, high: String| words.with(Text::RangeFromTo, &[("low", &low), ("high", &high)]);
    let row = |g: &Group| {
        let half = Some(0.5 * (g.interval.1 - g.interval.0)).filter(|half| *half > 0.0);
        vec![
            assumed(r.id, g.range.0, words.0),
            assumed(r.id, g.range.1, words.0),
            number.text(g.mean, half),
            range(number.text(g.interval.0, half), number.text(g.interval.1, half)),
            trimmed(g.draws as f64, 0),
        ]
    };
    let point = |p: &(f64, f64)| {
        let x = assumed(r.id, p.0, words.0);
        let y = number.text(p.1, None);
        vec![x.clone(), x, y, "–".to_owned(), trimmed(r.points.len() as f64, 0)]
    };
    let end = |text: Text| words.pair(assumption_label(r.id).to(words.0), &words.to(text));
    let columns = vec![
        end(Text::ScatterGroup),
        end(Text::ScatterGroupEnd),
        words.to(Text::StudyMean),
        words.to(Text::StudyInterval),
        words.to(Text::ScatterFutures),
    ];
    let mut rows: Vec<Vec<String>> = r.groups.iter().map(row).collect();
    if rows.is_empty() {
        rows.extend(r.points.first().map(point));
    }
    Table { caption: title(q, r.points.len() as u64, words), columns, rows }
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::*;
    use crate::figures::{assumption_axis, outcome};
    use crate::picture::{ChartView, RenderContext, chart_frame, slot};
    use aftercast_plot::curves::Reading;
    use aftercast_plot::{Axis, DisplayUnit, scatter};

    /// Height of the picture.
    const HEIGHT: f64 = 440.0;
    /// Most points that are shown: the first draws, which are spread as evenly as all.
    const SHOWN: usize = 1000;

    /// The cloud and the means of its groups.
    pub fn scatter(q: &Question, r: &ScatterReport, look: RenderContext) -> ChartView {
        let number = look.style(q.unit());
        let shown: Vec<(f64, f64)> = r.points.iter().copied().take(SHOWN).collect();
        let reading = |g: &Group| Reading { x: g.at, y: g.mean, band: Some(g.interval) };
        let across = look.style(if r.id.in_percent() { DisplayUnit::Percent } else { DisplayUnit::Plain });
        let x = Axis { title: assumption_axis(r.id, look.locale), number: across, range: None };
        let y = look.axis(look.text(outcome(q.settings.outcome)), number);
        let heading = of_subject(q, look.words());
        let counts = [shown.len(), r.points.len()].map(|n| trimmed(n as f64, 0));
        let holes = [("shown", counts[0].as_str()), ("draws", &counts[1])];
        let subtitle = look.words().with(Text::ScatterSubtitle, &holes);
        let summary = r.words(q, look.words()).join(" ");
        let name = |g: &Group| {
            let ends = [assumed(r.id, g.range.0, look.locale), assumed(r.id, g.range.1, look.locale)];
            let range = look.words().with(Text::RangeFromTo, &[("low", &ends[0]), ("high", &ends[1])]);
            format!("{range} · {}", number.text(g.mean, Some(0.5 * (g.interval.1 - g.interval.0))))
        };
        let point = |p: &(f64, f64)| format!("{} · {}", assumed(r.id, p.0, look.locale), number.text(p.1, None));
        let readouts = r.groups.iter().map(name).chain(shown.iter().map(point)).collect();
        let chart = scatter::Scatter {
            frame: look.frame(HEIGHT, &summary),
            slot: slot(q.settings.policy),
            points: shown,
            trend: r.groups.iter().map(reading).collect(),
            trend_label: look.text(Text::ScatterTrend),
            x,
            y,
        };
        let mut frame = chart_frame(look, heading, subtitle, || chart.chart());
        frame.table = table(q, r, look.words());
        frame.readouts = readouts;
        frame.explain = [Text::ScatterExplain, Text::ScatterCurved].map(|t| look.text(t)).to_vec();
        frame.summary = summary;
        ChartView { height: HEIGHT, frame }
    }
}
