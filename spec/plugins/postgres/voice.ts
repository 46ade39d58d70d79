import { setTimeout } from 'node:timers/promises';
import { runtimeDefaults } from '../../../engine/plugins/configurationSchema.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { EventBatch, EventSource } from '../../../engine/ports.ts';
import type { WorkerParts } from '../../../engine/runtime/sharing/workerParts.ts';
import type { SharedStore } from '../../../engine/sharedStore.ts';
import { batchOf } from '../../engine/runtime/running.ts';
import { openingOf } from './opening.ts';

/** A source that stands by, and tells what it is told to. */
export class Voice implements EventSource {
  readonly standsBy = true;
  cursor: string | undefined;
  /** What others have sealed, as it came. */
  readonly read: string[] = [];
  #take: ((batch: EventBatch) => Promise<void>) | undefined;

  listen(
    take: (batch: EventBatch) => Promise<void>,
    signal: AbortSignal,
    cursor: string | undefined,
  ): Promise<void> {
    [this.#take, this.cursor] = [take, cursor];
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  toldUntil(cursor: string): number {
    return Number(cursor);
  }

  sealed(event: RoutingEvent): string | undefined {
    return 'conversation' in event ? `sealed ${event.at}` : undefined;
  }

  unseal(sealed: string): void {
    this.read.push(sealed);
  }

  /** Tells of an event of so late a moment, which is its cursor too. */
  say(
    at: number,
    event: RoutingEvent = { type: 'conversation.ended', at, conversation: 'c-1' },
  ): Promise<void> {
    return this.tell(batchOf([event], String(at)));
  }

  async tell(batch: EventBatch): Promise<void> {
    while (this.#take === undefined) await setTimeout(5);
    await this.#take(batch);
  }
}

/** A worker that has this source alone, and no policy. */
export function workerWith(shared: SharedStore, voice: Voice): WorkerParts {
  const { clock, random } = openingOf('');
  return {
    shared,
    parts: {
      ...{ providers: [], actors: [], batchActors: [], sinks: [], problem: () => undefined },
      ...{ clock, random, settings: runtimeDefaults, store: undefined as never },
      sources: [{ name: 'voice', part: voice }],
    },
    policies: { policies: [], seed: '1' },
    oversight: undefined,
  };
}
