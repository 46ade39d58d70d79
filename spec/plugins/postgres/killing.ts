import { setTimeout } from 'node:timers/promises';
import { philox } from '../../../harness/world/random/philox.ts';
import type { Judged } from './judged.ts';
import { askedIn, WorkerProcess, type Fleet, type TimedLine } from './workers.ts';

/** Workers are killed, and others started in their place at once. */
export interface Killing {
  readonly times: number;
  readonly everyMs: number;
  /** How many are killed at one time, drawn anew each time: 3 at most. */
  readonly most: 1 | 2 | 3;
  readonly seed: number;
}

/** What a killing came to. */
export interface Killed {
  readonly kills: number;
  /** Those who had asked for something in the last second before. */
  readonly atWork: number;
  /** Commands that were done when the last was killed. */
  readonly doneBy: number;
  /** From a worker's start to its first command, in milliseconds, where it came to one: the middle of all. */
  readonly startMs: number;
}

/**
 * Three workers, killed whenever the time has come, whoever may be at work by then; then until all is done. Who is killed is
 * drawn, first of those at work.
 */
export async function killAgainAndAgain(
  folder: string,
  fleet: Fleet,
  { times, everyMs, most, seed }: Killing,
): Promise<Killed> {
  const workers = [0, 1, 2].map(() => new WorkerProcess(folder, fleet.url));
  const starts = new Map(workers.map(({ pid, startedAt }) => [pid, startedAt]));
  let [kills, atWork, doneBy] = [0, 0, 0];
  try {
    while (askedIn(folder).length === 0) await alive(workers, 50);
    const began = performance.now();
    for (let time = 0; time < times; time++) {
      await alive(workers, Math.max(0, began + (time + 1) * everyMs - performance.now()));
      const asked = askedIn(folder);
      const busy = busyBy(asked);
      const [first, second, third] = philox([time, 0, 0, 0], seed, 0);
      const order = new Map(workers.map((worker, index) => [worker, [first, second, third][index]!]));
      const isIdle = ({ pid }: WorkerProcess): number => (busy.has(pid) ? 0 : 1);
      const drawn = [...workers].sort((a, b) => isIdle(a) - isIdle(b) || order.get(a)! - order.get(b)!);
      const killed = drawn.slice(0, 1 + (((first ^ second ^ third) >>> 0) % most));
      kills += killed.length;
      atWork += killed.filter(({ pid }) => busy.has(pid)).length;
      doneBy = done(asked);
      await Promise.all(killed.map((worker) => worker.kill('SIGKILL')));
      for (const one of killed) {
        const next = new WorkerProcess(folder, fleet.url);
        starts.set(next.pid, next.startedAt);
        workers[workers.indexOf(one)] = next;
      }
    }
    await allDone(folder, fleet, workers);
    await Promise.all(workers.map((worker) => worker.kill('SIGTERM')));
    return { kills, atWork, doneBy, startMs: middleStart(starts, askedIn(folder)) };
  } finally {
    await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
  }
}

/** Prints what it came to. */
export function tell(
  seed: number,
  { events }: Fleet,
  { kills, atWork, doneBy, startMs }: Killed,
  { workers, repeated }: Judged,
): void {
  process.stdout.write(
    `      seed ${seed}: ${kills} killed, ${atWork} of them at work; ${events} events, ${doneBy} done when the last was killed; ${workers} workers acted, the first time ${startMs} ms after their start; ${repeated} commands asked again, which said so\n`,
  );
}

/** Waits until every command has been done, and told so to the store. */
export async function allDone(
  folder: string,
  { events }: Fleet,
  workers: readonly WorkerProcess[],
): Promise<void> {
  while (done(askedIn(folder)) < events) await alive(workers, 100);
}

/** @returns how many commands. */
function done(asked: readonly TimedLine[]): number {
  return new Set(asked.flatMap(({ id, step }) => (step === 'done' ? [id] : []))).size;
}

/** Processes that asked for something in the last second. */
function busyBy(asked: readonly TimedLine[]): ReadonlySet<number> {
  const since = Date.now() - 1_000;
  return new Set(asked.flatMap(({ at, process }) => (at >= since ? [process] : [])));
}

function middleStart(starts: ReadonlyMap<number, number>, asked: readonly TimedLine[]): number {
  const reached = [...starts].flatMap(([pid, startedAt]) => {
    const first = asked.find(({ process }) => process === pid);
    return first === undefined ? [] : [first.at - startedAt];
  });
  return reached.sort((one, other) => one - other)[reached.length >> 1]!;
}

/** Waits so long. @throws Error when a worker has ended by itself. */
export async function alive(workers: readonly WorkerProcess[], ms: number): Promise<void> {
  await setTimeout(ms);
  const over = workers.find((worker) => worker.isOver);
  if (over !== undefined) throw new Error(`a worker has ended by itself: ${over.said}`);
}
