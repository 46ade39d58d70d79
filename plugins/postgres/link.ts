import { backoffMilliseconds } from '../../engine/backoff.ts';
import type { Clock } from '../../engine/ports.ts';
import { steadyTime } from '../../engine/steadyTime.ts';
import { ConnectionLost, connectionLost } from './postgresProblem.ts';
import { Session, type SessionOpening } from './session.ts';

/** How a connection is made, and made again. */
export interface LinkOpening extends SessionOpening {
  readonly reconnectSeconds: number;
  readonly clock: Clock;
  /** Evenly spread over 0 to 1. */
  readonly random: () => number;
}

/** Pauses between two attempts to connect. */
const backoff = { backoffBaseSeconds: 0.05, backoffCapSeconds: 2 };

/** A connection that is made when it is needed, and again when it was lost. */
export class Link {
  readonly #opening: LinkOpening;
  readonly #closed = new AbortController();
  #session: Promise<Session> | undefined;

  constructor(opening: LinkOpening) {
    this.#opening = opening;
  }

  /** Does it once. @throws ConnectionLost when the server cannot be reached, or the connection ends meanwhile. */
  async once<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return work(await this.#connected());
  }

  /**
   * Does it, on a new connection again and again while the connection is lost meanwhile: so it must be something that may be
   * done twice, or that finds out whether it was done.
   * @throws ConnectionLost when that goes on for longer than `reconnectSeconds`, or the link is closed.
   */
  async again<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const { clock, random, reconnectSeconds } = this.#opening;
    const since = steadyTime(clock);
    for (let failures = 1; ; failures++) {
      try {
        return await this.once(work);
      } catch (error) {
        const isLate = steadyTime(clock) - since >= reconnectSeconds * 1000;
        if (!(error instanceof ConnectionLost) || isLate || this.#closed.signal.aborted) throw error;
        await clock.sleep(backoffMilliseconds(failures, backoff, random), this.#closed.signal).catch(() => {
          throw error;
        });
      }
    }
  }

  /** Ends it: what is under way rejects, and nothing is tried again. */
  close(): void {
    this.#closed.abort(new Error('the store is closed'));
    void this.#session?.then((session) => session.close()).catch(() => undefined);
  }

  /** Those who wait for one that was lost share the next. */
  async #connected(): Promise<Session> {
    if (this.#closed.signal.aborted) throw new ConnectionLost('the connection is closed');
    const opening = (this.#session ??= this.#open());
    const session = await opening;
    if (!session.isLost) return session;
    if (this.#session === opening) this.#session = undefined;
    return this.#connected();
  }

  #open(): Promise<Session> {
    return Session.open(this.#opening).catch((error: unknown) => {
      this.#session = undefined;
      throw connectionLost(error as Error);
    });
  }
}
