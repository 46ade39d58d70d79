import type { FactValues } from '../../../engine/facts/definition.ts';
import { identity } from './identity.ts';
import { join } from './participation.ts';
import { customerOf, present, type ConversationRecord } from './records.ts';

/**
 * Writes down one turn of the customer with the bot: what was understood, and the message itself. The bot joins with the
 * first of them: the flow that the customer met has it ask, and waits for what comes of it.
 * @param at milliseconds since 1970.
 */
export function writeTurn(record: ConversationRecord, at: number, facts: FactValues): void {
  const { utterance, intent, intentConfidence: confidence, noMatch, sentiment } = facts;
  record.turns.push({
    at,
    noMatch: noMatch === true,
    ...(typeof utterance === 'string' ? { utterance } : {}),
    ...(typeof intent === 'string' ? { intent } : {}),
    ...(typeof confidence === 'number' ? { confidence } : {}),
    ...(typeof sentiment === 'number' ? { sentiment } : {}),
  });
  if (present(record, 'workflow') !== undefined && present(record, 'botflow') === undefined)
    join(record, 'botflow', at).connectedAt = at;
  const { communicationId } = customerOf(record);
  record.messages.push({
    id: identity('message', record.id, record.messages.length),
    communicationId,
    at,
    direction: 'inbound',
    author: 'Human',
    text: typeof utterance === 'string' ? utterance : '',
    attachments: [],
    status: 'received',
    receipts: [],
  });
}
