import fc from 'fast-check';
import { canonicalJson } from '../../engine/canonical.ts';
import type { PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';
import { otherwiseRule, type SkillsDecision } from '../../engine/decisions/skills/decide.ts';
import type { SkillMapping } from '../../engine/decisions/skills/skillMapping.ts';
import { mediaTypes } from '../../engine/facts/conversation.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { decisionsOn, onlyKinds, readAnew, type Written } from './deciding.ts';
import { factSource } from './factValues.ts';
import { factsInWords } from './factsInWords.ts';
import { morning } from './ranking/situations.ts';
import { trial, type Judged, type Trial } from './trial.ts';
import { vocabularyOf } from './vocabulary.ts';

/** Holds for every conversation, and is asked last. */
const added = {
  name: 'added below all others',
  when: { fact: 'mediaType', operator: 'in', value: [...mediaTypes] },
  assign: { skill: 'Added', priority: 'low' },
};

/** A mapping added below the others changes nothing for conversations that one above it takes. */
export function ruleIntent(policy: Policy, pack: SkillMapping, prepare: PrepareDecidingRules): Trial {
  const own = onlyKinds(policy, ['SkillMapping']);
  const longer = readAnew(own, (written: Written) =>
    written['name'] === pack.name
      ? { ...written, mappings: [...(written['mappings'] as readonly unknown[]), added] }
      : written,
  );
  const { queue } = vocabularyOf(policy, pack);
  const mediaType = pack.appliesTo.mediaTypes?.[0] ?? 'voice';
  const conditions = pack.mappings.map(({ when }) => when);
  const cases = factSource(conditions, ['conversation']).facts;
  const decided = (facts: FactValues, by: Policy): SkillsDecision | undefined => {
    const known = { ...facts, mediaType };
    const event = {
      type: 'conversation.queued',
      at: morning,
      conversation: 'c',
      queue,
      facts: known,
    } as const;
    return decisionsOn([event], by, prepare).find((one): one is SkillsDecision => one.point === 'skills');
  };
  return trial(fc.tuple(cases), ([facts]): Judged => {
    const before = decided(facts, own);
    if (before?.assigned === undefined || before.decidedBy === otherwiseRule) return 'notApplicable';
    const after = decided(facts, longer);
    if (canonicalJson(after?.assigned) === canonicalJson(before.assigned)) return 'holds';
    return [
      `A conversation in ${queue}: ${factsInWords(facts)}.`,
      `${before.decidedBy} takes it. With a mapping added below all others, ${after?.decidedBy} does.`,
    ];
  });
}
