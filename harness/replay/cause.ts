import { canonicalJson } from '../../engine/canonical.ts';
import type { RuleOutcome } from '../../engine/conditions/outcome.ts';
import type { HandoffDecision } from '../../engine/decisions/handoff/decide.ts';
import type { OrderDecision } from '../../engine/decisions/order/decide.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import type { RankingDecision } from '../../engine/decisions/ranking/decide.ts';
import type { SlaPolicy } from '../../engine/decisions/ranking/slaPolicy.ts';
import type { ReactionDecision } from '../../engine/decisions/reactions/decide.ts';
import { otherwiseRule, type SkillsDecision } from '../../engine/decisions/skills/decide.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { compareParts, fieldsChanged, type PackPart } from './packParts.ts';

/**
 * Which difference between two policies made a decision come out differently, in words. Only rules that could have made
 * the difference are looked at: those that settled either decision, and those that came out differently. The first of
 * them that is not the same in both policies is named.
 */
export function causeOf(before: Decision, after: Decision, oldPolicy: Policy, newPolicy: Policy): string {
  const named = (
    oldPack: Pack | undefined,
    newPack: Pack | undefined,
    parts: readonly PackPart[],
  ): string | undefined => {
    if (oldPack === undefined || newPack === undefined) return undefined;
    for (const part of parts) {
      const status = compareParts(part, oldPack, newPack);
      if (status !== 'same') return `${newPack.kind} ${newPack.name}: “${part.rule ?? part.field}” ${status}`;
    }
    return undefined;
  };
  const [oldPack, newPack] = [packOf(before, oldPolicy), packOf(after, newPolicy)];
  const byRule = named(oldPack, newPack, partsOf(before, after));
  if (byRule !== undefined) return byRule;
  if (before.point === 'ranking' && after.point === 'ranking') {
    const byAge = ageAllowed(before, after, oldPolicy, newPolicy);
    if (byAge !== undefined) return byAge;
    const knockOn = assignedOtherwise(before, after);
    if (knockOn !== undefined) return knockOn;
    const shifts = [...new Set([...applied(after), ...applied(before)])].map((rule) => ({
      field: 'shifts',
      rule,
    }));
    const byShift =
      named(slaPolicyOf(before, oldPolicy), slaPolicyOf(after, newPolicy), shifts) ??
      shiftsDiffer(before, after);
    if (byShift !== undefined) return byShift;
  }
  const changed = fieldsChanged(oldPack, newPack);
  if (changed.length > 0) return `${newPack.kind} ${newPack.name}: ${changed.join(' and ')} changed`;
  return 'the policy’s own earlier decisions about the conversation';
}

/** The parts of the deciding packs that could have made the difference, likeliest first. */
function partsOf(before: Decision, after: Decision): readonly PackPart[] {
  if (before.point === 'skills' && after.point === 'skills') return mappingsOf(before, after);
  if (before.point === 'order' && after.point === 'order') return headStartsOf(before, after);
  if (before.point === 'handoff' && after.point === 'handoff') return handoffRulesOf(before, after);
  if (before.point === 'reaction' && after.point === 'reaction') return reactionsOf(before, after);
  return [];
}

/** Those that hold in either; what they are told may differ as well. */
function reactionsOf(before: ReactionDecision, after: ReactionDecision): readonly PackPart[] {
  const rules = new Set([...after.reactions, ...before.reactions]);
  return [...rules].map((rule) => ({ field: 'reactions', rule }));
}

function mappingsOf(before: SkillsDecision, after: SkillsDecision): readonly PackPart[] {
  const settled = [after.decidedBy, before.decidedBy].map((rule): PackPart => {
    return rule === otherwiseRule ? { field: otherwiseRule } : { field: 'mappings', rule };
  });
  return [...settled, ...differing(before.rules, after.rules).map((rule) => ({ field: 'mappings', rule }))];
}

/** Head starts of the two that were to be next, in either decision; or of the one that waits. */
function headStartsOf(before: OrderDecision, after: OrderDecision): readonly PackPart[] {
  const contested = after.place === undefined ? [after.next, before.next] : [after.conversation];
  const places = [after, before].flatMap(({ places }) =>
    places.filter((place) => contested.includes(place.conversation)),
  );
  const rules = new Set(places.flatMap(({ headStarts }) => headStarts));
  return [...rules].map((rule) => ({ field: 'headStarts', rule }));
}

function handoffRulesOf(before: HandoffDecision, after: HandoffDecision): readonly PackPart[] {
  const fired = [after, before].flatMap(({ triggers }) => triggers.filter((one) => one.fired));
  const failed = [after, before].flatMap(({ verdict, guards }) =>
    verdict === 'stay' ? [] : guards.filter((one) => !one.holds),
  );
  return [
    ...fired.map(({ name }) => ({ field: 'triggers', rule: name })),
    ...failed.map(({ name }) => ({ field: 'guards', rule: name })),
  ];
}

/** Rules that hold in one of the two and not in the other. */
function differing(before: readonly RuleOutcome[], after: readonly RuleOutcome[]): readonly string[] {
  const held = new Map(before.map(({ rule, holds }) => [rule, holds]));
  const names = new Set([...after, ...before].map(({ rule }) => rule));
  const holds = new Map(after.map(({ rule, holds }) => [rule, holds]));
  return [...names].filter((rule) => (held.get(rule) ?? false) !== (holds.get(rule) ?? false));
}

const kindOf: Readonly<Record<Decision['point'], string>> = {
  skills: 'SkillMapping',
  order: 'QueueOrder',
  ranking: 'Scoring',
  handoff: 'Handoff',
  delivery: 'DeliverySla',
  reaction: 'Reactions',
};

function packOf(decision: Decision, policy: Policy): Pack {
  return policy.packs.find(({ kind, name }) => kind === kindOf[decision.point] && name === decision.pack)!;
}

/** The pack whose shifts the ranking knows of. */
function slaPolicyOf({ shifts }: RankingDecision, policy: Policy): Pack | undefined {
  const wanted = shifts.map(({ name }) => name).join('\0');
  const packs = policy.packs.filter((pack): pack is SlaPolicy => pack.kind === 'SlaPolicy');
  return packs.find((pack) => pack.shifts.map(({ name }) => name).join('\0') === wanted);
}

/** Where one of two rankings is degraded, it may be by the age that another pack than the Scoring allows. */
function ageAllowed(
  before: RankingDecision,
  after: RankingDecision,
  oldPolicy: Policy,
  newPolicy: Policy,
): string | undefined {
  if (before.degraded === undefined && after.degraded === undefined) return undefined;
  const changed = newPolicy.packs.find((is) => {
    if (is.kind !== 'SlaPolicy' && !(is.kind === 'Scoring' && is.name === after.pack)) return false;
    const was = oldPolicy.packs.find(({ kind, name }) => kind === is.kind && name === is.name);
    return was !== undefined && was.maxAgeSeconds !== is.maxAgeSeconds;
  });
  return changed === undefined ? undefined : `${changed.kind} ${changed.name}: maxAgeSeconds changed`;
}

/** A ranking can differ for what the policy gave the conversation before it. */
function assignedOtherwise(before: RankingDecision, after: RankingDecision): string | undefined {
  const same = canonicalJson(before.requirements) === canonicalJson(after.requirements);
  return same ? undefined : 'the policy’s own skill mapping asked for something else before';
}

function shiftsDiffer(before: RankingDecision, after: RankingDecision): string | undefined {
  const [was, is] = [applied(before), applied(after)];
  const begun = is.filter((name) => !was.includes(name)).map((name) => `“${name}” is in force`);
  const ended = was.filter((name) => !is.includes(name)).map((name) => `“${name}” is no longer in force`);
  return begun.length + ended.length === 0 ? undefined : `SLA shift ${[...begun, ...ended].join(', ')}`;
}

function applied(decision: RankingDecision): string[] {
  return decision.shifts.filter(({ state }) => state === 'applied').map(({ name }) => name);
}
