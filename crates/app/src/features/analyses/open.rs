//! A point of the frontier becomes a policy: the document with it, for the workbench to go on with.

use super::view::Picks;
use super::{Analyses, Effect};
use crate::MOST_POLICIES;
use aftercast_analyses::figures::unit;
use aftercast_analyses::found;
use aftercast_analyses::search::cost_name;
use aftercast_analyses::sections::frontier::FrontierReport;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle};
use aftercast_scenario::{LeverId, Levers, PolicyDraft};

impl Analyses {
    /// Points of the frontier that can be opened; none while there is no frontier.
    pub fn picks(&self) -> Option<Picks> {
        let report: &FrontierReport = found(&*self.kept()?.finding)?;
        let (share, aim) = (self.style(DisplayUnit::Percent), self.style(unit(report.aim.outcome())));
        let option = |p: &aftercast_engine::analysis::frontier::FrontierPoint| {
            let (cost, gain) = (p.measured.cost_share.estimate(), p.measured.aim.estimate());
            format!("{} · {}", share.text(cost.value, Some(1e-4)), aim.text(gain.value, Some(gain.error)))
        };
        let full = self.document.policies.len() >= MOST_POLICIES;
        Some(Picks {
            label: self.text(Text::StudyPick),
            action: self.text(if full { Text::StudyPickReplaces } else { Text::StudyPickOpens }),
            options: report.points.iter().map(option).collect(),
        })
    }

    /// The document with a point of the frontier as a policy, which is selected. Where no further policy has a place the last gives way.
    pub(super) fn open_point(&self, point: usize) -> Option<Effect> {
        let report: &FrontierReport = found(&*self.kept()?.finding)?;
        let point = report.points.get(point)?;
        let mut draft = self.document.clone();
        draft.policies.truncate(MOST_POLICIES - 1);
        let name = self.words().with(Text::StudyPickName, &[("share", &cost_name(point.measured.cost_share.value))]);
        draft.policies.push(PolicyDraft { name, levers: self.moved(&point.levers) });
        let selected = draft.policies.len() - 1;
        Some(Effect::Open { document: Box::new(draft), selected })
    }

    /// The levers of a policy that stand elsewhere than today.
    fn moved(&self, levers: &Levers<f64>) -> std::collections::BTreeMap<LeverId, f64> {
        let today = |id: LeverId| id.start_from(self.document.today_value(id));
        LeverId::ALL.into_iter().map(|id| (id, *levers.get(id))).filter(|(id, x)| *x != today(*id)).collect()
    }

    fn style(&self, unit: DisplayUnit) -> NumberStyle {
        NumberStyle::new(self.locale, unit)
    }
}
