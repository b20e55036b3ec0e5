//! Works offline after the first load; a new version waits until it is accepted.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::ServiceWorkerContainer;

use crate::ui::page::Page;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use aftercast_i18n::Text;

/// What the page says to a version that waits; the other side is `src/shell/service_worker.js`.
const GO: &str = "take over";

/// Says that a new version is there.
#[component]
pub fn UpdateBanner(page: Page) -> impl IntoView {
    view! {
        <div aria-live="polite">
            <Show when=move || page.newer.get()>
                <div class="banner" role="note" data-testid="update">
                    <div class="banner-text">
                        <p class="banner-title">{page.text(Text::ShareUpdateTitle)}</p>
                        <p>{page.text(Text::ShareUpdateLine)}</p>
                    </div>
                    <button class="tool primary" type="button" on:click=move |_| take_over()>{page.text(Text::ShareUpdateNow)}</button>
                </div>
            </Show>
        </div>
    }
}

/// Looks for a new version for the life of the page, whatever is in view.
pub fn watch_updates(page: Page) {
    // it fetches the whole site, which must not take the line from what the first screen needs
    Effect::new(move |_| {
        if page.is_shown() {
            watch(move || page.newer.set(true));
        }
    });
}

fn container() -> Option<ServiceWorkerContainer> {
    // outside of secure contexts there is none
    let navigator = window().navigator();
    let found = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).is_ok_and(|c| c.is_object());
    found.then(|| navigator.service_worker())
}

fn worker_address() -> Option<String> {
    let tag = document().query_selector("meta[name=\"app-offline\"]").ok().flatten()?;
    // a debug build has none
    tag.get_attribute("content").filter(|address| !address.is_empty())
}

/// Registers the service worker and calls back when a version waits.
fn watch(found: impl Fn() + Clone + 'static) {
    let life = Life::of_the_page();
    let (Some(container), Some(address)) = (container(), worker_address()) else { return };
    later::settled(life, container.register(&address).unchecked_into(), move |registered| {
        // a browser that keeps no data refuses, and the page works online alone
        let Ok(registration) = registered else { return };
        // extensions that forbid it may answer with nothing
        let Ok(registration) = registration.dyn_into::<web_sys::ServiceWorkerRegistration>() else { return };
        if registration.waiting().is_some() {
            found();
        }
        let of = registration.clone();
        let follow = move || {
            let Some(worker) = of.installing() else { return };
            let (of, found) = (of.clone(), found.clone());
            let changed = later::often(life, move |_| {
                // the first version of all takes over by itself
                let replaces = of.active().is_some();
                if of.waiting().is_some() && replaces {
                    found();
                }
            });
            worker.set_onstatechange(Some(&changed));
        };
        // one may be on its way since before the page looked
        follow();
        let installing = later::often(life, move |_| follow());
        registration.set_onupdatefound(Some(&installing));
    });
}

/// Lets the new version take over, and reloads once it has.
fn take_over() {
    let Some(container) = container() else { return };
    let Ok(ready) = container.ready() else { return };
    let reload = later::once(Life::of_the_page(), |_| drop(window().location().reload()));
    container.set_oncontrollerchange(Some(&reload));
    later::settled(Life::of_the_page(), ready.unchecked_into(), |ready| {
        let Ok(registration) = ready else { return };
        let registration: web_sys::ServiceWorkerRegistration = registration.unchecked_into();
        match registration.waiting() {
            Some(waiting) => drop(waiting.post_message(&JsValue::from(GO))),
            // it has taken over already, at the word of another tab
            None => drop(window().location().reload()),
        }
    });
}
