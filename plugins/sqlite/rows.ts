import type { Conversation } from '../../engine/conversation/conversation.ts';
import type {
  DeadCommand,
  GatheredFact,
  InboxEntry,
  JournalEntry,
  KeptDecision,
  OutboxEntry,
} from '../../engine/store.ts';

/** A row as SQLite gives it; its columns are those of the statement. */
type Row = Readonly<Record<string, unknown>>;

const parsed = (row: Row, column: string): unknown => JSON.parse(row[column] as string);

export function inboxEntry(row: Row): InboxEntry {
  return {
    position: row['position'] as number,
    from: row['source'] as string,
    observed: parsed(row, 'observed') as InboxEntry['observed'],
    receivedAt: row['received_at'] as number,
  };
}

export function journalEntry(row: Row): JournalEntry {
  return {
    position: row['position'] as number,
    events: parsed(row, 'events') as JournalEntry['events'],
    ...(row['undecided'] === null
      ? {}
      : { undecided: parsed(row, 'undecided') as Required<JournalEntry>['undecided'] }),
  };
}

export function gatheredFact(row: Row): GatheredFact {
  const queue = row['queue'] as string | null;
  return {
    position: row['position'] as number,
    fact: row['fact'] as string,
    ...(queue === null ? {} : { queue }),
    from: row['source'] as string,
    observedAt: row['observed_at'] as number,
    value: parsed(row, 'value') as GatheredFact['value'],
  };
}

export function conversationOf(row: Row): Conversation {
  return parsed(row, 'state') as Conversation;
}

export function keptDecision(row: Row): KeptDecision {
  return { number: row['number'] as number, record: parsed(row, 'record') as KeptDecision['record'] };
}

export function outboxEntry(row: Row): OutboxEntry {
  return {
    number: row['number'] as number,
    decision: row['decision'] as string,
    decidedAt: row['decided_at'] as number,
    command: parsed(row, 'command') as OutboxEntry['command'],
    attempts: row['attempts'] as number,
  };
}

export function deadCommand(row: Row): DeadCommand {
  return { ...outboxEntry(row), outcome: parsed(row, 'outcome') as DeadCommand['outcome'] };
}
