/** Round values on an axis between two numbers. @param about how many. */
export function ticks(from: number, to: number, about: number): readonly number[] {
  const span = to - from;
  if (!(span > 0) || !Number.isFinite(span)) return [from];
  const power = 10 ** Math.floor(Math.log10(span / about));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => span / size <= about)!;
  const values: number[] = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + step * 1e-9; k++)
    values.push(cleaned(k * step));
  return values;
}

/** Without the rounding of the last places: 0.30000000000000004 is 0.3. */
function cleaned(value: number): number {
  return Number(value.toPrecision(15));
}
