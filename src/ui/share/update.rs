//! Works offline after the first load; a new version waits until somebody wants it.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::ServiceWorkerContainer;

use crate::texts::Text;
use crate::ui::{Page, bridge};

/// What the page says to a version that waits; the other side is `src/shell/service_worker.js`.
const GO: &str = "take over";

/// Says that a new version is there.
#[component]
pub fn UpdateBanner(page: Page) -> impl IntoView {
    let waiting = RwSignal::new(false);
    // it fetches the whole site, which must not take the line from what the first screen needs
    bridge::on_shown(move || watch(move || waiting.set(true)));
    view! {
        <div aria-live="polite">
            <Show when=move || waiting.get()>
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
    let (Some(container), Some(address)) = (container(), worker_address()) else { return };
    let promise = container.register(&address);
    leptos::task::spawn_local(async move {
        // a browser that keeps no data refuses, and the page works online alone
        let Ok(registration) = wasm_bindgen_futures::JsFuture::from(promise).await else { return };
        // extensions that forbid it may answer with nothing
        let Ok(registration) = registration.dyn_into::<web_sys::ServiceWorkerRegistration>() else { return };
        if registration.waiting().is_some() {
            found();
        }
        let of = registration.clone();
        let installing = Closure::<dyn Fn()>::new(move || {
            let Some(worker) = of.installing() else { return };
            let (of, found) = (of.clone(), found.clone());
            let changed = Closure::<dyn Fn()>::new(move || {
                // the first version of all takes over by itself
                let replaces = of.active().is_some();
                if of.waiting().is_some() && replaces {
                    found();
                }
            });
            worker.set_onstatechange(Some(changed.into_js_value().unchecked_ref()));
        });
        registration.set_onupdatefound(Some(installing.into_js_value().unchecked_ref()));
    });
}

/// Lets the new version take over, and reloads once it has.
fn take_over() {
    let Some(container) = container() else { return };
    let Ok(ready) = container.ready() else { return };
    let reload = Closure::once_into_js(|| drop(window().location().reload()));
    container.set_oncontrollerchange(Some(reload.unchecked_ref()));
    leptos::task::spawn_local(async move {
        let Ok(registration) = wasm_bindgen_futures::JsFuture::from(ready).await else { return };
        let registration: web_sys::ServiceWorkerRegistration = registration.unchecked_into();
        if let Some(waiting) = registration.waiting() {
            drop(waiting.post_message(&JsValue::from(GO)));
        }
    });
}
