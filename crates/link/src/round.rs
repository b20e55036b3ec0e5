//! A round of guessing in a class: the link that asks, and the links that answer.

/// What a link says of a round of guessing; nothing in every other link.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Round {
    /// Whether the reader guesses before the result is shown.
    pub ask: bool,
    /// A guess: of 100 futures, those that meet the goal, 0 to 100.
    pub guess: Option<f64>,
    /// Name beside the guess, as typed.
    pub by: String,
    /// Team beside the guess, as typed.
    pub team: String,
    /// Mark of the phone that guessed, up to 8 of `a-z` and `0-9`: it tells two people of one name apart.
    pub phone: String,
}

impl Round {
    /// Whether the reader guesses first: also where the link brings the guess of another reader.
    pub fn asks(&self) -> bool {
        self.ask || self.guess.is_some()
    }
}
