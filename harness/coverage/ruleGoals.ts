import type { Ruling } from '../../engine/decisions/policyRun.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import type { PackGoals, RulingGoals } from './packGoals.ts';
import type { WrittenRule } from './writtenRules.ts';

/** That each rule of a pack takes effect once. */
export function ruleGoals(
  pack: Pack,
  rules: readonly WrittenRule[],
  { goals, about }: PackGoals,
): RulingGoals {
  const open = new Map(
    rules.map(({ name, what, never, path }): [string, number] => {
      const subject = what === undefined ? name : `${what} “${name}”`;
      return [name, goals.add({ ...about(name, path), sort: 'rule', subject, never })];
    }),
  );
  return (ruling) => {
    if (open.size === 0 || !isOf(pack, ruling)) return;
    for (const name of tookEffect(ruling, open)) {
      const goal = open.get(name);
      if (goal === undefined) continue;
      goals.reach(goal);
      open.delete(name);
    }
  };
}

/** Shifts are another pack's than the one that ranks; those of the same name are taken for the same. */
function isOf({ kind, name }: Pack, { point, pack }: Ruling): boolean {
  switch (point) {
    case 'skills':
      return kind === 'SkillMapping' && pack === name;
    case 'order':
      return kind === 'QueueOrder';
    case 'ranking':
      return kind === 'SlaPolicy';
    case 'handoff':
      return kind === 'Handoff' && pack === name;
    case 'reaction':
      return kind === 'Reactions' && pack === name;
    case 'delivery':
      return false;
  }
}

/** The rules that took effect. @param open those of interest. */
function tookEffect(ruling: Ruling, open: ReadonlyMap<string, number>): readonly string[] {
  switch (ruling.point) {
    case 'skills':
      return [ruling.decidedBy];
    case 'order':
      return ruling.ranked.flatMap(({ headStarts, outcomes }) =>
        headStarts.flatMap(({ name }, index) => (open.has(name) && outcomes!.holds(index) ? [name] : [])),
      );
    case 'ranking':
      return ruling.record().shifts.flatMap(({ name, state }) => (state === 'applied' ? [name] : []));
    case 'handoff': {
      const fired = ruling.record().triggers.filter((trigger) => trigger.fired);
      const names = fired.map(({ name }) => name);
      return ruling.verdict === 'answer' ? [...names, ruling.decidedBy] : names;
    }
    case 'reaction':
      return ruling.holding.map(({ name }) => name);
    case 'delivery':
      return [];
  }
}
