//! What a check comes to: it holds, it fails, or the firm gives it nothing to look at.

use super::{BehaviourCheck, TOLERANCE};

/// What a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It does not: the model is wrong.
    Fails,
    /// This firm gives it nothing to look at; the model is neither right nor wrong by it.
    NotJudged(Unjudged),
}

impl Outcome {
    /// Everything that a check may come to.
    pub const ALL: [Self; 7] = [
        Self::Fails,
        Self::Holds,
        Self::NotJudged(Unjudged::Fixed),
        Self::NotJudged(Unjudged::TooShort),
        Self::NotJudged(Unjudged::AtBound),
        Self::NotJudged(Unjudged::OtherStep),
        Self::NotJudged(Unjudged::OwnAssumptions),
    ];

    /// As a number, for messages: its place in [`Outcome::ALL`].
    pub fn code(self) -> f64 {
        Self::ALL.iter().position(|one| *one == self).unwrap_or_default() as f64
    }

    /// The outcome of a number; none where it is of another version.
    pub fn from_code(code: f64) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Why a firm gives a check nothing to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unjudged {
    /// The assumption that is moved has one value alone.
    Fixed,
    /// The horizon ends before anything moves.
    TooShort,
    /// What is looked at stands at its bound, whatever is moved.
    AtBound,
    /// From today's policy of this firm, the policy of the check is another step than from that of the report's.
    OtherStep,
    /// The assumptions set for this firm turn it; with the declared ones it shows.
    OwnAssumptions,
}

impl Unjudged {
    /// The reason in words.
    pub const fn said(self) -> &'static str {
        match self {
            Self::Fixed => "the value is fixed",
            Self::TooShort => "the horizon is too short",
            Self::AtBound => "at its bound: nothing can move at this firm",
            Self::OtherStep => {
                "from today's policy of this firm, the policy of the check is another step than at the report's firm"
            }
            Self::OwnAssumptions => "the assumptions set in the scenario turn it; with the declared ones it shows",
        }
    }
}

/// A check with its verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The check.
    pub check: &'static BehaviourCheck,
    /// What it comes to.
    pub outcome: Outcome,
    /// How many numbers were looked at; a check that saw none does not hold.
    pub numbers: usize,
    /// Bounds: smallest and largest value seen. Directions: at the low and the high end. Balances: 0 and the largest residual.
    pub seen: (f64, f64),
    /// Where the extreme or the first offence was.
    pub location: String,
}

impl Verdict {
    /// Whether the check holds.
    pub fn holds(&self) -> bool {
        self.outcome == Outcome::Holds
    }

    /// Whether the check fails; one that is not judged does neither.
    pub fn fails(&self) -> bool {
        self.outcome == Outcome::Fails
    }

    /// Why it is not judged, where it is not.
    pub const fn unjudged(&self) -> Option<Unjudged> {
        match self.outcome {
            Outcome::NotJudged(why) => Some(why),
            Outcome::Holds | Outcome::Fails => None,
        }
    }
}

/// What a check has seen so far.
pub(super) struct Watch {
    check: &'static BehaviourCheck,
    holds: bool,
    numbers: usize,
    /// Smallest and largest value.
    pub seen: (f64, f64),
    location: String,
}

impl Watch {
    /// Nothing seen yet.
    pub fn new(check: &'static BehaviourCheck) -> Self {
        Self { check, holds: true, numbers: 0, seen: (f64::INFINITY, f64::NEG_INFINITY), location: String::new() }
    }

    /// Takes a number, sound or not.
    pub fn take(&mut self, x: f64, sound: bool, location: impl Fn() -> String) {
        self.numbers += 1;
        if self.holds && !sound {
            self.holds = false;
            self.location = location();
        }
        self.seen = (self.seen.0.min(x), self.seen.1.max(x));
    }

    /// Takes the relative distance of the two sides of an account.
    pub fn residual(&mut self, ours: f64, theirs: f64, location: impl Fn() -> String) {
        let size = ours.abs().max(theirs.abs());
        let residual = if size > 0.0 { (ours - theirs).abs() / size } else { 0.0 };
        self.take(residual, residual <= TOLERANCE, location);
    }

    /// What it comes to.
    pub fn verdict(self) -> Verdict {
        Verdict {
            check: self.check,
            outcome: if self.holds && self.numbers > 0 { Outcome::Holds } else { Outcome::Fails },
            numbers: self.numbers,
            seen: self.seen,
            location: if self.numbers == 0 { "nothing was looked at".to_owned() } else { self.location },
        }
    }
}
