import type { Bar } from './bars.ts';

/** What holding a bar needs of a measurement. */
export interface Reached {
  readonly work: string;
  readonly contender: string;
  readonly kind: 'ours' | 'peer' | 'baseline';
  readonly perSecond: number;
}

export interface Verdict {
  readonly held: boolean;
  /** What was promised and what was seen. */
  readonly line: string;
}

/** Holds one bar. What was not measured is not held. */
export function holdBar(bar: Bar, reached: readonly Reached[]): Verdict {
  const here = reached.filter(({ work }) => work === bar.work);
  const ours = here.find(({ contender }) => contender === bar.ours);
  const { atLeast } = bar;
  const who = `${bar.work} ${bar.ours}`;
  if ('perSecond' in atLeast) {
    const promise = `${who}: at least ${round(atLeast.perSecond)} a second`;
    if (ours === undefined) return notMeasured(promise, bar.ours);
    return verdict(ours.perSecond >= atLeast.perSecond, promise, `${round(ours.perSecond)} a second`);
  }
  const { against, times } = atLeast;
  const whom = typeof against === 'string' ? against : against.join(' or ');
  const promise = `${who}: at least ${round(times)} times ${whom}`;
  const theirs = here.filter(({ contender, kind }) =>
    typeof against === 'string' ? kind === 'peer' : against.includes(contender),
  );
  if (ours === undefined) return notMeasured(promise, bar.ours);
  if (theirs.length === 0) return notMeasured(promise, whom);
  const fastest = theirs.reduce((best, one) => (one.perSecond > best.perSecond ? one : best));
  const ratio = ours.perSecond / fastest.perSecond;
  return verdict(ratio >= times, promise, `${round(ratio)} times ${fastest.contender}`);
}

function verdict(held: boolean, promise: string, seen: string): Verdict {
  return { held, line: `${held ? 'holds' : 'FAILS'}  ${promise}; it is ${seen}` };
}

function notMeasured(promise: string, what: string): Verdict {
  return { held: false, line: `FAILS  ${promise}; ${what} was not measured` };
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
