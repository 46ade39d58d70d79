import { foldConversation } from '../conversation/conversation.ts';
import type { RoutingEvent } from '../conversation/events.ts';
import { Floor } from '../conversation/floor.ts';
import { OpenConversations } from '../conversation/openConversations.ts';
import { withinDeadline } from '../deadline.ts';
import { asksForHandoff, asksForSkills } from '../decisions/course.ts';
import { factCatalogue } from '../facts/catalogue.ts';
import { problemError } from '../problem.ts';
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
 * each turn, unless they are fresh. Events of one conversation come out in
 * the order they went in; one that waits for facts keeps no other conversation waiting.
 */
export class LookUps {
  readonly #parts: Pick<RuntimeParts, 'providers' | 'clock' | 'settings' | 'problem'>;
  readonly #providers: ReadonlyMap<string, RuntimeParts['providers'][number]>;
  readonly #targets: readonly string[];
  readonly #floor = new Floor();
  readonly #open = new OpenConversations();
  /** When the queue's value that counts was looked up, by queue and fact. */
  readonly #foundAt = new Map<string, number>();
  /** Conversations whose facts are being looked up, with the events that wait for that. */
  readonly #lanes = new Map<string, { readonly event: RoutingEvent; readonly done: LookedUp }[]>();
  readonly #work = new Set<Promise<void>>();

  /** @param targets queues that a bot may hand over to. */
  constructor(
    parts: Pick<RuntimeParts, 'providers' | 'clock' | 'settings' | 'problem'>,
    targets: readonly string[],
  ) {
    this.#parts = parts;
    this.#targets = targets;
    this.#providers = new Map(
      parts.providers.flatMap((one) => one.part.facts.map((fact) => [fact, one] as const)),
    );
  }

  /** Takes an event in the order it became known. @param done told at once where nothing is to be looked up. */
  take(event: RoutingEvent, done: LookedUp): void {
    const lane = 'conversation' in event ? this.#lanes.get(event.conversation) : undefined;
    if (lane !== undefined) lane.push({ event, done });
    else if (this.#wanted(event).length === 0) this.#pass([event], done);
    else this.#begin(event as Extract<RoutingEvent, { conversation: string }>, done);
  }

  /** Resolves once every event that was taken has come out. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  #begin(event: Extract<RoutingEvent, { conversation: string }>, done: LookedUp): void {
    this.#lanes.set(event.conversation, [{ event, done }]);
    const work = this.#through(event.conversation).finally(() => this.#work.delete(work));
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
    const { clock, settings, problem } = this.#parts;
    const { gatherSeconds } = settings;
    const gathering = new Gathering(event, this.#providers, problem);
    const late = (): Error => {
      const message = `${gathering.unanswered().join(', ')}: not known after ${gatherSeconds} s`;
      const hint = 'see why it is looked up so slowly, or raise runtime.gatherSeconds';
      return problemError('gathering-too-slow', message, { severity: 'warning', hint });
    };
    const work = async (signal: AbortSignal): Promise<void> =>
      void (await Promise.all(wanted.map(({ fact, queue }) => gathering.lookUp(fact, queue, signal))));
    await withinDeadline(clock, gatherSeconds * 1000, work, late).catch(gathering.tell);
    const { events, facts } = gathering.close();
    for (const one of facts)
      if (one.queue !== undefined) this.#foundAt.set(`${one.queue}\0${one.fact}`, one.observedAt);
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
        return [...queues].filter((queue) => this.#isStale(fact, queue)).map((queue) => ({ fact, queue }));
      return isAnswer || after.facts[fact] !== undefined ? [] : [{ fact, queue: undefined }];
    });
  }

  #isStale(fact: string, queue: string): boolean {
    if (this.#floor.queueFacts(queue)[fact] === undefined) return true;
    const foundAt = this.#foundAt.get(`${queue}\0${fact}`);
    const { freshSeconds = Infinity } = this.#providers.get(fact)!.part;
    return foundAt !== undefined && this.#parts.clock.now() - foundAt > freshSeconds * 1000;
  }
}
