import { compileRules } from '../conditions/compiled/compile.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { RoutingEvent } from '../conversation/events.ts';
import { Course, type CourseListener } from '../decisions/course.ts';
import { isRuling, PolicyRun, type Ruling } from '../decisions/policyRun.ts';
import { asked, Undecided } from '../decisions/undecided.ts';
import type { Policy } from '../packs/policy.ts';
import type { EventBatch } from '../ports.ts';
import type { Changes, GatheredFact, InboxEntry, KeptDecision, Store, UndecidedPoint } from '../store.ts';
import { engineVersion } from '../version.ts';
import { problemError } from '../problem.ts';
import { badEvent } from './badEvent.ts';
import type { Committer } from './committer.ts';
import { Gatherer } from './gatherer.ts';
import type { RuntimeParts } from './parts.ts';

/** Who decides. */
export interface Deciding {
  readonly policy: Policy;
  /** Settles ties. */
  readonly seed: string;
  /** Observed facts that neither a source nor a provider ever tells. */
  readonly lacking: ReadonlySet<string>;
}

/** What is written about the events of one step. */
interface Draft extends Changes {
  readonly accepted: InboxEntry[];
  readonly journal: Required<Changes>['journal'][number][];
  readonly gathered: GatheredFact[];
  readonly conversations: Conversation[];
  readonly decisions: KeptDecision[];
  readonly cursors: Map<string, string>;
}

/**
 * Takes events in, has facts gathered where decisions need them, and decides. Events of one conversation are decided in
 * the order they came; one that waits for facts keeps no other conversation waiting.
 */
export class Intake {
  readonly #parts: RuntimeParts;
  readonly #committer: Committer;
  readonly #course: Course;
  readonly #gatherer: Gatherer;
  /** Conversations whose facts are being gathered, with the events that wait for that. */
  readonly #lanes = new Map<string, InboxEntry[]>();
  readonly #work = new Set<Promise<void>>();
  #rulings: Ruling[] = [];
  #changed: Conversation[] = [];
  /** What went wrong in the code that decides, at the events of one step. */
  #faults: unknown[] = [];
  #undecided = 0;
  #position = 0;
  #decision = 0;

  constructor({ policy, seed, lacking }: Deciding, parts: RuntimeParts, committer: Committer) {
    this.#parts = parts;
    this.#committer = committer;
    const run = new PolicyRun(policy, { seed, prepare: compileRules, lacking });
    const listener: CourseListener = {
      decide: (point, conversation, ask) => {
        try {
          const made = asked(ask, run, point, conversation);
          if (isRuling(made)) this.#rulings.push(made);
        } catch (fault) {
          this.#faults.push(fault);
        }
      },
      changed: (conversation) => void this.#changed.push(conversation),
    };
    this.#course = new Course([run], listener, parts.settings.moments);
    this.#gatherer = new Gatherer(this.#course, run, parts);
  }

  /**
   * Goes on where the store stands: what was decided on is folded again, by the code that decided it, and what was taken
   * in and not decided on is decided now.
   */
  async resume(store: Store): Promise<void> {
    ({ position: this.#position, decision: this.#decision } = await store.counters());
    for await (const { position, events } of store.journal()) {
      for (const event of events) {
        this.#fold(event);
        // When a source observed it is not known any more: it is looked up anew.
        this.#gatherer.freshness.told(event, -Infinity);
      }
      if (events.length > 1) this.#gatherer.freshness.lookedUp(await store.gathered(position));
    }
    this.#drain();
    const draft = newDraft();
    for (const entry of await store.inbox()) this.#admit(entry, draft);
    await this.#committer.commit(draft);
  }

  /**
   * Resolves once the events are safe, decided on or not.
   * @param from the plugin that tells them.
   * @throws ProblemError when one of them is no event: then none is taken in.
   */
  async take(from: string, { events, cursor }: EventBatch): Promise<void> {
    for (const { event } of events) {
      const wrong = badEvent(event);
      if (wrong === undefined) continue;
      const hint = 'tell who makes the plugin; nothing that was told with it is taken in';
      throw problemError('bad-event', `what "${from}" tells ${wrong}`, { hint });
    }
    const draft = newDraft();
    const receivedAt = this.#parts.clock.now();
    for (const observed of events) {
      observed.problems?.forEach(this.#parts.problem);
      const entry: InboxEntry = { position: ++this.#position, from, observed, receivedAt };
      draft.accepted.push(entry);
      this.#admit(entry, draft);
    }
    if (cursor !== undefined) draft.cursors.set(from, cursor);
    await this.#committer.commit(draft);
  }

  /** Decisions that could not be made, for a fault in the code that decides, since this was made. */
  get undecided(): number {
    return this.#undecided;
  }

  /** Resolves once all that was taken in is decided on and safe; rejects when it cannot be written. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
    this.#committer.failed.throwIfAborted();
    await this.#committer.idle();
  }

  #admit(entry: InboxEntry, draft: Draft): void {
    const { event } = entry.observed;
    const conversation = 'conversation' in event ? event.conversation : undefined;
    const lane = conversation === undefined ? undefined : this.#lanes.get(conversation);
    if (lane !== undefined) lane.push(entry);
    else if (conversation !== undefined && this.#isGatheringNeeded(event)) this.#begin(conversation, entry);
    else this.#decide(entry, [event], [], draft);
  }

  #begin(conversation: string, entry: InboxEntry): void {
    this.#lanes.set(conversation, []);
    const work = this.#gatherFor(conversation, entry).finally(() => this.#work.delete(work));
    this.#work.add(work);
    work.catch((error: unknown) => this.#committer.fail(error));
  }

  /** Gathers for an event and decides, then goes through those of its conversation that came meanwhile. */
  async #gatherFor(conversation: string, first: InboxEntry): Promise<void> {
    const lane = this.#lanes.get(conversation)!;
    for (let entry: InboxEntry | undefined = first; entry !== undefined; entry = lane.shift()) {
      const { event } = entry.observed;
      const { events, facts } = this.#isGatheringNeeded(event)
        ? await this.#gatherer.gather(event)
        : { events: [event], facts: [] };
      const draft = newDraft();
      this.#decide(entry, events, facts, draft);
      if (lane.length === 0) this.#lanes.delete(conversation);
      await this.#committer.commit(draft);
    }
  }

  #decide(
    { position, observed }: InboxEntry,
    events: readonly RoutingEvent[],
    facts: readonly Omit<GatheredFact, 'position'>[],
    draft: Draft,
  ): void {
    for (const event of events) this.#fold(event);
    this.#gatherer.freshness.told(observed.event, observed.observedAt);
    draft.gathered.push(...facts.map((fact) => ({ ...fact, position })));
    const { rulings, changed, faults } = this.#drain();
    draft.conversations.push(...changed);
    const envelope = { engineVersion, stage: 'active', decidedAt: this.#parts.clock.now() } as const;
    for (const ruling of rulings) {
      const { point, context } = ruling;
      try {
        const record = { body: ruling.record(), envelope };
        draft.decisions.push({ number: ++this.#decision, record });
      } catch (fault) {
        faults.push(new Undecided(point, context.conversation, fault));
      }
    }
    const undecided = faults.map((fault) => this.#tell(fault, events.at(-1)!));
    draft.journal.push({ position, events, ...(undecided.length === 0 ? {} : { undecided }) });
  }

  /** A fault in the code that decides leaves out that decision alone: what happened counts all the same. */
  #fold(event: RoutingEvent): void {
    try {
      this.#course.take(event);
    } catch (fault) {
      // What is known of a queue has been folded by then; only what the policy makes of it at once has not.
      if (event.type !== 'queue.observed') throw fault;
      this.#faults.push(fault);
    }
  }

  /** Whether facts can be gathered for an event; not, when the code that says so has a fault, which is then told. */
  #isGatheringNeeded(event: RoutingEvent): boolean {
    try {
      return this.#gatherer.isNeeded(event);
    } catch (fault) {
      this.#faults.push(fault);
      return false;
    }
  }

  #tell(fault: unknown, event: RoutingEvent): UndecidedPoint {
    this.#undecided++;
    const about = subjectOf(event);
    const said = fault instanceof Error ? fault.message : String(fault);
    const message = fault instanceof Undecided ? said : `nothing can be decided about ${about}: ${said}`;
    const hint = `a fault in the code that decides, at its ${event.type}; tell who maintains it. Everything else goes on`;
    this.#parts.problem({ code: 'undecided', severity: 'error', message, hint });
    return { ...(fault instanceof Undecided ? { point: fault.point } : {}), why: said };
  }

  /** What the last events brought about. */
  #drain(): {
    readonly rulings: readonly Ruling[];
    readonly changed: readonly Conversation[];
    readonly faults: unknown[];
  } {
    const brought = { rulings: this.#rulings, changed: this.#changed, faults: this.#faults };
    this.#rulings = [];
    this.#changed = [];
    this.#faults = [];
    return brought;
  }
}

/** What an event is about, for messages. */
function subjectOf(event: RoutingEvent): string {
  if ('conversation' in event) return event.conversation;
  if ('queue' in event) return event.queue;
  return 'agent' in event ? event.agent : 'the platform';
}

function newDraft(): Draft {
  return {
    accepted: [],
    journal: [],
    gathered: [],
    conversations: [],
    decisions: [],
    cursors: new Map(),
  };
}
