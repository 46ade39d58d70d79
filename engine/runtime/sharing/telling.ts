import { pluginFailure } from '../../plugins/lifecycle.ts';
import type { EventBatch, EventSource } from '../../ports.ts';
import { problemError, ProblemError } from '../../problem.ts';
import type { ObservedEvent } from '../../exchange.ts';
import type { ClaimedSource, LogBatch } from '../../sharedStore.ts';
import { requireEvents } from '../badEvent.ts';
import type { Named } from '../parts.ts';
import { guard } from './guard.ts';
import { lookMilliseconds } from './looking.ts';
import type { WorkerParts } from './workerParts.ts';

/** For how many leases what was told beside the holder is kept: longer than anybody takes to take over. */
const keptLeases = 3;

/** Events that are kept beside the holder, at most: what comes then is refused, and so told again later. */
const mostBeside = 100_000;

type Sight = 'platform.unseen' | 'platform.seen';

function isSight(type: string): type is Sight {
  return type === 'platform.unseen' || type === 'platform.seen';
}

function tooMuch(): Error {
  const message = `${mostBeside} events wait to be written to the log, and no more are kept`;
  return problemError('too-many-events', message, { hint: 'is the database reached? They are told again' });
}

/** Has what a source tells written to the log, by one worker at a time. */
export class Telling {
  readonly #source: Named<EventSource>;
  readonly #worker: WorkerParts;
  /** While this worker is the one that writes. */
  #claim: ClaimedSource | undefined;
  /** What was told while another wrote, and when. */
  #beside: { readonly at: number; readonly batch: LogBatch }[] = [];

  /** Whether the platform is seen by the source, as it has told last. */
  #sight: Sight | undefined;
  #isReady: boolean;
  #isToldOfLoss = false;

  constructor(source: Named<EventSource>, worker: WorkerParts) {
    this.#source = source;
    this.#worker = worker;
    this.#isReady = source.part.standsBy !== true;
  }

  /** Whether the source has told all that happened before it was listened to here, where it is for every worker to know. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /**
   * Listens until the source has come to its end, or the signal is aborted.
   * @throws ProblemError when the source cannot go on.
   */
  async run(signal: AbortSignal): Promise<void> {
    try {
      if (this.#source.part.standsBy === true) await this.#standBy(signal);
      else while (!signal.aborted && !(await this.#tellAlone(signal)));
    } catch (error) {
      throw new ProblemError(pluginFailure('source-failed', `"${this.#source.name}" cannot go on`, error));
    }
  }

  async #standBy(signal: AbortSignal): Promise<void> {
    const cursor = await this.#worker.shared.cursor(this.#source.name);
    // Nothing has been told before: there is nothing to catch up with.
    if (cursor === undefined) this.#sees('platform.seen');
    const ended = new AbortController();
    const claiming = this.#keepClaiming(AbortSignal.any([signal, ended.signal]));
    await this.#source.part
      .listen((batch) => this.#take(batch), signal, cursor)
      .finally(() => ended.abort(new Error('the source has ended')));
    await claiming;
  }

  /** Listens once this worker alone may, for as long as that is so. @returns whether the source has come to its end. */
  async #tellAlone(signal: AbortSignal): Promise<boolean> {
    const claim = await this.#claimed(signal);
    if (claim === undefined) return true;
    const [ended, lost] = [new AbortController(), new AbortController()];
    const held = this.#hold(claim, AbortSignal.any([signal, ended.signal])).then(() => lost.abort());
    const append = async (batch: EventBatch): Promise<void> => {
      const right = this.#right(batch);
      await this.#append(claim, right).catch((error: unknown) => {
        if (!lost.signal.aborted) this.#tell(error);
        lost.abort();
        throw error;
      });
    };
    try {
      await this.#source.part.listen(append, AbortSignal.any([signal, lost.signal]), claim.cursor);
      return !lost.signal.aborted;
    } catch (error) {
      if (lost.signal.aborted) return false;
      throw error;
    } finally {
      ended.abort(new Error('the source has ended'));
      await held;
    }
  }

  async #take(told: EventBatch): Promise<void> {
    const batch = this.#right(told);
    const claim = this.#claim;
    if (claim !== undefined) {
      try {
        await this.#append(claim, batch);
        return;
      } catch (error) {
        // Another may write it, or this one again: it is kept for then.
        if (this.#claim === claim) this.#claim = undefined;
        this.#tell(error);
      }
    }
    if (this.#beside.reduce((count, one) => count + one.batch.events.length, 0) >= mostBeside)
      throw tooMuch();
    this.#beside.push({ at: this.#worker.parts.clock.now(), batch });
  }

  /** Lets go of what was told beside another who writes, as far as that has written it too. */
  async #forgetWritten(): Promise<void> {
    if (this.#beside.length === 0) return;
    const { shared, parts } = this.#worker;
    const { name, part } = this.#source;
    const now = parts.clock.now();
    const cursor = await shared.cursor(name);
    const written = cursor === undefined ? undefined : part.toldUntil?.(cursor);
    const since = Math.min(now, written ?? now) - keptLeases * shared.leaseSeconds * 1000;
    this.#beside = this.#beside.filter(({ at }) => at >= since);
  }

  async #append(claim: ClaimedSource, batch: LogBatch): Promise<void> {
    await claim.append(batch);
    this.#worker.logged?.(this.#source.name, batch.events);
  }

  /** A batch as every shard can take it in; what a person should know of it is told here, once. */
  #right({ events, ...rest }: EventBatch): LogBatch {
    const { name, part } = this.#source;
    requireEvents(name, events);
    const { problem } = this.#worker.parts;
    const silent = events.map(({ problems = [], ...observed }) => {
      problems.forEach(problem);
      const sealed = part.sealed?.(observed.event);
      return sealed === undefined ? observed : { ...observed, sealed };
    });
    for (const { event } of events) if (isSight(event.type)) this.#sees(event.type);
    return { ...rest, events: silent };
  }

  /** Writes whenever nobody else does, until the signal is aborted. */
  async #keepClaiming(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const claim = await this.#claimed(signal);
      if (claim === undefined) return;
      const held = this.#hold(claim, signal);
      try {
        await this.#catchUp(claim);
        this.#claim = claim;
      } catch (error) {
        this.#tell(error);
        claim.abandon();
      }
      await held;
      this.#claim = undefined;
    }
  }

  /** Writes what was told since whoever wrote before did so for the last time, with some that it has written. */
  async #catchUp(claim: ClaimedSource): Promise<void> {
    // Whoever wrote before may have gone while it did not see the platform, and this one does; or the other way round.
    let sight = claim.cursor === undefined ? undefined : this.#sight;
    while (sight !== undefined || this.#beside.length > 0) {
      const kept = this.#beside;
      const events = kept.flatMap(({ batch }) => batch.events);
      if (sight !== undefined) events.push(this.#sighted(sight));
      sight = undefined;
      const cursor = kept.findLast(({ batch }) => batch.cursor !== undefined)?.batch.cursor;
      await this.#append(claim, { events, ...(cursor === undefined ? {} : { cursor }) });
      this.#beside = this.#beside.filter((one) => !kept.includes(one));
    }
  }

  #sees(sight: Sight): void {
    this.#sight = sight;
    if (sight === 'platform.seen') this.#isReady = true;
  }

  #sighted(type: Sight): ObservedEvent {
    const now = this.#worker.parts.clock.now();
    return { event: { type, at: now }, observedAt: now, source: 'connection' };
  }

  /** @returns undefined when the signal is aborted first. */
  async #claimed(signal: AbortSignal): Promise<ClaimedSource | undefined> {
    const { shared, parts } = this.#worker;
    const { name } = this.#source;
    while (!signal.aborted) {
      let isRefused = false;
      const claim = await shared.claimSource(name).catch((error: unknown) => {
        isRefused = true;
        this.#tell(error);
      });
      if (!isRefused) this.#isToldOfLoss = false;
      if (claim !== undefined) return claim;
      if (!isRefused) await this.#forgetWritten().catch((error: unknown) => this.#tell(error));
      await parts.clock.sleep(lookMilliseconds(shared.leaseSeconds), signal).catch(() => undefined);
    }
    return undefined;
  }

  /** Resolves once it is not held any more. */
  async #hold(claim: ClaimedSource, signal: AbortSignal): Promise<void> {
    const { shared, parts } = this.#worker;
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    const end = (): void => over.abort(new Error('it is not held any more'));
    await Promise.all([
      claim.keepUp(until).catch((error: unknown) => {
        if (!until.aborted) this.#tell(error);
        end();
      }),
      guard(claim, shared.leaseSeconds, parts.clock, until, end),
    ]);
    await claim.close().catch((error: unknown) => this.#tell(error));
  }

  /** Once, until it is better. */
  #tell(error: unknown): void {
    if (this.#isToldOfLoss) return;
    this.#isToldOfLoss = true;
    const message = `what "${this.#source.name}" tells cannot be written down now`;
    pluginFailure('source-lost', message, error, 'warning').forEach(this.#worker.parts.problem);
  }
}
