import type { RoutingStatus } from '../facts/agent.ts';
import type { FactValues } from '../facts/definition.ts';
import { Crews } from './crews.ts';
import type { AgentUpdated, QueueObserved, RoutingEvent } from './events.ts';

/** All the engine knows of one agent at a moment. */
export interface Agent {
  readonly id: string;
  readonly status: RoutingStatus;
  /** When the status last became IDLE, in milliseconds; undefined while it is not IDLE. */
  readonly idleSince?: number | undefined;
  /** When the agent's last conversation ended, in milliseconds. */
  readonly lastHandledAt?: number;
  /** Conversations answered since the events began. */
  readonly conversationsHandled: number;
  readonly queues?: readonly string[];
  readonly skills?: Readonly<Record<string, number>>;
  readonly languages?: Readonly<Record<string, number>>;
  readonly csat?: number;
  readonly csatSurveys?: number;
}

export interface FloorOptions {
  /** Told of each agent of whom something else is known than before. */
  readonly changed?: ((before: Agent, after: Agent) => void) | undefined;
  /** Whether it is kept when each fact of a queue was observed; not, unless told. */
  readonly keepsAges?: boolean;
}

/** A floor as plain data, to be kept and taken up again. */
export interface FloorState {
  readonly agents: readonly Agent[];
  readonly queues: readonly {
    readonly queue: string;
    readonly facts: FactValues;
    /** By fact. */
    readonly observedAt: Readonly<Record<string, number>>;
  }[];
  readonly unseenSince?: number;
  /** By conversation, whose agent it is. */
  readonly answeredBy: readonly (readonly [conversation: string, agent: string])[];
}

/** What is known of a queue. */
interface Queue {
  readonly facts: FactValues;
  readonly version: number;
  /** By fact; folded in place. */
  readonly observedAt: Map<string, number>;
}

/**
 * The floor: every agent and queue as the events so far leave them. One floor is folded in place, for it is large and
 * changes with nearly every event; what it hands out are values.
 */
export class Floor {
  /** By pseudonym, where the agent stands in `#agents`. */
  readonly #places = new Map<string, number>();
  /** In order of pseudonym when handed out. From then on it is a value: what changes is a copy. */
  #agents: Agent[] = [];
  #isInOrder = true;
  #isHandedOut = false;
  readonly #crews = new Crews<Agent>();
  readonly #queues = new Map<string, Queue>();
  #unseenSince: number | undefined;
  readonly #changed: FloorOptions['changed'];
  readonly #keepsAges: boolean;
  /** Who answered each open conversation, so that its end is credited to the right agent. */
  readonly #answeredBy: Map<string, string>;

  /** @param from what an earlier floor left. */
  constructor({ changed, keepsAges = false }: FloorOptions = {}, from?: FloorState) {
    this.#changed = changed;
    this.#keepsAges = keepsAges;
    this.#answeredBy = new Map(from?.answeredBy);
    if (from === undefined) return;
    this.#unseenSince = from.unseenSince;
    this.#agents = [...from.agents];
    this.#agents.forEach(({ id }, index) => this.#places.set(id, index));
    for (const { queue, facts, observedAt } of from.queues)
      this.#queues.set(queue, { facts, version: 1, observedAt: new Map(Object.entries(observedAt)) });
  }

  /** What it leaves, as a value. */
  state(): FloorState {
    return {
      agents: this.agents(),
      queues: [...this.#queues].map(([queue, { facts, observedAt }]) => ({
        queue,
        facts,
        observedAt: Object.fromEntries(observedAt),
      })),
      ...(this.#unseenSince === undefined ? {} : { unseenSince: this.#unseenSince }),
      answeredBy: [...this.#answeredBy],
    };
  }

  /**
   * Takes in one event; those that concern neither agents, queues nor the platform change nothing. Whether a conversation can be
   * answered is for its own state to say, before the answer comes here.
   */
  fold(event: RoutingEvent): void {
    switch (event.type) {
      case 'agent.updated':
        this.#put(updated(this.#agent(event.agent), event));
        return;
      case 'queue.observed':
        this.#observe(event);
        return;
      case 'platform.unseen':
        this.#unseenSince ??= event.at;
        return;
      case 'platform.seen':
        this.#unseenSince = undefined;
        return;
      case 'conversation.answered': {
        if (event.agent !== null && this.#answeredBy.get(event.conversation) === event.agent) return;
        this.#release(event.conversation, event.at);
        if (event.agent === null) return;
        const agent = this.#agent(event.agent);
        this.#put({ ...agent, conversationsHandled: agent.conversationsHandled + 1 });
        this.#answeredBy.set(event.conversation, event.agent);
        return;
      }
      case 'conversation.queued':
      case 'conversation.abandoned':
      case 'conversation.ended':
        this.#release(event.conversation, event.at);
        return;
      default:
        return;
    }
  }

  /** Every agent heard of, in order of pseudonym, so that nothing depends on who was heard of first. */
  agents(): readonly Agent[] {
    this.#putInOrder();
    this.#isHandedOut = true;
    return this.#agents;
  }

  /**
   * Who works a queue, and those of whom it is not known, in order of pseudonym. Of a large floor they are few, and found without
   * looking at the others.
   */
  agentsOf(queue: string): readonly Agent[] {
    return this.#crews.of(queue, () => this.agents());
  }

  /** How many agents were heard of. */
  get agentCount(): number {
    return this.#agents.length;
  }

  /** Every queue that something was observed of. */
  queues(): Iterable<string> {
    return this.#queues.keys();
  }

  /** Facts of a queue as last observed; empty when never. */
  queueFacts(queue: string | undefined): FactValues {
    return queue === undefined ? {} : (this.#queues.get(queue)?.facts ?? {});
  }

  /** Grows whenever a queue's facts change. */
  queueVersion(queue: string | undefined): number {
    return queue === undefined ? 0 : (this.#queues.get(queue)?.version ?? 0);
  }

  /** When a fact of a queue was last observed, in milliseconds; undefined when never, or when that is not kept. */
  observedAt(queue: string, fact: string): number | undefined {
    return this.#queues.get(queue)?.observedAt.get(fact);
  }

  /** Since when what is told may be incomplete, in milliseconds; undefined while it is not. */
  get unseenSince(): number | undefined {
    return this.#unseenSince;
  }

  #observe({ queue, facts, at }: QueueObserved): void {
    const before = this.#queues.get(queue);
    const observedAt = before?.observedAt ?? new Map<string, number>();
    if (this.#keepsAges) for (const fact in facts) observedAt.set(fact, at);
    const version = (before?.version ?? 0) + 1;
    this.#queues.set(queue, { facts: { ...before?.facts, ...facts }, version, observedAt });
  }

  /** Whoever had the conversation is done with it: it ended, went back to a queue, or went to somebody else. */
  #release(conversation: string, at: number): void {
    const by = this.#answeredBy.get(conversation);
    if (by === undefined) return;
    this.#answeredBy.delete(conversation);
    this.#put({ ...this.#agent(by), lastHandledAt: at });
  }

  #agent(id: string): Agent {
    const place = this.#places.get(id);
    return place === undefined ? newAgent(id) : this.#agents[place]!;
  }

  #put(agent: Agent): void {
    const before = this.#agent(agent.id);
    this.#changed?.(before, agent);
    this.#crews.put(this.#places.has(agent.id) ? before : undefined, agent);
    if (this.#isHandedOut) {
      this.#agents = this.#agents.slice();
      this.#isHandedOut = false;
    }
    const place = this.#places.get(agent.id);
    if (place !== undefined) {
      this.#agents[place] = agent;
      return;
    }
    this.#places.set(agent.id, this.#agents.length);
    this.#agents.push(agent);
    this.#isInOrder = false;
  }

  /** Not with every agent that becomes known: at a start they all do. */
  #putInOrder(): void {
    if (this.#isInOrder) return;
    this.#agents.sort((a, b) => (a.id < b.id ? -1 : 1));
    this.#agents.forEach(({ id }, index) => this.#places.set(id, index));
    this.#isInOrder = true;
  }
}

function newAgent(id: string): Agent {
  return { id, status: 'OFF_QUEUE', conversationsHandled: 0 };
}

function updated(before: Agent, event: AgentUpdated): Agent {
  const { status = before.status, queues, skills, languages, csat, csatSurveys } = event;
  const wasIdle = before.status === 'IDLE';
  const after: { -readonly [Field in keyof Agent]: Agent[Field] } = {
    ...before,
    status,
    idleSince: status !== 'IDLE' ? undefined : wasIdle ? (before.idleSince ?? event.at) : event.at,
  };
  if (queues !== undefined) after.queues = queues;
  if (skills !== undefined) after.skills = skills;
  if (languages !== undefined) after.languages = languages;
  if (csat !== undefined) after.csat = csat;
  if (csatSurveys !== undefined) after.csatSurveys = csatSurveys;
  return after;
}
