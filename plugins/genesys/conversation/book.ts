import type { ObservedEvent } from '../../../engine/exchange.ts';
import { canonicalJson } from '../../../engine/canonical.ts';
import { observed, type ObservationSource } from '../observation.ts';
import type { NameCatalogue } from '../reading/names.ts';
import type { ListeningSettings, ReadingSettings } from '../settings.ts';
import { snapshotFacts } from './facts.ts';
import { foldRead, foldSnapshot, type FoldedConversation } from './fold.ts';
import { messageMilestones, newReceipts, type ReceiptTimes } from './messageMilestones.ts';
import { milestones, type Milestone } from './milestones.ts';
import { participantMilestones } from './participantMilestones.ts';
import type { Snapshot } from './snapshot.ts';

interface Entry {
  readonly folded: FoldedConversation;
  /** Keys of the milestones told so far. */
  readonly told: ReadonlySet<string>;
  /** The facts told last, as text. */
  readonly facts: string;
  /** When it was last heard of, once it is over. */
  readonly overAt?: number;
}

/** Whether participants and messages are told of, beside the conversation as a whole. */
export type Followed = Pick<ListeningSettings, 'followParticipants' | 'followMessages'>;

/** What a snapshot brought, and how to keep it. */
export interface Taken {
  /** In order of time. Empty when it brought nothing new. */
  readonly events: readonly ObservedEvent[];
  /** Whether a read is needed to know what is so. */
  readonly unsettled: boolean;
  /** To be called once the events are safe: until then they are told again with every snapshot. */
  readonly keep: () => void;
}

/** The conversations heard of: tells each thing that happens to them once, however often and in what order it is told. */
export class ConversationBook {
  readonly #entries = new Map<string, Entry>();
  readonly #names: NameCatalogue;
  readonly #settings: Pick<ReadingSettings, 'attributeFacts' | 'botPurposes'>;
  readonly #followed: Followed;

  constructor(
    names: NameCatalogue,
    settings: Pick<ReadingSettings, 'attributeFacts' | 'botPurposes'>,
    followed: Followed = {},
  ) {
    this.#names = names;
    this.#settings = settings;
    this.#followed = followed;
  }

  /** The conversations that are not over. */
  get open(): readonly string[] {
    return [...this.#entries].flatMap(([id, { overAt }]) => (overAt === undefined ? [id] : []));
  }

  /** @returns what is known of a conversation; undefined when it was never heard of, or is forgotten. */
  folded(conversation: string): FoldedConversation | undefined {
    return this.#entries.get(conversation)?.folded;
  }

  /** The messages of which a snapshot tells a receipt that was not told yet. */
  newReceipts(snapshot: Snapshot): readonly string[] {
    if (this.#followed.followMessages !== true) return [];
    return newReceipts(snapshot, this.#entries.get(snapshot.conversation)?.told ?? new Set());
  }

  /**
   * @param observedAt milliseconds since 1970: when the frame came, or the read was asked for.
   * @param receiptTimes where they were asked for.
   */
  take(
    snapshot: Snapshot,
    observedAt: number,
    source: ObservationSource,
    receiptTimes?: ReceiptTimes,
  ): Taken {
    const { conversation } = snapshot;
    const before = this.#entries.get(conversation);
    const fold = source === 'frame' ? foldSnapshot : foldRead;
    const folded = fold(before?.folded, snapshot);
    const known = this.#milestones(folded.snapshot, observedAt, receiptTimes);
    const fresh = known.filter(({ key }) => before?.told.has(key) !== true);
    const { facts, problems } = snapshotFacts(folded.snapshot, this.#names, this.#settings.attributeFacts);
    const factsText = canonicalJson(facts);
    // An unsettled value may be yesterday's: the read that settles it tells.
    const tellFacts = known.length > 0 && !folded.unsettled && factsText !== (before?.facts ?? '{}');
    const carrier = tellFacts ? fresh.findLast(isCarrier) : undefined;
    const events = fresh.map(({ event, problems: own }) =>
      carrier?.event === event
        ? observed({ ...event, facts } as typeof event, observedAt, source, problems)
        : observed(event, observedAt, source, own),
    );
    if (tellFacts && carrier === undefined) {
      const event = { type: 'conversation.facts', at: observedAt, conversation, facts } as const;
      events.push(observed(event, observedAt, source, problems));
    }
    const isOver = known.some(({ key }) => key === 'over');
    const entry: Entry = {
      folded,
      told: new Set([...(before?.told ?? []), ...fresh.map(({ key }) => key)]),
      facts: tellFacts ? factsText : (before?.facts ?? '{}'),
      ...(isOver ? { overAt: observedAt } : {}),
    };
    return { events, unsettled: folded.unsettled, keep: () => void this.#entries.set(conversation, entry) };
  }

  /** Forgets a conversation that cannot be followed any more: heard of again, it begins anew. */
  leave(conversation: string): void {
    this.#entries.delete(conversation);
  }

  /** All that is to be told of a snapshot, in order of time; the end last, for nothing counts after it. */
  #milestones(
    snapshot: Snapshot,
    observedAt: number,
    receiptTimes: ReceiptTimes | undefined,
  ): readonly Milestone[] {
    const { botPurposes } = this.#settings;
    const { followParticipants = false, followMessages = false } = this.#followed;
    const [first, ...others] = milestones(snapshot, this.#names, botPurposes);
    if (first === undefined || !(followParticipants || followMessages))
      return first === undefined ? [] : [first, ...others];
    const over = others.filter(({ key }) => key === 'over');
    const between = [
      ...others.filter(({ key }) => key !== 'over'),
      ...(followParticipants ? participantMilestones(snapshot, botPurposes) : []),
      ...(followMessages ? messageMilestones(snapshot, observedAt, receiptTimes) : []),
    ];
    return [first, ...between.sort((a, b) => a.event.at - b.event.at), ...over];
  }

  /** Forgets conversations that are over and were not heard of since. */
  forget(before: number): void {
    for (const [id, { overAt }] of this.#entries) {
      if (overAt !== undefined && overAt < before) this.#entries.delete(id);
    }
  }
}

/** Decisions are made on entering a queue: what is known then must be known with it. */
function isCarrier({ event }: Milestone): boolean {
  return event.type === 'conversation.started' || event.type === 'conversation.queued';
}
