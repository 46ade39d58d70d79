import { gathered } from '../../../harness/replay/flows.ts';
import type { Block, Report } from '../../../harness/reports/report.ts';
import { shareText } from '../../../harness/reports/shareText.ts';
import { hostileNames } from './hostile.ts';

/** Blocks of every kind, with names as they are given. */
function blocksOf(names: readonly string[]): readonly Block[] {
  const name = (place: number): string => names[place % names.length]!;
  const scale = { from: 0, to: 2, reference: 1, tolerance: { low: 0.8, high: 1.25 } };
  return [
    { kind: 'text', text: names.join(' ') },
    { kind: 'verdict', tone: 'bad', word: 'UNFAIR', text: name(0) },
    { kind: 'figures', figures: names.map((label, place) => ({ value: String(place * 1234), label })) },
    {
      kind: 'chart',
      chart: {
        kind: 'flows',
        title: name(1),
        headings: { from: name(2), to: name(12) },
        ...gathered(
          names.flatMap((from, place) =>
            [0, 1, 2].map((step) => ({ from, to: name(place + step), count: 1 + ((place * 7 + step) % 40) })),
          ),
        ),
      },
    },
    {
      kind: 'chart',
      chart: {
        kind: 'curve',
        title: name(3),
        x: { heading: name(4) },
        y: { heading: name(12), spell: shareText, isShare: true },
        series: names.slice(0, 6).map((one, place) => ({
          name: one,
          points: [0.5, 0.6, 0.7, 0.8, 0.9].map((x, step) => ({
            x,
            y: step === 2 && place === 1 ? undefined : (x * (place + 3)) / 9,
          })),
        })),
        now: { x: 0.62, label: 'as it is' },
      },
    },
    {
      kind: 'table',
      table: {
        caption: name(5),
        columns: [
          { heading: name(6) },
          { heading: 'O', style: 'figure' },
          { heading: 'share', style: 'bar' },
          { heading: 'observed / expected', style: 'dot', scale },
          { heading: 'place', style: 'code' },
        ],
        rows: names.map((one, place) => [
          one,
          String(place * 100),
          { bar: (place % 11) / 10, before: (place % 7) / 6 },
          { dot: 0.4 + place / 10, low: place / 10 - 0.2, high: 0.7 + place / 5, isOdd: place % 3 === 0 },
          `rules/${one}/scoring.yaml:12:4`,
        ]),
        more: name(7),
      },
    },
    {
      kind: 'entries',
      entries: names.map((title, place) => ({
        title,
        count: String(place),
        tag: place % 2 === 0 ? 'broken' : 'holds',
        tone: place % 2 === 0 ? 'bad' : 'good',
        places: [`rules/x/${title}.yaml:3:1`],
        lines: [title, name(place + 1)],
      })),
      more: name(8),
    },
  ];
}

function reportOf(names: readonly string[]): Report {
  return {
    kind: 'Replay',
    title: names[0]!,
    subtitle: names.slice(0, 3).join(' and '),
    level: 1,
    summary: blocksOf(names).slice(0, 3),
    sections: names.slice(0, 3).map((heading, place) => ({
      heading,
      blocks: place === 0 ? blocksOf(names) : [{ kind: 'text', text: heading }],
    })),
    provenance: names.slice(0, 4).map((value, place) => [`number ${place}`, value]),
  };
}

/** A report with every kind of block. */
export const everyBlock = reportOf(
  Array.from({ length: 18 }, (_, place) => `agent-${String(place).padStart(2, '0')}`),
);

/** The same, with names that nobody should have to show. */
export const hostileReport = reportOf(hostileNames);
