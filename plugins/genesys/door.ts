import { maskedFacts } from '../../engine/door/event.ts';
import { Pseudonyms } from '../../engine/door/pseudonym.ts';
import { Seal } from './seal.ts';
import type { Command } from '../../engine/decisions/record.ts';
import type { ObservedEvent } from '../../engine/exchange.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { problemError, ProblemError, type Problem } from '../../engine/problem.ts';

const overTypes: ReadonlySet<RoutingEvent['type']> = new Set([
  'conversation.ended',
  'conversation.abandoned',
]);

/**
 * How far the platform's clock may be ahead of ours. A time further ahead would have everything that waits for a moment
 * happen at once. Source: the customary clock skew of Kerberos, RFC 4120.
 */
export const clockToleranceSeconds = 300;

type OverEvent = Extract<RoutingEvent, { readonly type: 'conversation.ended' | 'conversation.abandoned' }>;

function isOverEvent(event: RoutingEvent): event is OverEvent {
  return overTypes.has(event.type);
}

/** What one door tells another; times in milliseconds since 1970. */
interface SealedIds {
  readonly conversation: string | undefined;
  readonly agent: string | undefined;
  readonly overAt: number | undefined;
}

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

  /** The pseudonym of somebody who is not told of: it is not remembered, so no command finds its way back. */
  unkept(id: string): string {
    return this.#make(id);
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
  readonly #pseudonyms: Pseudonyms;
  readonly #conversations: Passage;
  readonly #agents: Passage;
  readonly #seal: Seal;
  readonly #rememberMilliseconds: number;
  /** When it was last told that the platform's times are ahead of ours. */
  #aheadToldAt = -Infinity;
  /** Conversations that are over, in the order it was told, and when. */
  readonly #over: { readonly id: string; readonly at: number }[] = [];

  /** @param key keys the pseudonyms: the same key gives the same ones. @param rememberSeconds a conversation that is over. */
  constructor(key: string, rememberSeconds: number) {
    const pseudonyms = new Pseudonyms(key);
    this.#pseudonyms = pseudonyms;
    this.#conversations = new Passage((id) => pseudonyms.of('conversation', id));
    this.#agents = new Passage((id) => pseudonyms.of('agent', id));
    this.#seal = new Seal(key);
    this.#rememberMilliseconds = rememberSeconds * 1000;
  }

  /** An event as it may leave. */
  out(observed: ObservedEvent): ObservedEvent {
    const event = this.#outEvent(observed.event);
    const { event: inner, observedAt } = observed;
    if (isOverEvent(inner)) this.#isOver(inner.conversation, observedAt);
    const problems = [...(observed.problems ?? []), ...this.#timeProblems(observed)];
    const latestAt = observed.observedAt + clockToleranceSeconds * 1000;
    return {
      ...observed,
      event: event.at > latestAt ? { ...event, at: latestAt } : event,
      ...(problems.length === 0 ? {} : { problems: problems.map((problem) => this.outProblem(problem)) }),
    };
  }

  /** The ids that the pseudonyms of an event stand for which was let out, sealed by the key; undefined where it has none. */
  sealed(event: RoutingEvent): string | undefined {
    const ids: SealedIds = {
      conversation: 'conversation' in event ? this.#conversations.id(event.conversation) : undefined,
      agent: 'agent' in event && event.agent !== null ? this.#agents.id(event.agent) : undefined,
      overAt: overTypes.has(event.type) ? event.at : undefined,
    };
    if (ids.conversation === undefined && ids.agent === undefined) return undefined;
    return this.#seal.closed(JSON.stringify(ids));
  }

  /** Knows whom another door let out. @returns false when it has another key. */
  unseal(sealed: string): boolean {
    const text = this.#seal.opened(sealed);
    if (text === undefined) return false;
    const { conversation, agent, overAt } = JSON.parse(text) as SealedIds;
    if (agent !== undefined) this.#agents.pseudonym(agent);
    if (conversation === undefined) return true;
    this.#conversations.pseudonym(conversation);
    if (overAt !== undefined) this.#isOver(conversation, overAt);
    return true;
  }

  /**
   * A problem in which no id stands that has a pseudonym.
   * @param about the id of a conversation that it may name though nothing was told of it.
   */
  outProblem(problem: Problem, about?: string): Problem {
    const { message, hint } = problem;
    return {
      ...problem,
      message: this.outText(message, about),
      ...(hint === undefined ? {} : { hint: this.outText(hint, about) }),
    };
  }

  /** What was thrown, in which no id stands that has a pseudonym; how long to leave it alone stays. */
  outError(thrown: unknown): unknown {
    if (!(thrown instanceof ProblemError)) return thrown;
    const { retryAfterSeconds } = thrown as { readonly retryAfterSeconds?: number };
    const out = new ProblemError(thrown.problems.map((problem) => this.outProblem(problem)));
    return retryAfterSeconds === undefined ? out : Object.assign(out, { retryAfterSeconds });
  }

  /** A text in which no id stands that has a pseudonym. @param about as in `outProblem`. */
  outText(text: string, about?: string): string {
    return text.replaceAll(
      /[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*/gu,
      (word) =>
        this.#conversations.known(word) ??
        this.#agents.known(word) ??
        (word === about ? this.#conversations.unkept(word) : word),
    );
  }

  /**
   * The pseudonym of a conversation that somebody else named by its id. It is not let in for that: of one that the
   * platform never tells of, nobody would tell the end.
   */
  pseudonymOf(id: string): string {
    return this.#conversations.known(id) ?? this.#pseudonyms.of('conversation', id);
  }

  /** The pseudonym of whatever an id is of, which is not let in for that: a conversation, an agent, a customer. */
  unkept(kind: Parameters<Pseudonyms['of']>[0], id: string): string {
    return this.#pseudonyms.of(kind, id);
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
    if ('do' in command && command.do === 'assign')
      return { ...command, conversation, agent: this.#agent(command.agent) };
    if (!('set' in command) || command.set !== 'scoredAgents') return { ...command, conversation };
    const agents = command.agents.map(({ agent, score }) => ({ agent: this.#agent(agent), score }));
    return { ...command, conversation, agents };
  }

  #agent(pseudonym: string): string {
    const id = this.#agents.id(pseudonym);
    if (id === undefined) throw unheardOf('agent', pseudonym);
    return id;
  }

  #outEvent(event: RoutingEvent): RoutingEvent {
    if (event.type === 'agent.updated') return { ...event, agent: this.#agents.pseudonym(event.agent) };
    if (!('conversation' in event)) return event;
    const conversation = this.#conversations.pseudonym(event.conversation);
    if (event.type === 'conversation.answered') {
      const agent = event.agent === null ? null : this.#agents.pseudonym(event.agent);
      return { ...event, conversation, agent };
    }
    if ('participant' in event) {
      const participant = this.#pseudonyms.of('participant', event.participant);
      return { ...event, conversation, participant };
    }
    if ('message' in event)
      return { ...event, conversation, message: this.#pseudonyms.of('message', event.message) };
    if (!('facts' in event) || event.facts === undefined) return { ...event, conversation };
    return { ...event, conversation, facts: maskedFacts(event.facts) };
  }

  /** That the platform's times are ahead of ours, once an hour. */
  #timeProblems({ event, observedAt }: ObservedEvent): readonly Problem[] {
    const seconds = Math.round((event.at - observedAt) / 1000);
    if (seconds <= clockToleranceSeconds || observedAt - this.#aheadToldAt < 3_600_000) return [];
    this.#aheadToldAt = observedAt;
    return [
      {
        ...{ code: 'genesys-time-ahead', severity: 'warning' },
        message: `Genesys Cloud tells of a ${event.type} that is ${seconds} s in the future: it is taken to be ${clockToleranceSeconds} s ahead`,
        hint: 'see whether the clock of this machine is right; told at most once an hour',
      },
    ];
  }

  #isOver(id: string, at: number): void {
    this.#over.push({ id, at });
    while (this.#over[0]!.at < at - this.#rememberMilliseconds)
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
