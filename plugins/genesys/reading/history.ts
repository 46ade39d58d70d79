import type { Clock, ConversationHistory, HistoryWindow, PastConversation } from '../../../engine/ports.ts';
import type { Door } from '../door.ts';
import { GenesysError } from '../genesysError.ts';
import { platformTime } from '../observation.ts';
import { interval, isQueue } from './analytics.ts';
import { jobDetails, queryDetails, type DetailedConversation, type DetailsQuery } from './detailsJob.ts';
import { pastConversation } from './pastConversation.ts';
import { underSignal, type Reading } from './reading.ts';

const dayMs = 86_400_000;

/** How often a day is queried whose listing changes while it is read. */
const mostTries = 3;

/** What the past is read with. */
export interface HistoryOptions {
  /** Asked for when the plugin has started. */
  readonly reading: () => Reading;
  readonly clock: Clock;
  readonly door: Door;
  /** By name; left out, all that the client may see. */
  readonly queues?: readonly string[];
}

type Pages = AsyncIterable<readonly DetailedConversation[]>;

/** How conversation details are asked for. */
const askedBy: Readonly<
  Record<string, (reading: Reading, clock: Clock, query: DetailsQuery, window: HistoryWindow) => Pages>
> = {
  job: (reading, clock, query, { asOf }) => jobDetails(reading, clock, query, asOf),
  query: (reading, _clock, query, window) => daysQueried(reading, query, window),
};

/** Conversations of the past, by the platform's conversation details. */
export class GenesysHistory implements ConversationHistory {
  readonly pseudonymsBy: string;
  readonly ways = Object.keys(askedBy);
  readonly queues?: readonly string[];
  readonly #options: HistoryOptions;

  constructor(options: HistoryOptions) {
    const { door, queues } = options;
    this.#options = options;
    // Of a text that is no id: it names nobody.
    this.pseudonymsBy = door.unkept('person', 'signalbox/history');
    if (queues !== undefined) this.queues = queues.toSorted();
  }

  async *read(
    window: HistoryWindow,
    way: string,
    signal: AbortSignal,
  ): AsyncGenerator<readonly PastConversation[], void, undefined> {
    const { door, clock } = this.#options;
    try {
      const reading = underSignal(this.#options.reading(), signal);
      const queueIds = this.queues?.map((name) => reading.names.id('queue', name)!);
      const query: DetailsQuery = {
        ...{ interval: interval(window.from, window.to), order: 'asc', orderBy: 'conversationStart' },
        ...(queueIds === undefined
          ? {}
          : { segmentFilters: [{ type: 'or', predicates: queueIds.map(isQueue) }] }),
      };
      const isWanted = wanted(window, queueIds);
      for await (const page of askedBy[way]!(reading, clock, query, window))
        yield page.filter(isWanted).map((details) => told(details, window, door));
    } catch (error) {
      signal.throwIfAborted();
      throw door.outError(error);
    }
  }
}

/** The platform's answer holds more: conversations of whole days, and those that came to a queue later. */
function wanted(
  { from, to, asOf }: HistoryWindow,
  queueIds: readonly string[] | undefined,
): (one: DetailedConversation) => boolean {
  const wasInQueue = (one: DetailedConversation): boolean =>
    (one.participants ?? []).some(({ sessions = [] }) =>
      sessions.some(({ segments = [] }) =>
        segments.some(
          ({ queueId, segmentStart }) =>
            queueIds!.includes(queueId ?? '') && (platformTime(segmentStart) ?? Infinity) < asOf,
        ),
      ),
    );
  return (one) => {
    const startedAt = platformTime(one.conversationStart) ?? NaN;
    const isWithin = one.conversationId !== undefined && startedAt >= from && startedAt < to;
    return isWithin && (queueIds === undefined || wasInQueue(one));
  };
}

function told(one: DetailedConversation, { asOf }: HistoryWindow, door: Door): PastConversation {
  return {
    conversation: door.unkept('conversation', one.conversationId!),
    startedAt: platformTime(one.conversationStart)!,
    details: pastConversation(one, { door, asOf })!,
  };
}

/**
 * Day by day, so that no listing grows beyond what may be paged through. One that changed while it was read, so that pages
 * may have shifted, is read again: what is told twice is the same twice.
 * @throws GenesysError `genesys-listing-changes` when it does not come to rest.
 */
async function* daysQueried(
  reading: Reading,
  query: DetailsQuery,
  { from, to }: HistoryWindow,
): AsyncGenerator<readonly DetailedConversation[], void, undefined> {
  for (let begin = from; begin < to;) {
    const end = Math.min(to, (Math.floor(begin / dayMs) + 1) * dayMs);
    const day = { ...query, interval: interval(begin, end) };
    for (let tries = 1; ; tries++) {
      const ids = new Set<string>();
      let hits = 0;
      for await (const page of queryDetails(reading, day, (total) => (hits = Math.max(hits, total)))) {
        for (const { conversationId } of page) if (conversationId !== undefined) ids.add(conversationId);
        yield page;
      }
      if (ids.size >= hits) break;
      if (tries === mostTries)
        throw new GenesysError(
          'genesys-listing-changes',
          `Genesys Cloud lists ${hits} conversations, and tells ${ids.size}: the listing changes while it is read`,
          'ask for a window that is further back, or by a job',
          { operation: 'postAnalyticsConversationsDetailsQuery' },
        );
    }
    begin = end;
  }
}
