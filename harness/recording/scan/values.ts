import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  openBrace,
  openBracket,
  quote,
  type ByteCursor,
} from './byteCursor.ts';
import { readNumber } from './number.ts';
import type { TextCache } from './textCache.ts';

/** `true`, `fals` and `null` as words. */
const [trueWord, falsWord, nullWord] = ['true', 'fals', 'null'].map((text) =>
  new DataView(new TextEncoder().encode(text).buffer).getInt32(0, true),
) as [number, number, number];
const lastOfFalse = 0x65;

/** Reads `true` or `false` and steps over it. @returns undefined when it is neither. */
export function readBoolean(cursor: ByteCursor): boolean | undefined {
  const word = cursor.words.getInt32(cursor.at, true);
  if (word === trueWord) {
    cursor.at += 4;
    return true;
  }
  if (word !== falsWord || cursor.bytes[cursor.at + 4] !== lastOfFalse) return undefined;
  cursor.at += 5;
  return false;
}

/** Reads a text or null and steps over it. @returns undefined when it is not certainly well formed. */
export function readTextOrNull(cursor: ByteCursor, texts: TextCache): string | null | undefined {
  if (cursor.words.getInt32(cursor.at, true) !== nullWord) return readText(cursor, texts);
  cursor.at += 4;
  return null;
}

/** Reads a text and steps over it. @returns undefined when it is not certainly well formed. */
export function readText(cursor: ByteCursor, texts: TextCache): string | undefined {
  return cursor.steps(quote) ? texts.read(cursor) : undefined;
}

/** Reads a list of texts and steps over it. @returns undefined when it is not certainly well formed. */
export function readTexts(cursor: ByteCursor, texts: TextCache): string[] | undefined {
  if (!cursor.steps(openBracket)) return undefined;
  const list: string[] = [];
  if (cursor.bytes[cursor.at] === closeBracket) {
    cursor.at++;
    return list;
  }
  for (;;) {
    const text = readText(cursor, texts);
    if (text === undefined) return undefined;
    list.push(text);
    const byte = cursor.bytes[cursor.at++];
    if (byte === closeBracket) return list;
    if (byte !== comma) return undefined;
  }
}

/**
 * Reads an object from names to proficiencies and steps over it.
 * @returns undefined when it is not certainly well formed, or holds less than 0.
 */
export function readProficiencies(cursor: ByteCursor, texts: TextCache): Record<string, number> | undefined {
  if (!cursor.steps(openBrace)) return undefined;
  const proficiencies: Record<string, number> = {};
  if (cursor.bytes[cursor.at] === closeBrace) {
    cursor.at++;
    return proficiencies;
  }
  for (;;) {
    const name = readText(cursor, texts);
    // Setting this name would not make a key of it.
    if (name === undefined || name === '__proto__' || !cursor.steps(colon)) return undefined;
    const proficiency = readNumber(cursor);
    if (!(proficiency >= 0)) return undefined;
    // Of a name that is there twice the last value counts, as in JSON.
    proficiencies[name] = proficiency;
    const byte = cursor.bytes[cursor.at++];
    if (byte === closeBrace) return proficiencies;
    if (byte !== comma) return undefined;
  }
}
