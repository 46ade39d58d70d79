import { parseDecimal } from './decimal.ts';
import { badValue, ExcludedRow } from './excludedRow.ts';
import { compileFilter, type RowFilter } from './filter.ts';
import { moments, sourcesOf, type ImportMap, type Moment, type MomentSource } from './map/importMap.ts';
import type { Row } from './rows/row.ts';
import type { Note } from './tally.ts';
import { compileClock, type RowTimes } from './time/clock.ts';

/** When things happened to one conversation, in milliseconds since 1970. */
export type RowMoments = Partial<Record<Moment, number>>;

/**
 * Compiles how a row's moments are read: the first source that applies gives each, and together they make sense.
 * @param note told of what was mended within the map's tolerance.
 */
export function compileMoments(map: ImportMap, note: Note): (row: Row) => RowMoments | ExcludedRow {
  const clock = compileClock(map.clock, map.timeZone, note);
  const tolerance = (map.toleranceSeconds ?? 0) * 1000;
  const readers = moments.map((moment) => ({ moment, sources: sourcesOf(map, moment).map(compileSource) }));
  return (row) => {
    const times = clock(row);
    const found: RowMoments = {};
    for (const { moment, sources } of readers) {
      for (const { applies, at } of sources) {
        const holds = applies(row);
        if (holds instanceof ExcludedRow) return holds;
        if (!holds) continue;
        const time = at(row, times);
        if (time instanceof ExcludedRow) return time;
        found[moment] = time;
        break;
      }
    }
    return inOrder(found, tolerance, note);
  };
}

interface CompiledSource {
  readonly applies: RowFilter;
  readonly at: (row: Row, times: RowTimes) => number | ExcludedRow;
}

function compileSource({ column, plusSeconds = 0, plusSecondsIn, when }: MomentSource): CompiledSource {
  const applies = when === undefined ? () => true : compileFilter(when);
  return {
    applies,
    at: (row, times) => {
      const time = times(column);
      if (time instanceof ExcludedRow) return time;
      const more = plusSecondsIn === undefined ? 0 : parseDecimal(row.text(plusSecondsIn));
      if (more === undefined || more < 0 || more > mostSeconds) return badValue(plusSecondsIn!);
      const at = time + Math.round((plusSeconds + more) * 1000);
      return at < tooLate ? at : new ExcludedRow('bad-time');
    },
  };
}

/** Recordings write years with four digits; the last of them is left to what follows a conversation. */
const tooLate = Date.UTC(9999, 0, 1);
/** A year; a longer conversation is a mistake. */
const mostSeconds = 366 * 86_400;

/**
 * Holds a row's moments to their order. The wait is what routing decided, so entering the queue and leaving it stay as
 * they are where they can; the start gives way before them and the end after them.
 */
function inOrder(found: RowMoments, tolerance: number, note: Note): RowMoments | ExcludedRow {
  const { started } = found;
  if (started === undefined) return new ExcludedRow('never-started');
  if (found.answered !== undefined && found.abandoned !== undefined)
    return new ExcludedRow('answered-and-abandoned');
  // A caller may hang up in a menu before any queue, but an agent takes a conversation out of one.
  if (found.answered !== undefined && found.queued === undefined) return new ExcludedRow('never-queued');
  const present = moments.filter((moment) => found[moment] !== undefined);
  for (const moment of present) {
    if (found[moment]! < started - tolerance) return new ExcludedRow('ends-before-it-starts');
  }
  const next = found[present[1] ?? 'started']!;
  if (next < started) {
    note('moved-start');
    found.started = next;
  }
  let before = found.started!;
  for (const moment of present.slice(1)) {
    const at = found[moment]!;
    if (at < before - tolerance) return new ExcludedRow('times-out-of-order');
    if (at < before) note('moved-moment');
    else before = at;
    found[moment] = before;
  }
  return found;
}
