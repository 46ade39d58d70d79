import type { LeftOut, Measurement } from '../measure/measureWork.ts';
import type { Recording } from '../works/recorded/recording.ts';
import type { Work } from '../works/work.ts';

const columnsOf = (work: Work): readonly string[] => {
  const rate = 'counted' in work ? `${work.counted.name} a second` : 'a second';
  return ['contender', 'version', rate, 'min – max', 'p50 µs', 'p99 µs', 'ours is'];
};

/** A work's table in Markdown, fastest first, which reads as well on a terminal. */
export function tableOf(work: Work, measured: readonly Measurement[], leftOut: readonly LeftOut[]): string {
  const sorted = [...measured].sort((a, b) => b.perSecond.median - a.perSecond.median);
  const ours = sorted.find(({ contender }) => contender.kind === 'ours');
  const rows = sorted.map((one) => [...cells(one), ratio(one, ours)]);
  const columns = columnsOf(work);
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => row[at]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at < 2 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const notes = [
    ...leftOut.map(({ contender, because }) => `${contender.name} ${because}`),
    ...measured.filter(({ cutShort }) => cutShort).map(comparedNote),
    ...(work.kind === 'recorded' && work.counted.name === 'events'
      ? sorted.map((one) => bytesNote(one, work.recording))
      : []),
  ];
  return [
    `## ${work.id}: ${work.title}`,
    '',
    line(columns),
    rule,
    ...rows.map(line),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${note}`)]),
    '',
  ].join('\n');
}

/** What stands in the place of a work's table that cannot be measured here. */
export function leftOutOf({ id, title }: Work, because: string): string {
  return [`## ${id}: ${title}`, '', `- left out: ${because}`, ''].join('\n');
}

function cells({ contender, version, perSecond, p50Us, p99Us }: Measurement): readonly string[] {
  const name = contender.kind === 'ours' ? `**${contender.name}**` : contender.name;
  const range = `${rate(perSecond.minimum)} – ${rate(perSecond.maximum)}`;
  return [name, version, rate(perSecond.median), range, short(p50Us), short(p99Us)];
}

function ratio(one: Measurement, ours: Measurement | undefined): string {
  if (ours === undefined || one === ours) return '';
  return `${short(ours.perSecond.median / one.perSecond.median)} ×`;
}

function comparedNote({ contender, compared }: Measurement): string {
  return `${contender.name} is slow: ${whole(compared)} of its answers were compared`;
}

function bytesNote({ contender, perSecond }: Measurement, { bytes, events }: Recording): string {
  return `${contender.name} goes through ${short((perSecond.median * bytes) / events / 1e6)} MB a second`;
}

/** Few a second are not whole. */
function rate(value: number): string {
  return value >= 100 ? whole(value) : short(value);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function short(value: number): string {
  return value >= 100 ? whole(value) : String(Number(value.toPrecision(3)));
}
