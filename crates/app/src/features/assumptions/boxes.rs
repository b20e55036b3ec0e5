//! Assumptions as typed: low, most likely and high, or one known value.
//!
//! The three are taken together: as long as they are not in order, what was typed waits in its box.

use super::{Model, View};
use crate::session::Session;
use aftercast_tables::number::Reading;

use crate::session::Effect;
use crate::typed::{self, NumberError};
use crate::words::trimmed;
use aftercast_numerics::math::special::normal_quantile;
use aftercast_numerics::sampling::Marginal;
use aftercast_plot::scale::{decade, ten_to};
use aftercast_scenario::{AssumptionId, Distribution, Override};

/// Which box of an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Smallest value.
    Low,
    /// Most likely value, or the known one.
    Mode,
    /// Largest value.
    High,
}

/// What was typed into the boxes of an assumption and cannot be taken yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// The override on which it was typed; on another one it is void.
    pub(crate) on: Option<Override>,
    /// By part.
    pub(crate) texts: [Option<String>; 3],
}

/// Why boxes are not taken.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fault {
    /// This text is no number of the box, or outside the range in which the model is defined.
    Number(String, NumberError),
    /// Low, most likely and high are not in order.
    Order,
}

/// How an assumption is typed.
pub(super) fn reading(id: AssumptionId) -> Reading<'static> {
    typed::of_assumption(id)
}

/// A value of an assumption as its box shows it; a share with its sign, so that 0.15% is never taken for 15%.
pub fn value_text(id: AssumptionId, value: f64) -> String {
    if id.in_percent() { format!("{}%", trimmed(value * 100.0, 6)) } else { trimmed(value, 6) }
}

/// A value to four digits, for ranges that are not declared.
pub fn rounded(value: f64) -> f64 {
    let unit = ten_to(decade(value) - 3);
    // a sum of steps is not the decimal number; its text is
    let text = format!("{:.*}", (3 - decade(value)).max(0) as usize, (value / unit).round() * unit);
    text.parse().unwrap_or(value)
}

impl Model {
    /// What is believed about an assumption in this document.
    pub(super) fn believed(&self, cx: &Session, id: AssumptionId) -> Distribution {
        match cx.document.assumptions.get(&id) {
            None => id.spec().distribution,
            Some(&Override::Known(value)) => Distribution::Known { value },
            Some(&Override::Range { low, mode, high }) => Distribution::Pert { low, mode, high },
        }
    }

    /// What waits in the boxes of an assumption.
    pub(super) fn waiting_in(&self, cx: &Session, id: AssumptionId) -> Option<&Typed> {
        let typed = self.typed.get(&id)?;
        (typed.on == cx.document.assumptions.get(&id).copied()).then_some(typed)
    }

    /// What the boxes of an assumption say together.
    pub(super) fn said(&self, cx: &Session, id: AssumptionId, typed: &Typed) -> Result<Override, Fault> {
        let read = |part: Part, value: f64| match &typed.texts[part as usize] {
            None => Ok(value),
            Some(text) => typed::read(text, &reading(id)).map_err(|why| Fault::Number(text.trim().to_owned(), why)),
        };
        match self.believed(cx, id) {
            Distribution::Pert { low, mode, high } => {
                let (low, mode, high) = (read(Part::Low, low)?, read(Part::Mode, mode)?, read(Part::High, high)?);
                if low <= mode && mode <= high { Ok(Override::Range { low, mode, high }) } else { Err(Fault::Order) }
            }
            other => read(Part::Mode, other.central()).map(Override::Known),
        }
    }

    pub(super) fn assumption_typed(
        &mut self,
        cx: &mut Session,
        id: AssumptionId,
        part: Part,
        text: String,
    ) -> Vec<Effect> {
        let on = cx.document.assumptions.get(&id).copied();
        let mut typed = self.waiting_in(cx, id).cloned().unwrap_or(Typed { on, ..Typed::default() });
        typed.texts[part as usize] = Some(text);
        match self.said(cx, id, &typed) {
            Ok(said) => {
                self.typed.remove(&id);
                self.believe(cx, id, said)
            }
            Err(_) => {
                self.typed.insert(id, typed);
                // the document is kept, and with it what was typed
                vec![Effect::WriteFragment(cx.write())]
            }
        }
    }

    pub(super) fn known_switched(&mut self, cx: &mut Session, id: AssumptionId, known: bool) -> Vec<Effect> {
        let present = cx.document.assumptions.get(&id).copied();
        self.typed.remove(&id);
        match (known, present) {
            (true, Some(Override::Known(_))) => Vec::new(),
            (true, _) => {
                match present {
                    Some(range) => self.before_known.insert(id, range),
                    None => self.before_known.remove(&id),
                };
                let value = self.believed(cx, id).central();
                cx.change(|d| {
                    d.assumptions.insert(id, Override::Known(value));
                })
            }
            (false, Some(Override::Known(_))) => {
                let before = self.before_known.remove(&id);
                cx.change(|d| match before {
                    Some(range) => drop(d.assumptions.insert(id, range)),
                    None => drop(d.assumptions.remove(&id)),
                })
            }
            (false, _) => Vec::new(),
        }
    }

    /// A distribution without ends becomes a range that holds 99 of 100 of its values.
    pub(super) fn range_wanted(&mut self, cx: &mut Session, id: AssumptionId) -> Vec<Effect> {
        let present = self.believed(cx, id);
        if matches!(present, Distribution::Pert { .. }) {
            return Vec::new();
        }
        let law = Marginal::new(id.spec().distribution);
        let end = |u: f64| rounded(law.at(normal_quantile(u)));
        let mode = id.spec().distribution.central();
        self.believe(cx, id, Override::Range { low: end(0.005).min(mode), mode, high: end(0.995).max(mode) })
    }

    /// Believes what was said; its own distribution is no override.
    fn believe(&mut self, cx: &mut Session, id: AssumptionId, said: Override) -> Vec<Effect> {
        let own = id.spec().distribution;
        let same = match said {
            Override::Range { low, mode, high } => own == Distribution::Pert { low, mode, high },
            Override::Known(_) => false,
        };
        cx.change(|d| {
            if same {
                d.assumptions.remove(&id);
            } else {
                d.assumptions.insert(id, said);
            }
        })
    }
}

impl View<'_> {
    /// The text that a box shows in place of its value.
    pub(super) fn waiting_text(&self, id: AssumptionId, part: Part) -> Option<String> {
        self.model.waiting_in(self.session, id)?.texts[part as usize].clone()
    }
}
