import { askRules } from '../conditions/asking.ts';
import { factsRead } from '../conditions/condition.ts';
import type { RoutingEvent } from '../conversation/events.ts';
import type { Course } from '../decisions/course.ts';
import type { Question } from '../decisions/question.ts';
import { factCatalogue } from '../facts/catalogue.ts';
import { Freshness, providersByFact, type FreshnessState, type Providers } from './freshness.ts';
import { carriesFacts, Gathering, type Gathered } from './gathering.ts';
import type { RuntimeParts } from './parts.ts';

/**
 * Gathers the facts that decisions about an event still need, before they are made: those that rules of the policies at
 * work read, that are not in hand, and that a plugin looks up.
 */
export class Gatherer {
  readonly #course: Course;
  readonly #parts: Pick<RuntimeParts, 'clock' | 'settings' | 'problem'>;
  readonly #providers: Providers;
  /** To be told whatever becomes known of queues' facts. */
  readonly freshness: Freshness;

  /** @param from what an earlier one knew of how fresh facts are. */
  constructor(course: Course, parts: RuntimeParts, from?: FreshnessState) {
    this.#course = course;
    this.#parts = parts;
    this.#providers = providersByFact(parts.providers);
    this.freshness = new Freshness(this.#providers, parts.clock, from);
  }

  /** Whether anything is to be gathered for an event. */
  isNeeded(event: RoutingEvent): boolean {
    if (this.#providers.size === 0) return false;
    return this.#questions(event).some((question) =>
      observedFactsOf(question).some((fact) => this.#isWanted(fact, question, event)),
    );
  }

  /**
   * Looks up what is needed, for as long as a decision may wait. Never rejects: what fails is missing, and told. How fresh
   * it is counts once it is told to `freshness`.
   */
  gather(event: RoutingEvent): Promise<Gathered> {
    const gathering = new Gathering(event, this.#providers, this.#parts.problem);
    return gathering.within(this.#parts, (signal) => this.#work(gathering, signal));
  }

  async #work(gathering: Gathering, signal: AbortSignal): Promise<void> {
    // What rules derive from an observed fact they read by another name, so no almanac can come to it: it goes first.
    const first = this.#questions(gathering.event).flatMap((question) =>
      derivedFactsOf(question)
        .flatMap(restsOn)
        .filter((fact) => this.#isWanted(fact, question, gathering.event))
        .map((fact) => gathering.lookUp(fact, question.queue, signal)),
    );
    await Promise.all(first);
    const { event } = gathering;
    await Promise.all(this.#questions(event).map((question) => this.#ask(question, gathering, signal)));
  }

  async #ask(question: Question, gathering: Gathering, signal: AbortSignal): Promise<void> {
    const { rules, missing, queue, settledBy } = question;
    const find = gathering.finderFor(question);
    const toLookUp = factsRead(rules.map(({ when }) => when)).filter(
      (fact) => !gathering.isAsked(fact, queue) && this.#isWanted(fact, question, gathering.event),
    );
    const lookUp = (fact: string) => gathering.lookUp(fact, queue, signal);
    const holds = await askRules({ rules, missing, find, toLookUp, lookUp, settledBy });
    if (holds && question.then !== undefined) await this.#ask(question.then, gathering, signal);
  }

  #questions(event: RoutingEvent): readonly Question[] {
    return this.#course.runs.flatMap((run) => this.#course.questions(run, event));
  }

  #isWanted(fact: string, question: Question, event: RoutingEvent): boolean {
    if (!this.#providers.has(fact)) return false;
    if (factCatalogue.get(fact)!.subject !== 'queue')
      return carriesFacts(event) && question.find(fact) === undefined;
    const { queue } = question;
    return queue !== undefined && this.freshness.isStale(queue, fact, this.#course.floor);
  }
}

/** Every fact that a question, and what follows it, reads: those in the catalogue as observed. */
function observedFactsOf(question: Question): readonly string[] {
  return readsOf(question).flatMap((fact) => [fact, ...restsOn(fact)]);
}

function derivedFactsOf(question: Question): readonly string[] {
  return readsOf(question).filter((fact) => restsOn(fact).length > 0);
}

function readsOf({ rules, then }: Question): readonly string[] {
  return [...factsRead(rules.map(({ when }) => when)), ...(then === undefined ? [] : readsOf(then))];
}

function restsOn(fact: string): readonly string[] {
  return factCatalogue.get(fact)?.restsOn ?? [];
}
