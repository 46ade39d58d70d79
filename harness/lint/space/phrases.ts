import type { Leaf } from '../../../engine/conditions/condition.ts';
import { phrases as phrasesOf } from '../../../engine/conditions/operators/phrases.ts';
import { foldText } from '../../../engine/conditions/text/fold.ts';
import { isBoundary } from '../../../engine/conditions/text/words.ts';

/** A phrase that is looked for: as whole words, or anywhere. Folded. */
interface Phrase {
  readonly text: string;
  readonly wholeWords: boolean;
}

/** Between phrases that are to have nothing to do with each other; and letters that make a phrase no whole word. */
const separators = [' / ', ' ; ', ' | ', ' ~ ', ' § ', ' ¦ ', ' ¶ '];
const letters = 'xzqjkvwyabcdefghilmnoprstuɐɑɒɓɔɕɖɗɘəɚɛɜɝɞɟ';

/**
 * The phrases that comparisons look for in one text. Which of them stand in a text is their whole bearing on it; and a
 * text can have any of them, with those that stand in these.
 */
export class Phrases {
  readonly all: readonly Phrase[];
  readonly #numbers = new Map<string, number>();
  readonly #lengths: readonly number[];
  readonly #longest: number;
  readonly #separator: string;
  readonly #letter: string;

  constructor(leaves: readonly Leaf[]) {
    const all: Phrase[] = [];
    for (const { operator, value } of leaves) {
      const wholeWords = operator.endsWith('Word');
      for (const text of phrasesOf(value).map(folded)) {
        const key = keyOf(text, wholeWords);
        if (!this.#numbers.has(key)) this.#numbers.set(key, all.push({ text, wholeWords }) - 1);
      }
    }
    this.all = all;
    this.#lengths = [...new Set(all.filter(({ wholeWords }) => !wholeWords).map(({ text }) => text.length))];
    this.#longest = Math.max(0, ...all.map(({ text }) => text.length));
    const used = new Set(all.flatMap(({ text }) => [...text]));
    this.#separator = separators.find((one) => !used.has(one.trim())) ?? separators[0]!;
    this.#letter = [...letters].find((one) => !used.has(one)) ?? letters[0]!;
  }

  /** The numbers of the phrases of which a comparison asks whether any stands in the text. */
  asked({ operator, value }: Leaf): readonly number[] {
    const wholeWords = operator.endsWith('Word');
    return phrasesOf(value).map((phrase) => this.#numbers.get(keyOf(folded(phrase), wholeWords))!);
  }

  /** The numbers of the phrases that stand in a text. */
  within(text: string): readonly number[] {
    const haystack = foldText(text);
    const found = new Set<number>();
    const edges = this.#longest === 0 ? [] : boundaries(haystack);
    for (const [place, from] of edges.entries()) {
      for (let next = place + 1; next < edges.length; next++) {
        if (edges[next]! - from > this.#longest) break;
        this.#find(haystack.slice(from, edges[next]), true, found);
      }
    }
    for (const length of this.#lengths)
      for (let from = 0; from + length <= haystack.length; from++)
        this.#find(haystack.slice(from, from + length), false, found);
    return [...found].sort((a, b) => a - b);
  }

  /** A text with one phrase, with those that stand wherever it does, and no other. */
  textWith(number: number): string {
    const { text, wholeWords } = this.all[number]!;
    return wholeWords ? text : `${this.#letter}${text}${this.#letter}`;
  }

  /** A text with some phrases, with those that stand in them, and no other; and that is none of `but`. */
  textWithAll(numbers: readonly number[], but: ReadonlySet<unknown>): string {
    const implied = new Set(numbers.flatMap((one) => this.standingIn(one)));
    const needed = numbers.filter((one) => !implied.has(one));
    const parts = needed.length === 0 ? [this.#neither()] : needed.map((one) => this.textWith(one));
    let text = parts.join(this.#separator);
    while (but.has(text)) text += this.#separator.trimEnd();
    return text;
  }

  /** The phrases that stand wherever one does, itself left out; of two that always stand together, the later. */
  standingIn(number: number): readonly number[] {
    return this.within(this.textWith(number)).filter((other) => {
      if (other === number) return false;
      return other > number || !this.within(this.textWith(other)).includes(number);
    });
  }

  /** A text without any of the phrases. */
  #neither(): string {
    const plain = ['something else', 'other', this.#letter, this.#separator.trim()];
    return plain.find((text) => this.within(text).length === 0) ?? this.#letter.repeat(2);
  }

  #find(part: string, wholeWords: boolean, found: Set<number>): void {
    const number = this.#numbers.get(keyOf(part, wholeWords));
    if (number !== undefined) found.add(number);
  }
}

function folded(phrase: string): string {
  return foldText(phrase).trim();
}

function keyOf(text: string, wholeWords: boolean): string {
  return `${wholeWords ? 'w' : 't'}${text}`;
}

/** Where words may begin or end, ascending. */
function boundaries(text: string): readonly number[] {
  const places: number[] = [0];
  let before = '';
  let at = 0;
  for (const character of text) {
    if (at > 0 && isBoundary(before, character)) places.push(at);
    before = character;
    at += character.length;
  }
  return at > 0 ? [...places, at] : places;
}
