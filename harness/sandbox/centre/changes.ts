import type { ConversationRecord, UserRecord } from './records.ts';

/** What a change in the records is about, so that whoever listens can be told. */
export interface Changes {
  conversation(changed: ConversationRecord): void;
  /** Their routing status, or presence. */
  user(changed: UserRecord): void;
  sentiment(conversation: ConversationRecord): void;
}
