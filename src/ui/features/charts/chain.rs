//! The causal chain: seven nodes from spending to net gain, each with today's value, the policy's and the change.

use leptos::prelude::*;

use crate::ui::features::charts::MonthSlider;
use crate::ui::features::charts::chain_node::Detail;
use crate::ui::features::charts::chain_node::Node;
use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::size::SizeOf;
use aftercast_i18n::Text;

/// Height of a spark in CSS pixels.
const SPARK_HEIGHT: f64 = 36.0;

/// The chain, and the node that is open below it.
#[component]
pub fn Chain(page: Page) -> impl IntoView {
    let first = NodeRef::<leptos::html::Div>::new();
    let size = SizeOf::element(first);
    let width = Memo::new(move |_| size.get().0.max(40.0).round());
    let nodes = page.derive_at(Pace::Chain, move |app| app.charts().chain(width.get(), SPARK_HEIGHT));
    let open = RwSignal::new(None::<&'static str>);
    let ids = Memo::new(move |_| nodes.with(|all| all.iter().map(|node| node.id).collect::<Vec<_>>()));
    let slot = page.derive(|app| crate::ui::slot(app.session().selected()));
    view! {
        <section class="chain" aria-labelledby="chain-title" data-slot=move || slot.get()>
            <div class="chain-head">
                <h2 id="chain-title">{page.text(Text::UiChain)}</h2>
                <MonthSlider page />
            </div>
            // seven nodes are wider than a phone
            <div class="chain-scroll">
                <ol class="chain-nodes">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Node page nodes id open />
                    </For>
                </ol>
                <div class="spark-measure" aria-hidden="true" node_ref=first></div>
            </div>
            <Show when=move || open.get().is_some()>
                <Detail page nodes open />
            </Show>
        </section>
    }
}
