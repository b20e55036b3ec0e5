//! How much of a change of the result comes from the policy, and how much from company and assumptions.
//!
//! Between the document as it was and as it is, four headline runs on the same draws: each policy in both sets of futures. A part is
//! the mean over the two orders in which one can change both, so that the two parts leave nothing over (Shapley 1953).

use super::money::{DrawTarget, FramedChart};
use super::{Model, View};
use crate::session::Session;
use crate::session::side_runs::SideRun;
use crate::view::Table;
use aftercast_engine::check;
use aftercast_engine::run::batch::Futures;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::report::goal_by_draw;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{Estimate, estimate, mean};
use aftercast_i18n::Text;
use aftercast_i18n::numbers::table_unit;
use aftercast_plot::scale::{decade, ten_to};
use aftercast_plot::waterfall::{Bar, Waterfall};
use aftercast_plot::{DisplayUnit, Slot};
use aftercast_scenario::{Draft, Levers, PolicyDraft};

/// A policy with its futures.
pub(super) type Case = (Futures, Levers<f64>);

/// Then, the policy's part, the part of company and assumptions, now.
struct Parts([Estimate; 4]);

/// Splits by both orders: `of(policy is the new one, futures are the new ones)` is a statistic of a case.
fn split(cases: [&PolicyResults; 4], values: impl Fn(&PolicyResults) -> Vec<f64>) -> Parts {
    // then, the policy alone, the futures alone, now: draw by draw, so that errors are those of differences
    let [then, policy, futures, now] = cases.map(values);
    let each = |of: &dyn Fn(usize) -> f64| {
        let values: Vec<f64> = (0..then.len()).map(of).collect();
        estimate(&values, mean)
    };
    Parts([
        each(&|k| then[k]),
        each(&|k| 0.5 * ((policy[k] - then[k]) + (now[k] - futures[k]))),
        each(&|k| 0.5 * ((futures[k] - then[k]) + (now[k] - policy[k]))),
        each(&|k| now[k]),
    ])
}

impl Model {
    /// The selected policy as it was and as it is, in the futures as they were and as they are; none where one of them cannot run.
    pub(super) fn change_cases(&self, cx: &Session) -> Option<[Case; 4]> {
        let before = self.reference.as_ref().or(cx.library.opened.as_ref())?;
        let [old, new] = [before, &cx.document].map(|draft| draft.policies.get(cx.selected));
        let (old, new) = (old?, new?);
        let futures_of = |draft: &Draft| Draft { settings: cx.settings(), policies: Vec::new(), ..draft.clone() };
        let (then, now) = (futures_of(before), futures_of(&cx.document));
        let case = |futures: &Draft, policy: &PolicyDraft| {
            let draft = Draft { policies: vec![policy.clone()], ..futures.clone() };
            let scenario = check(&draft).ok()?;
            let levers = scenario.policies().first()?.levers;
            Some((scenario.futures(), levers))
        };
        // a lever that moves changes the policy alone, and checking futures takes longer than comparing it
        let both = |futures: &Draft| {
            let is = case(futures, new)?;
            let was = if old == new { is.clone() } else { case(futures, old)? };
            Some([was, is])
        };
        let [futures, is] = both(&now)?;
        let [was, policy] = if then == now { [futures.clone(), is.clone()] } else { both(&then)? };
        Some([was, policy, futures, is])
    }

    /// What the split needs, where it was asked for.
    pub(super) fn side_runs_of_change(&self, cx: &Session) -> Vec<SideRun> {
        let asked = self.split.as_ref().filter(|asked| self.change_cases(cx).as_ref() == Some(asked));
        let side_run =
            |(futures, levers): &Case| SideRun { futures: futures.clone(), draws: futures.draws, levers: *levers };
        asked.map(|cases| cases.iter().map(side_run).collect()).unwrap_or_default()
    }
}

impl View<'_> {
    /// Whether there is a change to be split, and whether it is being computed.
    pub fn change_state(&self) -> (bool, bool) {
        let Some(cases) = self.model.change_cases(self.session) else { return (false, false) };
        let moved = cases[0] != cases[3];
        let side_runs = self.model.side_runs_of_change(self.session);
        let computing =
            !side_runs.is_empty() && side_runs.iter().any(|side_run| self.session.runs.known(side_run).is_none());
        (moved && (side_runs.is_empty() || computing), computing)
    }

    /// The change of the selected policy's result since the document was opened, in its two parts.
    pub fn change_split(&self, paper: DrawTarget) -> FramedChart {
        let cases = self.model.change_cases(self.session);
        let moved = cases.as_ref().is_some_and(|c| c[0] != c[3]);
        let side_runs = self.model.side_runs_of_change(self.session);
        let known: Vec<&PolicyResults> =
            side_runs.iter().filter_map(|side_run| self.session.runs.known(side_run)).collect();
        let known: Option<[&PolicyResults; 4]> = known.try_into().ok();
        let gain = known.map(|cases| split(cases, |r| r.outcome(Outcome::TotalGain).to_vec()).0);
        let policy = self.session.called(self.policy);
        let summary = match &gain {
            Some(parts) => {
                let texts = self.change_texts(parts);
                let holes = [("then", 0), ("policy", 1), ("world", 2), ("now", 3)];
                let holes: Vec<(&str, &str)> = holes.iter().map(|(name, k)| (*name, texts[*k].as_str())).collect();
                self.session.words().with(Text::ChangeSummary, &holes)
            }
            None if cases.is_none() => self.session.words().to(Text::ChangeNone),
            None if !moved => self.session.words().to(Text::ChangeNothing),
            None if side_runs.is_empty() => self.session.words().to(Text::ChangeAsk),
            None => self.session.words().to(Text::ChangeComputing),
        };
        FramedChart {
            title: self.session.words().with(Text::ChangeTitle, &[("policy", &policy)]),
            subtitle: self.session.words().to(Text::ChangeSubtitle),
            chart: gain.as_ref().map(|parts| {
                let texts = self.change_texts(parts);
                let frame = self.blank(paper, &summary);
                let value = |k: usize| parts[k].value;
                let steps = [(0.0, value(0)), (value(0), value(0) + value(1)), (value(0) + value(1), value(3))];
                let ends = steps.into_iter().chain([(0.0, value(3))]);
                let slots = [Some(Slot::Today), None, None, Some(Slot::Policy(self.policy as u8))];
                let bars = ends.zip(slots).zip(self.change_names()).zip(texts);
                let bar = |((((from, to), slot), label), value)| Bar { slot, label, value, from, to };
                let keys = [Text::BridgeAdds, Text::BridgeTakes].map(|t| self.session.words().to(t));
                let title = self.session.words().to(Text::ChangeAxis);
                Waterfall { frame, title, keys, bars: bars.map(bar).collect() }.chart()
            }),
            table: self.change_table(known, gain.as_ref()),
            explain: [Text::ExplainChange1, Text::ExplainChange2, Text::ExplainChange3]
                .map(|t| self.session.words().to(t))
                .to_vec(),
            readouts: gain
                .as_ref()
                .map(|parts| {
                    let names = self.change_names().into_iter();
                    names.zip(self.change_texts(parts)).map(|(name, text)| format!("{name} {text}")).collect()
                })
                .unwrap_or_default(),
            summary,
        }
    }

    fn change_names(&self) -> [String; 4] {
        [Text::ChangeThen, Text::ChangePolicy, Text::ChangeWorld, Text::ChangeNow].map(|t| self.session.words().to(t))
    }

    /// Then, both parts and now, to three digits of the largest; they add up as they are written.
    fn change_texts(&self, parts: &[Estimate; 4]) -> Vec<String> {
        let largest = parts.iter().fold(0.0, |most: f64, e| most.max(e.value.abs()));
        let unit = table_unit(ten_to(decade(largest) - 2));
        let whole = |x: f64| (x / unit).round();
        let (then, policy, now) = (whole(parts[0].value), whole(parts[1].value), whole(parts[3].value));
        let values = [then, policy, now - then - policy, now].map(|x| x * unit);
        self.amounts(&values, unit, true)
    }

    fn change_table(&self, cases: Option<[&PolicyResults; 4]>, gain: Option<&[Estimate; 4]>) -> Table {
        let mut rows = Vec::new();
        if let (Some(cases), Some(gain)) = (cases, gain) {
            let goal = self.session.document.goal;
            let met = split(cases, |r| goal_by_draw(&goal, r)).0;
            let texts = self.change_texts(gain);
            for (k, name) in self.change_names().into_iter().enumerate() {
                let error = self.session.style(DisplayUnit::Cny).plus_minus(gain[k].error);
                let ends = k == 0 || k == 3;
                let share =
                    if ends { self.session.futures(met[k]) } else { self.session.signed(DisplayUnit::Points, met[k]) };
                rows.push(vec![name, format!("{} {error}", texts[k]), share]);
            }
        }
        let goal = self.session.words().with(Text::ChangeGoal, &[("goal", &self.session.goal_words())]);
        Table {
            caption: self.session.words().with(Text::ChangeTable, &[("policy", &self.session.called(self.policy))]),
            columns: vec![self.session.words().to(Text::CostLine), self.session.words().to(Text::ChangeAxis), goal],
            rows,
        }
    }
}
