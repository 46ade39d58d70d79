import type { SkillMapping } from '../../../engine/decisions/skills/skillMapping.ts';
import type { Rule } from '../../../engine/conditions/condition.ts';
import { Random } from '../random.ts';
import type { PolicyEdit, RecordedWork } from '../work.ts';
import { flipsPlainly } from './flipsPlainly.ts';
import { decisionsInWords, type Recording } from './recording.ts';
import { drawMove, sixtyRules, withMove } from './thresholdPack.ts';

/** Rules of an edit whose conditions change, each in one threshold. */
const rulesChanged = 5;

/** The pack edited all over: every decision made again with both, and those that differ. */
export function policyEdited(recording: Recording): RecordedWork {
  const flips = flipsPlainly(recording);
  return {
    kind: 'recorded',
    id: 'policy-edited',
    title: `60 rules edited (five changed, one added, one removed, two swapped), ${decisionsInWords(recording)} made again with both and compared`,
    recording,
    counted: { name: 'answers', perAnswer: 1 },
    warmUps: 2,
    compared: 2,
    inputs: (count) => Array.from({ length: count }, (_, place) => ({ seed: place })),
    expected: (input) => flips(withEdit(input as PolicyEdit)),
  };
}

/** The sixty rules after an edit. */
export function withEdit({ seed }: PolicyEdit): readonly Rule[] {
  const random = new Random(1_000 + seed);
  const rules = [...sixtyRules];
  for (let left = rulesChanged; left > 0; left--) {
    const move = drawMove(random);
    rules[move.rule] = withMove(move)[move.rule]!;
  }
  const place = (): number => random.int(0, rules.length - 1);
  const { when } = random.pick(sixtyRules);
  rules.splice(place(), 1);
  rules.splice(place(), 0, { name: 'new', when });
  const [one, other] = [place(), place()];
  [rules[one], rules[other]] = [rules[other]!, rules[one]!];
  return rules;
}

/** A skill mapping of such rules: each gives a skill of its own. */
export function mappingOf(rules: readonly Rule[]): SkillMapping {
  const mappings = rules.map((rule) => ({ ...rule, assign: { skills: [rule.name] } }));
  return { kind: 'SkillMapping', name: 'thresholds-to-skills', appliesTo: {}, missing: {}, mappings };
}
