import fc from 'fast-check';
import { canonicalJson } from '../../engine/canonical.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { readAnew, type Written } from './deciding.ts';
import { trial, type Judged, type Trial } from './trial.ts';

/** Another way to write a policy that should decide alike. */
interface Rewriting {
  readonly what: string;
  readonly policy: Policy;
  /** As far as decisions are to be the same. */
  readonly told: (decision: Decision) => unknown;
}

/** Never holds: a confidence, and a service level, is never below 0. */
const never = {
  ofConversation: { fact: 'intentConfidence', operator: 'lessThan', value: 0 },
  ofQueue: { fact: 'serviceLevel', operator: 'lessThan', value: 0 },
};
const addedName = 'never holds';

/** JSON for YAML, other files, another order, rules that never hold: the policy decides alike. */
export function packMetamorphics(
  policy: Policy,
  cases: fc.Arbitrary<readonly RoutingEvent[]>,
  decide: (events: readonly RoutingEvent[], by: Policy) => readonly Decision[],
  share: number,
): Trial {
  const asJson = readAnew(policy);
  const rewritings: readonly Rewriting[] = [
    { what: 'written as JSON, in other files, in another order', policy: asJson, told: (one) => one },
    {
      what: 'with a rule more that never holds',
      policy: readAnew(policy, withRuleThatNeverHolds),
      told: essence,
    },
    {
      what: 'with its head starts listed the other way round',
      policy: readAnew(policy, headStartsReversed),
      told: order,
    },
  ];
  return trial(
    fc.tuple(cases, fc.constantFrom(...rewritings)),
    ([events, { what, policy: other, told }]): Judged => {
      if (asJson.hash !== policy.hash)
        return ['Written as JSON, in other files, the policy has another hash.'];
      const [before, after] = [decide(events, policy), decide(events, other)];
      if (before.length === 0 && after.length === 0) return 'notApplicable';
      const index = before.findIndex(
        (one, place) =>
          canonicalJson(told(one) ?? null) !== canonicalJson(after[place] && (told(after[place]) ?? null)),
      );
      if (index === -1 && before.length === after.length) return 'holds';
      const [was, is] = [before[Math.max(0, index)], after[Math.max(0, index)]];
      return [
        `The policy, ${what}, decides otherwise on:`,
        ...events.map((event) => `  ${canonicalJson(event)}`),
        `${was?.id}: ${canonicalJson(told(was!))} became ${canonicalJson(is === undefined ? null : told(is))}.`,
      ];
    },
    share,
  );
}

/** What a decision comes to, apart from the list of rules asked and the policy's hash. */
function essence(decision: Decision): unknown {
  const { at, commands, decidedBy, id, point } = decision;
  return { at, commands, decidedBy, id, point };
}

/** Where everybody stands in a queue; of other decisions, what they come to. */
function order(decision: Decision): unknown {
  if (decision.point !== 'order') return essence(decision);
  const { id, next, places } = decision;
  const standing = places.map(({ conversation, headStartSeconds }) => [conversation, headStartSeconds]);
  return { id, next, standing };
}

function withRuleThatNeverHolds(written: Written): Written {
  const list = (name: string): readonly unknown[] => written[name] as readonly unknown[];
  const named = { name: addedName, when: never.ofConversation };
  switch (written['kind']) {
    case 'SkillMapping':
      return {
        ...written,
        mappings: [{ ...named, assign: { skill: 'Never', priority: 'urgent' } }, ...list('mappings')],
      };
    case 'QueueOrder': {
      const headStarts = (written['headStarts'] ?? []) as readonly unknown[];
      return { ...written, headStarts: [...headStarts, { ...named, headStartSeconds: 600 }] };
    }
    case 'Reactions':
      return {
        ...written,
        reactions: [
          { ...named, on: 'skills.decided', do: [{ notify: { supervisor: 'nobody@example.com' } }] },
          ...list('reactions'),
        ],
      };
    case 'SlaPolicy':
      return written['shifts'] === undefined
        ? written
        : { ...written, shifts: [...list('shifts'), { name: addedName, when: never.ofQueue, shift: none }] };
    case 'Handoff': {
      const triggers = written['triggers'] as { readonly any: readonly unknown[] } | undefined;
      return triggers === undefined ? written : { ...written, triggers: { any: [named, ...triggers.any] } };
    }
    default:
      return written;
  }
}

const none = { proficiency: 0, languageMatch: 0 };

function headStartsReversed(written: Written): Written {
  const headStarts = written['headStarts'] as readonly unknown[] | undefined;
  return headStarts === undefined ? written : { ...written, headStarts: headStarts.toReversed() };
}
