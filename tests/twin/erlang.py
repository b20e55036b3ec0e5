"""The waiting line of the numpy twin: Erlang-A exactly, and on the same lattice of cubics that the engine uses, for arrays.

Equations: docs/model.md section 2; Mandelbaum & Zeltyn 2007.
"""

import numpy as np

NEGLIGIBLE = 1e-17


# terms of a sum that are computed at once
BLOCK = np.arange(1.0, 65.0)


def _series(x, z):
    """sum of z^j/((x + 1)...(x + j))"""
    total, term, done = np.ones_like(x), np.ones_like(x), 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        while True:
            d = x[:, None] + (done + BLOCK)
            terms = term[:, None] * np.cumprod(z[:, None] / d, axis=1)
            total = total + terms.sum(1)
            term, done = terms[:, -1], done + len(BLOCK)
            if np.all(((term < NEGLIGIBLE * total) & (d[:, -1] > z)) | ~(total < 1e300)):
                return np.where(total < 1e300, total, np.inf)


def _whole(n, a):
    """e^a a^-n Gamma(n + 1) by Stirling's series."""
    m, factor = n.copy(), np.ones_like(n)
    while (small := m < 12.0).any():
        m = np.where(small, m + 1.0, m)
        factor = np.where(small, factor * a / m, factor)
    i = 1.0 / m
    i2 = i * i
    tail = i * (1 / 12 - i2 * (1 / 360 - i2 * (1 / 1260 - i2 * (1 / 1680 - i2 * (1 / 1188 - i2 * 691 / 360360)))))
    d = a / m - 1.0
    with np.errstate(over="ignore"):
        return factor * np.sqrt(2 * np.pi * m) * np.exp(m * (d - np.log1p(d)) + tail)


def _fraction(s, a):
    """e^a a^(1 - s) Gamma(s, a) by Lentz's method, a >= 1.5."""
    b = a + 1.0 - s
    c = np.full_like(a, 1e300)
    d = 1.0 / b
    h = d.copy()
    for i in range(1, 2000):
        numerator = i * (s - i)
        b = b + 2.0
        d = 1.0 / (numerator * d + b)
        c = b + numerator / c
        h = h * c * d
        if np.all(np.abs(c * d - 1.0) < 1e-15):
            break
    return a * h


def _where(condition, x, y, yes, no):
    """yes(x, y) where the condition holds, else no(x, y), each computed only where it is wanted."""
    out = np.empty_like(x)
    if condition.any():
        out[condition] = yes(x[condition], y[condition])
    if not condition.all():
        out[~condition] = no(x[~condition], y[~condition])
    return out


def _upper_sum(n, a):
    """1 + n/a + n (n - 1)/a^2 + ... down to the fractional part of n, whose own value closes the sum."""
    total, term, k = np.zeros_like(n), np.ones_like(n), n.copy()
    open_ = k >= 1.0
    with np.errstate(over="ignore", invalid="ignore"):
        while open_.any():
            down = k[:, None] - (BLOCK - 1.0)
            inside = open_[:, None] & (down >= 1.0)
            factors = np.cumprod(np.where(inside, down / a[:, None], 1.0), axis=1) * term[:, None]
            before = np.concatenate([term[:, None], factors[:, :-1]], axis=1)
            total = total + np.where(inside, before, 0.0).sum(1)
            term, k = factors[:, -1], k - inside.sum(1)
            open_ = open_ & (k >= 1.0) & (term >= NEGLIGIBLE * total) & (term <= 1e300)
        k = np.minimum(np.maximum(k, 0.0), 1.0)
        rest = _where(a < 1.5, k, a, lambda k, a: _whole(k, a) - a / (k + 1.0) * _series(k + 1.0, a), lambda k, a: _fraction(k + 1.0, a))
        rest = np.where(k == 0.0, 1.0, rest)
        out = np.where(term < NEGLIGIBLE * total, total, total + term * rest)
        return np.where(term > 1e300, np.inf, out)


def _upper(n, a):
    """1/B(n), the inverse of Erlang's loss formula at real n."""
    return _where((a < n) & (n > 40.0), n, a, lambda n, a: _whole(n, a) - a / (n + 1.0) * _series(n + 1.0, a), _upper_sum)


def _lower(x, z):
    """A = x e^z z^-x gamma(x, z)."""
    def beyond(x, z):
        above = _where(x >= 1.0, x, z, lambda x, z: _upper(x - 1.0, z), _fraction)
        return _whole(x, z) - x / z * above

    return _where((z <= x) | (z < 40.0), x, z, _series, beyond)


def _formula(n, rho, ratio):
    a = _lower(n * ratio, rho * n * ratio)
    b = _upper(n, rho * n)
    with np.errstate(over="ignore", invalid="ignore"):
        wait = np.where(np.isfinite(a), 1.0 / (1.0 + (b - 1.0) / a), 1.0)
        return np.clip(wait * (1.0 / (a * rho) + 1.0 - 1.0 / rho), 0.0, 1.0)


class Exact:
    """P(abandon) exactly."""

    def abandon(self, n, ln_rho, ratio):
        n, ln_rho, ratio = (np.array(x, dtype=float) for x in np.broadcast_arrays(n, ln_rho, ratio))
        shape, below = n.shape, n < 1.0
        ratio = np.where(below, ratio * n, ratio)
        return _formula(np.where(below, 1.0, n).ravel(), np.exp(ln_rho).ravel(), ratio.ravel()).reshape(shape)


N0, NS, NN = -0.25, 0.25, 45
R0, RS, RN = -5.8, 0.28, 50
V0, VS, VN = -12.0, 0.1, 240
AROUND = ((np.arange(4) * RN)[:, None, None] * VN + (np.arange(4) * VN)[:, None] + np.arange(4)).ravel()


def _weights(t):
    """Lagrange weights of the four nodes around t in [0, 1)."""
    p, m, d = t + 1.0, t - 1.0, t - 2.0
    tm, pd = t * m, p * d
    return tm * d * (-1 / 6), pd * m * 0.5, pd * t * -0.5, tm * p * (1 / 6)


class Lattice:
    """P(abandon) by cubics over ln n, ln ratio and asinh(sqrt(n (1 + ratio)) ln rho); nodes are computed when first met."""

    def __init__(self):
        self.nodes = np.full(NN * RN * VN, np.nan)

    def abandon(self, n, ln_rho, ratio):
        n, ln_rho, ratio = np.broadcast_arrays(n, ln_rho, ratio)
        below = n < 1.0
        size, patience = (np.where(below, 1.0, n), np.where(below, ratio * n, ratio)) if below.any() else (n, ratio)
        pn = (np.log(size) - N0) / NS
        pr = (np.log(patience) - R0) / RS
        pv = (np.arcsinh(np.sqrt(size * (1.0 + patience)) * ln_rho) - V0) / VS
        inside = (pn >= 1) & (pn < NN - 2) & (pr >= 1) & (pr < RN - 2) & (pv >= 1) & (pv < VN - 2)
        if not inside.all():
            out = np.empty(n.shape)
            out[inside] = self._cubic(pn[inside], pr[inside], pv[inside])
            out[~inside] = Exact().abandon(n[~inside], ln_rho[~inside], ratio[~inside])
            return out
        return self._cubic(pn, pr, pv)

    def _cubic(self, pn, pr, pv):
        cn, cr, cv = pn.astype(np.intp), pr.astype(np.intp), pv.astype(np.intp)
        first = ((cn - 1) * RN + (cr - 1)) * VN + (cv - 1)
        weights = _weights(pn - cn), _weights(pr - cr), _weights(pv - cv)
        value = self._sum(first, *weights)
        if (missing := np.isnan(value)).any():
            around = (first[missing][:, None] + AROUND).ravel()
            self._complete(np.unique(around[np.isnan(self.nodes[around])]))
            value = self._sum(first, *weights)
        return np.clip(value, 0.0, 1.0)

    def _sum(self, first, wn, wr, wv):
        """Weighted sum of the 64 nodes: four times as fast node by node over all elements as by one gather and einsum."""
        take = self.nodes.take
        total, plane, line, part = np.zeros(first.shape), np.empty(first.shape), np.empty(first.shape), np.empty(first.shape)
        for i in range(4):
            plane.fill(0.0)
            for j in range(4):
                at = first + (i * RN + j) * VN
                np.multiply(wv[0], take(at, mode="clip"), out=line)
                for k in (1, 2, 3):
                    at += 1
                    np.multiply(wv[k], take(at, mode="clip"), out=part)
                    line += part
                line *= wr[j]
                plane += line
            plane *= wn[i]
            total += plane
        return total

    def _complete(self, missing):
        n = np.exp(N0 + NS * (missing // (RN * VN)))
        ratio = np.exp(R0 + RS * (missing // VN % RN))
        ln_rho = np.sinh(V0 + VS * (missing % VN)) / np.sqrt(n * (1.0 + ratio))
        self.nodes[missing] = _formula(n, np.exp(ln_rho), ratio)


def utilisation(f, goal):
    """ln utilisation at which the increasing f equals goal, element by element (Chandrupatla 1997); the nearer end where it never does."""
    low, high = np.full_like(goal, np.log(1e-6)), np.full_like(goal, np.log(20.0))
    a, b = low, high
    fa, fb = f(low) - goal, f(high) - goal
    fixed = np.where(fa >= 0.0, low, np.where(fb <= 0.0, high, np.nan))
    c, fc, t = a, fa, np.full_like(goal, 0.5)
    best, done = np.where(np.isnan(fixed), a, fixed), ~np.isnan(fixed)
    with np.errstate(divide="ignore", invalid="ignore"):
        for _ in range(200):
            x = a + t * (b - a)
            fx = f(x) - goal
            same = (fx < 0.0) == (fa < 0.0)
            c, fc, b, fb = (np.where(same, a, b), np.where(same, fa, fb), np.where(same, b, a), np.where(same, fb, fa))
            a, fa = x, fx
            nearer = np.where(np.abs(fa) < np.abs(fb), a, b)
            best = np.where(done, best, nearer)
            width = np.abs(b - a)
            done = done | (fa == 0.0) | (fb == 0.0) | (width <= 4e-16 * np.abs(nearer) + 1e-15)
            if done.all():
                break
            edge = (2e-16 * np.abs(nearer) + 5e-16) / width
            xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
            inverse = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
            t = np.where((phi * phi < xi) & ((1 - phi) ** 2 < 1 - xi), inverse, 0.5)
            t = np.minimum(np.maximum(t, np.minimum(edge, 0.5)), np.maximum(1.0 - edge, 0.5))
            t = np.where(done, 0.0, t)
    return best
