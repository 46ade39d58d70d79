import { expect } from 'chai';
import fc from 'fast-check';
import { DeadlineQueue } from '../../../../engine/decisions/delivery/deadlineQueue.ts';
import { byMoment, type Deadline } from '../../../../engine/decisions/delivery/deadlines.ts';

const deadlines: fc.Arbitrary<Deadline> = fc.record({
  at: fc.integer({ min: 0, max: 5 }),
  conversation: fc.constantFrom('c-1', 'c-2'),
  message: fc.constantFrom('m-1', 'm-2', 'm-10'),
  leg: fc.constantFrom('delivered', 'read'),
});

describe('the queue of deadlines', () => {
  it('gives the first of those in it, in one order, whatever was put in and taken out between', () => {
    const steps = fc.array(fc.option(deadlines, { nil: undefined }), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (all) => {
        const queue = new DeadlineQueue();
        let model: Deadline[] = [];
        for (const step of all) {
          if (step === undefined) {
            expect(queue.pop()).to.deep.equal(model[0]);
            model = model.slice(1);
          } else {
            queue.push(step);
            model = [...model, step].sort(byMoment);
          }
          expect(queue.first).to.deep.equal(model[0]);
        }
      }),
    );
  });
});
