//! The brief: one page for a board, made by itself, on screen as it comes on paper. A late part of the program.
//!
//! It is also what paper shows of any other place of the page. Charts come as drawings in light colours, whatever the screen shows.

mod picture;

use leptos::prelude::*;
use leptos::{ev, html};

use crate::ui::features::analyses::AnalysesPage;
use crate::ui::features::documents::files::save_text;
use crate::ui::features::documents::{Code, WorkbookButton};
use crate::ui::page::{Page, Place};
use crate::ui::runtime::browser;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::late::Late;
use crate::ui::runtime::later::{self, Life};
use crate::ui::widgets::box_text::BoxText;
use crate::ui::widgets::prose::Prose;
use aftercast_app::features::answers::Kind;
use aftercast_app::features::documents::{Event as Shared, ExportedChart, ExportedTable};
use aftercast_app::features::policies::{Column, PolicyRow};
use aftercast_i18n::Text;
use aftercast_plot::svg::escaped;
use aftercast_plot::{Theme, to_svg};

/// Columns of the table: what fits across a page.
const COLUMNS: [Column; 7] = [
    Column::Gain,
    Column::Goal,
    Column::Parts,
    Column::Satisfaction,
    Column::FirstResponse,
    Column::ServiceCost,
    Column::Payback,
];

/// Where the brief stands: shown where it was asked for, and on paper once a first result is there.
#[component]
pub fn BriefPlace(page: Page) -> impl IntoView {
    // paper shows it too: it is there as soon as the late part is, which others ask for
    let shown = Signal::derive(move || page.place.get() == Place::Brief || (page.is_shown() && page.late.is_there()));
    view! {
        <div class="brief-place" data-open=move || (page.place.get() == Place::Brief).to_string()>
            <Late page id="brief-late" when=shown view=move |part| (part.brief)(page.analyses(part)) />
        </div>
    }
}

/// The brief.
pub fn view(analyses: AnalysesPage) -> AnyView {
    let page = analyses.workbench;
    let wide = RwSignal::new(false);
    let format = move || if wide.get() { "wide" } else { "a4" };
    let hidden = page.derive(|app| app.session().hidden());
    let article = NodeRef::new();
    view! {
        <main class="brief-desk" tabindex="-1">
            <Tools analyses wide article />
            <Show
                when=move || !hidden.get()
                fallback=move || view! { <p class="hint">{page.text(Text::PredictHiddenLine)}</p> }
            >
                <article class="brief" node_ref=article data-format=format data-testid="brief" aria-label=page.text(Text::BriefTitle)>
                    <Head page />
                    <Charts page wide />
                    <Policies page />
                    <Answers analyses />
                    <Foot page />
                </article>
            </Show>
        </main>
    }
    .into_any()
}

/// What the brief is taken away as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    Printed,
    Picture,
}

/// Format, picture and print.
#[component]
fn Tools(analyses: AnalysesPage, wide: RwSignal<bool>, article: NodeRef<html::Article>) -> impl IntoView {
    let page = analyses.workbench;
    let button = move |of: bool, text: Text| {
        view! {
            <button type="button" aria-pressed=move || (wide.get() == of).to_string() on:click=move |_| wide.set(of)>
                {page.text(text)}
            </button>
        }
    };
    let (life, failed) = (Life::here(), RwSignal::new(None::<Text>));
    let save = move || {
        let Some(article) = article.get_untracked() else { return };
        let name = page.ask(|app| app.documents().file_name("brief"));
        picture::save(life, &article, name, move |made| failed.set((!made).then_some(Text::BriefNoPicture)));
    };
    // what is taken away is complete: it waits for answers that are on their way
    let awaited = analyses.answers.derive(|answers| Kind::ALL.iter().any(|kind| answers.answer(*kind).is_awaited));
    let taken = RwSignal::new(None::<Taken>);
    Effect::new(move |_| {
        let Some(taken_as) = taken.get().filter(|_| !awaited.get()) else { return };
        taken.set(None);
        // once they stand on the page
        later::painted(life, move || match taken_as {
            Taken::Printed => browser::print(),
            Taken::Picture => save(),
        });
    });
    let said = move || match (taken.get(), failed.get()) {
        (Some(_), _) => Some(page.text(Text::BriefWaits)()),
        (None, failed) => failed.map(|text| page.text(text)()),
    };
    view! {
        <div class="brief-tools">
            <div class="segmented" role="group" aria-label=page.text(Text::BriefFormat)>
                {button(false, Text::BriefPortrait)}
                {button(true, Text::BriefLandscape)}
            </div>
            <p class="hint">{page.text(Text::BriefHint)}</p>
            <p class="warning" role="status">{said}</p>
            <button class="tool" type="button" data-testid="brief-png" on:click=move |_| taken.set(Some(Taken::Picture))>{page.text(Text::ShareExportPng)}</button>
            <button class="tool" type="button" data-testid="brief-csv" on:click=move |_| failed.set(save_table(page).err())>{page.text(Text::ShareExportCsv)}</button>
            <WorkbookButton page id="brief-workbook" />
            <button class="tool primary" type="button" data-testid="brief-print" on:click=move |_| taken.set(Some(Taken::Printed))>
                {page.text(Text::SharePrint)}
            </button>
        </div>
    }
}

/// Saves every outcome of every policy as a table.
///
/// # Errors
/// Why there is no file.
fn save_table(page: Page) -> Result<(), Text> {
    let (date, address) = (browser::today(), browser::address());
    let file =
        page.ask(|app| app.documents().table(ExportedTable::Policies, &date, &address)).ok_or(Text::ShareExportNone)?;
    save_text(&file, "csv", "text/csv;charset=utf-8").map_err(|_| Text::BriefNoFile)
}

/// Whose figures, the title, the claim and the comment.
#[component]
fn Head(page: Page) -> impl IntoView {
    let firm = page.derive_at(Pace::Calm, |app| app.company().strip());
    let claim = page.derive_at(Pace::Calm, |app| app.policies().headline());
    // the day on which it is read, not that on which the page was opened
    let today = move || {
        claim.track();
        browser::today()
    };
    let title = BoxText::new(
        {
            let named = page.derive(|app| app.session().document().name.clone());
            move || named.get()
        },
        move |typed| page.send(Shared::Titled(typed)),
    );
    let comment = BoxText::of_lines(
        {
            let kept = page.derive(|app| app.session().document().comment.clone());
            move || kept.get()
        },
        move |typed| page.send(Shared::Commented(typed)),
    );
    view! {
        <header class="brief-head">
            <div class="brief-line">
                <input
                    class="brief-title"
                    type="text"
                    maxlength="80"
                    data-testid="brief-title"
                    aria-label=page.text(Text::BriefTitleBox)
                    placeholder=page.text(Text::BriefTitle)
                    node_ref=title.node()
                    prop:value=move || title.shown()
                    on:change=move |event| title.typed(&event)
                />
                <span>{move || firm.with(|f| f.whose.clone())} " · " {today}</span>
            </div>
            <h1><Prose text=Signal::derive(move || claim.with(|c| c.plain.clone())) /></h1>
            <p class="brief-sub"><Prose text=Signal::derive(move || claim.with(|c| c.sub.clone())) /></p>
            <textarea
                class="brief-comment"
                rows="2"
                maxlength="400"
                data-testid="brief-comment"
                data-empty=move || comment.is_empty().to_string()
                aria-label=page.text(Text::BriefComment)
                placeholder=page.text(Text::BriefComment)
                node_ref=comment.node()
                prop:value=move || comment.shown()
                on:change=move |event| comment.typed(&event)
            ></textarea>
        </header>
    }
}

/// Height of the charts where nothing says another, in units of [`plain_picture`](aftercast_app::features::documents::View::plain_picture).
const HEIGHT: f64 = 300.0;

/// The height, in the units of the drawing, that gives the first chart the form of the room it stands in.
fn height_in_place(charts: &web_sys::Element) -> Option<f64> {
    let drawing = charts.query_selector("svg").ok()??;
    let (room, width) = (drawing.get_bounding_client_rect(), drawing.get_attribute("width")?.parse::<f64>().ok()?);
    (room.width() > 0.0 && room.height() > 0.0).then(|| (width * room.height() / room.width()).clamp(180.0, 640.0))
}

/// Gain over months, and the futures of the policy in hand.
#[component]
fn Charts(page: Page, wide: RwSignal<bool>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let draw_at = move |node: &web_sys::HtmlElement, height: f64| {
        let of = |which| page.ask(|app| app.documents().plain_picture(which, height, Theme::Light));
        let drawn = [ExportedChart::Fan, ExportedChart::Difference].into_iter().filter_map(of);
        node.set_inner_html(
            &drawn
                .map(|(title, scene)| {
                    // a title may hold names, which come with a link
                    let (title, drawing) = (escaped(&title), to_svg(&scene));
                    format!("<figure><figcaption>{title}</figcaption>{drawing}</figure>")
                })
                .collect::<String>(),
        );
    };
    let draw = move || {
        let Some(node) = node.get_untracked() else { return };
        draw_at(&node, HEIGHT);
        // the page leaves the charts what its texts do not need; where it is not in view, they keep their form
        if let Some(height) = height_in_place(&node).filter(|height| (height - HEIGHT).abs() > 10.0) {
            draw_at(&node, height);
        }
    };
    // a picture of what is on the page, whenever that settles while the brief is in view
    let settled = page
        .derive_at(Pace::Calm, |app| (app.policies().headline().plain, app.policies().table(), app.session().locale()));
    Effect::new(move |_| {
        // read, not only tracked: what was never derived follows nothing
        settled.with(|_| ());
        if page.place.get() == Place::Brief && node.get().is_some() {
            draw();
        }
    });
    let life = Life::here();
    // another format has other room for them: the browser gives it once the new one stands
    Effect::new(move |before: Option<bool>| {
        let wide = wide.get();
        if before.is_some_and(|before| before != wide) {
            later::frame(life, draw);
        }
        wide
    });
    // at once: the browser takes its picture when the handler returns
    later::listen_here(ev::beforeprint, move |_| draw());
    view! { <div class="brief-charts" node_ref=node aria-hidden="true"></div> }
}

/// The policies, a row each.
#[component]
fn Policies(page: Page) -> impl IntoView {
    let table = page.derive_at(Pace::Calm, |app| app.policies().table());
    let heads = move || {
        let of = |column: Column| table.with(|t| t.columns[column as usize].caption.clone());
        COLUMNS.map(|column| view! { <th scope="col">{of(column)}</th> }).collect_view()
    };
    let row = |row: PolicyRow| {
        let cells = COLUMNS.map(|column| view! { <td>{row.cell(column).value.clone()}</td> }).collect_view();
        view! { <tr><th scope="row">{row.letter.clone()} " " {row.name.clone()}<small>{row.diff.join(" · ")}</small></th>{cells}</tr> }
    };
    view! {
        <div class="brief-scroll" tabindex="0" role="region" aria-label=page.text(Text::UiPolicies)>
        <table class="brief-table">
            <thead><tr><th scope="col">{page.text(Text::UiPolicy)}</th>{heads}</tr></thead>
            <tbody>{move || table.with(|t| t.rows.clone()).into_iter().map(row).collect_view()}</tbody>
        </table>
        </div>
    }
}

/// Why, what would change the verdict, what to test.
#[component]
fn Answers(analyses: AnalysesPage) -> impl IntoView {
    let page = analyses.workbench;
    let why = page.derive_at(Pace::Calm, |app| {
        let policy = app.policies().claimed().unwrap_or_else(|| app.session().selected());
        app.charts().why(policy).unwrap_or_default()
    });
    let [mind, test] = Kind::ALL.map(|kind| analyses.answers.derive(move |answers| answers.answer(kind).text));
    let one = move |title: Text, text: Memo<String>| {
        view! { <section><h2>{page.text(title)}</h2><p><Prose text /></p></section> }
    };
    view! {
        <div class="brief-answers">
            {one(Text::AnswerWhy, why)}
            {one(Text::AnswerMind, mind)}
            {one(Text::AnswerTest, test)}
        </div>
    }
}

/// The firm's figures, where the numbers come from, the link and its code.
#[component]
fn Foot(page: Page) -> impl IntoView {
    let firm = page.derive_at(Pace::Calm, |app| app.company().strip());
    let sources = page.derive_at(Pace::Calm, |app| app.documents().run_lines());
    let share = page.derive_at(Pace::Calm, |app| app.documents().share(&browser::address()));
    view! {
        <footer class="brief-foot">
            <div>
                <p class="brief-firm">
                    {move || firm.with(|f| f.figures.clone()).into_iter().map(|figure| view! {
                        <span>{figure.before} " " <b>{figure.value}</b> " " {figure.after}</span>
                    }).collect_view()}
                </p>
                <ul>{move || sources.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                <p class="brief-link">
                    <a href=move || share.with(|s| s.link.clone())>{move || share.with(|s| s.link.clone())}</a>
                </p>
            </div>
            <Code page code=Signal::derive(move || share.with(|s| s.code.clone())) id="brief-qr" />
        </footer>
    }
}
