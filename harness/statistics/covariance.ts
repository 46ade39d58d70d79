/**
 * The covariance of counts that share out a fixed total, summed over many such shares: Σ (diag π − ππᵀ). No entry off the
 * diagonal is above zero and every row sums to zero, so it is the Laplacian of a graph: its rank is the number of places less
 * the number of connected parts, and leaving one place out of each part makes it invertible. The pseudo-inverse's quadratic
 * form is then exact without any threshold for what counts as a zero eigenvalue.
 */
export interface Factored {
  readonly rank: number;
  /** Parts of more than one place, each with its Cholesky factor. */
  readonly parts: readonly Part[];
}

/** A connected part: its places, the last of which is left out of the factor. */
interface Part {
  readonly places: Int32Array;
  /** Lower triangle, row by row, of the part's covariance without its last place. */
  readonly factor: Float64Array;
}

/** @param covariance square, row by row, `stride` to a row. @param size places of it in use. */
export function factored(covariance: Float64Array, stride: number, size: number): Factored {
  const parts = connectedParts(covariance, stride, size).map((places) => ({
    places,
    factor: cholesky(covariance, stride, places),
  }));
  return { rank: parts.reduce((sum, { places }) => sum + places.length - 1, 0), parts };
}

/** xᵀ V⁺ x, for an x that sums to zero over each part, as observed less expected does. */
export function quadraticForm({ parts }: Factored, x: (place: number) => number): number {
  let sum = 0;
  for (const { places, factor } of parts) {
    const m = places.length - 1;
    const solved = new Float64Array(m);
    for (let row = 0; row < m; row++) {
      let value = x(places[row]!);
      for (let column = 0; column < row; column++) value -= factor[row * m + column]! * solved[column]!;
      value /= factor[row * m + row]!;
      solved[row] = value;
      sum += value * value;
    }
  }
  return sum;
}

/** Counts less what is expected of them, drawn from the normal distribution with this covariance, into `into`. */
export function drawNormal({ parts }: Factored, normal: () => number, into: Float64Array): void {
  into.fill(0);
  for (const { places, factor } of parts) {
    const m = places.length - 1;
    const z = Float64Array.from({ length: m }, normal);
    let rest = 0;
    for (let row = 0; row < m; row++) {
      let value = 0;
      for (let column = 0; column <= row; column++) value += factor[row * m + column]! * z[column]!;
      into[places[row]!] = value;
      rest -= value;
    }
    into[places[m]!] = rest;
  }
}

function connectedParts(covariance: Float64Array, stride: number, size: number): Int32Array[] {
  const isSeen = new Uint8Array(size);
  const parts: Int32Array[] = [];
  for (let start = 0; start < size; start++) {
    if (isSeen[start] === 1) continue;
    isSeen[start] = 1;
    const part = [start];
    for (const place of part) {
      for (let other = 0; other < size; other++) {
        if (isSeen[other] === 1 || !(covariance[place * stride + other]! < 0)) continue;
        isSeen[other] = 1;
        part.push(other);
      }
    }
    if (part.length > 1) parts.push(Int32Array.from(part).sort());
  }
  return parts;
}

function cholesky(covariance: Float64Array, stride: number, places: Int32Array): Float64Array {
  const m = places.length - 1;
  const factor = new Float64Array(m * m);
  for (let row = 0; row < m; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = covariance[places[row]! * stride + places[column]!]!;
      for (let k = 0; k < column; k++) sum -= factor[row * m + k]! * factor[column * m + k]!;
      factor[row * m + column] =
        row === column ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / factor[column * m + column]!;
    }
  }
  return factor;
}
