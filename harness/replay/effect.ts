import { answerInWords } from '../../engine/decisions/handoff/answer.ts';
import { commandInWords } from '../../engine/decisions/reactions/explain.ts';
import type { Ruling } from '../../engine/decisions/policyRun.ts';
import type { Assignment } from '../../engine/decisions/skills/skillMapping.ts';

/**
 * What a decision comes to for the customer, in words. Two decisions whose effects read the same are the same decision,
 * whatever policy made them and however they scored.
 */
export function effectOf(ruling: Ruling): string {
  switch (ruling.point) {
    case 'skills':
      return skillsInWords(ruling.assigned, ruling.notified);
    case 'order':
      return ruling.moment === 'waiting'
        ? `a head start of ${ruling.own.headStartMs / 1000} s`
        : `${ruling.next} is next`;
    case 'ranking':
      return ruling.winner ?? 'nobody';
    case 'handoff':
      if (ruling.verdict === 'handoff') return `hands over to ${ruling.target}`;
      return ruling.verdict === 'answer' ? answerInWords(ruling.answer!) : 'stays with the bot';
    case 'delivery':
      return `${ruling.standing.message.id} is ${ruling.standing.status}`;
    case 'reaction':
      return ruling.commands.map(commandInWords).join('; ') || 'does nothing';
  }
}

/** What a conversation gets. @param assigned undefined when it keeps what it has. @param notified who is told, if anybody. */
export function skillsInWords(assigned: Assignment | undefined, notified: string | undefined): string {
  if (assigned === undefined) return 'keeps its skills';
  return [
    assigned.skills.join(' and ') || 'no skill',
    ...(assigned.language === undefined ? [] : [assigned.language]),
    ...(assigned.priority === undefined ? [] : [`${assigned.priority} priority`]),
    ...(notified === undefined ? [] : [`tells ${notified}`]),
  ].join(', ');
}
