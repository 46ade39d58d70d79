import type { RecordingSummary } from '../recording/course.ts';
import {
  bytesAt,
  checkPreamble,
  checksumBytes,
  checksumOf,
  cutOff,
  damaged,
  openKept,
  unusable,
  writePreamble,
} from './keptFormat.ts';
import { checksOfRecordings } from './recordingChecks.ts';
import { segmentArrays, segmentIn, segmentLength, type Segment, type SegmentSize } from './segment.ts';
import { WholeFile } from './wholeFile.ts';

/**
 * The file: magic, version (u32), four zero bytes; the segments, each its arrays as they are in memory, filled up with
 * zeros to a multiple of 8 bytes; the contents, JSON in UTF-8; the length of the contents and that of the file (f64 each);
 * SHA-256 of all that but the segments, whose own are in the contents. So a segment is read without reading the others,
 * and none can be damaged, lacking, or another's. The contents come last because they tell what is known last. Numbers
 * are little-endian, as in files of columns.
 */
const format = { magic: 'SBEVENTS', version: 1, holds: 'events' };
const beginBytes = 16;
const lengthsBytes = 16;

/** What is in a file of events. It grows with the recording, but by no more than 200 bytes for each segment. */
export interface EventFileContents {
  /** Of the recording that the events are from. */
  readonly summary: RecordingSummary;
  /** By which rules the recording was checked when it was read. */
  readonly checks: string;
  readonly segments: readonly (SegmentSize & {
    /** In hexadecimal. */
    readonly sha256: string;
  })[];
}

/** Writes a file of events, segment by segment. It appears whole or not at all. */
export class EventFileWriter {
  readonly #out: WholeFile;
  readonly #begin: Buffer;
  readonly #segments: EventFileContents['segments'][number][] = [];
  #length = beginBytes;

  private constructor(out: WholeFile, begin: Buffer) {
    this.#out = out;
    this.#begin = begin;
  }

  /** @param folder in which the file will have its place. @throws ProblemError when nothing can be written there. */
  static async begin(folder: string): Promise<EventFileWriter> {
    const begin = Buffer.alloc(beginBytes);
    writePreamble(format, begin);
    const writer = new EventFileWriter(await WholeFile.begin(folder), begin);
    try {
      await writer.#out.write(begin);
      return writer;
    } catch (error) {
      await writer.discard();
      throw error;
    }
  }

  /** @throws ProblemError when it cannot be written. */
  async append(segment: Segment): Promise<void> {
    const { at, numbers, codes, dictionary } = segment;
    const size = {
      events: at.length,
      numbers: numbers.length,
      codes: codes.length,
      dictionary: dictionary.length,
    };
    const bytes = Buffer.alloc(segmentLength(size));
    let place = 0;
    for (const { buffer, byteOffset, byteLength } of segmentArrays(segment)) {
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength), place);
      place += byteLength;
    }
    this.#segments.push({ ...size, sha256: checksumOf(bytes).toString('hex') });
    this.#length += bytes.length;
    await this.#out.write(bytes);
  }

  /** Puts the file in its place. @throws ProblemError when it cannot be there. */
  async commit(file: string, summary: RecordingSummary): Promise<void> {
    const contents: EventFileContents = { summary, checks: checksOfRecordings(), segments: this.#segments };
    const json = Buffer.from(JSON.stringify(contents));
    const lengths = Buffer.alloc(lengthsBytes);
    lengths.writeDoubleLE(json.length, 0);
    lengths.writeDoubleLE(this.#length + json.length + lengthsBytes + checksumBytes, 8);
    for (const piece of [json, lengths, checksumOf(this.#begin, json, lengths)]) await this.#out.write(piece);
    await this.#out.commit(file);
  }

  /** Leaves nothing behind; for when it was not committed. */
  async discard(): Promise<void> {
    await this.#out.discard();
  }
}

/**
 * What is in a file of events.
 * @param recordingHash of the recording they must be from.
 * @throws ProblemError when there is no such file, or it is cut off, damaged, of another version or recording, or none.
 */
export async function readContents(file: string, recordingHash: string): Promise<EventFileContents> {
  const handle = await openKept(file);
  try {
    const { size } = await handle.stat();
    const begin = await bytesAt(format, handle, file, 0, Math.min(size, beginBytes));
    checkPreamble(format, file, begin);
    const endBytes = lengthsBytes + checksumBytes;
    if (size < beginBytes + endBytes) throw cutOff(format, file);
    const end = await bytesAt(format, handle, file, size - endBytes, endBytes);
    const length = end.readDoubleLE(0);
    const room = size - beginBytes - endBytes;
    if (end.readDoubleLE(8) !== size || !Number.isInteger(length) || length < 0 || length > room)
      throw cutOff(format, file);
    const json = await bytesAt(format, handle, file, size - endBytes - length, length);
    const checksum = checksumOf(begin, json, end.subarray(0, lengthsBytes));
    if (!checksum.equals(end.subarray(lengthsBytes))) throw damaged(format, file);
    const contents = JSON.parse(json.toString()) as EventFileContents;
    if (contents.summary.hash !== recordingHash)
      throw unusable(file, 'other-recording', 'these events are from another recording');
    if (contents.checks !== checksOfRecordings())
      throw unusable(file, 'other-checks', 'these events were checked by the rules of another release');
    return contents;
  } finally {
    await handle.close();
  }
}

/**
 * The events of a file, segment by segment; no more than one is in memory.
 * @param contents as they were read from it.
 * @throws ProblemError when the file is gone, or not what its contents say.
 */
export async function* readSegments(file: string, contents: EventFileContents): AsyncGenerator<Segment> {
  const handle = await openKept(file);
  try {
    let place = beginBytes;
    for (const segment of contents.segments) {
      const bytes = await bytesAt(format, handle, file, place, segmentLength(segment));
      if (checksumOf(bytes).toString('hex') !== segment.sha256) throw damaged(format, file);
      yield segmentIn(bytes, segment);
      place += bytes.length;
    }
  } finally {
    await handle.close();
  }
}
