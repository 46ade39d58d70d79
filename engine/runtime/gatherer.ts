import { askRules } from '../conditions/asking.ts';
import { factsRead } from '../conditions/condition.ts';
import type { RoutingEvent } from '../conversation/events.ts';
import { withinDeadline } from '../deadline.ts';
import type { Course } from '../decisions/course.ts';
import type { PolicyRun } from '../decisions/policyRun.ts';
import type { Question } from '../decisions/question.ts';
import { factCatalogue } from '../facts/catalogue.ts';
import type { FactProvider } from '../ports.ts';
import { problemError } from '../problem.ts';
import type { GatheredFact } from '../store.ts';
import { carriesFacts, Gathering, type Gathered } from './gathering.ts';
import type { Named, RuntimeParts } from './parts.ts';

/**
 * Gathers the facts that decisions about an event still need, before they are made: those that rules read, that are not
 * in hand, and that a plugin looks up.
 */
export class Gatherer {
  readonly #course: Course;
  readonly #run: PolicyRun;
  readonly #parts: Pick<RuntimeParts, 'clock' | 'settings' | 'problem'>;
  readonly #providers: ReadonlyMap<string, Named<FactProvider>>;
  /** When the queue's value that counts was observed, by queue and fact. */
  readonly #gatheredAt = new Map<string, number>();

  constructor(course: Course, run: PolicyRun, parts: RuntimeParts) {
    this.#course = course;
    this.#run = run;
    this.#parts = parts;
    this.#providers = new Map(
      parts.providers.flatMap((one) => one.part.facts.map((fact) => [fact, one] as const)),
    );
  }

  /** Whether anything is to be gathered for an event. */
  isNeeded(event: RoutingEvent): boolean {
    if (this.#providers.size === 0) return false;
    return this.#questions(event).some((question) =>
      observedFactsOf(question).some((fact) => this.#isWanted(fact, question, event)),
    );
  }

  /** Looks up what is needed, for as long as a decision may wait. Never rejects: what fails is missing, and told. */
  async gather(event: RoutingEvent): Promise<Gathered> {
    const { clock, settings, problem } = this.#parts;
    const gathering = new Gathering(event, this.#providers, problem);
    const { gatherSeconds } = settings;
    const late = (): Error =>
      problemError(
        'gathering-too-slow',
        `decided without ${gathering.unanswered().join(', ')}: not known after ${gatherSeconds} s`,
        {
          severity: 'warning',
          hint: 'see why it is looked up so slowly, or raise runtime.gatherSeconds',
        },
      );
    await withinDeadline(clock, gatherSeconds * 1000, (signal) => this.#work(gathering, signal), late).catch(
      gathering.tell,
    );
    const gathered = gathering.close();
    this.remember(gathered.facts);
    return gathered;
  }

  /** Facts that were gathered count for as long as their provider says. */
  remember(facts: readonly Omit<GatheredFact, 'position'>[]): void {
    for (const { queue, fact, observedAt } of facts)
      if (queue !== undefined) this.#gatheredAt.set(`${queue}\0${fact}`, observedAt);
  }

  /**
   * A queue's facts that a source tells count for as long as those that are looked up.
   * @param observedAt left out after a restart: then it is not known, and they are looked up anew.
   */
  told(event: RoutingEvent, observedAt = -Infinity): void {
    if (event.type !== 'queue.observed') return;
    for (const fact of Object.keys(event.facts)) {
      const { freshSeconds } = this.#providers.get(fact)?.part ?? {};
      if (freshSeconds !== undefined) this.#gatheredAt.set(`${event.queue}\0${fact}`, observedAt);
    }
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
    return this.#course.questions(this.#run, event);
  }

  #isWanted(fact: string, question: Question, event: RoutingEvent): boolean {
    const provider = this.#providers.get(fact);
    if (provider === undefined) return false;
    if (factCatalogue.get(fact)!.subject !== 'queue')
      return carriesFacts(event) && question.find(fact) === undefined;
    const { queue } = question;
    if (queue === undefined) return false;
    if (this.#course.floor.queueFacts(queue)[fact] === undefined) return true;
    const gatheredAt = this.#gatheredAt.get(`${queue}\0${fact}`);
    const { freshSeconds = Infinity } = provider.part;
    return gatheredAt !== undefined && this.#parts.clock.now() - gatheredAt > freshSeconds * 1000;
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
