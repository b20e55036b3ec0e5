//! The room table: the policies of all participants side by side, computed one link after another.

use super::links::links;
use super::{Model, View};
use crate::features::documents::csv;
use crate::session;
use crate::session::Effect;
use crate::session::Session;
use crate::session::figures::{letter, median, quantile};
use crate::view::{ChartFrame, Table};
use crate::words::{trimmed, violation};
use aftercast_engine::check;
use aftercast_engine::run::record::Outcome;
use aftercast_engine::run::report::goal_met;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::Text;
use aftercast_i18n::names::shown;
use aftercast_link::{Notice, decode};
use aftercast_plot::intervals::{Interval, Intervals};
use aftercast_plot::scale::{drawable, extent, nice_range};
use aftercast_plot::{Axis, Frame, NumberStyle, Slot, Unit};
use aftercast_scenario::{Draft, LeverId, Levers, PolicyDraft, Violations};

/// Middle halves beyond which an end is no longer on the axis of the others.
const FAR: f64 = 4.0;
/// Most links of a room.
pub const MOST_LINKS: usize = 50;

/// What can happen in the room.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Links were pasted in whatever text.
    Read(String),
    /// The table is emptied.
    Cleared,
}

/// What a policy of the room came to.
#[derive(Clone, Copy, Debug)]
struct Figures {
    met: Estimate,
    middle: Estimate,
    low: f64,
    high: f64,
}

/// A policy of a seat, with at least one lever moved.
#[derive(Debug)]
struct Entry {
    policy: usize,
    levers: Levers<f64>,
    figures: Option<Figures>,
}

/// A link that can run.
#[derive(Debug)]
struct Seat {
    who: String,
    document: Draft,
    entries: Vec<Entry>,
}

/// What was not right with a link.
#[derive(Debug)]
enum Wrong {
    Unread,
    Nothing,
    Notice(Notice),
    Violations(Violations),
    Unmoved,
    Failed(String),
}

/// Everything pasted.
#[derive(Debug, Default)]
pub(crate) struct Room {
    seats: Vec<Seat>,
    /// By whom, and what.
    wrong: Vec<(String, Wrong)>,
    left_out: usize,
}

/// The room as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomView {
    /// The table.
    pub table: Table,
    /// What was not right, link by link.
    pub problems: Vec<String>,
    /// Links computed, and all that can be.
    pub done: usize,
    /// Links that can be computed.
    pub total: usize,
    /// "12 of 20 links are computed".
    pub progress: String,
}

impl Model {
    pub(super) fn room(&mut self, cx: &mut Session, event: Event) -> Vec<Effect> {
        self.room = Room::default();
        cx.runs.end_room();
        match event {
            Event::Cleared => Vec::new(),
            Event::Read(text) => {
                self.room_read(cx, &text);
                // a run for the page goes first
                if cx.runs.busy() { Vec::new() } else { self.room_next(cx).into_iter().collect() }
            }
        }
    }

    fn room_read(&mut self, cx: &mut Session, text: &str) {
        let (mut found, unread) = links(text);
        let room = &mut self.room;
        room.left_out = found.len().saturating_sub(MOST_LINKS);
        found.truncate(MOST_LINKS);
        for (place, link) in found.into_iter().enumerate() {
            let decoded = decode(&link.link);
            let mut draft = decoded.document.draft;
            let number = (place + 1).to_string();
            let who = [link.who, shown(&draft.name)].into_iter().find(|name| !name.is_empty());
            let who = who.unwrap_or_else(|| Text::RoomUnnamed.with(cx.locale, &[("place", &number)]));
            if decoded.understood == 0 {
                room.wrong.push((who, Wrong::Nothing));
                continue;
            }
            room.wrong.extend(decoded.notices.into_iter().map(|notice| (who.clone(), Wrong::Notice(notice))));
            draft.face_value = decoded.document.face_value;
            match check(&draft) {
                Err(violations) => room.wrong.push((who, Wrong::Violations(violations))),
                Ok(scenario) => {
                    let moved = |k: &usize| !draft.policies[*k].levers.is_empty();
                    let entry = |k: usize| Entry { policy: k, levers: scenario.policies()[k].levers, figures: None };
                    let entries: Vec<Entry> = (0..draft.policies.len()).filter(moved).map(entry).collect();
                    if entries.is_empty() {
                        room.wrong.push((who.clone(), Wrong::Unmoved));
                    }
                    room.seats.push(Seat { who, document: draft, entries });
                }
            }
        }
        room.wrong.extend(unread.into_iter().map(|line| (line, Wrong::Unread)));
    }

    /// The next link to be computed.
    pub(crate) fn room_next(&mut self, cx: &mut Session) -> Option<Effect> {
        let seat = self.room.seats.iter().find(|seat| seat.entries.iter().any(|e| e.figures.is_none()))?;
        let futures = check(&seat.document).ok()?.futures();
        let levers: Vec<Levers<f64>> = seat.entries.iter().map(|entry| entry.levers).collect();
        cx.runs.start_room(futures, &levers).map(|request| Effect::Run(Box::new(request)))
    }

    /// A link is computed: its figures are kept, its futures are not.
    pub(crate) fn room_computed(&mut self, cx: &mut Session) {
        let Some(store) = cx.runs.end_room() else { return };
        let seats = &mut self.room.seats;
        let Some(seat) = seats.iter_mut().find(|s| s.entries.iter().any(|e| e.figures.is_none())) else { return };
        for entry in &mut seat.entries {
            entry.figures = store.policy(&entry.levers).map(|results| figures(&seat.document, results));
        }
        // what the run did not bring will not come by running it again
        seat.entries.retain(|entry| entry.figures.is_some());
    }

    /// A link could not be computed: it is listed, and the next one has its turn.
    pub(crate) fn room_failed(&mut self, cx: &mut Session, message: String) -> Option<Effect> {
        cx.runs.end_room();
        let seats = &mut self.room.seats;
        if let Some(place) = seats.iter().position(|s| s.entries.iter().any(|e| e.figures.is_none())) {
            let seat = seats.remove(place);
            self.room.wrong.push((seat.who, Wrong::Failed(message)));
        }
        self.room_next(cx)
    }
}

impl View<'_> {
    /// The room; `None` before anything was pasted.
    pub fn room_view(&self) -> Option<RoomView> {
        let room = &self.model.room;
        if room.seats.is_empty() && room.wrong.is_empty() {
            return None;
        }
        let done = room.seats.iter().filter(|s| s.entries.iter().all(|e| e.figures.is_some())).count();
        let total = room.seats.len();
        let holes = [("done", done.to_string()), ("total", total.to_string())];
        let mut problems: Vec<String> = room.wrong.iter().map(|(who, wrong)| self.wrong_line(who, wrong)).collect();
        if room.left_out > 0 {
            problems.push(self.session.words().with(Text::RoomLeftOut, &[("count", &room.left_out.to_string())]));
        }
        Some(RoomView {
            table: self.room_table(),
            problems,
            done,
            total,
            progress: self.session.words().with(Text::RoomProgress, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))),
        })
    }

    /// The table as CSV.
    pub fn room_csv(&self) -> String {
        csv::csv(&self.room_table())
    }

    fn wrong_line(&self, who: &str, wrong: &Wrong) -> String {
        let words = self.session.words();
        let what = match wrong {
            Wrong::Unread => words.to(Text::RoomUnread),
            Wrong::Nothing => words.to(Text::RoomNothing),
            Wrong::Notice(notice) => session::notice_line(notice, words),
            Wrong::Violations(all) => all.0.iter().map(|v| violation(v, words)).collect::<Vec<_>>().join(" "),
            Wrong::Unmoved => words.to(Text::RoomUnmoved),
            Wrong::Failed(message) => words.with(Text::RoomFailed, &[("message", message)]),
        };
        words.with(Text::RoomProblem, &[("who", who), ("what", &what)])
    }

    fn room_rows(&self) -> impl Iterator<Item = (&Seat, &Entry, &PolicyDraft)> {
        let entries = |seat| std::iter::repeat(seat).zip(<Seat as AsRef<[Entry]>>::as_ref(seat));
        self.model.room.seats.iter().flat_map(entries).map(|(s, e)| (s, e, &s.document.policies[e.policy]))
    }

    fn room_table(&self) -> Table {
        let columns = [
            Text::RoomColumnWho,
            Text::RoomColumnPolicy,
            Text::RoomColumnGoal,
            Text::RoomColumnFigure,
            Text::NetGainMedian,
            Text::RoomColumnLow,
            Text::RoomColumnHigh,
            Text::RoomColumnLevers,
        ];
        let between = Text::SeparatorClauses.to(self.session.locale);
        let row = |(seat, entry, policy): (&Seat, &Entry, &PolicyDraft)| {
            let numbers = entry.figures.map_or_else(
                || std::array::from_fn(|_| "–".to_owned()),
                |f| {
                    let met = format!("{} ±{}", trimmed(100.0 * f.met.value, 1), trimmed(100.0 * f.met.error, 1));
                    let money = |x: f64| self.session.style(Unit::Cny).text(x, Some(0.01 * x.abs().max(1.0)));
                    [met, self.session.number(Unit::Cny, f.middle), money(f.low), money(f.high)]
                },
            );
            let goal = self.session.goal_of(&seat.document.goal, seat.document.company.horizon());
            let levers = self.room_diff(&seat.document, policy).join(between);
            let named = [seat.who.clone(), policy_name(policy, entry.policy), goal];
            named.into_iter().chain(numbers).chain([levers]).collect()
        };
        Table {
            caption: self.session.words().to(Text::RoomTable),
            columns: columns.map(|text| self.session.words().to(text)).to_vec(),
            rows: self.room_rows().map(row).collect(),
        }
    }

    /// What a policy changes against the today of its own document.
    fn room_diff(&self, document: &Draft, policy: &PolicyDraft) -> Vec<String> {
        let today = |id: LeverId| document.today.get(&id).copied().unwrap_or(id.spec().today);
        self.read.policies().diff_from(policy, today)
    }

    /// Everybody's net gain on one axis.
    pub fn room_chart(&self, width: f64) -> ChartFrame<Intervals> {
        let joint = " · ";
        let money = |x: f64| self.session.style(Unit::Cny).text(x, Some(0.01 * x.abs().max(1.0)));
        let mut computed: Vec<_> = self.room_rows().filter_map(|(s, e, p)| e.figures.map(|f| (s, e, p, f))).collect();
        computed.sort_by(|a, b| b.3.middle.value.total_cmp(&a.3.middle.value));
        let ends: Vec<f64> = computed.iter().flat_map(|(.., f)| [f.low, f.high]).collect();
        let usual = usual_range(&ends);
        let mut rows: Vec<Interval> = computed
            .into_iter()
            .map(|(seat, entry, policy, f)| Interval {
                slot: Slot::Policy(entry.policy as u8),
                label: format!("{}{joint}{}", seat.who, policy_name(policy, entry.policy)),
                low: f.low,
                middle: f.middle.value,
                high: f.high,
                inner: None,
            })
            .collect();
        let readouts: Vec<String> = rows
            .iter()
            .map(|row| {
                let ends = [("middle", money(row.middle)), ("low", money(row.low)), ("high", money(row.high))];
                let ends = ends.each_ref().map(|(k, v)| (*k, v.as_str()));
                format!("{}: {}", row.label.replace(joint, ", "), self.session.words().with(Text::RoomReadout, &ends))
            })
            .collect();
        // what the axis does not hold lies at its end, with its figure
        for row in rows.iter_mut().filter(|row| usual.is_some_and(|(low, high)| !(low..=high).contains(&row.middle))) {
            row.label = format!("{}{joint}{}", row.label, money(row.middle));
        }
        let summary = match rows.is_empty() {
            true => self.session.words().to(Text::RoomWait),
            false => self.session.words().with(Text::RoomSummary, &[("count", &rows.len().to_string())]),
        };
        let frame = Frame {
            filled: false,
            description: summary.clone(),
            empty: summary.clone(),
            ..Frame::new(width, Intervals::height(rows.len()), self.session.theme, self.session.locale)
        };
        let x = Axis {
            title: self.session.words().to(Text::RoomAxis),
            number: NumberStyle::new(self.session.locale, Unit::Cny),
            range: usual,
        };
        ChartFrame {
            title: self.session.words().to(Text::RoomChart),
            subtitle: self.session.words().to(Text::RoomChartHint),
            chart: (!rows.is_empty()).then_some(Intervals { frame, rows, x }),
            table: self.room_table(),
            explain: [Text::RoomExplain1, Text::RoomExplain2].map(|t| self.session.words().to(t)).to_vec(),
            summary,
            readouts,
        }
    }
}

impl AsRef<[Entry]> for Seat {
    fn as_ref(&self) -> &[Entry] {
        &self.entries
    }
}

/// The range of most ends, where others lie so far out that nothing could be read beside them; `None` where one axis holds all.
fn usual_range(ends: &[f64]) -> Option<(f64, f64)> {
    let mut sorted: Vec<f64> = ends.iter().copied().filter(|x| drawable(*x)).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let (first, third) = (sorted.get(sorted.len() / 4)?, sorted.get(3 * sorted.len() / 4)?);
    let reach = FAR * (third - first);
    let inside = |x: &&f64| (first - reach..=third + reach).contains(*x);
    let usual: Vec<f64> = sorted.iter().filter(inside).copied().chain([0.0]).collect();
    let (low, high) = extent(&usual).filter(|_| usual.len() <= sorted.len())?;
    Some(nice_range(low, high))
}

fn figures(document: &Draft, results: &PolicyResults) -> Figures {
    let npv = results.outcome(Outcome::TotalGain);
    Figures {
        met: goal_met(&document.goal, results),
        middle: median(npv),
        low: quantile(npv, 0.05).value,
        high: quantile(npv, 0.95).value,
    }
}

fn policy_name(policy: &PolicyDraft, place: usize) -> String {
    format!("{} {}", letter(place), shown(&policy.name)).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::usual_range;

    #[test]
    fn one_extreme_flattens_nobody() {
        let room: Vec<f64> = (0..20).flat_map(|k| [-5e6 - 1e5 * f64::from(k), 1e7 + 1e6 * f64::from(k)]).collect();
        assert_eq!(usual_range(&room), None, "one axis holds all");
        let extreme: Vec<f64> = room.iter().copied().chain([-2.6e9, -2.3e9]).collect();
        let (low, high) = usual_range(&extreme).unwrap();
        assert!((-2e7..=-6.9e6).contains(&low) && (2.9e7..=6e7).contains(&high), "{low} {high}");
        assert_eq!(usual_range(&[]), None);
    }
}
