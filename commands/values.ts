import { InvalidArgumentError, Option } from 'commander';
import { invariants, type InvariantName } from '../engine/decisions/fairness/invariants.ts';
import { allMoments } from '../engine/moments.ts';
import { didYouMean } from '../engine/suggest.ts';
import { parseUtc } from '../harness/recording/time.ts';
import { sweepValues } from '../harness/whatIf/sweep.ts';

/** More would only wait for each other. */
const mostThreads = 64;

export function threadCount(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1 && value <= mostThreads))
    throw new InvalidArgumentError(`it must be a whole number from 1 to ${mostThreads}.`);
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 0)) throw new InvalidArgumentError('it must be a whole number.');
  return value;
}

export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('it must be at most 65535.');
  return port;
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('it must be a number above 0.');
  return value;
}

export function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('it must be a number from 0 to 1.');
  return value;
}

export function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('it must be a number.');
  return value;
}

export function placeFrom1(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1))
    throw new InvalidArgumentError('it must be a whole number from 1.');
  return value;
}

export function invariantName(text: string): InvariantName {
  const names = invariants.map(({ name }) => name);
  const name = names.find((one) => one === text);
  if (name !== undefined) return name;
  const hint = didYouMean(text, names);
  throw new InvalidArgumentError(
    `it is no invariant${hint === undefined ? '; docs/invariants.md lists them' : `; ${hint}`}.`,
  );
}

/** `--moments`, of the commands that replay. */
export function momentsOption(): Option {
  return new Option(
    '--moments <which>',
    'when order and ranking are decided: when an agent answers, or while conversations wait, as a live run does',
  )
    .choices([...allMoments])
    .default('asRecorded');
}

export function sweep(text: string): readonly number[] {
  const values = sweepValues(text);
  if (values === undefined)
    throw new InvalidArgumentError(
      'it must be from..to/steps, such as 0.5..0.9/8, upwards in 1 to 1000 steps.',
    );
  return values;
}

/** `2026-03-02`, which is its first moment, `2026-03-02T08:00Z` or with seconds. @returns milliseconds since 1970. */
export function moment(text: string): number {
  const [, day, clock = '00:00', seconds = ':00'] =
    /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?Z)?$/.exec(text) ?? [];
  const at = day === undefined ? undefined : parseUtc(`${day}T${clock}${seconds}Z`);
  if (at === undefined)
    throw new InvalidArgumentError('it must be a time in UTC, such as 2026-03-02 or 2026-03-02T08:00Z.');
  return at;
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `30m`, `2h`, `1h30m`, `1d`. @returns seconds. */
export function durationSeconds(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([smhd])/g)];
  const seconds = parts.reduce((sum, [, number, unit]) => sum + Number(number) * unitSeconds[unit!]!, 0);
  if (parts.map(([part]) => part).join('') !== text || !(seconds > 0))
    throw new InvalidArgumentError('it must be a time such as 90s, 30m, 2h, 1h30m or 1d.');
  return seconds;
}
