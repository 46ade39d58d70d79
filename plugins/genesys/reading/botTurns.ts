import type { ObservedEvent } from '../../../engine/exchange.ts';
import { longestText } from '../../../engine/facts/values.ts';
import type { CallOutput } from '../client/client.ts';
import { pages } from '../client/pages.ts';
import { checkedFacts, observed, platformTime } from '../observation.ts';
import { interval } from './analytics.ts';
import type { TurnFactName } from './factsTold.ts';
import type { Reading } from './reading.ts';

type Turn = NonNullable<CallOutput<'getAnalyticsBotflowDivisionsReportingturns'>['entities']>[number];

/** Which turns of a bot flow: those of one session, or of a time. Both in milliseconds since 1970. */
export type WhichTurns = { readonly session: string } | { readonly from: number; readonly to: number };

/**
 * The turns of a bot flow, in order of time: what was said, intent and confidence, whether the bot understood nothing.
 * A turn without the customer's words is none. The platform keeps turns for about ten days.
 * @throws GenesysError as `call` does.
 */
export async function readBotTurns(
  { genesys, manner }: Reading,
  botFlowId: string,
  which: WhichTurns,
): Promise<readonly ObservedEvent[]> {
  const asked =
    'session' in which ? { sessionId: which.session } : { interval: interval(which.from, which.to) };
  const input = { params: { path: { botFlowId }, query: { ...asked, pageSize: '100' } } };
  const events: ObservedEvent[] = [];
  for await (const page of pages(genesys, 'getAnalyticsBotflowDivisionsReportingturns', input, manner)) {
    events.push(...(page.data.entities ?? []).flatMap((turn) => turnEvent(turn, page.observedAt)));
  }
  return events.sort((a, b) => a.event.at - b.event.at);
}

function turnEvent(turn: Turn, observedAt: number): ObservedEvent[] {
  const conversation = turn.conversation?.id;
  if (conversation === undefined || turn.userInput === undefined) return [];
  const told: Record<TurnFactName, unknown> = {
    utterance: turn.userInput.slice(0, longestText),
    intent: turn.intent?.name,
    intentConfidence: turn.intent?.confidence,
    noMatch: turn.askActionResult?.startsWith('NoMatch'),
  };
  const { facts, problems } = checkedFacts(['conversation', 'bot'], told, `conversation ${conversation}`);
  const at = platformTime(turn.dateCreated) ?? observedAt;
  return [observed({ type: 'bot.turn', at, conversation, facts }, observedAt, 'read', problems)];
}
