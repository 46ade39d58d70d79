import type { Command } from '../../../engine/decisions/record.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import type { BatchActor, BatchedCommand, BatchSize } from '../../../engine/ports.ts';

/** What becomes of a batch: an outcome for each command, or a rejection. */
export type BatchBehaviour = (
  batch: readonly BatchedCommand[],
  signal: AbortSignal,
) => readonly ActOutcome[] | Promise<readonly ActOutcome[]>;

/** A receiver of notices in batches that does as it is told, and notes what it was asked. */
export class RecordingCrm implements BatchActor {
  readonly does = ['do notify'] as const;
  readonly batch: BatchSize;
  readonly pausesSeconds?: readonly number[];
  readonly batches: (readonly BatchedCommand[])[] = [];
  readonly #behave: BatchBehaviour;

  constructor(
    batch: BatchSize,
    behave: BatchBehaviour = (all) => all.map(() => ({ status: 'done' })),
    pausesSeconds?: readonly number[],
  ) {
    this.batch = batch;
    this.#behave = behave;
    if (pausesSeconds !== undefined) this.pausesSeconds = pausesSeconds;
  }

  async actTogether(
    commands: readonly BatchedCommand[],
    signal: AbortSignal,
  ): Promise<readonly ActOutcome[]> {
    signal.throwIfAborted();
    this.batches.push(commands);
    return this.#behave(commands, signal);
  }

  /** The conversations of each batch so far. */
  get asked(): readonly string[] {
    return this.batches.map((batch) => batch.map(({ command }) => command.conversation).join(' '));
  }
}

export function idOf(command: Command): string {
  return 'id' in command ? command.id : JSON.stringify(command);
}
