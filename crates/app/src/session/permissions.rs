//! What a lesson forbids.

use super::Session;
use aftercast_i18n::Text;
use aftercast_scenario::LeverId;

/// What a lesson forbids, as the other features ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// The levers that move, where a lesson locks all others.
    pub free: Option<&'static [LeverId]>,
    /// Whether presets may replace levers.
    pub presets: bool,
    /// Whether results are hidden until a reveal.
    pub results_hidden: bool,
}

impl Session {
    /// What the lesson on the page forbids; without one nothing is.
    pub fn permissions(&self) -> Permissions {
        let free = self.lesson.map(|lesson| lesson.levers);
        // what is guessed stays as it was asked
        let free = if self.asked { Some([].as_slice()) } else { free };
        Permissions { free, presets: free.is_none(), results_hidden: self.results_hidden }
    }

    /// Whether the result is hidden until a reveal.
    pub fn hidden(&self) -> bool {
        self.permissions().results_hidden
    }

    /// Why a lever does not move, where a lesson locks it.
    pub(crate) fn locked(&self, id: LeverId) -> Option<String> {
        let free = self.permissions().free?;
        (!free.contains(&id)).then(|| self.words().to(Text::TeachLocked))
    }

    /// Why presets cannot be used, where a lesson locks levers that they move.
    pub fn presets_locked(&self) -> Option<String> {
        (!self.permissions().presets).then(|| self.words().to(Text::TeachPresetsLocked))
    }

    /// Whether a lesson leaves a lever free.
    pub(crate) fn of_lesson(&self, id: LeverId) -> bool {
        self.lesson.map(|lesson| lesson.levers).is_some_and(|free| free.contains(&id))
    }
}
