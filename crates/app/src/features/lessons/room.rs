//! The room: the policies of all participants, out of their links, computed one link after another. What is shown of it is in
//! [`super::room_table`].

use super::links::links;
use super::room_table::Sorting;
use super::{Model, View};
use crate::session;
use crate::session::Effect;
use crate::session::Session;
use crate::session::figures::{median, quantile};
use crate::view::Table;
use crate::words::violation;
use aftercast_analyses::refusal::plan_error;
use aftercast_compute::PlanError;
use aftercast_engine::check;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::report::goal_met;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::Text;
use aftercast_i18n::names::shown;
use aftercast_link::{LinkDocument, Notice, Round, decode, encode};
use aftercast_presets::lessons::{Lesson, complete};
use aftercast_scenario::{Draft, Levers, Violations};
use serde::{Deserialize, Serialize};

/// Most links of a room.
pub const MOST_LINKS: usize = 50;
/// Under this key the tab keeps the room.
pub const KEY: &str = "room";

/// What can happen in the room.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Links were pasted in whatever text.
    Read(String),
    /// A room that the tab kept, as [`Effect::RememberInTab`] wrote it.
    Found(String),
    /// The head of a column was pressed.
    Sorted(usize),
    /// A policy takes the place of the document on the page, with the document it belongs to.
    Opened(EntryPosition),
    /// The table is emptied.
    Cleared,
}

/// A policy of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryPosition {
    /// Whose link, in the order in which they were read.
    pub seat: usize,
    /// The policy in its document.
    pub policy: usize,
}

/// What a tab keeps: what was pasted, and the order of the rows. The figures are computed again.
#[derive(Serialize, Deserialize)]
struct Kept {
    links: String,
    sorting: Option<Sorting>,
}

/// What a policy of the room came to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    pub(super) met: Estimate,
    pub(super) middle: Estimate,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// A policy of a seat, with at least one lever moved.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) policy: usize,
    levers: Levers<f64>,
    pub(super) figures: Option<Figures>,
}

/// A link that can run.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) who: String,
    pub(super) document: Draft,
    /// The lesson that the document belongs to.
    lesson: Option<&'static Lesson>,
    pub(super) entries: Vec<Entry>,
}

/// What was not right with a link.
#[derive(Debug)]
enum Wrong {
    Unread,
    Nothing,
    Notice(Notice),
    Violations(Violations),
    Unmoved,
    Failed(PlanError),
}

/// Everything pasted.
#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(super) seats: Vec<Seat>,
    /// What was pasted.
    links: String,
    pub(super) sorting: Option<Sorting>,
    /// By whom, and what.
    wrong: Vec<(String, Wrong)>,
    left_out: usize,
}

/// The room as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomView {
    /// The table, in the order of the page.
    pub table: Table,
    /// The policy of each row.
    pub positions: Vec<EntryPosition>,
    /// The column by which the rows are sorted, and whether the largest is on top.
    pub sorted: Option<(usize, bool)>,
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
        let mut effects = match event {
            Event::Opened(position) => return self.room_opened(cx, position),
            Event::Sorted(column) => {
                self.room.sorting = Sorting::pressed(self.room.sorting, column);
                Vec::new()
            }
            Event::Cleared => self.room_read(cx, String::new(), Some(Sorting::default())),
            Event::Read(text) => {
                let sorting = if self.room.links.is_empty() { Some(Sorting::default()) } else { self.room.sorting };
                self.room_read(cx, text, sorting)
            }
            Event::Found(text) => match serde_json::from_str::<Kept>(&text) {
                Ok(kept) => self.room_read(cx, kept.links, kept.sorting),
                // of another version
                Err(_) => return Vec::new(),
            },
        };
        let kept = Kept { links: self.room.links.clone(), sorting: self.room.sorting };
        let value = serde_json::to_string(&kept).unwrap_or_default();
        effects.push(Effect::RememberInTab { key: KEY, value });
        effects
    }

    /// The document of a seat as another one than that on the page, with this policy in hand.
    fn room_opened(&self, cx: &mut Session, position: EntryPosition) -> Vec<Effect> {
        let Some(seat) = self.room.seats.get(position.seat) else { return Vec::new() };
        let link = LinkDocument {
            draft: seat.document.clone(),
            selected: position.policy,
            view: seat.lesson.map(|lesson| lesson.key.to_owned()).unwrap_or_default(),
            round: Round::default(),
            ..LinkDocument::default()
        };
        cx.open_beside(&encode(&link).fragment)
    }

    fn room_read(&mut self, cx: &mut Session, text: String, sorting: Option<Sorting>) -> Vec<Effect> {
        cx.runs.end_room();
        let (mut found, unread) = links(&text);
        self.room = Room { links: text, sorting, ..Room::default() };
        let room = &mut self.room;
        room.left_out = found.len().saturating_sub(MOST_LINKS);
        found.truncate(MOST_LINKS);
        for (index, link) in found.into_iter().enumerate() {
            let decoded = decode(&link.link);
            let mut draft = decoded.document.draft;
            let lesson = Lesson::from_key(&decoded.document.view);
            if let Some(lesson) = lesson {
                complete(&mut draft, lesson, cx.locale);
            }
            let number = (index + 1).to_string();
            let who = [link.who, shown(&draft.name)].into_iter().find(|name| !name.is_empty());
            let who = who.unwrap_or_else(|| Text::RoomUnnamed.with(cx.locale, &[("place", &number)]));
            if decoded.understood == 0 {
                room.wrong.push((who, Wrong::Nothing));
                continue;
            }
            room.wrong.extend(decoded.notices.into_iter().map(|notice| (who.clone(), Wrong::Notice(notice))));
            match check(&draft) {
                Err(violations) => room.wrong.push((who, Wrong::Violations(violations))),
                Ok(scenario) => {
                    let moved = |k: &usize| !draft.policies[*k].levers.is_empty();
                    let entry = |k: usize| Entry { policy: k, levers: scenario.policies()[k].levers, figures: None };
                    let entries: Vec<Entry> = (0..draft.policies.len()).filter(moved).map(entry).collect();
                    if entries.is_empty() {
                        room.wrong.push((who.clone(), Wrong::Unmoved));
                    }
                    room.seats.push(Seat { who, document: draft, lesson, entries });
                }
            }
        }
        room.wrong.extend(unread.into_iter().map(|line| (line, Wrong::Unread)));
        // a run for the page goes first
        if cx.runs.busy() { Vec::new() } else { self.room_next(cx).into_iter().collect() }
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
    pub(crate) fn room_failed(&mut self, cx: &mut Session, why: PlanError) -> Option<Effect> {
        cx.runs.end_room();
        let seats = &mut self.room.seats;
        if let Some(index) = seats.iter().position(|s| s.entries.iter().any(|e| e.figures.is_none())) {
            let seat = seats.remove(index);
            self.room.wrong.push((seat.who, Wrong::Failed(why)));
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
        let (table, positions) = self.room_table();
        Some(RoomView {
            table,
            positions,
            sorted: room.sorting.map(|sorting| (sorting.column, sorting.descending)),
            problems,
            done,
            total,
            progress: self.session.words().with(Text::RoomProgress, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))),
        })
    }

    /// What was pasted; empty before, and after the room was emptied.
    pub fn room_links(&self) -> &str {
        &self.model.room.links
    }

    fn wrong_line(&self, who: &str, wrong: &Wrong) -> String {
        let words = self.session.words();
        let what = match wrong {
            Wrong::Unread => words.to(Text::RoomUnread),
            Wrong::Nothing => words.to(Text::RoomNothing),
            Wrong::Notice(notice) => session::notice_line(notice, words),
            Wrong::Violations(all) => all.0.iter().map(|v| violation(v, words)).collect::<Vec<_>>().join(" "),
            Wrong::Unmoved => words.to(Text::RoomUnmoved),
            Wrong::Failed(why) => words.with(Text::RoomFailed, &[("message", &plan_error(*why, words))]),
        };
        words.with(Text::RoomProblem, &[("who", who), ("what", &what)])
    }
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
