import { outcomeInWords } from '../../conditions/inWords.ts';
import type { RuleOutcome } from '../../conditions/outcome.ts';
import { answerInWords } from './answer.ts';
import type { GuardState, HandoffDecision, TriggerState } from './decide.ts';

/** Why the bot keeps or hands over the conversation in this turn, line by line. */
export function explainHandoff(decision: HandoffDecision): readonly string[] {
  const { triggers, guards, rules, verdict } = decision;
  return [
    headline(decision),
    'triggers (any one is enough):',
    ...triggers.map((trigger, index) => `  ${triggerLine(trigger, rules[index]!)}`),
    ...(verdict === 'stay' ? [] : ['guards (all must hold):']),
    ...(verdict === 'stay'
      ? []
      : guards.map((guard, index) => `  ${guardLine(guard, rules[triggers.length + index]!)}`)),
  ];
}

function headline({ verdict, turn, decidedBy, target, answer }: HandoffDecision): string {
  const at = `Turn ${turn}: `;
  switch (verdict) {
    case 'handoff':
      return `${at}the bot hands over to ${target}, because “${decidedBy}” fired and every guard holds.`;
    case 'answer':
      return `${at}the bot cannot hand over, because the guard “${decidedBy}” fails; it ${answerInWords(answer!)}.`;
    case 'coolingDown':
      return `${at}“${decidedBy}” fired, but the customer has just had an answer.`;
    case 'stay':
      return `${at}the bot keeps the conversation: no trigger fired.`;
  }
}

function triggerLine({ name, fired, heldTurns, forTurns }: TriggerState, outcome: RuleOutcome): string {
  const turns = forTurns === 1 ? '' : ` (${heldTurns} of ${forTurns} turns in a row)`;
  return `${fired ? 'fired' : 'did not fire'}: ${name}${turns}: ${outcomeInWords(outcome)}`;
}

function guardLine({ name, holds, answer }: GuardState, outcome: RuleOutcome): string {
  const consequence = answer === undefined ? '' : `; it ${answerInWords(answer)}`;
  return `${holds ? 'holds' : 'fails'}: ${name}: ${outcomeInWords(outcome)}${consequence}`;
}
