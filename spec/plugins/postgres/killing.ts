import { setTimeout } from 'node:timers/promises';
import { philox } from '../../../harness/world/random/philox.ts';
import { askedIn, WorkerProcess, type Fleet } from './workers.ts';

/** Workers are killed, one by one, and others started in their place. */
export interface Killing {
  readonly kills: number;
  readonly everyMs: number;
  readonly seed: number;
}

/** Three workers, one of which is killed now and then; then until all is done. @returns how many were killed, each at work. */
export async function killAgainAndAgain(
  folder: string,
  fleet: Fleet,
  { kills, everyMs, seed }: Killing,
): Promise<number> {
  const workers = [0, 1, 2].map(() => new WorkerProcess(folder, fleet.url));
  const isDone = (): boolean => askedIn(folder).filter(({ step }) => step === 'done').length >= fleet.events;
  const atWork = (pid: number): boolean => askedIn(folder).some(({ process }) => process === pid);
  try {
    while (askedIn(folder).length === 0) await alive(workers, 50);
    for (let kill = 0; kill < kills; kill++) {
      await alive(workers, everyMs);
      // Of those at work: one that is still starting has nothing to lose.
      let busy = workers.filter(({ pid }) => atWork(pid));
      for (; busy.length === 0; busy = workers.filter(({ pid }) => atWork(pid))) {
        if (isDone()) throw new Error(`all was done after ${kill} kills: give them more to do`);
        await alive(workers, 50);
      }
      const one = busy[philox([kill, 0, 0, 0], seed, 0)[0] % busy.length]!;
      await one.kill('SIGKILL');
      workers[workers.indexOf(one)] = new WorkerProcess(folder, fleet.url);
    }
    await allDone(folder, fleet, workers);
    await Promise.all(workers.map((worker) => worker.kill('SIGTERM')));
    return kills;
  } finally {
    await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
  }
}

/** Waits until every command has been done, and told so to the store. */
export async function allDone(
  folder: string,
  { events }: Fleet,
  workers: readonly WorkerProcess[],
): Promise<void> {
  const done = (): number =>
    new Set(askedIn(folder).flatMap(({ id, step }) => (step === 'done' ? [id] : []))).size;
  while (done() < events) await alive(workers, 100);
}

async function alive(workers: readonly WorkerProcess[], ms: number): Promise<void> {
  await setTimeout(ms);
  const over = workers.find((worker) => worker.isOver);
  if (over !== undefined) throw new Error(`a worker has ended by itself: ${over.said}`);
}
