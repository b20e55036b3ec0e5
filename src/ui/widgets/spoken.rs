//! What screen readers say: the last of a burst, once nothing has changed for a while.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use crate::ui::runtime::later::Timer;

/// Nothing may have changed for so long: fast key presses are one change.
const REST: Duration = Duration::from_secs(1);

/// A place for screen readers alone. `None` says that the text is about to change.
#[component]
pub fn Spoken(text: Memo<Option<String>>) -> impl IntoView {
    let (life, timer) = (Life::here(), StoredValue::new(None::<Timer>));
    let said = RwSignal::new(String::new());
    Effect::new(move |_| {
        let now = text.get();
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.stop();
        }
        if let Some(now) = now.filter(|now| said.with_untracked(|said| said != now)) {
            timer.set_value(later::after(life, REST, move || said.set(now)));
        }
    });
    view! { <span class="for-readers" role="status">{move || said.get()}</span> }
}
