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

/** A turn as an event. */
export interface ReadTurn {
  /** The same whenever the platform tells of this turn, and no other's: also of two that say the same at one moment. */
  readonly key: string;
  readonly told: ObservedEvent;
}

/**
 * The turns of a bot flow, in order of time: what was said, intent and confidence, whether the bot understood nothing.
 * A turn without the customer's words is none. The platform keeps turns for about ten days.
 * @throws GenesysError as `call` does.
 */
export async function readBotTurns(
  { genesys, manner }: Reading,
  botFlowId: string,
  which: WhichTurns,
): Promise<readonly ReadTurn[]> {
  const asked =
    'session' in which ? { sessionId: which.session } : { interval: interval(which.from, which.to) };
  const input = { params: { path: { botFlowId }, query: { ...asked, pageSize: '100' } } };
  const turns: ReadTurn[] = [];
  for await (const page of pages(genesys, 'getAnalyticsBotflowDivisionsReportingturns', input, manner)) {
    turns.push(...(page.data.entities ?? []).flatMap((turn) => readTurn(botFlowId, turn, page.observedAt)));
  }
  return turns.sort((a, b) => a.told.event.at - b.told.event.at);
}

function readTurn(flow: string, turn: Turn, observedAt: number): ReadTurn[] {
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
  const { sessionId = '', dateCreated = '', askAction = {}, userInput } = turn;
  const { actionId = '', actionNumber = -1 } = askAction;
  const key = JSON.stringify([
    ...[flow, conversation, sessionId, dateCreated],
    ...[actionId, actionNumber, userInput, told.intent ?? ''],
  ]);
  return [
    { key, told: observed({ type: 'bot.turn', at, conversation, facts }, observedAt, 'read', problems) },
  ];
}
