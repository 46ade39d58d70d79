import type { Leaf } from '../condition.ts';
import { lowestBit, setBit, wordBits, wordsFor } from './bitmap.ts';
import { isMembership, isNegative, type Memberships } from './memberships.ts';
import type { Term } from './terms.ts';

/** A term that asks more than one question of this fact with yes. */
interface Demanding {
  readonly term: number;
  readonly questions: readonly number[];
}

/**
 * For one fact with memberships: from the questions answered with yes to the terms that can still hold.
 * Most texts have few of the phrases looked for, so it starts from the terms that need none and adds what was found.
 */
export class MembershipIndex {
  readonly fact: string;
  readonly memberships: Memberships;
  readonly questionWords: number;
  /** Terms with no leaf on the fact: all that can hold when it is missing. */
  readonly #untouched: Int32Array;
  /** Terms that need no question answered with yes. */
  readonly #undemanding: Int32Array;
  /** By question, a row each: terms whose only demand it is. */
  readonly #satisfied: Int32Array;
  /** By question, a row each: terms that need it answered with no. */
  readonly #vetoed: Int32Array;
  readonly #hasVetoes: boolean;
  readonly #demanding: readonly Demanding[];

  constructor(fact: string, terms: readonly Term[], memberships: Memberships) {
    this.fact = fact;
    this.memberships = memberships;
    this.questionWords = wordsFor(memberships.count);
    const words = wordsFor(terms.length);
    this.#untouched = new Int32Array(words);
    this.#undemanding = new Int32Array(words);
    this.#satisfied = new Int32Array(words * memberships.count);
    this.#vetoed = new Int32Array(words * memberships.count);
    let vetoes = 0;
    const demanding: Demanding[] = [];
    terms.forEach((leaves, term) => {
      const mine = leaves.filter((leaf) => leaf.fact === fact && isMembership(leaf));
      if (mine.length === 0) setBit(this.#untouched, term);
      const wanted = questionsOf(
        mine.filter((leaf) => !isNegative(leaf)),
        memberships,
      );
      if (wanted.length === 0) setBit(this.#undemanding, term);
      else if (wanted.length === 1) setBit(this.#satisfied, wanted[0]! * words * wordBits + term);
      else demanding.push({ term, questions: wanted });
      for (const question of questionsOf(mine.filter(isNegative), memberships)) {
        setBit(this.#vetoed, question * words * wordBits + term);
        vetoes++;
      }
    });
    this.#hasVetoes = vetoes > 0;
    this.#demanding = demanding;
  }

  /** Writes the terms that can hold when the fact is missing. */
  allowMissing(into: Int32Array, at: number): void {
    into.set(this.#untouched, at);
  }

  /** Writes the terms that can hold, given the questions answered with yes. */
  allow(found: Int32Array, into: Int32Array, at: number): void {
    const words = this.#undemanding.length;
    for (let word = 0; word < words; word++) into[at + word] = this.#undemanding[word]!;
    for (let group = 0; group < this.questionWords; group++) {
      for (let bits = found[group]!; bits !== 0; bits &= bits - 1) {
        const row = ((group << 5) + lowestBit(bits)) * words;
        for (let word = 0; word < words; word++) into[at + word]! |= this.#satisfied[row + word]!;
      }
    }
    for (const { term, questions } of this.#demanding) {
      if (questions.every((question) => has(found, question))) into[at + (term >>> 5)]! |= 1 << (term & 31);
    }
    if (this.#hasVetoes) this.#veto(found, into, at);
  }

  #veto(found: Int32Array, into: Int32Array, at: number): void {
    const words = this.#undemanding.length;
    for (let question = 0; question < this.memberships.count; question++) {
      if (!has(found, question)) continue;
      for (let word = 0; word < words; word++) into[at + word]! &= ~this.#vetoed[question * words + word]!;
    }
  }
}

function questionsOf(leaves: readonly Leaf[], memberships: Memberships): number[] {
  return [...new Set(leaves.map((leaf) => memberships.questionOf(leaf)))];
}

/** Whether a question was answered with yes. */
export function has(found: Int32Array, question: number): boolean {
  return ((found[question >>> 5]! >>> (question & 31)) & 1) === 1;
}
