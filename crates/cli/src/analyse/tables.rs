//! Analyses as tables for the terminal.

use aftercast_engine::analysis::break_even::{BreakEvenReport, Verdict};
use aftercast_engine::analysis::dominance::dominance;
use aftercast_engine::analysis::ranking::standings;
use aftercast_engine::analysis::regression::Coefficients;
use aftercast_engine::analysis::saltelli::{Edge, Index};
use aftercast_engine::analysis::sobol_indices::IndicesReport;
use aftercast_engine::analysis::structural::{Case, StructuralReport};
use aftercast_engine::analysis::sweep::{SweepReport, matters};
use aftercast_engine::analysis::tornado::{TornadoReport, partner};
use aftercast_engine::analysis::variation::tied;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::Locale;
use aftercast_wording as words;

use super::Question;
use super::figures::{Scale, plain, share};
use crate::registries::table;

/// Bars and factors of a table; the JSON has them all.
const SHOWN: usize = 20;

/// What is looked at, in words.
fn subject(q: &Question) -> String {
    let against = q.against.as_ref().map_or_else(String::new, |(name, _)| format!(" less {name}"));
    format!("{} of {}{against}, {}", q.outcome.name(), q.name, Scale::of(q.outcome).unit)
}

/// What is said where an outcome is one number in every future.
fn nothing_varies(q: &Question, mean: f64) -> String {
    format!(
        "Nothing varies: {} is {} in every simulated future, so no assumption drives it",
        subject(q),
        Scale::of(q.outcome).number(mean)
    )
}

/// A tornado.
pub fn tornado(q: &Question, r: &TornadoReport) -> String {
    if !r.varies {
        return nothing_varies(q, r.mean.value);
    }
    let s = Scale::of(q.outcome);
    let rows = r.bars.iter().take(SHOWN).map(|b| {
        let column = r.columns.iter().position(|&id| id == b.id).unwrap_or_default();
        let g = &r.regression;
        let two = |e: Estimate| format!("{:+.2} ±{:.2}", e.value, e.error);
        let of = |c: &Option<Coefficients>| c.as_ref().map_or_else(|| "–".to_owned(), |c| two(c.each[column]));
        [
            format!("{}{}", b.id.name(), if b.alone.is_some() { "*" } else { "" }),
            format!("{} to {}", plain(b.range.0), plain(b.range.1)),
            s.change(b.low.value),
            s.change(b.high.value),
            s.estimated_change(b.swing),
            format!("{} to {}", s.change(b.whisker.0), s.change(b.whisker.1)),
            format!("{} / {}", s.change(b.central.0), s.change(b.central.1)),
            two(g.spearman[column]),
            of(&g.standardised),
            of(&g.ranked),
        ]
    });
    let head = [
        "assumption",
        "5 to 95 %",
        "low",
        "high",
        "swing",
        "95 % interval",
        "alone at central",
        "Spearman",
        "SRC",
        "SRRC",
    ];
    let g = &r.regression;
    let pairs: Vec<String> = r
        .bars
        .iter()
        .take(SHOWN)
        .filter_map(|b| {
            let (other, _) = partner(b.id)?;
            Some(format!(
                "* {} moves {} along; with it held: {}",
                b.id.name(),
                other.name(),
                s.estimated_change(b.alone?)
            ))
        })
        .collect();
    let fit = match (&g.standardised, &g.ranked) {
        (Some(raw), Some(ranked)) => format!(
            "R² of the regression {:.3} (adjusted {:.3}), of ranks {:.3} ({:.3}); coefficients hold a correlated partner, Spearman does not",
            raw.r2, raw.r2_adjusted, ranked.r2, ranked.r2_adjusted
        ),
        _ => format!(
            "no regression: it takes more draws than its {} assumptions, and an outcome that varies",
            r.columns.len()
        ),
    };
    format!(
        "What drives {}: mean {}, central run {}; bars of {} draws, everything else as in the draw; ± is one Monte Carlo error\n{}\n{}{fit}",
        subject(q),
        s.estimate(r.mean),
        s.number(r.central),
        r.draws,
        table(head, rows),
        pairs.iter().map(|p| format!("{p}\n")).collect::<String>(),
    )
}

/// Variance-based indices.
pub fn indices(q: &Question, r: &IndicesReport) -> String {
    if !r.varies {
        return nothing_varies(q, r.mean);
    }
    let s = Scale::of(q.outcome);
    let index = |i: &Index| {
        let edge = match i.edge {
            Edge::Inside => "",
            Edge::Zero => ", covers 0",
            Edge::One => ", covers 1",
            Edge::Both => ", covers 0 and 1",
            Edge::Outside => ", outside: too few rows",
        };
        format!("{:.3} ({:.3} to {:.3}{edge})", i.value, i.interval.0, i.interval.1)
    };
    let rows = r
        .factors
        .iter()
        .take(SHOWN)
        .map(|(f, i)| [f.name(), format!("{:.3}", i.total.value), index(&i.first), index(&i.total)]);
    let sum: f64 = r.factors.iter().map(|(_, i)| i.first.raw).sum();
    // in truth they sum to 1 at most
    let over = if sum > 1.0 { ", over 1 by simulation error" } else { "" };
    let pooled = if r.factors.iter().any(|(_, i)| i.pooled()) {
        "\nwhere an estimate of the first order came out over the total, both are their mean weighted by 1/error²; the JSON has the raw ones"
    } else {
        ""
    };
    format!(
        "Shares of the variance of {}: mean {}, sd {}; {} rows, {} runs; 95 % bootstrap intervals; a correlated pair is one factor\n{}\nfirst-order indices sum to {sum:.3}{over}; {} assumptions change nothing{pooled}",
        subject(q),
        s.number(r.mean),
        s.number(r.sd),
        r.rows,
        r.runs,
        table(["factor", "total", "first order (95 %)", "total (95 %)"], rows),
        r.inert.len()
    )
}

/// A sweep.
pub fn sweep(q: &Question, r: &SweepReport) -> String {
    let s = Scale::of(q.outcome);
    let title = format!("{}; other levers as in the policy, the same futures at every point", subject(q));
    match r {
        SweepReport::Lines(lines) => {
            let rows = lines.iter().flat_map(|line| {
                line.values.iter().zip(&line.cells).enumerate().map(|(i, (x, cell))| {
                    let name = if i == 0 { line.lever.name() } else { "" };
                    let of = |f: &dyn Fn(&aftercast_engine::analysis::sweep::Cell) -> String| {
                        cell.as_ref().map_or_else(|| "cannot run".to_owned(), f)
                    };
                    [
                        name.to_owned(),
                        plain(*x),
                        of(&|c| s.estimate(c.mean)),
                        of(&|c| format!("{} to {}", s.number(c.quantiles[0]), s.number(c.quantiles[2]))),
                        of(&|c| share(c.chance)),
                    ]
                })
            });
            let idle: Vec<&str> =
                lines.iter().filter(|l| !matters(&l.cells, q.outcome)).map(|l| l.lever.name()).collect();
            let note = if idle.is_empty() {
                String::new()
            } else {
                format!("\n{} {}", idle.join(", "), "changes nothing here: the result is the same at every value")
            };
            format!("{title}\n{}{note}", table(["lever", "value", "mean", "5 to 95 %", "meets the goal"], rows))
        }
        SweepReport::Grid(g) => {
            let across = g.values[0].len();
            let mut lines = vec![vec![format!("{} \\ {}", g.levers[1].name(), g.levers[0].name())]];
            lines[0].extend(g.values[0].iter().map(|x| plain(*x)));
            for (y, row) in g.values[1].iter().zip(g.cells.chunks(across)).rev() {
                let cells = row.iter().map(|c| c.map_or("–".to_owned(), |c| s.number(c.mean.value)));
                lines.push(std::iter::once(plain(*y)).chain(cells).collect());
            }
            let width = lines.iter().flatten().map(|c| c.chars().count()).max().unwrap_or_default();
            let pad = |c: &String| format!("{}{c}", " ".repeat(width - c.chars().count()));
            let body: Vec<String> = lines.iter().map(|l| l.iter().map(pad).collect::<Vec<_>>().join("  ")).collect();
            format!("{title}; means\n{}", body.join("\n"))
        }
    }
}

/// The crossings of a search in a few words.
fn crossing(r: &BreakEvenReport) -> String {
    match &r.verdict {
        _ if !r.matters && r.even => "makes no difference: exactly on the bar everywhere".to_owned(),
        Verdict::Always if !r.matters => "makes no difference: met everywhere by the same margin".to_owned(),
        Verdict::Never if !r.matters => "makes no difference: missed everywhere by the same margin".to_owned(),
        Verdict::Always => "met everywhere".to_owned(),
        Verdict::Never => {
            let best = r.curve.iter().max_by(|a, b| a.1.value.total_cmp(&b.1.value));
            best.map_or_else(String::new, |(x, _)| format!("met nowhere, closest at {}", plain(*x)))
        }
        Verdict::At(roots) => {
            let each = roots.iter().map(|root| {
                let end = |x: Option<f64>, edge: &str| x.map_or_else(|| edge.to_owned(), plain);
                format!(
                    "{} ({} to {}), met {}",
                    plain(root.value),
                    end(root.interval.0, "below range"),
                    end(root.interval.1, "above range"),
                    if root.met_above { "above" } else { "below" }
                )
            });
            each.collect::<Vec<_>>().join("; ")
        }
    }
}

/// Break-even values.
pub fn break_even(q: &Question, chance: Option<f64>, reports: &[BreakEvenReport]) -> String {
    let goal = q.scenario.goal();
    let what = match (&q.against, chance) {
        (Some((name, _)), _) => format!("mean {} as good as that of {name}", q.outcome.name()),
        (None, Some(p)) => format!("{} {} in {:.0} of 100 futures", goal.name(), goal.bound(), 100.0 * p),
        (None, None) => format!("mean meets {} {}", goal.name(), goal.bound()),
    };
    let rows = reports.iter().map(|r| {
        [
            r.knob.name().to_owned(),
            format!("{} to {}", plain(r.range.0), plain(r.range.1)),
            crossing(r),
            r.knob.unit().to_owned(),
        ]
    });
    let gaps: Vec<&str> = reports.iter().filter(|r| !r.gaps.is_empty()).map(|r| r.knob.name()).collect();
    let note = if gaps.is_empty() {
        String::new()
    } else {
        format!("\nparts of the range of {} cannot run and were not searched", gaps.join(", "))
    };
    format!(
        "Where {} breaks even: {what}; each alone, the same futures; 95 % intervals\n{}{note}",
        q.name,
        table(["", "range", "breaks even at (95 %)", "unit"], rows)
    )
}

/// Structural sensitivity.
pub fn structural(q: &Question, r: &StructuralReport, causal: &BreakEvenReport) -> String {
    let s = Scale::of(q.outcome);
    let rows = r.cases.iter().map(|c| {
        let name = match c.case {
            Case::Headline => "headline",
            Case::Delivery => "delivered as planned",
            Case::Reach => "everybody reached",
            Case::Headroom => "no ceiling",
            Case::CatchUp => "no catching up",
            Case::CausalShare => "score is cause",
            Case::AllFive => "all five",
            Case::FaceValue => "survey at face value",
        };
        [
            name.to_owned(),
            s.estimate(c.mean),
            if c.case == Case::Headline { String::new() } else { s.estimated_change(c.change) },
            share(c.chance),
        ]
    });
    let margin = r.margin.map_or_else(String::new, |m| {
        format!("\nbreak-even contribution margin {:.3} ±{:.3} (the company's: {})", m.value, m.error, r.own_margin)
    });
    format!(
        "What {} rests on; paired differences, ± is one Monte Carlo error\n{}\nbreak-even causal share: {}{margin}",
        subject(q),
        table(["case", "mean", "change", "meets the goal"], rows),
        crossing(causal)
    )
}

/// Standings and dominance.
pub fn ranking(q: &Question, names: &[String], values: &[Vec<f64>]) -> String {
    let values = &tied(values, q.outcome);
    let s = Scale::of(q.outcome);
    let rows = names
        .iter()
        .zip(standings(values))
        .map(|(name, o)| [name.clone(), s.estimate(o.mean), share(o.best), s.estimate(o.regret), s.estimate(o.cvar)]);
    let mut pairs = Vec::new();
    for a in 0..names.len() {
        for b in a + 1..names.len() {
            let d = dominance(values, a, b);
            pairs.push(words::dominance(&d, &names[d.better], &names[d.other], Locale::English));
        }
    }
    let outside = crate::remarks::of_scenario(&q.scenario, |_| Vec::new());
    format!(
        "{}, {}; {} draws, the same futures for all; more counts as better; ± is one Monte Carlo error\n{}\n{}{outside}",
        q.outcome.name(),
        s.unit,
        values.first().map_or(0, Vec::len),
        table(["policy", "mean", "is the best", "expected regret", "mean of the worst 5 %"], rows),
        pairs.join("\n")
    )
}
