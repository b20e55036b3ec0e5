//! The frontier, and the stress test with its alerts.

use super::{RenderContext, T7, chart_frame};
use crate::study::figures::{measure, unit, with_error};
use crate::study::finding::{FrontierReport, StressReport};
use crate::study::free::{aim, statistic};
use crate::study::question::Question;
use crate::study::view::ChartView;
use crate::view::Table;
use crate::words::{Words, lever_value, remarks as remarks_of};
use aftercast_engine::analysis::alerts::{Alert, Level};
use aftercast_engine::analysis::frontier::{Aim, FrontierPoint, Measured, Price, Step, best_within};
use aftercast_engine::analysis::guards::{Guards, Service, abandoned};
use aftercast_engine::analysis::stress::{STRESSES, Stress, StressOutcome, alarms};
use aftercast_i18n::{Text, lever_label};
use aftercast_plot::bars::{Bars, Row, Span};
use aftercast_plot::curves::{Curves, Reading, Series};
use aftercast_plot::format::of_hundred;
use aftercast_plot::{Axis, Locale, NumberStyle, Slot, Unit};
use aftercast_scenario::{LeverId, Levers};
use aftercast_wording::GainStatistic;

const HEIGHT: f64 = 440.0;
/// The frontier's own colour: that of no policy of the document where there are fewer than six.
const FRONTIER: Slot = Slot::Policy(5);

fn reading(m: &Measured) -> Reading {
    let (cost, gain) = (m.cost_share.estimate(), m.aim.estimate());
    Reading { x: cost.value, y: gain.value, band: Some((gain.value - T7 * gain.error, gain.value + T7 * gain.error)) }
}

/// "+0.13 points: ¥230K": what more spending buys, and how much more it is.
fn buys(step: &Step, gain: NumberStyle, look: RenderContext) -> String {
    format!("{}: {}", look.style(Unit::Points).signed().text(step.width, Some(1e-4)), price(&step.gain, gain))
}

fn price(p: &Price, style: NumberStyle) -> String {
    let error = Some(p.estimate.error).filter(|e| *e > 0.0 && e.is_finite());
    style.signed().text(p.estimate.value, error)
}

/// The levers of a point that the search could move, where they stand elsewhere than where the search began.
fn moved(q: &Question, p: &FrontierPoint, look: RenderContext) -> String {
    let start = q.moving();
    let changed = |id: &LeverId| p.levers.get(*id) != start.get(*id);
    let one = |id: LeverId| format!("{} {}", lever_label(id).to(look.locale), lever_value(id, *p.levers.get(id)));
    let all: Vec<String> = LeverId::ALL.into_iter().filter(changed).map(one).collect();
    if all.is_empty() { "–".to_owned() } else { all.join(Text::SeparatorClauses.to(look.locale)) }
}

/// The best policy for each share of revenue spent on service.
pub fn frontier(q: &Question, r: &FrontierReport, look: RenderContext) -> ChartView {
    let (share, gain) = (look.style(Unit::Percent), look.style(unit(r.aim.outcome())));
    let aim_name = look.text(aim(r.aim));
    let aim_words =
        look.words().with(Text::StudyOf, &[("outcome", &aim_name), ("subject", &look.text(statistic(r.statistic)))]);
    let names: Vec<(String, Slot)> = std::iter::once((look.text(Text::StudyStart0), Slot::Today))
        .chain((0..q.scenario.policies().len()).map(|k| (q.name(Some(k), look.words()), Question::slot(Some(k)))))
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
    let heading = look.text(Text::FrontierTitle);
    let counts = [r.evaluations.to_string(), r.draws.to_string(), r.seed.to_string()];
    let holes = [("policies", counts[0].as_str()), ("draws", &counts[1]), ("seed", &counts[2])];
    let subtitle = look.words().with(Text::StudyFrontierSubtitle, &holes);
    let curves = Curves {
        frame: look.frame(HEIGHT, &heading),
        series,
        x: Axis { title: look.text(Text::StudyCostShare), number: share, range: None },
        x_ticks: Vec::new(),
        y: Axis { title: aim_words.clone(), number: gain, range: None },
        level: None,
        places: Vec::new(),
    };
    let mut frame = chart_frame(look, heading.clone(), subtitle, || curves.chart());
    let numbers = |m: &Measured| [with_error(share, m.cost_share.estimate()), with_error(gain, m.aim.estimate())];
    let point = |p: &FrontierPoint| {
        let [cost, value] = numbers(&p.measured);
        let buys = p.worth.step.as_ref().map_or_else(|| "–".to_owned(), |s| buys(s, gain, look));
        vec![cost, value, buys, moved(q, p, look), remarks(q, r, &p.measured, &p.levers, look)]
    };
    let beside = |((name, _), m): (&(String, Slot), &Measured)| {
        let [cost, value] = numbers(m);
        let best = best_within(&r.points, m.cost_share.value);
        let short = best.map(|i| (r.points[i].measured.aim.value - m.aim.value).max(0.0));
        let short = short.map_or_else(|| look.text(Text::StudyFrontierCheaper), |x| gain.text(x, None));
        let words = look.words().with(Text::StudyFallsShort, &[("amount", &short)]);
        let levers = start_or_policy(q, name, &names);
        vec![cost, value, "–".to_owned(), format!("{name}: {words}"), remarks(q, r, m, &levers, look)]
    };
    let columns =
        [Text::StudyCostShare, Text::StudyAimValue, Text::StudyPointBuys, Text::StudyLeversMoved, Text::StudyRemarks];
    frame.table = Table {
        caption: heading.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: r.points.iter().map(point).chain(names.iter().zip(&r.references).map(beside)).collect(),
    };
    frame.readouts = frame.table.rows.iter().map(|row| format!("{} · {} · {}", row[0], row[1], row[3])).collect();
    frame.explain = [Text::StudyFrontierExplain, Text::StudyFrontierPriceExplain, Text::StudyGuardsExplain]
        .map(|t| look.text(t))
        .to_vec();
    frame.summary = heading;
    ChartView { height: HEIGHT, frame }
}

/// The levers behind the policies beside the frontier: where the search began, then the document's.
fn start_or_policy(q: &Question, name: &str, names: &[(String, Slot)]) -> Levers<f64> {
    let place = names.iter().position(|(own, _)| own == name).and_then(|k| k.checked_sub(1));
    q.levers(place).unwrap_or_else(|| q.moving())
}

/// Where a policy leaves the evidence or breaks a rail of service, whether the rail stood or not; a dash where it does neither.
fn remarks(q: &Question, r: &FrontierReport, m: &Measured, levers: &Levers<f64>, look: RenderContext) -> String {
    let guards = Guards { abandoned: r.guards.abandoned.or(Guards::default().abandoned), ..Guards::default() };
    let service = Service { csi: m.csi.value, abandoned: abandoned(m.wait.value, r.patience) };
    let breaches = r.today.map(|today| guards.breaches(service, today)).unwrap_or_default();
    let said = remarks_of(levers, q.scenario.today(), &breaches, look.words());
    if said.is_empty() { "–".to_owned() } else { said.join(" ") }
}

/// The ends of the frontier, what more spending buys, what the rails were, and where the best policy leaves the evidence.
pub fn frontier_words(q: &Question, r: &FrontierReport, look: RenderContext) -> Vec<String> {
    let gain = look.style(unit(r.aim.outcome()));
    let share = look.style(Unit::Percent);
    let words = look.words();
    let (Some(first), Some(last)) = (r.points.first(), r.points.last()) else {
        return vec![look.text(Text::StudyFrontierNone), rails(r, look)];
    };
    let cost = |p: &FrontierPoint| share.text(p.measured.cost_share.value, Some(1e-4));
    let aim = |p: &FrontierPoint| with_error(gain, p.measured.aim.estimate());
    let statistic = words.with(
        Text::StudyOf,
        &[("outcome", &look.text(super::super::free::aim(r.aim))), ("subject", &look.text(statistic(r.statistic)))],
    );
    let ends =
        [("low", cost(first)), ("from", aim(first)), ("high", cost(last)), ("to", aim(last)), ("what", statistic)];
    let ends = ends.each_ref().map(|(k, v)| (*k, v.as_str()));
    let text = if r.points.len() == 1 { Text::StudyFrontierSingle } else { Text::StudyFrontierEnds };
    let mut lines = vec![words.with(text, &ends)];
    // the frontier ends at its best
    let best = last.measured.aim.estimate();
    if matches!(r.aim, Aim::TotalGain | Aim::Npv) && best.value <= T7 * best.error.max(0.0) {
        lines.push(look.text(if best.value <= 0.0 { Text::StudyFrontierBelow } else { Text::StudyFrontierUnsure }));
    }
    lines.push(step_words(q, r, gain, look));
    if let Some(x) = r.optimism {
        lines.push(words.with(Text::FrontierOptimism, &[("optimism", &gain.text(x, None))]));
    }
    let said = remarks(q, r, &last.measured, &last.levers, look);
    if said != "–" {
        lines.push(words.with(Text::StudyFrontierRemarks, &[("remarks", &said)]));
    }
    lines.push(rails(r, look));
    lines
}

/// What spending more buys from where the policy looked at spends: never beyond the frontier.
fn step_words(q: &Question, r: &FrontierReport, gain: NumberStyle, look: RenderContext) -> String {
    let at = r.references.get(q.settings.policy.map_or(0, |k| k + 1)).map(|m| m.cost_share.value);
    let near = at.and_then(|x| best_within(&r.points, x)).unwrap_or(0);
    let share = look.style(Unit::Percent);
    let Some(point) = r.points.get(near) else { return String::new() };
    let cost = share.text(point.measured.cost_share.value, Some(1e-4));
    let Some(step) = point.worth.step else {
        return look.words().with(Text::FrontierEnd, &[("cost", &cost)]);
    };
    let p = step.gain;
    let [low, high] = [p.interval.0, p.interval.1].map(|x| gain.signed().text(x, Some(p.estimate.error)));
    let width = look.style(Unit::Points).text(step.width, Some(1e-4));
    let holes = [("cost", cost), ("width", width), ("price", price(&p, gain)), ("low", low), ("high", high)];
    let text = match (p.interval.0 > 0.0, step.to_the_end) {
        (false, _) => Text::FrontierStepUnsure,
        (true, true) => Text::FrontierStepEnd,
        (true, false) => Text::FrontierStep,
    };
    look.words().with(text, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// What the rails of the search were, and which levers they held.
fn rails(r: &FrontierReport, look: RenderContext) -> String {
    let words = look.words();
    let mut on = Vec::new();
    if r.guards.csi {
        on.push(look.text(Text::StudyRailCsi));
    }
    if let Some(allowed) = r.today.and_then(|today| r.guards.allowed(today)).or(r.guards.abandoned) {
        on.push(words.with(Text::StudyRailAbandoned, &[("figure", &of_hundred(allowed, None, look.locale))]));
    }
    if r.guards.evidence {
        on.push(look.text(Text::StudyRailEvidence));
    }
    let joint = Text::SeparatorClauses.to(look.locale);
    let mut line = match on.is_empty() {
        true => look.text(Text::StudyRailsOff),
        false => words.with(Text::StudyRailsOn, &[("list", &on.join(joint))]),
    };
    if !r.held.is_empty() {
        let between = Text::SeparatorItems.to(look.locale);
        let names: Vec<&str> = r.held.iter().map(|&id| lever_label(id).to(look.locale)).collect();
        line = words.pair(&line, &words.with(Text::StudyRailsHeld, &[("levers", &names.join(between))]));
    }
    line
}

/// Which picture of a stress test.
#[derive(Clone, Copy, PartialEq)]
pub enum Of {
    /// Net gain against today under the same stress.
    Gain,
    /// Profit lost to the stress.
    Loss,
}

fn stress_name(stress: Option<&Stress>, look: RenderContext) -> String {
    let Some(s) = stress else { return look.text(Text::StressCalm) };
    if look.locale == Locale::Chinese { s.name_zh } else { s.name_en }.to_owned()
}

/// The stresses of a test: calm first.
fn stresses() -> impl Iterator<Item = Option<&'static Stress>> {
    std::iter::once(None).chain(STRESSES.iter().map(Some))
}

const fn level(level: Level) -> Text {
    match level {
        Level::Calm => Text::AlertCalm,
        Level::Blue => Text::AlertBlue,
        Level::Yellow => Text::AlertYellow,
        Level::Red => Text::AlertRed,
    }
}

/// The alerts that an outcome raises, the worst first.
fn raised(o: &StressOutcome, alerts: &[Alert], look: RenderContext) -> String {
    let mut raised: Vec<(Level, Text)> = alarms(o, alerts)
        .into_iter()
        .zip(alerts)
        .filter(|(level, _)| *level > Level::Calm)
        .map(|(level, alert)| (level, measure(alert.measure).0))
        .collect();
    raised.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
    let each = raised.iter().map(|(l, m)| format!("{} ({})", look.text(level(*l)), look.text(*m)));
    let joint = Text::SeparatorClauses.to(look.locale);
    if raised.is_empty() { look.text(Text::AlertCalm) } else { each.collect::<Vec<_>>().join(joint) }
}

/// Every policy under every stress.
pub fn stress(q: &Question, r: &StressReport, of: Of, alerts: &[Alert], look: RenderContext) -> ChartView {
    let style = look.style(Unit::Cny);
    let all_policies = q.all_policies();
    let names: Vec<String> = all_policies.iter().map(|&which| q.name(which, look.words())).collect();
    let shown = if of == Of::Gain { 1 } else { 0 };
    let estimate = |o: &StressOutcome| if of == Of::Gain { o.npv } else { o.loss };
    let span = |(k, o): (usize, &StressOutcome)| {
        let e = estimate(o);
        let whisker = Some((e.value - T7 * e.error, e.value + T7 * e.error));
        Span { from: 0.0, to: e.value, whisker, slot: Question::slot(all_policies[k]) }
    };
    let rows: Vec<Row> = stresses()
        .zip(&r.outcomes)
        .map(|(s, outcomes)| Row {
            label: stress_name(s, look),
            spans: outcomes.iter().enumerate().skip(shown).map(span).collect(),
        })
        .collect();
    let height = Bars::height(look.width, rows.len(), all_policies.len() - shown);
    let heading = look.text(if of == Of::Gain { Text::StressNpv } else { Text::StressLoss });
    let legend = all_policies.iter().zip(&names).skip(shown).map(|(w, n)| (Question::slot(*w), n.clone())).collect();
    let x = Axis { title: look.text(Text::StudyPresentValue), number: style, range: None };
    let bars = Bars { frame: look.frame(height, &heading), rows, x, legend };
    let draws = q.scenario.settings().draws.to_string();
    let subtitle = look.words().with(Text::StudyStressSubtitle, &[("draws", &draws)]);
    let mut frame = chart_frame(look, heading.clone(), subtitle, || bars.chart());
    frame.readouts = stresses()
        .zip(&r.outcomes)
        .map(|(s, outcomes)| {
            let each = names.iter().zip(outcomes).skip(shown);
            let each = each.map(|(name, o)| format!("{name}: {}", with_error(style, estimate(o))));
            std::iter::once(stress_name(s, look)).chain(each).collect::<Vec<_>>().join(" · ")
        })
        .collect();
    frame.table = stress_table(&names, r, alerts, look);
    frame.explain = vec![look.text(Text::StudyStressExplain), look.text(Text::StudyStressAlertsExplain)];
    frame.explain.extend(STRESSES.iter().map(|s| {
        let chinese = look.locale == Locale::Chinese;
        let (name, story) = if chinese { (s.name_zh, s.story_zh) } else { (s.name_en, s.story_en) };
        Words(look.locale).pair(name, story)
    }));
    frame.summary = heading;
    ChartView { height, frame }
}

fn stress_table(names: &[String], r: &StressReport, alerts: &[Alert], look: RenderContext) -> Table {
    let (cny, share, minutes) = (look.style(Unit::Cny), look.style(Unit::Percent), look.style(Unit::Minutes));
    let plain = look.style(Unit::Plain);
    let row = |s: Option<&Stress>, k: usize, o: &StressOutcome| {
        let none = || "–".to_owned();
        let stressed = o.start.is_some();
        let recovery = match o.recovery {
            None => none(),
            Some(months) if months.is_finite() => plain.text(months, None),
            Some(_) => look.text(Text::StudyNotWithinHorizon),
        };
        vec![
            stress_name(s, look),
            names[k].clone(),
            raised(o, alerts, look),
            if k > 0 { of_hundred(o.goal.value, Some(o.goal.error), look.locale) } else { none() },
            if k > 0 { with_error(cny, o.npv) } else { none() },
            if k > 0 { cny.text(o.npv_low.value, None) } else { none() },
            if stressed { with_error(cny, o.loss) } else { none() },
            if stressed { share.text(o.loss_share, None) } else { none() },
            plain.text(o.lowest_csi.0, None),
            minutes.text(o.longest_wait.0, None),
            recovery,
        ]
    };
    let columns = [
        Text::StudyStressColumn,
        Text::StudyFieldPolicy,
        Text::StudyAlertColumn,
        Text::StudyMeetsGoal,
        GainStatistic::Mean.name(),
        Text::StudyWorstTwenty,
        Text::StudyLost,
        Text::StudyLostShare,
        Text::StudyLowestCsi,
        Text::StudyLongestWait,
        Text::StudyRecovery,
    ];
    let rows = stresses().zip(&r.outcomes);
    Table {
        caption: look.text(Text::StressTitle),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: rows.flat_map(|(s, each)| each.iter().enumerate().map(move |(k, o)| row(s, k, o))).collect(),
    }
}

/// The worst alert of each policy, and which stress raises it.
pub fn stress_words(q: &Question, r: &StressReport, alerts: &[Alert], look: RenderContext) -> Vec<String> {
    let mut lines = Vec::new();
    for (k, which) in q.all_policies().into_iter().enumerate() {
        let worst = stresses().zip(&r.outcomes).filter_map(|(s, each)| {
            let levels = alarms(each.get(k)?, alerts);
            let red = levels.iter().filter(|level| **level == Level::Red).count();
            Some((levels.into_iter().max()?, red, s))
        });
        let Some((worst, _, s)) = worst.max_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1))) else { continue };
        let name = q.name(which, look.words());
        let holes = [("policy", name), ("level", look.text(level(worst))), ("stress", stress_name(s, look))];
        let text = if worst == Level::Calm { Text::StudyStressNoAlert } else { Text::StudyStressWorst };
        lines.push(look.words().with(text, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    lines
}
