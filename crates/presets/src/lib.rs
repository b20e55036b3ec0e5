//! Presets: policies to start from, each with its story and its evidence.
//!
//! Declared in `data/presets.toml`. A published version never changes, because links name it.

pub mod lessons;

use std::collections::BTreeMap;

use aftercast_scenario::LeverId;

/// A published version of a preset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// Stable id, such as `hybrid`.
    pub id: &'static str,
    /// Version, from 1.
    pub version: u32,
    /// Id and version as links write them, such as `hybrid.1`.
    pub key: &'static str,
    /// Name in English.
    pub name_en: &'static str,
    /// Name in Chinese.
    pub name_zh: &'static str,
    /// Its story in one English sentence.
    pub story_en: &'static str,
    /// Its story in one Chinese sentence.
    pub story_zh: &'static str,
    /// Ids in the evidence file.
    pub evidence: &'static [&'static str],
    /// The levers it moves, in the lever's unit, in the order of the registry.
    pub levers: &'static [(LeverId, f64)],
}

include!(concat!(env!("OUT_DIR"), "/presets.rs"));

impl Preset {
    /// The preset of a key such as `hybrid.1`; any published version.
    ///
    /// ```
    /// use aftercast_scenario::LeverId;
    /// use aftercast_presets::Preset;
    /// let staffing = Preset::from_key("staffing.1").map(|p| p.levers);
    /// assert_eq!(staffing, Some(&[(LeverId::CustomersPerAgent, 3000.0)][..]));
    /// ```
    pub fn from_key(key: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|p| p.key == key)
    }

    /// The latest version of every preset, in the order of the page.
    pub fn latest() -> impl Iterator<Item = &'static Self> {
        PRESETS.iter().filter(|p| !PRESETS.iter().any(|q| q.id == p.id && q.version > p.version))
    }

    /// The levers as a policy holds them.
    pub fn lever_map(&self) -> BTreeMap<LeverId, f64> {
        self.levers.iter().copied().collect()
    }
}
