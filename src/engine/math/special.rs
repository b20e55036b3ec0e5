//! Gamma-type functions (scalar).
/// Placeholder until merged.
pub fn normal_quantile(p: f64) -> f64 {
    let (mut lo, mut hi) = (-38.0, 38.0);
    for _ in 0..120 { let m = 0.5*(lo+hi); if super::normal_cdf(m) < p { lo = m } else { hi = m } }
    0.5*(lo+hi)
}
