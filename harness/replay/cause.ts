import { canonicalJson } from '../../engine/canonical.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import type { RankingDecision } from '../../engine/decisions/ranking/decide.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import type { Policy } from '../../engine/packs/policy.ts';

/**
 * Which difference between two policies made a decision come out differently, in words. The rules that settled either
 * decision are looked up in both policies, the new decision's first; the first that is not the same in both is named.
 */
export function causeOf(before: Decision, after: Decision, oldPolicy: Policy, newPolicy: Policy): string {
  const oldPack = packOf(before, oldPolicy);
  const newPack = packOf(after, newPolicy);
  for (const rule of new Set([...settlingRules(after), ...settlingRules(before)])) {
    const status = statusOf(rule, oldPack, newPack);
    if (status !== undefined) return `${newPack.kind} ${newPack.name}: “${rule}” ${status}`;
  }
  return knockOn(before, after) ?? settingsChanged(oldPack, newPack) ?? 'the policy’s own earlier decisions';
}

/** Rules by name, those that weighed most first. */
function settlingRules(decision: Decision): readonly string[] {
  switch (decision.point) {
    case 'skills':
      return [decision.decidedBy, ...decision.rules.map(({ rule }) => rule)];
    case 'order':
      return decision.places.flatMap((place) => place.headStarts);
    case 'ranking':
      return decision.shifts.filter(({ state }) => state === 'applied').map(({ name }) => name);
    case 'handoff': {
      const fired = decision.triggers.filter(({ fired }) => fired).map(({ name }) => name);
      const failed = decision.guards.filter(({ holds }) => !holds).map(({ name }) => name);
      return [decision.decidedBy, ...fired, ...failed];
    }
  }
}

function packOf(decision: Decision, policy: Policy): Pack {
  return policy.packs.find(
    (pack) => pack.name === decision.pack && kindPoints[pack.kind] === decision.point,
  )!;
}

const kindPoints: Readonly<Record<string, Decision['point']>> = {
  SkillMapping: 'skills',
  QueueOrder: 'order',
  Scoring: 'ranking',
  Handoff: 'handoff',
};

/** Rules and settings of a pack, by name. */
function rulesOf(pack: Pack): Map<string, string> {
  const lists = Object.values(pack).filter((value): value is readonly { name: string }[] =>
    Array.isArray(value),
  );
  const named = lists.flat().filter((rule) => typeof rule === 'object' && 'name' in rule);
  return new Map(named.map((rule) => [rule.name, canonicalJson(rule)]));
}

function statusOf(
  rule: string,
  oldPack: Pack,
  newPack: Pack,
): 'is new' | 'was removed' | 'changed' | undefined {
  const [was, is] = [
    rulesOf(oldPack).get(rule) ?? settingOf(oldPack, rule),
    rulesOf(newPack).get(rule) ?? settingOf(newPack, rule),
  ];
  if (was === is) return undefined;
  if (was === undefined) return 'is new';
  return is === undefined ? 'was removed' : 'changed';
}

/** `otherwise` is a rule in all but its place. */
function settingOf(pack: Pack, name: string): string | undefined {
  const value = (pack as unknown as Record<string, unknown>)[name];
  return typeof value === 'object' ? canonicalJson(value) : undefined;
}

/** A ranking can differ for what was decided before it: other skills asked for, or other weights in force. */
function knockOn(before: Decision, after: Decision): string | undefined {
  if (before.point !== 'ranking' || after.point !== 'ranking') return undefined;
  if (canonicalJson(before.requirements) !== canonicalJson(after.requirements))
    return 'other skills were assigned before';
  return shiftsDiffer(before, after);
}

function shiftsDiffer(before: RankingDecision, after: RankingDecision): string | undefined {
  const [was, is] = [applied(before), applied(after)];
  if (was.join() === is.join()) return undefined;
  const differing = [
    ...is.filter((name) => !was.includes(name)),
    ...was.filter((name) => !is.includes(name)),
  ];
  return `SLA shift “${differing.join('”, “')}” ${is.length > was.length ? 'is in force' : 'is no longer in force'}`;
}

function applied(decision: RankingDecision): string[] {
  return decision.shifts.filter(({ state }) => state === 'applied').map(({ name }) => name);
}

function settingsChanged(oldPack: Pack, newPack: Pack): string | undefined {
  const [was, is] = [oldPack, newPack].map(
    (pack) => pack as unknown as Readonly<Record<string, unknown>>,
  ) as [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => name !== 'name');
  const changed = names.filter(
    (name) => canonicalJson(was[name] ?? null) !== canonicalJson(is[name] ?? null),
  );
  return changed.length === 0
    ? undefined
    : `${newPack.kind} ${newPack.name}: ${changed.map(settingInWords).join(' and ')} changed`;
}

/** Packs hold fractions as basis points; an analyst knows the setting by the name it has in the file. */
function settingInWords(name: string): string {
  return name.replace(/Bp$/, '');
}
