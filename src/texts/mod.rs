//! Texts of the page in English and Chinese, declared in `data/`; a missing translation does not build.

use crate::engine::scenario::{AssumptionGroup, AssumptionId, LeverGroup, LeverId};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
