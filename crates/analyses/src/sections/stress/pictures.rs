//! The stress test as pictures: gain against today and profit lost, a bar a policy under every stress.

use super::*;
use crate::picture::{ChartView, RenderContext, chart_frame, slot};
use aftercast_plot::Locale;
use aftercast_plot::bars::{Bars, Row, Span};

/// Which picture of a stress test.
#[derive(Clone, Copy, PartialEq)]
pub enum Of {
    /// Net gain against today under the same stress.
    Gain,
    /// Profit lost to the stress.
    Loss,
}

/// Every policy under every stress.
pub fn stress(q: &Question, r: &StressReport, of: Of, look: RenderContext) -> ChartView {
    let style = look.style(DisplayUnit::Cny);
    let all_policies = q.all_policies();
    let names: Vec<String> = all_policies.iter().map(|&which| q.name(which, look.words())).collect();
    let shown = if of == Of::Gain { 1 } else { 0 };
    let estimate = |o: &StressOutcome| if of == Of::Gain { o.total_gain } else { o.loss };
    let span = |(k, o): (usize, &StressOutcome)| {
        let e = estimate(o);
        let whisker = Some(e.interval_95());
        Span { from: 0.0, to: e.value, whisker, slot: slot(all_policies[k]) }
    };
    let rows: Vec<Row> = stresses(r)
        .zip(&r.outcomes)
        .map(|(s, outcomes)| Row {
            label: stress_name(s, look.words()),
            spans: outcomes.iter().enumerate().skip(shown).map(span).collect(),
        })
        .collect();
    let height = Bars::height(look.width, rows.len(), all_policies.len() - shown);
    let heading = look.text(if of == Of::Gain { Text::StressNpv } else { Text::StressLoss });
    let legend = all_policies.iter().zip(&names).skip(shown).map(|(w, n)| (slot(*w), n.clone())).collect();
    let x = look.axis(look.text(Text::StudyPresentValue), style);
    let bars = Bars { frame: look.frame(height, &heading), rows, x, legend };
    let draws = trimmed(q.scenario.settings().draws as f64, 0);
    let subtitle = look.words().with(Text::StudyStressSubtitle, &[("draws", &draws)]);
    let mut frame = chart_frame(look, heading.clone(), subtitle, || bars.chart());
    frame.readouts = stresses(r)
        .zip(&r.outcomes)
        .map(|(s, outcomes)| {
            let each = names.iter().zip(outcomes).skip(shown);
            let each = each.map(|(name, o)| format!("{name}: {}", with_error(style, estimate(o))));
            std::iter::once(stress_name(s, look.words())).chain(each).collect::<Vec<_>>().join(" · ")
        })
        .collect();
    frame.table = table(q, r, look.words());
    frame.explain = vec![look.text(Text::StudyStressExplain), look.text(Text::StudyStressAlertsExplain)];
    frame.explain.extend(r.test.stresses().iter().map(|s| {
        let chinese = look.locale == Locale::Chinese;
        let (name, story) = if chinese { (s.name_zh, s.story_zh) } else { (s.name_en, s.story_en) };
        look.words().pair(name, story)
    }));
    frame.summary = heading;
    ChartView { height, frame }
}
