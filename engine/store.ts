import type { Conversation } from './conversation/conversation.ts';
import type { RoutingEvent } from './conversation/events.ts';
import type { Command, DecisionPoint } from './decisions/record.ts';
import type { ActOutcome, DecisionRecord, Observation, ObservedEvent } from './exchange.ts';

/** An event that was taken in. */
export interface InboxEntry {
  /** From 1, in the order events were taken in; never used twice. */
  readonly position: number;
  /** The plugin that told it. */
  readonly from: string;
  readonly observed: ObservedEvent;
  /** Milliseconds since 1970 of our clock. */
  readonly receivedAt: number;
}

/** What was decided on: an event of the inbox with what was gathered for it, in the order they count. */
export interface JournalEntry {
  /** The entry of the inbox. */
  readonly position: number;
  readonly events: readonly RoutingEvent[];
  /** Decisions that were due and could not be made, for a fault in the code that decides. */
  readonly undecided?: readonly UndecidedPoint[];
}

/** A decision that could not be made. */
export interface UndecidedPoint {
  /** Absent where the fault was in what comes before any decision: shifts of weights, what to gather. */
  readonly point?: DecisionPoint;
  /** The fault, in words. */
  readonly why: string;
}

/** A fact that was gathered for an event. */
export interface GatheredFact extends Observation {
  /** The entry of the inbox it was gathered for. */
  readonly position: number;
  readonly fact: string;
  /** The queue it is about; left out, the event's conversation. */
  readonly queue?: string;
  /** The plugin that looked it up. */
  readonly from: string;
}

/** A decision, and where it stands among all. */
export interface KeptDecision {
  /** From 1, in the order decisions were made. */
  readonly number: number;
  readonly record: DecisionRecord;
}

/** A command that waits to be done. */
export interface OutboxEntry {
  /** From 1, in the order commands were decided. */
  readonly number: number;
  /** The decision's id. */
  readonly decision: string;
  /** The decision's time, in milliseconds since 1970 of the platform's clock. */
  readonly decidedAt: number;
  readonly command: Command;
  /** How often it may have been tried. */
  readonly attempts: number;
}

/** What was tried with an entry of the outbox. */
export interface Dispatched {
  readonly number: number;
  readonly attempts: number;
  /** What became of it; absent when it is about to be tried, or tried again. */
  readonly outcome?: ActOutcome | DeadOutcome;
}

/** It was given up after too many failures, or no plugin does such commands. */
export interface DeadOutcome {
  readonly status: 'failed' | 'nobody';
  readonly why: string;
}

/** A command that was given up, or whose outcome cannot be known. */
export interface DeadCommand extends OutboxEntry {
  readonly outcome: ActOutcome | DeadOutcome;
}

/** What is written together: all of it, or nothing. */
export interface Changes {
  readonly accepted?: readonly InboxEntry[];
  /** By plugin: where its source goes on. */
  readonly cursors?: ReadonlyMap<string, string>;
  /** In the order they were decided; their entries leave the inbox. */
  readonly journal?: readonly JournalEntry[];
  readonly gathered?: readonly GatheredFact[];
  /** As they are after these events; those that are over may be dropped. */
  readonly conversations?: readonly Conversation[];
  readonly decisions?: readonly KeptDecision[];
  /** Of commands that were in the outbox before these changes; any other makes the commit reject. */
  readonly dispatched?: readonly Dispatched[];
  /** By sink: the number of the last decision it has. */
  readonly heard?: ReadonlyMap<string, number>;
}

/** How far the numbers have come. */
export interface Counters {
  readonly position: number;
  readonly decision: number;
}

/**
 * Keeps what must not be lost.
 * - `commit` is all or nothing, and durable when it resolves. The runtime makes one call at a time. When it rejects,
 *   nothing was written, and the runtime stops: what is in memory is ahead of what is kept.
 * - The commands of the decisions go to the outbox, in the decisions' order and theirs. A command with an id goes there
 *   once: a second one with its id is dropped. A command that sets a state is dropped when the same was the last that was
 *   wanted there, and it has not ended otherwise than `done`, `alreadySo` or `accepted`.
 * - What is read is what was committed, never part of a commit.
 * - Decisions that all sinks have heard, and commands that have ended, may be gone after a time that the store says. What
 *   is not decided, done or heard stays, and so does the journal.
 * - One instance at a time has it. From one that another has taken over from, every commit rejects.
 */
export interface Store {
  commit(changes: Changes): Promise<void>;
  counters(): Promise<Counters>;
  /** Entries taken in and not decided on yet, in the order of their positions. */
  inbox(): Promise<readonly InboxEntry[]>;
  /** All that was decided on, in that order. */
  journal(): AsyncIterable<JournalEntry>;
  conversation(id: string): Promise<Conversation | undefined>;
  /** Facts gathered for an entry of the inbox. */
  gathered(position: number): Promise<readonly GatheredFact[]>;
  /** Commands not done yet, with a higher number than this, in order. */
  outbox(after: number, most: number): Promise<readonly OutboxEntry[]>;
  /** Commands that ended as `failed`, `notDone` or `unknown`, in order. */
  dead(): Promise<readonly DeadCommand[]>;
  /** Decisions with a higher number than this, in order. */
  decisions(after: number, most: number): Promise<readonly KeptDecision[]>;
  cursor(plugin: string): Promise<string | undefined>;
  /** The number of the last decision a sink has; 0 when none. */
  heard(sink: string): Promise<number>;
}

/** What a table of a store holds, its indexes counted in. */
export interface TableSize {
  readonly table: string;
  readonly rows: number;
  /** Left out where the store cannot say. */
  readonly bytes?: number;
}

/** What a copy of a store holds. */
export interface StoreSize {
  /** Of its form: what a release knows how to read. */
  readonly version: number;
  readonly bytes: number;
  readonly tables: readonly TableSize[];
}

/** A store that can be copied while it runs. */
export interface StoreBackup {
  /** Where the store lies. */
  readonly file: string;
  /**
   * Copies the store as it stands at one moment; who writes to it is not kept waiting. The copy has been checked, and is on
   * the disk, when this resolves; when it rejects there is none.
   * @param to a file that is not there yet.
   * @throws ProblemError when there is no store, it is damaged, or it cannot be written there.
   */
  copy(to: string): Promise<StoreSize>;
}
