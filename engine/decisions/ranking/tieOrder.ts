import type { Agent } from '../../conversation/floor.ts';
import { tieBreakKey, type TieBreak } from './tieBreak.ts';

/**
 * Agents in the order in which ties are settled before the hash. Idle times run on alike for all, so the order does not
 * depend on when it is asked for; when a few agents change, only those are moved.
 */
export class TieOrder {
  /** By agent: less is better, equal is a tie. */
  ranks: Int32Array = new Int32Array(0);
  /** 1 for an agent whom only the hash tells apart from some other. */
  twinned: Uint8Array = new Uint8Array(0);
  readonly #chain: readonly TieBreak[];
  /** By step of the chain, then by agent. */
  #keys: readonly Float64Array[] = [];
  /** Agents, best first. */
  #order: Int32Array = new Int32Array(0);

  constructor(chain: readonly TieBreak[]) {
    this.#chain = chain.filter((name) => name !== 'seededHash');
  }

  /** Takes in a whole floor. */
  rebuild(agents: readonly Agent[]): void {
    this.#keys = this.#chain.map((name) => Float64Array.from(agents, (agent) => keyOf(name, agent)));
    this.#order = Int32Array.from(agents.keys()).sort((a, b) => this.#compare(a, b));
    this.ranks = new Int32Array(agents.length);
    this.twinned = new Uint8Array(agents.length);
    this.#number();
  }

  /** Takes in a floor in which only some agents are others than before. */
  move(agents: readonly Agent[], changed: readonly number[]): void {
    const moved = changed.filter((index) => this.#readKeys(index, agents[index]!));
    if (moved.length === 0) return;
    const order = this.#order;
    let left = 0;
    for (let place = 0; place < order.length; place++) {
      const index = order[place]!;
      if (!moved.includes(index)) order[left++] = index;
    }
    for (const index of moved) {
      const place = this.#placeFor(index, left);
      for (let k = left++; k > place; k--) order[k] = order[k - 1]!;
      order[place] = index;
    }
    this.#number();
  }

  /** How many of these agents are equal to one of them by a tie-break of the chain. */
  equals(tieBreak: TieBreak, among: readonly number[], to: number): readonly number[] {
    const keys = this.#keys[this.#chain.indexOf(tieBreak)]!;
    return among.filter((index) => keys[index] === keys[to]);
  }

  /** @returns whether they are others than before. */
  #readKeys(index: number, agent: Agent): boolean {
    let isOther = false;
    for (let step = 0; step < this.#chain.length; step++) {
      const key = keyOf(this.#chain[step]!, agent);
      if (key === this.#keys[step]![index]) continue;
      this.#keys[step]![index] = key;
      isOther = true;
    }
    return isOther;
  }

  #compare(a: number, b: number): number {
    for (const keys of this.#keys) {
      if (keys[a] !== keys[b]) return keys[a]! < keys[b]! ? -1 : 1;
    }
    return 0;
  }

  /** Where an agent belongs among the first `length` of the order. */
  #placeFor(index: number, length: number): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(this.#order[middle]!, index) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #number(): void {
    this.twinned.fill(0);
    for (let place = 0; place < this.#order.length; place++) {
      const index = this.#order[place]!;
      const before = this.#order[place - 1];
      const isTwin = before !== undefined && this.#compare(before, index) === 0;
      this.ranks[index] = isTwin ? this.ranks[before]! : place;
      if (isTwin) this.twinned[index] = this.twinned[before] = 1;
    }
  }
}

function keyOf(name: TieBreak, agent: Agent): number {
  return tieBreakKey(name, agent, 0, '', '') as number;
}
