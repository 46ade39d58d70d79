/** A share from 0 to 1 drawn as a bar, beside one to compare with. */
export interface Bar {
  readonly bar: number;
  /** The share before; drawn as a mark. */
  readonly before?: number;
}

/** An estimate with its interval, drawn on the scale of its column. */
export interface Dot {
  readonly dot: number;
  readonly low: number;
  readonly high: number;
  /** Whether it is one to look at. */
  readonly isOdd: boolean;
}

/** What a table shows at one place. Figures are spelled as people read them. */
export type Cell = string | Bar | Dot;

/** What dots are drawn against. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  /** What is expected, or the limit. */
  readonly reference?: number;
  /** Values within are of no concern. */
  readonly tolerance?: { readonly low: number; readonly high: number };
}

/** A column, and how its cells are written. */
export interface Column {
  readonly heading: string;
  /** Text by default; figures stand to the right, code is what a machine reads. */
  readonly style?: 'text' | 'figure' | 'code' | 'bar' | 'dot';
  /** Of dots. */
  readonly scale?: Scale;
}

export interface Table {
  /** What it shows, in a sentence. */
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** What is said of rows left out. */
  readonly more?: string;
}
