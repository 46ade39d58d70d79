/** More values than anybody reads in a table. */
const mostSteps = 1000;
/** Digits of a value in a sweep: few enough not to show that a tenth is no tenth in binary. */
const digits = 12;

/**
 * The values of a sweep written as `from..to/steps`: both ends, and as many equal steps between them.
 * @returns undefined when it is not written so, `to` is not above `from`, or the steps are not from 1 to 1,000.
 */
export function sweepValues(text: string): readonly number[] | undefined {
  const [, from, to, steps] = /^(\S+?)\.\.(\S+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (from === undefined || to === undefined || steps === undefined) return undefined;
  if (!Number.isFinite(to - from) || to <= from || steps < 1 || steps > mostSteps) return undefined;
  const values = Array.from({ length: steps }, (_, step) =>
    step === 0 ? from : Number((from + ((to - from) * step) / steps).toPrecision(digits)),
  );
  const all = [...values, to];
  // So near to each other that rounding makes some of them equal, or leaves the range.
  const isRising = all.every((value, place) => place === 0 || value > all[place - 1]!);
  return isRising ? all : undefined;
}
