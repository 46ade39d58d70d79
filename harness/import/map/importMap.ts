import type { FactValue } from '../../../engine/facts/definition.ts';

/** How the rows of a call log become events: what an analyst writes, checked by `loadImportMap`. */
export interface ImportMap {
  readonly apiVersion: 'signalbox/v1';
  readonly kind: 'ImportMap';
  /** The recording's name. */
  readonly name: string;
  /** Where the log comes from, with whatever acknowledgement its licence asks for. */
  readonly source: string;
  readonly format: LogFormat;
  /** IANA name; what local times are read in. */
  readonly timeZone?: string;
  readonly clock: Clock;
  /** The first filter a row matches names why the row is left out. */
  readonly exclude?: readonly { readonly reason: string; readonly when: Filter }[];
  readonly conversation: {
    /** Columns that together name a conversation, or the row's number where the log has no such column. */
    readonly id: { readonly columns: readonly string[] } | { readonly rowNumber: true };
    readonly mediaType: ValueSource;
    readonly queue?: ValueSource;
    readonly facts?: Readonly<Record<string, FactSource>>;
  };
  /** A list means: the first that applies. */
  readonly moments: Readonly<Partial<Record<Moment, MomentSource | readonly MomentSource[]>>>;
  /** Of a log of conversations with a bot: what was said. Then no moment but `started` is named. */
  readonly turns?: DialogueTurns;
  /** How far the clocks that wrote one row may disagree, in seconds; 0 unless said. */
  readonly toleranceSeconds?: number;
  readonly agent?: { readonly column: string; readonly unknown?: readonly Scalar[] };
  readonly agents?: { readonly onQueueFrom: 'firstAnswer'; readonly offQueueAfterMinutes: number };
}

/** What can happen to a conversation in a call log, in the order it happens. */
export const moments = ['started', 'queued', 'answered', 'abandoned', 'ended'] as const;
export type Moment = (typeof moments)[number];

export type Scalar = string | number | boolean;

export interface LogFormat {
  readonly type: 'csv' | 'tsv' | 'ndjson' | 'json';
  /** One character; comma for csv, tab for tsv unless said. */
  readonly delimiter?: string;
  /** One character, or `none`; the double quote unless said. */
  readonly quote?: string;
  /** Names of the columns, where the file has no header line. */
  readonly columns?: readonly string[];
  /** As the WHATWG Encoding Standard names it; utf-8 unless said. */
  readonly encoding?: string;
}

/** Conversations with a bot that a row holds as a list of turns. Their times are made up: turns come evenly. */
export interface DialogueTurns {
  /** The column of the list. */
  readonly list: string;
  readonly everySeconds: number;
  /** Which of the turns the customer said; a filter of a turn's columns. The others are the bot's. */
  readonly customer: Filter;
  /** Facts of a customer's turn, from its columns. */
  readonly facts?: Readonly<Record<string, FactSource>>;
  /** The first turn that matches is where the record has a person take over. */
  readonly escalatedAt?: Filter;
  /** Rows of which the record only says that a person was wanted, not when: it counts from the end. */
  readonly escalatedInTheEnd?: Filter;
}

export type Clock = WholeClock | SplitClock | RowClock;

/** Each time is in one column. */
interface WholeClock {
  /** `iso`, `epochSeconds`, `epochMilliseconds`, or a pattern such as `dd/MM/yyyy HH:mm:ss`. */
  readonly format: string;
}

/** The day is in one column, times of day are in others. */
export interface SplitClock {
  readonly date: { readonly column: string; readonly format: string };
  readonly timeOfDay: {
    readonly format: string;
    /** The row's first time of day, on the row's date; earlier times by over 12 hours are on the next day. */
    readonly wrapsAfter: string;
  };
}

/** The log has no times: rows are spread evenly. */
interface RowClock {
  readonly rows: { readonly start: string; readonly everySeconds: number };
}

export interface MomentSource {
  readonly column?: string;
  /** Added to the time. */
  readonly plusSeconds?: number;
  /** A column of seconds to add to the time: a duration. */
  readonly plusSecondsIn?: string;
  readonly when?: Filter;
}

/** One value for all rows, or a column. */
export type ValueSource = string | ColumnSource<string>;

export interface ColumnSource<Value> {
  readonly column: string;
  /** What the column's text means. Text that is not here is a bad value, unless `otherwise` says what it means. */
  readonly values?: Readonly<Record<string, Value>>;
  readonly otherwise?: Value;
}

export type FactSource = FactValue | FactColumn;

export interface FactColumn extends ColumnSource<FactValue> {
  /** Texts that mean the value is missing, as empty text always does. */
  readonly unknown?: readonly Scalar[];
  /** Between the items of a list; a semicolon unless said. */
  readonly separator?: string;
  readonly when?: Filter;
  /** The event that carries the fact; `started` unless said. */
  readonly knownFrom?: 'started' | 'queued';
  /** Replaces the value, which names a person, by a pseudonym. */
  readonly pseudonym?: boolean;
}

/** Exactly one of `all`, `any`, `not` or a column with one test. */
export interface Filter {
  readonly all?: readonly Filter[];
  readonly any?: readonly Filter[];
  readonly not?: Filter;
  readonly column?: string;
  readonly equals?: Scalar;
  readonly in?: readonly Scalar[];
  readonly greaterThan?: number;
  readonly lessThan?: number;
  readonly empty?: boolean;
}

/** A moment's sources as a list, none when the map does not name the moment. */
export function sourcesOf(map: ImportMap, moment: Moment): readonly MomentSource[] {
  const named = map.moments[moment];
  return named === undefined ? [] : [named].flat();
}

/** Whether a source is a column, not a constant. */
export function isColumn<Value>(source: unknown): source is ColumnSource<Value> {
  return typeof source === 'object' && source !== null && !Array.isArray(source) && 'column' in source;
}
