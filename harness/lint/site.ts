import type { Path } from '../../engine/conditions/check.ts';
import type { Condition } from '../../engine/conditions/condition.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import type { PlacedRule } from './conditionFindings.ts';
import type { Found } from './finding.ts';
import { partAt, placeOfRule, placesOfLeaves } from './places.ts';
import { RuleSet, type RuleSource } from './ruleSet.ts';
import { TooHard } from './search/search.ts';
import type { Texts } from './space/space.ts';

/** A pack under lint. */
export interface Site<P extends Pack = Pack> {
  readonly pack: P;
  /** Its document, as plain data. */
  readonly content: unknown;
}

/** What a rule is for, in the words of its kind. */
type Meaning = Pick<PlacedRule, 'ifNever' | 'ifAlways'>;

/** Finds a rule's place and those of its comparisons. @param list where the kind has its rules. */
export function placed(
  { content }: Site,
  list: Path,
  { name, when }: { readonly name: string; readonly when: Condition },
  meaning: Meaning,
  field = 'when',
): PlacedRule {
  const rule = placeOfRule(content, list, name);
  const path = [...rule, field];
  const leaves = [...intentsOf(content, rule), ...placesOfLeaves(content, path)];
  return { name, when, path, leaves, ...meaning };
}

/** The rules of a pack, to ask about. */
export function ruleSetOf(
  { pack }: Site,
  rules: readonly PlacedRule[],
  { texts = 'any', ...more }: Pick<RuleSource, 'given' | 'defined'> & { readonly texts?: Texts } = {},
): RuleSet {
  const { missing, appliesTo } = pack;
  return new RuleSet({ rules, missing, appliesTo, ...more }, texts);
}

/** A mapping's `intents` are its first comparison. */
function intentsOf(content: unknown, rule: Path): readonly Path[] {
  return partAt(content, [...rule, 'intents']) !== undefined ? [[...rule, 'intents']] : [];
}

/** Where a rule itself is written, not its condition. */
export function ruleOf({ path }: PlacedRule): Path {
  return path.slice(0, -1);
}

/** Questions that took too long, to be told together. */
export class Unsettled {
  readonly #rules = new Map<string, string[]>();

  /** What is found for a rule, as far as it could be settled. @param question such as `whether it is ever tried`. */
  *settle(question: string, rule: string, find: () => Iterable<Found>): Generator<Found> {
    try {
      yield* find();
    } catch (error) {
      if (!(error instanceof TooHard)) throw error;
      this.#rules.set(question, [...(this.#rules.get(question) ?? []), rule]);
    }
  }

  *findings(): Generator<Found> {
    for (const [question, others] of this.#rules) {
      const first = others.slice(0, 5).join(', ');
      const names = others.length <= 5 ? first : `${first} and ${others.length - 5} more`;
      const message = `not analysed: ${question}, of ${names}: it would have taken too long`;
      yield {
        code: 'not-analysed',
        path: [],
        message,
        hint: 'split the pack, or its longest conditions',
        others,
      };
    }
  }
}
