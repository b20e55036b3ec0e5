//! The analyses in the page: brought when they are shown for the first time.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::page::StudyPage;
use super::part::{self, Part};
use crate::shell::Shell;
use crate::ui::Page;
use crate::ui::later::{self, Life};
use crate::ui::page::View;

/// The page's handle on the late part; cheap to copy.
#[derive(Clone, Copy)]
pub struct Analyses {
    shell: StoredValue<Shell, LocalStorage>,
    /// What outlasts every component, as the analyses do.
    owner: StoredValue<Owner>,
    opened: RwSignal<Option<(Part, StudyPage)>>,
}

impl Analyses {
    /// Not there yet. To be made with the page.
    pub fn new(shell: Shell) -> Self {
        Self {
            shell: StoredValue::new_local(shell),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            opened: RwSignal::new(None),
        }
    }

    /// Asks for them, which is another try where they did not arrive; `block` shows how far they are, and why they do not come.
    fn fetch(self, page: Page, block: &HtmlElement) {
        let life = Life::of_the_page();
        let brought = self.shell.with_value(|shell| shell.bring(part::NAME, block));
        later::settled(life, brought, move |file| {
            // the block says why, and asks for another try
            let Ok(file) = file else { return };
            later::finished(life, part::load(), move |part| match part {
                Ok(part) => self.open(page, part, file),
                Err(why) => self.shell.with_value(|shell| shell.refuse(part::NAME, &why.to_string())),
            });
        });
    }

    fn open(self, page: Page, part: Part, file: JsValue) {
        // asked for twice, it arrives twice
        if self.opened.with_untracked(Option::is_some) {
            return;
        }
        let shell = self.shell.with_value(|shell| shell.with_part(part::NAME, file));
        let study = self.owner.with_value(|owner| owner.with(|| (part.open)(page, shell)));
        self.opened.set(Some((part, study)));
    }
}

/// Where the analyses stand.
#[component]
pub fn Place(page: Page) -> impl IntoView {
    let analyses = page.analyses;
    let block = NodeRef::<Div>::new();
    Effect::new(move |_| {
        let (View::Study, Some(block)) = (page.view.get(), block.get()) else { return };
        if analyses.opened.with_untracked(Option::is_none) {
            analyses.fetch(page, &block);
        }
    });
    view! {
        <div id="study" node_ref=block hidden=move || page.view.get() != View::Study>
            {move || analyses.opened.get().map(|(part, study)| (part.view)(study))}
        </div>
    }
}
