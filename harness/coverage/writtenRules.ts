import type { Path } from '../../engine/conditions/check.ts';
import { leavesOf, type Condition, type Leaf } from '../../engine/conditions/condition.ts';
import type { Handoff } from '../../engine/decisions/handoff/handoff.ts';
import type { QueueOrder } from '../../engine/decisions/order/queueOrder.ts';
import type { SlaPolicy } from '../../engine/decisions/ranking/slaPolicy.ts';
import type { Reactions } from '../../engine/decisions/reactions/reactions.ts';
import { otherwiseRule } from '../../engine/decisions/skills/decide.ts';
import type { SkillMapping } from '../../engine/decisions/skills/skillMapping.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import { partAt, placeOfRule, placesOfLeaves } from '../lint/places.ts';

/** A comparison of a rule, and where in the pack's document it is written. */
export interface WrittenLeaf {
  readonly leaf: Leaf;
  readonly path: Path;
}

/** A rule of a pack, and where it is written. */
export interface WrittenRule {
  readonly name: string;
  /** What such a rule is called: `mapping`; absent of `otherwise`, which is called so itself. */
  readonly what?: string;
  /** What is said of one that never takes effect: `never taken`. */
  readonly never: string;
  readonly path: Path;
  readonly leaves: readonly WrittenLeaf[];
}

/**
 * The rules of a pack, in its order, each with where it and its comparisons are written. What a pack leaves to its defaults
 * is placed at the nearest thing that is there.
 * @param content the pack's document.
 */
export function writtenRules(pack: Pack, content: unknown): readonly WrittenRule[] {
  switch (pack.kind) {
    case 'SkillMapping': {
      const { mappings, otherwise } = pack as SkillMapping;
      const rules = mappings.map(({ name, when }) =>
        written('mapping', 'never taken', name, ['mappings'], { intents: when, when }, content),
      );
      if (otherwise === undefined) return rules;
      const rest = { name: otherwiseRule, never: 'never taken', path: ['otherwise'], leaves: [] };
      return [...rules, rest];
    }
    case 'QueueOrder':
      return (pack as QueueOrder).headStarts.map(({ name, when }) =>
        written('head start', 'never given', name, ['headStarts'], { when }, content),
      );
    case 'SlaPolicy':
      return (pack as SlaPolicy).shifts.map(({ name, when, until }) =>
        written(
          'shift',
          'never applied',
          name,
          ['shifts'],
          until === undefined ? { when } : { when, until },
          content,
        ),
      );
    case 'Handoff': {
      const { triggers, guards } = pack as Handoff;
      return [
        ...triggers.map(({ name, when }) =>
          written('trigger', 'never fired', name, ['triggers', 'any'], { when }, content),
        ),
        ...guards.map(({ name, when }) =>
          written('guard', 'never kept a handoff back', name, ['guards', 'all'], { when }, content),
        ),
      ];
    }
    case 'Reactions':
      return (pack as Reactions).reactions.map(({ name, when }) =>
        written('reaction', 'never done', name, ['reactions'], when === undefined ? {} : { when }, content),
      );
    default:
      return [];
  }
}

/** @param conditions of the rule, by the field they are written in. */
function written(
  what: string,
  never: string,
  name: string,
  list: Path,
  { intents, ...conditions }: Readonly<Record<string, Condition>>,
  content: unknown,
): WrittenRule {
  const path = placeOfRule(content, list, name);
  // A mapping's intents are short for a comparison, which stands before those of its `when`.
  const short =
    intents === undefined || partAt(content, [...path, 'intents']) === undefined ? [] : ['intents'];
  const leaves = Object.entries(conditions).flatMap(([field, condition]) => {
    const compared = placesOfLeaves(content, [...path, field]).map((leaf) => [...leaf, 'value']);
    const paths = [...short.map((key) => [...path, key]), ...compared];
    return leavesOf(condition).map((leaf, place) => ({ leaf, path: paths[place] ?? path }));
  });
  return { name, what, never, path, leaves };
}
