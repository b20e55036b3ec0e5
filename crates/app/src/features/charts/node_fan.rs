//! A node of the chain by month: today and every policy, the selected one as a fan.

use super::View;
use crate::session::figures::letter;
use crate::view::{PolicyIndex, Table};
use aftercast_engine::run::outcome::Series;
use aftercast_engine::run::results::PolicyResults;
use aftercast_i18n::Text;
use aftercast_plot::fan::{Band, Fan, Series as FanSeries};
use aftercast_plot::{Axis, DisplayUnit, Frame, NumberStyle, Slot};
use aftercast_scenario::Chart;

/// Probabilities of the ends of the 95, 80 and 50 % bands and of the middle.
const BANDS: [f64; 7] = [0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975];

/// The monthly chart of a node, in words and marks.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthlyChartView {
    /// What is drawn.
    pub title: String,
    /// The chart; none while nothing is known.
    pub chart: Option<Fan>,
    /// The last month in one sentence, for people who do not see it.
    pub summary: String,
    /// One line a month: every series with its middle future.
    pub readouts: Vec<String>,
}

/// The monthly series of a node; lifetime value is one number a future and has none.
fn series_of(id: &str) -> Option<(Series, Text, DisplayUnit)> {
    match id {
        "spend" => Some((Series::ServiceCost, Text::QuantityServiceCost, DisplayUnit::Cny)),
        "waiting" => Some((Series::FirstResponse, Text::QuantityFirstResponse, DisplayUnit::Plain)),
        "satisfaction" => Some((Series::Csi, Text::QuantityCsi, DisplayUnit::Plain)),
        "repurchase" => Some((Series::Repurchase, Text::QuantityRepurchase, DisplayUnit::Percent)),
        "word_of_mouth" => Some((Series::Customers, Text::QuantityCustomers, DisplayUnit::Plain)),
        "net_gain" => Some((Series::CumulatedGain, Text::QuantityCumulatedGain, DisplayUnit::Cny)),
        _ => None,
    }
}

/// The node that a chart on top shows, and what it is called.
pub(super) fn node_of(chart: Chart) -> Option<(&'static str, Text)> {
    let id = match chart {
        Chart::Spend => "spend",
        Chart::Waiting => "waiting",
        Chart::Satisfaction => "satisfaction",
        Chart::Repurchase => "repurchase",
        Chart::Customers => "word_of_mouth",
        _ => return None,
    };
    series_of(id).map(|(_, name, _)| (id, name))
}

/// Whose line it is (none: today), and its bands by month.
type Line = (Option<PolicyIndex>, Vec<Vec<f64>>);

impl View<'_> {
    /// A node by month, in CSS pixels; none for a node without months.
    pub fn node_fan(&self, id: &str, width: f64, height: f64) -> Option<MonthlyChartView> {
        let (series, name, unit) = series_of(id)?;
        let lines = self.lines(series);
        let readouts =
            (0..self.session.document.company.horizon()).map(|t| self.line_readout(&lines, unit, t)).collect();
        let last = self.session.document.company.horizon().saturating_sub(1);
        let summary = if lines.is_empty() {
            self.session.words().to(Text::ChartEmpty)
        } else {
            format!("{} · {}", self.session.words().to(name), self.line_readout(&lines, unit, last))
        };
        let chart = Fan {
            frame: Frame {
                filled: false,
                description: summary.clone(),
                empty: self.session.words().to(Text::ChartEmpty),
                ..Frame::new(width, height, self.session.theme, self.session.locale)
            },
            series: lines.iter().map(|line| self.line(line, unit)).collect(),
            y: Axis {
                title: self.session.words().to(name),
                number: NumberStyle::new(self.session.locale, unit),
                range: None,
            },
            x_title: self.session.words().to(Text::Month),
            first_month: 1,
            with_zero: id == "net_gain",
            zero_label: String::new(),
            band_names: [Text::Band95, Text::Band80, Text::Band50].map(|t| self.session.words().to(t)).to_vec(),
            end_title: String::new(),
        };
        Some(MonthlyChartView {
            title: self.session.words().to(name),
            chart: (!lines.is_empty() && last > 0).then_some(chart),
            summary,
            readouts,
        })
    }

    /// The middle futures of a node by month, a column for each line.
    pub(super) fn node_table(&self, id: &str, caption: &str) -> Table {
        let Some((series, _, unit)) = series_of(id) else {
            return Table { caption: caption.to_owned(), columns: Vec::new(), rows: Vec::new() };
        };
        let lines = self.lines(series);
        let name = |(policy, _): &Line| {
            policy.map_or_else(|| self.session.words().to(Text::Today), |k| self.session.called(k))
        };
        let style = self.session.style(unit);
        let row = |t: usize| {
            let values =
                lines.iter().map(|(_, bands)| bands[3].get(t).map_or("–".to_owned(), |&x| style.text(x, None)));
            std::iter::once((t + 1).to_string()).chain(values).collect()
        };
        Table {
            caption: caption.to_owned(),
            columns: std::iter::once(self.session.words().to(Text::ColumnMonth))
                .chain(lines.iter().map(name))
                .collect(),
            rows: (0..self.session.document.company.horizon()).map(row).collect(),
        }
    }

    /// The selected policy on top, the others, then today.
    fn lines(&self, series: Series) -> Vec<Line> {
        let bands = |r: &PolicyResults| r.bands(series, &BANDS);
        let mut lines: Vec<Line> =
            self.session.drawn_order().filter_map(|k| self.session.results(k).map(|r| (Some(k), bands(r)))).collect();
        lines.extend(self.session.store().map(|s| s.baseline()).filter(|r| r.draws() > 0).map(|r| (None, bands(r))));
        lines
    }

    fn line(&self, (policy, bands): &Line, unit: DisplayUnit) -> FanSeries {
        let end = bands[3].last().copied().unwrap_or(f64::NAN);
        let end = NumberStyle::new(self.session.locale, unit).text(end, None);
        let (slot, label, short) = match *policy {
            Some(k) => (Slot::Policy(k as u8), self.session.called(k), letter(k)),
            None => (Slot::Today, self.session.words().to(Text::Today), self.session.words().to(Text::Today)),
        };
        let fanned = *policy == Some(self.policy);
        let band = |(low, high): (usize, usize)| Band { low: bands[low].clone(), high: bands[high].clone() };
        FanSeries {
            slot,
            label: format!("{label} {end}"),
            short: format!("{short} {end}"),
            median: bands[3].clone(),
            bands: if fanned { [(0, 6), (1, 5), (2, 4)].map(band).to_vec() } else { Vec::new() },
            paths: Vec::new(),
            end: None,
            fanned,
        }
    }

    fn line_readout(&self, lines: &[Line], unit: DisplayUnit, t: usize) -> String {
        let style = NumberStyle::new(self.session.locale, unit);
        let each = lines.iter().filter_map(|(policy, bands)| {
            let value = style.text(*bands[3].get(t)?, None);
            let name = policy.map_or_else(|| self.session.words().to(Text::Today), letter);
            Some(format!("{name} {value}"))
        });
        let values = each.collect::<Vec<_>>().join(" · ");
        self.session.words().with(Text::FanReadout, &[("month", &(t + 1).to_string()), ("values", &values)])
    }
}
