//! The frontier as the terminal prints it: at most so many points of it, the scenario's policies beside it.

use crate::question::Question;
use crate::terminal::{self, Money};
use aftercast_engine::analysis::frontier::{Aim, Frontier, FrontierPoint, Measured, Step, best_within};
use aftercast_scenario::{LeverId, Levers};

/// Rows of the printed frontier, at most; the file holds all.
const ROWS: usize = 16;

/// The frontier as a table, the scenario's policies beside it.
pub(super) fn summary(q: &Question, frontier: &Frontier, sentences: &[String]) -> String {
    let (today, money) = (q.scenario.today(), Money::of(q.scenario.company()));
    let request = frontier.request();
    let points = frontier.points();
    let shown = levels(&points);
    let left = if shown.len() < points.len() { format!(" ({} of them shown)", shown.len()) } else { String::new() };
    let rows = shown.into_iter().map(|i| {
        let p = &points[i];
        let buys = p.worth.step.as_ref().map_or("–".to_owned(), |s| buys(s, request.aim, money));
        let levers = moved(&p.levers, today);
        [share(&p.measured), amount(&p.measured, request.aim, money), buys, levers]
    });
    let unit = unit(request.aim, money);
    let aim = format!("{} of {}, {unit}", request.statistic.name(), request.aim.name());
    let frontier_table =
        terminal::table(["cost share, %", aim.as_str(), "more spending buys (95%)", "levers moved from today"], rows);
    let named = q.labels().into_iter().skip(1);
    let beside = std::iter::once("start".to_owned()).chain(named).zip(frontier.references()).map(|(name, m)| {
        let best = best_within(&points, m.cost_share.value).map(|i| points[i].measured.aim.value - m.aim.value);
        let short = best.map_or("the frontier starts at a higher cost".to_owned(), |x| {
            if x > 0.0 { scaled(x, request.aim, money) } else { "nothing".to_owned() }
        });
        [name, share(m), amount(m, request.aim, money), short]
    });
    let beside = terminal::table(["policy", "cost share, %", aim.as_str(), "falls short of the frontier by"], beside);
    let optimism = frontier.optimism().map_or(String::new(), |x| {
        format!("; the search saw its choices {} better than that on average", scaled(x, request.aim, money))
    });
    format!(
        "{} policies on {} draws searched, seed {}; {} on the frontier{left}, measured on {} fresh draws{optimism}; ± is one Monte \
         Carlo error\n{frontier_table}\n{}\n\n{beside}",
        request.evaluations,
        request.search_draws,
        request.futures.seed,
        points.len(),
        request.futures.draws,
        sentences.join("\n"),
    )
}

/// Positions of up to [`ROWS`] points, spread evenly over the frontier's cost; both ends are among them.
fn levels(points: &[FrontierPoint]) -> Vec<usize> {
    let cost = |i: usize| points[i].measured.cost_share.value;
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    let mut chosen: Vec<usize> = (0..ROWS)
        .filter_map(|k| {
            let level = cost(0) + (cost(last) - cost(0)) * k as f64 / (ROWS - 1) as f64;
            if k + 1 == ROWS { Some(last) } else { best_within(points, level) }
        })
        .collect();
    chosen.dedup();
    chosen
}

fn unit(aim: Aim, money: Money) -> String {
    match aim {
        Aim::TotalGain | Aim::Npv => money.unit(),
        Aim::Csi => "points".to_owned(),
        Aim::Ltv => terminal::in_currency("CNY"),
    }
}

fn scaled(x: f64, aim: Aim, money: Money) -> String {
    match aim {
        Aim::TotalGain | Aim::Npv => money.text(x, 2),
        Aim::Csi => format!("{x:.2}"),
        Aim::Ltv => format!("{x:.1}"),
    }
}

fn amount(m: &Measured, aim: Aim, money: Money) -> String {
    let e = m.aim.estimate();
    format!("{} ±{}", scaled(e.value, aim, money), scaled(e.error, aim, money))
}

fn share(m: &Measured) -> String {
    format!("{:.2}", 100.0 * m.cost_share.value)
}

/// How much more is spent, and what that buys: never beyond the frontier.
fn buys(step: &Step, aim: Aim, money: Money) -> String {
    let (gain, (low, high)) = (step.gain.estimate.value, step.gain.interval);
    let end = if step.to_the_end { ", to the end" } else { "" };
    format!(
        "+{:.2} points{end}: {} ({} to {})",
        100.0 * step.width,
        scaled(gain, aim, money),
        scaled(low, aim, money),
        scaled(high, aim, money)
    )
}

/// Every lever off today's, those that were locked too: they cost and gain as well.
fn moved(levers: &Levers<f64>, today: &Levers<f64>) -> String {
    let from = Levers::start_from(today);
    let moved = |id: &LeverId| levers.get(*id) != from.get(*id);
    let words: Vec<String> =
        LeverId::ALL.into_iter().filter(moved).map(|id| format!("{} {}", id.name(), levers.get(id))).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
