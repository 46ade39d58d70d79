import { WHOLE_BP } from '../../basisPoints.ts';
import type { Agent } from '../../conversation/floor.ts';
import { refusal, type Gate, type Requirements } from './eligibility.ts';
import { attributesBp } from './score.ts';
import type { Scoring } from './scoring.ts';
import { tieBreakKey, type TieBreakKey } from './tieBreak.ts';
import { dimensions, type PerDimension } from './weights.ts';

/** Added where an agent is not eligible: no score lifts such an agent to a threshold. */
const barred = -500_000_000;
/** Columns kept for different requirements; beyond it all are forgotten, and worked out anew when they are asked for. */
const mostColumns = 512;

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
  #agents: readonly Agent[] = [];
  /** Tie-break keys before the hash, as a rank: less is better, equal is a tie. */
  #tieRank: Int32Array = new Int32Array(0);
  /** 1 for an agent whom only the hash tells apart from some other. */
  #twinned: Uint8Array = new Uint8Array(0);
  readonly #bySkills = new Columns();
  /** By queue, then by language: looking a name up costs less than putting two together. */
  readonly #byRest = new Map<string | undefined, Columns>();

  constructor(pack: Scoring, weightsBp: PerDimension = pack.weightsBp) {
    this.#pack = pack;
    this.#weightsBp = weightsBp;
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
    if (agents === this.#agents) return;
    const before = this.#agents;
    this.#agents = agents;
    const isSameFloor =
      agents.length === before.length && agents.every(({ id }, index) => id === before[index]!.id);
    if (!isSameFloor) {
      this.#forget();
    }
    const changed = isSameFloor
      ? agents.flatMap((agent, index) => (agent === before[index] ? [] : [index]))
      : [];
    for (const columns of [this.#bySkills, ...this.#byRest.values()]) columns.refresh(agents, changed);
    if (isSameFloor && changed.length === 0) return;
    this.#tieRank = this.#rankTies();
    this.#twinned = twins(this.#tieRank);
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

  #first(skills: Column, rest: Column, context: TieContext, into: Int32Array): number {
    const best = bestBeforeHash(skills, rest, this.#tieRank, this.#minimum, this.#width);
    if (best === -1) return 0;
    into[0] = this.#twinned[best] === 1 ? this.#luckiestTwin(best, skills, rest, context) : best;
    return 1;
  }

  /** Of those in the same bucket whom no tie-break but the hash tells apart. */
  #luckiestTwin(best: number, skills: Column, rest: Column, context: TieContext): number {
    const totalOf = (index: number): number => skills.values[index]! + rest.values[index]!;
    const bucket = Math.floor(totalOf(best) / this.#width);
    let luckiest = best;
    for (let index = 0; index < this.#tieRank.length; index++) {
      if (index === best || this.#tieRank[index] !== this.#tieRank[best] || totalOf(index) < this.#minimum)
        continue;
      if (Math.floor(totalOf(index) / this.#width) !== bucket) continue;
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
    const [mine, theirs] = [this.#tieRank[index]!, this.#tieRank[other]!];
    return mine === theirs ? this.#isLuckier(index, other, context) : mine < theirs;
  }

  #isLuckier(index: number, other: number, { seed, conversation }: TieContext): boolean {
    const chance = (of: number): TieBreakKey =>
      tieBreakKey('seededHash', this.#agents[of]!, 0, seed, conversation);
    return chance(index) < chance(other);
  }

  #forget(): void {
    this.#bySkills.clear();
    this.#byRest.clear();
  }

  #skillColumn({ skills }: Requirements): Column {
    const key = skills.length === 1 ? skills[0] : skills.join('\0');
    return this.#bySkills.get(key) ?? this.#bySkills.make(key, this.#agents, this.#skillsProduct(skills));
  }

  /** All that does not depend on skills: status, queue, language and satisfaction. */
  #restColumn({ queue, language }: Requirements): Column {
    let columns = this.#byRest.get(queue);
    if (columns === undefined) {
      if (this.#byRest.size >= mostColumns) this.#byRest.clear();
      columns = new Columns();
      this.#byRest.set(queue, columns);
    }
    return columns.get(language) ?? columns.make(language, this.#agents, this.#restProduct(queue, language));
  }

  #skillsProduct(skills: readonly string[]): (agent: Agent) => number {
    return (agent) => {
      const gate: Gate = { ...this.#pack.eligible, status: [agent.status], requiredLanguage: 'ignore' };
      if (refusal(agent, gate, { skills }) !== undefined) return barred;
      return (
        this.#weightsBp.proficiency * attributesBp(this.#pack, this.#weightsBp, agent, { skills }).proficiency
      );
    };
  }

  #restProduct(queue: string | undefined, language: string | undefined): (agent: Agent) => number {
    const wanted = {
      skills: [],
      ...(queue === undefined ? {} : { queue }),
      ...(language === undefined ? {} : { language }),
    };
    return (agent) => {
      if (refusal(agent, { ...this.#pack.eligible, requiredSkill: 'ignore' }, wanted) !== undefined)
        return barred;
      const { languageMatch, historicalCsat } = attributesBp(this.#pack, this.#weightsBp, agent, wanted);
      return this.#weightsBp.languageMatch * languageMatch + this.#weightsBp.historicalCsat * historicalCsat;
    };
  }

  /** Idle times run on alike, so the order of agents by them does not depend on when it is asked for. */
  #rankTies(): Int32Array {
    const chain = this.#pack.tieBreak.filter((name) => name !== 'seededHash');
    const keys = this.#agents.map((agent) => chain.map((name) => tieBreakKey(name, agent, 0, '', '')));
    const compare = (a: number, b: number): number => {
      for (let step = 0; step < chain.length; step++) {
        const [mine, theirs] = [keys[a]![step]!, keys[b]![step]!];
        if (mine !== theirs) return mine < theirs ? -1 : 1;
      }
      return 0;
    };
    const order = keys.map((_, index) => index).sort(compare);
    const ranks = new Int32Array(order.length);
    order.forEach((index, place) => {
      const before = order[place - 1];
      ranks[index] = before !== undefined && compare(before, index) === 0 ? ranks[before]! : place;
    });
    return ranks;
  }
}

/**
 * The agent with the best total, equals settled by tie rank; −1 when none reaches the minimum. Agents are taken from the
 * best skilled down, and no further than where even the best of the rest could not make up for the lack of skill.
 * Whole 32-bit numbers throughout, and nothing but this loop: this is where rankings spend their time.
 */
function bestBeforeHash(
  skills: Column,
  rest: Column,
  tieRank: Int32Array,
  minimum: number,
  width: number,
): number {
  const { values: skillValues, order } = skills;
  const { values: restValues, most } = rest;
  let best = -1;
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
    } else if (tieRank[index]! < tieRank[best]!) {
      best = index;
    }
  }
  return best;
}

function twins(tieRank: Int32Array): Uint8Array {
  const sharing = new Map<number, number>();
  for (const rank of tieRank) sharing.set(rank, (sharing.get(rank) ?? 0) + 1);
  return Uint8Array.from(tieRank, (rank) => (sharing.get(rank)! > 1 ? 1 : 0));
}

/** What each agent's score gets from one requirement, in the floor's order. */
class Column {
  readonly values: Int32Array;
  readonly #valueOf: (agent: Agent) => number;
  #order: Int32Array | undefined;
  #most: number | undefined;

  constructor(agents: readonly Agent[], valueOf: (agent: Agent) => number) {
    this.values = Int32Array.from(agents, valueOf);
    this.#valueOf = valueOf;
  }

  /** Agents who are not barred, most first. */
  get order(): Int32Array {
    this.#order ??= Int32Array.from(this.values.keys())
      .filter((index) => this.values[index] !== barred)
      .sort((a, b) => this.values[b]! - this.values[a]!);
    return this.#order;
  }

  /** The most any agent gets. */
  get most(): number {
    this.#most ??= this.values.reduce((most, value) => Math.max(most, value), barred);
    return this.#most;
  }

  /** Works the numbers of some agents out anew. */
  refresh(agents: readonly Agent[], changed: readonly number[]): void {
    for (const index of changed) {
      const value = this.#valueOf(agents[index]!);
      if (value === this.values[index]) continue;
      this.values[index] = value;
      this.#order = undefined;
      this.#most = undefined;
    }
  }
}

/** Columns by what is required. */
class Columns {
  readonly #columns = new Map<string | undefined, Column>();

  get(key: string | undefined): Column | undefined {
    return this.#columns.get(key);
  }

  make(key: string | undefined, agents: readonly Agent[], valueOf: (agent: Agent) => number): Column {
    if (this.#columns.size >= mostColumns) this.#columns.clear();
    const column = new Column(agents, valueOf);
    this.#columns.set(key, column);
    return column;
  }

  refresh(agents: readonly Agent[], changed: readonly number[]): void {
    for (const column of this.#columns.values()) column.refresh(agents, changed);
  }

  clear(): void {
    this.#columns.clear();
  }
}
