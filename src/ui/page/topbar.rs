//! The bar on top: name, document, places, undo and redo, language, theme, lessons, link.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::ui::features::company::strip::FaceValue;
use crate::ui::features::documents::DocumentsButton;
use crate::ui::features::documents::ShareButton;
use crate::ui::features::lessons::{TeachButton, TeachDialog};
use crate::ui::page::Page;
use crate::ui::page::Place;
use crate::ui::runtime::browser;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use crate::ui::runtime::layers;
use crate::ui::runtime::steady::Steady;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::event::Event;
use aftercast_i18n::Text;
use aftercast_plot::{Locale, Theme};

/// The bar.
#[component]
pub fn TopBar(page: Page) -> impl IntoView {
    let teach = RwSignal::new(false);
    view! {
        <header class="topbar">
            <span class="brand">
                <svg class="brand-sign" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
                    <path d="M2 15c4 0 5-3 8-6s4-5 8-5v9c-4 0-5-1-8 0s-4 2-8 2z" class="brand-fan" />
                    <path d="M2 15c4 0 5-2 8-4s4-4 8-4" class="brand-line" />
                </svg>
                {page.text(Text::AppName)}
            </span>
            <DocumentsButton page />
            <Views page />
            <div class="tools" role="group" aria-label=page.text(Text::UiBar)>
                <History page />
                <MoreTools page teach />
                <ShareButton page />
            </div>
            <TeachDialog page open=teach />
        </header>
    }
}

/// The five places.
#[component]
fn Views(page: Page) -> impl IntoView {
    let hidden = page.derive(|app| app.session().hidden());
    let button = move |place: Place, text: Text, id: &'static str| {
        // the analyses would tell what is to be guessed
        let shut = move || !matches!(place, Place::Workbench | Place::Model) && hidden.get();
        view! {
            <button
                type="button"
                data-testid=id
                disabled=shut
                title=move || shut().then(|| page.text(Text::PredictHidden)())
                aria-pressed=move || (page.place.get() == place).to_string()
                on:click=move |_| page.place.set(place)
            >
                {match place {
                    // all places fit on a phone
                    Place::Budget => view! {
                        <span class="on-wide">{page.text(text)}</span>
                        <span class="on-phone">{page.text(Text::BudgetShort)}</span>
                    }
                    .into_any(),
                    _ => page.text(text).into_any(),
                }}
                {(place == Place::Model).then(|| view! { <Waits page /> })}
            </button>
        }
    };
    view! {
        <nav class="places" aria-label=page.text(Text::UiViews)>
            {button(Place::Workbench, Text::UiWorkbench, "view-workbench")}
            {button(Place::Budget, Text::Budget, "view-budget")}
            {button(Place::Brief, Text::Brief, "view-brief")}
            {button(Place::Analyse, Text::UiStudy, "view-study")}
            {button(Place::Model, Text::ModelOpen, "view-model")}
        </nav>
    }
}

/// That something is typed into the model and not in force.
#[component]
fn Waits(page: Page) -> impl IntoView {
    let waiting = page.derive(|app| app.pending_input().waiting());
    move || {
        waiting.get().map(|said| {
            view! { <span class="waits" role="img" aria-label=said.clone() title=said data-testid="model-waits">"!"</span> }
        })
    }
}

#[component]
fn History(page: Page) -> impl IntoView {
    let history = page.derive(|app| app.session().history());
    let button = move |icon, text: Text, event: Event, able: fn((bool, bool)) -> bool| {
        let label = page.text(text);
        view! {
            <button
                class="tool"
                type="button"
                aria-label=label
                title=label
                // stays in the order of the keyboard: a button that vanishes under the focus loses it
                aria-disabled=move || (!able(history.get())).to_string()
                on:click=move |_| {
                    if able(history.get_untracked()) {
                        page.send(event.clone());
                    }
                }
            >
                <Symbol icon />
            </button>
        }
    };
    view! {
        {button(Icon::Undo, Text::UiUndo, Event::Undo, |h| h.0)}
        {button(Icon::Redo, Text::UiRedo, Event::Redo, |h| h.1)}
    }
}

/// Tools that a phone has behind one button, a wider page in the bar.
#[component]
fn MoreTools(page: Page, teach: RwSignal<bool>) -> impl IntoView {
    let (open, frame) = (RwSignal::new(false), NodeRef::<leptos::html::Div>::new());
    layers::layer(move || open.get(), move || open.set(false));
    later::listen_here(ev::pointerdown, move |event| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if frame.get_untracked().is_some_and(|frame| !frame.contains(pressed.as_deref())) {
            open.set(false);
        }
    });
    view! {
        <div class="more-tools" data-open=move || open.get().to_string() node_ref=frame>
            <button
                class="tool"
                type="button"
                aria-label=page.text(Text::UiMoreTools)
                title=page.text(Text::UiMoreTools)
                aria-expanded=move || open.get().to_string()
                data-testid="more-tools"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Symbol icon=Icon::More />
            </button>
            <div class="tool-menu">
                <TeachButton page open=teach />
                <FaceValue page />
                <Languages page />
                <Shade page />
                <CopyLink page />
            </div>
        </div>
    }
}

#[component]
fn Languages(page: Page) -> impl IntoView {
    let button = move |locale: Locale, name: &'static str, language: &'static str| {
        view! {
            <button
                type="button"
                lang=language
                aria-pressed=move || (page.locale.get() == locale).to_string()
                on:click=move |_| page.send(Event::LocaleChosen(locale))
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label=page.text(Text::UiLanguage)>
            {button(Locale::English, "EN", "en")}
            {button(Locale::Chinese, "中文", "zh-CN")}
        </div>
    }
}

#[component]
fn Shade(page: Page) -> impl IntoView {
    let theme = page.derive(|app| app.session().theme());
    let label = move || match theme.get() {
        Theme::Light => Text::UiThemeToDark.to(page.locale.get()),
        Theme::Dark => Text::UiThemeToLight.to(page.locale.get()),
    };
    let other = move || match theme.get() {
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::Light,
    };
    view! {
        <button
            class="tool"
            type="button"
            aria-label=label
            title=label
            data-testid="theme"
            on:click=move |_| page.send(Event::ThemeChosen(other()))
        >
            <Symbol icon=Icon::Theme />
            <span class="menu-words">{label}</span>
        </button>
    }
}

#[component]
fn CopyLink(page: Page) -> impl IntoView {
    let by_hand = NodeRef::<leptos::html::Input>::new();
    let (copied, life) = (RwSignal::new(None::<bool>), Life::here());
    let words = move || match copied.get() {
        Some(true) => Text::UiLinkCopied,
        _ => Text::UiCopyLink,
    };
    let by_hand_link = RwSignal::new(String::new());
    let copy = move |_| {
        let link = page.ask(|app| app.documents().link_here(&browser::address()));
        by_hand_link.set(link.clone());
        browser::copy(life, &link, move |done| {
            copied.set(Some(done));
        });
    };
    view! {
        <button
            class="tool outlined"
            type="button"
            data-testid="copy-link"
            on:click=copy
            // a button that is taken away loses the focus when its signals are gone
            on:blur=move |_| {
                if copied.try_get_untracked() == Some(Some(true)) {
                    copied.set(None);
                }
            }
        >
            <Symbol icon=Icon::Link />
            <Steady page all=[Text::UiCopyLink, Text::UiLinkCopied] shown=words />
        </button>
        <Show when=move || copied.get() == Some(false)>
            <label class="by-hand">
                {page.text(Text::UiLinkByHand)}
                <input type="text" readonly prop:value=move || by_hand_link.get() on:focus=move |_| {
                    if let Some(input) = by_hand.get_untracked() {
                        input.select();
                    }
                } node_ref=by_hand />
            </label>
        </Show>
    }
}
