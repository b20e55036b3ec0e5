//! "How this can be wrong".

use leptos::prelude::*;

use crate::ui::page::Page;
use aftercast_app::features::assumptions::Modelled;
use aftercast_app::features::assumptions::ReportRow;
use aftercast_app::words::Words;
use aftercast_i18n::Text;

/// The tab.
#[component]
pub fn Limits(page: Page) -> impl IntoView {
    let limits = page.derive(|app| app.assumptions().limits());
    view! {
        <div class="limits">
            <p>{move || limits.with(|l| l.intro.clone())}</p>
            <p>{move || limits.with(|l| l.report.clone())}</p>
            <Against page />
            <h3>{page.text(Text::ModelLimitsLeftOut)}</h3>
            <ol>
                {move || limits.get().limits.into_iter().map(|limit| view! { <li>{limit}</li> }).collect_view()}
            </ol>
            <h3>{page.text(Text::ModelLimitsChecked)}</h3>
            <dl>
                {move || {
                    let checks = limits.get().checks.into_iter();
                    checks.map(|(kind, said)| view! { <dt>{kind}</dt><dd>{said}</dd> }).collect_view()
                }}
            </dl>
        </div>
    }
}

/// The model held against the report; computed after the tab is on the screen.
#[component]
fn Against(page: Page) -> impl IntoView {
    let input = page.derive(|app| app.assumptions().report_comparison());
    // none while it is computed, then what came of it
    let made = RwSignal::new(None::<Option<Modelled>>);
    Effect::new(move |_| {
        let input = input.get();
        // the tab may be gone when its turn comes
        page.after_frame(move || drop(made.try_set(Some(input.and_then(|input| input.model())))));
    });
    let rows = move || made.get().flatten().map(|m| m.rows(Words(page.locale.get()))).unwrap_or_default();
    let columns = [
        Text::ModelColumnQuantity,
        Text::ModelSurveyReported,
        Text::ModelSurveyOurs,
        Text::ModelSurveyFace,
        Text::ModelSurveyGap,
    ];
    view! {
        <h3 id="against-title">{page.text(Text::ModelSurveyTitle)}</h3>
        <p class="hint">{page.text(Text::ModelSurveyIntro)}</p>
        <Show
            when=move || made.with(|m| matches!(m, Some(Some(_))))
            fallback=move || {
                let none = move || made.with(Option::is_some);
                let said = move || if none() { Text::ModelSurveyNone } else { Text::ModelSurveyComputing };
                view! { <p class="hint" role="status">{move || page.text(said())}</p> }
            }
        >
            <div class="table-scroll against" role="region" tabindex="0" aria-labelledby="against-title">
                <table>
                    <thead>
                        <tr>{columns.map(|text| view! { <th scope="col">{page.text(text)}</th> }).into_iter().collect_view()}</tr>
                    </thead>
                    <tbody>{move || rows().into_iter().map(against_row).collect_view()}</tbody>
                </table>
            </div>
        </Show>
    }
}

fn against_row(row: ReportRow) -> impl IntoView {
    view! {
        <tr data-far=row.far.to_string()>
            <th scope="row">{row.label}<small>{row.section}" · "{row.verdict}</small></th>
            <td>{row.reported}</td>
            <td>{row.ours}</td>
            <td>{row.face_value}</td>
            <td>{row.gap}</td>
        </tr>
    }
}
