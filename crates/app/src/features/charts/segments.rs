//! Who gains: the change between today and the selected policy in each of the 36 segments.
//!
//! Of the central run, means of the last year. The profit of a segment is its own revenue and its own new customers, and
//! an even share a customer of all other cost, as in the lifetime value of the model: the 36 add up to the firm's.

use super::View;
use super::money::{Choice, DrawTarget, FramedChart};
use crate::view::Table;
use aftercast_engine::model::firm::parts;
use aftercast_engine::run::central::SegmentYear;
use aftercast_i18n::Text;
use aftercast_plot::heat::{Cell, Heat};
use aftercast_plot::scale::{decade, ten_to};
use aftercast_plot::{DisplayUnit, NumberStyle};
use aftercast_scenario::company::SEGMENTS;

const STAGES: [Text; 4] = [Text::Stage0, Text::Stage1, Text::Stage2, Text::Stage3];
const TIERS: [Text; 3] = [Text::Tier0, Text::Tier1, Text::Tier2];
const PROFILES: [Text; 3] = [Text::Profile0, Text::Profile1, Text::Profile2];
/// Below this width in CSS pixels the cells stand in three columns.
const WIDE: f64 = 640.0;

/// What the cells hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Satisfaction, points.
    #[default]
    Csi,
    /// Annual repurchase.
    Repurchase,
    /// Lifetime value of a new customer, CNY.
    Worth,
    /// Profit, CNY a month.
    Profit,
}

impl Measure {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 4] = [Self::Csi, Self::Repurchase, Self::Worth, Self::Profit];

    const fn name(self) -> Text {
        match self {
            Self::Csi => Text::SegmentsCsi,
            Self::Repurchase => Text::SegmentsRepurchase,
            Self::Worth => Text::SegmentsWorth,
            Self::Profit => Text::SegmentsProfit,
        }
    }

    /// Unit of a level and of a change.
    const fn units(self) -> (DisplayUnit, DisplayUnit) {
        match self {
            Self::Csi => (DisplayUnit::Plain, DisplayUnit::Plain),
            Self::Repurchase => (DisplayUnit::Percent, DisplayUnit::Points),
            Self::Worth | Self::Profit => (DisplayUnit::Cny, DisplayUnit::Cny),
        }
    }

    const fn of(self, year: &SegmentYear) -> f64 {
        match self {
            Self::Csi => year.csi,
            Self::Repurchase => year.repurchase,
            Self::Worth => year.lifetime_value,
            Self::Profit => year.profit,
        }
    }
}

impl View<'_> {
    /// The list of measures.
    pub fn measures(&self) -> Choice {
        let chosen = Measure::ALL.iter().position(|m| *m == self.model.measure).unwrap_or(0);
        Choice { options: Measure::ALL.map(|m| self.session.words().to(m.name())).to_vec(), chosen }
    }

    fn segment_name(&self, g: usize) -> String {
        let (stage, tier, profile) = parts(g);
        [STAGES[stage], TIERS[tier], PROFILES[profile]].map(|t| self.session.words().to(t)).join(" · ")
    }

    /// The change of the chosen measure in each segment, in its own unit.
    pub(super) fn segment_changes(&self) -> Option<Vec<f64>> {
        let (today, moved) = self.central_run(None).zip(self.central_run(Some(self.policy)))?;
        let of = |year| self.model.measure.of(year);
        Some((0..SEGMENTS).map(|g| of(&moved.segments[g]) - of(&today.segments[g])).collect())
    }

    /// The change of the chosen measure in each segment.
    pub fn segments(&self, paper: DrawTarget) -> FramedChart {
        let measure = self.model.measure;
        let policy = self.session.called(self.policy);
        let runs = self.central_run(None).zip(self.central_run(Some(self.policy)));
        let levels: Vec<[f64; 2]> = match &runs {
            Some((today, moved)) => {
                (0..SEGMENTS).map(|g| [measure.of(&today.segments[g]), measure.of(&moved.segments[g])]).collect()
            }
            None => Vec::new(),
        };
        let changes: Vec<f64> = levels.iter().map(|[a, b]| b - a).collect();
        let (level, change) = measure.units();
        let factor = if change == DisplayUnit::Points { 100.0 } else { 1.0 };
        let largest = factor * changes.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
        // two digits of the largest change
        let step = ten_to(decade(largest) - 1) / factor;
        let texts = NumberStyle::new(self.session.locale, change).signed().ticks(&changes, step);
        let measured = self.session.words().to(measure.name());
        let holes = [("policy", policy.as_str()), ("measure", &measured)];
        let known = largest > 0.0;
        let summary = if levels.is_empty() {
            self.session.words().to(Text::ChartEmpty)
        } else if !known && self.moves_nothing(self.policy) {
            self.session.words().with(Text::SegmentsStill, &holes)
        } else if !known {
            self.session.words().with(Text::SegmentsSame, &holes)
        } else {
            self.segments_summary(&changes, &texts, holes)
        };
        let cells = |order: &[usize]| -> Vec<Cell> {
            order.iter().map(|&g| Cell { value: changes[g], text: texts[g].clone() }).collect()
        };
        let all: Vec<usize> = (0..SEGMENTS).collect();
        let (stages, tiers, profiles) = (self.named(&STAGES), self.named(&TIERS), self.named(&PROFILES));
        let (groups, columns, rows) = if paper.width >= WIDE {
            let columns = (0..9).map(|k| profiles[k % 3].clone()).collect();
            (tiers.into_iter().map(|name| (name, 3)).collect(), columns, stages)
        } else {
            let rows = (0..12).map(|k| format!("{} · {}", stages[k / 3], tiers[k % 3])).collect();
            (Vec::new(), profiles, rows)
        };
        let heat = || Heat {
            frame: self.blank(paper, &self.session.words().to(Text::SegmentsNarrow)),
            title: measured.clone(),
            groups,
            columns,
            rows,
            cells: cells(&all),
            keys: [Text::SegmentsLess, Text::SegmentsMore].map(|t| self.session.words().to(t)),
        };
        let style = NumberStyle::new(self.session.locale, level);
        let fine = |x: f64| style.text(x, Some(step.max(1e-4 * x.abs())));
        let row = |g: usize| vec![self.segment_name(g), fine(levels[g][0]), fine(levels[g][1]), texts[g].clone()];
        FramedChart {
            title: self.session.words().with(Text::SegmentsTitle, &holes),
            subtitle: self.session.words().to(Text::SegmentsSubtitle),
            chart: known.then(|| {
                let mut chart = heat().chart();
                chart.scene.description.clone_from(&summary);
                chart
            }),
            table: Table {
                caption: self.session.words().with(Text::SegmentsTable, &holes),
                columns: vec![
                    self.session.words().to(Text::SegmentsColumn),
                    self.session.words().to(Text::Today),
                    policy.clone(),
                    self.session.words().to(Text::NumbersChange),
                ],
                rows: (0..levels.len()).map(row).collect(),
            },
            explain: [Text::ExplainSegments1, Text::ExplainSegments2, Text::ExplainSegments3]
                .map(|t| self.session.words().to(t))
                .to_vec(),
            readouts: (0..levels.len())
                .map(|g| {
                    let holes = [
                        ("segment", self.segment_name(g)),
                        ("change", texts[g].clone()),
                        ("today", fine(levels[g][0])),
                        ("policy", fine(levels[g][1])),
                    ];
                    let holes: Vec<(&str, &str)> = holes.iter().map(|(k, v)| (*k, v.as_str())).collect();
                    self.session.words().with(Text::SegmentsReadout, &holes)
                })
                .collect(),
            summary,
        }
    }

    fn named(&self, texts: &[Text]) -> Vec<String> {
        texts.iter().map(|t| self.session.words().to(*t)).collect()
    }

    fn segments_summary(&self, changes: &[f64], texts: &[String], holes: [(&str, &str); 2]) -> String {
        let order = |a: &&usize, b: &&usize| changes[**a].total_cmp(&changes[**b]);
        let all: Vec<usize> = (0..SEGMENTS).collect();
        let ends = [all.iter().max_by(order), all.iter().min_by(order)]
            .map(|g| g.map(|&g| format!("{} {}", self.segment_name(g), texts[g])).unwrap_or_default());
        let holes = [holes[0], holes[1], ("most", &ends[0]), ("least", &ends[1])];
        self.session.words().with(Text::SegmentsSummary, &holes)
    }
}
