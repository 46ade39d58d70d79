import { tmpdir } from 'node:os';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import type { FactValue } from '../../engine/facts/definition.ts';
import { factValueProblem } from '../../engine/facts/values.ts';
import { problemError, type Problem } from '../../engine/problem.ts';
import { recordingVersion, type RecordedEventType, type RecordingHeader } from './format.ts';
import validators from './format.validator.js';
import { longestLine } from './lines.ts';
import { ExternalSorter } from './sort/externalSorter.ts';
import type { Sorting } from './sort/sorting.ts';
import { formatUtc } from './time.ts';
import { eventLine, writeRecording } from './write.ts';

/** An event as a line of a recording, with what it is sorted by. */
interface PlacedLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** At one instant, what became known earlier comes first. */
  readonly place: number;
  /** Position among the events of its place. */
  readonly index: number;
  readonly line: string;
}

const placedSorting: Sorting<PlacedLine> = {
  compare: (a, b) => a.at - b.at || a.place - b.place || a.index - b.index,
  bytesHeld: ({ line }) => 2 * line.length + 150,
  // JSON text holds neither tabs nor line breaks.
  serialize: ({ at, place, index, line }) => `${at}\t${place}\t${index}\t${line}`,
  deserialize(text) {
    const [at, place, index, line] = text.split('\t') as [string, string, string, string];
    return { at: Number(at), place: Number(place), index: Number(index), line };
  },
};

/** How a recorder works. */
export interface RecorderOptions {
  /** Bytes of events held in memory at once, at least `leastMemory`. The recording does not depend on it. */
  readonly memoryBytes: number;
  /** Where events that do not fit wait; the system's temporary folder unless said. */
  readonly temporaryFolder?: string;
  /** Told once of each kind of value that is left out, and never what it was. */
  readonly problem: (problem: Problem) => void;
}

/** What a recording is of. */
export interface RecordedFrom {
  readonly name: string;
  readonly source: string;
  /** Facts that were looked for, whether or not they were ever told. */
  readonly carries: readonly string[];
}

/** What was recorded. */
export interface RecordedSummary {
  /** Events written. */
  readonly events: number;
  /** Milliseconds since 1970 of the first event and the last. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly facts: readonly string[];
  /** Events left out, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
  /** Values that their fact cannot have, left out of events that were written, by fact. */
  readonly valuesLeftOut: Readonly<Record<string, number>>;
}

/** The latest moment that four digits of a year can say. */
const latestAt = Date.UTC(10_000, 0) - 1;

/** The facts that fields of events tell. */
const fieldFacts: Readonly<Record<string, string>> = {
  mediaType: 'mediaType',
  queue: 'queue',
  status: 'agentStatus',
  queues: 'agentQueues',
  skills: 'agentSkills',
  languages: 'agentLanguages',
  csat: 'csat',
  csatSurveys: 'csatSurveys',
};

/**
 * Makes a recording of events as they become known, in whatever order: they are sorted by time within a budget of memory,
 * and written when all are there. An event that no recording can hold is left out and counted.
 */
export class Recorder {
  readonly #sorter: ExternalSorter<PlacedLine>;
  readonly #problem: (problem: Problem) => void;
  readonly #seen = new Set<string>();
  readonly #excluded = new Map<string, number>();
  readonly #leftOut = new Map<string, number>();
  #events = 0;

  constructor({ memoryBytes, temporaryFolder = tmpdir(), problem }: RecorderOptions) {
    this.#sorter = new ExternalSorter(placedSorting, memoryBytes, temporaryFolder);
    this.#problem = problem;
  }

  /** Events taken so far. */
  get events(): number {
    return this.#events;
  }

  /** Most bytes held at once so far. */
  get peakBytes(): number {
    return this.#sorter.peakBytes;
  }

  /** @param place what these events of one place are sorted by, at one instant. */
  take(place: number, events: readonly RoutingEvent[]): void {
    events.forEach((told, index) => {
      const event = this.#withoutWrongValues(told);
      if (isEvent(event)) {
        const line = eventLine(event);
        if (line.length <= longestLine) {
          this.#note(event);
          this.#events++;
          return this.#sorter.add({ at: event.at, place, index, line });
        }
      }
      this.#exclude();
    });
  }

  /**
   * Writes all that was taken. To be called once.
   * @param file packed when its name ends in `.gz`; it appears whole or not at all.
   * @throws ProblemError when nothing was taken, or it cannot be written.
   */
  async write(
    file: string,
    from: RecordedFrom,
    onProgress: (fraction: number) => void,
  ): Promise<RecordedSummary> {
    const excluded = Object.fromEntries(this.#excluded);
    if (this.#events === 0) {
      const hint = 'see whether the sources tell anything, and listen longer';
      throw problemError('nothing-recorded', 'nothing happened, so there is no recording', { hint });
    }
    const header = this.#header(from);
    let [firstAt, lastAt, written] = [NaN, NaN, 0];
    const watched = function* (lines: Iterable<PlacedLine>, all: number): Generator<string> {
      for (const { at, line } of lines) {
        if (written === 0) firstAt = at;
        lastAt = at;
        yield line;
        if (++written % 8192 === 0) onProgress(written / all);
      }
    };
    const lines = watched(this.#sorter.sorted(), this.#events);
    const { events } = await writeRecording(file, header, lines, () => excluded);
    onProgress(1);
    const valuesLeftOut = Object.fromEntries(this.#leftOut);
    return { events, firstAt, lastAt, facts: header.facts, excluded, valuesLeftOut };
  }

  /** Removes what waits in files. Always to be called. */
  dispose(): void {
    this.#sorter.dispose();
  }

  #header({ name, source, carries }: RecordedFrom): RecordingHeader {
    const held = new Set([...this.#seen, ...carries]);
    const facts = [...factCatalogue.values()].filter(
      (fact) => fact.origin === 'observed' && held.has(fact.name),
    );
    return {
      ...{ signalbox: 'recording', version: recordingVersion, name },
      ...{ facts: facts.map((fact) => fact.name), source },
    };
  }

  #note(event: RoutingEvent): void {
    // The queue of an observation is what it is about, and no fact of a conversation.
    const fields = event.type === 'queue.observed' ? [] : Object.keys(event);
    for (const name of fields) if (Object.hasOwn(fieldFacts, name)) this.#seen.add(fieldFacts[name]!);
    if ('facts' in event) for (const name of Object.keys(event.facts ?? {})) this.#seen.add(name);
  }

  #withoutWrongValues(event: RoutingEvent): RoutingEvent {
    if (event.type === 'agent.updated') {
      const { at, type, agent, ...told } = event;
      return { at, type, agent, ...this.#rightValues(told, (name) => fieldFacts[name]) };
    }
    if (!('facts' in event) || typeof event.facts !== 'object' || event.facts === null) return event;
    return { ...event, facts: this.#rightValues(event.facts, (name) => name) };
  }

  #rightValues<Values extends object>(values: Values, factOf: (name: string) => string | undefined): Values {
    const all: readonly [string, FactValue | undefined][] = Object.entries(values);
    const right = all.filter(([name, value]) => {
      const fact = factCatalogue.get(factOf(name) ?? '');
      if (fact?.origin === 'observed' && factValueProblem(fact, value) === undefined) return true;
      if (value !== undefined) this.#leaveOut(name, fact !== undefined);
      return false;
    });
    return right.length === all.length ? values : (Object.fromEntries(right) as Values);
  }

  #leaveOut(name: string, isFact: boolean): void {
    const count = this.#leftOut.get(name) ?? 0;
    this.#leftOut.set(name, count + 1);
    if (count > 0) return;
    const message = isFact
      ? `a value that ${name} cannot have is left out, as further ones will be`
      : `${name} is left out: there is no such fact`;
    this.#problem({
      code: 'value-left-out',
      severity: 'warning',
      message,
      hint: 'tell who makes the source',
    });
  }

  #exclude(): void {
    const reason = 'bad-event';
    const count = this.#excluded.get(reason) ?? 0;
    this.#excluded.set(reason, count + 1);
    if (count > 0) return;
    const message = 'an event that no recording can hold is left out, as further ones will be';
    this.#problem({ code: reason, severity: 'warning', message, hint: 'tell who makes the source' });
  }
}

/** Whether an event is as a recording's lines are: what else a source may tell is caught here. */
function isEvent(event: RoutingEvent): boolean {
  const { at, type } = event;
  if (!Number.isInteger(at) || at < 0 || at > latestAt) return false;
  if (!isRecorded(type)) return false;
  return validators[type]({ ...event, at: formatUtc(at) });
}

function isRecorded(type: string): type is RecordedEventType {
  return Object.hasOwn(validators, type) && type !== 'header' && type !== 'recording.end';
}
