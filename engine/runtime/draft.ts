import type { Conversation } from '../conversation/conversation.ts';
import type { Changes, GatheredFact, InboxEntry, JournalEntry, KeptDecision } from '../store.ts';

/** What is written about the events of one step, while it is being put together. */
export interface Draft extends Changes {
  readonly accepted: InboxEntry[];
  readonly journal: JournalEntry[];
  readonly gathered: GatheredFact[];
  readonly conversations: Conversation[];
  readonly decisions: KeptDecision[];
  readonly cursors: Map<string, string>;
}

export function newDraft(): Draft {
  return {
    accepted: [],
    journal: [],
    gathered: [],
    conversations: [],
    decisions: [],
    cursors: new Map(),
  };
}
