import type { CallManner, GenesysClient } from '../client/client.ts';
import { snapshotOf, type Snapshot } from '../conversation/snapshot.ts';

/** A conversation as it was at a time. */
export interface ReadConversation {
  readonly snapshot: Snapshot;
  /** Milliseconds since 1970. */
  readonly observedAt: number;
}

/**
 * Reads a whole conversation with its participants' attributes.
 * @throws GenesysError `genesys-not-found` when there is none, or none any more; otherwise as `call` does.
 */
export async function readConversation(
  genesys: GenesysClient,
  conversation: string,
  manner: CallManner,
): Promise<ReadConversation> {
  const params = { path: { conversationId: conversation } };
  const { data, observedAt } = await genesys.call('getConversation', { params }, manner);
  return { snapshot: snapshotOf({ ...data, id: data.id ?? conversation })!, observedAt };
}
