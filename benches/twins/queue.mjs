// The waiting line of the JavaScript twin: Erlang-A exactly, and on the same lattice of cubics that the engine uses.
// Equations: docs/model.md section 2; Mandelbaum & Zeltyn 2007.

const NEGLIGIBLE = 1e-17;

/** sum of z^j/((x + 1)...(x + j)) */
function series(x, z) {
  let sum = 1;
  let term = 1;
  for (let d = x + 1; ; d += 1) {
    term *= z / d;
    sum += term;
    if ((term < NEGLIGIBLE * sum && d > z) || sum > 1e300) {
      return sum > 1e300 ? Infinity : sum;
    }
  }
}

/** e^a a^-n Gamma(n + 1) by Stirling's series. */
function whole(n, a) {
  let m = n;
  let factor = 1;
  while (m < 12) {
    m += 1;
    factor *= a / m;
  }
  const i = 1 / m;
  const i2 = i * i;
  const tail = i * (1 / 12 - i2 * (1 / 360 - i2 * (1 / 1260 - i2 * (1 / 1680 - i2 * (1 / 1188 - (i2 * 691) / 360360)))));
  const d = a / m - 1;
  return factor * Math.sqrt(2 * Math.PI * m) * Math.exp(m * (d - Math.log1p(d)) + tail);
}

/** e^a a^(1 - s) Gamma(s, a) by Lentz's method, a >= 1.5. */
function fraction(s, a) {
  let b = a + 1 - s;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 2000; i += 1) {
    const numerator = i * (s - i);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    h *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) {
      break;
    }
  }
  return a * h;
}

/** 1/B(n), the inverse of Erlang's loss formula at real n. */
function upper(n, a) {
  if (a < n && n > 40) {
    return whole(n, a) - (a / (n + 1)) * series(n + 1, a);
  }
  let sum = 0;
  let term = 1;
  let k = n;
  while (k >= 1) {
    sum += term;
    term *= k / a;
    k -= 1;
    if (term < NEGLIGIBLE * sum) {
      return sum;
    }
    if (term > 1e300) {
      return Infinity;
    }
  }
  const rest = k === 0 ? 1 : a < 1.5 ? whole(k, a) - (a / (k + 1)) * series(k + 1, a) : fraction(k + 1, a);
  return sum + term * rest;
}

/** A = x e^z z^-x gamma(x, z). */
function lower(x, z) {
  if (z <= x || z < 40) {
    return series(x, z);
  }
  return whole(x, z) - (x / z) * (x >= 1 ? upper(x - 1, z) : fraction(x, z));
}

function formula(n, rho, ratio) {
  const a = lower(n * ratio, rho * n * ratio);
  const b = upper(n, rho * n);
  const wait = Number.isFinite(a) ? 1 / (1 + (b - 1) / a) : 1;
  return Math.min(1, Math.max(0, wait * (1 / (a * rho) + 1 - 1 / rho)));
}

/** P(abandon) exactly, as a function of servers, ln utilisation and patience in handling times. */
export class Exact {
  abandon(n, lnRho, ratio) {
    const rho = Math.exp(lnRho);
    return n < 1 ? formula(1, rho, ratio * n) : formula(n, rho, ratio);
  }
}

const [N0, NS, NN] = [-0.25, 0.25, 45];
const [R0, RS, RN] = [-5.8, 0.28, 50];
const [V0, VS, VN] = [-12, 0.1, 240];
const wn = new Float64Array(4);
const wr = new Float64Array(4);
const wv = new Float64Array(4);

/** Lagrange weights of the four nodes around t in [0, 1). */
function weights(w, t) {
  const p = t + 1;
  const m = t - 1;
  const d = t - 2;
  w[0] = (-t * m * d) / 6;
  w[1] = p * m * d * 0.5;
  w[2] = -p * t * d * 0.5;
  w[3] = (p * t * m) / 6;
}

/** P(abandon) by cubics over ln n, ln ratio and asinh(sqrt(n (1 + ratio)) ln rho); nodes are computed when first met. */
export class Lattice {
  constructor() {
    this.nodes = new Float64Array(NN * RN * VN).fill(NaN);
    this.exact = new Exact();
  }

  abandon(servers, lnRho, patience) {
    const n = servers < 1 ? 1 : servers;
    const ratio = servers < 1 ? patience * servers : patience;
    const y = Math.sqrt(n * (1 + ratio)) * lnRho;
    const size = Math.log(Math.abs(y) + Math.sqrt(y * y + 1));
    const pn = (Math.log(n) - N0) / NS;
    const pr = (Math.log(ratio) - R0) / RS;
    const pv = ((y < 0 ? -size : size) - V0) / VS;
    if (!(pn >= 1 && pn < NN - 2 && pr >= 1 && pr < RN - 2 && pv >= 1 && pv < VN - 2)) {
      return this.exact.abandon(servers, lnRho, patience);
    }
    const [cn, cr, cv] = [Math.trunc(pn), Math.trunc(pr), Math.trunc(pv)];
    weights(wn, pn - cn);
    weights(wr, pr - cr);
    weights(wv, pv - cv);
    let value = this.cell(cn - 1, cr - 1, cv - 1);
    if (value !== value) {
      this.complete(cn - 1, cr - 1, cv - 1);
      value = this.cell(cn - 1, cr - 1, cv - 1);
    }
    return Math.min(1, Math.max(0, value));
  }

  cell(n, r, v) {
    const { nodes } = this;
    let sum = 0;
    for (let i = 0; i < 4; i += 1) {
      let plane = 0;
      for (let j = 0; j < 4; j += 1) {
        const at = ((n + i) * RN + r + j) * VN + v;
        plane += wr[j] * (wv[0] * nodes[at] + wv[1] * nodes[at + 1] + (wv[2] * nodes[at + 2] + wv[3] * nodes[at + 3]));
      }
      sum += wn[i] * plane;
    }
    return sum;
  }

  complete(n0, r0, v0) {
    for (let i = n0; i < n0 + 4; i += 1) {
      for (let j = r0; j < r0 + 4; j += 1) {
        for (let k = v0; k < v0 + 4; k += 1) {
          const at = (i * RN + j) * VN + k;
          if (Number.isNaN(this.nodes[at])) {
            const n = Math.exp(N0 + NS * i);
            const ratio = Math.exp(R0 + RS * j);
            const lnRho = Math.sinh(V0 + VS * k) / Math.sqrt(n * (1 + ratio));
            this.nodes[at] = formula(n, Math.exp(lnRho), ratio);
          }
        }
      }
    }
  }
}

/** ln utilisation at which the increasing f equals goal (Chandrupatla 1997); the nearer end where it never does. */
export function utilisation(f, goal) {
  const low = Math.log(1e-6);
  const high = Math.log(20);
  let [a, fa, b, fb] = [low, f(low) - goal, high, f(high) - goal];
  if (fa >= 0) {
    return low;
  }
  if (fb <= 0) {
    return high;
  }
  let c;
  let fc;
  let t = 0.5;
  for (let round = 0; round < 200; round += 1) {
    const x = a + t * (b - a);
    const fx = f(x) - goal;
    if (fx < 0 === fa < 0) {
      [c, fc] = [a, fa];
    } else {
      [c, fc, b, fb] = [b, fb, a, fa];
    }
    [a, fa] = [x, fx];
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const width = Math.abs(b - a);
    if (fa === 0 || fb === 0 || width <= 4e-16 * Math.abs(best) + 1e-15) {
      return best;
    }
    const edge = (2e-16 * Math.abs(best) + 5e-16) / width;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    t = 0.5;
    if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
      t = (((fa / (fb - fa)) * fc) / (fb - fc)) + ((((c - a) / (b - a)) * fa) / (fc - fa)) * (fb / (fc - fb));
    }
    t = Math.min(Math.max(t, Math.min(edge, 0.5)), Math.max(1 - edge, 0.5));
  }
  return a;
}
