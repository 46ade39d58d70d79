import type { Table } from '../../table.ts';

/** One line of a curve. */
export interface Series {
  readonly name: string;
  /** From left to right; `y` undefined where nothing can be said. */
  readonly points: readonly { readonly x: number; readonly y: number | undefined }[];
}

/** How something moves with a number. */
export interface CurveChart {
  readonly kind: 'curve';
  readonly title: string;
  readonly x: { readonly heading: string };
  /** The share from 0 to 1, or whatever it is, and how its values are spelled. */
  readonly y: {
    readonly heading: string;
    readonly spell: (value: number) => string;
    readonly isShare: boolean;
  };
  /** At least one, all of them over the same values. */
  readonly series: readonly Series[];
  /** A value to be marked: the one that holds now. */
  readonly now?: { readonly x: number; readonly label: string };
  /** The figures beside, where they tell more than the points. */
  readonly table?: Table;
}

/** In words, for who does not see it. */
export function curveDescription({ x, y, series, now }: CurveChart): string {
  const told = series.map(({ name, points }) => {
    const known = points.filter((point) => point.y !== undefined);
    const [first, last] = [known[0], known.at(-1)];
    if (first === undefined || last === undefined) return `${name}: nothing can be said`;
    return `${name} goes from ${y.spell(first.y!)} at ${first.x} to ${y.spell(last.y!)} at ${last.x}`;
  });
  const marked = now === undefined ? '' : ` ${now.label}: ${now.x}.`;
  return `${y.heading} by ${x.heading}. ${told.join('; ')}.${marked} All figures are in the table beside.`;
}

export function curveTable({ title, x, y, series, table }: CurveChart): Table {
  if (table !== undefined) return table;
  return {
    caption: title,
    columns: [
      { heading: x.heading, style: 'figure' },
      ...series.map(({ name }) => ({ heading: name, style: 'figure' as const })),
    ],
    rows: series[0]!.points.map(({ x: value }, place) => [
      String(value),
      ...series.map(({ points }) => {
        const at = points[place]!.y;
        return at === undefined ? '–' : y.spell(at);
      }),
    ]),
  };
}

/** The ends of both axes. A share is drawn over the whole of its range only where it takes most of it. */
export function rangesOf({ series, now, y }: CurveChart): {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
} {
  const points = series.flatMap((one) => one.points);
  const xs = [...points.map((point) => point.x), ...(now === undefined ? [] : [now.x])];
  const ys = points.flatMap((point) => point.y ?? []);
  const most = Math.max(0, ...ys);
  const top = y.isShare && most > 0.5 ? 1 : most;
  return { x: [Math.min(...xs), Math.max(...xs)], y: [Math.min(0, ...ys), top === 0 ? 1 : top] };
}
