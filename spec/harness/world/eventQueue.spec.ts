import { expect } from 'chai';
import fc from 'fast-check';
import { EventQueue } from '../../../harness/world/eventQueue.ts';

describe('event queue', () => {
  it('is a stable sort by time and priority, whatever goes in and comes out in between', () => {
    const entry = fc.record({ at: fc.nat(5), priority: fc.nat(2), popsAfter: fc.boolean() });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        const queue = new EventQueue<number>();
        const inside: { at: number; priority: number; sequence: number }[] = [];
        const popBoth = (): void => {
          inside.sort((a, b) => a.at - b.at || a.priority - b.priority || a.sequence - b.sequence);
          expect(queue.nextAt).to.equal(inside[0]?.at);
          expect(queue.pop()).to.equal(inside.shift()?.sequence);
        };
        entries.forEach(({ at, priority, popsAfter }, sequence) => {
          queue.push(at, priority, sequence);
          inside.push({ at, priority, sequence });
          if (popsAfter) popBoth();
        });
        while (inside.length > 0) popBoth();
        expect(queue.size).to.equal(0);
        expect(queue.pop()).to.equal(undefined);
      }),
    );
  });
});
