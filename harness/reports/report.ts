import type { Chart } from './charts/chart.ts';
import type { Level } from './levels.ts';
import type { Table } from './table.ts';

/** How something came out, for people who look only at that. */
export type Tone = 'good' | 'bad' | 'unsure' | 'plain';

/** The number somebody reads first. */
export interface Figure {
  readonly value: string;
  readonly label: string;
  readonly tone?: Tone;
}

/** Something found: how often, what, where, and its details. */
export interface Entry {
  readonly count?: string;
  readonly title: string;
  /** A word or two on what it is about. */
  readonly tag?: string;
  readonly tone?: Tone;
  /** `file:line:column` each. */
  readonly places?: readonly string[];
  readonly lines?: readonly string[];
  readonly table?: Table;
}

/** A piece of a section. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'figures'; readonly figures: readonly Figure[] }
  | { readonly kind: 'verdict'; readonly tone: Tone; readonly word: string; readonly text: string }
  | { readonly kind: 'table'; readonly table: Table }
  /** Everything drawn is in the table beside it as well. */
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'entries'; readonly entries: readonly Entry[]; readonly more?: string };

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** What was found, told once for people; `htmlPage` and `textPage` write it so that both say the same. */
export interface Report {
  /** What was done: `Replay`. */
  readonly kind: string;
  readonly title: string;
  /** One sentence on what it is about. */
  readonly subtitle: string;
  /** What it may say; absent where nothing was replayed. */
  readonly level?: Level;
  readonly summary: readonly Block[];
  readonly sections: readonly Section[];
  /** What it can be repeated from: names and values. */
  readonly provenance: readonly (readonly [name: string, value: string])[];
}
