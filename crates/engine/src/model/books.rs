//! The firm's own books: what they say of four lines of cost calibrates the model's.
//!
//! Claim: where a firm states what a line cost it in a year, the model's line is the firm's, up to a factor that stays the same in every
//! month and policy.
//! Equation (docs/model.md 6): phi of a line = stated figure/the model's own year (twelve months at N0, S0, b, their sigma_j and peak
//!   agents, phi = 1) of the draw, else 1.
//! Symbols: phi without unit, costs CNY a year.
//! Validity: refused at input where phi of the central draw lies outside 0.05 to 20.
//! Source: the firm (`stated_costs`); nothing in the report.

use aftercast_numerics::math::Lane;
use aftercast_scenario::company::StatedCosts;

/// Factors outside of this mean that a figure of the books is of something else.
pub const FACTOR_RANGE: (f64, f64) = (0.05, 20.0);

/// A number for each line that the books may state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BookLines<T> {
    /// Agents, experts, turnover and training.
    pub labour: T,
    /// Technology.
    pub technology: T,
    /// Returns.
    pub reverse_logistics: T,
    /// Payouts.
    pub compensation: T,
}

impl<T: Copy> BookLines<T> {
    /// The lines by name, in the order of the cost lines.
    pub fn named(&self) -> [(&'static str, T); 4] {
        [
            ("labour", self.labour),
            ("technology", self.technology),
            ("reverse_logistics", self.reverse_logistics),
            ("compensation", self.compensation),
        ]
    }

    /// Line by line with those of `other`.
    pub fn zip<U: Copy, V>(&self, other: &BookLines<U>, f: impl Fn(T, U) -> V) -> BookLines<V> {
        BookLines {
            labour: f(self.labour, other.labour),
            technology: f(self.technology, other.technology),
            reverse_logistics: f(self.reverse_logistics, other.reverse_logistics),
            compensation: f(self.compensation, other.compensation),
        }
    }
}

impl From<&StatedCosts> for BookLines<Option<f64>> {
    fn from(stated: &StatedCosts) -> Self {
        Self {
            labour: stated.labour,
            technology: stated.technology,
            reverse_logistics: stated.reverse_logistics,
            compensation: stated.compensation,
        }
    }
}

impl<L: Lane> BookLines<L> {
    /// Factors that change nothing.
    pub fn ones() -> Self {
        let one = L::one();
        Self { labour: one, technology: one, reverse_logistics: one, compensation: one }
    }

    /// The factors phi that turn the model's own year `model` into the stated one.
    pub fn factors(model: &Self, stated: &StatedCosts) -> Self {
        BookLines::from(stated).zip(model, |stated, model| match stated {
            Some(stated) => L::splat(stated) / model,
            None => L::one(),
        })
    }
}
