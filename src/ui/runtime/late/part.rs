//! The seams between the main part of the program and the late ones: what only [`Part`] names is in a file of its own, which [`load`] brings
//! into the program, and what only [`WorkbookPart`] names in another.
//!
//! A release is divided after it was compiled (`src/shell/divide.mjs`): whatever only [`split::part`] reaches goes into the late part,
//! whatever only [`split::sheets`] reaches into that of workbooks, what both reach into one that they share; the rest stays in the main
//! one. What they return are functions, so that every call but the first is an ordinary one. A debug build is whole.

// Only here: the macro below declares a function as an import of one part and an export of the other, for which the language asks for
// `unsafe` attributes. The build, which divides the file that the compiler made, keeps the two sides of one kind.
#![allow(unsafe_code)]

use leptos::prelude::{AnyView, RwSignal};
use wasm_bindgen::JsValue;

use crate::shell::{self, Shell};
use crate::ui::features::analyses;
use crate::ui::features::analyses::AnalysesPage;
use crate::ui::features::answers;
use crate::ui::features::brief;
use crate::ui::features::budget;
use crate::ui::features::charts;
use crate::ui::features::documents;
use crate::ui::features::documents::Exports;
use crate::ui::features::lessons;
use crate::ui::features::model;
use crate::ui::features::policies::{draws, goal_editor, presets};
use crate::ui::frame;
use crate::ui::page::Page;
use crate::ui::runtime::code_reader;
use crate::ui::widgets::popover::Opened;
use aftercast_compute::tasks::AllTasks;
use aftercast_compute::workers;
use aftercast_scenario::Chart;
use aftercast_sheets::{Book, ReadError, WriteError};
use aftercast_tables::table::Table;

/// Name of the part; `src/shell/divide.mjs` names its file so.
pub const NAME: &str = "late";
/// Name of the part of workbooks.
pub const WORKBOOK_PART_NAME: &str = "sheets";

/// What the late part offers.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Opens the analyses in a page, with what starts their workers.
    pub open_analyses: fn(Page, Shell) -> AnalysesPage,
    /// The analyses.
    pub analyses: fn(AnalysesPage) -> AnyView,
    /// Best for the budget.
    pub budget: fn(AnalysesPage) -> AnyView,
    /// The brief.
    pub brief: fn(AnalysesPage) -> AnyView,
    /// The three answers under the policies.
    pub answers: fn(AnalysesPage) -> AnyView,
    /// Serves as a worker of the analyses.
    pub serve: fn() -> Result<(), JsValue>,
    /// Serves as a worker that reads codes off pictures.
    pub serve_scan: fn() -> Result<(), JsValue>,
    /// The model: assumptions, company, evidence, limits, history.
    pub model: fn(Page) -> AnyView,
    /// What is in the dialog of lessons, with whether it is open and the links pasted into it.
    pub teach: fn(Page, RwSignal<bool>, RwSignal<String>) -> AnyView,
    /// A prediction.
    pub predict: fn(Page) -> AnyView,
    /// The whole page while presenting.
    pub presenter: fn(Page) -> AnyView,
    /// What is in the dialog to share, with whether it is open.
    pub share: fn(Page, RwSignal<bool>) -> AnyView,
    /// What is in the dialog of documents, with whether it is open.
    pub documents: fn(Page, RwSignal<bool>) -> AnyView,
    /// The goal in its popover.
    pub goal: fn(Page, Opened) -> AnyView,
    /// The number of draws in its popover.
    pub draws: fn(Page) -> AnyView,
    /// The list of presets in its popover.
    pub presets: fn(Page, Opened) -> AnyView,
    /// The charts below the first screen, and the months.
    pub more_charts: fn(Page) -> AnyView,
    /// Any chart, with its position on top of the page.
    pub chart: fn(Page, Chart, Option<usize>) -> AnyView,
    /// What a chart or table can be exported as.
    pub exports: fn(Page, Exports) -> AnyView,
}

const PART: Part = Part {
    open_analyses: AnalysesPage::open,
    analyses: analyses::view,
    budget: budget::view,
    brief: brief::view,
    answers: answers::view,
    serve: || workers::serve::<AllTasks, _>(shell::listen),
    serve_scan: code_reader::serve,
    model: model::view,
    teach: lessons::sections,
    predict: lessons::prediction,
    presenter: lessons::presenter,
    share: documents::share_content,
    documents: documents::documents_content,
    goal: goal_editor::view,
    draws: draws::choice,
    presets: presets::list,
    more_charts: frame::result::more_charts,
    chart: charts::any,
    exports: documents::export_choices,
};

/// Brings the part into the program that runs; its file has been compiled by then (`src/shell/boot.js`, `src/shell/worker.js`).
///
/// # Errors
/// The file is of another build, or there is no memory for it.
pub async fn load() -> Result<Part, Refused> {
    #[cfg(debug_assertions)]
    {
        aftercast_i18n::bring_late_texts();
        Ok(PART)
    }
    #[cfg(not(debug_assertions))]
    {
        split::part().await
    }
}

/// What the part of workbooks offers.
#[derive(Clone, Copy, Debug)]
pub struct WorkbookPart {
    /// The worksheets of an .xlsx.
    pub read: fn(&[u8]) -> Result<Vec<Table>, ReadError>,
    /// A workbook as an .xlsx.
    pub write: fn(&Book) -> Result<Vec<u8>, WriteError>,
}

const WORKBOOK_PART: WorkbookPart = WorkbookPart { read: aftercast_sheets::read, write: aftercast_sheets::write };

/// Brings the part of workbooks, as [`load`] does the other.
///
/// # Errors
/// As there.
pub async fn load_workbook_part() -> Result<WorkbookPart, Refused> {
    #[cfg(debug_assertions)]
    return Ok(WORKBOOK_PART);
    #[cfg(not(debug_assertions))]
    split::sheets().await
}

/// The part was not taken; the console says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the late part of the program does not fit this page")
    }
}

impl std::error::Error for Refused {}

#[cfg(not(debug_assertions))]
mod split {
    use super::{PART, Part, Refused, WORKBOOK_PART, WorkbookPart};
    use leptos::wasm_split::{self, SplitLoaderError};

    impl From<SplitLoaderError> for Refused {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split::wasm_split(late, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn part() -> Result<Part, Refused> {
        // only here, so that the late part alone carries them
        aftercast_i18n::bring_late_texts();
        Ok(PART)
    }

    #[wasm_split::wasm_split(sheets, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn sheets() -> Result<WorkbookPart, Refused> {
        Ok(WORKBOOK_PART)
    }
}
