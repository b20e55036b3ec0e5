//! Independent points.
//!
//! Claim: every (draw, dimension) has its own number, independent of all others; standard error falls with the root of the draws.
//! Equation: u = Philox(seed; draw, dimension). Validity: any draw. Source: see the generator.

use crate::random::{Purpose, open_unit, words64};

/// Two dimensions share a block.
#[inline(always)]
fn pair(seed: u64, draw: u64, half: usize) -> [f64; 2] {
    words64(seed, [draw as u32, (draw >> 32) as u32, half as u32, Purpose::RandomPoint as u32]).map(open_unit)
}

pub(super) fn uniform(seed: u64, draw: u64, dimension: usize) -> f64 {
    pair(seed, draw, dimension / 2)[dimension % 2]
}

pub(super) fn fill(seed: u64, draw: u64, values: &mut [f64]) {
    for (half, chunk) in values.chunks_mut(2).enumerate() {
        let both = pair(seed, draw, half);
        chunk.copy_from_slice(&both[..chunk.len()]);
    }
}
