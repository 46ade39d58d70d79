import { ProblemError } from '../../engine/problem.ts';
import type { BlockParser } from '../recording/blockParser.ts';
import { join, type Course } from '../recording/course.ts';
import { BlockSegments } from './blockSegments.ts';
import type { Segment } from './segment.ts';

/** A block of a recording as one thread hands it over to another, with its memory. */
export interface BlockTask {
  readonly memory: ArrayBuffer;
  /** Of the content, in bytes. */
  readonly length: number;
}

/** A block that was parsed for itself, as if it stood alone. */
export interface ParsedBlock extends BlockTask {
  /** Undefined when a line is wrong. */
  readonly parsed: { readonly course: Course; readonly segments: readonly Segment[] } | undefined;
}

/** Parses a block for itself. @param parser of the recording; it forgets what it has read. */
export function parseAlone(parser: BlockParser, { memory, length }: BlockTask): ParsedBlock {
  const segments = new BlockSegments();
  parser.beginPart();
  try {
    for (const events of parser.parse({ bytes: Buffer.from(memory), length })) segments.take(events);
  } catch (error) {
    // What is wrong, and in which line, is found out after the blocks before it.
    if (error instanceof ProblemError) return { memory, length, parsed: undefined };
    throw error;
  }
  return { memory, length, parsed: { course: parser.course, segments: segments.finish() } };
}

/**
 * The segments of the next block, which is added to what the parser has read.
 * @param parser has read all blocks before it.
 * @returns undefined when the block begins in the moment in which the one before ends: events may repeat across the two,
 * so the recording has to be read in one go.
 * @throws ProblemError at the first line that is wrong.
 */
export function segmentsAfter(
  parser: BlockParser,
  { memory, length, parsed }: ParsedBlock,
): readonly Segment[] | undefined {
  if (parsed !== undefined && join(parser.course, parsed.course)) return parsed.segments;
  // Parsed after the blocks before it, it says what is wrong with it, and in which line.
  for (const events of parser.parse({ bytes: Buffer.from(memory), length })) void events;
  return undefined;
}
