import type { RoutingEvent } from '../conversation/events.ts';
import type { FactFinder } from '../conditions/evaluator.ts';
import type { Question } from '../decisions/question.ts';
import { factCatalogue } from '../facts/catalogue.ts';
import type { FactValue } from '../facts/definition.ts';
import { factValueProblem, kindOf } from '../facts/values.ts';
import { withinDeadline } from '../deadline.ts';
import { pluginFailure } from '../plugins/lifecycle.ts';
import type { FactHolder } from '../ports.ts';
import { problemError, type Problem } from '../problem.ts';
import type { GatheredFact } from '../store.ts';
import type { Providers } from './freshness.ts';
import type { RuntimeParts } from './parts.ts';

/** An event with what was gathered for it, in the order they count, and where that came from. */
export interface Gathered {
  readonly events: readonly RoutingEvent[];
  readonly facts: readonly Omit<GatheredFact, 'position'>[];
}

/** What is gathered for one event, while it is being gathered. */
export class Gathering {
  readonly #told: RoutingEvent;
  readonly #providers: Providers;
  readonly #problem: (problem: Problem) => void;
  readonly #asked = new Map<string, Promise<FactValue | undefined>>();
  readonly #waiting = new Set<string>();
  readonly #facts: Omit<GatheredFact, 'position'>[] = [];
  #isClosed = false;

  constructor(event: RoutingEvent, providers: Providers, problem: (problem: Problem) => void) {
    this.#told = event;
    this.#providers = providers;
    this.#problem = problem;
  }

  /** The event, with the facts of its conversation that are known by now. */
  get event(): RoutingEvent {
    const told = this.#told;
    const own = this.#facts.filter(({ queue }) => queue === undefined);
    return own.length === 0 || !carriesFacts(told)
      ? told
      : { ...told, facts: { ...valuesOf(own), ...told.facts } };
  }

  /** Facts as the question finds them, or as they were gathered. */
  finderFor({ find, queue }: Question): FactFinder {
    return (fact) =>
      this.#facts.find((one) => one.fact === fact && (one.queue ?? queue) === queue)?.value ?? find(fact);
  }

  isAsked(fact: string, queue: string | undefined): boolean {
    return this.#asked.has(keyOf(fact, queue));
  }

  /**
   * Has facts looked up, for as long as a decision may wait. Never rejects: what fails is missing, and told.
   * @param lookUp looks up what is wanted, by `lookUp` of this.
   * @returns what was gathered by then; what comes later is not heard.
   */
  async within(
    { clock, settings: { gatherSeconds } }: Pick<RuntimeParts, 'clock' | 'settings'>,
    lookUp: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<Gathered> {
    const late = (): Error =>
      problemError(
        'gathering-too-slow',
        `went on without ${[...this.#waiting].sort().join(', ')}: not known after ${gatherSeconds} s`,
        {
          severity: 'warning',
          hint: 'see why it is looked up so slowly, or raise runtime.gatherSeconds',
        },
      );
    await withinDeadline(clock, gatherSeconds * 1000, lookUp, late).catch((error: unknown) =>
      pluginFailure('gathering-failed', 'gathering facts', error, 'warning').forEach(this.#problem),
    );
    this.#isClosed = true;
    return this.#gathered();
  }

  /** Looks a fact up, once. Never rejects. @returns undefined when it is missing. */
  lookUp(fact: string, queue: string | undefined, signal: AbortSignal): Promise<FactValue | undefined> {
    const key = keyOf(fact, queue);
    let asked = this.#asked.get(key);
    if (asked === undefined) {
      asked = this.#observe(fact, queue, signal);
      this.#asked.set(key, asked);
    }
    return asked;
  }

  #gathered(): Gathered {
    const queues = new Set(this.#facts.flatMap(({ queue }) => queue ?? []));
    const { at } = this.#told;
    const observed = [...queues].map((queue): RoutingEvent => {
      const facts = valuesOf(this.#facts.filter((one) => one.queue === queue));
      return { type: 'queue.observed', at, queue, facts };
    });
    return { events: [...observed, this.event], facts: [...this.#facts] };
  }

  async #observe(
    fact: string,
    queue: string | undefined,
    signal: AbortSignal,
  ): Promise<FactValue | undefined> {
    const { name, part } = this.#providers.get(fact)!;
    const ofQueue = isOfQueue(fact);
    const of = ofQueue ? { queue: queue! } : { conversation: conversationOf(this.#told) };
    this.#waiting.add(fact);
    try {
      const found = await part.observe(fact, of, signal);
      if (found === undefined || this.#isClosed) return undefined;
      const wrong = factValueProblem(factCatalogue.get(fact)!, found.value, kindOf);
      if (wrong !== undefined) throw problemError('bad-fact', `${fact} of ${holderName(of)} ${wrong}`);
      if (!Number.isFinite(found.observedAt))
        throw problemError('bad-fact', `${fact} of ${holderName(of)} does not say when it was so`);
      this.#facts.push({ fact, ...found, ...(ofQueue ? { queue: queue! } : {}), from: name });
      return found.value;
    } catch (error) {
      if (!this.#isClosed && !signal.aborted) {
        const what = `"${name}" did not find ${fact} of ${holderName(of)}`;
        pluginFailure('gathering-failed', what, error, 'warning').forEach(this.#problem);
      }
      return undefined;
    } finally {
      this.#waiting.delete(fact);
    }
  }
}

/** Facts of a conversation are gathered with an event that carries some: it is then as if it had told them. */
export function carriesFacts(
  event: RoutingEvent,
): event is Extract<RoutingEvent, { type: 'conversation.queued' | 'conversation.facts' | 'bot.turn' }> {
  return (
    event.type === 'conversation.queued' || event.type === 'conversation.facts' || event.type === 'bot.turn'
  );
}

function isOfQueue(fact: string): boolean {
  return factCatalogue.get(fact)!.subject === 'queue';
}

/** A conversation's fact is one, whichever queue a question is about. */
function keyOf(fact: string, queue: string | undefined): string {
  return isOfQueue(fact) ? `${queue}\0${fact}` : fact;
}

function valuesOf(facts: readonly Pick<GatheredFact, 'fact' | 'value'>[]): Record<string, FactValue> {
  return Object.fromEntries(facts.map(({ fact, value }) => [fact, value]));
}

function conversationOf(event: RoutingEvent): string {
  return 'conversation' in event ? event.conversation : '';
}

function holderName(of: FactHolder): string {
  return 'queue' in of ? `queue ${of.queue}` : `conversation ${of.conversation}`;
}
