//! What comes late: views that a first visit does not see are in a part of the program of its own, brought when the first of them is shown.

pub mod part;

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::shell::Shell;
use crate::ui::page::Page;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use part::{Part, WorkbookPart};

/// The page's handle on the late part; cheap to copy.
#[derive(Clone, Copy)]
pub struct LatePart {
    shell: StoredValue<Shell, LocalStorage>,
    /// The compiled files, for workers that need them.
    files: StoredValue<JsValue, LocalStorage>,
    part: RwSignal<Option<Part>>,
    /// A place that showed how far it is has gone: another one may be waiting.
    gone: Trigger,
}

impl LatePart {
    /// Not there yet.
    pub fn new(shell: Shell) -> Self {
        Self {
            shell: StoredValue::new_local(shell),
            files: StoredValue::new_local(JsValue::UNDEFINED),
            part: RwSignal::new(None),
            gone: Trigger::new(),
        }
    }

    /// Whether it is there, to be tracked: what waits for it without asking for it.
    pub fn is_there(self) -> bool {
        self.part.with(Option::is_some)
    }

    /// Starts workers that have it.
    pub fn shell(self) -> Shell {
        self.shell.with_value(|shell| shell.with_part(part::NAME, self.files.get_value()))
    }

    /// Starts workers that read codes off pictures; what they are called is what `src/bin/app.rs` calls their function.
    pub fn scanning_shell(self) -> Shell {
        self.shell.with_value(|shell| shell.with_part("scan", self.files.get_value()))
    }

    /// Brings the part of workbooks and hands it over; `block` shows how far it is, and why it does not come. The component that asked may
    /// be gone by then: `done` must read nothing of it.
    pub fn workbook_part(self, block: &HtmlElement, done: impl FnOnce(WorkbookPart) + 'static) {
        let life = Life::of_the_page();
        let brought = self.shell.with_value(|shell| shell.bring(part::WORKBOOK_PART_NAME, block));
        later::settled(life, brought, move |files| {
            if files.is_ok() {
                later::finished(life, part::load_workbook_part(), move |part| match part {
                    Ok(part) => done(part),
                    Err(why) => self.shell.with_value(|shell| shell.refuse(part::WORKBOOK_PART_NAME, &why.to_string())),
                });
            }
        });
    }

    /// Asks for it, which is another try where it did not arrive; `block` shows how far it is, and why it does not come.
    fn fetch(self, block: &HtmlElement) {
        let life = Life::of_the_page();
        let brought = self.shell.with_value(|shell| shell.bring(part::NAME, block));
        later::settled(life, brought, move |files| {
            // the block says why, and asks for another try
            let Ok(files) = files else { return };
            later::finished(life, part::load(), move |part| match part {
                // asked for twice, it arrives twice
                Ok(_) if self.part.with_untracked(Option::is_some) => {}
                Ok(part) => {
                    self.files.set_value(files);
                    self.part.set(Some(part));
                }
                Err(why) => self.shell.with_value(|shell| shell.refuse(part::NAME, &why.to_string())),
            });
        });
    }
}

/// A view of the late part, brought once `when` is so. Until it is there: how far it is, and why it does not come.
#[component]
pub fn Late(
    page: Page,
    id: &'static str,
    view: impl Fn(Part) -> AnyView + Send + Sync + 'static,
    #[prop(optional, into)] when: Option<Signal<bool>>,
) -> impl IntoView {
    let LatePart { part, gone, .. } = page.late;
    let block = NodeRef::<Div>::new();
    let is_wanted = move || when.is_none_or(|when| when.get());
    // made when it is wanted first, and kept from then on
    let made = Memo::new(move |before: Option<&bool>| before == Some(&true) || is_wanted());
    // several views wait for the part: each is made in a task of its own, so that the page answers between them
    let (is_due, life) = (RwSignal::new(part.with_untracked(Option::is_some)), Life::here());
    Effect::new(move |_| {
        if part.with(Option::is_some) && !is_due.get_untracked() {
            later::soon(life, move || is_due.set(true));
        }
    });
    Effect::new(move |_| {
        gone.track();
        let (true, Some(block)) = (is_wanted(), block.get()) else { return };
        if part.with_untracked(Option::is_none) {
            page.late.fetch(&block);
        }
    });
    on_cleanup(move || gone.notify());
    view! {
        <div id=id class="late" node_ref=block hidden=move || !is_wanted()>
            {move || part.get().filter(|_| made.get() && is_due.get()).map(&view)}
        </div>
    }
}
