import { byMoment, type Deadline } from './deadlines.ts';

/** Deadlines, the first of them first: a binary heap. */
export class DeadlineQueue {
  readonly #heap: Deadline[] = [];

  get first(): Deadline | undefined {
    return this.#heap[0];
  }

  push(deadline: Deadline): void {
    const heap = this.#heap;
    let place = heap.push(deadline) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (byMoment(heap[parent]!, deadline) <= 0) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = deadline;
  }

  pop(): Deadline | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.#sink(last);
    return first;
  }

  /** Puts one at the top, and lets it down to its place. */
  #sink(deadline: Deadline): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && byMoment(heap[child + 1]!, heap[child]!) < 0) child++;
      if (byMoment(deadline, heap[child]!) <= 0) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = deadline;
  }
}
