//! The frontier as a picture: cost on the horizontal axis in money and of revenue, what it gains on the other.

use super::*;
use crate::picture::{ChartView, RenderContext, chart_frame, slot};
use aftercast_plot::curves::{Curves, Reading, Series};
use aftercast_plot::scale::{extent, nice_range, nice_ticks};
use aftercast_plot::{Axis, Slot};
use aftercast_wording::words::trimmed;

const HEIGHT: f64 = 440.0;
/// What a tick with money and share takes of the axis, CSS pixels.
const TICK: f64 = 90.0;
/// Air on either side of the horizontal axis, of its length.
const MARGIN: f64 = 0.02;
/// The frontier's own colour: that of no policy of the document where there are fewer than six.
const FRONTIER: Slot = Slot::Policy(5);

/// A policy so many times farther from the frontier than its ends are from each other would leave nothing of it to be seen,
const FAR: f64 = 1.5;
/// unless it is within this share of the frontier's own size.
const NEAR: f64 = 0.25;

/// What an axis holds: the frontier with its bands, and of the policies beside it those that leave it readable.
fn usual(series: &[Series], values: impl Fn(&Reading) -> Vec<f64>) -> Option<(f64, f64)> {
    let of = |joined: bool| {
        series.iter().filter(move |s| s.joined == joined || s.slot == Slot::Today).flat_map(|s| &s.readings)
    };
    let held: Vec<f64> = of(true).flat_map(&values).collect();
    let (low, high) = extent(&held)?;
    let width = high - low;
    let reach = if width == 0.0 { 0.0 } else { (FAR * width).max(NEAR * low.abs().max(high.abs())) };
    let is_near = |v: &f64| reach == 0.0 || (low - reach..=high + reach).contains(v);
    let beside = of(false).map(&values).filter(|all| all.iter().all(is_near)).flatten();
    extent(&held.iter().copied().chain(beside).collect::<Vec<_>>())
}

/// Round shares of revenue on the horizontal axis, each with the money that it is in a year.
fn cost_ticks(q: &Question, (low, high): (f64, f64), look: RenderContext) -> Vec<(f64, String)> {
    if !(low < high && look.width > 0.0) {
        return Vec::new();
    }
    let ticks = nice_ticks(low, high, ((look.width / TICK) as usize).clamp(2, 8));
    let shares = look.style(DisplayUnit::Percent).ticks(&ticks.values, ticks.step);
    // as many digits as tell one tick from the next
    let (revenue, error) = (revenue(q), 0.1 * ticks.step * revenue(q));
    let label = |(at, share): (&f64, String)| {
        let money = look.style(DisplayUnit::Cny).text(at * revenue, Some(error));
        (*at, look.words().with(Text::BudgetTick, &[("money", &money), ("share", &share)]))
    };
    ticks.values.iter().zip(shares).map(label).collect()
}

/// Up to which budget more money pays, where the aim is money.
fn finding(q: &Question, r: &FrontierReport, look: RenderContext) -> Option<String> {
    let (first, last) = (r.points.first()?, r.points.last()?);
    let is_money = matches!(r.aim, Aim::TotalGain | Aim::Npv);
    let pays = is_money && last.measured.aim.value > first.measured.aim.value.max(0.0);
    let money = a_year(q, last.measured.cost_share.value, look.words());
    let is_less = r.today_measured.is_some_and(|today| last.measured.cost_share.value <= today.cost_share.value);
    let text = if is_less { Text::BudgetFindingLess } else { Text::BudgetFinding };
    pays.then(|| look.words().with(text, &[("money", &money)]))
}

fn reading(m: &Measured) -> Reading {
    let (cost, gain) = (m.cost_share.estimate(), m.aim.estimate());
    Reading { x: cost.value, y: gain.value, band: Some(gain.interval_95()) }
}

/// The best policy for each share of revenue spent on service.
pub fn frontier(q: &Question, r: &FrontierReport, look: RenderContext) -> ChartView {
    let (share, gain) = (look.style(DisplayUnit::Percent), look.style(unit(r.aim.outcome())));
    let aim_name = look.text(aim(r.aim));
    let aim_words = look
        .words()
        .with(Text::StudyStatistic, &[("outcome", &aim_name), ("statistic", &look.text(statistic(r.statistic)))]);
    let names: Vec<(String, Slot)> = std::iter::once((start_name(q, look.words()), Slot::Today))
        .chain((0..q.scenario.policies().len()).map(|k| (q.name(Some(k), look.words()), slot(Some(k)))))
        .collect();
    let mut series = vec![Series {
        slot: FRONTIER,
        label: look.text(Text::StudyFrontierLine),
        readings: r.points.iter().map(|p| reading(&p.measured)).collect(),
        joined: true,
    }];
    series.extend(names.iter().zip(&r.references).map(|((label, slot), m)| Series {
        slot: *slot,
        label: label.clone(),
        readings: vec![reading(m)],
        joined: false,
    }));
    // the frontier lies on both sides of it: less money, and more
    let today = r.today_measured.filter(|_| q.settings.search.start(q) != Levers::start_from(q.scenario.today()));
    series.extend(today.iter().map(|m| Series {
        slot: Slot::Today,
        label: look.text(Text::Today),
        readings: vec![reading(m)],
        joined: false,
    }));
    let heading = look.text(Text::FrontierTitle);
    let counts = [trimmed(r.evaluations as f64, 0), trimmed(r.draws as f64, 0), r.seed.to_string()];
    let holes = [("policies", counts[0].as_str()), ("draws", &counts[1]), ("seed", &counts[2])];
    let subtitle = look.words().with(Text::StudyFrontierSubtitle, &holes);
    let across = usual(&series, |r| vec![r.x]);
    let up = usual(&series, |r| r.band.map_or(vec![r.y], |(low, high)| vec![low, r.y, high]));
    let margin = across.map_or(0.0, |(low, high)| MARGIN * (high - low));
    let curves = Curves {
        frame: look.frame(HEIGHT, &heading),
        x_ticks: across.map(|across| cost_ticks(q, across, look)).unwrap_or_default(),
        series,
        x: Axis {
            title: look.text(Text::BudgetAxis),
            number: share,
            range: across.filter(|_| margin > 0.0).map(|(low, high)| (low - margin, high + margin)),
        },
        y: Axis {
            range: up.filter(|(low, high)| low < high).map(|(low, high)| nice_range(low, high)),
            ..look.axis(aim_words.clone(), gain)
        },
        level: None,
        marked: look.marked.and_then(|k| r.points.get(k)).map(|p| p.measured.cost_share.value).into_iter().collect(),
    };
    let title = finding(q, r, look).unwrap_or_else(|| heading.clone());
    let mut frame = chart_frame(look, title, subtitle, || curves.chart());
    frame.table = table(q, r, look.words());
    frame.readouts = frame.table.rows.iter().map(|row| format!("{} · {} · {}", row[0], row[1], row[3])).collect();
    frame.readouts.extend(today.iter().map(|m| {
        let [cost, value] = [with_error(share, m.cost_share.estimate()), with_error(gain, m.aim.estimate())];
        format!("{cost} · {value} · {}", look.text(Text::Today))
    }));
    frame.explain = [Text::StudyFrontierExplain, Text::StudyFrontierPriceExplain, Text::StudyGuardsExplain]
        .map(|t| look.text(t))
        .to_vec();
    frame.summary = heading;
    ChartView { height: HEIGHT, frame }
}

#[cfg(test)]
mod tests {
    use super::*;

    // row 44: one extreme flattens everybody's chart
    #[test]
    fn a_policy_far_away_leaves_the_frontier_readable() {
        let series = |slot, joined, readings: &[(f64, f64)]| Series {
            slot,
            label: String::new(),
            readings: readings.iter().map(|&(x, y)| Reading { x, y, band: None }).collect(),
            joined,
        };
        let frontier = series(FRONTIER, true, &[(1.8, 10.0), (1.94, 26.0)]);
        let today = series(Slot::Today, false, &[(1.81, 0.0)]);
        let near = series(Slot::Policy(0), false, &[(2.2, 3.0)]);
        let far = series(Slot::Policy(1), false, &[(4.0, -163.0)]);
        let all = [frontier, today, near, far];
        assert_eq!(usual(&all, |r| vec![r.x]), Some((1.8, 2.2)));
        assert_eq!(usual(&all, |r| vec![r.y]), Some((0.0, 26.0)));
        // a frontier of one point has no width to be far from
        let single = [series(FRONTIER, true, &[(1.8, 0.0)]), series(Slot::Policy(1), false, &[(4.0, -163.0)])];
        assert_eq!(usual(&single, |r| vec![r.y]), Some((-163.0, 0.0)));
    }
}
