import type { PreparedRules } from '../../conditions/evaluator.ts';
import type { RuleOutcome } from '../../conditions/outcome.ts';
import type { FactValues } from '../../facts/definition.ts';
import { factsFound } from '../record.ts';
import { activeShifts, type ActiveShifts } from './shifts.ts';
import type { SlaPolicy } from './slaPolicy.ts';

/** How the shifts of a pack stand on a queue, and the facts and outcomes they stand so by. */
export interface ShiftStanding {
  readonly active: ActiveShifts;
  readonly outcomes: readonly RuleOutcome[];
  readonly facts: FactValues;
}

/** What hysteresis remembers: for each pack and queue, which shifts are in force. */
export class ShiftMemory {
  readonly #standings = new Map<string, ShiftStanding>();

  /** What is known of the queue changed: shifts begin or end. */
  async observe(
    pack: SlaPolicy,
    queue: string,
    rules: PreparedRules,
    facts: FactValues,
    lacking: ReadonlySet<string>,
  ): Promise<ShiftStanding> {
    const key = `${pack.name}\0${queue}`;
    const outcomes = await rules.evaluate(facts, lacking);
    const active = activeShifts(pack, outcomes, this.#standings.get(key)?.active ?? []);
    const standing = { active, outcomes, facts: factsFound(facts, rules.reads) };
    this.#standings.set(key, standing);
    return standing;
  }

  /** How things stand; undefined before the queue was first observed. */
  standing(pack: SlaPolicy, queue: string): ShiftStanding | undefined {
    return this.#standings.get(`${pack.name}\0${queue}`);
  }
}
