//! The two incomplete gamma functions of a queue, scaled so that they neither overflow early nor cancel.
//!
//! Equations, for real n >= 0, x > 0 and a, z > 0:
//!   upper(n, a) = e^a a^-n Gamma(n + 1, a)      (1/B of Erlang's loss formula)
//!   lower(x, z) = x e^z z^-x gamma(x, z)        (A of the Erlang-A formula; Kummer's M(1; x + 1; z))
//!   whole(n, a) = e^a a^-n Gamma(n + 1) = upper(n, a) + a/(n + 1) lower(n + 1, a)
//! Each is summed on the side where all terms are positive and shrink; the other side is the
//! difference from `whole`, which is then at least twice the sum.
//! Validity: relative error under 1e-12 for n to 1e6; values beyond e^709 saturate, which callers read as infinite.
//! Source: NIST Digital Library of Mathematical Functions 8.7.1, 8.9.2, 5.11.1.

use super::{exp, ln};

/// Terms below this part of the sum are left out.
const NEGLIGIBLE: f64 = 1e-17;

/// e^a a^-n Gamma(n + 1, a), for n >= 0 and a > 0. At whole n this is 1/B, Erlang's loss formula inverted.
///
/// ```
/// use aftercast_numerics::math::incomplete_gamma::upper;
/// // 17 lines, 10 Erlangs: blocking 0.0129488752
/// assert!((1.0 / upper(17.0, 10.0) / 0.0129488752 - 1.0).abs() < 1e-8);
/// ```
pub fn upper(n: f64, a: f64) -> f64 {
    if a < n && n > 40.0 {
        return whole(n, a) - a / (n + 1.0) * lower_series(n + 1.0, a);
    }
    // 1/B(n) = 1 + (n/a)/B(n - 1), unrolled from n downwards so that it stops once terms are negligible
    let mut sum = 0.0;
    let mut term = 1.0;
    let mut k = n;
    while k >= 1.0 {
        sum += term;
        term *= k / a;
        k -= 1.0;
        if term < NEGLIGIBLE * sum {
            return sum;
        }
        if term > 1e300 {
            return f64::INFINITY;
        }
    }
    sum + term * fractional_upper(k, a)
}

/// x e^z z^-x gamma(x, z), for x, z > 0.
///
/// ```
/// use aftercast_numerics::math::incomplete_gamma::lower;
/// // x = 1: (e^z - 1)/z
/// assert!((lower(1.0, 2.0) / ((2.0_f64).exp_m1() / 2.0) - 1.0).abs() < 1e-14);
/// ```
pub fn lower(x: f64, z: f64) -> f64 {
    if z <= x || z < 40.0 {
        return lower_series(x, z);
    }
    // here z > x > x - 1, so the upper sum shrinks from its first term on
    if x >= 1.0 { whole(x, z) - x / z * upper(x - 1.0, z) } else { whole(x, z) - x / z * continued_fraction(x, z) }
}

/// Sum of z^j/((x + 1)...(x + j)).
fn lower_series(x: f64, z: f64) -> f64 {
    let (mut sum, mut term, mut denominator) = (1.0, 1.0, x);
    loop {
        denominator += 1.0;
        term *= z / denominator;
        sum += term;
        if term < NEGLIGIBLE * sum && denominator > z {
            return sum;
        }
        if sum > 1e300 {
            return f64::INFINITY;
        }
    }
}

/// upper(f, a) for 0 <= f < 1.
fn fractional_upper(f: f64, a: f64) -> f64 {
    if f == 0.0 {
        1.0
    } else if a < 1.5 {
        whole(f, a) - a / (f + 1.0) * lower_series(f + 1.0, a)
    } else {
        continued_fraction(f + 1.0, a)
    }
}

/// e^a a^(1 - s) Gamma(s, a) for a >= 1.5 and s < 2, by Lentz's method on Legendre's continued fraction.
fn continued_fraction(s: f64, a: f64) -> f64 {
    let mut b = a + 1.0 - s;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..2000 {
        let i = f64::from(i);
        let numerator = i * (s - i);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        let change = c * d;
        h *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    a * h
}

/// e^a a^-n Gamma(n + 1), for n >= 0 and a > 0.
fn whole(n: f64, a: f64) -> f64 {
    // Stirling's series wants a large argument: whole(n, a) = whole(n + 1, a) a/(n + 1)
    let (mut m, mut factor) = (n, 1.0);
    while m < 12.0 {
        m += 1.0;
        factor *= a / m;
    }
    let i = 1.0 / m;
    let i2 = i * i;
    let stirling = i
        * (1.0 / 12.0
            - i2 * (1.0 / 360.0
                - i2 * (1.0 / 1260.0 - i2 * (1.0 / 1680.0 - i2 * (1.0 / 1188.0 - i2 * (691.0 / 360_360.0))))));
    factor * (core::f64::consts::TAU * m).sqrt() * exp(m * excess(a / m) + stirling)
}

/// q - 1 - ln q without cancellation near q = 1.
fn excess(q: f64) -> f64 {
    let d = q - 1.0;
    if d.abs() > 0.3 {
        return d - ln(q);
    }
    // ln(1 + d) = 2 atanh(s), s = d/(2 + d), and 2 s - d = -s d
    let s = d / (2.0 + d);
    let s2 = s * s;
    let mut series = 0.0;
    let mut k = 27.0;
    while k >= 3.0 {
        series = series * s2 + 1.0 / k;
        k -= 2.0;
    }
    s * d - 2.0 * s * s2 * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_each_switch_agree() {
        // the branches meet at a = n, n = 40 and z = 40; neighbours must be continuous
        for (n, a) in [(60.0, 60.0), (40.0, 20.0), (500.5, 500.5), (3.25, 1.5), (20_000.25, 20_000.25)] {
            let step = 1e-9;
            let relative = upper(n, a * (1.0 + step)) / upper(n, a * (1.0 - step)) - 1.0;
            assert!(relative.abs() < 1e-5, "upper({n}, {a}) jumps by {relative}");
            let relative = lower(n, a * (1.0 + step)) / lower(n, a * (1.0 - step)) - 1.0;
            assert!(relative.abs() < 1e-5, "lower({n}, {a}) jumps by {relative}");
        }
    }

    #[test]
    fn known_values_with_forty_digits() {
        // mpmath: exp(a) * a**-n * gammainc(n + 1, a), x * exp(z) * z**-x * gammainc(x, 0, z)
        for (n, a, u) in KNOWN_UPPER {
            assert!((upper(n, a) / u - 1.0).abs() < 1e-12, "upper({n}, {a}) = {} not {u}", upper(n, a));
        }
        for (x, z, l) in KNOWN_LOWER {
            assert!((lower(x, z) / l - 1.0).abs() < 1e-12, "lower({x}, {z}) = {} not {l}", lower(x, z));
        }
    }
    const KNOWN_UPPER: [(f64, f64, f64); 16] = [
        (0.3, 0.001, 7.135226002577753),
        (0.3, 1.4, 1.1584494549897137),
        (0.3, 1.6, 1.1423935787342787),
        (1.5, 0.01, 1342.6964697380556),
        (1.5, 7.0, 1.2286754217634954),
        (12.4, 8.2, 21.16572620304132),
        (39.7, 20.0, 29165.805061331695),
        (59.1, 58.0, 11.529926320853937),
        (59.1, 70.0, 4.950351643054637),
        (59.1, 40.0, 1020.3855109816093),
        (300.3, 295.0, 28.94738584787361),
        (300.3, 2000.0, 1.1765561071358854),
        (2000.9, 1990.0, 69.56662911640076),
        (20000.5, 19990.0, 188.92554104166692),
        (20000.5, 30000.0, 2.999550381989075),
        (0.0, 3.0, 1.0),
    ];
    const KNOWN_LOWER: [(f64, f64, f64); 11] = [
        (0.02, 0.01, 1.0098526169438786),
        (0.02, 60.0, 1.040480058726665e+26),
        (0.9, 80.0, 1.0323974140524612e+33),
        (5.0, 3.0, 1.832363912685268),
        (5.0, 60.0, 1.7623570830488955e+19),
        (295.0, 290.0, 17.634051988348855),
        (295.0, 400.0, 167819139.07585862),
        (2500.0, 2400.0, 21.193165008666195),
        (2500.0, 2600.0, 858.4296501034852),
        (80000.0, 79000.0, 74.78778481284499),
        (80000.0, 80500.0, 3230.2687651614533),
    ];
}
