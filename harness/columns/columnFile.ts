import { readFile } from 'node:fs/promises';
import type { FactColumn } from '../../engine/conditions/compiled/columnar.ts';
import type { FactValue } from '../../engine/facts/definition.ts';
import { fileProblem } from '../recording/fileProblem.ts';
import {
  checkPreamble,
  checksumBytes,
  checksumOf,
  cutOff,
  damaged,
  unusable,
  writePreamble,
} from './keptFormat.ts';
import { writeWholeFile } from './wholeFile.ts';

/** A change to the format, or to what columns mean, makes a new version. */
const format = { magic: 'SBCOLUMN', version: 1, holds: 'columns' };

/** Columns of one table, all with as many rows, made from a recording. */
export interface ColumnTable {
  /** SHA-256 of the unpacked content of the recording they were made from, in hexadecimal. */
  readonly recordingHash: string;
  readonly rows: number;
  /** The observed facts the recording carries. */
  readonly carried: readonly string[];
  readonly columns: ReadonlyMap<string, FactColumn>;
}

/**
 * The file: the magic, the version (u32), the length of the header (u32), the length of the file (f64); the header, JSON
 * in UTF-8; the arrays of the columns as they are in memory; SHA-256 of all that. Numbers are little-endian, as on every
 * machine Node has binaries for but s390x. Header and arrays begin at multiples of 8, so that arrays are used where they lie.
 */
const headerAt = 24;

interface ColumnFileHeader extends Omit<ColumnTable, 'columns'> {
  readonly columns: readonly {
    readonly name: string;
    /** Of codes only. */
    readonly dictionary?: readonly FactValue[];
  }[];
}

/** Writes columns to a file, which appears whole or not at all. @throws ProblemError when it cannot be written there. */
export async function writeColumnFile(file: string, table: ColumnTable): Promise<void> {
  const pieces = piecesOf(table);
  await writeWholeFile(file, [...pieces, checksumOf(...pieces)]);
}

/** What the file consists of, but for the checksum. */
function piecesOf({ columns, ...rest }: ColumnTable): readonly Uint8Array[] {
  const header: ColumnFileHeader = {
    ...rest,
    columns: [...columns].map(([name, column]) =>
      column.kind === 'codes' ? { name, dictionary: column.dictionary } : { name },
    ),
  };
  const json = Buffer.from(JSON.stringify(header));
  const arrays = [...columns.values()].map((column) => {
    const { buffer, byteOffset, byteLength } = column.kind === 'codes' ? column.codes : column.values;
    return new Uint8Array(buffer, byteOffset, byteLength);
  });
  const body = [json, ...arrays].flatMap((piece) => [
    piece,
    Buffer.alloc(aligned(piece.length) - piece.length),
  ]);
  const preamble = Buffer.alloc(headerAt);
  writePreamble(format, preamble);
  preamble.writeUInt32LE(json.length, 12);
  preamble.writeDoubleLE(body.reduce((length, piece) => length + piece.length, headerAt) + checksumBytes, 16);
  return [preamble, ...body];
}

/**
 * Reads columns back.
 * @param recordingHash of the recording they must have been made from.
 * @throws ProblemError when there is no such file, or it is cut off, damaged, of another version or recording, or none.
 */
export async function readColumnFile(file: string, recordingHash: string): Promise<ColumnTable> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileProblem(error, file);
  });
  const header = checkedHeader(file, bytes);
  if (header.recordingHash !== recordingHash) {
    throw unusable(file, 'other-recording', 'these columns were made from another recording');
  }
  const { columns, rows, ...rest } = header;
  // Arrays are views of the file as it was read, unless it was read to an odd place.
  const body = bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes);
  let at = headerAt + aligned(bytes.readUInt32LE(12));
  const read = columns.map(({ name, dictionary }): [string, FactColumn] => {
    const begins = body.byteOffset + at;
    at += aligned(rows * (dictionary === undefined ? 8 : 4));
    return dictionary === undefined
      ? [name, { kind: 'numbers', values: new Float64Array(body.buffer, begins, rows) }]
      : [name, { kind: 'codes', codes: new Int32Array(body.buffer, begins, rows), dictionary }];
  });
  return { ...rest, rows, columns: new Map(read) };
}

function checkedHeader(file: string, bytes: Buffer): ColumnFileHeader {
  checkPreamble(format, file, bytes);
  if (bytes.length < headerAt || bytes.length < bytes.readDoubleLE(16)) throw cutOff(format, file);
  const content = bytes.subarray(0, -checksumBytes);
  if (!checksumOf(content).equals(bytes.subarray(-checksumBytes))) throw damaged(format, file);
  const json = content.subarray(headerAt, headerAt + bytes.readUInt32LE(12));
  return JSON.parse(json.toString()) as ColumnFileHeader;
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}
