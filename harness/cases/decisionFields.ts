import type { Assignment } from '../../engine/decisions/skills/skillMapping.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import type { Requirements } from '../../engine/decisions/ranking/eligibility.ts';
import type { PerDimension } from '../../engine/decisions/ranking/weights.ts';
import type { DecisionBody, DecisionPoint } from '../../engine/decisions/record.ts';

/**
 * What is in a field of a decision record: one value; what has fields of its own; or anything, such as a list of records,
 * into which a path may go on.
 */
export type FieldContent = 'value' | 'anything' | { readonly [field: string]: FieldContent };

type Fields<Of> = Readonly<Record<keyof Of, FieldContent>>;
type Own<Point extends DecisionPoint> = Fields<
  Omit<Extract<Decision, { readonly point: Point }>, keyof DecisionBody>
>;

const shared: Fields<DecisionBody> = {
  point: 'value',
  id: 'value',
  conversation: 'value',
  at: 'value',
  policy: { name: 'value', hash: 'value' },
  pack: 'value',
  stale: 'anything',
  facts: 'anything',
  rules: 'anything',
  decidedBy: 'value',
  commands: 'anything',
};

const assigned: Fields<Assignment> = { skills: 'value', language: 'value', priority: 'value' };
const requirements: Fields<Requirements> = { queue: 'value', skills: 'value', language: 'value' };
const weightsBp: Fields<PerDimension> = {
  proficiency: 'value',
  languageMatch: 'value',
  historicalCsat: 'value',
};

const own: { readonly [Point in DecisionPoint]: Own<Point> } = {
  skills: { assigned },
  order: { queue: 'value', places: 'anything', next: 'value', place: 'value' },
  ranking: {
    requirements,
    weightsBp,
    shifts: 'anything',
    minimumScoreBp: 'value',
    winner: 'value',
    degraded: 'anything',
    ranked: 'anything',
    refused: 'anything',
    elsewhere: 'value',
    tieBreakPath: 'anything',
  },
  handoff: {
    verdict: 'value',
    turn: 'value',
    target: 'value',
    answer: { offer: 'value', transfer: { queue: 'value' }, say: 'value' },
    triggers: 'anything',
    guards: 'anything',
  },
  delivery: {
    message: 'value',
    sentAt: 'value',
    status: 'value',
    delivered: 'value',
    read: 'value',
    deliveredWithinSeconds: 'value',
    readWithinSeconds: 'value',
    deliverySeconds: 'value',
    readSeconds: 'value',
    broken: 'value',
  },
  reaction: { on: 'value', reactions: 'value' },
};

/** Every field that the record of a decision of this point may have. */
export function fieldsOf(point: DecisionPoint): Readonly<Record<string, FieldContent>> {
  return { ...own[point], ...shared };
}
