import { foldText } from '../text/fold.ts';
import { isBoundary } from '../text/words.ts';

/** Marks where a word may end or begin; no text has it, for it is no character. */
const boundary = 0x10000;

/**
 * Finds every phrase of a set in one pass over a text, however many phrases there are.
 * Source: Aho & Corasick 1975, "Efficient string matching", completed to a table of transitions.
 *
 * With `wholeWords`, text and phrases are read with a mark between any two characters where a word may end, so that a
 * phrase found is a phrase found as whole words, and nothing needs looking back.
 */
export class PhraseAutomaton {
  readonly #wholeWords: boolean;
  /** Character → its column in the table; 0 for characters no phrase has. */
  readonly #columnOf: Uint16Array;
  readonly #boundaryColumn: number;
  readonly #columns: number;
  /**
   * The table of transitions, a row of columns for each state; an entry is the place of the next state's row. States with
   * a match come last, so that one comparison tells them.
   */
  readonly #next: Int32Array;
  readonly #firstMatchRow: number;
  /** For each state, where its matches begin in `#matches`; one more entry than states. */
  readonly #matchesFrom: Int32Array;
  readonly #matches: Int32Array;

  /** @param phrases each with the number it is reported by; several may share one. */
  constructor(phrases: readonly { readonly phrase: string; readonly id: number }[], wholeWords: boolean) {
    this.#wholeWords = wholeWords;
    const read = phrases.map(({ phrase, id }) => ({
      symbols: symbolsOf(foldText(phrase).trim(), wholeWords),
      id,
    }));
    const alphabet = [...new Set(read.flatMap(({ symbols }) => symbols))].filter(
      (symbol) => symbol !== boundary,
    );
    this.#columnOf = new Uint16Array(0x10000);
    alphabet.forEach((symbol, index) => (this.#columnOf[symbol] = index + 1));
    this.#boundaryColumn = alphabet.length + 1;
    this.#columns = alphabet.length + 2;
    this.#letAsciiShareColumns();
    const trie = this.#trie(read);
    const { next, matches } = matchesLast(complete(trie.next, trie.matches, this.#columns));
    if (!wholeWords) letSpacesRepeat(next, this.#columnOf[space]!);
    this.#next = Int32Array.from(next.flat(), (state) => state * this.#columns);
    this.#firstMatchRow = matches.findIndex((found) => found.length > 0) * this.#columns;
    this.#matchesFrom = new Int32Array(matches.length + 1);
    matches.forEach(
      (found, state) => (this.#matchesFrom[state + 1] = this.#matchesFrom[state]! + found.length),
    );
    this.#matches = Int32Array.from(matches.flat());
  }

  /**
   * Sets the bit of every phrase's number that the text has, reading it as it stands: plain ASCII needs no folding.
   * @returns false at the first character that is not ASCII; what was set until then may be wrong.
   */
  scanAscii(text: string, found: Int32Array): boolean {
    return this.#wholeWords ? this.#scanAsciiWords(text, found) : this.#scanAsciiText(text, found);
  }

  /** Sets the bit of every phrase's number that a text has. @param folded as `foldText` gives it. */
  scanFolded(folded: string, found: Int32Array): void {
    let row = 0;
    for (const symbol of symbolsOf(folded, this.#wholeWords)) {
      row = this.#next[row + (symbol === boundary ? this.#boundaryColumn : this.#columnOf[symbol]!)]!;
      if (row >= this.#firstMatchRow) this.#report(row, found);
    }
  }

  #scanAsciiText(text: string, found: Int32Array): boolean {
    const next = this.#next;
    const columnOf = this.#columnOf;
    const firstMatchRow = this.#firstMatchRow;
    let row = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) return false;
      row = next[row + columnOf[unit]!]!;
      if (row >= firstMatchRow) this.#report(row, found);
    }
    return true;
  }

  #scanAsciiWords(text: string, found: Int32Array): boolean {
    const next = this.#next;
    const columnOf = this.#columnOf;
    const firstMatchRow = this.#firstMatchRow;
    const mark = this.#boundaryColumn;
    let row = 0;
    let before = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) return false;
      const kind = asciiKind[unit]!;
      if ((kind & before & isSpace) !== 0) continue;
      if ((kind & before & isWord) === 0) {
        // A phrase of whole words ends with a mark, so only here can one be found.
        row = next[row + mark]!;
        if (row >= firstMatchRow) this.#report(row, found);
      }
      before = kind;
      row = next[row + columnOf[unit]!]!;
    }
    row = next[row + mark]!;
    if (row >= firstMatchRow) this.#report(row, found);
    return true;
  }

  #report(row: number, found: Int32Array): void {
    const state = row / this.#columns;
    for (let i = this.#matchesFrom[state]!; i < this.#matchesFrom[state + 1]!; i++) {
      const id = this.#matches[i]!;
      found[id >>> 5]! |= 1 << (id & 31);
    }
  }

  /** Plain ASCII text is then read without folding it first. */
  #letAsciiShareColumns(): void {
    for (let unit = 65; unit <= 90; unit++) this.#columnOf[unit] = this.#columnOf[unit + 32]!;
    for (let unit = 9; unit <= 13; unit++) this.#columnOf[unit] = this.#columnOf[space]!;
  }

  #trie(read: readonly { readonly symbols: readonly number[]; readonly id: number }[]) {
    const next: number[][] = [new Array<number>(this.#columns).fill(-1)];
    const matches: number[][] = [[]];
    for (const { symbols, id } of read) {
      let state = 0;
      for (const symbol of symbols) {
        const column = symbol === boundary ? this.#boundaryColumn : this.#columnOf[symbol]!;
        if (next[state]![column] === -1) {
          next[state]![column] = next.length;
          next.push(new Array<number>(this.#columns).fill(-1));
          matches.push([]);
        }
        state = next[state]![column]!;
      }
      matches[state]!.push(id);
    }
    return { next, matches };
  }
}

/** Makes a trie a table without gaps: where a phrase breaks off, the longest end of it that begins another carries on. */
function complete(trie: readonly number[][], ending: readonly number[][], columns: number) {
  const next = trie.map((row) => [...row]);
  const matches = ending.map((ids) => [...ids]);
  const fallback = new Array<number>(trie.length).fill(0);
  const open: number[] = [];
  for (let column = 0; column < columns; column++) {
    if (next[0]![column] === -1) next[0]![column] = 0;
    else open.push(next[0]![column]!);
  }
  for (let head = 0; head < open.length; head++) {
    const state = open[head]!;
    const back = fallback[state]!;
    matches[state] = [...new Set([...matches[state]!, ...matches[back]!])];
    for (let column = 0; column < columns; column++) {
      const after = next[state]![column]!;
      if (after === -1) {
        next[state]![column] = next[back]![column]!;
      } else {
        fallback[after] = next[back]![column]!;
        open.push(after);
      }
    }
  }
  return { next, matches };
}

/** A folded text as the automaton reads it: UTF-16 units and, for whole words, marks. */
function symbolsOf(folded: string, marked: boolean): number[] {
  const symbols: number[] = [];
  let before = '';
  for (const character of folded) {
    if (marked && isBoundary(before, character)) symbols.push(boundary);
    for (let i = 0; i < character.length; i++) symbols.push(character.charCodeAt(i));
    before = character;
  }
  if (marked) symbols.push(boundary);
  return symbols;
}

/** The same automaton with its states numbered anew: those with a match last, the root still first. */
function matchesLast({ next, matches }: { next: number[][]; matches: number[][] }) {
  const order = next
    .map((_, state) => state)
    .sort((a, b) => Number(matches[a]!.length > 0) - Number(matches[b]!.length > 0));
  const place = new Array<number>(order.length);
  order.forEach((state, index) => (place[state] = index));
  return {
    next: order.map((state) => next[state]!.map((after) => place[after]!)),
    matches: order.map((state) => matches[state]!),
  };
}

/** A run of spaces counts as one: after a space, another leaves things as they are. */
function letSpacesRepeat(next: number[][], column: number): void {
  if (column === 0) return;
  for (const row of next) next[row[column]!]![column] = row[column]!;
}

const space = 32;
const isWord = 1;
const isSpace = 2;
/** What kinds of character the ASCII ones are: part of a word, white space, or neither. */
const asciiKind = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  return (/\w/.test(character) ? isWord : 0) | (/\s/.test(character) ? isSpace : 0);
});
