import { maskedFacts } from '../../engine/door/event.ts';
import { Pseudonyms } from '../../engine/door/pseudonym.ts';
import type { Command } from '../../engine/decisions/record.ts';
import type { ObservedEvent } from '../../engine/exchange.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { problemError, ProblemError, type Problem } from '../../engine/problem.ts';

const overTypes: ReadonlySet<RoutingEvent['type']> = new Set([
  'conversation.ended',
  'conversation.abandoned',
]);

/** What went through the door, both ways. */
class Passage {
  readonly #pseudonyms = new Map<string, string>();
  readonly #ids = new Map<string, string>();
  readonly #make: (id: string) => string;

  constructor(make: (id: string) => string) {
    this.#make = make;
  }

  pseudonym(id: string): string {
    let pseudonym = this.#pseudonyms.get(id);
    if (pseudonym === undefined) {
      pseudonym = this.#make(id);
      this.#pseudonyms.set(id, pseudonym);
      this.#ids.set(pseudonym, id);
    }
    return pseudonym;
  }

  known(id: string): string | undefined {
    return this.#pseudonyms.get(id);
  }

  id(pseudonym: string): string | undefined {
    return this.#ids.get(pseudonym);
  }

  forget(id: string): void {
    this.#ids.delete(this.#pseudonyms.get(id)!);
    this.#pseudonyms.delete(id);
  }
}

/**
 * Where the platform's ids become pseudonyms and what customers say is masked, on the way out; and pseudonyms become ids,
 * on the way back. Whom it has not let out since it was made it cannot let in: the first reading fills it.
 */
export class Door {
  readonly #conversations: Passage;
  readonly #agents: Passage;
  readonly #rememberMilliseconds: number;
  /** Conversations that are over, in the order it was told, and when. */
  readonly #over: { readonly id: string; readonly at: number }[] = [];

  /** @param key keys the pseudonyms: the same key gives the same ones. @param rememberSeconds a conversation that is over. */
  constructor(key: string, rememberSeconds: number) {
    const pseudonyms = new Pseudonyms(key);
    this.#conversations = new Passage((id) => pseudonyms.of('conversation', id));
    this.#agents = new Passage((id) => pseudonyms.of('agent', id));
    this.#rememberMilliseconds = rememberSeconds * 1000;
  }

  /** An event as it may leave. */
  out(observed: ObservedEvent): ObservedEvent {
    const event = this.#outEvent(observed.event);
    if (overTypes.has(observed.event.type)) this.#isOver(observed);
    const { problems } = observed;
    return {
      ...observed,
      event,
      ...(problems === undefined ? {} : { problems: problems.map((problem) => this.outProblem(problem)) }),
    };
  }

  /** A problem in which no id stands that has a pseudonym. */
  outProblem(problem: Problem): Problem {
    const { message, hint } = problem;
    return {
      ...problem,
      message: this.outText(message),
      ...(hint === undefined ? {} : { hint: this.outText(hint) }),
    };
  }

  /** What was thrown, in which no id stands that has a pseudonym; how long to leave it alone stays. */
  outError(thrown: unknown): unknown {
    if (!(thrown instanceof ProblemError)) return thrown;
    const { retryAfterSeconds } = thrown as { readonly retryAfterSeconds?: number };
    const out = new ProblemError(thrown.problems.map((problem) => this.outProblem(problem)));
    return retryAfterSeconds === undefined ? out : Object.assign(out, { retryAfterSeconds });
  }

  /** A text in which no id stands that has a pseudonym. */
  outText(text: string): string {
    return text.replaceAll(
      /[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*/gu,
      (word) => this.#conversations.known(word) ?? this.#agents.known(word) ?? word,
    );
  }

  /** @returns the platform's id; undefined when the conversation has not been heard of, or is forgotten. */
  conversation(pseudonym: string): string | undefined {
    return this.#conversations.id(pseudonym);
  }

  /**
   * A command as the platform can have it.
   * @throws ProblemError `genesys-unknown-conversation`, `-agent`: nothing was done, and after the next reading it may be.
   */
  in<Wanted extends Command>(command: Wanted): Wanted {
    const conversation = this.conversation(command.conversation);
    if (conversation === undefined) throw unheardOf('conversation', command.conversation);
    if (!('set' in command) || command.set !== 'scoredAgents') return { ...command, conversation };
    const agents = command.agents.map(({ agent, score }) => {
      const id = this.#agents.id(agent);
      if (id === undefined) throw unheardOf('agent', agent);
      return { agent: id, score };
    });
    return { ...command, conversation, agents };
  }

  #outEvent(event: RoutingEvent): RoutingEvent {
    if (event.type === 'agent.updated') return { ...event, agent: this.#agents.pseudonym(event.agent) };
    if (!('conversation' in event)) return event;
    const conversation = this.#conversations.pseudonym(event.conversation);
    if (event.type === 'conversation.answered') {
      const agent = event.agent === null ? null : this.#agents.pseudonym(event.agent);
      return { ...event, conversation, agent };
    }
    if (!('facts' in event) || event.facts === undefined) return { ...event, conversation };
    return { ...event, conversation, facts: maskedFacts(event.facts) };
  }

  #isOver({ event, observedAt }: ObservedEvent): void {
    this.#over.push({ id: (event as { readonly conversation: string }).conversation, at: observedAt });
    while (this.#over[0]!.at < observedAt - this.#rememberMilliseconds)
      this.#conversations.forget(this.#over.shift()!.id);
  }
}

/** After a restart everything open is read, which takes as long as the requests that are allowed: no hurry. */
const unheardOfSeconds = 60;

function unheardOf(kind: 'conversation' | 'agent', pseudonym: string): Error {
  const error = problemError(
    `genesys-unknown-${kind}`,
    `the ${kind} ${pseudonym} has not been heard of since this started, so nothing was done`,
    { hint: 'it is tried again; once Genesys Cloud has told of it, it can be done' },
  );
  return Object.assign(error, { retryAfterSeconds: unheardOfSeconds });
}
