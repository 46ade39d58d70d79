import { expect } from 'chai';
import fc from 'fast-check';
import { holdsInSlot } from '../../../engine/conditions/compiled/slotIndex.ts';
import { slotsOf } from '../../../engine/conditions/compiled/slots.ts';
import { operators } from '../../../engine/conditions/operators/operators.ts';
import { leaf } from './arbitraries.ts';

/** Thresholds by the dozen, some so near to each other that no grid parts them, some as far apart as numbers go. */
const threshold = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 400 }).map((hundredths) => hundredths / 100) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 40 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 9 }).map((steps) => 1 + steps * Number.EPSILON) },
  { weight: 1, arbitrary: fc.constantFrom(-0, 5e-324, -5e-324, 1e308, -1e308, 4096, 4097, 1e6) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);
const comparing = fc.constantFrom(
  'equal',
  'notEqual',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
);
const anyLeaves = fc
  .array(fc.tuple(comparing, threshold), { minLength: 1, maxLength: 40 })
  .map((many) => many.map(([operator, value]) => leaf('waitSeconds', operator, value)));
const beyond = fc.constantFrom(Infinity, -Infinity, Number.MAX_VALUE, -Number.MAX_VALUE);

describe('the slots of a number', () => {
  it('answer every comparison as the operator does, alone and many at once', () => {
    fc.assert(
      fc.property(
        anyLeaves,
        fc.array(fc.oneof({ weight: 5, arbitrary: threshold }, { weight: 1, arbitrary: beyond })),
        (leaves, others) => {
          const slots = slotsOf(leaves);
          const values = [...leaves.map(({ value }) => value as number), ...others];
          const together = new Int32Array(values.length + 1);
          slots.slotsOf(Float64Array.from(values), 0, values.length, together, 1);
          values.forEach((value, place) => {
            const slot = slots.slotOf(value);
            expect(together[place + 1], String(value)).to.equal(slot);
            for (const one of leaves) {
              const holds = operators.get(one.operator)!.holds(value, one.value);
              expect(
                holdsInSlot(one, slots, slot),
                `${value} ${one.operator} ${one.value as number}`,
              ).to.equal(holds);
            }
          });
        },
      ),
    );
  });

  it('take what is not a number for missing, and only the rows asked for', () => {
    const slots = slotsOf([leaf('waitSeconds', 'lessThan', 1), leaf('waitSeconds', 'lessThan', 2)]);
    const into = Int32Array.of(9, 9, 9, 9);
    slots.slotsOf(Float64Array.of(0, NaN, 1.5, 7), 1, 3, into, 1);
    expect([...into]).to.deep.equal([9, slots.missing, slots.slotOf(1.5), 9]);
  });
});
