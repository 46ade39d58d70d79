import type { FactColumn } from '../../engine/conditions/compiled/columnar.ts';
import type { FactValue } from '../../engine/facts/definition.ts';
import {
  bytesAt,
  checkPreamble,
  checksumBytes,
  checksumOf,
  cutOff,
  damaged,
  openKept,
  preambleBytes,
  unusable,
  writePreamble,
} from './keptFormat.ts';
import { checksOfRecordings } from './recordingChecks.ts';
import type { TextColumn } from './textColumn.ts';
import { writeWholeFile } from './wholeFile.ts';

/** A change to the format, or to what columns mean, makes a new version. */
const format = { magic: 'SBCOLUMN', version: 2, holds: 'columns' };

export type KeptColumn = FactColumn | TextColumn;

/** Columns of one table, all with as many rows, made from a recording. */
export interface ColumnTable {
  /** SHA-256 of the unpacked content of the recording they were made from, in hexadecimal. */
  readonly recordingHash: string;
  readonly rows: number;
  /** The observed facts the recording carries. */
  readonly carried: readonly string[];
  readonly columns: ReadonlyMap<string, KeptColumn>;
}

/**
 * The file: the magic, the version (u32), the length of the header (u32), the length of the file (f64); the header, JSON
 * in UTF-8; SHA-256 of all that; the columns, whose own are in the header, so that a column is read without reading the
 * others. A column is its array as it is in memory, and behind that its distinct values as JSON or the bytes of its texts.
 * Numbers are little-endian, as on every machine Node has binaries for but s390x. Header, arrays and what is behind them
 * are filled up with zeros to multiples of 8 bytes, so that arrays are used where they lie.
 */
const headerAt = 24;

interface ColumnFileHeader extends Omit<ColumnTable, 'columns'> {
  /** By which rules the recording was checked when it was read. */
  readonly checks: string;
  readonly columns: readonly ColumnEntry[];
}

interface ColumnEntry {
  readonly name: string;
  readonly kind: KeptColumn['kind'];
  /** Bytes behind the array, those it is filled up with not counted. */
  readonly behind: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** Writes columns to a file, which appears whole or not at all. @throws ProblemError when it cannot be written there. */
export async function writeColumnFile(file: string, { columns, ...rest }: ColumnTable): Promise<void> {
  const kept = [...columns].map(([name, column]) => {
    const [array, behind] = piecesOf(column);
    const pieces = [array, behind].flatMap((piece) => [
      piece,
      Buffer.alloc(aligned(piece.length) - piece.length),
    ]);
    const sha256 = checksumOf(...pieces).toString('hex');
    return { entry: { name, kind: column.kind, behind: behind.length, sha256 }, pieces };
  });
  const header: ColumnFileHeader = {
    ...rest,
    checks: checksOfRecordings(),
    columns: kept.map(({ entry }) => entry),
  };
  const json = Buffer.from(JSON.stringify(header));
  const begin = Buffer.alloc(headerAt + aligned(json.length));
  writePreamble(format, begin);
  begin.writeUInt32LE(json.length, preambleBytes);
  begin.set(json, headerAt);
  const body = kept.flatMap(({ pieces }) => pieces);
  begin.writeDoubleLE(
    body.reduce((length, piece) => length + piece.length, begin.length + checksumBytes),
    16,
  );
  await writeWholeFile(file, [begin, checksumOf(begin), ...body]);
}

/** A column's array, and what is kept behind it. */
function piecesOf(column: KeptColumn): readonly [array: Uint8Array, behind: Uint8Array] {
  switch (column.kind) {
    case 'numbers':
      return [bytesOf(column.values), new Uint8Array()];
    case 'codes':
      return [bytesOf(column.codes), Buffer.from(JSON.stringify(column.dictionary))];
    case 'texts':
      return [bytesOf(column.ends), column.bytes];
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * Reads columns back.
 * @param recordingHash of the recording they must have been made from.
 * @param isWanted which columns to read, by name; all of them unless told. The others take no time.
 * @throws ProblemError when there is no such file, or what is read of it is cut off, damaged, of another version,
 * recording or release, or none.
 */
export async function readColumnFile(
  file: string,
  recordingHash: string,
  isWanted: (name: string) => boolean = () => true,
): Promise<ColumnTable> {
  const handle = await openKept(file);
  try {
    const { size } = await handle.stat();
    const begin = await bytesAt(format, handle, file, 0, Math.min(size, headerAt));
    checkPreamble(format, file, begin);
    const length = begin.length < headerAt ? NaN : begin.readUInt32LE(preambleBytes);
    const bodyAt = headerAt + aligned(length) + checksumBytes;
    if (!(bodyAt <= size) || begin.readDoubleLE(16) !== size) throw cutOff(format, file);
    const checked = await bytesAt(format, handle, file, 0, bodyAt);
    const header = headerIn(file, checked, length);
    if (header.recordingHash !== recordingHash)
      throw unusable(file, 'other-recording', 'these columns were made from another recording');
    if (header.checks !== checksOfRecordings())
      throw unusable(file, 'other-checks', 'these columns were made by the rules of another release');
    const { recordingHash: madeFrom, rows, carried } = header;
    const columns = new Map<string, KeptColumn>();
    let at = bodyAt;
    for (const entry of header.columns) {
      const bytes = lengthOf(entry, rows);
      if (isWanted(entry.name)) {
        const read = await bytesAt(format, handle, file, at, bytes);
        if (checksumOf(read).toString('hex') !== entry.sha256) throw damaged(format, file);
        columns.set(entry.name, columnIn(read, entry, rows));
      }
      at += bytes;
    }
    return { recordingHash: madeFrom, rows, carried, columns };
  } finally {
    await handle.close();
  }
}

/** @param checked the file up to its columns. @param length of the JSON in it. */
function headerIn(file: string, checked: Buffer, length: number): ColumnFileHeader {
  const content = checked.subarray(0, -checksumBytes);
  if (!checksumOf(content).equals(checked.subarray(-checksumBytes))) throw damaged(format, file);
  return JSON.parse(content.toString('utf8', headerAt, headerAt + length)) as ColumnFileHeader;
}

/** Bytes a row takes in a column's array. */
const rowBytes: Readonly<Record<KeptColumn['kind'], number>> = { numbers: 8, codes: 4, texts: 8 };

function lengthOf({ kind, behind }: ColumnEntry, rows: number): number {
  return aligned(rows * rowBytes[kind]) + aligned(behind);
}

/** @param bytes in memory of their own, which begins where they do. */
function columnIn(bytes: Buffer, { kind, behind }: ColumnEntry, rows: number): KeptColumn {
  const { buffer } = bytes;
  const behindAt = aligned(rows * rowBytes[kind]);
  switch (kind) {
    case 'numbers':
      return { kind, values: new Float64Array(buffer, 0, rows) };
    case 'codes': {
      const json = bytes.toString('utf8', behindAt, behindAt + behind);
      return { kind, codes: new Int32Array(buffer, 0, rows), dictionary: JSON.parse(json) as FactValue[] };
    }
    case 'texts':
      return {
        kind,
        ends: new Float64Array(buffer, 0, rows),
        bytes: new Uint8Array(buffer, behindAt, behind),
      };
  }
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}
