//! The late part of the program: what only the analyses need is in a file of its own, which [`load`] brings into the program.
//!
//! A release is divided after it was compiled (`src/shell/divide.mjs`): whatever only [`split::part`] reaches goes into the late part,
//! the rest stays in the main one. What it returns are functions, so that every call but the first is an ordinary one. A debug build
//! is whole.

// Only here: the macro below declares a function as an import of one part and an export of the other, for which the language asks for
// `unsafe` attributes. The build, which divides the file that the compiler made, keeps the two sides of one kind.
#![allow(unsafe_code)]

use leptos::prelude::{AnyView, IntoAny};
use wasm_bindgen::JsValue;

use super::StudyView;
use super::page::StudyPage;
use crate::shell::{self, Shell};
use crate::ui::Page;
use aftercast_compute::tasks::AllTasks;
use aftercast_compute::workers;

/// Name of the part; `src/shell/divide.mjs` names its file so.
pub const NAME: &str = "analyses";

/// What the late part offers.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Opens the analyses in a page.
    pub open: fn(Page, Shell) -> StudyPage,
    /// Shows them.
    pub view: fn(StudyPage) -> AnyView,
    /// Serves as one of their workers.
    pub serve: fn() -> Result<(), JsValue>,
}

const PART: Part = Part {
    open: StudyPage::open,
    view: |page| StudyView(super::StudyViewProps { page }).into_any(),
    serve: || workers::serve::<AllTasks, _>(shell::listen),
};

/// Brings the part into the program that runs; its file has been compiled by then (`src/shell/boot.js`, `src/shell/worker.js`).
///
/// # Errors
/// The file is of another build, or there is no memory for it.
pub async fn load() -> Result<Part, Refused> {
    #[cfg(debug_assertions)]
    return Ok(PART);
    #[cfg(not(debug_assertions))]
    split::part().await
}

/// The part was not taken; the console says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the part of the program called {NAME} does not fit this page")
    }
}

impl std::error::Error for Refused {}

#[cfg(not(debug_assertions))]
mod split {
    use super::{PART, Part, Refused};
    use leptos::wasm_split::{self, SplitLoaderError};

    impl From<SplitLoaderError> for Refused {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split::wasm_split(analyses, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn part() -> Result<Part, Refused> {
        Ok(PART)
    }
}
