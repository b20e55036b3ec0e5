//! From numbers to places: linear scales, round ticks, and axis ranges that stay still under a moving slider.

pub use aftercast_i18n::numbers::{decade, drawable, ten_to};

/// A straight map from a range of values to a range of pixels. Either range may run backwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    /// The value at the start and at the end.
    pub domain: (f64, f64),
    /// The pixel at the start and at the end.
    pub range: (f64, f64),
}

impl Linear {
    /// A scale; an empty domain is opened by half a unit to each side so that it has a middle.
    #[must_use]
    pub fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self { domain: opened(domain.0, domain.1), range }
    }

    /// The pixel of a value, also outside the domain.
    #[must_use]
    pub fn px(&self, value: f64) -> f64 {
        let share = (value - self.domain.0) / (self.domain.1 - self.domain.0);
        self.range.0 + share * (self.range.1 - self.range.0)
    }

    /// The pixel of a value, held inside the range.
    #[must_use]
    pub fn px_inside(&self, value: f64) -> f64 {
        let (low, high) = (self.range.0.min(self.range.1), self.range.0.max(self.range.1));
        self.px(value).clamp(low, high)
    }

    /// The value at a pixel, also outside the range.
    #[must_use]
    pub fn value(&self, px: f64) -> f64 {
        let share = (px - self.range.0) / (self.range.1 - self.range.0);
        self.domain.0 + share * (self.domain.1 - self.domain.0)
    }

    /// Towards which end of the range a value lies that the domain does not hold: −1 or 1 in the direction of growing pixels; 0 where it is held.
    #[must_use]
    pub fn side_of(&self, value: f64) -> f64 {
        match self.holds(value) {
            true => 0.0,
            false => (self.px(value) - self.px_inside(value)).signum(),
        }
    }

    /// Whether the domain holds a value.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        value >= self.domain.0.min(self.domain.1) && value <= self.domain.0.max(self.domain.1)
    }
}

fn opened(low: f64, high: f64) -> (f64, f64) {
    // half a unit can vanish beside a large value; a share of it cannot
    let room = (low.abs() * 1e-6).max(0.5);
    if high - low > low.abs() * 1e-12 || low - high > low.abs() * 1e-12 {
        (low, high)
    } else {
        (low - room, low + room)
    }
}

/// Round tick values and the step between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// Values in rising order, all inside the range asked for.
    pub values: Vec<f64>,
    /// 1, 2 or 5 times a power of ten.
    pub step: f64,
}

/// The smallest step of 1, 2 or 5 times a power of ten that cuts a span into at most `parts`.
#[must_use]
pub fn nice_step(span: f64, parts: usize) -> f64 {
    let raw = span / parts.max(1) as f64;
    if !(raw > 0.0 && raw.is_finite()) {
        return 1.0;
    }
    let power = ten_to(decade(raw));
    // a hair of slack: 0.3 over three parts is a step of 0.1, not of 0.2
    for factor in [1.0, 2.0, 5.0] {
        if factor * power >= raw * (1.0 - 1e-9) {
            return factor * power;
        }
    }
    10.0 * power
}

/// Round ticks inside a range, at most `parts` steps wide.
#[must_use]
pub fn nice_ticks(low: f64, high: f64, parts: usize) -> Ticks {
    let (low, high) = opened(low.min(high), low.max(high));
    let step = nice_step(high - low, parts);
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    let count = if last >= first { ((last - first) as usize).min(64) + 1 } else { 0 };
    let values = (0..count).map(|k| multiple(first + k as f64, step)).collect();
    Ticks { values, step }
}

/// A multiple of a step without the dust of a product: 3 * 0.1 is 0.3.
fn multiple(count: f64, step: f64) -> f64 {
    if step < 1.0 { count / (1.0 / step).round() } else { count * step }.clamp(-f64::MAX, f64::MAX) + 0.0
}

/// How finely an axis range is rounded: to a tenth of itself at most, however few ticks there is room for.
const ROUNDING: usize = 10;

/// The range widened to round numbers; they are finer than the ticks, so that a small chart does not waste its height.
#[must_use]
pub fn nice_range(low: f64, high: f64) -> (f64, f64) {
    let (low, high) = opened(low.min(high), low.max(high));
    let step = nice_step(high - low, ROUNDING);
    (multiple((low / step + 1e-9).floor(), step), multiple((high / step - 1e-9).ceil(), step))
}

/// Month indices to label: the first month, then round months as a calendar has them, and the last one.
#[must_use]
pub fn month_ticks(months: usize, most: usize) -> Vec<usize> {
    if months == 0 {
        return Vec::new();
    }
    let most = most.max(2);
    let step = [1, 2, 3, 6, 12, 24, 36, 60, 120].into_iter().find(|step| months.div_ceil(*step) < most);
    let step = step.unwrap_or_else(|| months.div_ceil(most - 1).div_ceil(120) * 120);
    // a tick closer than half a step to the first or last month would crowd it
    let between = (1..).map(|k| k * step).take_while(|month| *month < months);
    let between = between.filter(|month| 2 * (month - 1) >= step && 2 * (months - month) >= step);
    let mut labelled = vec![1];
    labelled.extend(between.filter(|month| *month > 1));
    if months > 1 {
        labelled.push(months);
    }
    labelled.into_iter().map(|month| month - 1).collect()
}

/// The lowest and highest drawable value.
#[must_use]
pub fn extent<'a>(values: impl IntoIterator<Item = &'a f64>) -> Option<(f64, f64)> {
    values.into_iter().copied().filter(|value| drawable(*value)).fold(None, |found, value| match found {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// An axis range that does not jump while a slider moves: it widens at once, and shrinks only when the data use less than
/// half of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StableRange {
    shown: Option<(f64, f64)>,
}

impl StableRange {
    /// A range that takes the first data as they come.
    #[must_use]
    pub const fn new() -> Self {
        Self { shown: None }
    }

    /// The range to show for data between `low` and `high`. Data without a place leave the range as it is.
    pub fn update(&mut self, low: f64, high: f64) -> (f64, f64) {
        if !(drawable(low) && drawable(high) && low <= high) {
            return self.shown.unwrap_or((0.0, 1.0));
        }
        let fresh = nice_range(low, high);
        let next = match self.shown {
            None => fresh,
            Some((from, to)) if high - low < 0.5 * (to - from) && contains((from, to), (low, high)) => fresh,
            Some((from, to)) => {
                (if low < from { fresh.0.min(from) } else { from }, if high > to { fresh.1.max(to) } else { to })
            }
        };
        // a jump to quite other values leaves an old end behind that no datum needs
        let next = if high - low < 0.5 * (next.1 - next.0) { fresh } else { next };
        self.shown = Some(next);
        next
    }

    /// The range last shown.
    #[must_use]
    pub const fn shown(&self) -> Option<(f64, f64)> {
        self.shown
    }

    /// Forget the past: the next data choose the range afresh, for instance when the goal changes.
    pub fn reset(&mut self) {
        self.shown = None;
    }
}

/// A loss that reaches so many times as far as all the rest would leave nothing of the rest to be read.
const FAR: f64 = 2.0;

/// The range that holds zero, what is `held`, and of the others all but losses so large that beside them nothing else could be read. A chart
/// marks where those leave its axis.
///
/// ```
/// use aftercast_plot::scale::readable_extent;
/// assert_eq!(readable_extent([(-2.0, 9.0)], [(1.0, 4.0), (-20.0, -10.0)]), (-20.0, 9.0));
/// assert_eq!(readable_extent([(-2.0, 9.0)], [(1.0, 4.0), (-900.0, -800.0)]), (-2.0, 9.0));
/// ```
#[must_use]
pub fn readable_extent(
    held: impl IntoIterator<Item = (f64, f64)>,
    others: impl IntoIterator<Item = (f64, f64)>,
) -> (f64, f64) {
    let joined = |(low, high): (f64, f64), (from, to): (f64, f64)| (low.min(from), high.max(to));
    let (mut low, mut high) = held.into_iter().fold((0.0, 0.0), joined);
    let mut others: Vec<(f64, f64)> = others.into_iter().collect();
    // the smallest loss first: it makes room for larger ones
    while let Some(next) = (0..others.len()).reduce(|a, b| if others[b].0 > others[a].0 { b } else { a }) {
        let other = others.swap_remove(next);
        let width = high.max(other.1) - low;
        if width > 0.0 && other.0 < low - FAR * width {
            break;
        }
        (low, high) = joined((low, high), other);
    }
    (low, high)
}

fn contains(outer: (f64, f64), inner: (f64, f64)) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_have_known_answers() {
        assert_eq!(nice_ticks(0.0, 1.0, 5).values, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(nice_ticks(-40.0, 90.0, 7).values, [-40.0, -20.0, 0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(nice_ticks(0.0, 0.3, 3).values, [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(nice_ticks(3.0, 3.0, 4).values.len(), 3, "a single value still gets an axis");
        assert_eq!(nice_step(13.0, 5), 5.0);
        assert_eq!(nice_step(10.0, 10), 1.0);
        assert_eq!(nice_range(-13.2, 87.0), (-20.0, 100.0));
        assert_eq!(nice_range(-13.2, 61.0), (-20.0, 70.0));
    }

    #[test]
    fn months_are_labelled_as_a_calendar_does() {
        assert_eq!(month_ticks(36, 5), [0, 11, 23, 35]);
        assert_eq!(month_ticks(24, 12), [0, 2, 5, 8, 11, 14, 17, 20, 23]);
        assert_eq!(month_ticks(36, 2), [0, 35]);
        assert_eq!(month_ticks(1, 5), [0]);
        assert_eq!(month_ticks(0, 5), [] as [usize; 0]);
    }

    #[test]
    fn range_widens_at_once_and_shrinks_late() {
        let mut range = StableRange::new();
        assert_eq!(range.update(0.0, 90.0), (0.0, 90.0));
        assert_eq!(range.update(0.0, 60.0), (0.0, 90.0), "still more than half of it: stay");
        assert_eq!(range.update(0.0, 130.0), (0.0, 140.0));
        assert_eq!(range.update(-5.0, 130.0), (-20.0, 140.0));
        assert_eq!(range.update(0.0, 41.0), (0.0, 45.0), "under half: fit anew");
        assert_eq!(range.update(f64::NAN, 3.0), (0.0, 45.0));
        assert_eq!(range.update(1000.0, 1010.0), (1000.0, 1010.0), "elsewhere altogether: fit anew");
    }

    #[test]
    fn range_does_not_flicker_on_the_edge() {
        let mut range = StableRange::new();
        range.update(0.0, 100.0);
        let shown: Vec<_> = (0..20).map(|k| range.update(0.0, if k % 2 == 0 { 49.0 } else { 51.0 })).collect();
        let changes = shown.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(changes <= 1, "{shown:?}");
    }

    proptest! {
        #[test]
        fn ticks_are_inside_rising_and_few(low in -1e9..1e9f64, span in 1e-6..1e9f64, parts in 1usize..12) {
            let ticks = nice_ticks(low, low + span, parts);
            prop_assert!(ticks.values.len() <= parts + 1);
            prop_assert!(ticks.values.windows(2).all(|pair| pair[0] < pair[1]));
            let dust = ticks.step * 1e-6;
            prop_assert!(ticks.values.iter().all(|tick| *tick >= low - dust && *tick <= low + span + dust));
        }

        #[test]
        fn stable_range_always_holds_the_data(data in prop::collection::vec((-1e6..1e6f64, 0.0..1e6f64), 1..20)) {
            let mut range = StableRange::new();
            for (low, span) in data {
                let (from, to) = range.update(low, low + span);
                let dust = 1e-9 * (low.abs() + span);
                prop_assert!(from <= low + dust && to >= low + span - dust);
            }
        }

        #[test]
        fn scales_go_there_and_back(value in -1e6..1e6f64, a in -1e3..1e3f64, span in 1.0..1e3f64) {
            let scale = Linear::new((a, a + span), (300.0, 10.0));
            prop_assert!((scale.value(scale.px(value)) - value).abs() < 1e-6 * (1.0 + value.abs()));
        }
    }
}
