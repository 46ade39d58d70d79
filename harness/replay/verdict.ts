import type { Ruling } from '../../engine/decisions/policyRun.ts';

/**
 * The kind of end a decision comes to, whatever its particulars: a bot turn stays, is answered or is handed over (and to
 * which queue); a ranking has somebody or nobody; a deadline is broken or not; a reaction does something or nothing.
 * Undefined where a decision has no kinds of end: skills and order.
 */
export function verdictOf(ruling: Ruling): string | undefined {
  switch (ruling.point) {
    case 'handoff':
      return ruling.verdict === 'handoff' ? `handoff to ${ruling.target}` : ruling.verdict;
    case 'ranking':
      return ruling.winner === undefined ? 'nobody' : 'somebody';
    case 'delivery':
      return ruling.broken === undefined ? 'no breach' : 'breach';
    case 'reaction':
      return ruling.commands.length === 0 ? 'nothing' : 'something';
    default:
      return undefined;
  }
}
