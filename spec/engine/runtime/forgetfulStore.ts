import { snapshotFormat } from '../../../engine/runtime/snapshots.ts';
import type { JournalEntry, JournalSpan, Snapshot } from '../../../engine/store.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';

/** Forgets of the journal all it may, at once; and tells after which entries it was asked for the rest. */
export class ForgetfulStore extends MemoryStore {
  readonly askedAfter: number[] = [];
  /** As of another release. */
  format = snapshotFormat;

  override async *journal(after: number): AsyncGenerator<JournalEntry> {
    this.askedAfter.push(after);
    const { gone } = await this.journalSpan();
    if (after < gone) throw new Error('what is asked for is gone');
    yield* super.journal(after);
  }

  override async journalSpan(): Promise<JournalSpan> {
    const [, before] = await this.snapshots();
    return { ...(await super.journalSpan()), gone: before?.after ?? 0 };
  }

  override async snapshots(): Promise<readonly Snapshot[]> {
    return (await super.snapshots()).map((one) => ({ ...one, format: this.format }));
  }
}
