import type { CodeColumn } from '../../engine/conditions/compiled/columnar.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { conversationFactAt } from '../../engine/conversation/factsAt.ts';
import { Floor } from '../../engine/conversation/floor.ts';
import { gather } from '../../engine/facts/gather.ts';
import type { FactValue } from '../../engine/facts/definition.ts';
import { factsAbout } from '../../engine/facts/catalogue.ts';
import type { OnProgress } from '../recording/read.ts';
import { OpenConversations } from '../../engine/conversation/openConversations.ts';
import { CodeColumnBuilder, NumberColumnBuilder } from './columnBuilder.ts';
import type { RecordedEvents } from './eventCache.ts';
import { FactColumnsBuilder, type FactColumns } from './factColumns.ts';
import { TextColumnBuilder, type TextColumn } from './textColumn.ts';

/**
 * Every moment of a recording at which skills are decided, in order of time: a conversation enters a queue, or what is
 * known of it changes while it waits.
 */
export interface EntryColumns {
  /** What was known then of the conversation and its queue: what a skill mapping may read. */
  readonly facts: FactColumns;
  /** The conversation's pseudonym. */
  readonly conversation: TextColumn;
  /** Milliseconds since 1970. */
  readonly at: Float64Array;
  /** The queue it waits in, which a fact of that name may contradict. */
  readonly queue: CodeColumn;
  /** The observed facts the recording carries. */
  readonly carried: readonly string[];
  /** SHA-256 of the recording's unpacked content. */
  readonly recordingHash: string;
}

/** The facts kept of a recording that carries these. */
export function entryFacts(carried: readonly string[]): readonly string[] {
  return factsAbout('conversation', 'queue')
    .map(({ name }) => name)
    .filter((name) => carried.includes(name) || alwaysThere.has(name));
}

/** Facts that events give whether or not the recording lists them among its own. */
const alwaysThere: ReadonlySet<string> = new Set([
  'mediaType',
  'queue',
  'intentMargin',
  'waitSeconds',
  'messageCount',
  'attachmentCount',
]);

/** Reads a recording's events through. @throws ProblemError when the recording is wrong. */
export async function readEntries(recorded: RecordedEvents, onProgress?: OnProgress): Promise<EntryColumns> {
  const carried = (await recorded.header()).facts;
  const entries = new EntryCollector(carried);
  for await (const events of recorded.batches(onProgress)) for (const event of events) entries.take(event);
  return { ...entries.columns(), carried, recordingHash: recorded.summary().hash };
}

/** Follows the conversations as a replay does, and notes the moments at which it asks for skills. */
class EntryCollector {
  readonly #floor = new Floor();
  readonly #open = new OpenConversations();
  readonly #kept: readonly string[];
  readonly #facts: FactColumnsBuilder;
  readonly #conversation = new TextColumnBuilder();
  readonly #at = new NumberColumnBuilder();
  readonly #queue = new CodeColumnBuilder();

  constructor(carried: readonly string[]) {
    this.#kept = entryFacts(carried);
    this.#facts = new FactColumnsBuilder(this.#kept);
  }

  take(event: RoutingEvent): void {
    // Agents have no say in skills, so of the floor only the queues matter.
    if (event.type === 'queue.observed') this.#floor.fold(event);
    const before = this.#open.of(event);
    if (before === undefined) return;
    const after = this.#open.fold(before, event);
    if (after.phase !== 'waiting') return;
    if (event.type !== 'conversation.queued' && event.type !== 'conversation.facts') return;
    const queueFacts = this.#floor.queueFacts(after.queue);
    const find = (fact: string): FactValue | undefined =>
      conversationFactAt(after, event.at, fact) ?? queueFacts[fact];
    this.#facts.append(gather(this.#kept, find));
    this.#conversation.append(after.id);
    this.#at.append(event.at);
    this.#queue.append(after.queue);
  }

  columns(): Pick<EntryColumns, 'facts' | 'conversation' | 'at' | 'queue'> {
    return {
      facts: this.#facts.finish(),
      conversation: this.#conversation.finish(),
      at: this.#at.finish().values,
      queue: this.#queue.finish(),
    };
  }
}
