//! The three answers under the policies: why, what would change our mind, what to test first. A late part of the program.

mod page;
mod trust;

pub use page::AnswersPage;

use leptos::prelude::*;

use crate::ui::features::analyses::AnalysesPage;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::late::Late;
use crate::ui::widgets::prose::Prose;
use aftercast_app::features::answers::{Answer, Kind};
use aftercast_app::features::charts::Event as Charts;
use aftercast_i18n::Text;

/// Where the answers stand, which keeps its height from the start. Nothing of them while results are hidden.
#[component]
pub fn AnswersBlock(page: Page) -> impl IntoView {
    // the charts below ask for the late part, and show how far it is
    let shown = Signal::derive(move || page.is_shown() && page.late.is_there());
    let hidden = page.derive(|app| app.session().hidden());
    view! {
        <Show when=move || !hidden.get()>
            <div class="answers-place">
                <Late page id="answers-late" when=shown view=move |part| (part.answers)(page.analyses(part)) />
            </div>
        </Show>
    }
}

/// The answers.
pub fn view(analyses: AnalysesPage) -> AnyView {
    let (page, answers) = (analyses.workbench, analyses.answers);
    // central runs take some milliseconds: at a calm pace
    let why = page.derive_at(Pace::Calm, |app| {
        let policy = app.policies().claimed().unwrap_or_else(|| app.session().selected());
        let text = app.charts().why(policy).unwrap_or_else(|| Text::AnswerFailed.to(app.session().locale()).to_owned());
        Answer { text, ..Answer::default() }
    });
    let [mind, test] = Kind::ALL.map(|kind| answers.derive(move |answers| answers.answer(kind)));
    // where the claim is of another policy than the one in hand, they name it
    let of = page.derive(|app| {
        let claimed = app.policies().claimed().filter(|k| *k != app.session().selected());
        claimed.map(|k| app.policies().letter(k)).unwrap_or_default()
    });
    let open = move |kind: Kind| {
        let (section, settings) = answers.ask(|answers| answers.section(kind));
        analyses.open_section(section, settings);
    };
    let why_behind = Callback::new(move |()| {
        // the waterfall of the policy that the claim is of
        let policy = page.ask(|app| app.policies().claimed().unwrap_or_else(|| app.session().selected()));
        page.send(Charts::BridgeFrom(None));
        page.send(Charts::BridgeTo(Some(policy)));
        browser::show("bridge");
    });
    let no_one = Memo::new(|_| String::new());
    view! {
        <section class="answers" aria-label=page.text(Text::Answers) data-testid="answers">
            <Card page id="answer-why" title=Text::AnswerWhy of answer=why open=why_behind />
            <Card page id="answer-mind" title=Text::AnswerMind of answer=mind open=Callback::new(move |()| open(Kind::Mind)) />
            <Card page id="answer-test" title=Text::AnswerTest of=no_one answer=test open=Callback::new(move |()| open(Kind::Test)) />
        </section>
        <trust::Trust analyses />
    }
    .into_any()
}

/// An answer with the button that opens what is behind it.
#[component]
fn Card(
    page: Page,
    id: &'static str,
    title: Text,
    /// The letter of the policy that it is of, where that has to be said.
    of: Memo<String>,
    answer: Memo<Answer>,
    open: Callback<()>,
) -> impl IntoView {
    let named = move || {
        let (title, of) = (page.text(title)(), of.get());
        if of.is_empty() { title.to_owned() } else { format!("{of} · {title}") }
    };
    let note = move || if answer.with(|a| a.is_stale) { Text::AnswerEarlier.to(page.locale.get()) } else { "" };
    let text = Signal::derive(move || answer.with(|a| a.text.clone()));
    view! {
        <article
            class="answer"
            data-testid=id
            data-stale=move || answer.with(|a| a.is_stale).to_string()
            aria-busy=move || answer.with(|a| a.is_awaited).to_string()
        >
            <header>
                <h2 title=named>{named}</h2>
                <small>{note}</small>
                <button type="button" on:click=move |_| open.run(())>
                    {page.text(Text::AnswerDetails)}
                    <span class="for-readers">": " {page.text(title)}</span>
                </button>
            </header>
            <p><Prose text /></p>
        </article>
    }
}
