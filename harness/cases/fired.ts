import type { Decision } from '../../engine/decisions/policyRun.ts';

/**
 * The rules that took effect in a decision, by name: the mapping taken, or `otherwise`; the head starts that the
 * conversation has; the shifts applied; the triggers that fired, and the guard whose answer was given; the reactions done.
 */
export function firedIn(decision: Decision): readonly string[] {
  switch (decision.point) {
    case 'skills':
      return decision.assigned === undefined ? [] : [decision.decidedBy];
    case 'order':
      return decision.places.find(({ conversation }) => conversation === decision.conversation)!.headStarts;
    case 'ranking':
      return decision.shifts.filter(({ state }) => state === 'applied').map(({ name }) => name);
    case 'handoff':
      return [
        ...decision.triggers.filter(({ fired }) => fired).map(({ name }) => name),
        ...(decision.verdict === 'answer' ? [decision.decidedBy] : []),
      ];
    case 'reaction':
      return decision.reactions;
    case 'delivery':
      return [];
  }
}
