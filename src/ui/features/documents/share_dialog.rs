//! The share dialog: link, QR code, summary, embed code, file, print.

use leptos::prelude::*;

use crate::ui::features::documents::copy_field::CopyField;
use crate::ui::features::documents::dialog::Dialog;
use crate::ui::features::documents::files::save_text;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::late::Late;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::features::documents::qr::Code as QrCode;
use aftercast_i18n::Text;

/// The button of the bar with its dialog.
#[component]
pub fn ShareButton(page: Page) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button
            class="tool primary"
            type="button"
            aria-haspopup="dialog"
            data-testid="share"
            on:click=move |_| open.set(true)
        >
            <Symbol icon=Icon::Share />
            <span>{page.text(Text::ShareShare)}</span>
        </button>
        <Dialog page open id="share-dialog" title=Text::ShareShare>
            <Late page id="share-late" view=move |part| (part.share)(page, open) />
        </Dialog>
    }
}

/// What is in the dialog.
pub fn content(page: Page, open: RwSignal<bool>) -> AnyView {
    // follows the run while it refines the numbers
    let view = page.derive_at(crate::ui::runtime::frames::Pace::Calm, |app| app.documents().share(&browser::address()));
    let link = Signal::derive(move || view.with(|v| v.link.clone()));
    let summary = Signal::derive(move || view.with(|v| v.summary.clone()));
    let embed = Signal::derive(move || view.with(|v| v.embed.clone()));
    let print = move |_| {
        // the dialog would be in the picture
        open.set(false);
        page.after_frame(browser::print);
    };
    view! {
        <div class="share-columns">
            <div class="share-texts">
                <CopyField page id="share-link" label=Text::ShareLink rows=3 text=link />
                <CopyField page id="share-summary" label=Text::ShareSummary rows=7 text=summary />
                <CopyField page id="share-embed" label=Text::ShareEmbed rows=3 text=embed />
                <p class="hint">{page.text(Text::ShareEmbedHint)}</p>
            </div>
            <Code page code=Signal::derive(move || view.with(|v| v.code.clone())) />
        </div>
        <div class="dialog-actions">
            <SaveFile page />
            <button class="tool outlined" type="button" data-testid="print" on:click=print>{page.text(Text::SharePrint)}</button>
        </div>
    }
    .into_any()
}

/// The QR code of the link, or why there is none.
#[component]
pub fn Code(
    page: Page,
    #[prop(into)] code: Signal<Option<QrCode>>,
    #[prop(default = "qr")] id: &'static str,
    #[prop(default = Text::ShareCode)] title: Text,
) -> impl IntoView {
    view! {
        <figure class="code">
            <figcaption>{page.text(title)}</figcaption>
            {move || match code.get() {
                Some(code) => view! {
                    <svg
                        role="img"
                        aria-label=page.text(Text::ShareCodeName)
                        data-testid=id
                        viewBox=format!("0 0 {0} {0}", code.size)
                        shape-rendering="crispEdges"
                    >
                        // a code is read dark on light in either theme
                        <rect width="100%" height="100%" fill="#fff" />
                        <path d=code.path fill="#000" />
                    </svg>
                    <Show when=move || code.dense>
                        <p class="hint" data-testid="qr-dense">{page.text(Text::ShareCodeDense)}</p>
                    </Show>
                }.into_any(),
                None => view! { <p class="hint" data-testid="qr-too-long">{page.text(Text::ShareCodeLong)}</p> }.into_any(),
            }}
        </figure>
    }
}

/// Saves the document as a scenario file.
#[component]
pub fn SaveFile(page: Page) -> impl IntoView {
    let failed = RwSignal::new(false);
    let save = move |_| {
        let file = page.ask(|app| app.documents().scenario_file());
        failed.set(save_text(&file, "json", "application/json").is_err());
    };
    view! {
        <button class="tool outlined" type="button" data-testid="save-file" on:click=save>{page.text(Text::ShareSaveFile)}</button>
        <Show when=move || failed.get()>
            <p class="warning" role="status">{page.text(Text::ShareExportFailed)}</p>
        </Show>
    }
}
