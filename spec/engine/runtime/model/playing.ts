import fc from 'fast-check';
import { MemoryStore } from '../../../../plugins/memory/memoryStore.ts';
import { openStore } from '../../../plugins/sqlite/opening.ts';
import { Deployment, type Breaking } from './deployment.ts';
import { judge } from './judge.ts';
import type { Script } from './script.ts';

/** Runs of a property: so many in the suite, and as many times more as a campaign has. */
export function runs(inSuite: number): number {
  const times = Number(process.env['SIGNALBOX_RUNS'] ?? 0) / 1000;
  return Math.max(inSuite, Math.floor(inSuite * times));
}

/** Plays a script to its end, lets all be done that is to be, and judges what it came to. */
export async function play(
  deployment: Deployment,
  script: Script,
  before: (deployment: Deployment) => Promise<void> = () => Promise.resolve(),
  after: (deployment: Deployment) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  try {
    await deployment.start();
    await before(deployment);
    await fc.asyncModelRun(() => ({ model: {}, real: deployment }), script);
    await deployment.settle();
    await after(deployment);
    await judge(deployment);
  } finally {
    deployment.close();
  }
}

export function inMemory(breaking?: Breaking): Deployment {
  const store = new MemoryStore();
  return new Deployment(() => ({ store, close: () => undefined }), breaking);
}

export function onDisk(file: string): Deployment {
  return new Deployment((clock) => {
    const store = openStore(file, { clock });
    return { store, close: () => store.close() };
  });
}
