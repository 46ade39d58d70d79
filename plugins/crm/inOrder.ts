import type { ActOutcome } from '../../engine/exchange.ts';
import type { BatchedCommand } from '../../engine/ports.ts';

/**
 * Outcomes with which each conversation keeps its order: what follows a record that comes again, of the same conversation,
 * comes again after it. Were it not sent again, the older record would be the last that the CRM has.
 */
export function inOrder(
  commands: readonly BatchedCommand[],
  outcomes: readonly ActOutcome[],
): readonly ActOutcome[] {
  const waiting = new Set<string>();
  return outcomes.map((outcome, place) => {
    const { conversation } = commands[place]!.command;
    if (outcome.status === 'notDone') waiting.add(conversation);
    const isAfter = outcome.status === 'done' && waiting.has(conversation);
    return isAfter ? { status: 'notDone', why: 'it is sent again after an earlier record' } : outcome;
  });
}
