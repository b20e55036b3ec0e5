//! Directions: a lever or an assumption is moved over its whole range, and a figure has to follow.
//!
//! Claim: a direction that does not show is a fault of the model, unless the firm gives it nothing to show.
//! Equations: a direction holds if nine steps move one way and more than nothing, of the figure or, for an assumption, of what
//!   the policy adds to today's. Where it does not, it is not judged if
//!   the reference firm shows it and (a) the same firm over the reference's horizon shows it, (b) nothing moves at all,
//!   (c) the policy is another step from today's than at the reference: it moves the figure or a lever the other way, or
//!   the same firm with the reference's policy of today shows it, (d) the same firm with no ceiling on its gains
//!   shows it, or (e) the same firm with the declared assumptions shows it.
//! Symbols: figures by the keys of the golden files. Validity: as of the checks. Source: data/checks.toml.

use super::{BehaviourCheck, Bench, Mover, Outcome, TOLERANCE, Unjudged, Verdict, ends, figure_in, figure_of, policy};
use aftercast_engine::run::central::{CentralError, central_baseline, trajectory};
use aftercast_scenario::check::override_range;
use aftercast_scenario::{AssumptionId, Assumptions, Company, LeverId, Levers, Scenario};

/// Steps from one end of a range to the other.
const STEPS: usize = 8;

/// What is moved, and what has to follow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Direction {
    /// What is moved.
    pub mover: Mover,
    /// Key of the figure or outcome.
    pub figure: &'static str,
    /// Up or down.
    pub rises: bool,
    /// Policy in force besides.
    pub besides: &'static str,
    /// Whether the first year is looked at.
    pub first_year: bool,
}

/// A figure along a range, and how far the policy takes it from today's at each step.
#[derive(Clone, Debug, Default)]
pub(super) struct Path {
    pub values: Vec<f64>,
    pub gains: Vec<f64>,
}

/// How a path runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// One way, and more than nothing.
    Sound,
    /// Not at all.
    Flat,
    /// The wrong way at this step.
    Wrong(usize),
}

impl Path {
    /// How the path runs, asked to rise or to fall.
    pub fn run(&self, rises: bool) -> Run {
        let sign = if rises { 1.0 } else { -1.0 };
        let scale = self.values.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
        let wrong = self.values.windows(2).position(|w| !(sign * (w[1] - w[0]) >= -TOLERANCE * scale));
        let far = sign * (self.last() - self.values[0]) > TOLERANCE * scale;
        match wrong {
            Some(step) => Run::Wrong(step),
            None if far => Run::Sound,
            None => Run::Flat,
        }
    }

    /// What the policy adds along the range.
    fn added(&self) -> Self {
        Self { values: self.gains.clone(), gains: self.gains.clone() }
    }

    fn last(&self) -> f64 {
        self.values[self.values.len() - 1]
    }

    /// Whether the policy moves the figure, somewhere along the range, the other way than along `reference`.
    fn other_way(&self, reference: &Self) -> bool {
        let meant: f64 = reference.gains.iter().sum();
        self.gains.iter().any(|gain| !(gain * meant > 0.0))
    }
}

impl Bench<'_> {
    /// A figure along the range of a lever or an assumption.
    fn path(&self, d: &Direction) -> Result<Path, CentralError> {
        let start = policy(d.besides, &self.today).unwrap_or_else(|| self.start());
        let (low, high) = match d.mover {
            Mover::Lever(id) => (id.spec().min, id.spec().max),
            Mover::Assumption(id) => ends(self.scenario.distributions().get(id)),
        };
        let mut path = Path::default();
        for i in 0..=STEPS {
            let x = if i == STEPS { high } else { low + (high - low) * i as f64 / STEPS as f64 };
            let case = match d.mover {
                Mover::Lever(id) => self.moved(id, x, start),
                Mover::Assumption(id) => self.assumption_case(id, x, &start)?,
            };
            let value = figure_of(&case, d.figure, d.first_year);
            path.values.push(value);
            path.gains.push(value - figure_in(&case.baseline, &case.comparison, d.figure, d.first_year));
        }
        Ok(path)
    }

    fn moved(&self, id: LeverId, x: f64, mut levers: Levers<f64>) -> super::Case {
        *levers.get_mut(id) = x;
        self.lever_case(String::new(), &levers)
    }
}

/// Whether the policy of a check moves a lever, from today's, the other way than at the reference.
fn opposed(besides: &str, here: &Levers<f64>, there: &Levers<f64>) -> bool {
    let step =
        |today: &Levers<f64>, id: LeverId| policy(besides, today).map_or(0.0, |levers| levers.get(id) - today.get(id));
    LeverId::ALL.into_iter().any(|id| step(there, id) != 0.0 && !(step(here, id) * step(there, id) > 0.0))
}

/// Directions at one firm, with the firm that they were reasoned for beside it.
pub(super) struct Sweep<'a, R> {
    bench: Bench<'a>,
    ask: Option<R>,
    reference: Option<Scenario>,
}

impl<'a, R: FnOnce() -> Option<Scenario>> Sweep<'a, R> {
    /// `bench` has no books; `ask` makes the reference where it is needed.
    pub fn new(bench: Bench<'a>, ask: R) -> Self {
        Self { bench, ask: Some(ask), reference: None }
    }

    /// The verdict on a direction.
    pub fn judge(&mut self, check: &'static BehaviourCheck, d: &Direction) -> Result<Verdict, CentralError> {
        if let Mover::Assumption(id) = d.mover {
            let (low, high) = ends(self.bench.scenario.distributions().get(id));
            if low == high {
                let outcome = Outcome::NotJudged(Unjudged::Fixed);
                return Ok(Verdict { check, outcome, numbers: 0, seen: (low, high), location: String::new() });
            }
        }
        let mut path = self.bench.path(d)?;
        let mut run = path.run(d.rises);
        // what is said of a policy is said of what it adds to today's: at a firm whose own figure moves with the assumption,
        // that is not what the figure does
        if run != Run::Sound && matches!(d.mover, Mover::Assumption(_)) && path.added().run(d.rises) == Run::Sound {
            path = path.added();
            run = Run::Sound;
        }
        let outcome = match run {
            Run::Sound => Outcome::Holds,
            _ => self.unjudged(d, &path, run).map_or(Outcome::Fails, Outcome::NotJudged),
        };
        Ok(Verdict {
            check,
            outcome,
            numbers: path.values.len(),
            seen: (path.values[0], path.last()),
            location: match run {
                Run::Wrong(i) => format!("step {} of {STEPS}: {} to {}", i + 1, path.values[i], path.values[i + 1]),
                Run::Sound => String::new(),
                Run::Flat => "no movement".to_owned(),
            },
        })
    }

    /// What keeps this firm from showing the direction; nothing where the model itself is at fault.
    fn unjudged(&mut self, d: &Direction, path: &Path, run: Run) -> Option<Unjudged> {
        if let Some(ask) = self.ask.take() {
            self.reference = ask();
        }
        let reference = Bench::without_books(self.reference.as_ref()?).ok()?;
        let there = reference.path(d).ok()?;
        if there.run(d.rises) != Run::Sound {
            return None;
        }
        let (company, today) = (&self.bench.firm.company, &self.bench.today);
        let horizon_months = company.horizon_months.max(reference.firm.company.horizon_months);
        let longer = Company { horizon_months, ..company.clone() };
        // a gain that has reached its ceiling stays there while what it costs elsewhere goes on
        let room = Company { csi: company.csi.min(reference.firm.company.csi), ..longer.clone() };
        let open = override_range(AssumptionId::Headroom).1;
        let opposed = matches!(d.mover, Mover::Assumption(_))
            && (path.other_way(&there) || opposed(d.besides, today, &reference.today));
        match run {
            Run::Flat if self.shows(d, &longer, today, |_| ()) => Some(Unjudged::TooShort),
            Run::Flat => Some(Unjudged::AtBound),
            _ if opposed => Some(Unjudged::OtherStep),
            _ if self.shows(d, &longer, today, |_| ()) => Some(Unjudged::TooShort),
            _ if self.shows(d, &longer, &reference.today, |_| ()) => Some(Unjudged::OtherStep),
            _ if self.shows(d, &room, today, |a| a.headroom = open) => Some(Unjudged::AtBound),
            _ if self.shows(d, &longer, today, |a| *a = reference.central) => Some(Unjudged::OwnAssumptions),
            _ => None,
        }
    }

    /// Whether the direction shows at such a company, such a policy of today and such assumptions.
    fn shows(
        &self,
        d: &Direction,
        company: &Company,
        today: &Levers<f64>,
        assume: impl FnOnce(&mut Assumptions<f64>),
    ) -> bool {
        let path = Bench::of_company(self.bench.scenario, company, today).and_then(|mut bench| {
            assume(&mut bench.central);
            bench.base = central_baseline(&bench.firm, &bench.central)?;
            bench.baseline = trajectory(&bench.firm, &bench.base, None);
            bench.path(d)
        });
        path.is_ok_and(|path| path.run(d.rises) == Run::Sound || path.added().run(d.rises) == Run::Sound)
    }
}
