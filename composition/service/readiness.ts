import { withinDeadline } from '../../engine/deadline.ts';
import type { Clock, EventBatch, EventSource } from '../../engine/ports.ts';
import type { Named } from '../../engine/runtime/parts.ts';

/** One thing a run needs to work, and how it stands. */
export interface Check {
  readonly name: string;
  readonly ready: boolean;
  /** In words. */
  readonly why: string;
}

/** For the store to write something, in milliseconds. */
const storeMs = 2_000;

/** Whether a run can work: it has started, its store writes, and each source listens and sees. */
export class Readiness {
  readonly #clock: Clock;
  readonly #isShared: boolean;
  /** Sources that say that they may have missed something. */
  readonly #unseen = new Set<string>();
  readonly #sources = new Map<string, 'waiting' | 'listening' | 'ended'>();
  #checkStore: (() => Promise<void>) | undefined;

  /** @param isShared whether others may listen to a source in the place of this run. */
  constructor(clock: Clock, isShared: boolean) {
    this.#clock = clock;
    this.#isShared = isShared;
  }

  /** A source of which it is known whether it is listened to. */
  watched({ name, part }: Named<EventSource>): Named<EventSource> {
    this.#sources.set(name, 'waiting');
    const { carries, givesPseudonyms, isOfThePast, standsBy } = part;
    const watched: EventSource = {
      ...(carries === undefined ? {} : { carries }),
      ...(givesPseudonyms === undefined ? {} : { givesPseudonyms }),
      ...(isOfThePast === undefined ? {} : { isOfThePast }),
      ...(standsBy === undefined ? {} : { standsBy }),
      toldUntil: (cursor) => part.toldUntil?.(cursor),
      sealed: (event) => part.sealed?.(event),
      unseal: (sealed) => part.unseal?.(sealed),
      listen: async (take, signal, cursor) => {
        this.#sources.set(name, 'listening');
        const takeIn = async (batch: EventBatch): Promise<void> => {
          await take(batch);
          this.#see(name, batch);
        };
        await part.listen(takeIn, signal, cursor).finally(() => this.#sources.set(name, 'ended'));
      },
    };
    return { name, part: watched };
  }

  /** The run goes on from where its store stood. @param checkStore rejects when the store can no longer write. */
  started(checkStore: () => Promise<void>): void {
    this.#checkStore = checkStore;
  }

  /** The run comes to its end. */
  stopping(): void {
    this.#checkStore = undefined;
  }

  async checks(): Promise<readonly Check[]> {
    const isRunning = this.#checkStore !== undefined;
    return [
      { name: 'run', ready: isRunning, why: isRunning ? 'it runs' : 'it is starting or stopping' },
      await this.#store(),
      ...[...this.#sources].map(([name, state]): Check => {
        const isUnseen = this.#unseen.has(name);
        const words = this.#isShared ? sharedWords : stateWords;
        return {
          name: `source ${name}`,
          ready: (state !== 'waiting' || this.#isShared) && !isUnseen,
          why: isUnseen ? 'it may miss what happens, and says so' : words[state],
        };
      }),
    ];
  }

  #see(source: string, { events }: EventBatch): void {
    for (const { event } of events) {
      if (event.type === 'platform.unseen') this.#unseen.add(source);
      if (event.type === 'platform.seen') this.#unseen.delete(source);
    }
  }

  async #store(): Promise<Check> {
    const check = this.#checkStore;
    if (check === undefined) return { name: 'store', ready: false, why: 'it is not written to now' };
    const late = (): Error => new Error('late');
    try {
      await withinDeadline(this.#clock, storeMs, check, late);
      return { name: 'store', ready: true, why: 'it writes' };
    } catch {
      return { name: 'store', ready: false, why: 'it refuses to write, or takes too long' };
    }
  }
}

const stateWords = {
  waiting: 'it is not listened to yet',
  listening: 'it is listened to',
  ended: 'it has come to its end',
} as const;

const sharedWords = {
  waiting: 'another worker listens to it',
  listening: 'it is listened to',
  ended: 'it is not listened to here now',
} as const;
