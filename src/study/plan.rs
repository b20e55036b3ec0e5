//! Which work answers a question.

use super::Section;
use super::finding::Finding;
use super::question::Question;
use super::work::{Of, Work};
use crate::engine::analysis::tornado::Tornado;

/// The work of a section.
///
/// # Errors
/// Why there is nothing to compute, in words.
pub fn work(section: Section, q: &Question) -> Result<Box<dyn Work>, String> {
    let target = || q.target().map_err(|e| e.to_string());
    let world = q.scenario.world();
    Ok(match section {
        Section::Tornado => {
            Of::one(Tornado::new(world, target()?, q.settings.bar_draws), |report| Finding::Tornado(Box::new(report)))
        }
    })
}
