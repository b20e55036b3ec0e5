//! What the user is told over the page: notices before they are put into words, so that they follow the language.

use super::{Session, notice_line};
use crate::words::{self, Words};
use aftercast_analyses::refusal::plan_error;
use aftercast_compute::PlanError;
use aftercast_i18n::Text;
use aftercast_import::{Fault, FileRefused};
use aftercast_scenario::{Goal, Violation};

/// Banners that replace the earlier one of their kind, by id.
pub(crate) mod banner {
    pub(crate) const ALONE: u32 = 1;
    pub(crate) const LINK: u32 = 2;
    pub(crate) const SENDER: u32 = 3;
    pub(crate) const INVALID: u32 = 4;
    pub(crate) const FAILED: u32 = 5;
    pub(crate) const FILE: u32 = 6;
    pub(crate) const STORAGE: u32 = 7;
    pub(crate) const TABS: u32 = 8;
    pub(crate) const MODEL: u32 = 9;
}

/// Something to know, over the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Banner {
    /// Stable id for dismissing.
    pub id: u32,
    /// Urgent: announced at once.
    pub alert: bool,
    /// What happened.
    pub title: String,
    /// Line by line.
    pub lines: Vec<String>,
}

/// A line of a banner: of our own words, which follow the language, or said by something else.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Line {
    Text(Text),
    Filled(Text, Vec<(&'static str, String)>),
    Link(aftercast_link::Notice),
    Violation(Violation),
    /// A file that was not read, by name.
    File(String, FileRefused),
    /// What is wrong in a table.
    Fault(Fault),
    Said(String),
    /// Why a run could not be computed.
    Plan(PlanError),
    /// The goal that is used, where what was meant may have been lost.
    Goal {
        goal: Goal,
        months: usize,
    },
}

impl Line {
    pub(crate) fn to(&self, words: Words) -> String {
        match self {
            Self::Text(text) => words.to(*text),
            Self::Filled(text, holes) => {
                let holes: Vec<(&str, &str)> = holes.iter().map(|(hole, value)| (*hole, value.as_str())).collect();
                words.with(*text, &holes)
            }
            Self::Link(notice) => notice_line(notice, words),
            Self::Goal { goal, months } => {
                words.with(Text::NoticeGoal, &[("goal", &aftercast_wording::goal::goal_words(goal, *months, words))])
            }
            Self::Violation(violation) => words::violation(violation, words),
            Self::File(name, why) => words.pair(name, &why.said(words.0)),
            Self::Fault(fault) => fault.said(words.0),
            Self::Plan(why) => plan_error(*why, words),
            Self::Said(said) => said.clone(),
        }
    }
}

/// A banner before it is put into words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    pub(crate) id: u32,
    pub(crate) alert: bool,
    pub(crate) title: Line,
    pub(crate) lines: Vec<Line>,
}

impl Notice {
    pub(crate) fn to(&self, words: Words) -> Banner {
        Banner {
            id: self.id,
            alert: self.alert,
            title: self.title.to(words),
            lines: self.lines.iter().map(|line| line.to(words)).collect(),
        }
    }
}

impl Session {
    /// Puts a banner up in place of an earlier one of its kind.
    pub(crate) fn show_banner(&mut self, id: u32, alert: bool, title: Text, lines: Vec<Line>) {
        self.show_banner_filled(id, alert, Line::Text(title), lines);
    }

    /// The same with a title that has holes.
    pub(crate) fn show_banner_filled(&mut self, id: u32, alert: bool, title: Line, lines: Vec<Line>) {
        self.dismiss_banners(&[id]);
        self.banners.push(Notice { id, alert, title, lines });
    }

    /// Takes banners down.
    pub(crate) fn dismiss_banners(&mut self, ids: &[u32]) {
        self.banners.retain(|b| !ids.contains(&b.id));
    }
}
