//! The lessons to choose from.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::browser;
use aftercast_app::features::lessons::{Event as Teach, LessonRow};
use aftercast_i18n::Text;

/// The list; starting a lesson closes the dialog.
#[component]
pub fn Lessons(page: Page, open: RwSignal<bool>) -> impl IntoView {
    let lessons = page.derive(|app| app.lessons().list());
    let rows = move || lessons.get().into_iter().map(|lesson| row(page, open, lesson)).collect_view();
    view! {
        <p class="hint">{page.text(Text::TeachLessonsHint)}</p>
        <ol class="lessons">{rows}</ol>
    }
    .into_any()
}

fn row(page: Page, open: RwSignal<bool>, lesson: LessonRow) -> AnyView {
    let (place, on) = (lesson.place, lesson.on);
    let title = lesson.title.clone();
    let name = move || Text::TeachStartNamed.with(page.locale.get(), &[("lesson", &title)]);
    let start = move |_| {
        page.send(Teach::LessonStarted(place));
        open.set(false);
        page.after_frame(|| browser::focus("lesson"));
    };
    view! {
        <li data-testid="lesson-row">
            <div>
                <h3>{lesson.title}</h3>
                <p>{lesson.story}</p>
                <p class="hint">{lesson.levers}</p>
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
