import { sha256 } from './canonical.ts';
import type { ObservedEvent } from './exchange.ts';
import type { Store } from './store.ts';

/** An event of the log, and where it stands in it. */
export interface LoggedEvent {
  /** From 1, in the one order there is; growing, not without gaps. */
  readonly number: number;
  /** The plugin that told it. */
  readonly from: string;
  readonly observed: ObservedEvent;
  /** As its source sealed it (`EventSource`). */
  readonly sealed?: string;
}

/** An event to be logged, with what its source has sealed of it. */
export interface SealedEvent extends ObservedEvent {
  readonly sealed?: string;
}

/** Events to be written to the log together, and where their source goes on after them: a batch that a source tells. */
export interface LogBatch {
  readonly events: readonly SealedEvent[];
  readonly cursor?: string;
}

/** The right to do something that one worker alone may do, while it is had. */
export interface Claim {
  /** Until when nobody else can have it, in milliseconds of the clock's `steadyTime`; renewed while it is kept. */
  readonly heldUntil: number;
  /** Renews it until the signal is aborted. @throws ProblemError when another has it, or the server stays away. */
  keepUp(signal: AbortSignal): Promise<void>;
  /** Gives it back. */
  close(): Promise<void>;
  /** Lets it go without asking the server, which may not answer: what is under way rejects. */
  abandon(): void;
}

/** A shard's own store. */
export interface ClaimedShard extends Claim {
  readonly store: Store;
}

/** The right to write to the log what a source tells. */
export interface ClaimedSource extends Claim {
  /** Where the source goes on. */
  readonly cursor: string | undefined;
  /** Durable when it resolves; each once. @throws ProblemError when another has the right. */
  append(batch: LogBatch): Promise<void>;
}

/** For how long what was asked is remembered, so that who asks again is answered the same, in milliseconds. */
export const questionsKeptMs = 3_600_000;

/** A question about a conversation, put by the worker that was asked. */
export interface SharedQuestion {
  /** The conversation's: whoever works on it answers. */
  readonly shard: number;
  /** What is to be decided. */
  readonly point: string;
  readonly conversation: string;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  /** What it tells; left out, it asks for what is decided already. */
  readonly told?: {
    /** The same for a question that is put again: within `repeatMs`, or while it has no answer, it is told once. */
    readonly key: string;
    readonly repeatMs: number;
    /** Who tells it, as the log names it. */
    readonly from: string;
    readonly observed: ObservedEvent;
  };
}

/** A question that waits for its answer. */
export interface OpenQuestion extends Omit<SharedQuestion, 'askedAt' | 'told'> {
  readonly number: number;
  /** What its event was told to ask (`Asked`), and where it stands in the log. */
  readonly told?: { readonly request: string; readonly logged: number };
}

/** An answer, as plain data: who asks and who answers know what it is. */
export interface SharedAnswer {
  readonly number: number;
  readonly answer: unknown;
}

/** Where workers ask each other. All are kept for `questionsKeptMs`. */
export interface QuestionBox {
  /** Puts a question, and writes what it tells to the log: both or neither. @returns its number; that of the one before, where it is put again. */
  put(question: SharedQuestion): Promise<number>;
  /** Those about conversations of these shards that wait for an answer. */
  open(shards: readonly number[]): Promise<readonly OpenQuestion[]>;
  answer(answers: readonly SharedAnswer[]): Promise<void>;
  /** The answers there are, of these questions. */
  answers(numbers: readonly number[]): Promise<readonly SharedAnswer[]>;
  /** Resolves when something may have been asked or answered, or after a short while. */
  heard(signal: AbortSignal): Promise<void>;
}

/**
 * A store that several workers share: what sources tell is in one log, and each shard has a store of its own, of which one
 * worker has the lease. Every shard takes in the whole log, and acts on its own conversations (`shardOf`).
 */
export interface SharedStore {
  /** How many shards there are; undefined where the store is not shared. */
  readonly shards: number | undefined;
  readonly questions: QuestionBox;
  /** For how long a lease is had, in seconds. */
  readonly leaseSeconds: number;
  /**
   * Says that this worker lives.
   * @returns its place among those that do, from 0, and how many they are.
   */
  attend(): Promise<{ readonly place: number; readonly workers: number }>;
  /** Shards that nobody has, as far as can be seen. */
  free(): Promise<readonly number[]>;
  /** @returns undefined when somebody has it. */
  claimShard(shard: number): Promise<ClaimedShard | undefined>;
  /** @returns undefined when somebody has it. */
  claimSource(source: string): Promise<ClaimedSource | undefined>;
  /** Where a source goes on, by the log. */
  cursor(source: string): Promise<string | undefined>;
  /** Events after this one, in order, so many at most. */
  events(after: number, most: number): Promise<readonly LoggedEvent[]>;
  /** Resolves when there may be something new in the log, or after a short while. */
  changed(signal: AbortSignal): Promise<void>;
}

/** Whose a conversation is, from 0. */
export function shardOf(conversation: string, shards: number): number {
  return Number.parseInt(sha256(conversation).slice(0, 12), 16) % shards;
}
