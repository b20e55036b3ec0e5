//! Integer hashes of the point sets.
//!
//! Claim: `mix` spreads every input bit over all 64 output bits; `permute` is a permutation of 0..count for every key, without state.
//! Equation: mix is the finaliser of SplitMix64; permute composes bijections of the next power of two
//! (add, multiply by an odd number, fold the upper half into the lower) and walks the cycle until it is back inside.
//! Validity: counts from 1 to 2^31; each place is equally likely for each index over the keys.
//! Source: Steele, Lea & Flood, Fast splittable pseudorandom number generators, OOPSLA 2014; cycle walking after Black & Rogaway,
//! Ciphers with arbitrary finite domains, CT-RSA 2002.

/// 64 well mixed bits of 64 bits; a bijection.
#[inline(always)]
pub fn mix(bits: u64) -> u64 {
    let mut z = bits.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The place of `index` in the permutation of 0..count that belongs to `key`; index below count.
#[inline]
pub fn permute(index: u32, count: u32, key: [u64; 2]) -> u32 {
    if count < 2 {
        return 0;
    }
    let bits = 32 - (count - 1).leading_zeros();
    let mask = u32::MAX >> (32 - bits);
    let fold = bits.div_ceil(2);
    let k = [key[0] as u32, (key[0] >> 32) as u32, key[1] as u32, (key[1] >> 32) as u32];
    let mut x = index;
    loop {
        for round in 0..4 {
            x = x.wrapping_add(k[round]) & mask;
            x = x.wrapping_mul(k[(round + 1) & 3].rotate_left(7) | 1) & mask;
            x ^= x >> fold;
            x = x.wrapping_mul(0x9E37_79B5 ^ (k[(round + 2) & 3].rotate_left(19) & !1)) & mask;
            x ^= x >> fold;
        }
        if x < count {
            // a last rotation makes every place equally likely whatever the rounds did
            return ((u64::from(x) + mix(key[0] ^ key[1].rotate_left(32)) % u64::from(count)) % u64::from(count))
                as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permute_is_a_permutation() {
        for count in (1..70).chain([127, 128, 129, 1000, 4097]) {
            for key in 0..5 {
                let mut seen = vec![false; count as usize];
                for i in 0..count {
                    let index = permute(i, count, [mix(key), mix(key + 100)]) as usize;
                    assert!(!seen[index], "{count} {key} {i}");
                    seen[index] = true;
                }
            }
        }
    }

    #[test]
    fn pairs_of_places_are_equally_likely() {
        // what the variance of a Latin hypercube rests on
        for count in [3_u32, 5, 8, 13] {
            let cells = (count * (count - 1)) as usize;
            let trials = 400 * cells as u64;
            for (i, j) in [(0, 1), (1, 2), (0, count - 1)] {
                let mut table = vec![0_u32; (count * count) as usize];
                for t in 0..trials {
                    let key = [mix(2 * t + 1), mix(mix(t) ^ 7)];
                    table[(permute(i, count, key) * count + permute(j, count, key)) as usize] += 1;
                }
                let chi: f64 = table
                    .iter()
                    .enumerate()
                    .filter(|(c, _)| *c as u32 / count != *c as u32 % count)
                    .map(|(_, &n)| (f64::from(n) - 400.0) * (f64::from(n) - 400.0) / 400.0)
                    .sum();
                // chi-square with cells - 1 degrees of freedom: mean plus five standard deviations
                let free = cells as f64 - 1.0;
                assert!(chi < free + 5.0 * (2.0 * free).sqrt(), "{count} ({i}, {j}): {chi} of {free}");
            }
        }
    }
}
