/** An agent, as far as it counts here. */
export interface CrewMember {
  readonly id: string;
  /** Left out, it is not known which they work. */
  readonly queues?: readonly string[];
}

/** Whether an agent works a queue, as far as is known. */
export function works({ queues }: CrewMember, queue: string): boolean {
  return queues === undefined || queues.includes(queue);
}

/** Queues whose crews are remembered at most. */
const mostCrews = 10_000;

/** Who works each queue that was asked for, in order of pseudonym; kept up as agents change. */
export class Crews<Agent extends CrewMember> {
  readonly #crews = new Map<string, Crew<Agent>>();

  /** @param everybody all agents, in order of pseudonym; looked through the first time a queue is asked for. */
  of(queue: string, everybody: () => readonly Agent[]): readonly Agent[] {
    let crew = this.#crews.get(queue);
    if (crew === undefined) {
      if (this.#crews.size >= mostCrews) this.#crews.clear();
      crew = new Crew(everybody().filter((agent) => works(agent, queue)));
      this.#crews.set(queue, crew);
    }
    return crew.handOut();
  }

  /** @param before what the agent was; undefined when nobody had heard of it. */
  put(before: Agent | undefined, after: Agent): void {
    if (this.#crews.size === 0) return;
    const areSame = before !== undefined && before.queues === after.queues;
    for (const queue of (areSame ? after.queues : undefined) ?? this.#crews.keys()) {
      const crew = this.#crews.get(queue);
      if (crew === undefined) continue;
      const wasIn = before !== undefined && works(before, queue);
      const isIn = works(after, queue);
      if (wasIn || isIn) crew.change(after.id, wasIn, isIn ? after : undefined);
    }
  }
}

/** Who works a queue. Once handed out it is a value: what changes is a copy. */
class Crew<Agent extends CrewMember> {
  #agents: Agent[];
  #isHandedOut = false;

  constructor(agents: Agent[]) {
    this.#agents = agents;
  }

  handOut(): readonly Agent[] {
    this.#isHandedOut = true;
    return this.#agents;
  }

  /**
   * @param wasIn whether the agent is in it.
   * @param after what the agent is from now on; undefined when it leaves.
   */
  change(id: string, wasIn: boolean, after: Agent | undefined): void {
    if (this.#isHandedOut) {
      this.#agents = this.#agents.slice();
      this.#isHandedOut = false;
    }
    const place = this.#placeOf(id);
    if (wasIn && after !== undefined) this.#agents[place] = after;
    else this.#agents.splice(place, wasIn ? 1 : 0, ...(after === undefined ? [] : [after]));
  }

  /** Where the agent is, or would be. */
  #placeOf(id: string): number {
    let [low, high] = [0, this.#agents.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#agents[middle]!.id < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
