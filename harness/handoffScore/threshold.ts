import type { Handoff, Trigger } from '../../engine/decisions/handoff/handoff.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { problemError, type ProblemError } from '../../engine/problem.ts';
import { didYouMean } from '../../engine/suggest.ts';
import { thresholdsIn, withValue, type ThresholdLeaf } from '../whatIf/comparison.ts';

/** The number that says how many turns in a row a trigger must hold. */
export const turnsInARow = 'forTurns';

/** One number of a trigger. */
export interface TriggerThreshold {
  readonly trigger: string;
  /** The fact it is compared with, or `forTurns`. */
  readonly fact: string;
  /** What it is. */
  readonly value: number;
  /** The policy with another number in its place. @throws ProblemError when it can be none there. */
  readonly moved: (value: number) => Policy;
}

/** The number that is meant. @throws ProblemError when there is none, or several, saying which there are. */
export function triggerThreshold(policy: Policy, rule: string, fact: string): TriggerThreshold {
  const packs = policy.packs.filter((one): one is Handoff => one.kind === 'Handoff');
  const all = packs.flatMap((pack) => pack.triggers.map((trigger) => ({ pack, trigger })));
  const found = all.filter(({ trigger }) => trigger.name === rule);
  if (found.length === 0) {
    const known = all.map(({ trigger }) => trigger.name);
    throw refusal(
      'unknown-rule',
      `no Handoff has a trigger "${rule}"`,
      didYouMean(rule, known) ?? `there are: ${known.join(', ')}`,
    );
  }
  if (found.length > 1) {
    const hint = 'score a policy that has one of them';
    throw refusal('which-pack', `several packs have a trigger "${rule}"`, hint);
  }
  const [{ pack, trigger }] = found as [{ pack: Handoff; trigger: Trigger }];
  const withTrigger = (other: Trigger): Policy => {
    const triggers = pack.triggers.map((one) => (one === trigger ? other : one));
    return { ...policy, packs: policy.packs.map((one) => (one === pack ? { ...pack, triggers } : one)) };
  };
  if (fact === turnsInARow) {
    const moved = (forTurns: number): Policy => {
      if (Number.isInteger(forTurns) && forTurns >= 1) return withTrigger({ ...trigger, forTurns });
      throw refusal(
        'not-allowed',
        `${forTurns} is no number of turns`,
        'sweep whole numbers, such as 1..5/4',
      );
    };
    return { trigger: rule, fact, value: trigger.forTurns, moved };
  }
  const leaf = leafOf(trigger, fact);
  const moved = (value: number): Policy =>
    withTrigger({ ...trigger, when: withValue(trigger.when, leaf, value) });
  return { trigger: rule, fact, value: leaf.value, moved };
}

function leafOf(trigger: Trigger, fact: string): ThresholdLeaf {
  const numbers = thresholdsIn(trigger.when);
  const mine = numbers.filter((leaf) => leaf.fact === fact);
  if (mine.length === 1) return mine[0]!;
  if (mine.length > 1)
    throw refusal('which-comparison', `"${trigger.name}" compares "${fact}" with several numbers`, undefined);
  const known = [...new Set(numbers.map((leaf) => leaf.fact)), turnsInARow];
  throw refusal(
    'no-threshold',
    `"${trigger.name}" compares no number with "${fact}"`,
    `it has: ${known.join(', ')}`,
  );
}

function refusal(code: string, message: string, hint: string | undefined): ProblemError {
  return problemError(code, message, hint === undefined ? {} : { hint });
}
