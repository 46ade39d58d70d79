/** The 97.5 % point of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * The 95 % score interval of a share (E. B. Wilson, 1927): it stays within 0 and 1, and holds for few cases too.
 * @returns undefined where nothing was counted.
 */
export function wilsonInterval(count: number, of: number): readonly [low: number, high: number] | undefined {
  if (of === 0) return undefined;
  const share = count / of;
  const shrunk = 1 + (z * z) / of;
  const middle = (share + (z * z) / (2 * of)) / shrunk;
  const half = (z / shrunk) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
