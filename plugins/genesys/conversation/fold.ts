import { canonicalJson } from '../../../engine/canonical.ts';
import type { Snapshot } from './snapshot.ts';

/** What is known of a conversation after some of its snapshots, told once or often, in any order. */
export interface FoldedConversation {
  readonly snapshot: Snapshot;
  /** How far the conversation had come: see `progressOf`. */
  readonly progress: number;
  /**
   * Snapshots that came as far differ in what has no order (attributes, routing, tag): which is the latest cannot be
   * known from them. A read settles it.
   */
  readonly unsettled: boolean;
}

/**
 * How far a conversation has come: the participants, times, states and messages it has so far. These only become more,
 * so of two snapshots the one that has come further is the later, whenever it arrives.
 */
export function progressOf({ participants }: Snapshot): number {
  return participants.reduce((sum, { progress }) => sum + 1 + progress, 0);
}

/**
 * Takes in a snapshot that came by a notification. The outcome of several does not depend on their order, or on how
 * often each came: the furthest counts; where two are as far and differ, one is taken, always the same, and the
 * conversation is unsettled.
 */
export function foldSnapshot(before: FoldedConversation | undefined, snapshot: Snapshot): FoldedConversation {
  const progress = progressOf(snapshot);
  if (before === undefined || progress > before.progress) return { snapshot, progress, unsettled: false };
  if (progress < before.progress) return before;
  const [held, told] = [canonicalJson(before.snapshot), canonicalJson(snapshot)];
  if (held === told) return before;
  return { snapshot: told > held ? snapshot : before.snapshot, progress, unsettled: true };
}

/**
 * Takes in a snapshot that was read after everything before had been told: it settles what they left open, unless it has
 * not come as far itself.
 */
export function foldRead(before: FoldedConversation | undefined, snapshot: Snapshot): FoldedConversation {
  const progress = progressOf(snapshot);
  if (before !== undefined && progress < before.progress) return before;
  return { snapshot, progress, unsettled: false };
}
