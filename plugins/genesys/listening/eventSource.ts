import { factsAbout } from '../../../engine/facts/catalogue.ts';
import type { SocketConstructor } from '../../../engine/network.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { ObservedEvent } from '../../../engine/exchange.ts';
import type { EventBatch, EventSource } from '../../../engine/ports.ts';
import type { Door } from '../door.ts';
import { queueFactNames, routingFactNames, turnFactNames } from '../reading/factsTold.ts';
import type { ReadingSettings } from '../settings.ts';
import { BotTurnWatch } from './botTurnWatch.ts';
import { NotificationSource } from './notificationSource.ts';
import { PollingSource } from './pollingSource.ts';
import type { SourceOptions } from './source.ts';
import { cursorText, parseCursor, type SourceCursor } from './sourceCursor.ts';
import { SurveyWatch } from './surveyWatch.ts';

/** How it is found out what happens. */
export type ListenBy = 'notifications' | 'polling';

/** What there is to listen to, once the plugin has started. */
export interface Listening extends Omit<SourceOptions, 'take'> {
  readonly listen: ListenBy;
  /** Ids of the bot flows whose turns are asked for. */
  readonly botFlows: readonly string[];
  /** Ids of the agents whose status is followed. */
  readonly agents: readonly string[];
  /** Evenly spread over 0 to 1. */
  readonly random: () => number;
  readonly Socket: SocketConstructor;
}

/** Tells what happens in Genesys Cloud, as it may leave the plugin. */
export class GenesysEvents implements EventSource {
  readonly carries: readonly string[];
  readonly givesPseudonyms = true;
  /** Who acts needs the door, which opens for those alone of whom was told here. */
  readonly standsBy = true;
  readonly #listening: () => Listening;
  readonly #door: Door;
  #hasToldOfKey = false;

  /** @param listening asked for when the plugin has started. */
  constructor(carries: readonly string[], listening: () => Listening, door: Door) {
    this.carries = carries;
    this.#listening = listening;
    this.#door = door;
  }

  toldUntil(cursor: string): number | undefined {
    return parseCursor(cursor).told;
  }

  sealed(event: RoutingEvent): string | undefined {
    return this.#door.sealed(event);
  }

  unseal(sealed: string): void {
    if (this.#door.unseal(sealed) || this.#hasToldOfKey) return;
    this.#hasToldOfKey = true;
    this.#listening().problem({
      ...{ code: 'genesys-other-pseudonym-key', severity: 'warning' },
      message:
        'the log holds events of a worker whose pseudonymKey is another: whom they are about is not known here',
      hint: 'give all workers that share a store the same pseudonymKey',
    });
  }

  async listen(
    take: (batch: EventBatch) => Promise<void>,
    signal: AbortSignal,
    cursor: string | undefined,
  ): Promise<void> {
    if (signal.aborted) return;
    const listening = this.#listening();
    const hasBots = listening.botFlows.length > 0;
    const { told: since, botTurns = listening.clock.now() } = parseCursor(cursor);
    let reached: SourceCursor = {
      ...(since === undefined ? {} : { told: since }),
      ...(hasBots ? { botTurns } : {}),
    };
    let taking: Promise<void> = Promise.resolve();
    // One call at a time, whoever has something to tell.
    const told = (events: readonly ObservedEvent[], moved?: SourceCursor): Promise<void> => {
      const taken = taking.then(async () => {
        signal.throwIfAborted();
        const out = events.map((event) => this.#door.out(event));
        const next = { ...reached, ...moved };
        await take({ events: out, ...(moved === undefined ? {} : { cursor: cursorText(next) }) });
        reached = next;
      });
      taking = taken.catch(() => undefined);
      return taken;
    };
    const options = {
      ...listening,
      take: (events: readonly ObservedEvent[], until: number): Promise<void> => told(events, { told: until }),
    };
    const surveys = { ...listening, take: (events: readonly ObservedEvent[]): Promise<void> => told(events) };
    const bots = {
      ...listening,
      take: (events: readonly ObservedEvent[], until?: number): Promise<void> =>
        told(events, until === undefined ? undefined : { botTurns: until }),
    };
    const failed = new AbortController();
    const until = AbortSignal.any([signal, failed.signal]);
    const runs = [
      listening.listen === 'polling'
        ? new PollingSource(options, since).run(until)
        : new NotificationSource(options).run(until, since),
      new SurveyWatch(surveys).run(until),
      ...(hasBots ? [new BotTurnWatch(bots).run(until, botTurns)] : []),
    ];
    try {
      await Promise.all(runs);
    } finally {
      failed.abort();
      await Promise.allSettled(runs);
    }
  }
}

/** The observed facts that are ever told, by what is set. */
export function carriedFacts(
  { attributeFacts, openingHours }: ReadingSettings,
  { followSentiment, hasBots, listen }: HowListened,
): readonly string[] {
  const ofAgents = factsAbout('agent').filter(({ origin }) => origin === 'observed');
  const hasHours = Object.keys(openingHours).length > 0;
  return [
    ...new Set([
      ...ofAgents.map(({ name }) => name),
      ...queueFactNames.filter((name) => name !== 'queueOpen' || hasHours),
      ...['queue', 'mediaType'],
      ...Object.values(attributeFacts),
      ...routingFactNames,
      // A poll reads no mood: it is looked up.
      ...(followSentiment && listen === 'notifications' ? ['sentiment'] : []),
      ...(hasBots ? turnFactNames : []),
    ]),
  ];
}

/** What is listened to, and how. */
interface HowListened {
  readonly followSentiment: boolean;
  readonly hasBots: boolean;
  readonly listen: ListenBy;
}
