//! Keeping marks apart: labels above each other, dots beside each other.

/// Centres as near as possible to where they want to be (least squares) with `gaps[k]` at least between the k-th and the next,
/// all within `low..=high`. `wanted` must rise. Where the room is too small the centres keep their gaps and run over `high`.
#[must_use]
pub fn separate(wanted: &[f64], gaps: &[f64], low: f64, high: f64) -> Vec<f64> {
    // without the gaps the task is a rising sequence close to a given one: pool neighbours that are out of order
    let mut shift = Vec::with_capacity(wanted.len());
    let mut sum = 0.0;
    for k in 0..wanted.len() {
        shift.push(sum);
        sum += gaps.get(k).copied().unwrap_or(0.0).max(0.0);
    }
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (want, shift) in wanted.iter().zip(&shift) {
        let mut pool = (want - shift, 1);
        while let Some((mean, count)) = pools.last().copied().filter(|last| last.0 > pool.0) {
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / (count + pool.1) as f64, count + pool.1);
            pools.pop();
        }
        pools.push(pool);
    }
    let top = (high - shift.last().copied().unwrap_or(0.0)).max(low);
    let level = pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean.clamp(low, top), count));
    level.zip(&shift).map(|(level, shift)| level + shift).collect()
}

/// Heights of labels of one height that want to stand at `wanted` (any order), between `low` and `high`; a label for which
/// there is no room at all is `None`, the last ones first.
#[must_use]
pub fn stack_labels(wanted: &[f64], height: f64, low: f64, high: f64) -> Vec<Option<f64>> {
    let room = if height > 0.0 { ((high - low) / height + 1e-9).floor().max(0.0) as usize } else { wanted.len() };
    let mut order: Vec<usize> = (0..wanted.len().min(room)).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]).then(a.cmp(b)));
    let sorted: Vec<f64> = order.iter().map(|k| wanted[*k].clamp(low, high)).collect();
    let gaps = vec![height; sorted.len()];
    let placed = separate(&sorted, &gaps, low + 0.5 * height, high - 0.5 * height);
    let mut found = vec![None; wanted.len()];
    for (k, centre) in order.into_iter().zip(placed) {
        found[k] = Some(centre);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn neighbours_part_evenly() {
        assert_eq!(separate(&[10.0, 10.0], &[4.0, 4.0], 0.0, 100.0), [8.0, 12.0]);
        assert_eq!(separate(&[1.0, 50.0], &[4.0, 4.0], 0.0, 100.0), [1.0, 50.0], "far apart: no label moves");
        assert_eq!(separate(&[99.0, 99.0], &[4.0, 4.0], 0.0, 100.0), [96.0, 100.0]);
        assert_eq!(separate(&[], &[], 0.0, 1.0), [] as [f64; 0]);
    }

    #[test]
    fn what_has_no_room_is_left_out() {
        assert_eq!(stack_labels(&[5.0, 5.0, 5.0], 10.0, 0.0, 20.0), [Some(5.0), Some(15.0), None]);
    }

    proptest! {
        #[test]
        fn labels_never_overlap(wanted in prop::collection::vec(-50.0..350.0f64, 0..9), height in 8.0..30.0f64) {
            let placed = stack_labels(&wanted, height, 0.0, 300.0);
            let mut centres: Vec<f64> = placed.iter().copied().flatten().collect();
            centres.sort_by(f64::total_cmp);
            prop_assert!(centres.windows(2).all(|pair| pair[1] - pair[0] >= height - 1e-6));
            prop_assert!(centres.iter().all(|c| *c >= 0.5 * height - 1e-6 && *c <= 300.0 - 0.5 * height + 1e-6));
        }
    }
}
