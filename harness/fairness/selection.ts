import type { RankingDecision } from '../../engine/decisions/ranking/decide.ts';

/** Whom a ranking put first, and who else could have been. */
export interface Selection {
  readonly conversation: string;
  /** UTC. */
  readonly at: string;
  readonly queue?: string;
  readonly language?: string;
  readonly skills: readonly string[];
  /** Everybody who could take the conversation: past the gate and at the minimum score. The first was chosen. */
  readonly eligible: readonly string[];
  /** How many of them, from the first, score in one bucket: the policy calls them equal. */
  readonly equals: number;
  /** Past the gate, but below the minimum score. */
  readonly belowMinimum: readonly string[];
}

/** Why a ranking says nothing of how agents are chosen. */
export type NotSelected = 'nobody-could-take-it' | 'degraded' | 'outside-the-claim';

/** A ranking as a selection, or why it is none. */
export function selectionOf(decision: RankingDecision): Selection | NotSelected {
  const { conversation, at, requirements, ranked, refused, degraded } = decision;
  if (degraded !== undefined) return 'degraded';
  const [first] = ranked;
  if (first === undefined) return 'nobody-could-take-it';
  const { queue, language, skills } = requirements;
  const unequal = ranked.findIndex(({ bucket }) => bucket !== first.bucket);
  return {
    conversation,
    at,
    ...(queue === undefined ? {} : { queue }),
    ...(language === undefined ? {} : { language }),
    skills,
    eligible: ranked.map(({ agent }) => agent),
    equals: unequal === -1 ? ranked.length : unequal,
    belowMinimum: refused.filter(({ code }) => code === 'belowMinimumScore').map(({ agent }) => agent),
  };
}

/** Conversations of which the last ranking is awaited; of more, the one longest without a ranking is taken as it stands. */
const mostAwaited = 10_000;

/**
 * A conversation that waits is ranked again and again, and gets one agent: so of its rankings in one queue the last counts.
 * Memory does not grow with the recording.
 */
export class LastSelections {
  readonly #take: (selection: Selection) => void;
  readonly #replaced: (selection: Selection) => void;
  readonly #awaited = new Map<string, Selection>();

  /**
   * @param take told of each selection that counts, once.
   * @param replaced told of each ranking that another took the place of.
   */
  constructor(take: (selection: Selection) => void, replaced: (selection: Selection) => void) {
    this.#take = take;
    this.#replaced = replaced;
  }

  add(selection: Selection): void {
    const key = `${selection.conversation}\0${selection.queue ?? ''}`;
    const before = this.#awaited.get(key);
    if (before !== undefined) this.#replaced(before);
    this.#awaited.delete(key);
    this.#awaited.set(key, selection);
    if (this.#awaited.size <= mostAwaited) return;
    const [oldest, standing] = this.#awaited.entries().next().value!;
    this.#awaited.delete(oldest);
    this.#take(standing);
  }

  /** No more rankings come. */
  end(): void {
    for (const selection of this.#awaited.values()) this.#take(selection);
    this.#awaited.clear();
  }
}
