//! The goal over the range of a headline lever, over its track.

use leptos::prelude::*;

use crate::ui::features::policies::lever_row::Lever;
use aftercast_plot::svg::to_fragment;

/// The line; its place is kept while it is computed, so that nothing jumps.
#[component]
pub fn GoalLine(lever: Lever) -> impl IntoView {
    let line = Memo::new(move |_| lever.get(|row| row.goal_line.clone()));
    let said = move || line.with(|l| l.as_ref().map(|l| l.summary.clone()));
    let marks =
        move || line.with(|l| l.as_ref().map(|l| to_fragment(&l.spark.chart().scene.marks)).unwrap_or_default());
    lever.id.spec().headline.then(|| {
        view! {
            // its title can be read over the whole of it
            <div class="goal-line" title=said>
                <svg
                    viewBox="0 0 240 16"
                    preserveAspectRatio="none"
                    role="img"
                    aria-hidden=move || line.with(Option::is_none).to_string()
                    aria-label=said
                    inner_html=marks
                ></svg>
            </div>
        }
    })
}
