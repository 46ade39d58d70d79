import { runtimeDefaults } from '../../../../engine/plugins/configurationSchema.ts';
import type { Clock } from '../../../../engine/ports.ts';
import type { RuntimeParts } from '../../../../engine/runtime/parts.ts';
import type { PolicyFolder } from '../../../../engine/runtime/oversight.ts';
import { versionOf } from '../../../../engine/runtime/policyVersions.ts';
import { Runtime } from '../../../../engine/runtime/runtime.ts';
import { defaultSeed } from '../../../../harness/replay/replay.ts';

/** What a process is made of, but for what it makes itself. */
export type Made = Omit<RuntimeParts, 'clock' | 'random' | 'settings' | 'problem'>;

export const settings = {
  ...runtimeDefaults,
  ...{ attempts: 3, attemptSeconds: 5, backoffCapSeconds: 4, drainSeconds: 60, snapshotEntries: 4 },
};

/** One process: it runs, and can be paused, woken, stopped and killed at any moment. */
export class Instance {
  /** The clock as it sees it: while it is paused nobody of it wakes. */
  readonly clock: Clock;
  /** Another has taken over from it. */
  isSuperseded = false;
  readonly #stopping = new AbortController();
  #gate: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #runtime: Runtime | undefined;
  #listening: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.clock = {
      now: () => clock.now(),
      sleep: async (milliseconds, signal) => {
        await clock.sleep(milliseconds, signal);
        await this.gate();
      },
    };
  }

  /** Resolves at once while it runs, after waking while it is paused, and never when it is killed. */
  async gate(): Promise<void> {
    while (this.#gate !== undefined) await this.#gate;
  }

  pause(): void {
    this.#gate = new Promise((resolve) => (this.#wake = resolve));
  }

  wake(): void {
    this.#gate = undefined;
    this.#wake?.();
  }

  kill(): void {
    this.#gate = new Promise(() => undefined);
  }

  /**
   * @param folder where its policy is read from, now and whenever it was edited.
   * @param failed told when it cannot go on.
   */
  async start(folder: PolicyFolder, made: Made, failed: () => void): Promise<void> {
    const problem = (): void => undefined;
    const parts: RuntimeParts = { ...made, clock: this.clock, random: () => 0.5, settings, problem };
    const policies = [versionOf(await folder.read())];
    const overseen = { folders: [folder], check: (): Promise<readonly never[]> => Promise.resolve([]) };
    this.#runtime = new Runtime({ policies, seed: defaultSeed, overseen }, parts);
    await this.#runtime.resume();
    void this.#runtime.oversee(this.clock, this.#stopping.signal);
    this.#listening = this.#runtime.listen(this.#stopping.signal);
    this.#listening.catch(failed);
  }

  /** Ends in good order. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#listening;
    await this.#runtime!.drain();
  }
}
