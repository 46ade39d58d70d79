import type { MomentLine } from './agentTimeline.ts';

/** Watches a recording go by: its span, and how many conversations it holds. */
export class Summary {
  #firstAt = NaN;
  #lastAt = NaN;
  #conversations = 0;
  /** Starts of the present instant: the same row again has the same time, so only these need remembering. */
  readonly #starts = new Set<string>();

  /** @returns the lines' text, unchanged. */
  *watch(lines: Iterable<MomentLine>): Generator<string> {
    for (const { at, line } of lines) {
      if (Number.isNaN(this.#firstAt)) this.#firstAt = at;
      if (at !== this.#lastAt) this.#starts.clear();
      this.#lastAt = at;
      if (line.startsWith(startedAfter, timeWidth) && !this.#starts.has(line)) {
        this.#starts.add(line);
        this.#conversations++;
      }
      yield line;
    }
  }

  /** Once every line has gone by. */
  result(): { readonly conversations: number; readonly firstAt: number; readonly lastAt: number } {
    return { conversations: this.#conversations, firstAt: this.#firstAt, lastAt: this.#lastAt };
  }
}

const timeWidth = '{"at":"1999-02-01T07:02:47.000Z"'.length;
const startedAfter = ',"type":"conversation.started"';
