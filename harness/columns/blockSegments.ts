import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Segment } from './segment.ts';
import { SegmentBuilder } from './segmentBuilder.ts';

/**
 * The events of a block of a recording, as they come, in segments: one, or as many as it takes. No segment holds events of
 * two blocks, so that blocks are put into segments one without the other.
 */
export class BlockSegments {
  #full: Segment[] = [];
  #segment = new SegmentBuilder();

  /** @param events the block's next ones. */
  take(events: readonly RoutingEvent[]): void {
    for (const event of events) {
      if (this.#segment.isFull) this.#finishSegment();
      this.#segment.append(event);
    }
  }

  /** To be called when all events of the block have been taken; then it is the next block's turn. */
  finish(): readonly Segment[] {
    if (!this.#segment.isEmpty) this.#finishSegment();
    const segments = this.#full;
    this.#full = [];
    return segments;
  }

  #finishSegment(): void {
    this.#full.push(this.#segment.finish());
    this.#segment = new SegmentBuilder();
  }
}
