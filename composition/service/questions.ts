import { canonicalJson, sha256 } from '../../engine/canonical.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import { hasTheSay, type Asked } from '../../engine/decisions/record.ts';
import type { DecisionRecord, ObservedEvent } from '../../engine/exchange.ts';
import type { Clock, EventBatch, EventSource } from '../../engine/ports.ts';
import type { Changes, Store } from '../../engine/store.ts';
import { isAskedDecision, tellableFacts, type AskedDecision, type AskedPoint } from './decideSchema.ts';
import type { Question } from './question.ts';

/** What a question came to: a decision, or why there is none, in words. */
export type Asking = { readonly decision: AskedDecision } | { readonly none: string };

/** What is asked with. */
export interface QuestionsSettings {
  readonly repeatSeconds: number;
  readonly actsBy: Asked['actsBy'];
}

/** A question that was told as an event, and what it has come to. */
interface Put {
  readonly at: number;
  /** Decisions that were made at its event. */
  readonly decisions: Decision[];
  readonly settled: Promise<void>;
  readonly settle: () => void;
  isSettled: boolean;
}

/** For how long a question is remembered by the `request` it names, in milliseconds. */
const rememberMs = 3_600_000;
/** Questions, and conversations with their last decisions, remembered at most. */
const mostRemembered = 10_000;
/** Decisions, and ends of commands, that are looked through after a restart for what was asked for: the last of all. */
const lookBack = 10_000;
/** Of those, at one time. */
const page = 500;

/**
 * Questions as events: each is told to the runtime as any source tells what happens, and answered by the decision that came
 * of it once that is safe. A question that is put again is told once.
 */
export class Questions implements EventSource {
  readonly carries: readonly string[] = tellableFacts.map(({ name }) => name);
  readonly givesPseudonyms = true;
  readonly #clock: Clock;
  readonly #settings: QuestionsSettings;
  readonly #put = new Map<string, Put>();
  /** By the entry of the inbox. */
  readonly #positions = new Map<number, Put>();
  /** The last decision of a conversation at a point. */
  readonly #last = new Map<string, Map<AskedPoint, AskedDecision>>();
  #take: ((batch: EventBatch) => Promise<void>) | undefined;
  #waiting: ObservedEvent[] = [];
  #next: Promise<void> | undefined;
  #taken: Promise<unknown> = Promise.resolve();
  #toldAt = -Infinity;

  constructor(clock: Clock, settings: QuestionsSettings) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Takes up what was asked before a restart. To be called before anything is decided. */
  async resume(store: Store): Promise<void> {
    for (const { position, observed } of await store.inbox())
      if (observed.asked !== undefined) this.#positions.set(position, this.#remember(observed.asked.request));
    const { told: last } = await store.counters();
    for (let after = Math.max(0, last - lookBack); after < last;) {
      const some = await store.told(after, page);
      for (const { told } of some) if ('decision' in told) await this.#recall(told.decision, store);
      after = some.at(-1)?.number ?? last;
    }
  }

  async listen(take: (batch: EventBatch) => Promise<void>, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#take = take;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    this.#take = undefined;
    await this.#taken.catch(() => undefined);
  }

  /** Whether questions are taken. */
  get isListening(): boolean {
    return this.#take !== undefined;
  }

  /**
   * Resolves once the question is decided and safe, or it is certain that nothing is.
   * @throws what the runtime refuses to take it with.
   */
  async ask(question: Question): Promise<Asking> {
    const { point, conversation, facts } = question;
    if (point !== 'handoff' && Object.keys(facts).length === 0) return this.#lastOf(conversation, point);
    const key = keyOf(question);
    const before = this.#put.get(key);
    const put =
      before !== undefined && this.#isAgain(before, question) ? before : await this.#tell(key, question);
    await put.settled;
    const decision = put.decisions.findLast(
      (one): one is AskedDecision => one.point === point && one.conversation === conversation,
    );
    if (decision !== undefined) return { decision };
    return point === 'handoff' ? { none: nothingDecided } : this.#lastOf(conversation, point);
  }

  /** Takes in what was written together. */
  committed({ accepted = [], journal = [], decisions = [], conversations = [] }: Changes): void {
    for (const { position, observed } of accepted) {
      const put = observed.asked && this.#put.get(observed.asked.request);
      if (put !== undefined) this.#positions.set(position, put);
    }
    for (const { record } of decisions) {
      const { body, envelope } = record;
      if (!hasTheSay(envelope)) continue;
      this.#keep(body);
      if (envelope.asked !== undefined) this.#put.get(envelope.asked.request)?.decisions.push(body);
    }
    for (const { position, policies } of journal) {
      if (policies !== undefined) continue;
      const put = this.#positions.get(position);
      if (put !== undefined) this.#settle(put);
      this.#positions.delete(position);
    }
    for (const { id, phase } of conversations) if (phase === 'over') this.#last.delete(id);
  }

  #lastOf(conversation: string, point: AskedPoint): Asking {
    const decision = this.#last.get(conversation)?.get(point);
    return decision === undefined ? { none: nothingDecided } : { decision };
  }

  #isAgain({ at, isSettled }: Put, { request }: Question): boolean {
    const withinMs = request === undefined ? this.#settings.repeatSeconds * 1000 : rememberMs;
    return !isSettled || Math.abs(this.#clock.now() - at) < withinMs;
  }

  async #tell(key: string, { point, conversation, facts }: Question): Promise<Put> {
    // Two questions about a conversation are two turns, also within a millisecond.
    const at = Math.max(Math.floor(this.#clock.now()), this.#toldAt + 1);
    this.#toldAt = at;
    const put = this.#remember(key);
    const type = point === 'handoff' ? 'bot.turn' : 'conversation.facts';
    const asked = { request: key, actsBy: this.#settings.actsBy };
    try {
      await this.#send({ event: { type, at, conversation, facts }, observedAt: at, source: 'asked', asked });
    } catch (error) {
      if (this.#put.get(key) === put) this.#put.delete(key);
      this.#settle(put);
      throw error;
    }
    return put;
  }

  /** One call at a time; what comes meanwhile goes into the next. */
  #send(observed: ObservedEvent): Promise<void> {
    this.#waiting.push(observed);
    if (this.#next === undefined) {
      this.#next = this.#taken.then(
        () => this.#sendAll(),
        () => this.#sendAll(),
      );
      this.#taken = this.#next;
    }
    return this.#next;
  }

  async #sendAll(): Promise<void> {
    const events = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    if (this.#take === undefined) throw new Error('questions are not taken now');
    await this.#take({ events });
  }

  #remember(key: string, at = this.#clock.now()): Put {
    const { promise, resolve } = Promise.withResolvers<void>();
    const put: Put = { at, decisions: [], settled: promise, settle: resolve, isSettled: false };
    this.#put.delete(key);
    this.#put.set(key, put);
    for (const [oldest, { at: since }] of this.#put) {
      if (this.#put.size <= mostRemembered && at - since < rememberMs) break;
      this.#put.delete(oldest);
    }
    return put;
  }

  #settle(put: Put): void {
    put.isSettled = true;
    put.settle();
  }

  /** Takes up a decision that was made before a restart. */
  async #recall({ body, envelope }: DecisionRecord, store: Store): Promise<void> {
    if (!hasTheSay(envelope)) return;
    if ((await store.conversation(body.conversation)) !== undefined) this.#keep(body);
    if (envelope.asked === undefined) return;
    const { request } = envelope.asked;
    const put = this.#put.get(request) ?? this.#remember(request, envelope.decidedAt);
    put.decisions.push(body);
    this.#settle(put);
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

const nothingDecided =
  'nothing is decided: no pack covers the conversation, it is over, or a fact that counts is one that nobody tells';

/** The same for the same question, and for no other. */
function keyOf({ point, conversation, request, facts }: Question): string {
  return sha256(canonicalJson([point, conversation, request ?? facts])).slice(0, 32);
}
