//! Whatever the browser calls later: timers, frames, promises, listeners, observers. The only file that hands it a closure, which
//! `tests/integration/later.rs` keeps so.
//!
//! A component may be gone when its turn comes, and reading a signal of it would end the page for good, as a panic aborts. So a
//! closure is handed on with the [`Life`] that it belongs to, and is not called once that life is over.

use std::time::Duration;

use js_sys::{Function, Promise};
use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// How long something may be called: as long as a component stands in the page, or as long as the page. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Life(Option<StoredValue<()>>);

impl Life {
    /// That of the component which is being built.
    pub fn here() -> Self {
        Self(Some(StoredValue::new(())))
    }

    /// That of the page: for closures that read nothing of a component.
    pub const fn of_the_page() -> Self {
        Self(None)
    }

    /// Whether the component is gone.
    pub fn is_over(self) -> bool {
        self.0.is_some_and(|mark| mark.is_disposed())
    }

    /// The closure, which does nothing once this life is over.
    pub fn bound<T>(self, f: impl FnOnce(T) + 'static) -> impl FnOnce(T) + 'static {
        move |value| {
            if !self.is_over() {
                f(value);
            }
        }
    }
}

/// A timer that can be stopped.
#[derive(Clone, Copy, Debug)]
pub struct Timer(TimeoutHandle);

impl Timer {
    /// Stops it.
    pub fn stop(self) {
        self.0.clear();
    }
}

/// Calls back after a while; `None` where the browser has no timers for the page, which is being left.
pub fn after(life: Life, pause: Duration, f: impl FnOnce() + 'static) -> Option<Timer> {
    let f = life.bound(move |()| f());
    set_timeout_with_handle(move || f(()), pause).ok().map(Timer)
}

/// Calls back in a task of its own.
pub fn soon(life: Life, f: impl FnOnce() + 'static) {
    after(life, Duration::ZERO, f);
}

/// Calls back with the next animation frame.
pub fn frame(life: Life, f: impl FnOnce() + 'static) {
    let f = life.bound(move |()| f());
    request_animation_frame(move || f(()));
}

/// Calls back once the frame that is being prepared has been painted.
pub fn painted(life: Life, f: impl FnOnce() + 'static) {
    frame(life, move || soon(life, f));
}

/// Counts from one up to `most`, a frame each: where every step makes a view, none of them keeps the page from answering.
pub fn in_turn(most: impl Fn() -> usize + 'static) -> RwSignal<usize> {
    let (count, life) = (RwSignal::new(1), Life::here());
    Effect::new(move |_| {
        if count.get() < most() {
            painted(life, move || count.update(|count| *count += 1));
        }
    });
    count
}

/// Calls back with what came of a promise.
pub fn settled(life: Life, promise: Promise, f: impl FnOnce(Result<JsValue, JsValue>) + 'static) {
    finished(life, wasm_bindgen_futures::JsFuture::from(promise), f);
}

/// Calls back with what came of work that waits for the browser.
pub fn finished<T: 'static>(life: Life, work: impl Future<Output = T> + 'static, f: impl FnOnce(T) + 'static) {
    let f = life.bound(f);
    leptos::task::spawn_local(async move {
        f(work.await);
    });
}

/// A function for the browser that is called once, with one argument.
pub fn once(life: Life, f: impl FnOnce(JsValue) + 'static) -> Function {
    Closure::once_into_js(life.bound(f)).unchecked_into()
}

/// A function for the browser that may be called often, with one argument.
pub fn often(life: Life, f: impl Fn(JsValue) + 'static) -> Function {
    let called = move |value| {
        if !life.is_over() {
            f(value);
        }
    };
    Closure::<dyn Fn(JsValue)>::new(called).into_js_value().unchecked_into()
}

/// Listens to the window as long as the component that is being built stands in the page.
pub fn listen_here<E>(event: E, f: impl Fn(E::EventType) + 'static)
where
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    let listener = window_event_listener(event, f);
    on_cleanup(move || listener.remove());
}

/// Listens to the window as long as the page is open.
pub fn listen<E>(event: E, f: impl Fn(E::EventType) + 'static)
where
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    // never removed: the handle is of no use
    drop(window_event_listener(event, f));
}
