import type { Conversation } from '../conversation/conversation.ts';
import type { Agent } from '../conversation/floor.ts';
import { versionKey } from '../packs/policy.ts';
import type { PolicyRun } from './policyRun.ts';
import { StandingRankings, type StandingState } from './ranking/standing.ts';

/** What stands for those who wait, as plain data, to be kept and taken up again. */
export interface WaitingRankingsState {
  /** The latest moment there was, in milliseconds; absent before the first. */
  readonly now?: number;
  /** By `versionKey` of the policy. */
  readonly standing: Readonly<Record<string, readonly StandingState[]>>;
}

/** For which policies conversations that wait are due to be ranked. It does not depend on who asks them. */
export class WaitingRankings {
  #standing: ReadonlyMap<PolicyRun, StandingRankings>;
  #now = -Infinity;

  /** @param from what earlier ones left; a policy that is not in it begins with nothing. */
  constructor(runs: readonly PolicyRun[], from?: WaitingRankingsState) {
    this.#now = from?.now ?? -Infinity;
    this.#standing = new Map(
      runs.map((run) => [run, new StandingRankings(run.policy, from?.standing[versionKey(run.policy)])]),
    );
  }

  /** What they leave, as a value. */
  state(): WaitingRankingsState {
    const standing = [...this.#standing].map(
      ([{ policy }, one]) => [versionKey(policy), one.state()] as const,
    );
    return {
      ...(this.#now === -Infinity ? {} : { now: this.#now }),
      standing: Object.fromEntries(standing),
    };
  }

  /** From now on these policies are at work; those that go on are due as before. */
  work(runs: readonly PolicyRun[]): void {
    this.#standing = new Map(
      runs.map((run) => [run, this.#standing.get(run) ?? new StandingRankings(run.policy)]),
    );
  }

  /** For these policies a conversation that waits is ranked anew. @returns those that rank it. */
  renewed(conversation: Conversation, runs: ReadonlySet<PolicyRun>): ReadonlySet<PolicyRun> {
    const due = new Set<PolicyRun>();
    for (const run of runs) {
      const basis = run.rankingBasis(conversation);
      if (basis === undefined) continue;
      this.#standing.get(run)!.ranked(conversation.id, conversation.queue!, basis, this.#now);
      due.add(run);
    }
    return due;
  }

  /** The latest moment there was, in milliseconds: events of different conversations may come out of order. */
  get now(): number {
    return this.#now;
  }

  /**
   * A conversation entered a queue, or something else is known of it there. Whoever is due counts as having ranked it.
   * @param isEntry whether it entered; else it is ranked where something else is required now.
   * @returns the policies that are due.
   */
  entered(conversation: Conversation, isEntry: boolean, at: number): ReadonlySet<PolicyRun> {
    this.#now = Math.max(this.#now, at);
    const due = new Set<PolicyRun>();
    for (const [run, standing] of this.#standing) {
      const basis = run.rankingBasis(conversation);
      if (basis === undefined) {
        standing.left(conversation.id);
      } else if (isEntry || !standing.isFor(conversation.id, basis)) {
        standing.ranked(conversation.id, conversation.queue!, basis, this.#now);
        due.add(run);
      }
    }
    return due;
  }

  /** The conversation no longer waits. */
  left(conversation: string): void {
    for (const standing of this.#standing.values()) standing.left(conversation);
  }

  agentChanged(before: Agent, after: Agent): void {
    for (const standing of this.#standing.values()) standing.agentChanged(before, after);
  }

  /** For a policy, agents are weighed otherwise in a queue. */
  weightsChanged(run: PolicyRun, queue: string): void {
    this.#standing.get(run)!.weightsChanged(queue);
  }

  /** What was missed has been told: what was decided without it is decided again. */
  seen(): void {
    for (const [run, standing] of this.#standing) if (run.remembersRankings) standing.allChanged();
  }

  /** Conversations to be ranked again, and for whom. Whoever is due counts as having ranked them. */
  due(at: number): ReadonlyMap<string, ReadonlySet<PolicyRun>> {
    this.#now = Math.max(this.#now, at);
    const due = new Map<string, Set<PolicyRun>>();
    for (const [run, standing] of this.#standing) {
      for (const conversation of standing.takeDue(this.#now)) {
        const runs = due.get(conversation);
        if (runs === undefined) due.set(conversation, new Set([run]));
        else runs.add(run);
      }
    }
    return due;
  }
}
