//! "How this can be wrong".

use leptos::prelude::*;

use crate::app::App;
use crate::texts::Text;
use crate::ui::Page;

/// The tab.
#[component]
pub fn Limits(page: Page) -> impl IntoView {
    let limits = page.derive(App::limits);
    view! {
        <div class="limits">
            <p>{move || limits.with(|l| l.intro.clone())}</p>
            <h3>{page.text(Text::DefendLimitsLeftOut)}</h3>
            <ol>
                {move || limits.get().limits.into_iter().map(|limit| view! { <li>{limit}</li> }).collect_view()}
            </ol>
            <h3>{page.text(Text::DefendLimitsChecked)}</h3>
            <dl>
                {move || {
                    let checks = limits.get().checks.into_iter();
                    checks.map(|(kind, said)| view! { <dt>{kind}</dt><dd>{said}</dd> }).collect_view()
                }}
            </dl>
        </div>
    }
}
