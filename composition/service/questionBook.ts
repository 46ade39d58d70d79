import type { Decision } from '../../engine/decisions/policyRun.ts';
import { hasTheSay } from '../../engine/decisions/record.ts';
import type { DecisionRecord } from '../../engine/exchange.ts';
import { logName } from '../../engine/runtime/sharing/logSource.ts';
import type { Clock } from '../../engine/ports.ts';
import { questionsKeptMs } from '../../engine/sharedStore.ts';
import type { Changes, Store } from '../../engine/store.ts';
import { isAskedDecision, type AskedDecision, type AskedPoint } from './decideSchema.ts';
import type { Question } from './question.ts';

/** What a question came to: a decision, or why there is none, in words. */
export type Asking = { readonly decision: AskedDecision } | { readonly none: string };

/** A question that was told as an event, and what it has come to. */
export interface Put {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Decisions that were made at its event. */
  readonly decisions: Decision[];
  readonly settled: Promise<void>;
  readonly settle: () => void;
  isSettled: boolean;
}

/** Questions, and conversations with their last decisions, remembered at most. */
const mostRemembered = 10_000;
/** Decisions, and ends of commands, that are looked through after a restart for what was asked for: the last of all. */
const lookBack = 10_000;
/** Of those, at one time. */
const page = 500;

/** What became of the questions whose events a store takes in, from what is written there. */
export class QuestionBook {
  readonly #clock: Clock;
  readonly #owns: (conversation: string) => boolean;
  readonly #put = new Map<string, Put>();
  /** By the entry of the inbox. */
  readonly #positions = new Map<number, Put>();
  /** The last decision of a conversation at a point. */
  readonly #last = new Map<string, Map<AskedPoint, AskedDecision>>();
  #resumedAfter = 0;

  /** @param owns whose conversations are decided there. */
  constructor(clock: Clock, owns: (conversation: string) => boolean = () => true) {
    this.#clock = clock;
    this.#owns = owns;
  }

  /** Takes up what was asked before a restart. To be called before anything is decided. */
  async resume(store: Store): Promise<void> {
    this.#resumedAfter = Number((await store.cursor(logName)) ?? 0);
    for (const { position, observed } of await store.inbox())
      if (observed.asked !== undefined) this.#positions.set(position, this.remember(observed.asked.request));
    const { told: last } = await store.counters();
    for (let after = Math.max(0, last - lookBack); after < last;) {
      const some = await store.told(after, page);
      const records = some.flatMap(({ told }) => ('decision' in told ? [told.decision] : []));
      await this.#recall(
        records.filter(({ envelope }) => hasTheSay(envelope)),
        store,
      );
      after = some.at(-1)?.number ?? last;
    }
  }

  /**
   * Takes in what was written together.
   * @returns whether it settled a question.
   */
  committed({ accepted = [], journal = [], decisions = [], conversations = [] }: Changes): boolean {
    for (const { position, observed } of accepted) {
      const { asked, event } = observed;
      if (asked === undefined || !('conversation' in event) || !this.#owns(event.conversation)) continue;
      this.#positions.set(position, this.find(asked.request) ?? this.remember(asked.request));
    }
    for (const { record } of decisions) {
      const { body, envelope } = record;
      if (!hasTheSay(envelope)) continue;
      this.#keep(body);
      if (envelope.asked !== undefined) this.find(envelope.asked.request)?.decisions.push(body);
    }
    let settles = false;
    for (const { position, policies } of journal) {
      if (policies !== undefined) continue;
      const put = this.#positions.get(position);
      if (put === undefined) continue;
      this.#settle(put);
      this.#positions.delete(position);
      settles = true;
    }
    for (const { id, phase } of conversations) if (phase === 'over') this.#last.delete(id);
    return settles;
  }

  /** What a question came to, once it is settled. @param put left out, what is decided already. */
  outcome({ point, conversation }: Pick<Question, 'point' | 'conversation'>, put?: Put): Asking {
    const made = put?.decisions.findLast(
      (one): one is AskedDecision => one.point === point && one.conversation === conversation,
    );
    const last =
      point === 'handoff' && put !== undefined ? undefined : this.#last.get(conversation)?.get(point);
    const decision = made ?? last;
    return decision === undefined ? { none: nothingDecided } : { decision };
  }

  find(request: string): Put | undefined {
    return this.#put.get(request);
  }

  /** Whether an event of the log, by its number, was taken in before a restart. */
  wasTakenIn(logged: number): boolean {
    return logged <= this.#resumedAfter;
  }

  remember(request: string, at = this.#clock.now()): Put {
    const { promise, resolve } = Promise.withResolvers<void>();
    const put: Put = { at, decisions: [], settled: promise, settle: resolve, isSettled: false };
    this.#put.delete(request);
    this.#put.set(request, put);
    for (const [oldest, { at: since }] of this.#put) {
      if (this.#put.size <= mostRemembered && at - since < questionsKeptMs) break;
      this.#put.delete(oldest);
    }
    return put;
  }

  /** It could not be told. */
  forget(request: string, put: Put): void {
    if (this.#put.get(request) === put) this.#put.delete(request);
    this.#settle(put);
  }

  #settle(put: Put): void {
    put.isSettled = true;
    put.settle();
  }

  /** Takes up decisions that were made before a restart. */
  async #recall(records: readonly DecisionRecord[], store: Store): Promise<void> {
    const conversations = new Set(records.map(({ body }) => body.conversation));
    const open = new Set<string>();
    // All at once: a store may be a journey away.
    await Promise.all(
      [...conversations].map(async (id) => {
        if ((await store.conversation(id)) !== undefined) open.add(id);
      }),
    );
    for (const { body, envelope } of records) {
      if (open.has(body.conversation)) this.#keep(body);
      if (envelope.asked === undefined) continue;
      const { request } = envelope.asked;
      const put = this.find(request) ?? this.remember(request, envelope.decidedAt);
      put.decisions.push(body);
      this.#settle(put);
    }
  }

  #keep(decision: Decision): void {
    if (!isAskedDecision(decision)) return;
    const points = this.#last.get(decision.conversation);
    if (points !== undefined) {
      points.set(decision.point, decision);
      return;
    }
    this.#last.set(decision.conversation, new Map([[decision.point, decision]]));
    // Of one that never ends nobody tells the end.
    if (this.#last.size > mostRemembered) this.#last.delete(this.#last.keys().next().value!);
  }
}

/** Why there is no decision, where nobody was late. */
export const nothingDecided =
  'nothing is decided: no pack covers the conversation, it is over, or a fact that counts is one that nobody tells';
