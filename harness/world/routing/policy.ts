import type { FactValues } from '../../../engine/facts/definition.ts';

/** A conversation that waits, as routing may know it. */
export interface WaitingConversation {
  readonly id: string;
  readonly queue: string;
  /** When it entered the queue, in milliseconds. */
  readonly queuedAt: number;
  /** Every fact recorded of it so far. */
  readonly facts: FactValues;
}

/** An agent who could take a conversation, as routing may know them. */
export interface IdleAgent {
  readonly id: string;
  /** In milliseconds. */
  readonly idleSince: number;
  readonly queues: readonly string[];
  readonly skills: Readonly<Record<string, number>>;
  readonly languages: Readonly<Record<string, number>>;
  readonly csat?: number;
  readonly csatSurveys?: number;
  /** Conversations answered since the world began. */
  readonly conversationsHandled: number;
}

/** A moment at which who waits or who is idle has changed. Neither side is empty. */
export interface RoutingMoment {
  /** In milliseconds. */
  readonly at: number;
  /** By id, the longest waiting first. */
  readonly waiting: ReadonlyMap<string, WaitingConversation>;
  /** By id, the longest idle first. */
  readonly idle: ReadonlyMap<string, IdleAgent>;
}

/** One conversation to one agent. */
export interface Match {
  readonly conversation: string;
  readonly agent: string;
}

export interface RoutingAnswer {
  /** No conversation and no agent may be in two of them. */
  readonly matches: readonly Match[];
  /** When to ask again though nothing changed, such as when a requirement relaxes; in milliseconds, after now. */
  readonly reconsiderAt?: number;
}

/** Says who takes whom. The place where the engine, or any rule to compare it with, plugs into the world. */
export interface RoutingPolicy {
  route(moment: RoutingMoment): RoutingAnswer;
}
