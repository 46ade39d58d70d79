import { parentPort, workerData, type Transferable } from 'node:worker_threads';
import { BlockParser } from '../recording/blockParser.ts';
import type { RecordingHeader } from '../recording/format.ts';
import { parseAlone, type BlockTask } from './parsedBlock.ts';
import { segmentArrays } from './segment.ts';

/** What a thread is told when it starts. */
export interface ParsingOptions {
  /** The recording, named in errors. */
  readonly file: string;
  readonly header: RecordingHeader;
}

/** The script of a worker thread, which parses the blocks it is sent. All memory goes back, that of the block too. */
const { file, header } = workerData as ParsingOptions;
const parser = new BlockParser(file, header);
parentPort!.on('message', (task: BlockTask) => {
  const block = parseAlone(parser, task);
  const arrays = (block.parsed?.segments ?? []).flatMap(segmentArrays);
  const transfer = [block.memory, ...arrays.map(({ buffer }) => buffer)] as Transferable[];
  parentPort!.postMessage(block, transfer);
});
