//! The lessons to choose from.

use leptos::prelude::*;

use crate::ui::features::documents::Code;
use crate::ui::page::Page;
use crate::ui::page::Place;
use crate::ui::runtime::browser;
use aftercast_app::features::lessons::{Event as Teach, LessonRow, predict, present};
use aftercast_i18n::Text;
use aftercast_plot::Locale;

/// The list; starting a lesson closes the dialog.
#[component]
pub fn Lessons(page: Page, open: RwSignal<bool>) -> impl IntoView {
    let lessons = page.derive(|app| app.lessons().list(&browser::address()));
    let rows = move || lessons.get().into_iter().map(|lesson| row(page, open, lesson)).collect_view();
    view! {
        <p class="hint">{page.text(Text::TeachLessonsHint)}</p>
        <ol class="lessons">{rows}</ol>
    }
    .into_any()
}

fn row(page: Page, open: RwSignal<bool>, lesson: LessonRow) -> AnyView {
    let (index, on) = (lesson.index, lesson.on);
    let title = lesson.title.clone();
    let name = move || Text::TeachStartNamed.with(page.locale.get(), &[("lesson", &title)]);
    let start = move |_| {
        page.send(Teach::LessonStarted(index));
        page.place.set(Place::Workbench);
        open.set(false);
        page.after_frame(|| browser::focus("lesson"));
    };
    let run = move |_| {
        open.set(false);
        page.send(Teach::LessonStarted(index));
        page.place.set(Place::Workbench);
        page.send(Teach::Predict(predict::Event::Switched(true)));
        page.send(Teach::Present(present::Event::Switched(true)));
    };
    let (link, code, id) = (lesson.class.link, lesson.class.code, lesson.id);
    let sheets = move || {
        let language = if page.locale.get() == Locale::Chinese { "zh" } else { "en" };
        format!("lessons-{language}.html#{id}")
    };
    // the sheets are a page of their own, which draws the code that this one made
    let kept = code.as_ref().map(|code| format!("{link}\n{}\n{}", code.size, code.path)).unwrap_or_default();
    let keep = move |_| browser::remember(&format!("code-{id}"), &kept);
    view! {
        <li data-testid="lesson-row">
            <div>
                <h3>{lesson.title}</h3>
                <p>{lesson.story}</p>
                <p class="hint">{lesson.levers}</p>
            </div>
            <div class="lesson-class">
                <Code page code=Signal::derive(move || code.clone()) id="lesson-qr" title=Text::ClassJoin />
                <p class="lesson-tools">
                    <button class="tool primary" type="button" data-testid="lesson-run" on:click=run>{page.text(Text::TeachRun)}</button>
                    <a class="tool outlined" target="_blank" rel="noopener" data-testid="lesson-sheets" href=sheets on:click=keep>{page.text(Text::TeachSheets)}</a>
                </p>
                <p class="lesson-link"><a href=link.clone()>{link.clone()}</a></p>
            </div>
            {if on {
                view! { <span class="hint">{page.text(Text::TeachOn)}</span> }.into_any()
            } else {
                view! {
                    <button class="tool outlined" type="button" aria-label=name on:click=start>
                        {page.text(Text::TeachStart)}
                    </button>
                }.into_any()
            }}
        </li>
    }
    .into_any()
}
