import { randomUUID } from 'node:crypto';
import { run, type RunSummary } from '../composition/run.ts';
import type { Output } from '../engine/ports.ts';
import type { Problem } from '../engine/problem.ts';
import type { Changes, OutboxEntry } from '../engine/store.ts';
import { LiveTally } from '../harness/live/liveTally.ts';
import { LockStep } from '../harness/lockStep/lockStep.ts';
import { recordedEvents } from '../harness/recording/recordedEvents.ts';
import { RandomStreams } from '../harness/world/random/streams.ts';
import type { Org } from '../harness/sandbox/org/org.ts';
import { startSandbox, type InProcess } from '../harness/sandbox/sandbox.ts';
import { MemoryStore } from '../plugins/memory/memoryStore.ts';

/** An engine to be run on a sandbox, in lock-step with it. */
export interface LiveEngineOptions {
  /** signalbox.yaml; `${env:GENESYS_BASE_URL}` and the like are of the sandbox. */
  readonly config: string;
  readonly org: Org;
  /** Settles all chance, on both sides. */
  readonly seed: number;
  /** When the sandbox and the engine begin, after the org's first midnight. */
  readonly startAfterMs?: number;
  readonly requestsPerMinute: number;
  readonly output: Output;
  readonly problem: (problem: Problem) => void;
  /** Stops the engine in good order. */
  readonly signal?: AbortSignal;
}

/** An engine that runs on a sandbox. */
export interface LiveEngine {
  readonly lockStep: LockStep;
  readonly sandbox: InProcess;
  readonly tally: LiveTally;
  /** Lets time pass to a moment, in milliseconds since 1970, unless the engine ends before. */
  passTo(moment: number): Promise<void>;
  /** Whether the engine has ended, or is told to. */
  readonly isEnding: boolean;
}

/** Keys the pseudonyms of a live engine: they hide nobody, for everybody here is made up. */
export const sandboxPseudonymKey = 'pseudonyms-of-the-sandbox';

/** How often it is looked whether the engine has ended. */
const lookMs = 60_000;

/**
 * Runs an engine on a sandbox in lock-step, over real HTTP and WebSockets on the loopback interface, for as long as it is
 * used; then stops both in good order. The org, the seed and the configuration determine every decision.
 * @throws ProblemError with what keeps the engine from starting or going on.
 */
export async function withLiveEngine<Result>(
  options: LiveEngineOptions,
  use: (engine: LiveEngine) => Promise<Result>,
): Promise<{ readonly result: Result; readonly summary: RunSummary }> {
  const { org, seed, startAfterMs = 0, requestsPerMinute } = options;
  const client = { id: 'signalbox', secret: randomUUID() };
  const defects: unknown[] = [];
  const started = await startSandbox({
    ...{ org, seed, client, startAfterMs, requestsPerMinute, port: 0 },
    realTime: { now: () => performance.now(), after: () => () => undefined },
    onDefect: (error) => void defects.push(error),
  });
  const lockStep = new LockStep(started.inProcess);
  try {
    const tally = new LiveTally();
    const stop = new AbortController();
    const signals = [stop.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const signal = AbortSignal.any(signals);
    let hasEnded = false;
    const running = run({
      file: options.config,
      environment: {
        GENESYS_BASE_URL: started.baseUrl,
        GENESYS_CLIENT_ID: client.id,
        GENESYS_CLIENT_SECRET: client.secret,
        SIGNALBOX_PSEUDONYM_KEY: sandboxPseudonymKey,
      },
      output: (text) => lockStep.hold(options.output(text)),
      recording: recordedEvents,
      problem: options.problem,
      signal,
      clock: lockStep.clock,
      network: lockStep,
      random: randomOf(seed),
      store: new TalliedStore(tally),
    });
    running.finally(() => void (hasEnded = true)).catch(() => undefined);
    await lockStep.begun(running);
    const result = await use({
      ...{ lockStep, tally, sandbox: started.inProcess },
      get isEnding() {
        return hasEnded || signal.aborted;
      },
      async passTo(moment) {
        while (lockStep.clock.now() < moment && !hasEnded && !signal.aborted)
          await lockStep.passTo(Math.min(moment, lockStep.clock.now() + lookMs));
      },
    });
    stop.abort(new Error('the day is over'));
    const summary = await lockStep.run(running);
    if (defects.length > 0) throw defects[0] as Error;
    return { result, summary };
  } finally {
    lockStep.close();
    await started.stop();
  }
}

/** Keeps everything in memory, and has it tallied. */
class TalliedStore extends MemoryStore {
  readonly #tally: LiveTally;

  constructor(tally: LiveTally) {
    super();
    this.#tally = tally;
  }

  override async commit(changes: Changes): Promise<void> {
    await super.commit(changes);
    this.#tally.committed(changes);
  }

  override async outbox(after: number, most: number): Promise<readonly OutboxEntry[]> {
    const entries = await super.outbox(after, most);
    this.#tally.toDo(entries);
    return entries;
  }
}

/** The engine's own chance, of the sandbox's seed. */
function randomOf(seed: number): () => number {
  const stream = new RandomStreams(seed).stream('engine');
  return () => stream.uniform();
}
