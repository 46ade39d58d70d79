import type { Handoff } from '../../engine/decisions/handoff/handoff.ts';
import type { QueueOrder } from '../../engine/decisions/order/queueOrder.ts';
import { nobody } from '../../engine/decisions/ranking/decide.ts';
import type { SlaPolicy } from '../../engine/decisions/ranking/slaPolicy.ts';
import { tieBreaks } from '../../engine/decisions/ranking/tieBreak.ts';
import { occurrenceNames } from '../../engine/decisions/reactions/occurrence.ts';
import type { Reactions } from '../../engine/decisions/reactions/reactions.ts';
import type { DecisionPoint } from '../../engine/decisions/record.ts';
import { otherwiseRule } from '../../engine/decisions/skills/decide.ts';
import type { SkillMapping } from '../../engine/decisions/skills/skillMapping.ts';
import { priorities } from '../../engine/facts/conversation.ts';
import { deliveryStatuses } from '../../engine/facts/occurrence.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import type { Policy } from '../../engine/packs/policy.ts';

/** What a policy can say at a decision point. */
export interface Vocabulary {
  /** The kind of pack that decides. */
  readonly kind: string;
  /** Whether the policy has a pack of it. */
  readonly isDecided: boolean;
  /** Rules that may take effect, by name. */
  readonly rules: readonly string[];
  /** By field of the decision, every value it can have and what one is called; a field that is not here may be anything. */
  readonly values: Readonly<Record<string, { readonly what: string; readonly known: readonly string[] }>>;
}

const kinds: Readonly<Record<DecisionPoint, string>> = {
  skills: 'SkillMapping',
  order: 'QueueOrder',
  ranking: 'Scoring',
  handoff: 'Handoff',
  delivery: 'DeliverySla',
  reaction: 'Reactions',
};

/** What a policy can say at a point. */
export function vocabularyOf(policy: Policy, point: DecisionPoint): Vocabulary {
  const kind = kinds[point];
  const packs = policy.packs.filter((pack) => pack.kind === kind);
  const pack = { what: `${kind} pack`, known: packs.map(({ name }) => name) };
  const { rules = [], values = {} } = ofPoint[point]?.(packs, policy) ?? {};
  return { kind, isDecided: packs.length > 0, rules, values: { pack, ...values } };
}

type Said = Pick<Vocabulary, 'rules' | 'values'>;

const ofPoint: { readonly [Point in DecisionPoint]?: (packs: readonly Pack[], policy: Policy) => Said } = {
  skills(packs) {
    const mappings = (packs as readonly SkillMapping[]).flatMap((pack) => pack.mappings);
    const otherwise = (packs as readonly SkillMapping[]).flatMap((pack) => pack.otherwise ?? []);
    const gifts = [...mappings, ...otherwise].map(({ assign }) => assign);
    const rules = [...mappings.map(({ name }) => name), ...(otherwise.length > 0 ? [otherwiseRule] : [])];
    return {
      rules,
      values: {
        decidedBy: { what: 'mapping', known: [...rules, 'no mapping holds'] },
        'assigned.skills': {
          what: 'skill that a mapping assigns',
          known: gifts.flatMap((one) => one.skills),
        },
        'assigned.language': {
          what: 'language that a mapping assigns',
          known: gifts.flatMap((one) => one.language ?? []),
        },
        'assigned.priority': { what: 'priority', known: priorities },
      },
    };
  },
  order(packs) {
    const rules = (packs as readonly QueueOrder[]).flatMap((pack) => pack.headStarts.map(({ name }) => name));
    const steps = ['only one waits', 'longest wait', 'earlier arrival', 'seededHash', 'no head start'];
    return { rules, values: { decidedBy: { what: 'head start', known: [...rules, ...steps] } } };
  },
  ranking(_, policy) {
    const shifting = policy.packs.filter((pack): pack is SlaPolicy => pack.kind === 'SlaPolicy');
    const rules = shifting.flatMap((pack) => pack.shifts.map(({ name }) => name));
    const degraded = ['degraded: last ranking', 'degraded: longest idle'];
    const steps = ['score', ...tieBreaks, 'only candidate', nobody, ...degraded];
    return { rules, values: { decidedBy: { what: 'step of a ranking', known: steps } } };
  },
  handoff(packs) {
    const all = packs as readonly Handoff[];
    const rules = all.flatMap((pack) => [...pack.triggers, ...pack.guards].map(({ name }) => name));
    const answers = all.flatMap((pack) => pack.guards.map(({ otherwise }) => otherwise));
    return {
      rules,
      values: {
        decidedBy: { what: 'trigger or guard', known: [...rules, 'no trigger fired'] },
        verdict: { what: 'verdict', known: ['stay', 'coolingDown', 'answer', 'handoff'] },
        target: { what: 'queue that a handoff goes to', known: all.map((pack) => pack.target.queue) },
        'answer.offer': { what: 'offer', known: ['callback', 'message'] },
        'answer.transfer.queue': {
          what: 'queue that a guard transfers to',
          known: answers.flatMap((one) => ('transfer' in one ? [one.transfer.queue] : [])),
        },
      },
    };
  },
  delivery: () => ({
    rules: [],
    values: {
      status: { what: 'status', known: deliveryStatuses },
      delivered: { what: 'state', known: ['pending', 'compliant', 'breach', 'notJudged'] },
      read: { what: 'state', known: ['pending', 'compliant', 'breach', 'notJudged'] },
      broken: { what: 'deadline', known: ['delivered', 'read'] },
    },
  }),
  reaction(packs) {
    const all = (packs as readonly Reactions[]).flatMap(({ reactions }) => reactions);
    const rules = all.map(({ name }) => name);
    return {
      rules,
      values: {
        on: { what: 'thing that can be reacted to', known: occurrenceNames },
        reactions: { what: 'reaction', known: rules },
        decidedBy: { what: 'reaction', known: [...rules, 'no reaction holds'] },
      },
    };
  },
};
