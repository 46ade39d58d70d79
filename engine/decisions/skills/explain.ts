import { outcomeInWords } from '../../conditions/inWords.ts';
import type { SkillsDecision } from './decide.ts';

/** Why the conversation got these skills, line by line. */
export function explainSkills(decision: SkillsDecision): readonly string[] {
  const taken = decision.rules.findIndex((outcome) => outcome.holds);
  const passed = taken === -1 ? decision.rules : decision.rules.slice(0, taken);
  return [
    outcomeLine(decision),
    ...(taken === -1 ? [] : [`because ${outcomeInWords(decision.rules[taken]!)}`]),
    ...decision.commands.flatMap((command) =>
      'do' in command && command.do === 'notify' ? [`${command.supervisor} is told`] : [],
    ),
    ...(passed.length === 0 ? [] : ['tried before it, in this order:']),
    ...passed.map((outcome) => `  ${outcome.rule}: ${outcomeInWords(outcome)}`),
  ];
}

function outcomeLine({ assigned, decidedBy, pack }: SkillsDecision): string {
  if (assigned === undefined) return `No mapping of ${pack} holds: the conversation keeps what it has.`;
  const gets = [
    ...(assigned.skills.length === 0 ? [] : [`the skill ${assigned.skills.join(' and ')}`]),
    ...(assigned.language === undefined ? [] : [`the language ${assigned.language}`]),
    ...(assigned.priority === undefined ? [] : [`${assigned.priority} priority`]),
  ];
  return `The conversation gets ${gets.join(', ')} by “${decidedBy}” of ${pack}.`;
}
