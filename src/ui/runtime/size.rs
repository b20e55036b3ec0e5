//! The size of an element, followed.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;

/// Follows sizes.
pub struct SizeOf;

impl SizeOf {
    /// Width and height of an element's content in CSS pixels; zero until it stands in the page.
    pub fn element<E>(node: NodeRef<E>) -> ReadSignal<(f64, f64)>
    where
        E: ElementType + 'static,
        E::Output: JsCast + Clone + 'static,
    {
        let (size, set_size) = signal((0.0, 0.0));
        let seen = later::often(Life::here(), move |entries| {
            if let Ok(entry) = js_sys::Array::from(&entries).get(0).dyn_into::<ResizeObserverEntry>() {
                let area = entry.content_rect();
                set_size.set((area.width(), area.height()));
            }
        });
        let observer = ResizeObserver::new(&seen).ok();
        let observer = StoredValue::new_local(observer);
        Effect::new(move |_| {
            let element = node.get().and_then(|e| e.dyn_into::<Element>().ok());
            observer.with_value(|observer| {
                if let (Some(observer), Some(element)) = (observer, &element) {
                    observer.observe(element);
                }
            });
        });
        on_cleanup(move || {
            observer.with_value(|observer| {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
            });
        });
        size
    }
}
