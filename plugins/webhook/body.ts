import { canonicalJson } from '../../engine/canonical.ts';
import type { OneShotCommand } from '../../engine/decisions/record.ts';

/** A command to tell somebody of an event. */
export type WebhookCommand = Extract<OneShotCommand, { readonly do: 'webhook' }>;

/**
 * What is told: the same bytes for every attempt. Its form is source document 3's: what the rule says of the event is in
 * `audit`, after the conversation and the time of the decision, which it may say otherwise.
 * @param decidedAt milliseconds since 1970 of the platform's clock.
 */
export function bodyOf({ conversation, event, content }: WebhookCommand, decidedAt: number): string {
  const timestamp = new Date(decidedAt).toISOString();
  return canonicalJson({
    event_type: event,
    audit: { conversation_id: conversation, timestamp, ...content },
    sync_timestamp: timestamp,
  });
}
