import { didYouMean } from '../../../engine/suggest.ts';
import { parseIso } from '../time/iso.ts';
import { compilePattern } from '../time/pattern.ts';
import type { ImportMap } from './importMap.ts';
import type { Report } from './finding.ts';

/** Formats that name an instant by themselves; any other is a pattern of a local time. */
export const instantFormats = ['iso', 'epochSeconds', 'epochMilliseconds'] as const;

/** Whether a format names an instant, so that no time zone is needed. */
export function isInstantFormat(format: string): format is (typeof instantFormats)[number] {
  return (instantFormats as readonly string[]).includes(format);
}

/** Reports a clock that is not one of the three kinds, an unknown time zone, and patterns that cannot be read. */
export function checkClock({ clock, timeZone }: ImportMap, report: Report): void {
  const keys = Object.keys(clock).sort().join();
  if (!['format', 'date,timeOfDay', 'rows'].includes(keys)) {
    report(['clock'], 'one-of', '"clock" takes either format, or date and timeOfDay, or rows');
    return;
  }
  const needsZone = ('format' in clock && !isInstantFormat(clock.format)) || 'date' in clock;
  if (needsZone && timeZone === undefined) {
    report(
      [],
      'missing-key',
      '"timeZone" is missing here: the times are local',
      'write it like timeZone: Asia/Jerusalem',
    );
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const hint = didYouMean(timeZone, Intl.supportedValuesOf('timeZone'));
    report(
      ['timeZone'],
      'unknown-time-zone',
      `unknown time zone "${timeZone}"`,
      hint ?? 'use an IANA name such as Europe/Rome',
    );
  }
  if ('rows' in clock) {
    if (parseIso(clock.rows.start) !== undefined) return;
    report(
      ['clock', 'rows', 'start'],
      'bad-time',
      `"${clock.rows.start}" is no time with an offset`,
      'write it like 2026-01-01T09:00:00Z',
    );
  } else if ('format' in clock) {
    if (!isInstantFormat(clock.format)) checkPattern(clock.format, ['clock', 'format'], 'dateTime', report);
  } else {
    checkPattern(clock.date.format, ['clock', 'date', 'format'], 'date', report);
    checkPattern(clock.timeOfDay.format, ['clock', 'timeOfDay', 'format'], 'time', report);
  }
}

function checkPattern(
  format: string,
  path: readonly string[],
  kind: 'date' | 'time' | 'dateTime',
  report: Report,
): void {
  const pattern = compilePattern(format, kind);
  if ('problem' in pattern) {
    const near = didYouMean(format, instantFormats);
    report(
      path,
      'bad-pattern',
      pattern.problem,
      near?.startsWith('did') === true && kind === 'dateTime' ? near : pattern.hint,
    );
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
