import type { Agent } from '../../conversation/floor.ts';

/** The number of an agent who is not eligible: no score lifts such an agent to a threshold. */
export const barred = -500_000_000;

/** Columns kept for different requirements; beyond it all are forgotten, and worked out anew when they are asked for. */
export const mostColumns = 512;

/** How a column is worked out. */
export interface ColumnSource {
  /** What an agent's score gets from the requirement, or `barred`. */
  readonly valueOf: (agent: Agent) => number;
  /** The part of an agent that it depends on: while that is the same value, so is the number. */
  readonly partOf: (agent: Agent) => unknown;
}

/** What each agent's score gets from one requirement, in the floor's order. */
export class Column {
  readonly values: Int32Array;
  readonly #source: ColumnSource;
  readonly #parts: unknown[];
  #agents: readonly Agent[];
  #order: Int32Array | undefined;
  #most: number | undefined;

  constructor(agents: readonly Agent[], source: ColumnSource) {
    this.values = Int32Array.from(agents, source.valueOf);
    this.#parts = agents.map(source.partOf);
    this.#agents = agents;
    this.#source = source;
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
    if (this.#most === undefined) {
      let most = barred;
      for (let k = 0; k < this.values.length; k++) if (this.values[k]! > most) most = this.values[k]!;
      this.#most = most;
    }
    return this.#most;
  }

  /** Takes in the same agents as they are by now; only what changed is worked out anew. */
  refresh(agents: readonly Agent[]): void {
    if (agents === this.#agents) return;
    const before = this.#agents;
    this.#agents = agents;
    for (let index = 0; index < agents.length; index++) {
      const agent = agents[index]!;
      if (agent === before[index]) continue;
      const part = this.#source.partOf(agent);
      if (part === this.#parts[index]) continue;
      this.#parts[index] = part;
      const value = this.#source.valueOf(agent);
      if (value === this.values[index]) continue;
      this.values[index] = value;
      this.#order = undefined;
      this.#most = undefined;
    }
  }
}

/** Columns by what is required. */
export class Columns {
  readonly #columns = new Map<string | undefined, Column>();

  /** The column as the agents are by now; undefined when there is none yet. */
  get(key: string | undefined, agents: readonly Agent[]): Column | undefined {
    const column = this.#columns.get(key);
    column?.refresh(agents);
    return column;
  }

  make(key: string | undefined, agents: readonly Agent[], source: ColumnSource): Column {
    if (this.#columns.size >= mostColumns) this.#columns.clear();
    const column = new Column(agents, source);
    this.#columns.set(key, column);
    return column;
  }

  clear(): void {
    this.#columns.clear();
  }
}
