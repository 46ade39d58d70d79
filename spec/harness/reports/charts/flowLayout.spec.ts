import { expect } from 'chai';
import fc from 'fast-check';
import { gathered } from '../../../../harness/replay/flows.ts';
import { flowLayout, type FlowEnd } from '../../../../harness/reports/charts/flows/flowLayout.ts';
import { anyName } from '../hostile.ts';

const anyFlows = fc.uniqueArray(
  fc.record({ from: anyName, to: anyName, count: fc.integer({ min: 1, max: 5000 }) }),
  {
    maxLength: 60,
    selector: ({ from, to }) => JSON.stringify([from, to]),
  },
);

/** A line of a label takes at least so much. */
const line = 13;

describe('the layout of a flow chart', () => {
  it('gives every decision its share, every label its room, and keeps within its height', () => {
    fc.assert(
      fc.property(anyFlows, fc.integer({ min: 1, max: 2 }), (all, lines) => {
        const flows = gathered(all);
        const label = Array.from({ length: lines }, () => 'label');
        const { left, right, ribbons, height } = flowLayout(flows, () => label);
        const total = all.reduce((sum, { count }) => sum + count, 0);
        for (const side of [left, right]) {
          expect(side.reduce((sum, { count }) => sum + count, 0)).to.equal(total);
          for (const [place, end] of side.entries()) {
            expect(end.top).to.be.at.least(-0.01);
            expect(end.top + end.height).to.be.at.most(height + 0.01);
            const next = side[place + 1];
            if (next !== undefined) expect(middle(next) - middle(end)).to.be.at.least(line * lines);
          }
        }
        expect(ribbons.reduce((sum, { count }) => sum + count, 0)).to.equal(total);
        for (const { from, to, fromTop, toTop, breadth } of ribbons) {
          expect(within(left[from]!, fromTop, breadth)).to.equal(true);
          expect(within(right[to]!, toTop, breadth)).to.equal(true);
        }
      }),
    );
  });
});

function middle({ top, height }: FlowEnd): number {
  return top + height / 2;
}

function within(end: FlowEnd, top: number, breadth: number): boolean {
  return top >= end.top - 0.01 && top + breadth <= end.top + end.height + 0.01;
}
