import { yardsticks, type Yardstick } from '../../engine/decisions/fairness/fairness.ts';
import type { AuditedClaim } from './claim.ts';
import { ChoiceTally } from './opportunity/choiceTally.ts';
import { mostStrata, otherStratum, stratumOf, type Stratification } from './strata.ts';
import type { Selection } from './selection.ts';

/** What is counted of an agent, whatever the yardstick. */
interface AgentCount {
  readonly agent: string;
  /** Decisions in which the agent could have been chosen. */
  eligible: number;
  chosen: number;
  /** Decisions in which only the minimum score stood in the way. */
  belowMinimum: number;
}

/** Counts selections by every yardstick there is for them. */
export class SelectionTally {
  readonly #claim: AuditedClaim;
  readonly #by: Stratification;
  readonly #places = new Map<string, number>();
  readonly agents: AgentCount[] = [];
  readonly byYardstick: ReadonlyMap<Yardstick, ChoiceTally>;
  /** By the claim's yardstick. */
  readonly strata = new Map<string, ChoiceTally>();
  #selections = 0;

  constructor(claim: AuditedClaim, by: Stratification) {
    this.#claim = claim;
    this.#by = by;
    const hasWeights = Object.keys(claim.weights).length > 0;
    this.byYardstick = new Map(
      yardsticks
        .filter((name) => name !== 'proportionalToWeights' || hasWeights)
        .map((name) => [name, new ChoiceTally()]),
    );
  }

  get selections(): number {
    return this.#selections;
  }

  /** The tally by the yardstick the policy is held to. */
  get declared(): ChoiceTally {
    return this.byYardstick.get(this.#claim.yardstick)!;
  }

  add(selection: Selection): void {
    this.#selections++;
    const places = selection.eligible.map((agent) => this.#place(agent));
    for (const place of places) this.agents[place]!.eligible++;
    this.agents[places[0]!]!.chosen++;
    for (const agent of selection.belowMinimum) this.agents[this.#place(agent)]!.belowMinimum++;
    for (const [yardstick, tally] of this.byYardstick) this.#count(yardstick, tally, places, selection);
    this.#count(this.#claim.yardstick, this.#stratum(stratumOf(selection, this.#by)), places, selection);
  }

  /**
   * - `policyIntended`: the score decides between agents of different buckets, and is meant to. Those in one bucket are
   *   equals in the policy's own words, and each is expected as often as the others.
   * - `uniformAmongEligible`: everybody who could take the conversation is expected as often as the others.
   * - `proportionalToWeights`: the same, in proportion to the weights declared.
   */
  #count(yardstick: Yardstick, tally: ChoiceTally, places: readonly number[], selection: Selection): void {
    const chosen = places[0]!;
    if (yardstick === 'policyIntended') tally.add(places.slice(0, selection.equals), chosen);
    else if (yardstick === 'uniformAmongEligible') tally.add(places, chosen);
    else
      tally.add(
        places,
        chosen,
        selection.eligible.map((agent) => this.#weight(agent)),
      );
  }

  #weight(agent: string): number {
    const { weights } = this.#claim;
    return Object.hasOwn(weights, agent) ? weights[agent]! : 1;
  }

  #stratum(name: string): ChoiceTally {
    const kept = this.strata.size < mostStrata || this.strata.has(name) ? name : otherStratum;
    let tally = this.strata.get(kept);
    if (tally === undefined) {
      tally = new ChoiceTally();
      this.strata.set(kept, tally);
    }
    return tally;
  }

  #place(agent: string): number {
    let place = this.#places.get(agent);
    if (place === undefined) {
      place = this.agents.length;
      this.#places.set(agent, place);
      this.agents.push({ agent, eligible: 0, chosen: 0, belowMinimum: 0 });
    }
    return place;
  }
}
