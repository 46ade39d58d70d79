import type { Sorting } from './sorting.ts';

interface Head<Line> {
  line: Line;
  readonly rest: Iterator<Line>;
}

/** Merges sorted sequences into one; each is closed at the end, also when the merge is left early. */
export function* mergeSorted<Line>(
  sequences: readonly Iterable<Line>[],
  { compare }: Pick<Sorting<Line>, 'compare'>,
): Generator<Line> {
  const opened = sequences.map((sequence) => sequence[Symbol.iterator]());
  try {
    const heap: Head<Line>[] = [];
    for (const rest of opened) {
      const first = rest.next();
      if (first.done !== true) heap.push({ line: first.value, rest });
    }
    for (let place = heap.length >> 1; place >= 0; place--) sink(heap, place, compare);
    while (heap.length > 0) {
      const top = heap[0]!;
      yield top.line;
      const next = top.rest.next();
      if (next.done !== true) top.line = next.value;
      else if (heap.length > 1) heap[0] = heap.pop()!;
      else heap.pop();
      sink(heap, 0, compare);
    }
  } finally {
    for (const rest of opened) rest.return?.();
  }
}

/** Moves a head down a binary heap until none below it comes earlier. */
function sink<Line>(heap: Head<Line>[], place: number, compare: Sorting<Line>['compare']): void {
  for (;;) {
    let least = place;
    for (const child of [2 * place + 1, 2 * place + 2]) {
      if (child < heap.length && compare(heap[child]!.line, heap[least]!.line) < 0) least = child;
    }
    if (least === place) return;
    [heap[place], heap[least]] = [heap[least]!, heap[place]!];
    place = least;
  }
}
