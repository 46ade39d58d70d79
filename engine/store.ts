import type { Conversation } from './conversation/conversation.ts';
import type { RoutingEvent } from './conversation/events.ts';
import type { RefusedStep } from './conversation/participants.ts';
import type { Command, CommandKind, DecisionPoint } from './decisions/record.ts';
import type { CommandOutcome, DecisionRecord, Observation, ObservedEvent, Told } from './exchange.ts';
import type { GivenInstruction, Instruction, InstructionAnswer } from './instruction.ts';
import type { PoliciesAtWork, PolicyTally } from './stages/stage.ts';

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
  /** Steps of participants that are not allowed, and changed nothing. */
  readonly refused?: readonly RefusedStep[];
  /**
   * From here on these policies are at work. It is not about an event then: `position` is that of the last taken in, which
   * has an entry of its own.
   */
  readonly policies?: PoliciesAtWork;
}

/** A version of a policy, as it was read. */
export interface KeptPolicy {
  readonly hash: string;
  readonly files: readonly { readonly file: string; readonly text: string }[];
}

/** All that the journal up to an entry has built, so that what is older need not be folded again. */
export interface Snapshot {
  /** The number of the last entry of the journal that is in it; entries are counted from 1, in their order. */
  readonly after: number;
  /** Of the state: who does not know the format does not read it. */
  readonly format: number;
  /** The release that wrote it. */
  readonly engineVersion: string;
  /** Plain data, which JSON gives back as it was; a store does not look into it. */
  readonly state: unknown;
}

/** How far the journal reaches, by the numbers of its entries. */
export interface JournalSpan {
  /** The last entry that is gone; 0 when all are there. */
  readonly gone: number;
  /** The last entry there is, or was; 0 before the first. */
  readonly last: number;
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

/** A decision, and where it stands among decisions. */
export interface KeptDecision {
  /** From 1, in the order decisions were made. */
  readonly number: number;
  readonly record: DecisionRecord;
}

/** What sinks hear of, and where it stands among all of it. */
export interface KeptTold {
  /** From 1, in the order it came about: decisions and how commands ended are numbered as one. */
  readonly number: number;
  readonly told: Told;
}

/** A command that waits to be done. */
export interface OutboxEntry {
  /** From 1, in the order commands were decided; one that is redone has a new number, after all others. */
  readonly number: number;
  /** The decision's id. */
  readonly decision: string;
  /** The decision's time, in milliseconds since 1970 of the platform's clock. */
  readonly decidedAt: number;
  readonly command: Command;
  /** How often it may have been tried. */
  readonly attempts: number;
}

/** That a command of the outbox is about to be tried. */
export interface TriedCommand {
  readonly number: number;
  /** How often it may have been tried, this time included. */
  readonly attempts: number;
}

/** A command that has ended. */
export interface EndedCommand {
  /** Of the outbox, where it was. */
  readonly number: number;
  readonly ended: CommandOutcome;
}

/** How commands end that a person should look at; from there they are redone, or dropped. */
export const deadStatuses = ['failed', 'unknown', 'notDone', 'refused'] as const;

/** What is written together: all of it, or nothing. */
export interface Changes {
  readonly accepted?: readonly InboxEntry[];
  /** By plugin: where its source goes on. */
  readonly cursors?: ReadonlyMap<string, string>;
  /** In the order they were decided; the entries of events leave the inbox. */
  readonly journal?: readonly JournalEntry[];
  readonly gathered?: readonly GatheredFact[];
  /** As they are after these events; those that are over may be dropped. */
  readonly conversations?: readonly Conversation[];
  readonly decisions?: readonly KeptDecision[];
  /** Of commands that were in the outbox before these changes; any other makes the commit reject. */
  readonly tried?: readonly TriedCommand[];
  /** Likewise. They leave the outbox, and sinks hear of it. */
  readonly ended?: readonly EndedCommand[];
  /** Numbers of commands that were dead before these changes, any other makes the commit reject: they wait to be done again, after all others. */
  readonly redone?: readonly number[];
  /** Of commands that were dead before these changes; any other makes the commit reject. They are dead no more, and sinks hear of it. */
  readonly dropped?: readonly EndedCommand[];
  /** By sink: the number of the last it has of what there is to hear. */
  readonly heard?: ReadonlyMap<string, number>;
  /** Of the journal up to these changes or before; with a higher number than any snapshot before. */
  readonly snapshot?: Snapshot;
  /** Versions of policies that the journal names; those that are there already stay as they are. */
  readonly policies?: readonly KeptPolicy[];
  /** Instructions that were taken in; they wait no longer. */
  readonly answered?: readonly InstructionAnswer[];
}

/** How far the numbers have come. */
export interface Counters {
  readonly position: number;
  readonly decision: number;
  /** Of what sinks hear. */
  readonly told: number;
}

/** How much waits. */
export interface Depths {
  /** Commands that are not done yet. */
  readonly outbox: number;
  readonly dead: number;
}

/**
 * Keeps what must not be lost.
 * - `commit` is all or nothing, and durable when it resolves. The runtime makes one call at a time. When it rejects,
 *   nothing was written, and the runtime stops: what is in memory is ahead of what is kept.
 * - The commands of the decisions that are to be done (`commandsToDo`) go to the outbox, in the decisions' order and
 *   theirs. A command with an id goes there once: a second one with its id is dropped. A command that sets a
 *   state is dropped when the same was the last that was wanted there, and it has not ended otherwise than `done`,
 *   `alreadySo` or `accepted`.
 * - What sinks hear is numbered in the order it came about: of one commit, first how commands ended that were dropped, then
 *   how others did, then its decisions; a decision may rest on an end, and never the other way round in one commit.
 * - A command that is redone is the one it was, with its id and its attempts, and counts as wanted again.
 * - What is read is what was committed, never part of a commit.
 * - What all sinks have heard, and commands that have ended, may be gone after a time that the store says. What
 *   is not decided, done or heard stays.
 * - The last two snapshots stay, and the journal after the older of them. What is before it, with the facts gathered for
 *   it, may be gone; nothing is while there are not two.
 * - One instance at a time has it. From one that another has taken over from, every commit rejects.
 */
export interface Store {
  commit(changes: Changes): Promise<void>;
  counters(): Promise<Counters>;
  /** Entries taken in and not decided on yet, in the order of their positions. */
  inbox(): Promise<readonly InboxEntry[]>;
  /** What was decided on after the entry of this number, in that order; all there is of it. */
  journal(after: number): AsyncIterable<JournalEntry>;
  journalSpan(): Promise<JournalSpan>;
  /** The last two at most, the later first. */
  snapshots(): Promise<readonly Snapshot[]>;
  conversation(id: string): Promise<Conversation | undefined>;
  /** Facts gathered for an entry of the inbox. */
  gathered(position: number): Promise<readonly GatheredFact[]>;
  /** Commands not done yet, with a higher number than this, in order; of these kinds alone, where they are given. */
  outbox(after: number, most: number, kinds?: readonly CommandKind[]): Promise<readonly OutboxEntry[]>;
  /** Commands that ended as one of `deadStatuses`, with a higher number than this, in order. */
  dead(after: number, most: number): Promise<readonly EndedCommand[]>;
  depths(): Promise<Depths>;
  /** What sinks hear, with a higher number than this, in order. */
  told(after: number, most: number): Promise<readonly KeptTold[]>;
  cursor(plugin: string): Promise<string | undefined>;
  /** The number of the last that a sink has heard; 0 when none. */
  heard(sink: string): Promise<number>;
  /** The policies that are at work by the journal; undefined before any was. */
  policies(): Promise<PoliciesAtWork | undefined>;
  /** A version of a policy, by its hash. */
  policy(hash: string): Promise<KeptPolicy | undefined>;
  /** Decisions so far, of every version of every policy, pruned ones too; in order of name, hash and stage. */
  tallies(): Promise<readonly PolicyTally[]>;
  /**
   * Keeps an instruction until it is answered; whoever runs on the store takes it in.
   * @param givenAt milliseconds since 1970.
   * @returns its number.
   */
  instruct(instruction: Instruction, givenAt: number): Promise<number>;
  /** Instructions that wait for an answer, in the order they were given. */
  instructions(): Promise<readonly GivenInstruction[]>;
  /** What came of an instruction; undefined while it waits. */
  answer(number: number): Promise<InstructionAnswer | undefined>;
}

/** What an operator sees of a store, whether an engine runs on it or not. */
export interface StoreView {
  /** Whether an engine says that it runs on it. One that was killed says so for as long as its lease goes on. */
  readonly isRunning: boolean;
  readonly policies: PoliciesAtWork | undefined;
  readonly tallies: readonly PolicyTally[];
}

/** A store that another process may have, as an operator speaks to it. Every method rejects when there is none yet. */
export interface StoreControl {
  /** Where the store lies. */
  readonly file: string;
  view(): Promise<StoreView>;
  /** As those of `Store`. */
  instruct(instruction: Instruction, givenAt: number): Promise<number>;
  answer(number: number): Promise<InstructionAnswer | undefined>;
  dead(after: number, most: number): Promise<readonly EndedCommand[]>;
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

/** Rows of a table of a store, by column; those with JSON as text. */
export interface TableRows {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** A store that can be filled with what another one held. */
export interface StoreRestore {
  /** Where the store lies. */
  readonly file: string;
  /**
   * Fills a store in which nothing is yet, all or nothing.
   * @param tables of a backup of the last version; a table may come in several parts.
   * @returns rows by table.
   * @throws ProblemError when there is something in it, or it cannot be written.
   */
  restore(tables: Iterable<TableRows>): Promise<ReadonlyMap<string, number>>;
}
