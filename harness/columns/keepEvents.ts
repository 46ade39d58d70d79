import { BlockParser, readHeader } from '../recording/blockParser.ts';
import { Blocks } from '../recording/blocks.ts';
import { contentOf } from '../recording/byteSource.ts';
import { summaryOf } from '../recording/course.ts';
import type { OnProgress } from '../recording/read.ts';
import { Workers } from '../threads/workers.ts';
import { eventsThrough, keptContents } from './eventCache.ts';
import { EventKeeper } from './eventKeeper.ts';
import { segmentsAfter, type BlockTask, type ParsedBlock } from './parsedBlock.ts';
import type { ParsingOptions } from './parsingThread.ts';
import { RecordingCache, type RecordingCacheOptions } from './recordingCache.ts';

export interface KeepEventsOptions extends RecordingCacheOptions {
  /** How many threads parse while this one reads and writes; 1: none, it parses too. */
  readonly threads: number;
  readonly onProgress?: OnProgress;
}

/** Blocks under way for each thread: one that it parses, and one that is there when it is done. */
const blocksEach = 2;

/** Of fewer blocks, as it is to be expected, one thread has made events before others are started and warm. */
const worthwhile = 8;

const script = new URL('./parsingThread.ts', import.meta.url);

/**
 * Keeps the events of a recording beside it, where `cachedEvents` then reads them; nothing is done when they are kept
 * already. The file is the same to the last byte whatever the number of threads. At most two blocks for each thread, and
 * one more, are in memory at a time.
 * @returns whether they are kept now; a cache that cannot be written is none.
 * @throws ProblemError when the recording is not there or is wrong, as reading it does; and when a thread dies.
 */
export async function keepEvents(
  recording: string,
  { threads, onProgress = () => undefined, ...options }: KeepEventsOptions,
): Promise<boolean> {
  const cache = await RecordingCache.of(recording, options);
  if (cache === undefined) return false;
  if ((await keptContents(cache)) !== undefined) return true;
  if (!(threads > 1 && (await keepOnThreads(cache, threads, onProgress))))
    for await (const events of (await eventsThrough(cache)).batches(onProgress)) void events;
  return (await keptContents((await RecordingCache.of(recording, options))!)) !== undefined;
}

type ParsingThreads = Workers<BlockTask, ParsedBlock>;

/** @returns false when the recording has to be read on one thread. */
async function keepOnThreads(
  cache: RecordingCache,
  threads: number,
  onProgress: OnProgress,
): Promise<boolean> {
  const { recording: file, blockBytes } = cache;
  const blocks = new Blocks(file, contentOf(file), blockBytes);
  let keeper: EventKeeper | undefined;
  let workers: ParsingThreads | undefined;
  try {
    const size = await blocks.expected();
    if (size < worthwhile * blockBytes) return false;
    keeper = await EventKeeper.begin(cache);
    const header = await readHeader(file, blocks);
    const workerData: ParsingOptions = { file, header };
    workers = new Workers(script, threads, { workerData });
    const parser = new BlockParser(file, header);
    for await (const block of parsedInOrder(blocks, workers, threads * blocksEach)) {
      const segments = segmentsAfter(parser, block);
      if (segments === undefined) return false;
      await keeper.append(segments);
      if (!keeper.isKeeping) return false;
      blocks.giveBack(Buffer.from(block.memory));
      onProgress(Math.min(1, blocks.given / size));
    }
    const hash = blocks.end(parser.course.lines);
    await keeper.keep(summaryOf(file, header, parser.course, hash));
  } finally {
    await workers?.end();
    await keeper?.discard();
    await blocks.close();
  }
  onProgress(1);
  return true;
}

/** The blocks, parsed, in their order. @param most blocks under way. */
async function* parsedInOrder(
  blocks: Blocks,
  workers: ParsingThreads,
  most: number,
): AsyncGenerator<ParsedBlock> {
  const underWay: Promise<ParsedBlock>[] = [];
  for (let isOver = false; !isOver || underWay.length > 0;) {
    if (isOver || underWay.length === most) {
      yield await underWay.shift()!;
      continue;
    }
    const block = await blocks.next();
    isOver = block === undefined;
    if (block === undefined) continue;
    const memory = block.bytes.buffer as ArrayBuffer;
    const parsed = workers.run({ memory, length: block.length }, [memory]);
    // Whoever waits for it is told; perhaps nobody does yet.
    parsed.catch(() => undefined);
    underWay.push(parsed);
  }
}
