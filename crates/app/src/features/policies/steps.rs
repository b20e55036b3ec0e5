//! How a lever steps: keys and buttons lead from one multiple of its step to the next, dragging snaps to them.

/// Steps of the Page Up and Page Down keys.
const LEAP: f64 = 10.0;

/// Where a key leads: the next step in its direction, or an end of the range.
pub fn target(key: &str, value: f64, min: f64, max: f64, step: f64) -> Option<f64> {
    let by = |steps: f64| step_from(value, steps, min, max, step);
    match key {
        "ArrowRight" | "ArrowUp" => Some(by(1.0)),
        "ArrowLeft" | "ArrowDown" => Some(by(-1.0)),
        "PageUp" => Some(by(LEAP)),
        "PageDown" => Some(by(-LEAP)),
        "Home" => Some(min),
        "End" => Some(max),
        _ => None,
    }
}

/// So many steps from a value: from between two steps, the first one leads to the nearer of them in that direction.
pub fn step_from(value: f64, steps: f64, min: f64, max: f64, step: f64) -> f64 {
    let whole = value / step;
    let near = whole.round();
    let from = if (whole - near).abs() < 1e-9 {
        near
    } else if steps > 0.0 {
        whole.floor()
    } else {
        whole.ceil()
    };
    on_grid((from + steps) * step, min, max, step)
}

/// The multiple of the step next to a value, held to the range, as the shortest decimal that means it.
pub fn on_grid(value: f64, min: f64, max: f64, step: f64) -> f64 {
    if value <= min || value >= max {
        return if value <= min { min } else { max };
    }
    let decimals = step.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let text = format!("{:.decimals$}", (value / step).round() * step);
    text.parse().unwrap_or(value).clamp(min, max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_from_the_grid_to_the_last_bit() {
        assert_eq!(on_grid(0.149_99, 0.0, 1.0, 0.05), 0.15);
        assert_eq!(on_grid(3.0 * 0.1, 0.0, 1.0, 0.1), 0.3);
        assert_eq!(on_grid(2_950.1, 1_500.0, 10_000.0, 100.0), 3_000.0);
        assert_eq!((on_grid(9.0, 0.287, 0.65, 0.01), on_grid(0.0, 0.287, 0.65, 0.01)), (0.65, 0.287));
    }

    #[test]
    fn keys_step_leap_and_jump() {
        let key = |key, value| target(key, value, 0.287, 0.65, 0.01);
        assert_eq!(key("ArrowRight", 0.287), Some(0.29));
        assert_eq!(key("ArrowRight", 0.29), Some(0.3));
        assert_eq!(key("ArrowLeft", 0.295), Some(0.29));
        assert_eq!(key("ArrowLeft", 0.29), Some(0.287));
        assert_eq!(key("PageUp", 0.3), Some(0.4));
        assert_eq!((key("Home", 0.4), key("End", 0.4)), (Some(0.287), Some(0.65)));
        assert_eq!(key("Tab", 0.4), None);
    }
}
