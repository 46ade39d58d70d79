import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { BlockParser, readHeader } from './blockParser.ts';
import { Blocks, type Block } from './blocks.ts';
import { contentOf, type ByteSource } from './byteSource.ts';
import { summaryOf, type RecordingSummary } from './course.ts';
import type { RecordingHeader } from './format.ts';

/** Told now and then how far reading has come, 0 to 1. */
export type OnProgress = (fraction: number) => void;

/**
 * A recording, read as a stream: first its header, then its events, in order of time, checked line by line; events that
 * repeat are dropped and counted.
 */
export class RecordingReader {
  readonly #file: string;
  readonly #blocks: Blocks;
  #header: RecordingHeader | undefined;
  #summary: RecordingSummary | undefined;

  /** @param source the file's content, unpacked. @param blockBytes of the blocks it is read in. */
  constructor(file: string, source: ByteSource = contentOf(file), blockBytes?: number) {
    this.#file = file;
    this.#blocks = new Blocks(file, source, blockBytes);
  }

  /** @throws ProblemError when the file is not a recording of a version this code reads. */
  async header(): Promise<RecordingHeader> {
    if (this.#header !== undefined) return this.#header;
    try {
      this.#header = await readHeader(this.#file, this.#blocks);
    } catch (error) {
      await this.#blocks.close();
      throw error;
    }
    return this.#header;
  }

  /** The events one by one. @throws ProblemError at the first line that is wrong, naming it. */
  async *events(onProgress?: OnProgress): AsyncGenerator<RoutingEvent> {
    for await (const batch of this.batches(onProgress)) yield* batch;
  }

  /** The events in batches, as they are read. @throws ProblemError at the first line that is wrong, naming it. */
  async *batches(onProgress?: OnProgress): AsyncGenerator<readonly RoutingEvent[]> {
    for await (const batches of this.blocks(onProgress)) yield* batches;
  }

  /**
   * The same, block by block. Each block's batches must be gone through before the next block is asked for.
   * @throws ProblemError when reading fails; going through the batches throws it at the first line that is wrong.
   */
  async *blocks(onProgress: OnProgress = () => undefined): AsyncGenerator<Iterable<readonly RoutingEvent[]>> {
    const header = await this.header();
    const parser = new BlockParser(this.#file, header);
    const blocks = this.#blocks;
    try {
      const size = Math.max(1, await blocks.expected());
      for (let block: Block | undefined; (block = await blocks.next()) !== undefined;) {
        yield parser.parse(block);
        blocks.giveBack(block.bytes);
        onProgress(Math.min(1, blocks.given / size));
      }
    } finally {
      await blocks.close();
    }
    const hash = blocks.end(parser.course.lines);
    this.#summary = summaryOf(this.#file, header, parser.course, hash);
    onProgress(1);
  }

  /** To be asked once `events` has run to its end. */
  summary(): RecordingSummary {
    if (this.#summary === undefined) throw new Error('the recording has not been read to its end');
    return this.#summary;
  }
}
