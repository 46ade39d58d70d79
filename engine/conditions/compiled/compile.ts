import type { FactValue, FactValues } from '../../facts/definition.ts';
import { gather } from '../../facts/gather.ts';
import { factsRead, leavesOf, type MissingDefaults, type Rule } from '../condition.ts';
import type { DecidingRules, FactFinder, Outcomes, PreparedRules } from '../evaluator.ts';
import type { RuleOutcome } from '../outcome.ts';
import { ReadOutcomes } from '../readOutcomes.ts';
import { lowestBit, wordsFor } from './bitmap.ts';
import { ColumnarLookUp, type FactTable } from './columnar.ts';
import { withPhrasesJoined } from './joinPhrases.ts';
import { KeptOutcomes, KeptPages } from './kept.ts';
import { LeafReader, type MembershipFact, type SlotFact } from './leafReader.ts';
import { MembershipIndex } from './membershipIndex.ts';
import { isMembership, membershipsOf } from './memberships.ts';
import { fillSlotRows } from './slotIndex.ts';
import { slotsOf } from './slots.ts';
import { termsOf } from './terms.ts';
import { UnindexedRules } from './unindexedRules.ts';

/** Rules compiled to indexes: what decides, live and in replay. */
export interface CompiledRules extends PreparedRules, DecidingRules {
  /** The first rule that holds, by its place in the list; −1 when none does. Facts in hand only. */
  first(facts: FactValues): number;
  /** The same for every row of a table. @param into at least as long as the table has rows. */
  firstOfEach(table: FactTable, into: Int32Array): void;
  /**
   * Every rule that holds, by its place in the list, ascending.
   * @param into at least as long as the list of rules.
   * @returns how many there are.
   */
  holding(facts: FactValues, into: Int32Array): number;
  /** How many numbers `leafOutcomes` takes. */
  readonly stateLength: number;
  /**
   * What the last `first` or `holding` found of every leaf, in as few numbers as say it: a slot for each fact and a bit
   * for each phrase. `evaluateKept` reads it.
   */
  keep(into: Int32Array, at: number): void;
  /** The readable outcomes of a decision kept earlier. @param facts the facts it was made on. */
  evaluateKept(kept: Int32Array, at: number, facts: FactValues): readonly RuleOutcome[];
  evaluate(facts: FactValues, lacking: ReadonlySet<string>): readonly RuleOutcome[];
}

const nothingLacking: ReadonlySet<string> = new Set();

/** As many facts as are looked up, and as many rows as are intersected, line by line instead of in a loop. */
const inHand = 5;

/**
 * Compiles rules to indexes over their terms. A decision looks each fact up once, which gives a bitmap of the terms that
 * can hold, and intersects the bitmaps; the first bit left names the first rule. Nothing is generated or evaluated as code.
 */
export function compileRules(rules: readonly Rule[], missing: MissingDefaults): CompiledRules {
  return new RuleIndex(rules, missing);
}

class RuleIndex implements CompiledRules {
  readonly reads: readonly string[];
  readonly stateLength: number;
  readonly #rules: readonly Rule[];
  readonly #missing: MissingDefaults;
  readonly #words: number;
  /** By term, the rule it belongs to. */
  readonly #ruleOf: Int32Array;
  readonly #slotFacts: readonly SlotFact[];
  readonly #membershipFacts: readonly MembershipFact[];
  /** Rows of terms: every slot of every slot fact, then one of each membership fact. */
  readonly #rows: Int32Array;
  /** How many facts there are. */
  readonly #facets: number;
  /** Where the rows of the decision at hand begin: one for each fact, and for fewer than are in hand the last row. */
  readonly #chosen: Int32Array;
  /** The slot of each slot fact, then the answers of each membership fact, as of the last decision. */
  readonly #state: Int32Array;
  readonly #answers: readonly Int32Array[];
  readonly #leaves: LeafReader;
  readonly #unindexed: UnindexedRules;
  readonly #kept = new KeptPages();
  /** The rules that hold, as `judge` gathers them. */
  readonly #holding: Int32Array;
  /** The last answer to whether the rules read a lacking fact: the same are lacking for a whole recording. */
  #lacking: ReadonlySet<string> = nothingLacking;
  #readsLacking = false;

  constructor(rules: readonly Rule[], missing: MissingDefaults) {
    this.#rules = rules;
    this.#missing = missing;
    this.reads = factsRead(rules.map(({ when }) => when));
    this.#holding = new Int32Array(rules.length);
    const expanded = rules.map(({ when }) => termsOf(withPhrasesJoined(when)));
    const unindexed = expanded.flatMap((terms, rule) => (terms === undefined ? [rule] : []));
    this.#unindexed = new UnindexedRules(rules, unindexed, missing);
    const terms = expanded.flatMap((one) => one ?? []);
    this.#ruleOf = Int32Array.from(expanded.flatMap((one, rule) => (one ?? []).map(() => rule)));
    this.#words = wordsFor(terms.length);
    const leaves = [...rules.flatMap(({ when }) => leavesOf(when)), ...terms.flat()];
    let rows = 0;
    let answers = 0;
    const slotFacts: SlotFact[] = [];
    const membershipFacts: MembershipFact[] = [];
    for (const [fact, of] of Map.groupBy(leaves.filter(isMembership), (leaf) => leaf.fact)) {
      const index = new MembershipIndex(fact, terms, membershipsOf(of));
      membershipFacts.push({ index, at: rows, answersAt: answers });
      answers += index.questionWords + 1;
      rows += this.#words;
    }
    const others = leaves.filter((leaf) => !isMembership(leaf));
    for (const [fact, of] of Map.groupBy(others, (leaf) => leaf.fact)) {
      const slots = slotsOf(of);
      slotFacts.push({ fact, slots, at: rows });
      rows += slots.count * this.#words;
    }
    this.#slotFacts = slotFacts;
    this.#membershipFacts = membershipFacts;
    this.#leaves = new LeafReader(rules, missing, slotFacts, membershipFacts);
    // Behind the rows is one that allows every term, in the place of those that fewer facts leave out.
    this.#rows = new Int32Array(rows + this.#words).fill(-1, rows);
    for (const { fact, slots, at } of slotFacts)
      fillSlotRows(fact, terms, slots, this.#rows, at, this.#words);
    this.#facets = slotFacts.length + membershipFacts.length;
    this.#chosen = new Int32Array(Math.max(this.#facets, inHand)).fill(rows);
    this.#chosen.set([...slotFacts, ...membershipFacts].map(({ at }) => at));
    this.stateLength = slotFacts.length + answers;
    this.#state = new Int32Array(this.stateLength);
    this.#answers = membershipFacts.map(({ index, answersAt }) => {
      const at = slotFacts.length + answersAt;
      return this.#state.subarray(at, at + index.questionWords + 1);
    });
  }

  first(facts: FactValues): number {
    this.#look(facts);
    const first = this.#firstIndexed();
    return this.#unindexed.areNone ? first : this.#unindexed.before(first, (fact) => facts[fact]);
  }

  firstOfEach(table: FactTable, into: Int32Array): void {
    const lookUp = new ColumnarLookUp(table, this.#words, this.#rows);
    for (const { fact, slots, at } of this.#slotFacts) lookUp.addSlots(fact, slots, at, this.#missing[fact]);
    for (const { index } of this.#membershipFacts) lookUp.addMemberships(index, this.#missing[index.fact]);
    lookUp.first(this.#ruleOf, into);
    if (this.#unindexed.areNone) return;
    for (let row = 0; row < table.rows; row++) {
      const facts = table.row(row);
      into[row] = this.#unindexed.before(into[row]!, (fact) => facts[fact]);
    }
  }

  holding(facts: FactValues, into: Int32Array): number {
    this.#look(facts);
    return this.#holdingOf((fact) => facts[fact], into);
  }

  /** The rules that hold by what was looked up last. @param find asked by the rules with too many terms to index. */
  #holdingOf(find: FactFinder, into: Int32Array): number {
    let count = 0;
    let last = -1;
    const chosen = this.#chosen;
    const rows = this.#rows;
    const facets = this.#facets;
    for (let word = 0; word < this.#words; word++) {
      let bits = -1;
      for (let k = 0; k < facets; k++) bits &= rows[chosen[k]! + word]!;
      while (bits !== 0) {
        const rule = this.#ruleOf[(word << 5) + lowestBit(bits)]!;
        bits &= bits - 1;
        if (rule !== last) into[count++] = last = rule;
      }
    }
    return this.#unindexed.areNone ? count : this.#unindexed.merge(find, into, count);
  }

  keep(into: Int32Array, at: number): void {
    for (let k = 0; k < this.stateLength; k++) into[at + k] = this.#state[k]!;
  }

  judge(find: FactFinder, lacking: ReadonlySet<string>): Outcomes {
    if (this.#isAnyLacking(lacking)) {
      return new ReadOutcomes(this.evaluate(gather(this.reads, find), lacking));
    }
    this.#lookUp(find);
    const count = this.#holdingOf(find, this.#holding);
    const words = wordsFor(this.#rules.length);
    const at = this.#kept.take(words + this.stateLength);
    const { page } = this.#kept;
    for (let k = 0; k < count; k++) {
      const rule = this.#holding[k]!;
      page[at + (rule >>> 5)]! |= 1 << (rule & 31);
    }
    this.keep(page, at + words);
    return new KeptOutcomes(this.#rules.length, this, page, at, at + words, find);
  }

  #isAnyLacking(lacking: ReadonlySet<string>): boolean {
    if (lacking.size === 0) return false;
    if (lacking !== this.#lacking) {
      this.#lacking = lacking;
      this.#readsLacking = this.reads.some((fact) => lacking.has(fact));
    }
    return this.#readsLacking;
  }

  evaluateKept(kept: Int32Array, at: number, facts: FactValues): readonly RuleOutcome[] {
    return this.#leaves.outcomes(kept.subarray(at, at + this.stateLength), facts, nothingLacking);
  }

  evaluate(facts: FactValues, lacking: ReadonlySet<string>): readonly RuleOutcome[] {
    this.#look(facts);
    return this.#leaves.outcomes(this.#state, facts, lacking);
  }

  /**
   * Looks every fact up: which rows count, and what the leaves come out as. The first have a line of their own each,
   * because V8 remembers for a line where the one fact it reads stands: docs/performance.md.
   */
  #look(facts: FactValues): void {
    if (this.#slotFacts.length > 0) this.#lookSlots(facts);
    for (let k = 0; k < this.#membershipFacts.length; k++)
      this.#askMemberships(k, facts[this.#membershipFacts[k]!.index.fact]);
  }

  #lookSlots(facts: FactValues): void {
    const slotFacts = this.#slotFacts;
    const count = slotFacts.length;
    this.#chooseSlot(0, facts[slotFacts[0]!.fact]);
    if (count > 1) this.#chooseSlot(1, facts[slotFacts[1]!.fact]);
    if (count > 2) this.#chooseSlot(2, facts[slotFacts[2]!.fact]);
    if (count > 3) this.#chooseSlot(3, facts[slotFacts[3]!.fact]);
    if (count > 4) this.#chooseSlot(4, facts[slotFacts[4]!.fact]);
    for (let k = inHand; k < count; k++) this.#chooseSlot(k, facts[slotFacts[k]!.fact]);
  }

  /** The same, of facts that are looked up one by one. */
  #lookUp(find: FactFinder): void {
    for (let k = 0; k < this.#slotFacts.length; k++) this.#chooseSlot(k, find(this.#slotFacts[k]!.fact));
    for (let k = 0; k < this.#membershipFacts.length; k++)
      this.#askMemberships(k, find(this.#membershipFacts[k]!.index.fact));
  }

  #chooseSlot(k: number, found: FactValue | undefined): void {
    const { fact, slots, at } = this.#slotFacts[k]!;
    const slot = slots.slotOf(found ?? this.#missing[fact]);
    this.#state[k] = slot;
    this.#chosen[k] = at + slot * this.#words;
  }

  #askMemberships(k: number, found: FactValue | undefined): void {
    const { index, at } = this.#membershipFacts[k]!;
    const value = found ?? this.#missing[index.fact];
    const answers = this.#answers[k]!;
    for (let word = 0; word <= index.questionWords; word++) answers[word] = 0;
    if (value === undefined) {
      index.allowMissing(this.#rows, at);
      return;
    }
    // The last word says that the fact was there.
    answers[index.questionWords] = 1;
    index.memberships.ask(value, answers);
    index.allow(answers, this.#rows, at);
  }

  #firstIndexed(): number {
    if (this.#slotFacts.length > 0 && this.#facets <= inHand) return this.#firstInHand();
    const chosen = this.#chosen;
    const rows = this.#rows;
    const facets = this.#facets;
    for (let word = 0; word < this.#words; word++) {
      let bits = -1;
      for (let k = 0; k < facets; k++) bits &= rows[chosen[k]! + word]!;
      if (bits !== 0) return this.#ruleOf[(word << 5) + lowestBit(bits)]!;
    }
    return -1;
  }

  #firstInHand(): number {
    const [chosen, rows, words] = [this.#chosen, this.#rows, this.#words];
    const [a, b, c, d, e] = [chosen[0]!, chosen[1]!, chosen[2]!, chosen[3]!, chosen[4]!];
    for (let word = 0; word < words; word++) {
      const bits = rows[a + word]! & rows[b + word]! & rows[c + word]! & rows[d + word]! & rows[e + word]!;
      if (bits !== 0) return this.#ruleOf[(word << 5) + lowestBit(bits)]!;
    }
    return -1;
  }
}
