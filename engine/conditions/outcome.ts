import type { FactValue } from '../facts/definition.ts';
import type { Condition, Leaf } from './condition.ts';

/** How one comparison came out. */
export interface LeafOutcome extends Leaf {
  readonly holds: boolean;
  /** What the fact was; absent when it was missing. */
  readonly found?: FactValue;
  /** Where the value came from: seen, the pack's default for a missing fact, or nowhere. */
  readonly from: 'observed' | 'default' | 'missing';
}

/** How one rule came out, and why. */
export interface RuleOutcome {
  readonly rule: string;
  readonly holds: boolean;
  /** The comparisons that together make a rule that holds hold. */
  readonly because?: readonly LeafOutcome[];
  /** The first comparison that keeps a rule that does not hold from holding. */
  readonly failedAt?: LeafOutcome;
  /** A fact the rule reads and the recording does not carry: nobody can say whether the rule holds. */
  readonly unknowable?: string;
}

/**
 * The outcome of a rule from the outcomes of its leaves, in the order they are written. Both evaluators go through here,
 * so they explain alike.
 *
 * Where the recording lacks facts, the rule is judged twice, with the comparisons that read them false and true: when it
 * comes out the same, that is what it is; otherwise nobody can say. (Conditions in normal form have no negation, so these
 * two are the extremes: this is Kleene's three-valued logic.)
 */
export function outcomeOf(
  rule: string,
  when: Condition,
  leaves: readonly LeafOutcome[],
  lacking: ReadonlySet<string>,
): RuleOutcome {
  const unknown = leaves.find(({ fact }) => lacking.has(fact));
  const supposing = (holds: boolean): readonly LeafOutcome[] =>
    leaves.map((leaf) => (lacking.has(leaf.fact) ? { ...leaf, holds } : leaf));
  const verdict = judge(when, (unknown === undefined ? leaves : supposing(false)).values());
  if (verdict.holds) return { rule, holds: true, because: verdict.leaves };
  if (unknown === undefined) return { rule, holds: false, failedAt: verdict.leaves[0]! };
  const atBest = judge(when, supposing(true).values());
  if (atBest.holds) return { rule, holds: false, unknowable: unknown.fact };
  return { rule, holds: false, failedAt: atBest.leaves[0]! };
}

interface Verdict {
  readonly holds: boolean;
  /** Witnesses when it holds; the first failure, alone, when it does not. */
  readonly leaves: readonly LeafOutcome[];
}

function judge(condition: Condition, leaves: Iterator<LeafOutcome>): Verdict {
  if ('all' in condition) {
    const parts = condition.all.map((part) => judge(part, leaves));
    return parts.find((part) => !part.holds) ?? { holds: true, leaves: parts.flatMap((part) => part.leaves) };
  }
  if ('any' in condition) {
    const parts = condition.any.map((part) => judge(part, leaves));
    return parts.find((part) => part.holds) ?? parts[0]!;
  }
  const leaf = leaves.next().value as LeafOutcome;
  return { holds: leaf.holds, leaves: [leaf] };
}
