import type { DecidingRules, FactFinder, Outcomes } from '../../conditions/evaluator.ts';
import type { FactValues } from '../../facts/definition.ts';
import { gather } from '../../facts/gather.ts';
import { activeShifts, areSameShifts, type ActiveShifts } from './shifts.ts';
import type { SlaPolicy } from './slaPolicy.ts';

/** How the shifts of a pack stand on a queue, and the facts and outcomes they stand so by. */
export interface ShiftStanding {
  readonly active: ActiveShifts;
  readonly outcomes: Outcomes;
  readonly facts: () => FactValues;
}

/** How the shifts of a pack stand on a queue, as plain data; the pack by name. */
export interface ShiftMemoryState {
  readonly pack: string;
  readonly queue: string;
  readonly active: ActiveShifts;
  /** The facts they stand so by. */
  readonly facts: FactValues;
}

/** What hysteresis remembers: for each pack and queue, which shifts are in force. */
export class ShiftMemory {
  readonly #standings = new Map<SlaPolicy, Map<string, ShiftStanding>>();
  readonly #unobserved = new Map<SlaPolicy, ShiftStanding>();

  /** How they stand, as a value. */
  state(): readonly ShiftMemoryState[] {
    return [...this.#standings].flatMap(([{ name }, byQueue]) =>
      [...byQueue].map(([queue, { active, facts }]) => ({ pack: name, queue, active, facts: facts() })),
    );
  }

  /** Takes up how the shifts of a pack stood on a queue. */
  stood(
    pack: SlaPolicy,
    { queue, active, facts }: ShiftMemoryState,
    rules: DecidingRules,
    lacking: ReadonlySet<string>,
  ): void {
    const find: FactFinder = (fact) => facts[fact];
    this.#stands(pack, queue, { active, outcomes: rules.judge(find, lacking), facts: () => facts });
  }

  /** What is known of the queue changed: shifts begin or end. @returns whether others are in force now. */
  observe(
    pack: SlaPolicy,
    queue: string,
    rules: DecidingRules,
    queueFacts: FactValues,
    lacking: ReadonlySet<string>,
  ): boolean {
    const find: FactFinder = (fact) => queueFacts[fact];
    const outcomes = rules.judge(find, lacking);
    const before = this.standing(pack, queue);
    const active = activeShifts(pack, outcomes, before?.active ?? []);
    this.#stands(pack, queue, { active, outcomes, facts: () => gather(rules.reads, find) });
    return !areSameShifts((before ?? this.unobserved(pack, rules, lacking)).active, active);
  }

  /**
   * How things stand before anything is known of the queue: what the pack takes missing facts to be may be enough for a
   * shift. Nothing is remembered of it, so nothing depends on who asked before.
   */
  unobserved(pack: SlaPolicy, rules: DecidingRules, lacking: ReadonlySet<string>): ShiftStanding {
    let standing = this.#unobserved.get(pack);
    if (standing === undefined) {
      const outcomes = rules.judge(() => undefined, lacking);
      standing = { active: activeShifts(pack, outcomes, []), outcomes, facts: () => ({}) };
      this.#unobserved.set(pack, standing);
    }
    return standing;
  }

  /** How things stand; undefined before the queue was first observed. */
  standing(pack: SlaPolicy, queue: string): ShiftStanding | undefined {
    return this.#standings.get(pack)?.get(queue);
  }

  #stands(pack: SlaPolicy, queue: string, standing: ShiftStanding): void {
    const byQueue = this.#standings.get(pack) ?? new Map<string, ShiftStanding>();
    this.#standings.set(pack, byQueue.set(queue, standing));
  }
}
