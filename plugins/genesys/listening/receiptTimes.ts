import type { ConversationBook } from '../conversation/book.ts';
import type { ReceiptTimes } from '../conversation/messageMilestones.ts';
import type { Snapshot } from '../conversation/snapshot.ts';
import { readReceiptTimes } from '../reading/messages.ts';
import { underSignal } from '../reading/reading.ts';
import { asWarning, type SourceOptions } from './source.ts';

/**
 * When the receipts came that a read finds and nobody has told: a call, and only where there are any, for what is read is
 * late. Where it cannot be had they count from the read, which is told.
 */
export async function lateReceiptTimes(
  { reading, problem }: Pick<SourceOptions, 'reading' | 'problem'>,
  book: ConversationBook,
  snapshot: Snapshot,
  signal: AbortSignal | undefined,
): Promise<ReceiptTimes | undefined> {
  const messages = book.newReceipts(snapshot);
  if (messages.length === 0) return undefined;
  const { conversation } = snapshot;
  try {
    return await readReceiptTimes(underSignal(reading, signal), conversation, messages);
  } catch (error) {
    signal?.throwIfAborted();
    problem(
      asWarning(error, `when messages of conversation ${conversation} were received could not be read`),
    );
    return undefined;
  }
}
