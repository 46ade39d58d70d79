import type { Agent } from '../../../engine/conversation/floor.ts';
import type { RoutingStatus } from '../../../engine/facts/agent.ts';
import { gini, jain } from '../../statistics/inequality.ts';

/** How one agent's time was spent, by the record. */
export interface AgentWorkload {
  readonly agent: string;
  /** In any status but OFF_QUEUE. */
  readonly onQueueSeconds: number;
  /** INTERACTING or COMMUNICATING, by that and IDLE; null where the agent was neither. */
  readonly occupancy: number | null;
  /** IDLE, of the time on queue. */
  readonly idleShare: number | null;
  readonly longestIdleSeconds: number;
}

/** How the agents' time was spent, by the record. */
export interface Workload {
  readonly agents: readonly AgentWorkload[];
  /** Over agents with an occupancy. */
  readonly occupancy: {
    readonly mean: number;
    /** Standard deviation by mean. */
    readonly variation: number;
    readonly gini: number | null;
    readonly jain: number | null;
  } | null;
  readonly longestIdleSeconds: number;
}

interface Clock {
  status: RoutingStatus;
  since: number;
  busyMs: number;
  idleMs: number;
  onQueueMs: number;
  longestIdleMs: number;
}

/** Adds up the time agents spend in each status. */
export class WorkloadClocks {
  readonly #clocks = new Map<string, Clock>();

  /** An agent is in another status from now on. @param at in milliseconds. */
  changed({ id, status }: Agent, at: number): void {
    const clock = this.#clocks.get(id);
    if (clock === undefined) {
      this.#clocks.set(id, { status, since: at, busyMs: 0, idleMs: 0, onQueueMs: 0, longestIdleMs: 0 });
      return;
    }
    if (clock.status === status) return;
    addTime(clock, at);
    clock.status = status;
  }

  /** @param at when the record ends, in milliseconds. */
  result(at: number): Workload {
    for (const clock of this.#clocks.values()) addTime(clock, at);
    const agents = [...this.#clocks]
      .filter(([, { onQueueMs }]) => onQueueMs > 0)
      .map(([agent, clock]) => workloadOf(agent, clock))
      .sort((a, b) => (a.agent < b.agent ? -1 : 1));
    const known = agents.map(({ occupancy }) => occupancy).filter((value) => value !== null);
    return {
      agents,
      occupancy: known.length === 0 ? null : spreadOf(known),
      longestIdleSeconds: agents.reduce((most, one) => Math.max(most, one.longestIdleSeconds), 0),
    };
  }
}

function addTime(clock: Clock, at: number): void {
  const time = at - clock.since;
  clock.since = at;
  if (clock.status === 'OFF_QUEUE') return;
  clock.onQueueMs += time;
  if (clock.status === 'IDLE') {
    clock.idleMs += time;
    clock.longestIdleMs = Math.max(clock.longestIdleMs, time);
  } else if (clock.status !== 'NOT_RESPONDING') clock.busyMs += time;
}

function workloadOf(agent: string, { busyMs, idleMs, onQueueMs, longestIdleMs }: Clock): AgentWorkload {
  return {
    agent,
    onQueueSeconds: onQueueMs / 1000,
    occupancy: busyMs + idleMs === 0 ? null : busyMs / (busyMs + idleMs),
    idleShare: onQueueMs === 0 ? null : idleMs / onQueueMs,
    longestIdleSeconds: longestIdleMs / 1000,
  };
}

function spreadOf(values: readonly number[]): NonNullable<Workload['occupancy']> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {
    mean,
    variation: mean === 0 ? 0 : Math.sqrt(variance) / mean,
    gini: gini(values),
    jain: jain(values),
  };
}
