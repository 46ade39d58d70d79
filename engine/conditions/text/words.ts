import { foldText } from './fold.ts';

const wordCharacter = /[\p{L}\p{M}\p{Nd}_]/u;
/** Scripts written without spaces: where a word ends cannot be seen from its neighbours. */
const spaceless = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;

/**
 * Whether any of the phrases stands in the text as whole words, case and width aside. A word ends where a character is
 * outside letters, marks, digits and underscore; in scripts written without spaces a phrase matches anywhere.
 */
export function hasAnyWord(text: string, phrases: readonly string[]): boolean {
  const haystack = foldText(text);
  return phrases.some((phrase) => hasWord(haystack, foldText(phrase).trim()));
}

/** Whether any of the phrases stands anywhere in the text, case and width aside, be it inside a word. */
export function hasAnyText(text: string, phrases: readonly string[]): boolean {
  const haystack = foldText(text);
  return phrases.some((phrase) => haystack.includes(foldText(phrase).trim()));
}

function hasWord(haystack: string, phrase: string): boolean {
  const first = characterAt(phrase, 0);
  const last = characterBefore(phrase, phrase.length);
  for (let at = haystack.indexOf(phrase); at !== -1; at = haystack.indexOf(phrase, at + 1)) {
    const startsWord = isBoundary(characterBefore(haystack, at), first);
    if (startsWord && isBoundary(last, characterAt(haystack, at + phrase.length))) return true;
  }
  return false;
}

/** Whether a word may end between two characters; the empty text stands for the end of all text. */
export function isBoundary(before: string, after: string): boolean {
  if (!wordCharacter.test(before) || !wordCharacter.test(after)) return true;
  return spaceless.test(before) || spaceless.test(after);
}

function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(text: string, index: number): string {
  if (index <= 0) return '';
  const low = text.charCodeAt(index - 1);
  const isLowSurrogate = low >= 0xdc00 && low <= 0xdfff;
  return isLowSurrogate && index >= 2 ? text.slice(index - 2, index) : text[index - 1]!;
}
