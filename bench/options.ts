import { parseArgs } from 'node:util';
import type { Plan } from './measure/measureWork.ts';
import type { Extents } from './recordings.ts';
import { workIds, type WorkId } from './works/work.ts';

export interface Options {
  readonly quick: boolean;
  readonly check: boolean;
  /** Where the figures go as JSON, beside where they always go. */
  readonly json?: string;
  readonly only: readonly WorkId[];
}

export const usage = `npm run bench -- [--quick] [--check] [--json FILE] [--only ${workIds.join('|')}]...`;

/** @throws Error that says what is wrong with the command line. */
export function optionsFrom(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      json: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const only = values.only.flatMap((list) => list.split(','));
  const unknown = only.find((id) => !(workIds as readonly string[]).includes(id));
  if (unknown !== undefined) throw new Error(`unknown work "${unknown}": one of ${workIds.join(', ')}`);
  return {
    quick: values.quick,
    check: values.check,
    ...(values.json === undefined ? {} : { json: values.json }),
    only: only as WorkId[],
  };
}

/** What is recorded for reading recordings, and what for columns: a million decisions, in a quick run by repetition. */
export function extentsOf({ quick }: Pick<Options, 'quick'>): Extents {
  const entries = { days: quick ? 30 : 170, times: 1, of: 'entries' as const };
  const days = { days: quick ? 12 : 70, times: 1 };
  return { entries, days, columns: quick ? { days: 43, times: 20 } : { days: 850, times: 1 } };
}

/** Quick is for a look while working; only the thorough plan is written down. */
export function planOf({ quick }: Options): Plan {
  return quick
    ? { warmUp: 300, rounds: 3, round: 120, compared: 2_000, comparing: 1_500 }
    : { warmUp: 1_000, rounds: 7, round: 500, compared: 2_000, comparing: 3_600_000 };
}
