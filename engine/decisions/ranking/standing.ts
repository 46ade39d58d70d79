import type { Agent } from '../../conversation/floor.ts';
import { packNamed, type Policy } from '../../packs/policy.ts';
import { proficiencyIn, refusal, type Requirements } from './eligibility.ts';
import type { Scoring } from './scoring.ts';
import { tieBreakKey } from './tieBreak.ts';

/** What a conversation is ranked for, beside agents and weights. */
export interface RankingBasis {
  readonly pack: Scoring;
  readonly requirements: Requirements;
}

/** The last ranking for a conversation that waits. */
interface Standing extends RankingBasis {
  readonly conversation: string;
  readonly queue: string;
  /** In milliseconds. */
  rankedAt: number;
}

/** The last ranking for a conversation that waits, as plain data; its pack by name. */
export interface StandingState extends Omit<Standing, 'pack'> {
  readonly pack: string;
  /** Whether something that it was made from has changed since. */
  readonly isOutdated: boolean;
}

/**
 * Which rankings of those who wait are outdated, and when it is time to make them again: at the first event after a
 * pack's `rerankAfterSeconds`. What changes about agents who cannot take a conversation outdates nothing.
 */
export class StandingRankings {
  readonly #byConversation = new Map<string, Standing>();
  readonly #byQueue = new Map<string, Set<Standing>>();
  /** Those of which something that they were made from has changed since. */
  readonly #outdated = new Set<Standing>();
  /** No outdated ranking may be made again before this moment. */
  #notBefore = Infinity;

  /** @param from what earlier ones of the policy left. */
  constructor(policy: Policy, from: readonly StandingState[] = []) {
    for (const { isOutdated, pack, ...last } of from) {
      const standing = { ...last, pack: packNamed<Scoring>(policy, 'Scoring', pack) };
      this.#add(standing);
      if (isOutdated) this.#outdate(standing);
    }
  }

  /** What they leave, as a value. */
  state(): readonly StandingState[] {
    return [...this.#byConversation.values()].map((standing) => ({
      ...standing,
      pack: standing.pack.name,
      isOutdated: this.#outdated.has(standing),
    }));
  }

  /** A ranking is made now, from what is known now. */
  ranked(conversation: string, queue: string, basis: RankingBasis, rankedAt: number): void {
    this.left(conversation);
    this.#add({ ...basis, conversation, queue, rankedAt });
  }

  /** The conversation no longer waits. */
  left(conversation: string): void {
    const standing = this.#byConversation.get(conversation);
    if (standing === undefined) return;
    this.#byConversation.delete(conversation);
    this.#byQueue.get(standing.queue)!.delete(standing);
    this.#outdated.delete(standing);
  }

  /** Whether the last ranking was made for the same. */
  isFor(conversation: string, { pack, requirements }: RankingBasis): boolean {
    const standing = this.#byConversation.get(conversation);
    return (
      standing !== undefined &&
      standing.pack === pack &&
      standing.queue === requirements.queue &&
      standing.requirements.language === requirements.language &&
      isSameList(standing.requirements.skills, requirements.skills)
    );
  }

  agentChanged(before: Agent, after: Agent): void {
    for (const queue of queuesOf(before, after) ?? this.#byQueue.keys()) {
      for (const standing of this.#byQueue.get(queue) ?? [])
        if (!this.#outdated.has(standing) && makesDifference(before, after, standing))
          this.#outdate(standing);
    }
  }

  /** What agents of a queue are weighed by changed. */
  weightsChanged(queue: string): void {
    for (const standing of this.#byQueue.get(queue) ?? []) this.#outdate(standing);
  }

  /** All that was missed has been told. */
  allChanged(): void {
    for (const standing of this.#byConversation.values()) this.#outdate(standing);
  }

  /** Conversations to be ranked again now; they count as ranked. */
  takeDue(at: number): readonly string[] {
    if (at < this.#notBefore) return [];
    this.#notBefore = Infinity;
    const due: Standing[] = [];
    for (const standing of this.#outdated) {
      const from = dueFrom(standing);
      if (from <= at) due.push(standing);
      else this.#notBefore = Math.min(this.#notBefore, from);
    }
    for (const standing of due) {
      this.#outdated.delete(standing);
      standing.rankedAt = at;
    }
    return due.map(({ conversation }) => conversation);
  }

  #add(standing: Standing): void {
    this.#byConversation.set(standing.conversation, standing);
    const inQueue = this.#byQueue.get(standing.queue);
    if (inQueue === undefined) this.#byQueue.set(standing.queue, new Set([standing]));
    else inQueue.add(standing);
  }

  #outdate(standing: Standing): void {
    this.#outdated.add(standing);
    this.#notBefore = Math.min(this.#notBefore, dueFrom(standing));
  }
}

/** The queues an agent works, before or after; undefined for any. */
function queuesOf(before: Agent, after: Agent): Iterable<string> | undefined {
  if (before.queues === after.queues) return after.queues;
  if (before.queues === undefined || after.queues === undefined) return undefined;
  return new Set([...before.queues, ...after.queues]);
}

function dueFrom({ rankedAt, pack }: Standing): number {
  return rankedAt + pack.rerankAfterSeconds * 1000;
}

/** Whether a change of an agent could make a ranking another. */
function makesDifference(before: Agent, after: Agent, { pack, requirements }: RankingBasis): boolean {
  const could = refusal(before, pack.eligible, requirements) === undefined;
  const can = refusal(after, pack.eligible, requirements) === undefined;
  return could !== can || (can && !ranksAlike(before, after, pack, requirements));
}

/** Whether a ranking reads the same of both. */
function ranksAlike(one: Agent, other: Agent, { tieBreak }: Scoring, wanted: Requirements): boolean {
  const { language, skills } = wanted;
  return (
    one.csat === other.csat &&
    one.csatSurveys === other.csatSurveys &&
    skills.every((skill) => proficiencyIn(one.skills, skill) === proficiencyIn(other.skills, skill)) &&
    (language === undefined ||
      proficiencyIn(one.languages, language) === proficiencyIn(other.languages, language)) &&
    // The hash is of who they are, which is the same.
    tieBreak.every(
      (by) => by === 'seededHash' || tieBreakKey(by, one, 0, '', '') === tieBreakKey(by, other, 0, '', ''),
    )
  );
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
