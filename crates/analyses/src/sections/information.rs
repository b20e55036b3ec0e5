//! The value of information: what it is worth to know an assumption, or a group of them, before choosing between today and the
//! policies. A round of runs at expected events, a round of regressions.

use super::ranking::{names, outside_words};
use super::style;
use crate::figures::with_error;
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Finding, Report, Table};
use crate::rounds::AnalysisPlan;
use crate::section::{DrawsRead, Family, Section};
use crate::terminal::{self, Scale, estimate};
use aftercast_compute::tasks::{Task, WORTH, worth};
use aftercast_compute::{Order, rounds::Rounds};
use aftercast_engine::analysis::draws::Draws;
use aftercast_engine::analysis::tornado::uncertain;
use aftercast_engine::analysis::value_of_information::{Advice, Choice, InformationValue, advice};
use aftercast_engine::analysis::variation::merits;
use aftercast_engine::analysis::{Analysis, JobOutput};
use aftercast_engine::run::outcome::Outcome;
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle, of_hundred};
use aftercast_i18n::{Locale, Text, assumption_group_label, assumption_label};
use aftercast_scenario::{AssumptionGroup, AssumptionId, EventMode, Futures, Levers};
use aftercast_wording as said;
use aftercast_wording::words::{Words, trimmed};
use serde_json::{Value, json};

/// What it is worth to know.
pub const SECTION: Section =
    Section::new(Family::Choice, "information", (Text::StudyInformation, Text::StudyInformationIntro), &[], plan)
        // luck cannot be known
        .reading(DrawsRead { events: false, ..DrawsRead::ALL })
        .taking(|q| {
            // regressions of every policy on every assumption cost more than the draws
            (q.scenario.policies().len() + 40) as f64 * q.scenario.settings().draws as f64
        });

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    if q.scenario.policies().is_empty() {
        return Err(Refusal::NothingToChoose);
    }
    Ok(Box::new(Information::new(q.scenario.futures(), q.goals(), q.settings.better_in)))
}

/// What it is worth to know before choosing between today and the policies.
#[derive(Clone, Debug, PartialEq)]
pub struct InformationReport {
    /// Draws it rests on.
    pub draws: usize,
    /// The best choice without more knowledge: 0 is today.
    pub best: usize,
    /// Everything known.
    pub evpi: InformationValue,
    /// Each assumption, the most valuable first.
    pub singles: Vec<(AssumptionId, InformationValue)>,
    /// Each group, the most valuable first.
    pub groups: Vec<(AssumptionGroup, InformationValue)>,
}

impl Report for InformationReport {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        sentences(q, self, words)
    }

    fn tables(&self, _: &Question, words: Words) -> Vec<Table> {
        vec![table(self, false, words), table(self, true, words)]
    }

    fn json(&self, q: &Question) -> Value {
        json_of(&q.labels(), self)
    }

    fn terminal(&self, q: &Question) -> String {
        let scale = Scale::of(q.settings.better_in, q.scenario.company());
        let line = |kind: &str, name: &str, w: &InformationValue| {
            [kind.to_owned(), name.to_owned(), scale.estimate(w.value), format!("{:.1}", 100.0 * w.changes)]
        };
        let body = std::iter::once(line("all", "perfect knowledge", &self.evpi))
            .chain(self.groups.iter().map(|(group, w)| line("group", group.name(), w)))
            .chain(self.singles.iter().take(SHOWN).map(|(id, w)| line("one", id.name(), w)));
        let labels = q.labels();
        format!(
            "Value of knowing before choosing between {}; {} draws at expected events; without more knowledge: {}; ± is one bootstrap error; a group is worth no less than its most valuable member, nothing more than perfect knowledge\n{}\n{}",
            labels.join(", "),
            self.draws,
            labels[self.best],
            terminal::table(["", "what", &format!("worth up to, {}", scale.unit), "changes the choice, of 100"], body),
            sentences(q, self, Words(Locale::English)).join("\n"),
        )
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["worth", "worth-groups"]
    }

    #[cfg(feature = "pictures")]
    fn title(&self, _: &Question) -> Option<usize> {
        is_told(self).then_some(1)
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        match name {
            "worth" => Some(pictures::information(q, self, false, look)),
            "worth-groups" => Some(pictures::information(q, self, true, look)),
            _ => None,
        }
    }
}

/// Assumptions of a picture and of the terminal; the table has them all.
const SHOWN: usize = 15;

/// Sets of assumptions a task.
const SETS: usize = 4;

/// The work.
pub(crate) struct Information {
    /// What is gained.
    outcome: Outcome,
    runs: Draws,
    ran: bool,
    seed: u64,
    gains: Vec<f64>,
    options: usize,
    ids: Vec<AssumptionId>,
    groups: Vec<(AssumptionGroup, Vec<AssumptionId>)>,
    worth: Option<Vec<InformationValue>>,
}

impl Information {
    /// What it is worth to know each assumption, without their groups, before choosing between `goals`.
    pub(crate) fn of_singles(futures: Futures, goals: Vec<Option<Levers<f64>>>, outcome: Outcome) -> Self {
        Self { groups: Vec::new(), ..Self::new(futures, goals, outcome) }
    }

    /// What it is worth to know before choosing between `goals`.
    fn new(mut futures: Futures, goals: Vec<Option<Levers<f64>>>, outcome: Outcome) -> Self {
        // luck cannot be known: gains are those at expected events
        futures.events = EventMode::Expected;
        let ids = uncertain(&futures);
        let mut groups: Vec<(AssumptionGroup, Vec<AssumptionId>)> = Vec::new();
        for &id in &ids {
            let group = id.spec().group;
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, members)) => members.push(id),
                None => groups.push((group, vec![id])),
            }
        }
        let (seed, options) = (futures.seed, goals.len());
        let runs = Draws::new(futures, goals, outcome);
        Self { outcome, runs, ran: false, seed, gains: Vec::new(), options, ids, groups, worth: None }
    }

    /// Each assumption, then each group.
    fn sets(&self) -> Vec<Vec<String>> {
        let name = |id: &AssumptionId| id.name().to_owned();
        let singles = self.ids.iter().map(|id| vec![name(id)]);
        singles.chain(self.groups.iter().map(|(_, members)| members.iter().map(name).collect())).collect()
    }

    fn choice(&self) -> Choice {
        let draws = (self.gains.len() / self.options.max(1)).max(1);
        Choice::new(self.gains.chunks_exact(draws).map(<[f64]>::to_vec).collect(), self.seed)
    }
}

impl Rounds for Information {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        self.runs.futures()
    }

    fn round(&mut self) -> usize {
        if !self.ran {
            return self.runs.round();
        }
        if self.worth.is_none() { self.sets().len().div_ceil(SETS) } else { 0 }
    }

    fn order(&self, index: usize) -> Order {
        if !self.ran {
            return Order::Job(self.runs.job(index));
        }
        let sets = self.sets().into_iter().skip(SETS * index).take(SETS).collect();
        Order::Task(Task::Worth { options: self.options, seed: self.seed, sets }, self.gains.clone())
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        if self.ran {
            let rows = outputs.iter().flat_map(|output| output.values.chunks_exact(WORTH));
            self.worth = Some(rows.filter_map(worth).collect());
        } else {
            self.runs.take(outputs);
            self.ran = true;
            // options that are one but for rounding are one
            self.gains = merits(&self.runs.report(), self.outcome).concat();
        }
    }

    fn rounds(&self) -> usize {
        2
    }

    fn report(&self) -> Finding {
        let choice = self.choice();
        let worth = self.worth.clone().unwrap_or_default();
        let (each, grouped) = worth.split_at(self.ids.len().min(worth.len()));
        let mut singles: Vec<_> = self.ids.iter().copied().zip(each.iter().copied()).collect();
        let bounded = |((group, _), worth): (&(AssumptionGroup, Vec<AssumptionId>), &InformationValue)| {
            let members = singles.iter().filter(|(id, _)| id.spec().group == *group).map(|(_, worth)| worth);
            (*group, worth.of_group(members))
        };
        let mut groups: Vec<_> = self.groups.iter().zip(grouped).map(bounded).collect();
        singles.sort_by(|a, b| by_value(&a.1, &b.1));
        groups.sort_by(|a, b| by_value(&a.1, &b.1));
        let (best, evpi, draws) = (choice.best(), choice.evpi(), choice.draws());
        Box::new(InformationReport { draws, best, evpi, singles, groups })
    }
}

fn by_value(a: &InformationValue, b: &InformationValue) -> core::cmp::Ordering {
    b.value.value.total_cmp(&a.value.value).then(b.plug_in.total_cmp(&a.plug_in))
}

const fn heading(grouped: bool) -> Text {
    if grouped { Text::StudyWorthGroups } else { Text::StudyWorthSingles }
}

/// Each assumption, or each group, by its name.
fn known(r: &InformationReport, grouped: bool, words: Words) -> Vec<(String, &InformationValue)> {
    if grouped {
        r.groups.iter().map(|(group, w)| (words.to(assumption_group_label(*group)), w)).collect()
    } else {
        r.singles.iter().map(|(id, w)| (words.to(assumption_label(*id)), w)).collect()
    }
}

fn best(q: &Question, r: &InformationReport, words: Words) -> String {
    names(q, words).get(r.best).cloned().unwrap_or_default()
}

fn table(r: &InformationReport, grouped: bool, words: Words) -> Table {
    let money = style(words, DisplayUnit::Cny);
    let written = Written::new(r, money);
    let everything = (words.to(Text::StudyPerfect), &r.evpi);
    let cells = |(label, w): &(String, &InformationValue)| {
        if w.value.value <= 0.0 {
            return vec![label.clone(), words.to(Text::StudyWithinError), "–".to_owned()];
        }
        vec![label.clone(), written.text(w, money), of_hundred(w.changes, None, words.0)]
    };
    let columns = [Text::StudyWhat, Text::StudyWorthUpTo, Text::StudyChangesChoice];
    Table {
        caption: words.to(heading(grouped)),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: std::iter::once(&everything).chain(&known(r, grouped, words)).map(cells).collect(),
    }
}

/// What to do before choosing, in sentences.
fn sentences(q: &Question, r: &InformationReport, words: Words) -> Vec<String> {
    let money = style(words, DisplayUnit::Cny);
    let best = best(q, r, words);
    let singles: Vec<InformationValue> = r.singles.iter().map(|(_, w)| *w).collect();
    let advice = advice(&r.evpi, &singles);
    let all = with_error(money, r.evpi.value);
    let first = words.with(Text::StudyPerfectWorth, &[("best", &best), ("amount", &all)]);
    let next = said::before_choosing(advice, &r.singles, &best, |x, error| money.text(x, error), words.0);
    is_told(r).then_some(first).into_iter().chain([next]).chain(outside_words(q, words)).collect()
}

/// Whether knowing everything has an amount: one that cannot be told from nothing has none.
fn is_told(r: &InformationReport) -> bool {
    let singles: Vec<InformationValue> = r.singles.iter().map(|(_, w)| *w).collect();
    !matches!(advice(&r.evpi, &singles), Advice::Settled | Advice::Now(_))
}

/// Values of information as they are written: with the digits of their errors, but never so that a member reads as more than its group, or a
/// group as more than everything.
struct Written(Vec<(InformationValue, f64)>);

impl Written {
    fn new(r: &InformationReport, style: NumberStyle) -> Self {
        let all =
            std::iter::once(&r.evpi).chain(r.groups.iter().map(|(_, w)| w)).chain(r.singles.iter().map(|(_, w)| w));
        let mut grains: Vec<(InformationValue, f64)> = all.map(|w| (*w, w.value.error)).collect();
        let group = |id: AssumptionId| r.groups.iter().position(|(g, _)| *g == id.spec().group).map(|k| 1 + k);
        let members =
            r.singles.iter().enumerate().map(|(k, (id, _))| (1 + r.groups.len() + k, group(*id).unwrap_or(0)));
        let pairs: Vec<(usize, usize)> = members.chain((1..=r.groups.len()).map(|k| (k, 0))).collect();
        let read =
            |(w, grain): &(InformationValue, f64)| style.rounded(w.value.value, Some(*grain).filter(|g| *g > 0.0));
        // a pair out of order by its rounding is rounded alike; grains only grow, so this ends
        for _ in 0..grains.len() {
            for &(below, above) in &pairs {
                if read(&grains[below]) > read(&grains[above]) {
                    let coarse = grains[below].1.max(grains[above].1);
                    (grains[below].1, grains[above].1) = (coarse, coarse);
                }
            }
        }
        Self(grains)
    }

    fn text(&self, w: &InformationValue, style: NumberStyle) -> String {
        let grain = self.0.iter().find(|(known, _)| known == w).map_or(w.value.error, |(_, grain)| *grain);
        let error = |e: f64| Some(e).filter(|e| *e > 0.0);
        let value = style.text(w.value.value, error(grain));
        error(w.value.error).map_or(value.clone(), |e| format!("{value} {}", style.plus_minus(e)))
    }
}

fn json_of(options: &[String], r: &InformationReport) -> Value {
    let worth = |w: &InformationValue| json!({ "value": estimate(w.value), "raw": w.raw(), "plug_in": w.plug_in, "bias": w.bias, "changes_choice": w.changes });
    let row = |key: &str, name: &str, w: &InformationValue| {
        let mut row = worth(w);
        row[key] = Value::from(name);
        row
    };
    let advised = advice(&r.evpi, &r.singles.iter().map(|(_, w)| *w).collect::<Vec<_>>());
    let first = match advised {
        Advice::First(index) => r.singles.get(index).map(|(id, _)| id.name()),
        _ => None,
    };
    json!({
        "draws": r.draws, "events": "expected", "options": options, "best": options.get(r.best), "evpi": worth(&r.evpi),
        "advice": advice_name(advised), "advice_assumption": first,
        "assumptions": r.singles.iter().map(|(id, w)| row("assumption", id.name(), w)).collect::<Vec<_>>(),
        "groups": r.groups.iter().map(|(group, w)| row("group", group.name(), w)).collect::<Vec<_>>(),
    })
}

fn advice_name(advice: Advice) -> &'static str {
    match advice {
        Advice::Settled | Advice::Now(_) => "decide_now",
        Advice::NoSingle(_) => "no_single",
        Advice::First(_) => "find_out",
    }
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::*;
    use crate::picture::{ChartView, RenderContext, chart_frame, slot};
    use aftercast_plot::bars::{Bars, Row, Span};

    /// What it is worth to know each assumption, or each group.
    pub fn information(q: &Question, r: &InformationReport, grouped: bool, look: RenderContext) -> ChartView {
        let style = look.style(DisplayUnit::Cny);
        let known = known(r, grouped, look.words());
        let colour = slot(Some(0));
        let row = |(label, w): &(String, &InformationValue)| {
            let e = w.value;
            let whisker = Some(((e.value - 1.96 * e.error).max(0.0), e.value + 1.96 * e.error));
            Row { label: label.clone(), spans: vec![Span { from: 0.0, to: e.value, whisker, slot: colour }] }
        };
        // a bar of nothing would be the first of nothing
        let rows: Vec<Row> = known.iter().filter(|(_, w)| w.value.value > 0.0).take(SHOWN).map(row).collect();
        let height = Bars::height(look.width, rows.len(), 1);
        let title = look.text(heading(grouped));
        let x = look.axis(look.text(Text::StudyWorthAxis), style);
        let shown = rows.len();
        let said = if rows.is_empty() { sentences(q, r, look.words()).join(" ") } else { title.clone() };
        let bars = Bars { frame: look.frame(height, &said), rows, x, legend: Vec::new() };
        let draws = trimmed(r.draws as f64, 0);
        let best = best(q, r, look.words());
        let subtitle = look.words().with(Text::StudyWorthSubtitle, &[("best", &best), ("draws", &draws)]);
        let mut frame = chart_frame(look, title.clone(), subtitle, || bars.chart());
        frame.table = table(r, grouped, look.words());
        // the first row is of everything known
        let rows = frame.table.rows.iter().skip(1).zip(&known).filter(|(_, (_, w))| w.value.value > 0.0);
        frame.readouts = rows.take(shown).map(|(cells, _)| cells.join(" · ")).collect();
        frame.explain = [Text::AnalysisWorthExplain, Text::StudyWorthExplain, Text::AnalysisWorthOrder]
            .map(|t| look.text(t))
            .to_vec();
        frame.summary = title;
        ChartView { height, frame }
    }
}
