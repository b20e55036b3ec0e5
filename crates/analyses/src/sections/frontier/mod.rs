//! The frontier: the best policy for each share of revenue spent on service. A round a generation of the search, then one that
//! measures what was found on fresh draws.

#[cfg(feature = "pictures")]
mod pictures;
mod terminal;

use super::style;
use crate::figures::{unit, with_error};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Finding, Report, Table};
use crate::rounds::AnalysisPlan;
use crate::search::{aim, statistic};
use crate::section::{DrawsRead, Family, Group, Section};
use crate::settings::Field;
use aftercast_compute::{Order, rounds::Rounds};
use aftercast_engine::analysis::frontier::{
    Aim, Frontier, FrontierPoint, Measured, POPULATION, Price, Statistic, Step, best_within, report,
};
use aftercast_engine::analysis::guards::{Guards, Service};
use aftercast_engine::analysis::{Job, JobOutput, Rows};
use aftercast_engine::run::summary::STUDENT_T_975_DF7;
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle};
use aftercast_i18n::{Locale, Text, lever_label};
use aftercast_scenario::{Futures, LeverId, Levers};
use aftercast_wording::words::{Words, lever_value, of_contacts, remarks as remarks_of};
use serde_json::Value;

/// The best policy for each budget.
pub const SECTION: Section = Section {
    groups: &[Group::FreeLevers],
    // it searches, and measures again, with numbers of draws of its own
    draws: DrawsRead { number: false, ..DrawsRead::ALL },
    ..Section::new(
        Family::Choice,
        "frontier",
        (Text::StudyFrontier, Text::StudyFrontierIntro),
        &[
            Field::Aim,
            Field::Statistic,
            Field::GuardCsi,
            Field::GuardAbandoned,
            Field::GuardEvidence,
            Field::Evaluations,
            Field::SearchDraws,
            Field::Seed,
        ],
        plan,
    )
    // policies tried, and some twenty of the frontier measured again
    .taking(|q| 0.65 * q.settings.search.evaluations as f64 * q.settings.search.draws as f64 + 20_480.0)
};

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let frontier = Frontier::new(q.settings.search.request(q));
    Ok(FrontierWork::of(frontier?))
}

/// A finished frontier.
#[derive(Clone, Debug)]
pub struct FrontierReport {
    /// What was to be large.
    pub aim: Aim,
    /// Which number of it.
    pub statistic: Statistic,
    /// The frontier by growing cost.
    pub points: Vec<FrontierPoint>,
    /// Where the search started, then the document's policies, on the same draws.
    pub references: Vec<Measured>,
    /// The rails of the search.
    pub guards: Guards,
    /// Levers that the evidence held where they stand.
    pub held: Vec<LeverId>,
    /// How today's policy serves its customers on the same draws.
    pub today: Option<Service>,
    /// What today's policy costs and what the aim is under it, on the same draws.
    pub today_measured: Option<Measured>,
    /// Mean patience of the central draw, minutes.
    pub patience: f64,
    /// How much the search flattered what it chose, in the aim's unit.
    pub optimism: Option<f64>,
    /// Policies evaluated.
    pub evaluations: usize,
    /// Draws on which the frontier was measured again.
    pub draws: u64,
    /// Seed of search and draws.
    pub seed: u64,
    /// The search itself, with every policy on the frontier.
    search: Frontier,
}

/// A frontier: a round a generation, then one that measures what was found on fresh draws.
struct FrontierWork {
    frontier: Frontier,
    asked: Vec<Levers<f64>>,
}

impl FrontierWork {
    /// The work of a prepared search.
    fn of(frontier: Frontier) -> AnalysisPlan {
        Box::new(Self { frontier, asked: Vec::new() })
    }

    fn measured(&self, output: &JobOutput) -> Measured {
        Measured::new(core::array::from_fn(|k| output.column(k)), self.frontier.request().statistic)
    }
}

impl Rounds for FrontierWork {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        self.frontier.futures()
    }

    fn round(&mut self) -> usize {
        self.asked = self.frontier.ask().to_vec();
        self.asked.len()
    }

    fn order(&self, index: usize) -> Order {
        Order::Job(Job {
            goals: vec![self.asked.get(index).copied()],
            keep: Measured::outcomes(self.frontier.request().aim).to_vec(),
            rows: Rows::Drawn { first: 0, draws: self.frontier.futures().draws as usize },
        })
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        let measured = outputs.iter().map(|output| self.measured(output)).collect();
        // as many as were asked for: one reply an order
        let _ = self.frontier.tell(measured);
    }

    fn rounds(&self) -> usize {
        self.frontier.request().evaluations.div_ceil(POPULATION) + 1
    }

    fn report(&self) -> Finding {
        let request = self.frontier.request();
        Box::new(FrontierReport {
            aim: request.aim,
            statistic: request.statistic,
            points: self.frontier.points(),
            references: self.frontier.references().to_vec(),
            optimism: self.frontier.optimism(),
            guards: request.guards,
            held: self.frontier.held().to_vec(),
            today: self.frontier.today().map(|m| self.frontier.service(m)),
            today_measured: self.frontier.today().copied(),
            patience: self.frontier.patience(),
            evaluations: request.evaluations,
            draws: request.futures.draws,
            seed: request.futures.seed,
            search: self.frontier.clone(),
        })
    }
}

impl Report for FrontierReport {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        sentences(q, self, words)
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, self, words)]
    }

    fn json(&self, q: &Question) -> Value {
        report::report(&self.search, &q.policy_names())
    }

    fn terminal(&self, q: &Question) -> String {
        terminal::summary(q, &self.search, &sentences(q, self, Words(Locale::English)))
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["frontier"]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        (name == "frontier").then(|| pictures::frontier(q, self, look))
    }
}

/// "+0.13 points: ¥230K": what more spending buys, and how much more it is.
fn buys(step: &Step, gain: NumberStyle, words: Words) -> String {
    format!("{}: {}", style(words, DisplayUnit::Points).signed().text(step.width, Some(1e-4)), price(&step.gain, gain))
}

fn price(p: &Price, style: NumberStyle) -> String {
    let error = Some(p.estimate.error).filter(|e| *e > 0.0 && e.is_finite());
    style.signed().text(p.estimate.value, error)
}

/// The levers of a point that the search could move, where they stand elsewhere than where the search began.
fn moved(q: &Question, p: &FrontierPoint, words: Words) -> String {
    let start = q.settings.search.start(q);
    let changed = |id: &LeverId| p.levers.get(*id) != start.get(*id);
    let one = |id: LeverId| format!("{} {}", lever_label(id).to(words.0), lever_value(id, *p.levers.get(id)));
    let all: Vec<String> = LeverId::ALL.into_iter().filter(changed).map(one).collect();
    if all.is_empty() { "–".to_owned() } else { all.join(Text::SeparatorClauses.to(words.0)) }
}

/// What a point of the frontier does that today does not, a line a lever: "Refund time: 3.8 → 1".
pub fn best_moves(q: &Question, p: &FrontierPoint, words: Words) -> Vec<String> {
    let today = |id: LeverId| id.start_from(*q.scenario.today().get(id));
    let changed = LeverId::ALL.into_iter().filter(|id| *p.levers.get(*id) != today(*id));
    let one = |id: LeverId| {
        let (from, to) = (lever_value(id, today(id)), lever_value(id, *p.levers.get(id)));
        words.with(Text::DiffLine, &[("lever", lever_label(id).to(words.0)), ("from", &from), ("to", &to)])
    };
    let lines: Vec<String> = changed.map(one).collect();
    if lines.is_empty() { vec![words.to(Text::BudgetSame)] } else { lines }
}

/// The names of the policies beside the frontier: where the search began, then the document's.
fn beside_names(q: &Question, words: Words) -> Vec<String> {
    let policies = (0..q.scenario.policies().len()).map(|k| q.name(Some(k), words));
    std::iter::once(start_name(q, words)).chain(policies).collect()
}

/// What the place is called where the search began.
fn start_name(q: &Question, words: Words) -> String {
    let is_today = q.settings.search.start(q) == Levers::start_from(q.scenario.today());
    words.to(if is_today { Text::Today } else { Text::StudyStart0 })
}

fn table(q: &Question, r: &FrontierReport, words: Words) -> Table {
    let (share, gain) = (style(words, DisplayUnit::Percent), style(words, unit(r.aim.outcome())));
    let names = beside_names(q, words);
    let numbers = |m: &Measured| [with_error(share, m.cost_share.estimate()), with_error(gain, m.aim.estimate())];
    let point = |p: &FrontierPoint| {
        let [cost, value] = numbers(&p.measured);
        let buys = p.worth.step.as_ref().map_or_else(|| "–".to_owned(), |s| buys(s, gain, words));
        vec![cost, value, buys, moved(q, p, words), remarks(q, r, &p.measured, &p.levers, words)]
    };
    let beside = |(name, m): (&String, &Measured)| {
        let [cost, value] = numbers(m);
        let best = best_within(&r.points, m.cost_share.value);
        let short = best.map(|i| (r.points[i].measured.aim.value - m.aim.value).max(0.0));
        let short = short.map_or_else(|| words.to(Text::StudyFrontierCheaper), |x| gain.text(x, None));
        let falls = words.with(Text::StudyFallsShort, &[("amount", &short)]);
        let levers = start_or_policy(q, name, &names);
        vec![cost, value, "–".to_owned(), format!("{name}: {falls}"), remarks(q, r, m, &levers, words)]
    };
    let columns =
        [Text::StudyCostShare, Text::StudyAimValue, Text::StudyPointBuys, Text::StudyLeversMoved, Text::StudyRemarks];
    Table {
        caption: words.to(Text::FrontierTitle),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: r.points.iter().map(point).chain(names.iter().zip(&r.references).map(beside)).collect(),
    }
}

/// The levers behind the policies beside the frontier: where the search began, then the document's.
fn start_or_policy(q: &Question, name: &str, names: &[String]) -> Levers<f64> {
    let index = names.iter().position(|own| own == name).and_then(|k| k.checked_sub(1));
    q.levers(index).unwrap_or_else(|| q.settings.search.start(q))
}

/// Where a policy leaves the evidence or breaks a rail of service, whether the rail stood or not; a dash where it does neither.
fn remarks(q: &Question, r: &FrontierReport, m: &Measured, levers: &Levers<f64>, words: Words) -> String {
    let guards = Guards { abandoned: r.guards.abandoned.or(Guards::default().abandoned), ..Guards::default() };
    let service = Service::new(m.csi.value, m.wait.value, r.patience);
    let breaches = r.today.map(|today| guards.breaches(service, today)).unwrap_or_default();
    let said = remarks_of(levers, q.scenario.today(), &breaches, words);
    if said.is_empty() { "–".to_owned() } else { said.join(" ") }
}

/// The ends of the frontier, what more spending buys, what the rails were, and where the best policy leaves the evidence.
fn sentences(q: &Question, r: &FrontierReport, words: Words) -> Vec<String> {
    let gain = style(words, unit(r.aim.outcome()));
    let share = style(words, DisplayUnit::Percent);
    let (Some(first), Some(last)) = (r.points.first(), r.points.last()) else {
        return vec![words.to(Text::StudyFrontierNone), rails(r, words)];
    };
    let cost = |p: &FrontierPoint| share.text(p.measured.cost_share.value, Some(1e-4));
    let gained = |p: &FrontierPoint| with_error(gain, p.measured.aim.estimate());
    let of = words.with(
        Text::StudyStatistic,
        &[("outcome", &words.to(aim(r.aim))), ("statistic", &words.to(statistic(r.statistic)))],
    );
    let ends =
        [("low", cost(first)), ("from", gained(first)), ("high", cost(last)), ("to", gained(last)), ("what", of)];
    let ends = ends.each_ref().map(|(k, v)| (*k, v.as_str()));
    let text = if r.points.len() == 1 { Text::StudyFrontierSingle } else { Text::StudyFrontierEnds };
    let mut lines = vec![words.with(text, &ends)];
    // the frontier ends at its best
    let best = last.measured.aim.estimate();
    if matches!(r.aim, Aim::TotalGain | Aim::Npv) && best.value <= STUDENT_T_975_DF7 * best.error.max(0.0) {
        lines.push(words.to(if best.value <= 0.0 { Text::StudyFrontierBelow } else { Text::StudyFrontierUnsure }));
    }
    lines.extend(floor(q, r, words));
    lines.push(step_words(r, gain, words));
    let said = remarks(q, r, &last.measured, &last.levers, words);
    if said != "–" {
        lines.push(words.with(Text::StudyFrontierRemarks, &[("remarks", &said)]));
    }
    lines.push(rails(r, words));
    lines
}

/// Revenue of today's firm in a year, CNY.
fn revenue(q: &Question) -> f64 {
    q.scenario.company().annual_revenue()
}

/// A share of revenue as money in a year.
pub fn a_year(q: &Question, share: f64, words: Words) -> String {
    let money = share * revenue(q);
    style(words, DisplayUnit::Cny).text(money, Some(0.005 * money.abs()))
}

/// Why the frontier begins above what is spent today, where it does: less money breaks a guard rail in all that was tried.
pub fn floor(q: &Question, r: &FrontierReport, words: Words) -> Option<String> {
    let today = r.today_measured?.cost_share.value;
    let is_railed = r.guards.csi || r.guards.abandoned.is_some() || r.guards.evidence;
    r.points.first().filter(|p| is_railed && p.measured.cost_share.value > today)?;
    Some(words.with(Text::BudgetFloor, &[("money", &a_year(q, today, words))]))
}

/// What spending more buys from what is spent where the search began: never beyond the frontier.
fn step_words(r: &FrontierReport, gain: NumberStyle, words: Words) -> String {
    let at = r.references.first().map(|m| m.cost_share.value);
    let near = at.and_then(|x| best_within(&r.points, x)).unwrap_or(0);
    let share = style(words, DisplayUnit::Percent);
    let Some(point) = r.points.get(near) else { return String::new() };
    let cost = share.text(point.measured.cost_share.value, Some(1e-4));
    let Some(step) = point.worth.step else {
        return words.with(Text::FrontierEnd, &[("cost", &cost)]);
    };
    let p = step.gain;
    let [low, high] = [p.interval.0, p.interval.1].map(|x| gain.signed().text(x, Some(p.estimate.error)));
    let width = style(words, DisplayUnit::Points).text(step.width, Some(1e-4));
    let holes = [("cost", cost), ("width", width), ("price", price(&p, gain)), ("low", low), ("high", high)];
    let text = match (p.interval.0 > 0.0, step.to_the_end) {
        (false, _) => Text::FrontierStepUnsure,
        (true, true) => Text::FrontierStepEnd,
        (true, false) => Text::FrontierStep,
    };
    words.with(text, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// What the rails of the search were, and which levers they held.
fn rails(r: &FrontierReport, words: Words) -> String {
    let mut on = Vec::new();
    if r.guards.csi {
        on.push(words.to(Text::StudyRailCsi));
    }
    if let Some(allowed) = r.today.and_then(|today| r.guards.allowed(today)).or(r.guards.abandoned) {
        on.push(words.with(Text::StudyRailAbandoned, &[("figure", &of_contacts(allowed, words.0))]));
    }
    if r.guards.evidence {
        on.push(words.to(Text::StudyRailEvidence));
    }
    let joint = Text::SeparatorClauses.to(words.0);
    let mut line = match on.is_empty() {
        true => words.to(Text::StudyRailsOff),
        false => words.with(Text::StudyRailsOn, &[("list", &on.join(joint))]),
    };
    if !r.held.is_empty() {
        let between = Text::SeparatorItems.to(words.0);
        let names: Vec<&str> = r.held.iter().map(|&id| lever_label(id).to(words.0)).collect();
        let held = words.with(Text::StudyRailsHeld, &[("levers", &names.join(between))]);
        line = words.pair(line.trim_end_matches(['.', '。']), &held);
    }
    line
}
