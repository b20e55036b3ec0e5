#!/usr/bin/env python3
"""The coefficients of `src/math/short.rs`, made anew: `pip install mpmath`, then `python3 short.py`.

Method: interpolation at the Chebyshev points of the interval, in 40 digits, which is within a small factor of the best polynomial
of its degree; then the largest error of the rounded coefficients over 2 001 points.
"""

from mpmath import cos, exp, expm1, mp, mpf, nstr, pi

mp.dps = 40


def fit(f, low, high, degree):
    """Coefficients, constant first, of the polynomial that meets f at the Chebyshev points of [low, high]."""
    middle, half, n = (low + high) / 2, (high - low) / 2, degree + 1
    angles = [pi * (2 * j + 1) / (2 * n) for j in range(n)]
    values = [f(middle + half * cos(a)) for a in angles]
    weights = [2 * sum(v * cos(k * a) for v, a in zip(values, angles)) / n for k in range(n)]
    weights[0] /= 2
    # Chebyshev polynomials of (y - middle)/half as polynomials of y
    basis = [[mpf(1)], [-middle / half, 1 / half]]
    while len(basis) < n:
        last, before = basis[-1], basis[-2]
        following = [mpf(0)] * (len(last) + 1)
        for i, c in enumerate(last):
            following[i] -= 2 * c * middle / half
            following[i + 1] += 2 * c / half
        for i, c in enumerate(before):
            following[i] -= c
        basis.append(following)
    return [float(sum(w * b[i] for w, b in zip(weights, basis) if i < len(b))) for i in range(n)]


def largest_error(f, coefficients, low, high, points=2000):
    """Largest relative error over the interval."""
    worst = mpf(0)
    for i in range(points + 1):
        y = low + (high - low) * i / points
        value = sum(mpf(c) * y**k for k, c in enumerate(coefficients))
        worst = max(worst, abs(value / f(y) - 1))
    return worst


def chord(y):
    """(e^y - 1)/y."""
    return expm1(y) / y if y else mpf(1)


def root(v):
    """((1 + v)/(1 - v))^(1/12)."""
    return ((1 + v) / (1 - v)) ** (mpf(1) / 12)


for name, f, low, high, degree in [
    ("CHORD", chord, mpf("-0.75"), mpf(0), 8),
    ("ROOT", root, -mpf("0.12"), mpf("0.12"), 9),
]:
    coefficients = fit(f, low, high, degree)
    if name == "ROOT":
        coefficients[0] = 1.0  # without a change the root is 1, to the last bit
    print(f"{name}: degree {degree} on [{low}, {high}], relative error {nstr(largest_error(f, coefficients, low, high), 3)}")
    for c in coefficients:
        print(f"    {c!r},")
