//! Latin hypercube.
//!
//! Claim: in each dimension the n points of a replicate lie one in each of n equal strata, so main effects cost no variance.
//! Equation: u = (π(k) + v)/n, π a permutation of 0..n of its own for each replicate and dimension, v uniform in (0, 1).
//! Validity: any number of draws; replicate r of N draws has n = ceil((N - r)/8) points; beyond them they repeat. Strata are exact up
//! to 2^20 points a replicate.
//! Source: McKay, Beckman & Conover, Technometrics 21 (1979) 239-245; permutation without state, see `permute`.

use super::{MAX_DIMENSIONS, REPLICATES};
use crate::random::{Purpose, mix, permute, words64};

#[derive(Debug)]
pub(super) struct Latin {
    strata: [u32; REPLICATES],
    /// Keys of the permutation, by replicate and dimension.
    keys: Vec<[[u64; 2]; MAX_DIMENSIONS]>,
}

impl Latin {
    pub(super) fn new(seed: u64, draws: u64) -> Self {
        let strata =
            core::array::from_fn(|r| (draws.saturating_sub(r as u64).div_ceil(REPLICATES as u64) as u32).max(1));
        let keys = (0..REPLICATES as u32)
            .map(|r| core::array::from_fn(|d| words64(seed, [r, d as u32, 0, Purpose::LatinKey as u32])))
            .collect();
        Self { strata, keys }
    }

    #[inline(always)]
    fn number(count: u32, key: [u64; 2], point: u32) -> f64 {
        let stratum = permute(point, count, key);
        // 32 bits place the point within its stratum, so that the sum below is exact and the point stays inside
        let inside = mix(key[0].wrapping_add(mix(key[1] ^ u64::from(point)))) >> 32;
        let within = (inside as i64 as f64 + 0.5) * (1.0 / 4_294_967_296.0);
        (f64::from(stratum) + within) / f64::from(count)
    }

    pub(super) fn uniform(&self, replicate: usize, point: u32, dimension: usize) -> f64 {
        let count = self.strata[replicate];
        Self::number(count, self.keys[replicate][dimension], point % count)
    }

    pub(super) fn fill(&self, replicate: usize, point: u32, values: &mut [f64]) {
        let count = self.strata[replicate];
        let point = point % count;
        assert!(values.len() <= MAX_DIMENSIONS, "a point has {MAX_DIMENSIONS} dimensions");
        for (value, &key) in values.iter_mut().zip(&self.keys[replicate]) {
            *value = Self::number(count, key, point);
        }
    }
}
