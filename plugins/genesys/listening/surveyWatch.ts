import { CsatTally, surveyedConversations, surveyEvents, surveysIn, type Survey } from '../reading/csat.ts';
import { jobDetails } from '../reading/detailsJob.ts';
import { underSignal } from '../reading/reading.ts';
import type { ObservedEvent } from '../../../engine/exchange.ts';
import { asWarning, type SourceOptions } from './source.ts';

/** What a watch of surveys is made of. */
export interface SurveyOptions extends Omit<SourceOptions, 'take'> {
  readonly take: (events: readonly ObservedEvent[]) => Promise<void>;
}

/** Counts the surveys of the last days at the start and from time to time, by jobs, and tells of those that come in. */
export class SurveyWatch {
  readonly #options: SurveyOptions;
  /** Ids of the surveys counted last. */
  #known: ReadonlySet<string> | undefined;

  constructor(options: SurveyOptions) {
    this.#options = options;
  }

  /** Watches until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, reading, problem } = this.#options;
    while (!signal.aborted) {
      await this.#count(signal).catch((error: unknown) => {
        if (!signal.aborted) problem(asWarning(error, 'customers’ surveys could not be read'));
      });
      await clock.sleep(reading.settings.csatSeconds * 1000, signal).catch(() => undefined);
    }
  }

  async #count(signal: AbortSignal): Promise<void> {
    const { clock, take } = this.#options;
    const reading = underSignal(this.#options.reading, signal);
    const now = clock.now();
    const surveys: Survey[] = [];
    const query = surveyedConversations(now, reading.settings.csatDays);
    for await (const page of jobDetails(reading, clock, query)) surveys.push(...surveysIn(page));
    const tally = new CsatTally();
    tally.add(surveys);
    // What came in before this began happened to conversations that were not told of.
    const fresh = this.#known === undefined ? [] : surveys.filter(({ id }) => !this.#known!.has(id));
    const events = [...surveyEvents(fresh, now), ...tally.events(now)];
    signal.throwIfAborted();
    if (events.length > 0) await take(events);
    this.#known = new Set(surveys.map(({ id }) => id));
  }
}
