import type { Agent } from '../../conversation/floor.ts';

/** The number of an agent who is not eligible: no score lifts such an agent to a threshold. */
export const barred = -500_000_000;

/** Columns kept for different requirements; beyond it all are forgotten, and worked out anew when they are asked for. */
export const mostColumns = 512;

/** The agents of a floor, and which of them changed one after the other: a column catches up when it is asked for. */
export class ChangingAgents {
  agents: readonly Agent[] = [];
  /** How many changes there have been. */
  version = 0;
  /** The last of them, by agent. */
  #recent: number[] = [];

  /** Takes in the same agents, of which some are others than before. */
  change(agents: readonly Agent[], changed: readonly number[]): void {
    this.agents = agents;
    if (this.#recent.length > mostRecent) this.#recent = [];
    for (const index of changed) this.#recent.push(index);
    this.version += changed.length;
  }

  /** The agents changed since a version; undefined when looking at all of them is no more work. */
  since(version: number): readonly number[] | undefined {
    const missed = this.version - version;
    if (missed > this.#recent.length || missed >= this.agents.length) return undefined;
    return missed === 0 ? nobody : this.#recent.slice(-missed);
  }
}

const nobody: readonly number[] = [];

/** Changes remembered; a column that missed more looks at every agent. */
const mostRecent = 10_000;

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
  #version: number;
  #order: Int32Array | undefined;
  #most: number | undefined;

  constructor({ agents, version }: ChangingAgents, source: ColumnSource) {
    this.values = Int32Array.from(agents, source.valueOf);
    this.#parts = agents.map(source.partOf);
    this.#version = version;
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
  refresh(floor: ChangingAgents): void {
    if (floor.version === this.#version) return;
    const changed = floor.since(this.#version);
    this.#version = floor.version;
    const { agents } = floor;
    if (changed === undefined)
      for (let index = 0; index < agents.length; index++) this.#read(index, agents[index]!);
    else for (let k = 0; k < changed.length; k++) this.#read(changed[k]!, agents[changed[k]!]!);
  }

  #read(index: number, agent: Agent): void {
    const part = this.#source.partOf(agent);
    if (part === this.#parts[index]) return;
    this.#parts[index] = part;
    const value = this.#source.valueOf(agent);
    const before = this.values[index]!;
    if (value === before) return;
    this.values[index] = value;
    this.#order = undefined;
    if (this.#most !== undefined && value >= this.#most) this.#most = value;
    else if (before === this.#most) this.#most = undefined;
  }
}

/** Columns by what is required. */
export class Columns {
  readonly #columns = new Map<string | undefined, Column>();

  /** The column as the agents are by now; undefined when there is none yet. */
  get(key: string | undefined, floor: ChangingAgents): Column | undefined {
    const column = this.#columns.get(key);
    column?.refresh(floor);
    return column;
  }

  make(key: string | undefined, floor: ChangingAgents, source: ColumnSource): Column {
    if (this.#columns.size >= mostColumns) this.#columns.clear();
    const column = new Column(floor, source);
    this.#columns.set(key, column);
    return column;
  }

  clear(): void {
    this.#columns.clear();
  }
}
