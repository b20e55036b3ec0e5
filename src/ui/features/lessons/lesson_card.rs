//! The lesson that is on: story, task and question over the headline. The teacher's note is on the facilitator's sheet, not on phones.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::browser;
use aftercast_app::features::lessons::{Event as Teach, LessonCard as Lesson};
use aftercast_i18n::Text;

/// The card; nothing where no lesson is on.
#[component]
pub fn LessonCard(page: Page) -> impl IntoView {
    let lesson = page.derive(|app| app.lessons().lesson());
    move || lesson.get().map(|lesson| card(page, lesson))
}

fn card(page: Page, lesson: Lesson) -> AnyView {
    let leave = move |_| {
        page.send(Teach::LessonLeft);
        page.after_frame(|| browser::focus("result"));
    };
    let part = |name: Text, words: String| view! { <div><dt>{page.text(name)}</dt><dd>{words}</dd></div> };
    view! {
        <section class="panel lesson" id="lesson" tabindex="-1" aria-labelledby="lesson-title" data-testid="lesson">
            <header>
                <h2 id="lesson-title"><small>{page.text(Text::TeachLesson)}</small> {lesson.title}</h2>
                <button class="tool outlined" type="button" data-testid="leave-lesson" on:click=leave>
                    {page.text(Text::TeachLeave)}
                </button>
            </header>
            <p>{lesson.story}</p>
            <dl>{part(Text::TeachTask, lesson.task)}{part(Text::TeachQuestion, lesson.question)}</dl>
            <p class="hint">{lesson.levers}</p>
        </section>
    }
    .into_any()
}
