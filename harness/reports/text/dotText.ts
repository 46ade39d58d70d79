import type { Dot, Scale } from '../table.ts';

/** An estimate and its interval in characters: `├──●──┤`, over `┊` for what is expected. @param width in places. */
export function dotText(
  { dot, low, high, isOdd }: Dot,
  { from, to, reference }: Scale,
  width: number,
): string {
  const placeOf = (value: number): number =>
    Math.round(((Math.min(to, Math.max(from, value)) - from) / (to - from)) * (width - 1));
  const line = Array.from({ length: width }, () => ' ');
  const [left, right] = [placeOf(low), placeOf(high)];
  for (let place = left; place <= right; place++) line[place] = '─';
  if (low >= from) line[left] = '├';
  if (high <= to) line[right] = '┤';
  if (reference !== undefined) {
    const expected = placeOf(reference);
    line[expected] = line[expected] === ' ' ? '┊' : '┼';
  }
  line[placeOf(dot)] = isOdd ? '◆' : '●';
  return line.join('');
}
