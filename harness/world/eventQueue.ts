interface Entry<T> {
  readonly at: number;
  readonly priority: number;
  readonly sequence: number;
  readonly item: T;
}

/**
 * What is to happen, as a binary heap. Items leave in the order of (time, priority, sequence of entry), which is total:
 * equal times never depend on how the heap lies.
 */
export class EventQueue<T> {
  readonly #heap: Entry<T>[] = [];
  #sequence = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** Time of the next item, in milliseconds; undefined when there is none. */
  get nextAt(): number | undefined {
    return this.#heap[0]?.at;
  }

  /** The next item, which stays; undefined when there is none. */
  get first(): T | undefined {
    return this.#heap[0]?.item;
  }

  /**
   * @param at milliseconds.
   * @param priority lower leaves earlier among items of one time.
   */
  push(at: number, priority: number, item: T): void {
    const heap = this.#heap;
    const entry = { at, priority, sequence: this.#sequence++, item };
    let hole = heap.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[hole] = heap[parent]!;
      hole = parent;
    }
    heap[hole] = entry;
  }

  /** @returns the next item; undefined when there is none. */
  pop(): T | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first?.item;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[hole] = heap[child]!;
      hole = child;
    }
    heap[hole] = last;
    return first.item;
  }
}

function before<T>(a: Entry<T>, b: Entry<T>): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.priority !== b.priority ? a.priority < b.priority : a.sequence < b.sequence;
}
