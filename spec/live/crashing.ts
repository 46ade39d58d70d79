import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Org } from '../../harness/sandbox/org/org.ts';
import { RandomStreams } from '../../harness/world/random/streams.ts';
import { anyFaults } from '../commands/storm.ts';
import { faultsWithin } from '../harness/sandbox/anyFaults.ts';
import { alertsInTwo, mailsTwice } from './judgedEffects.ts';
import { killedDay, type KilledDay } from './killedDay.ts';
import { plannedKills } from './plannedKills.ts';
import type { Mishap } from './receivers.ts';
import { verdict, type Verdict } from './verdict.ts';

const hourMs = 3_600_000;

/** A receiver fails once in so many times, before it takes what comes, and as often after. */
const mishapEvery = 50;
/** Kills are planned for this part of the time, so that all have come before it is over. */
const killedPart = 0.85;

/** How an engine is tried. */
export interface Crashing {
  readonly org: Org;
  readonly seed: number;
  readonly fromHour: number;
  readonly hours: number;
  readonly kills: number;
  /** Names of points, each as often as any other. */
  readonly points: readonly string[];
  readonly faults: number;
  readonly progress?: (fraction: number, kills: number) => void;
}

/** What a trial came to. */
export interface Crashed {
  readonly found: Verdict;
  readonly kills: readonly string[];
  readonly notReached: readonly string[];
  /** For people. */
  readonly figures: string;
}

/** Kills an engine again and again over one store, with faults on, and judges what it has done. */
export async function crash(trial: Crashing): Promise<Crashed> {
  const { org, seed, fromHour, hours, faults } = trial;
  const from = Date.parse(org.scenario.startsAt) + fromHour * hourMs + 60_000;
  const to = from + hours * hourMs;
  const chance = new RandomStreams(seed);
  const [killing, failing] = [chance.stream('engine', 1), chance.stream('engine', 2)];
  const span = { from, to: from + (to - from) * killedPart };
  return withFastFolder((folder) =>
    killedDay(
      {
        ...{ ...trial, folder },
        kills: plannedKills(trial.kills, trial.points, span, () => killing.uniform()),
        faults: fc.sample(faultsWithin(from, to, anyFaults), { numRuns: faults, seed }),
        mishap: (): Mishap => {
          const drawn = failing.uniform() * mishapEvery;
          return drawn < 1 ? 'refuses' : drawn < 2 ? 'noAnswer' : 'none';
        },
      },
      async (day) => ({
        found: await verdict(day),
        ...{ kills: day.kills, notReached: day.notReached, figures: figuresOf(day) },
      }),
    ),
  );
}

function figuresOf(day: KilledDay): string {
  const { receivers, store, kills, sandbox, refusedStarts } = day;
  const byPoint = Map.groupBy(kills, (point) => point);
  const sent = (['crm', 'webhook', 'mail'] as const).map((what) => {
    const arrivals = receivers[what];
    const ids = new Set(arrivals.map(({ id }) => id)).size;
    return `${what}: ${ids} things, ${arrivals.length} times`;
  });
  return [
    `${sandbox.conversations().length} conversations, ${store.journal.size} events, ${store.commands().length} commands`,
    sent.join('; '),
    `mails taken twice: ${mailsTwice(day).length}; alerts under two Message-IDs: ${alertsInTwo(day).length}`,
    `${kills.length} kills, and ${refusedStarts} starts that a fault refused:`,
    ...[...byPoint].sort(([a], [b]) => (a < b ? -1 : 1)).map(([point, { length }]) => `  ${length} ${point}`),
  ].join('\n');
}

/** A folder in memory where there is one: who is killed loses nothing that was written, and nobody waits for a disk. */
export async function withFastFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const inMemory = '/dev/shm';
  const folder = await mkdtemp(join(existsSync(inMemory) ? inMemory : tmpdir(), 'signalbox-spec-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
