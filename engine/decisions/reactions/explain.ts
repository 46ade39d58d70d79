import { outcomeInWords } from '../../conditions/inWords.ts';
import type { Command } from '../record.ts';
import type { ReactionDecision } from './decide.ts';

/** What is done for what came about, and why, line by line. */
export function explainReaction(decision: ReactionDecision): readonly string[] {
  const { on, reactions, rules, commands } = decision;
  return [
    reactions.length === 0
      ? `${on}: no reaction holds.`
      : `${on}: ${reactions.map((name) => `“${name}”`).join(' and ')}${commands.length === 0 ? ', and all of it has been done' : ''}.`,
    ...commands.map((command) => `  ${commandInWords(command)}`),
    ...rules.map((outcome) => {
      const isAlways = outcome.holds && outcome.because?.length === 0;
      return `  ${outcome.rule}: ${isAlways ? 'always' : outcomeInWords(outcome)}`;
    }),
  ];
}

/** What a reaction's command does, in words. */
export function commandInWords(command: Command): string {
  if ('set' in command) {
    if (command.set !== 'attributes') return `sets ${command.set}`;
    const all = Object.entries(command.attributes).map(([key, value]) => `${key} to “${value}”`);
    return `sets ${all.join(', ')}`;
  }
  switch (command.do) {
    case 'notify':
      return `tells ${command.supervisor}: ${command.about}`;
    case 'crm':
      return `writes to the CRM: ${fields(command.record)}`;
    case 'webhook':
      return `calls the webhook ${command.event}: ${fields(command.content)}`;
    default:
      return command.do;
  }
}

function fields(content: Readonly<Record<string, unknown>>): string {
  return Object.entries(content)
    .map(([field, value]) => `${field} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
