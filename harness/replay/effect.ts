import { answerInWords } from '../../engine/decisions/handoff/answer.ts';
import type { Ruling } from '../../engine/decisions/policyRun.ts';

/**
 * What a decision comes to for the customer, in words. Two decisions whose effects read the same are the same decision,
 * whatever policy made them and however they scored.
 */
export function effectOf(ruling: Ruling): string {
  switch (ruling.point) {
    case 'skills': {
      const { assigned, notified } = ruling;
      if (assigned === undefined) return 'keeps its skills';
      return [
        assigned.skills.join(' and ') || 'no skill',
        ...(assigned.language === undefined ? [] : [assigned.language]),
        ...(assigned.priority === undefined ? [] : [`${assigned.priority} priority`]),
        ...(notified === undefined ? [] : [`tells ${notified}`]),
      ].join(', ');
    }
    case 'order':
      return `${ruling.next} is next`;
    case 'ranking':
      return ruling.winner ?? 'nobody';
    case 'handoff':
      if (ruling.verdict === 'handoff') return `hands over to ${ruling.target}`;
      return ruling.verdict === 'answer' ? answerInWords(ruling.answer!) : 'stays with the bot';
  }
}
