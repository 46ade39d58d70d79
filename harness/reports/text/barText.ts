const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A share from 0 to 1 as a bar of characters, filled up with spaces. @param width in places. */
export function barText(share: number, width: number): string {
  const units = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const bar = '█'.repeat(Math.floor(units / 8)) + eighths[units % 8]!;
  return bar.padEnd(width);
}
