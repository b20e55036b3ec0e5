//! A node of the chain, and what it says when it is opened.

use leptos::prelude::*;

use crate::ui::features::charts::NodeChart;
use crate::ui::features::charts::Numbers;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::features::charts::ChainNode;
use aftercast_i18n::Text;
use aftercast_plot::svg::to_fragment;

fn node_of(nodes: Memo<Vec<ChainNode>>, id: &str) -> Option<ChainNode> {
    nodes.with(|all| all.iter().find(|node| node.id == id).cloned())
}

/// A node: a button that opens its explanation.
#[component]
pub fn Node(
    page: Page,
    nodes: Memo<Vec<ChainNode>>,
    id: &'static str,
    open: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let node = Memo::new(move |_| node_of(nodes, id));
    let get = move |of: fn(&ChainNode) -> &String| node.with(|n| n.as_ref().map(of).cloned().unwrap_or_default());
    let today = move || Text::UiChainToday.with(page.locale.get(), &[("value", &get(|n| &n.today))]);
    let is_open = move || open.get() == Some(id);
    view! {
        <li>
            <button
                class="node"
                type="button"
                id=format!("node-{id}")
                data-node=id
                data-moved=move || node.with(|n| n.as_ref().is_some_and(|n| n.moved)).to_string()
                aria-expanded=move || is_open().to_string()
                aria-controls="chain-detail"
                on:click=move |_| open.set(if open.get_untracked() == Some(id) { None } else { Some(id) })
            >
                <span class="node-label">{move || get(|n| &n.label)}</span>
                <span class="node-value">{move || get(|n| &n.policy)}</span>
                <span class="node-unit">{move || get(|n| &n.unit)}</span>
                <span class="node-change">{move || get(|n| &n.change)}</span>
                <span class="node-today">{today}</span>
                <SparkLine node />
            </button>
        </li>
    }
}

#[component]
fn SparkLine(node: Memo<Option<ChainNode>>) -> impl IntoView {
    let chart = Memo::new(move |_| node.with(|n| n.as_ref().map(|n| n.spark.chart().scene)));
    let number = move |of: fn(&aftercast_plot::Scene) -> f64| chart.with(|c| c.as_ref().map_or(0.0, of).to_string());
    view! {
        <svg
            class="spark"
            aria-hidden="true"
            width=move || number(|scene| scene.width)
            height=move || number(|scene| scene.height)
            inner_html=move || chart.with(|c| c.as_ref().map(|scene| to_fragment(&scene.marks)).unwrap_or_default())
        ></svg>
    }
}

/// The open node: how the model connects it, its equation and its evidence.
#[component]
pub fn Detail(page: Page, nodes: Memo<Vec<ChainNode>>, open: RwSignal<Option<&'static str>>) -> impl IntoView {
    let node = Memo::new(move |_| open.get().and_then(|id| node_of(nodes, id)));
    let words = Memo::new(move |_| {
        node.with(|n| {
            n.as_ref().map(|n| (n.label.clone(), n.explanation.clone(), n.equation.clone(), n.evidence.clone()))
        })
        .unwrap_or_default()
    });
    let close = move |_| {
        if let Some(id) = open.get_untracked() {
            open.set(None);
            browser::focus(&format!("node-{id}"));
        }
    };
    let evidence = move || {
        let rows = words.get().3;
        if rows.is_empty() {
            return view! { <p>{page.text(Text::UiNoEvidence)}</p> }.into_any();
        }
        let row = |(section, figure): (String, String)| view! { <div><dt>{section}</dt><dd>{figure}</dd></div> };
        view! { <dl>{rows.into_iter().map(row).collect_view()}</dl> }.into_any()
    };
    view! {
        <div class="chain-detail" id="chain-detail" role="region" aria-label=move || words.get().0 data-testid="chain-detail">
            <div class="chain-detail-head">
                <h3>{move || words.get().0}</h3>
                <button class="quiet" type="button" aria-label=page.text(Text::UiClose) on:click=close>
                    <Symbol icon=Icon::Close />
                </button>
            </div>
            <p>{move || words.get().1}</p>
            <NodeChart page open />
            <Numbers page open />
            <div class="chain-detail-columns">
                <div>
                    <h4>{page.text(Text::UiEquation)}</h4>
                    <p class="equation" tabindex="0">{move || words.get().2}</p>
                </div>
                <div>
                    <h4>{page.text(Text::UiEvidence)}</h4>
                    {evidence}
                </div>
            </div>
        </div>
    }
}
