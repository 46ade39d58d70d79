import type { Agent } from '../../conversation/floor.ts';
import { tieBreakKey, type TieBreak } from './tieBreak.ts';

/**
 * What ties are settled by before the hash, as numbers by agent. Idle times run on alike for all, so who comes first does
 * not depend on when it is asked.
 */
export class TieKeys {
  readonly #chain: readonly TieBreak[];
  /** By step of the chain, then by agent. */
  #keys: readonly Float64Array[] = [];

  constructor(chain: readonly TieBreak[]) {
    this.#chain = chain.filter((name) => name !== 'seededHash');
  }

  /** Takes in a whole floor. */
  rebuild(agents: readonly Agent[]): void {
    this.#keys = this.#chain.map((name) => Float64Array.from(agents, (agent) => keyOf(name, agent)));
  }

  /** Takes in a floor in which only some agents are others than before. */
  change(agents: readonly Agent[], changed: readonly number[]): void {
    for (let step = 0; step < this.#chain.length; step++) {
      const keys = this.#keys[step]!;
      for (const index of changed) keys[index] = keyOf(this.#chain[step]!, agents[index]!);
    }
  }

  /** Below 0 when the first of two agents comes first, 0 when only the hash tells them apart. */
  compare(a: number, b: number): number {
    for (let step = 0; step < this.#keys.length; step++) {
      const [mine, theirs] = [this.#keys[step]![a]!, this.#keys[step]![b]!];
      if (mine !== theirs) return mine < theirs ? -1 : 1;
    }
    return 0;
  }

  /** Those of some agents who equal one of them by a tie-break of the chain. */
  equals(tieBreak: TieBreak, among: readonly number[], to: number): readonly number[] {
    const keys = this.#keys[this.#chain.indexOf(tieBreak)]!;
    return among.filter((index) => keys[index] === keys[to]);
  }
}

function keyOf(name: TieBreak, agent: Agent): number {
  return tieBreakKey(name, agent, 0, '', '') as number;
}
