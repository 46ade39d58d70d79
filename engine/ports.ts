import type { Json } from './canonical.ts';
import type { RoutingEvent } from './conversation/events.ts';
import type { Command, CommandKind } from './decisions/record.ts';
import type { ActOutcome, Observation, ObservedEvent, Told } from './exchange.ts';
import type { Metrics } from './metrics.ts';
import type { Network } from './network.ts';
import type { Policy } from './packs/policy.ts';
import type { Problem } from './problem.ts';
import type { RequestBudgets } from './requestBudget.ts';
import type { SharedStore } from './sharedStore.ts';
import type { Store, StoreBackup, StoreControl, StoreRestore } from './store.ts';

/**
 * What the runtime and its plugins take from outside. Every effect, and time itself, comes in through a port.
 *
 * Rules for every hook, unless its own text says otherwise; `spec/plugins/contract.ts` holds plugins to them:
 * - A hook that takes an `AbortSignal` gives up soon after it is aborted, by rejecting with the signal's reason or, where
 *   its text says so, by resolving.
 * - What a hook rejects with is told as a problem. A `ProblemError` is told as it is, anything else in a sentence.
 * - A hook's arguments are values: it changes none of them, and may keep them.
 * - What an actor or a sink rejects with may carry `retryAfterSeconds`, a number: it is not asked again before so long,
 *   but after `mostRetryAfterSeconds` at the latest (engine/runtime/pause.ts).
 */

/** Time, as whoever runs the engine has it: the machine's, a sandbox's, or a test's. */
export interface Clock {
  /** @returns milliseconds since 1970-01-01 UTC. */
  now(): number;

  /**
   * @returns milliseconds from some beginning, which go on evenly though the clock is set. Left out where nobody sets it:
   * then `now` is as good.
   */
  steady?(): number;

  /**
   * Resolves once this much time has passed.
   * @param milliseconds 0 and less resolve too, though never before the caller goes on.
   * @param signal ends the sleep early: the promise then rejects with the signal's reason.
   */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Events in the order they became known. */
export interface EventBatch {
  readonly events: readonly ObservedEvent[];
  /** Where to go on after these; kept with them, and given back after a restart. */
  readonly cursor?: string;
}

/**
 * Tells what happens.
 * - Order: events of one conversation are told in the order they happened; of events of different conversations nothing
 *   is promised, and nothing needed.
 * - An event may be told twice, and late.
 * - Where it may have missed something it tells `platform.unseen`, and `platform.seen` once it has told what it missed:
 *   decisions made meanwhile on data older than their pack allows say so.
 */
export interface EventSource {
  /**
   * The observed facts it tells where they are known; left out, all of them. Read after `start`. A decision that reads
   * another, which no fact provider has either, is not made.
   */
  readonly carries?: readonly string[];

  /**
   * That its agents and conversations are pseudonyms already. Where it is left out, who keeps events (`signalbox record`)
   * puts pseudonyms in their place.
   */
  readonly givesPseudonyms?: true;

  /**
   * That it is listened to by every worker of a shared store, though what it tells is written down by one of them: so that
   * each knows of whom it tells. Any other is listened to by one alone. Called with a cursor, it tells `platform.seen` once
   * it has told all since: until then a worker leaves work to the others.
   */
  readonly standsBy?: true;

  /**
   * Up to when a cursor of its own says that all is told, in milliseconds since 1970: what another has told since is kept, in
   * case whoever wrote it goes away. Left out, it is taken to be all that there is.
   */
  toldUntil?(cursor: string): number | undefined;

  /**
   * What an event's pseudonyms stand for, sealed so that only its like can read it; undefined where it tells nothing new. Kept
   * with the event in a log that workers share, until all have read it. One that stands by has it, where pseudonyms find their way back.
   */
  sealed?(event: RoutingEvent): string | undefined;

  /** Reads what `sealed` gave with another worker: from then on it is known here too. What it cannot read it tells. */
  unseal?(sealed: string): void;

  /** That what it tells happened at another time, such as that of a recording: its times are not held to the clock. */
  readonly isOfThePast?: true;

  /**
   * Tells events until there are no more, or until the signal is aborted: then it resolves, and tells nothing further.
   * Called once, after everything has started; by one of several workers (engine/sharedStore.ts) again, when it has the
   * right to tell again, and the call before has ended.
   * @param cursor the last that was taken in with events of this source; undefined the first time.
   * @param take takes events in, one call at a time. Once it resolves they are safe, and may be acknowledged; when it
   * rejects they are not, and must be told again, or the rejection passed on.
   * @throws what makes it impossible to go on: everything is then stopped. What passes it mends itself, and tells.
   */
  listen(
    take: (batch: EventBatch) => Promise<void>,
    signal: AbortSignal,
    cursor: string | undefined,
  ): Promise<void>;
}

/** What a fact is wanted of: a conversation, or a queue by name. */
export type FactHolder = { readonly conversation: string } | { readonly queue: string };

/**
 * Looks facts up when a rule needs them: those about conversations and queues that events do not tell.
 * - It is asked only for what a rule still needs, at any time, for several conversations at once.
 * - It may reject, and need not hurry: the decision waits until the runtime's deadline at most, and then takes the fact to
 *   be missing. Nobody else waits.
 */
export interface FactProvider {
  /** Names of the catalogue, of observed facts about conversations, bots or queues. */
  readonly facts: readonly string[];
  /** For how long a queue's value counts, in seconds; left out, for ever. A conversation's counts until an event tells another. */
  readonly freshSeconds?: number;
  /** @returns undefined when the fact is missing there. */
  observe(fact: string, of: FactHolder, signal: AbortSignal): Promise<Observation | undefined>;
}

/** Each named, so that none is forgotten: what is in no list here no plugin is asked to do. */
const everyKind: Readonly<Record<CommandKind, true>> = {
  'set skills': true,
  'set priority': true,
  'set scoredAgents': true,
  'set attributes': true,
  'do assign': true,
  'do notify': true,
  'do transfer': true,
  'do offer': true,
  'do say': true,
  'do crm': true,
  'do webhook': true,
};

/** All there is to do, by kind of command. */
export const commandKinds = Object.keys(everyKind) as readonly CommandKind[];

/** When commands were decided, and whether they may have been done before. */
export interface Occasion {
  /** The decision's time, in milliseconds since 1970 of the platform's clock. */
  readonly decidedAt: number;
  /** Asked again, after a crash or an unknown outcome. */
  readonly isRepeated: boolean;
}

/**
 * Does what was decided.
 * - Its commands of one conversation come one call after the other, in the order they were decided, retries included;
 *   those of other conversations at the same time. It waits for no other actor, and no other for it.
 * - It rejects only where it is certain that nothing was done; it is then asked again, a few times. What may or may not
 *   have been done is an outcome: `notDone` is asked again with `isRepeated`, `unknown` is not, and no more is `refused`.
 */
export interface Actor {
  /** No two actors do the same, of whichever sort. */
  readonly does: readonly CommandKind[];
  /** The pause before each further attempt, in seconds, instead of the runtime's; so there is one attempt more than pauses. */
  readonly pausesSeconds?: readonly number[];
  /** @param commands of one conversation: one to be done once, or states to set, of which the later counts. */
  act(commands: readonly Command[], occasion: Occasion, signal: AbortSignal): Promise<ActOutcome>;
}

/** A command of a batch. */
export interface BatchedCommand extends Occasion {
  readonly command: Command;
}

/**
 * When a batch goes out: once it holds `most` commands, or the first of them has waited for `withinSeconds`; and not before
 * `apartSeconds` have passed since the last one. One that is tried again waits for its own pause alone.
 */
export interface BatchSize {
  /** From 1. */
  readonly most: number;
  readonly withinSeconds: number;
  /** The least time from one batch to the next, also when it is full; none unless told. */
  readonly apartSeconds?: number;
  /** Batches that may be under way at one time; 1 unless told. */
  readonly atOnce?: number;
}

/**
 * Does what was decided, many commands in one call.
 * - A batch has commands of several conversations, those of one conversation in the order they were decided; while they
 *   are under way or wait to be tried again, no other batch has any of that conversation. When the runtime ends, what waits
 *   goes out at once.
 * - It rejects only where it is certain that nothing of the batch was done: the same batch is then tried again as a whole.
 * - Otherwise it says of each command what became of it. `notDone` is tried again without the others, with `isRepeated`: so
 *   whoever says it of one says it of those after it of the same conversation too, or their order is lost.
 */
export interface BatchActor {
  /** No two actors do the same, of whichever sort. */
  readonly does: readonly CommandKind[];
  readonly batch: BatchSize;
  /** As an actor's. */
  readonly pausesSeconds?: readonly number[];
  /** @returns an outcome for each command, in their order. */
  actTogether(commands: readonly BatchedCommand[], signal: AbortSignal): Promise<readonly ActOutcome[]>;
}

/**
 * Hears of decisions, and of how their commands ended, after both are safe.
 * - All of it, in the order it came about, one call at a time; perhaps again after a crash or a rejection.
 * - It may reject: the same comes again, a few times, and then in ever smaller parts, until only what it refuses alone is
 *   passed over, and told as a problem. Best it takes what a call tells all or not at all. No decision waits for a sink,
 *   and no sink for another.
 */
export interface Sink {
  /** Once it resolves what was told is where it should be, and does not come again. */
  hear(told: readonly Told[], signal: AbortSignal): Promise<void>;
}

/** Where the platform's ids become pseudonyms, for whoever else is told them: a flow that asks names a conversation so. */
export interface ConversationDoor {
  /** @param id the platform's. @returns the pseudonym that the plugin's own events have for it. */
  conversation(id: string): string;
  /** The name of what the platform's id stands for; undefined when it is nobody's. Left out where ids are names. */
  named?(kind: 'queue' | 'skill' | 'language', id: string): string | undefined;
}

/** Which conversations of the past are asked for: all in milliseconds since 1970. */
export interface HistoryWindow {
  /** Those that began from here … */
  readonly from: number;
  /** … and before this. */
  readonly to: number;
  /** They are told as they stood at this moment: nothing that came later is told. Not before `to`. */
  readonly asOf: number;
}

/** A conversation of the past, as it may be kept: under pseudonyms, people's words masked. */
export interface PastConversation {
  /** The pseudonym. */
  readonly conversation: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** What is told of it, by the platform's own names; lists whose order means nothing are sorted. */
  readonly details: Json;
}

/**
 * Tells conversations of the past as the platform has them, for whoever keeps them (`signalbox snapshot`).
 * - For one window it tells the same, whenever and however it is asked, once all of it is known.
 * - A conversation may be told twice, and in any order.
 */
export interface ConversationHistory {
  /** Two of them have the same pseudonyms when they have the same of this; the key cannot be told from it. */
  readonly pseudonymsBy: string;
  /** Ways to ask, the usual one first; all tell the same. */
  readonly ways: readonly string[];
  /** Queues, by name, that it is confined to; left out, none. */
  readonly queues?: readonly string[];
  /**
   * Page by page. To be asked once the plugin has started.
   * @throws where not all of it is known yet, or it cannot be told whole.
   */
  read(window: HistoryWindow, way: string, signal: AbortSignal): AsyncIterable<readonly PastConversation[]>;
}

/** Writes text for people or programs to read. @returns once there is room for more. */
export type Output = (text: string) => Promise<void>;

/** A recording's events, in order of time. */
export interface RecordedEvents {
  /** The observed facts it carries. */
  facts(): Promise<readonly string[]>;
  batches(): AsyncIterable<readonly RoutingEvent[]>;
}

/** A symbol that stands for a part of this type. */
export type Token<Part> = symbol & { readonly part?: Part };

/** What stands for what, in `provides` and `needs`; `Symbol.for` the name, so that a plugin need not import it. */
export const tokens = {
  /** May be provided by several plugins, as many others may be below that say so. */
  eventSource: Symbol.for('signalbox/eventSource') as Token<EventSource>,
  factProvider: Symbol.for('signalbox/factProvider') as Token<FactProvider>,
  actor: Symbol.for('signalbox/actor') as Token<Actor>,
  batchActor: Symbol.for('signalbox/batchActor') as Token<BatchActor>,
  sink: Symbol.for('signalbox/sink') as Token<Sink>,
  door: Symbol.for('signalbox/door') as Token<ConversationDoor>,
  /** One of them is asked. */
  history: Symbol.for('signalbox/history') as Token<ConversationHistory>,
  /** Provided by one plugin; in memory, when by none. */
  store: Symbol.for('signalbox/store') as Token<Store>,
  /** Provided, beside the store, by a plugin whose store several workers may share. */
  sharedStore: Symbol.for('signalbox/sharedStore') as Token<SharedStore>,
  /** Provided, beside the store, by a plugin whose store `signalbox backup` can copy. */
  storeBackup: Symbol.for('signalbox/storeBackup') as Token<StoreBackup>,
  /** Provided, beside the store, by a plugin whose store `signalbox restore` can fill. */
  storeRestore: Symbol.for('signalbox/storeRestore') as Token<StoreRestore>,
  /** Provided, beside the store, by a plugin whose store an operator can speak to while an engine runs on it. */
  storeControl: Symbol.for('signalbox/storeControl') as Token<StoreControl>,
  /** Provided by one plugin, beside a store that workers share; when by none, each asks by its own count. */
  requestBudgets: Symbol.for('signalbox/requestBudgets') as Token<RequestBudgets>,
  /** Provided by one plugin; the machine's, when by none. */
  clock: Symbol.for('signalbox/clock') as Token<Clock>,
  /** Evenly spread over 0 to 1; always there. */
  random: Symbol.for('signalbox/random') as Token<() => number>,
  /** The standard output; always there. */
  output: Symbol.for('signalbox/output') as Token<Output>,
  /** Where a plugin tells what a person should know, while it goes on; always there. */
  problem: Symbol.for('signalbox/problem') as Token<(problem: Problem) => void>,
  /** Where a plugin gives figures of its own; always there. */
  metrics: Symbol.for('signalbox/metrics') as Token<Metrics>,
  /** The policy that decides, or the packs of all that are listed as one; always there. */
  policy: Symbol.for('signalbox/policy') as Token<Policy>,
  /** HTTP and WebSockets; always there: Node's own, unless whoever composes gives another. */
  network: Symbol.for('signalbox/network') as Token<Network>,
  /** Opens a recording, by its file; always there. */
  recording: Symbol.for('signalbox/recording') as Token<(file: string) => RecordedEvents>,
} as const;
