import { WHOLE_BP } from '../../basisPoints.ts';
import type { Agent } from '../../conversation/floor.ts';
import { barred, ChangingAgents, Columns, mostColumns, type Column, type ColumnSource } from './column.ts';
import { refusal, type Gate, type Requirements } from './eligibility.ts';
import { attributesBp } from './score.ts';
import type { Scoring } from './scoring.ts';
import { tieBreakKey, type TieBreakKey } from './tieBreak.ts';
import { TieKeys } from './tieKeys.ts';
import { dimensions, type PerDimension } from './weights.ts';

/** What ties are settled by, beyond what the agents themselves are. */
export interface TieContext {
  readonly conversation: string;
  readonly seed: string;
}

/**
 * Ranks agents by columns of numbers: for each set of required skills, and for each language and queue, a column of what
 * each agent's score gets from it, weights folded in. A ranking adds two columns and keeps the best.
 *
 * It says who is best, exactly as `decideRanking` does; the reasons are `decideRanking`'s to give, from the same agents,
 * when somebody asks.
 */
export class RankingColumns {
  readonly #pack: Scoring;
  readonly #minimum: number;
  /** Totals in one run of this many are one bucket. */
  readonly #width: number;
  #weightsBp: PerDimension;
  #floor = new ChangingAgents();
  readonly #ties: TieKeys;
  readonly #bySkill = new Columns();
  /** Of none or several, by their names as JSON. */
  readonly #bySkills = new Columns();
  /** By queue, then by language: looking a name up costs less than putting two together. */
  readonly #byRest = new Map<string | undefined, Columns>();

  constructor(pack: Scoring, weightsBp: PerDimension = pack.weightsBp) {
    this.#pack = pack;
    this.#weightsBp = weightsBp;
    this.#ties = new TieKeys(pack.tieBreak);
    this.#minimum = pack.minimumScoreBp * WHOLE_BP;
    this.#width = pack.bucketBp === 0 ? 1 : pack.bucketBp * WHOLE_BP;
  }

  /** Other weights are in force: columns are folded anew when next asked for. */
  reweigh(weightsBp: PerDimension): void {
    if (dimensions.every((name) => weightsBp[name] === this.#weightsBp[name])) return;
    this.#weightsBp = weightsBp;
    this.#forget();
  }

  /** Takes in the floor as it stands, in the floor's order; only agents that are not the same value are read again. */
  sync(agents: readonly Agent[]): void {
    const before = this.#floor.agents;
    if (agents === before) return;
    const changed: number[] = [];
    let isSameFloor = agents.length === before.length;
    for (let index = 0; isSameFloor && index < agents.length; index++) {
      if (agents[index] === before[index]) continue;
      changed.push(index);
      isSameFloor = agents[index]!.id === before[index]!.id;
    }
    if (isSameFloor) {
      this.#floor.change(agents, changed);
      this.#ties.change(agents, changed);
    } else {
      this.#forget();
      this.#floor = new ChangingAgents();
      this.#floor.change(agents, []);
      this.#ties.rebuild(agents);
    }
  }

  /**
   * The best agents for a conversation, best first, by their places in the floor's order.
   * @param into its length is how many are wanted.
   * @returns how many there are.
   */
  best(wanted: Requirements, context: TieContext, into: Int32Array): number {
    const skills = this.#skillColumn(wanted);
    const rest = this.#restColumn(wanted);
    return into.length === 1
      ? this.#first(skills, rest, context, into)
      : this.#several(skills.values, rest.values, context, into);
  }

  /**
   * What made the best agent the best, as `decideRanking` says it.
   * @param best the place of the best for these requirements, as `best` found it.
   */
  settledBy(wanted: Requirements, best: number): string {
    const skills = this.#skillColumn(wanted);
    const rest = this.#restColumn(wanted);
    const totalOf = (index: number): number => skills.values[index]! + rest.values[index]!;
    const bucket = Math.floor(totalOf(best) / this.#width);
    let contenders = 0;
    const sharing: number[] = [];
    for (const index of skills.order) {
      const atMost = skills.values[index]! + rest.most;
      if (atMost < this.#minimum || (contenders > 1 && atMost < bucket * this.#width)) break;
      const total = totalOf(index);
      if (total < this.#minimum) continue;
      contenders++;
      if (Math.floor(total / this.#width) === bucket) sharing.push(index);
    }
    if (contenders === 1) return 'only candidate';
    if (sharing.length === 1) return 'score';
    let equals: readonly number[] = sharing;
    for (const tieBreak of this.#pack.tieBreak) {
      if (tieBreak === 'seededHash') break;
      equals = this.#ties.equals(tieBreak, equals, best);
      if (equals.length === 1) return tieBreak;
    }
    return 'seededHash';
  }

  #first(skills: Column, rest: Column, context: TieContext, into: Int32Array): number {
    const found = bestBeforeHash(skills, rest, this.#ties, this.#minimum, this.#width);
    if (found === -1) return 0;
    const best = found & ~hasTwin;
    into[0] = best === found ? best : this.#luckiestTwin(best, skills, rest, context);
    return 1;
  }

  /** Of those in the same bucket whom no tie-break but the hash tells apart. */
  #luckiestTwin(best: number, skills: Column, rest: Column, context: TieContext): number {
    const totalOf = (index: number): number => skills.values[index]! + rest.values[index]!;
    const bucket = Math.floor(totalOf(best) / this.#width);
    let luckiest = best;
    for (const index of skills.order) {
      if (index === best || totalOf(index) < this.#minimum) continue;
      if (Math.floor(totalOf(index) / this.#width) !== bucket) continue;
      if (this.#ties.compare(index, best) !== 0) continue;
      if (this.#isLuckier(index, luckiest, context)) luckiest = index;
    }
    return luckiest;
  }

  /** Keeps the best so far in order; nearly every agent is passed over by one comparison with the last of them. */
  #several(skills: Int32Array, rest: Int32Array, context: TieContext, into: Int32Array): number {
    const buckets = new Float64Array(into.length);
    let count = 0;
    for (let index = 0; index < skills.length; index++) {
      const total = skills[index]! + rest[index]!;
      if (total < this.#minimum) continue;
      const bucket = Math.floor(total / this.#width);
      if (count === into.length && bucket < buckets[count - 1]!) continue;
      let place = count;
      while (place > 0 && this.#isBefore(index, bucket, into[place - 1]!, buckets[place - 1]!, context))
        place--;
      if (place === into.length) continue;
      count = Math.min(count + 1, into.length);
      into.copyWithin(place + 1, place, count - 1);
      buckets.copyWithin(place + 1, place, count - 1);
      into[place] = index;
      buckets[place] = bucket;
    }
    return count;
  }

  #isBefore(index: number, bucket: number, other: number, otherBucket: number, context: TieContext): boolean {
    if (bucket !== otherBucket) return bucket > otherBucket;
    return (this.#ties.compare(index, other) || (this.#isLuckier(index, other, context) ? -1 : 1)) < 0;
  }

  #isLuckier(index: number, other: number, { seed, conversation }: TieContext): boolean {
    const chance = (of: number): TieBreakKey =>
      tieBreakKey('seededHash', this.#floor.agents[of]!, 0, seed, conversation);
    return chance(index) < chance(other);
  }

  #forget(): void {
    this.#bySkill.clear();
    this.#bySkills.clear();
    this.#byRest.clear();
  }

  #skillColumn({ skills }: Requirements): Column {
    const floor = this.#floor;
    const [columns, key] =
      skills.length === 1 ? [this.#bySkill, skills[0]] : [this.#bySkills, JSON.stringify(skills)];
    return columns.get(key, floor) ?? columns.make(key, floor, this.#skillsSource(skills));
  }

  /** All that does not depend on skills: status, queue, language and satisfaction. */
  #restColumn({ queue, language }: Requirements): Column {
    let columns = this.#byRest.get(queue);
    if (columns === undefined) {
      if (this.#byRest.size >= mostColumns) this.#byRest.clear();
      columns = new Columns();
      this.#byRest.set(queue, columns);
    }
    const floor = this.#floor;
    return columns.get(language, floor) ?? columns.make(language, floor, this.#restSource(queue, language));
  }

  #skillsSource(skills: readonly string[]): ColumnSource {
    const valueOf = (agent: Agent): number => {
      const gate: Gate = { ...this.#pack.eligible, status: [agent.status], requiredLanguage: 'ignore' };
      if (refusal(agent, gate, { skills }) !== undefined) return barred;
      return (
        this.#weightsBp.proficiency * attributesBp(this.#pack, this.#weightsBp, agent, { skills }).proficiency
      );
    };
    return { valueOf, partOf: (agent) => agent.skills };
  }

  #restSource(queue: string | undefined, language: string | undefined): ColumnSource {
    const wanted = {
      skills: [],
      ...(queue === undefined ? {} : { queue }),
      ...(language === undefined ? {} : { language }),
    };
    const gate: Gate = { ...this.#pack.eligible, requiredSkill: 'ignore' };
    const valueOf = (agent: Agent): number => {
      if (refusal(agent, gate, wanted) !== undefined) return barred;
      const { languageMatch, historicalCsat } = attributesBp(this.#pack, this.#weightsBp, agent, wanted);
      return this.#weightsBp.languageMatch * languageMatch + this.#weightsBp.historicalCsat * historicalCsat;
    };
    return { valueOf, partOf: (agent) => agent };
  }
}

/** Marks a place whose agent only the hash tells apart from another. */
const hasTwin = 1 << 30;

/**
 * The agent with the best total, equals settled by tie-break, marked with `hasTwin` where the hash must decide; −1 when
 * none reaches the minimum. Agents are taken from the
 * best skilled down, and no further than where even the best of the rest could not make up for the lack of skill.
 * Whole 32-bit numbers throughout, and nothing but this loop: this is where rankings spend their time.
 */
function bestBeforeHash(skills: Column, rest: Column, ties: TieKeys, minimum: number, width: number): number {
  const { values: skillValues, order } = skills;
  const { values: restValues, most } = rest;
  let best = -1;
  let mark = 0;
  let low = minimum | 0;
  let high = minimum | 0;
  for (let place = 0; place < order.length; place++) {
    const index = order[place]!;
    const skill = skillValues[index]!;
    if (((skill + most) | 0) < low) break;
    const total = (skill + restValues[index]!) | 0;
    if (total < low) continue;
    if (total >= high) {
      const bucket = Math.imul((total / width) | 0, width);
      low = bucket < minimum ? minimum | 0 : bucket;
      high = (bucket + width) | 0;
      best = index;
      mark = 0;
      continue;
    }
    const comparison = ties.compare(index, best);
    if (comparison === 0) mark = hasTwin;
    if (comparison >= 0) continue;
    best = index;
    mark = 0;
  }
  return best | mark;
}
