import type { Problem } from '../../../../engine/problem.ts';
import type { Acting } from '../../../../plugins/genesys/acting/acting.ts';
import type { ToldConversation } from '../../../../plugins/genesys/conversation/snapshot.ts';
import { genesysDefaults, type ActingSettings } from '../../../../plugins/genesys/settings.ts';
import { api, logins, session, type Session } from '../session.ts';
import { agent, customer, iso, names, queue, start, told } from '../told.ts';

/**
 * A session, and what acts in it: one client for both, so that requests have one order.
 * @param expectedLogins so many are answered.
 */
export function actingSession(
  settings: Partial<ActingSettings> = {},
  expectedLogins = 1,
): Session & { readonly acting: Acting; readonly problems: Problem[] } {
  const problems: Problem[] = [];
  const made = session();
  logins(expectedLogins);
  const { genesys, clock } = made;
  const acting: Acting = {
    problem: (problem) => problems.push(problem),
    ...{ genesys, clock, settings: { ...genesysDefaults.acting, ...settings } },
    reading: { genesys, names, settings: genesysDefaults.reading, manner: { lane: 'bulk' } },
  };
  return { ...made, acting, problems };
}

/** The next reads of the conversation find it so. */
export function stands(...conversations: ToldConversation[]): void {
  for (const one of conversations) {
    api()
      .get('/api/v2/conversations/c-1')
      .reply(200, { ...one, startTime: iso(0) });
  }
}

/** A conversation that waits in Billing, is with an agent, is with a bot, is over. */
export const waiting = told('c-1', customer(0), queue('q-1', 5));
export const withAgent = told('c-1', customer(0), queue('q-1', 5, { endTime: iso(9) }), agent('u-1', 9));
export const withBot = told('c-1', customer(0), { id: 'bot', purpose: 'bot', connectedTime: iso(1) });
export const over = told('c-1', customer(0, { endTime: iso(60) }), queue('q-1', 5, { endTime: iso(60) }));

/** Decided at the start, never asked before. */
export const first = { decidedAt: start, isRepeated: false };
export const again = { decidedAt: start, isRepeated: true };
