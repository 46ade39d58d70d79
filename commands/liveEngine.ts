import { run, type RunSummary } from '../composition/run.ts';
import type { Output } from '../engine/ports.ts';
import type { Problem } from '../engine/problem.ts';
import type { Changes, KeptDecision, OutboxEntry } from '../engine/store.ts';
import { LiveTally } from '../harness/live/liveTally.ts';
import type { LockStep } from '../harness/lockStep/lockStep.ts';
import type { InProcess } from '../harness/sandbox/sandbox.ts';
import { RandomStreams } from '../harness/world/random/streams.ts';
import { MemoryStore } from '../plugins/memory/memoryStore.ts';
import { withSandboxInStep, type SandboxInStepOptions } from './sandboxInStep.ts';

/** An engine to be run on a sandbox, in lock-step with it. */
export interface LiveEngineOptions extends SandboxInStepOptions {
  /** signalbox.yaml; `${env:GENESYS_BASE_URL}` and the like are of the sandbox. */
  readonly config: string;
  readonly output: Output;
  readonly problem: (problem: Problem) => void;
  /** Told of decisions as they are kept. @returns what to wait for, if anything. */
  readonly decided?: (decisions: readonly KeptDecision[]) => Promise<void> | undefined;
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

/** How often it is looked whether the engine has ended. */
const lookMs = 60_000;

/**
 * Runs an engine on a sandbox in lock-step, over real HTTP and WebSockets on the loopback interface, for as long as it is
 * used; then stops both in good order. The org, the seed and the configuration determine every decision.
 * @throws ProblemError with what keeps the engine from starting or going on.
 */
export function withLiveEngine<Result>(
  options: LiveEngineOptions,
  use: (engine: LiveEngine) => Promise<Result>,
): Promise<{ readonly result: Result; readonly summary: RunSummary }> {
  return withSandboxInStep(options, async ({ sandbox, lockStep, surroundings }) => {
    const tally = new LiveTally();
    const stop = new AbortController();
    const signals = [stop.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const signal = AbortSignal.any(signals);
    let hasEnded = false;
    const running = run({
      ...surroundings,
      file: options.config,
      output: (text) => lockStep.hold(options.output(text)),
      problem: options.problem,
      signal,
      random: randomOf(options.seed),
      store: new TalliedStore(tally, (decisions) => {
        const waited = options.decided?.(decisions);
        return waited && lockStep.hold(waited);
      }),
    });
    running.finally(() => void (hasEnded = true)).catch(() => undefined);
    await lockStep.begun(running);
    const result = await use({
      ...{ lockStep, tally, sandbox },
      get isEnding() {
        return hasEnded || signal.aborted;
      },
      async passTo(moment) {
        while (lockStep.clock.now() < moment && !hasEnded && !signal.aborted)
          await lockStep.passTo(Math.min(moment, lockStep.clock.now() + lookMs));
      },
    });
    stop.abort(new Error('the day is over'));
    return { result, summary: await lockStep.run(running) };
  });
}

/** Keeps everything in memory, and has it tallied. */
class TalliedStore extends MemoryStore {
  readonly #tally: LiveTally;
  readonly #decided: NonNullable<LiveEngineOptions['decided']>;

  constructor(tally: LiveTally, decided: NonNullable<LiveEngineOptions['decided']>) {
    super();
    this.#tally = tally;
    this.#decided = decided;
  }

  override async commit(changes: Changes): Promise<void> {
    await super.commit(changes);
    this.#tally.committed(changes);
    const waited = changes.decisions && this.#decided(changes.decisions);
    if (waited !== undefined) await waited;
  }

  override async outbox(...asked: Parameters<MemoryStore['outbox']>): Promise<readonly OutboxEntry[]> {
    const entries = await super.outbox(...asked);
    this.#tally.toDo(entries);
    return entries;
  }
}

/** The engine's own chance, of the sandbox's seed. */
function randomOf(seed: number): () => number {
  const stream = new RandomStreams(seed).stream('engine');
  return () => stream.uniform();
}
