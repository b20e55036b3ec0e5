//! Central runs of today and of the policies on the page: every assumption at its central value, serious events at their
//! expected value. They are kept while company and assumptions stay, so that a moved lever runs one policy.

use super::View;
use std::cell::RefCell;
use std::rc::Rc;

use crate::view::PolicyIndex;
use aftercast_engine::model::firm::BySegment;
use aftercast_engine::model::{Baseline, Firm};
use aftercast_engine::run::central::{SegmentYear, Trajectory, by_segment, central_baseline, last_year};
use aftercast_scenario::{Assumptions, Levers};

/// Runs kept beside those on the page, so that undo is instant.
const MOST_RUNS: usize = 12;

/// Today (none) or a policy.
pub type Side = Option<PolicyIndex>;

/// A central run.
#[derive(Debug)]
pub(super) struct Run {
    /// Its months.
    pub run: Trajectory,
    /// Its last year by segment.
    pub segments: BySegment<SegmentYear>,
    /// Monthly discount factor.
    pub discount: f64,
    /// Contribution margin of the company.
    pub margin: f64,
    /// What the customers still there at the end are worth beyond today's, present value, CNY.
    pub terminal: f64,
}

/// What is kept.
#[derive(Debug, Default)]
pub(super) struct Centrals(RefCell<Option<Kept>>);

#[derive(Debug)]
struct Kept {
    firm: Firm,
    central: Assumptions<f64>,
    base: Baseline<f64>,
    /// The latest last.
    runs: Vec<(Option<Levers<f64>>, Rc<Run>)>,
}

impl Kept {
    fn run(&mut self, levers: Option<Levers<f64>>) -> Rc<Run> {
        if let Some((_, run)) = self.runs.iter().find(|(of, _)| *of == levers) {
            return Rc::clone(run);
        }
        let (run, segments) = by_segment(&self.firm, &self.base, levers.as_ref());
        let terminal = match levers {
            None => 0.0,
            Some(_) => run.ending.terminal_value(&self.run(None).run.ending, &self.firm),
        };
        let segments = last_year(&self.firm, &self.base, &run, &segments);
        let (discount, margin) = (self.firm.discount, self.firm.company.contribution_margin);
        let run = Rc::new(Run { run, segments, discount, margin, terminal });
        if self.runs.len() >= MOST_RUNS {
            self.runs.remove(0);
        }
        self.runs.push((levers, Rc::clone(&run)));
        run
    }
}

impl View<'_> {
    /// The central run of today or of a policy; none where the inputs cannot be computed.
    pub(super) fn central_run(&self, side: Side) -> Option<Rc<Run>> {
        let scenario = self.session.checked.as_ref().ok()?;
        let levers = match side {
            None => None,
            Some(policy) => Some(scenario.policies().get(policy)?.levers),
        };
        let central = scenario.central();
        let mut kept = self.model.centrals.0.borrow_mut();
        let same = |k: &&mut Kept| {
            k.central == central && k.firm.company == *scenario.company() && k.firm.today == *scenario.today()
        };
        if let Some(kept) = kept.as_mut().filter(same) {
            return Some(kept.run(levers));
        }
        let firm = Firm::new(scenario.company(), scenario.today());
        let base = central_baseline(&firm, &central).ok()?;
        Some(kept.insert(Kept { firm, central, base, runs: Vec::new() }).run(levers))
    }

    /// Today and every policy, in the order of the columns.
    pub(super) fn sides(&self) -> impl Iterator<Item = Side> + use<> {
        std::iter::once(None).chain((0..self.session.document.policies.len()).map(Some))
    }

    /// Whether a policy that can run is today's own.
    pub(super) fn moves_nothing(&self, policy: PolicyIndex) -> bool {
        let Ok(scenario) = &self.session.checked else { return false };
        scenario.policies().get(policy).is_some_and(|p| p.levers == *scenario.today())
    }

    /// A side as the page calls it.
    pub(super) fn side_name(&self, side: Side) -> String {
        side.map_or_else(|| self.session.words().to(aftercast_i18n::Text::Today), |policy| self.session.called(policy))
    }
}

impl Run {
    /// Present value of a reading over the horizon, CNY.
    pub fn present(&self, read: aftercast_engine::run::central::MonthFigure) -> f64 {
        let mut factor = 1.0;
        let mut sum = 0.0;
        for month in &self.run.months {
            sum += factor * read(month);
            factor *= self.discount;
        }
        sum
    }
}
