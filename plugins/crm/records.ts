import { canonicalJson, sha256 } from '../../engine/canonical.ts';
import type { OneShotCommand } from '../../engine/decisions/record.ts';
import type { BatchedCommand } from '../../engine/ports.ts';

type CrmCommand = Extract<OneShotCommand, { readonly do: 'crm' }>;

/** A record as the CRM is sent it. */
export interface CrmRecord {
  readonly idempotency_key: string;
  readonly [field: string]: unknown;
}

/** The record of a command: the rule's fields, and who, when, what for and by which key. The same for every attempt. */
export function recordOf({ command, decidedAt }: BatchedCommand): CrmRecord {
  const { id, conversation, operation, record } = command as CrmCommand;
  return {
    ...record,
    conversation_id: conversation,
    decided_at: new Date(decidedAt).toISOString(),
    operation,
    idempotency_key: id,
  };
}

/** The call's body: the same bytes for the same records. */
export function bodyOf(records: readonly CrmRecord[]): string {
  return canonicalJson({ records });
}

/** By which the CRM knows a call that it has had: the same for the same records in the same order. */
export function batchKey(records: readonly CrmRecord[]): string {
  return sha256(bodyOf(records)).slice(0, 32);
}
