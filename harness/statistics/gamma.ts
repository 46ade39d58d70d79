/** Terms of a series, or steps of a continued fraction, beyond which nothing we compute needs to go. */
const mostSteps = 100_000;
const tiny = 1e-300;

/** Coefficients of Lanczos' approximation with g = 7, nine terms: Godfrey 2001, "A note on the computation of the gamma function". */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The natural logarithm of the gamma function. @param x above 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const t = shifted + 7.5;
  let sum = lanczos[0]!;
  for (let k = 1; k < lanczos.length; k++) sum += lanczos[k]! / (shifted + k);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The regularised lower incomplete gamma function P(a, x), 0 to 1. @param a above 0. @param x 0 or more. */
export function gammaLower(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/**
 * The regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), small values to full relative precision.
 * Source: Press et al., Numerical Recipes, 3rd ed., 6.2: series below a + 1, continued fraction (Lentz) above.
 */
export function gammaUpper(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** x^a e^−x / Γ(a + 1), a 0 or more: what P(a, x) loses when a grows by one, and the chance of a when x is expected. */
export function gammaStep(a: number, x: number): number {
  return a === 0 ? Math.exp(-x) : Math.exp(logPower(a, x) - Math.log(a));
}

/**
 * log(x^a e^−x / Γ(a)). Where a is large the three parts are huge and nearly cancel, so that it is worked out from how far x
 * is from a, with Stirling's series.
 */
function logPower(a: number, x: number): number {
  if (a < 20) return a * Math.log(x) - x - logGamma(a);
  const beyond = (x - a) / a;
  const stirling = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * a * a)) / (a * a)) / (a * a)) / a;
  return a * (Math.log1p(beyond) - beyond) + 0.5 * Math.log(a / (2 * Math.PI)) - stirling;
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < mostSteps; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum * Math.exp(logPower(a, x));
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < mostSteps; k++) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / notZero(an * d + b);
    c = notZero(b + an / c);
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return fraction * Math.exp(logPower(a, x));
}

function notZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
