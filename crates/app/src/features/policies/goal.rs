//! A goal as the headline's editor holds it: a kind, and a bound as typed.

use super::{GoalEditor, View};
use crate::typed;
use crate::words::trimmed;
use aftercast_i18n::Text;
use aftercast_scenario::Goal;
use aftercast_tables::number::Reading;
use aftercast_tables::units;

/// Which goal, in the order of the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalKind {
    /// Total gain above so many CNY.
    TotalGainAbove,
    /// Net gain above so many CNY.
    NpvAbove,
    /// Terminal value above so many CNY.
    TerminalValueAbove,
    /// Pays back within so many months.
    PaybackWithin,
    /// Satisfaction of the last year at least so many points.
    CsiAtLeast,
    /// Service cost at most such a share of revenue.
    CostShareAtMost,
}

/// A goal as typed.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalInput {
    /// Which.
    pub kind: GoalKind,
    /// The bound as typed: `0`, `24`, `70`, `2.5%`, `1000万`.
    pub bound: String,
}

impl GoalKind {
    /// The goal of this kind with a bound.
    pub const fn goal(self, bound: f64) -> Goal {
        match self {
            Self::TotalGainAbove => Goal::TotalGainAbove(bound),
            Self::NpvAbove => Goal::NpvAbove(bound),
            Self::TerminalValueAbove => Goal::TerminalValueAbove(bound),
            Self::PaybackWithin => Goal::PaybackWithin(bound),
            Self::CsiAtLeast => Goal::CsiAtLeast(bound),
            Self::CostShareAtMost => Goal::CostShareAtMost(bound),
        }
    }

    /// The kind of a goal.
    pub const fn of(goal: &Goal) -> Self {
        match goal {
            Goal::TotalGainAbove(_) => Self::TotalGainAbove,
            Goal::NpvAbove(_) => Self::NpvAbove,
            Goal::TerminalValueAbove(_) => Self::TerminalValueAbove,
            Goal::PaybackWithin(_) => Self::PaybackWithin,
            Goal::CsiAtLeast(_) => Self::CsiAtLeast,
            Goal::CostShareAtMost(_) => Self::CostShareAtMost,
        }
    }

    /// How its bound is typed.
    pub fn reading(self) -> Reading<'static> {
        let (min, max, _) = self.goal(0.0).range();
        match self {
            Self::TotalGainAbove | Self::NpvAbove | Self::TerminalValueAbove => typed::money((min, max)),
            Self::PaybackWithin => typed::amount(units::MONTHS, (min, max)),
            Self::CsiAtLeast => typed::amount(units::POINTS, (min, max)),
            Self::CostShareAtMost => typed::share((min, max)),
        }
    }

    /// The unit of its box.
    pub(super) const fn unit(self) -> Text {
        match self {
            Self::TotalGainAbove | Self::NpvAbove | Self::TerminalValueAbove => Text::GoalUnitNpv,
            Self::PaybackWithin => Text::GoalUnitPayback,
            Self::CsiAtLeast => Text::GoalUnitCsi,
            Self::CostShareAtMost => Text::GoalUnitCostShare,
        }
    }

    /// The smallest and the largest bound in that unit, as people write them.
    pub(super) fn bounds(self) -> (String, String) {
        let (min, max, _) = self.goal(0.0).range();
        let scale = if self == Self::CostShareAtMost { 100.0 } else { 1.0 };
        (trimmed(scale * min, 4), trimmed(scale * max, 4))
    }

    /// All kinds, in the order of the editor.
    pub const ALL: [Self; 6] = [
        Self::TotalGainAbove,
        Self::NpvAbove,
        Self::TerminalValueAbove,
        Self::PaybackWithin,
        Self::CsiAtLeast,
        Self::CostShareAtMost,
    ];
}

impl View<'_> {
    /// The editor in the sentence.
    pub fn goal_editor(&self) -> GoalEditor {
        let goal = &self.session.document.goal;
        let kind = GoalKind::of(goal);
        let name = |kind: GoalKind| match kind {
            GoalKind::TotalGainAbove => Text::GoalKindTotal,
            GoalKind::NpvAbove => Text::GoalKindNpv,
            GoalKind::TerminalValueAbove => Text::GoalKindTerminal,
            GoalKind::PaybackWithin => Text::GoalKindPayback,
            GoalKind::CsiAtLeast => Text::GoalKindCsi,
            GoalKind::CostShareAtMost => Text::GoalKindCostShare,
        };
        let unit = kind.unit();
        let shown = |bound: f64| match kind {
            // a bare 1 would be asked back
            GoalKind::CostShareAtMost if bound.abs() <= 0.01 => format!("{}%", trimmed(100.0 * bound, 4)),
            GoalKind::CostShareAtMost => trimmed(100.0 * bound, 4),
            _ => trimmed(bound, 4),
        };
        GoalEditor {
            kinds: GoalKind::ALL.map(|k| (k, self.session.words().to(name(k)))).to_vec(),
            kind,
            bound: self.model.goal_refused.as_ref().map_or_else(|| shown(goal.bound()), |r| r.text.clone()),
            unit: self.session.words().to(unit),
            hint: typed::hint(&kind.reading(), self.session.words()),
            error: self.model.goal_refused.as_ref().map(|r| r.reason.clone()),
        }
    }
}
