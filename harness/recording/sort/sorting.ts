/** Lines of one kind, as a sorter needs to know them. Functions of values alone. */
export interface Sorting<Line> {
  /** A total order: below 0 when the first comes first. */
  readonly compare: (a: Line, b: Line) => number;
  /** What a line takes in memory, in bytes, rather more than less. */
  readonly bytesHeld: (line: Line) => number;
  /** As one line of a run file, without its line break; nothing in it may be one. */
  readonly serialize: (line: Line) => string;
  /** Undoes `serialize`. */
  readonly deserialize: (text: string) => Line;
}
