import type { FactValues } from '../../facts/definition.ts';
import { leavesOf, type Leaf, type MissingDefaults, type Rule } from '../condition.ts';
import { outcomeOf, type LeafOutcome, type RuleOutcome } from '../outcome.ts';
import { has, type MembershipIndex } from './membershipIndex.ts';
import { isMembership, isNegative } from './memberships.ts';
import { holdsInSlot } from './slotIndex.ts';
import type { Slots } from './slots.ts';

/** A fact whose leaves come out by slot. */
export interface SlotFact {
  readonly fact: string;
  readonly slots: Slots;
  /** Where its first row begins. */
  readonly at: number;
}

/** A fact whose leaves come out in any combination; its one row is written anew for each decision. */
export interface MembershipFact {
  readonly index: MembershipIndex;
  readonly at: number;
  /** Where the answers of the last decision are, in `#answers`. */
  readonly answersAt: number;
}

/** Makes readable outcomes from what a decision found of every leaf: a slot for each fact, a bit for each phrase. */
export class LeafReader {
  readonly #rules: readonly Rule[];
  readonly #missing: MissingDefaults;
  readonly #slotFacts: readonly SlotFact[];
  readonly #membershipFacts: readonly MembershipFact[];

  constructor(
    rules: readonly Rule[],
    missing: MissingDefaults,
    slotFacts: readonly SlotFact[],
    membershipFacts: readonly MembershipFact[],
  ) {
    this.#rules = rules;
    this.#missing = missing;
    this.#slotFacts = slotFacts;
    this.#membershipFacts = membershipFacts;
  }

  /**
   * @param state the slot of each slot fact, then the answers of each membership fact.
   * @param facts those the decision was made on.
   */
  outcomes(state: Int32Array, facts: FactValues, lacking: ReadonlySet<string>): readonly RuleOutcome[] {
    return this.#rules.map(({ name, when }) => {
      const leaves = leavesOf(when).map((leaf) => this.#leafOutcome(leaf, state, facts));
      return outcomeOf(name, when, leaves, lacking);
    });
  }

  #leafOutcome(leaf: Leaf, state: Int32Array, facts: FactValues): LeafOutcome {
    const holds = this.#leafHolds(leaf, state);
    const observed = Object.hasOwn(facts, leaf.fact);
    const found = observed ? facts[leaf.fact] : this.#missing[leaf.fact];
    if (found === undefined) return { ...leaf, holds, from: 'missing' };
    return { ...leaf, holds, found, from: observed ? 'observed' : 'default' };
  }

  #leafHolds(leaf: Leaf, state: Int32Array): boolean {
    if (!isMembership(leaf)) {
      const slotFact = this.#slotFacts.findIndex(({ fact }) => fact === leaf.fact);
      return holdsInSlot(leaf, this.#slotFacts[slotFact]!.slots, state[slotFact]!);
    }
    const { index, answersAt } = this.#membershipFacts.find((one) => one.index.fact === leaf.fact)!;
    const at = this.#slotFacts.length + answersAt;
    if (state[at + index.questionWords] === 0) return false;
    const answers = state.subarray(at, at + index.questionWords);
    return has(answers, index.memberships.questionOf(leaf)) !== isNegative(leaf);
  }
}
