//! What can happen in the analyses, and what the page then has to do.

use super::{File, Readiness};
use aftercast_analyses::{AnalysisPlan, Field, Finding, Section};
use aftercast_compute::PlanError;
use aftercast_import::FileRefused;
use aftercast_plot::{Locale, Theme};
use aftercast_scenario::Draft;
use aftercast_tables::table::Table;

/// What can happen.
#[derive(Debug)]
pub enum Event {
    /// The analyses are shown: with the document at hand, the page's language and theme.
    Shown {
        /// The document, with the reading of the report that is in force.
        document: Box<Draft>,
        /// The policy the levers edit.
        selected: usize,
        /// Language.
        locale: Locale,
        /// Theme.
        theme: Theme,
    },
    /// What day it is, YYYY-MM-DD.
    Today(String),
    /// What was remembered of the forecast looked at last, see [`Effect::Remember`].
    Remembered(String),
    /// Another tab has changed what is remembered of the log of forecasts.
    RememberedElsewhere {
        /// What was remembered.
        before: String,
        /// What is remembered now.
        now: String,
    },
    /// What this tab kept of the settings and of what was found, see [`Effect::KeepInTab`].
    Recalled {
        /// Of the settings.
        settings: Option<String>,
        /// Of what was found.
        found: Vec<String>,
    },
    /// A file is brought: a forecast, or what happened.
    Brought(String),
    /// A workbook is brought, with what happened in one of its worksheets.
    WorksheetsBrought(Vec<Table>),
    /// The file of this name cannot be read as text, or is too large.
    Unreadable(String, FileRefused),
    /// The forecast is to be saved as a file.
    ForecastSaved,
    /// What happened is to be saved as a file.
    HappenedSaved,
    /// A section is opened.
    Opened(&'static Section),
    /// The address names a section to be opened.
    Linked(String),
    /// A control is set.
    Set(Field, String),
    /// A point of the frontier is to be opened as a policy of the document.
    Picked(usize),
    /// A point of the frontier is to be marked in its picture, or none.
    Marked(Option<usize>),
    /// Whether what is quick may be computed by itself.
    Ready(Readiness),
    /// The inputs have rested since [`Effect::Rest`] of this number.
    Rested(u32),
    /// The open section is to be computed.
    Started,
    /// What is being computed is given up.
    Cancelled,
    /// The work goes on: the share that is done, 0 to 1.
    Progressed {
        /// Which run.
        run: u32,
        /// Share done.
        share: f64,
    },
    /// The work is done.
    Found {
        /// Which run.
        run: u32,
        /// What came out.
        finding: Finding,
    },
    /// How long work that is done took, in seconds; said before [`Event::Found`].
    Took {
        /// Which run.
        run: u32,
        /// Seconds.
        seconds: f64,
    },
    /// The work cannot be done.
    Failed {
        /// Which run.
        run: u32,
        /// Why.
        why: PlanError,
    },
}

/// What the page has to do.
pub enum Effect {
    /// Do this work; one under way is given up.
    Run {
        /// Its id.
        run: u32,
        /// What to do.
        plan: AnalysisPlan,
    },
    /// Give up what is under way.
    Cancel,
    /// Call back with this number after [`REST`]; a rest asked for earlier counts no more.
    Rest(u32),
    /// Save a file.
    Save(File),
    /// Remember this of the forecast until the next visit.
    Remember(String),
    /// Keep a text under a key until the tab is closed.
    KeepInTab(&'static str, String),
    /// Go on with this document on the first screen, where this policy is selected: a change of the document at hand.
    Open {
        /// The document.
        document: Box<Draft>,
        /// The policy.
        selected: usize,
    },
    /// Change the document at hand to this one, and stay.
    Change(Box<Draft>),
}
