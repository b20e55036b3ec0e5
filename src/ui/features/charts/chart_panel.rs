//! A framed chart: the same as picture, as table and in words.

use leptos::prelude::*;

use crate::ui::features::documents::ExportMenu;
use crate::ui::features::documents::Exports;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::frames::Pace;
use crate::ui::widgets::chart_canvas::CanvasChart;
use crate::ui::widgets::chart_canvas::ChartCanvas;
use crate::ui::widgets::table::DataTable;
use crate::ui::widgets::tabs::Tabs;
use aftercast_app::App;
use aftercast_app::features::charts::{Choice, Event as Charts};
use aftercast_app::features::documents::ExportedChart;
use aftercast_app::view::ChartFrame;
use aftercast_i18n::Text;
use aftercast_plot::Chart;
use aftercast_plot::dots::Dots;
use aftercast_plot::fan::Fan;

/// Size of a chart before its box is measured, in CSS pixels.
pub const FIRST_SIZE: (f64, f64) = (480.0, 300.0);

/// A chart panel's own frame, whichever chart it holds.
type Framed<C> = Memo<ChartFrame<C>>;

/// The cumulated gain of all policies.
#[component]
pub fn FanPanel(page: Page, #[prop(default = None)] position: Option<usize>) -> impl IntoView {
    let size = RwSignal::new(FIRST_SIZE);
    let frame = page.derive_at(Pace::Fan, move |app| app.charts().fan(size.get().0, size.get().1));
    view! { <Panel page id="fan" exported=ExportedChart::Fan frame size draw=Fan::chart finding=|app| app.charts().fan_finding() position /> }
}

/// The selected policy against another, future by future.
#[component]
pub fn DifferencePanel(page: Page, #[prop(default = None)] position: Option<usize>) -> impl IntoView {
    let size = RwSignal::new(FIRST_SIZE);
    let frame = page.derive_at(Pace::Charts, move |app| app.charts().difference(size.get().0, size.get().1));
    let controls = view! {
        <div class="chart-controls">
            {list(page, "compared-with", Text::ComparedWith, |app| app.charts().comparisons(), |k| Charts::ComparedWith(k.checked_sub(1)))}
        </div>
    };
    view! { <Panel page id="difference" exported=ExportedChart::Difference frame size draw=Dots::chart finding=|app| app.charts().futures_finding() controls=Some(controls.into_any()) position /> }
}

/// The frame: title, tabs, and what each of them shows. What the chart finds is its heading, its name then stands under it. `body` stands in
/// for the plain picture, `rows` for the plain table,
/// `controls` stand under the title; while `still`, the summary in one line stands for the picture.
#[component]
pub fn Panel<C: Clone + PartialEq + Send + Sync + 'static>(
    page: Page,
    id: &'static str,
    #[prop(optional)] exported: Option<ExportedChart>,
    frame: Framed<C>,
    size: RwSignal<(f64, f64)>,
    draw: fn(&C) -> Chart,
    #[prop(optional)] body: Option<Callback<Memo<CanvasChart>, AnyView>>,
    #[prop(optional)] rows: Option<Callback<(), AnyView>>,
    #[prop(default = None)] controls: Option<AnyView>,
    #[prop(optional)] still: Option<Memo<bool>>,
    #[prop(optional)] finding: Option<fn(&App) -> Option<String>>,
    #[prop(default = None)] position: Option<usize>,
) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let title = Memo::new(move |_| frame.with(|f| f.title.clone()));
    let finding = finding.map(|finding| page.derive_at(Pace::Calm, finding));
    let finding = Memo::new(move |_| finding.and_then(|finding| finding.get()));
    let heading = move || finding.get().unwrap_or_else(|| title.get());
    let names = [Text::UiTabChart, Text::UiTabTable, Text::UiTabExplain].map(|text| Signal::derive(page.text(text)));
    let label = Signal::derive(page.text_with(Text::UiViewOf, "chart", move || title.get()));
    // derived while they are shown
    let picture = move || {
        Memo::new(move |_| {
            frame.with(|f| CanvasChart {
                chart: f.chart.as_ref().map(draw),
                summary: f.summary.clone(),
                readouts: f.readouts.clone(),
            })
        })
    };
    let still = Memo::new(move |_| still.is_some_and(|still| still.get()));
    let table = move || Memo::new(move |_| frame.with(|f| f.table.clone()));
    let explain = move || Memo::new(move |_| frame.with(|f| f.explain.clone()));
    view! {
        <section class="panel chart-panel" id=id aria-labelledby=format!("{id}-title")>
            <header class="panel-head">
                <div class="panel-title">
                    <h2 id=format!("{id}-title") title=heading>{heading}</h2>
                    {position.map(|position| swap(page, position, Some(title)))}
                </div>
                <div class="panel-tools">
                    <Tabs id label names chosen />
                    {exported.map(|picture| view! { <ExportMenu page exports=Exports::Chart(picture) of=title /> })}
                </div>
                <p class="hint">
                    {move || finding.with(Option::is_some).then(|| format!("{} · ", title.get()))}
                    {move || frame.with(|f| f.subtitle.clone())}
                </p>
                {controls}
            </header>
            {(0..3).map(|position| view! {
                <div
                    role="tabpanel"
                    id=format!("{id}-panel-{position}")
                    class="chart-body"
                    class:still=move || position == 0 && still.get()
                    aria-labelledby=format!("{id}-tab-{position}")
                    hidden=move || chosen.get() != position
                >
                    <Show when=move || chosen.get() == position>
                        {match position {
                            0 => match body {
                                Some(body) => body.run(picture()),
                                None => view! {
                                    <Show when=move || !still.get() fallback=move || view! {
                                        <p class="hint">{move || frame.with(|f| f.summary.clone())}</p>
                                    }>
                                        <ChartCanvas locale=page.locale title size picture=picture() />
                                    </Show>
                                }.into_any(),
                            },
                            1 => match rows {
                                Some(rows) => rows.run(()),
                                None => view! { <DataTable table=table() /> }.into_any(),
                            },
                            _ => view! { <Explanation title explain=explain() /> }.into_any(),
                        }}
                    </Show>
                </div>
            }).collect_view()}
        </section>
    }
}

/// The menu under the title of a chart on top: any other chart in its place. It shows the name of the chart that it has.
pub fn swap(page: Page, position: usize, name: Option<Memo<String>>) -> AnyView {
    let id = ["swap-0", "swap-1"][position];
    let menu = match position {
        0 => list(page, id, Text::UiAnotherChart, |app| app.charts().choices(0), |k| Charts::ChartChosen(0, k)),
        _ => list(page, id, Text::UiAnotherChart, |app| app.charts().choices(1), |k| Charts::ChartChosen(1, k)),
    };
    // the menu goes with its chart: that of the next one takes the focus
    let name = move || name.map_or_else(|| page.text(Text::UiMonths)().to_owned(), |name| name.get());
    view! {
        <span class="swap" on:change=move |_| page.after_frame(move || browser::focus(id))>
            <span aria-hidden="true">{name}</span>
            {menu}
        </span>
    }
    .into_any()
}

/// What a chart says and how it is computed.
#[component]
pub fn Explanation(title: Memo<String>, explain: Memo<Vec<String>>) -> impl IntoView {
    view! {
        <div class="explain" tabindex="0" role="region" aria-label=move || title.get()>
            {move || explain.get().into_iter().map(|p| view! { <p>{p}</p> }).collect_view()}
        </div>
    }
}

/// A list to choose from, with its label.
pub fn list(page: Page, id: &'static str, label: Text, of: fn(&App) -> Choice, choose: fn(usize) -> Charts) -> AnyView {
    let choice = page.derive(of);
    let options = Memo::new(move |_| choice.with(|c| c.options.clone()));
    let chosen = Memo::new(move |_| choice.with(|c| c.chosen).to_string());
    let select = NodeRef::<leptos::html::Select>::new();
    // after the options are there
    Effect::new(move |_| {
        options.track();
        let chosen = chosen.get();
        if let Some(select) = select.get() {
            select.set_value(&chosen);
        }
    });
    let option = |(k, name): (usize, String)| view! { <option value=k.to_string()>{name}</option> };
    view! {
        <label for=id>{page.text(label)}</label>
        <select
            id=id
            node_ref=select
            on:change=move |event| {
                if let Ok(position) = event_target_value(&event).parse() {
                    page.send(choose(position));
                }
            }
        >
            {move || options.get().into_iter().enumerate().map(option).collect_view()}
        </select>
    }
    .into_any()
}
