import type { DecisionPoint } from '../../engine/decisions/record.ts';

/** What is decided at each point, as reports call it. */
export const pointWords: Readonly<Record<DecisionPoint, string>> = {
  skills: 'skills assigned',
  order: 'who is next',
  ranking: 'agents ranked',
  handoff: 'bot turns judged',
  delivery: 'messages judged',
  reaction: 'reactions',
};
