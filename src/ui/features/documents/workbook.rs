//! The document as a workbook to take away. What writes it comes late, in a part of its own.

use leptos::html::Div;
use leptos::prelude::*;

use crate::ui::features::documents::files::save_bytes;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::late::part::WorkbookPart;
use crate::ui::runtime::later::Life;
use aftercast_i18n::Text;

/// Media type of an .xlsx.
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The button; under it, how far the part that writes is, and why nothing came.
#[component]
pub fn WorkbookButton(page: Page, id: &'static str) -> impl IntoView {
    let block = NodeRef::<Div>::new();
    let (busy, trouble, life) = (RwSignal::new(false), RwSignal::new(None::<String>), Life::here());
    let save = move |_| {
        let Some(block) = block.get_untracked() else { return };
        trouble.set(None);
        busy.set(true);
        let done = move |part| {
            busy.set(false);
            trouble.set(made(page, part).err());
        };
        page.late.workbook_part(&block, life.bound(done));
    };
    view! {
        <button class="tool outlined" type="button" data-testid="workbook" disabled=move || busy.get() on:click=save>
            {page.text(Text::ShareWorkbook)}
        </button>
        <div id=id class="late" node_ref=block></div>
        // nothing stands under the button while there is nothing to say
        {move || trouble.get().map(|words| view! { <p class="warning" role="alert">{words}</p> })}
    }
}

/// Makes the workbook and hands it to the browser.
///
/// # Errors
/// Why there is none, as a sentence.
fn made(page: Page, part: WorkbookPart) -> Result<(), String> {
    let locale = page.locale.get_untracked();
    let failed = |why: String| Text::ShareWorkbookFailed.with(locale, &[("why", &why)]);
    let book = page.ask(|app| app.documents().workbook(&browser::address(), browser::day()));
    let book = book.ok_or_else(|| Text::ShareExportNone.to(locale).to_owned())?;
    let bytes = (part.write)(&book.content).map_err(|why| failed(why.to_string()))?;
    save_bytes(&bytes, &format!("{}.xlsx", book.name), KIND).map_err(|why| failed(format!("{why:?}")))
}
