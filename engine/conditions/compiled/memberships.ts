import type { FactValue } from '../../facts/definition.ts';
import type { Leaf } from '../condition.ts';
import { foldText } from '../text/fold.ts';
import { wordsFor } from './bitmap.ts';
import { PhraseAutomaton } from './automaton.ts';

/**
 * The leaves on a fact that can hold in any combination: phrases of a text, members of a list. Each question such a leaf
 * asks has a number; a leaf and its negation share one.
 */
export interface Memberships {
  /** How many questions there are. */
  readonly count: number;
  /** The number of the question a leaf asks. */
  questionOf(leaf: Leaf): number;
  /** Sets the bit of every question the value answers with yes. @param found all 0 to begin with. */
  ask(value: FactValue, found: Int32Array): void;
}

/** Whether a leaf asks such a question, and not what the value is. */
export function isMembership({ operator }: Leaf): boolean {
  return /^(contains|doesNotContain)/.test(operator);
}

/** The memberships that leaves on one fact ask about. */
export function membershipsOf(leaves: readonly Leaf[]): Memberships {
  const inLists = leaves.every(({ operator }) => operator === 'contains' || operator === 'doesNotContain');
  return inLists ? new ListMemberships(leaves) : new TextMemberships(leaves);
}

/** Whether a leaf holds when its question is answered with no. */
export function isNegative({ operator }: Leaf): boolean {
  return operator.startsWith('doesNot');
}

/** Phrases looked for in a text: as whole words, anywhere, or both. */
class TextMemberships implements Memberships {
  readonly count: number;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #automata: readonly PhraseAutomaton[];

  constructor(leaves: readonly Leaf[]) {
    this.#numbers = numbered(leaves.map(questionText));
    this.count = this.#numbers.size;
    this.#automata = [true, false].flatMap((wholeWords) => {
      const asked = leaves.filter((leaf) => asksForWords(leaf) === wholeWords);
      const phrases = asked.flatMap((leaf) => {
        return (leaf.value as readonly string[]).map((phrase) => ({ phrase, id: this.questionOf(leaf) }));
      });
      return phrases.length === 0 ? [] : [new PhraseAutomaton(phrases, wholeWords)];
    });
  }

  questionOf(leaf: Leaf): number {
    return this.#numbers.get(questionText(leaf))!;
  }

  ask(value: FactValue, found: Int32Array): void {
    const text = value as string;
    for (const automaton of this.#automata) {
      if (automaton.scanAscii(text, found)) continue;
      found.fill(0, 0, wordsFor(this.count));
      const folded = foldText(text);
      for (const each of this.#automata) each.scanFolded(folded, found);
      return;
    }
  }
}

/** Values looked for in a list. */
class ListMemberships implements Memberships {
  readonly count: number;
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(leaves: readonly Leaf[]) {
    this.#numbers = numbered(leaves.map(({ value }) => value as string));
    this.count = this.#numbers.size;
  }

  questionOf({ value }: Leaf): number {
    return this.#numbers.get(value as string)!;
  }

  ask(value: FactValue, found: Int32Array): void {
    for (const member of value as readonly string[]) {
      const question = this.#numbers.get(member);
      if (question !== undefined) found[question >>> 5]! |= 1 << (question & 31);
    }
  }
}

function asksForWords({ operator }: Leaf): boolean {
  return operator.endsWith('Word');
}

function questionText(leaf: Leaf): string {
  return JSON.stringify([asksForWords(leaf), leaf.value]);
}

function numbered(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(texts)].map((text, number) => [text, number]));
}
