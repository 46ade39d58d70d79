import type { ObservedEvent } from '../exchange.ts';
import { foldConversation } from '../conversation/conversation.ts';
import type { RoutingEvent } from '../conversation/events.ts';
import { Floor } from '../conversation/floor.ts';
import { OpenConversations } from '../conversation/openConversations.ts';
import { asksForHandoff, asksForSkills } from '../decisions/course.ts';
import { factCatalogue } from '../facts/catalogue.ts';
import { Freshness, providersByFact, type Providers } from './freshness.ts';
import { Gathering } from './gathering.ts';
import type { RuntimeParts } from './parts.ts';

/** A fact to be looked up, of the event's conversation when no queue is named. */
interface Wanted {
  readonly fact: string;
  readonly queue: string | undefined;
}

/** Told what an event comes to: facts of its queue that were looked up, then the event with those of its conversation. */
export type LookedUp = (events: readonly RoutingEvent[]) => void;

/**
 * Looks up every fact that providers have, at the moments at which decisions are made: for who cannot know which of them
 * a policy will read. A conversation's are looked up when it enters a queue, when its facts change and at each bot turn,
 * unless they are known; those of its queue then and at each answer, and those of the queues that a bot may hand over to at
 * each turn, unless they are fresh. Events of one conversation come out in the order they went in; one that waits for facts
 * keeps no other conversation waiting.
 */
export class LookUps {
  readonly #parts: Pick<RuntimeParts, 'providers' | 'clock' | 'settings' | 'problem'>;
  readonly #providers: Providers;
  readonly #freshness: Freshness;
  readonly #targets: readonly string[];
  readonly #floor = new Floor();
  readonly #open = new OpenConversations();
  /** Conversations whose facts are being looked up, with the events that wait for that. */
  readonly #lanes = new Map<string, { readonly event: RoutingEvent; readonly done: LookedUp }[]>();
  readonly #work = new Set<Promise<void>>();
  /** What whoever was told of events threw, where nobody waited for it. */
  readonly #failures: unknown[] = [];

  /** @param targets queues that a bot may hand over to. */
  constructor(
    parts: Pick<RuntimeParts, 'providers' | 'clock' | 'settings' | 'problem'>,
    targets: readonly string[],
  ) {
    this.#parts = parts;
    this.#targets = targets;
    this.#providers = providersByFact(parts.providers);
    this.#freshness = new Freshness(this.#providers, parts.clock);
  }

  /**
   * Takes an event in the order it became known.
   * @param done told at once where nothing is to be looked up.
   * @throws what a `done` has thrown, this one or one before.
   */
  take({ event, observedAt }: Pick<ObservedEvent, 'event' | 'observedAt'>, done: LookedUp): void {
    if (this.#failures.length > 0) throw this.#failures[0];
    this.#freshness.told(event, observedAt);
    const lane = 'conversation' in event ? this.#lanes.get(event.conversation) : undefined;
    if (lane !== undefined) lane.push({ event, done });
    else if (this.#wanted(event).length === 0) this.#pass([event], done);
    else this.#begin(event as Extract<RoutingEvent, { conversation: string }>, done);
  }

  /** Resolves once every event that was taken has come out. @throws what a `done` has thrown. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  #begin(event: Extract<RoutingEvent, { conversation: string }>, done: LookedUp): void {
    this.#lanes.set(event.conversation, [{ event, done }]);
    const work = this.#through(event.conversation)
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  async #through(conversation: string): Promise<void> {
    const lane = this.#lanes.get(conversation)!;
    for (let next = lane[0]; next !== undefined; next = lane[0]) {
      this.#pass(await this.#lookUp(next.event), next.done);
      lane.shift();
    }
    this.#lanes.delete(conversation);
  }

  /** Never rejects: what fails is missing, and told. */
  async #lookUp(event: RoutingEvent): Promise<readonly RoutingEvent[]> {
    const wanted = this.#wanted(event);
    if (wanted.length === 0) return [event];
    const gathering = new Gathering(event, this.#providers, this.#parts.problem);
    const { events, facts } = await gathering.within(this.#parts, (signal) =>
      Promise.all(wanted.map(({ fact, queue }) => gathering.lookUp(fact, queue, signal))),
    );
    this.#freshness.lookedUp(facts);
    return events;
  }

  #pass(events: readonly RoutingEvent[], done: LookedUp): void {
    for (const event of events) {
      if (event.type === 'queue.observed') this.#floor.fold(event);
      const before = this.#open.of(event);
      if (before !== undefined) this.#open.fold(before, event);
    }
    done(events);
  }

  #wanted(event: RoutingEvent): readonly Wanted[] {
    const before = this.#providers.size === 0 ? undefined : this.#open.of(event);
    if (before === undefined) return [];
    const after = foldConversation(before, event);
    const isTurn = asksForHandoff(event, after);
    const isAnswer = event.type === 'conversation.answered' && before.phase === 'waiting';
    if (!isTurn && !isAnswer && !asksForSkills(event, after)) return [];
    const about = after.queue ?? (after.facts['queue'] as string | undefined);
    const queues = new Set([...(about === undefined ? [] : [about]), ...(isTurn ? this.#targets : [])]);
    return [...this.#providers.keys()].flatMap((fact): readonly Wanted[] => {
      if (factCatalogue.get(fact)!.subject === 'queue')
        return [...queues]
          .filter((queue) => this.#freshness.isStale(queue, fact, this.#floor))
          .map((queue) => ({ fact, queue }));
      return isAnswer || after.facts[fact] !== undefined ? [] : [{ fact, queue: undefined }];
    });
  }
}
