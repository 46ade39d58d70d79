import { definitions, type DefinedFigure } from '../definitions.ts';
import type { Interval } from '../../statistics/binomial.ts';

const width = 25;

/** A figure with its definition: `  label   value   definition`. */
export function figureLine(figure: DefinedFigure, label: string, value: string): string[] {
  return [`  ${label.padEnd(width)} ${value}`, `      ${definitions[figure]}`];
}

/** A share or ratio to four places; a dash where there is none. */
export function decimals(value: number | null, places = 4): string {
  return value === null ? '–' : value.toFixed(places);
}

export function intervalText({ low, high }: Interval, places = 3): string {
  return `${low.toFixed(places)} to ${high.toFixed(places)}`;
}

/** A p-value: small ones by their order of magnitude; one too small for a double is said to be below it. */
export function pText(p: number | null): string {
  if (p === null) return '–';
  if (p === 0) return 'p < 1e-300';
  return p < 0.0001 ? `p = ${p.toExponential(1)}` : `p = ${p.toFixed(4)}`;
}

/** Seconds as people read them. */
export function secondsText(seconds: number | null): string {
  return seconds === null ? '–' : `${Math.round(seconds * 10) / 10} s`;
}

/** Cells in columns; all but the first are aligned to the right. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    `  ${row.map((cell, index) => (index === 0 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!))).join('  ')}`.trimEnd(),
  );
}
