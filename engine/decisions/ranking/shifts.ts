import type { Rule } from '../../conditions/condition.ts';
import type { Outcomes } from '../../conditions/evaluator.ts';
import type { SlaPolicy } from './slaPolicy.ts';
import { dimensions, perDimension, type PerDimension } from './weights.ts';

/** Names of the shifts in force on a queue: what hysteresis remembers. */
export type ActiveShifts = readonly string[];

/** Whether the same shifts are in force. */
export function areSameShifts(one: ActiveShifts, other: ActiveShifts): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

/** A shift as it bears on a decision. */
export interface ShiftState {
  readonly name: string;
  /** `refused`: in force, but a weight would fall below zero, so it changes nothing. */
  readonly state: 'applied' | 'refused' | 'notInForce';
}

/** The conditions of a pack as rules: each shift's `when`, then its `until` where it has one. */
export function shiftRules(pack: SlaPolicy): readonly Rule[] {
  return pack.shifts.flatMap(({ name, when, until }) => [
    { name, when },
    ...(until === undefined ? [] : [{ name: `${name} until`, when: until }]),
  ]);
}

/**
 * Which shifts are in force after what was observed. A shift with `until` begins when `when` holds and `until` does
 * not, and ends when `until` holds; between the two it stays as it was.
 * @param outcomes of `shiftRules`, in its order.
 */
export function activeShifts(pack: SlaPolicy, outcomes: Outcomes, before: ActiveShifts): ActiveShifts {
  let next = 0;
  return pack.shifts
    .filter(({ name, until }) => {
      const begins = outcomes.holds(next++);
      if (until === undefined) return begins;
      const ends = outcomes.holds(next++);
      return !ends && (begins || before.includes(name));
    })
    .map(({ name }) => name);
}

/**
 * The weights with the shifts in force applied, from top to bottom. They stay on the simplex: a shift that would push a
 * weight below zero after those above it is refused, and each shift sums to zero, so the sum stays 10,000.
 */
export function shiftWeights(
  pack: SlaPolicy,
  baseBp: PerDimension,
  active: ActiveShifts,
): { readonly weightsBp: PerDimension; readonly shifts: readonly ShiftState[] } {
  let weightsBp = baseBp;
  const shifts = pack.shifts.map(({ name, shiftBp }): ShiftState => {
    if (!active.includes(name)) return { name, state: 'notInForce' };
    const shifted = addShift(weightsBp, shiftBp);
    if (dimensions.some((dimension) => shifted[dimension] < 0)) return { name, state: 'refused' };
    weightsBp = shifted;
    return { name, state: 'applied' };
  });
  return { weightsBp, shifts };
}

/** Weights and shift added up, which may leave the simplex. */
export function addShift(weightsBp: PerDimension, shiftBp: PerDimension): PerDimension {
  return perDimension((dimension) => weightsBp[dimension] + shiftBp[dimension]);
}
