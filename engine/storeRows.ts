import type { Conversation } from './conversation/conversation.ts';
import type { GivenInstruction, InstructionAnswer } from './instruction.ts';
import type { PoliciesAtWork, PolicyTally } from './stages/stage.ts';
import type {
  EndedCommand,
  GatheredFact,
  InboxEntry,
  JournalEntry,
  KeptTold,
  KeptPolicy,
  OutboxEntry,
  Snapshot,
} from './store.ts';

/**
 * Rows of a store with tables, read back: what is plain has a column of its own, the rest lies in one as canonical JSON.
 * Plugins that keep such tables name their columns as they are read here.
 */
export type Row = Readonly<Record<string, unknown>>;

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
    ...(row['policies'] === null ? {} : { policies: parsed(row, 'policies') as PoliciesAtWork }),
    ...(row['undecided'] === null
      ? {}
      : { undecided: parsed(row, 'undecided') as Required<JournalEntry>['undecided'] }),
    ...(row['refused'] === null
      ? {}
      : { refused: parsed(row, 'refused') as Required<JournalEntry>['refused'] }),
  };
}

export function snapshotOf(row: Row): Snapshot {
  return {
    after: row['after'] as number,
    format: row['format'] as number,
    engineVersion: row['engine_version'] as string,
    state: parsed(row, 'state'),
  };
}

export function keptPolicy(row: Row): KeptPolicy {
  return { hash: row['hash'] as string, files: parsed(row, 'files') as KeptPolicy['files'] };
}

export function policiesAtWork(row: Row): PoliciesAtWork {
  return parsed(row, 'policies') as PoliciesAtWork;
}

export function policyTally(row: Row): PolicyTally {
  const { name, hash, stage, decisions } = row as Readonly<Record<keyof PolicyTally, never>>;
  return { name, hash, stage, decisions };
}

export function givenInstruction(row: Row): GivenInstruction {
  return {
    number: row['number'] as number,
    instruction: parsed(row, 'instruction') as GivenInstruction['instruction'],
    givenAt: row['given_at'] as number,
  };
}

/** Undefined while it waits. */
export function instructionAnswer(row: Row): InstructionAnswer | undefined {
  return row['answer'] === null ? undefined : (parsed(row, 'answer') as InstructionAnswer);
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

export function keptTold(row: Row): KeptTold {
  const told = { [row['what'] as string]: parsed(row, 'record') };
  return { number: row['number'] as number, told: told as unknown as KeptTold['told'] };
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

export function endedCommand(row: Row): EndedCommand {
  const { number, ...entry } = outboxEntry(row);
  const plugin = row['plugin'] as string | null;
  return {
    number,
    ended: {
      ...entry,
      ...(plugin === null ? {} : { plugin }),
      latencySeconds: row['latency_seconds'] as number,
      endedAt: row['ended_at'] as number,
      outcome: parsed(row, 'outcome') as EndedCommand['ended']['outcome'],
    },
  };
}
