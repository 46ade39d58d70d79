import { answerInWords } from '../../engine/decisions/handoff/answer.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';

/**
 * What a decision comes to for the customer, in words. Two decisions whose effects read the same are the same decision,
 * whatever policy made them and however they scored.
 */
export function effectOf(decision: Decision): string {
  switch (decision.point) {
    case 'skills': {
      const { assigned } = decision;
      if (assigned === undefined) return 'keeps its skills';
      const notified = decision.commands.flatMap((command) =>
        'do' in command && command.do === 'notify' ? [command.supervisor] : [],
      );
      return [
        assigned.skills.join(' and ') || 'no skill',
        ...(assigned.language === undefined ? [] : [assigned.language]),
        ...(assigned.priority === undefined ? [] : [`${assigned.priority} priority`]),
        ...notified.map((who) => `tells ${who}`),
      ].join(', ');
    }
    case 'order':
      return `${decision.next} is next`;
    case 'ranking':
      return decision.winner ?? 'nobody';
    case 'handoff':
      if (decision.verdict === 'handoff') return `hands over to ${decision.target}`;
      return decision.verdict === 'answer' ? answerInWords(decision.answer!) : 'stays with the bot';
  }
}
