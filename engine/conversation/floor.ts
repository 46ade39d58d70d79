import type { RoutingStatus } from '../facts/agent.ts';
import type { FactValues } from '../facts/definition.ts';
import type { AgentUpdated, RoutingEvent } from './events.ts';

/** All the engine knows of one agent at a moment. */
export interface Agent {
  readonly id: string;
  readonly status: RoutingStatus;
  /** When the status last became IDLE, in milliseconds; undefined while it is not IDLE. */
  readonly idleSince?: number;
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

/**
 * The floor: every agent and queue as the events so far leave them. One floor is folded in place, for it is large and
 * changes with nearly every event; what it hands out are values.
 */
export class Floor {
  readonly #agents = new Map<string, Agent>();
  #sorted: readonly Agent[] | undefined;
  readonly #queues = new Map<string, FactValues>();
  readonly #queueVersions = new Map<string, number>();
  /** Who answered each open conversation, so that its end is credited to the right agent. */
  readonly #answeredBy = new Map<string, string>();

  /**
   * Takes in one event; those that concern neither agents nor queues change nothing. Whether a conversation can be
   * answered is for its own state to say, before the answer comes here.
   */
  fold(event: RoutingEvent): void {
    switch (event.type) {
      case 'agent.updated':
        this.#put(updated(this.#agents.get(event.agent) ?? newAgent(event.agent), event));
        return;
      case 'queue.observed':
        this.#queues.set(event.queue, { ...this.#queues.get(event.queue), ...event.facts });
        this.#queueVersions.set(event.queue, this.queueVersion(event.queue) + 1);
        return;
      case 'conversation.answered': {
        if (event.agent !== null && this.#answeredBy.get(event.conversation) === event.agent) return;
        this.#release(event.conversation, event.at);
        if (event.agent === null) return;
        const agent = this.#agents.get(event.agent) ?? newAgent(event.agent);
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
    this.#sorted ??= [...this.#agents.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return this.#sorted;
  }

  /** Facts of a queue as last observed; empty when never. */
  queueFacts(queue: string | undefined): FactValues {
    return queue === undefined ? {} : (this.#queues.get(queue) ?? {});
  }

  /** Grows whenever a queue's facts change. */
  queueVersion(queue: string | undefined): number {
    return queue === undefined ? 0 : (this.#queueVersions.get(queue) ?? 0);
  }

  /** Whoever had the conversation is done with it: it ended, went back to a queue, or went to somebody else. */
  #release(conversation: string, at: number): void {
    const agent = this.#agents.get(this.#answeredBy.get(conversation) ?? '');
    this.#answeredBy.delete(conversation);
    if (agent !== undefined) this.#put({ ...agent, lastHandledAt: at });
  }

  #put(agent: Agent): void {
    this.#agents.set(agent.id, agent);
    this.#sorted = undefined;
  }
}

function newAgent(id: string): Agent {
  return { id, status: 'OFF_QUEUE', conversationsHandled: 0 };
}

function updated(before: Agent, event: AgentUpdated): Agent {
  const { status, queues, skills, languages, csat, csatSurveys } = event;
  const { idleSince, ...rest } = before;
  const after: Agent = {
    ...rest,
    ...(status === undefined ? {} : { status }),
    ...(queues === undefined ? {} : { queues }),
    ...(skills === undefined ? {} : { skills }),
    ...(languages === undefined ? {} : { languages }),
    ...(csat === undefined ? {} : { csat }),
    ...(csatSurveys === undefined ? {} : { csatSurveys }),
  };
  if (after.status !== 'IDLE') return after;
  return { ...after, idleSince: before.status === 'IDLE' ? (idleSince ?? event.at) : event.at };
}
