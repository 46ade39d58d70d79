import { steadyTime } from '../steadyTime.ts';
import type { Changes, EndedCommand } from '../store.ts';
import { attempt } from './attempt.ts';
import type { Committer } from './committer.ts';
import type { Doer } from './doer.ts';
import { Lanes, type Waiting } from './lanes.ts';
import { Outlet, page } from './outlet.ts';
import type { RuntimeParts } from './parts.ts';
import { pauseAfter, pauseOf } from './pause.ts';

/** Commands of one plugin that are in memory, at most; what more there is waits in the store. */
export const mostHeld = 10 * page;

/** Commands that are tried together, and how often they have been since this process brings them. */
interface Group {
  readonly waiting: readonly Waiting[];
  readonly attempts: number;
}

/**
 * Brings one plugin its commands: those of one conversation in their order, retries included; those of some conversations
 * at the same time. What waits to be tried again takes nobody's place.
 */
export class Receiver {
  readonly #doer: Doer;
  readonly #parts: RuntimeParts;
  readonly #committer: Committer;
  readonly #settle: (ended: readonly EndedCommand[]) => Promise<void>;
  readonly #over: AbortSignal;
  readonly #lanes = new Lanes();
  readonly #outlet: Outlet;
  /** What was to be tried again, and may be now. */
  readonly #again: Group[] = [];
  #busy = 0;
  #held = 0;
  #isHurried = false;
  #isTurnOfNew = false;
  #timer: { readonly at: number; readonly stop: AbortController } | undefined;

  /**
   * @param settle has what ended written.
   * @param over once it is aborted nothing more is tried.
   */
  constructor(
    doer: Doer,
    parts: RuntimeParts,
    committer: Committer,
    settle: (ended: readonly EndedCommand[]) => Promise<void>,
    over: AbortSignal,
  ) {
    this.#doer = doer;
    this.#parts = parts;
    this.#committer = committer;
    this.#settle = settle;
    this.#over = over;
    this.#outlet = new Outlet(parts.store, doer.does, over, {
      room: () => mostHeld - this.#held,
      take: (entries) => {
        const since = steadyTime(parts.clock);
        this.#held += entries.length;
        for (const entry of entries) this.#lanes.add({ entry, since, isRepeated: entry.attempts > 0 });
        this.#next();
      },
    });
  }

  /** There may be something new in the outbox. */
  wake(): void {
    this.#outlet.wake();
  }

  /** Resolves once nothing waits, or all is over; from now on no batch waits to be filled. */
  async idle(): Promise<void> {
    this.#isHurried = true;
    this.#next();
    await this.#outlet.until(() => this.#held === 0);
  }

  #next(): void {
    while (this.#busy < this.#doer.atOnce && !this.#over.aborted) {
      const group = this.#nextGroup();
      if (group === undefined) return;
      this.#busy++;
      void this.#try(group)
        // Where it cannot be written, or whoever is told breaks, what is in memory is ahead of what is kept.
        .catch((error: unknown) => this.#committer.fail(error))
        .finally(() => {
          this.#busy--;
          this.#next();
          this.#outlet.readOn();
        });
    }
  }

  /** What is tried for the first time and what is tried again take turns: neither waits for all of the other. */
  #nextGroup(): Group | undefined {
    this.#isTurnOfNew = !this.#isTurnOfNew;
    return this.#isTurnOfNew
      ? (this.#taken() ?? this.#again.shift())
      : (this.#again.shift() ?? this.#taken());
  }

  #taken(): Group | undefined {
    if (this.#lanes.ready === 0) return undefined;
    const at = this.#isHurried ? -Infinity : this.#doer.dueAt(this.#lanes);
    const now = steadyTime(this.#parts.clock);
    if (at > now) {
      this.#wakeAt(at);
      return undefined;
    }
    return { waiting: this.#doer.take(this.#lanes, now), attempts: 0 };
  }

  #wakeAt(at: number): void {
    if (this.#timer !== undefined && this.#timer.at <= at) return;
    this.#timer?.stop.abort();
    const { clock } = this.#parts;
    const timer = { at, stop: new AbortController() };
    this.#timer = timer;
    clock.sleep(at - steadyTime(clock), AbortSignal.any([timer.stop.signal, this.#over])).then(
      () => {
        this.#timer = undefined;
        this.#next();
      },
      () => undefined,
    );
  }

  async #try({ waiting, attempts: before }: Group): Promise<void> {
    const { clock } = this.#parts;
    const { name } = this.#doer;
    const attempts = before + 1;
    const tried = waiting.map(({ entry }) => ({ number: entry.number, attempts: entry.attempts + attempts }));
    await this.#committer.commit({ tried } satisfies Changes);
    const begun = steadyTime(clock);
    const isLast = attempts > this.#furtherAttempts;
    const { answers, failure } = await attempt(this.#doer, waiting, isLast, this.#parts, this.#over);
    const endedAt = clock.now();
    const latencySeconds = (steadyTime(clock) - begun) / 1000;
    const ended: EndedCommand[] = [];
    const left: Waiting[] = [];
    answers.forEach((answer, index) => {
      const one = waiting[index]!;
      if (!('outcome' in answer)) {
        left.push({ ...one, isRepeated: answer.isRepeated });
        return;
      }
      const { number, command, decision, decidedAt } = one.entry;
      const counted = { attempts: tried[index]!.attempts, latencySeconds, endedAt };
      const { outcome } = answer;
      ended.push({ number, ended: { command, decision, decidedAt, plugin: name, ...counted, outcome } });
    });
    if (ended.length > 0) await this.#settle(ended);
    this.#held -= ended.length;
    const conversations = new Set(waiting.map(({ entry }) => entry.command.conversation));
    for (const { entry } of left) conversations.delete(entry.command.conversation);
    for (const conversation of conversations) this.#lanes.release(conversation);
    if (left.length > 0) void this.#pause({ waiting: left, attempts }, failure);
  }

  get #furtherAttempts(): number {
    return this.#doer.pausesSeconds?.length ?? this.#parts.settings.attempts - 1;
  }

  async #pause(group: Group, failure: unknown): Promise<void> {
    const { clock, settings, random } = this.#parts;
    const { attempts } = group;
    const ladder = this.#doer.pausesSeconds;
    const pause =
      ladder === undefined
        ? pauseAfter(attempts, settings, random, failure)
        : pauseOf(ladder[attempts - 1]!, failure);
    // The sleep ends early only when all ends.
    await clock.sleep(pause, this.#over).catch(() => undefined);
    this.#again.push(group);
    this.#next();
  }
}
