//! The page: markup and browser effects over the application. The only place that knows leptos.
//!
//! State comes out as memos over [`Page`], intent goes in by one callback, [`Page::send`]. What the application
//! asks for leaves through [`effects`]. A component has a file of its own.

mod features;
mod frame;
mod page;
mod runtime;
mod widgets;

pub use page::Page;
pub use runtime::late::part::load as late_part;

use frame::Workbench;
use leptos::prelude::*;
use runtime::later::{self, Life};

use crate::shell::Shell;

/// The colour of a policy in style sheets: further policies take the colours of the first ones again, as in the charts.
fn slot(policy: aftercast_app::view::PolicyIndex) -> String {
    (policy % aftercast_plot::theme::SLOTS).to_string()
}

/// Puts the page into the document and calls back when it is there. Opening the document, what one works with and the result take a
/// task each, so that the browser answers between them.
pub fn mount(shell: Shell, done: impl FnOnce() + 'static) {
    leptos::mount::mount_to_body(move || {
        let page = Page::open(shell);
        let is_open = RwSignal::new(false);
        let (result_is_due, life) = (RwSignal::new(false), Life::here());
        later::soon(life, move || {
            is_open.set(true);
            later::soon(life, move || {
                result_is_due.set(true);
                later::soon(life, done);
            });
        });
        view! {
            <Show when=move || is_open.get()>
                <Workbench page result_is_due />
            </Show>
        }
    });
}
