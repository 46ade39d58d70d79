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
 * The outcome of a rule from the outcomes of its leaves, taken in the order they are written. Both evaluators go
 * through here, so they explain alike.
 */
export function outcomeOf(rule: string, when: Condition, leaves: Iterator<LeafOutcome>): RuleOutcome {
  const verdict = judge(when, leaves);
  return verdict.holds
    ? { rule, holds: true, because: verdict.leaves }
    : { rule, holds: false, failedAt: verdict.leaves[0]! };
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
