//! Sharing and keeping: export menus, the share dialog, documents, the printed page, updates.

pub mod copy_field;
pub mod dialog;
pub mod embed;
pub mod export_menu;
pub mod files;
pub mod library;
pub mod share_dialog;
pub mod storage;
pub mod update;
pub mod workbook;

pub use copy_field::CopyField;
pub use embed::EmbedFoot;
pub use export_menu::{ExportMenu, Exports, choices as export_choices};
pub use library::{DocumentsButton, content as documents_content};
pub use share_dialog::{Code, ShareButton, content as share_content};
pub use update::{UpdateBanner, watch_updates};
pub use workbook::WorkbookButton;

/// Whether the page stands inside another page, without levers and tools: `?embed=1`.
pub fn embedded() -> bool {
    let query = leptos::prelude::window().location().search().unwrap_or_default();
    query.trim_start_matches('?').split('&').any(|pair| pair == "embed=1")
}
