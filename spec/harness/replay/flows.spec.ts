import { expect } from 'chai';
import fc from 'fast-check';
import { FlowCount, gathered, type SingleFlow } from '../../../harness/replay/flows.ts';
import { anyName } from '../reports/hostile.ts';

const anyFlows = fc.array(fc.tuple(anyName, anyName), { maxLength: 80 });
const counted = (pairs: readonly (readonly [string, string])[]): FlowCount => {
  const count = new FlowCount();
  for (const [from, to] of pairs) count.add(from, to);
  return count;
};
const sum = (flows: readonly { readonly count: number }[]): number =>
  flows.reduce((total, { count }) => total + count, 0);

describe('flows of changed decisions', () => {
  it('are the same however they are shared out', () => {
    fc.assert(
      fc.property(anyFlows, fc.nat(), (pairs, cut) => {
        const at = pairs.length === 0 ? 0 : cut % pairs.length;
        const joined = new FlowCount();
        joined.join(counted(pairs.slice(at)).all);
        joined.join(counted(pairs.slice(0, at)).all);
        expect(joined.all).to.deep.equal(counted(pairs).all);
      }),
    );
  });

  it('lose nothing when small ones are gathered, and stay few', () => {
    fc.assert(
      fc.property(anyFlows, (pairs) => {
        const all = counted(pairs).all;
        const { flows, others } = gathered(all);
        expect(sum(flows)).to.equal(pairs.length);
        expect(flows.length).to.be.at.most(121);
        for (const end of ['from', 'to'] as const) {
          const names = new Set(all.map((flow) => flow[end]));
          const kept = new Set(flows.map((flow) => flow[end]).filter((name) => name !== null));
          expect(kept.size + others[end]).to.equal(names.size);
          expect(others[end]).to.not.equal(1);
          // What each kept name has is what it had.
          for (const name of kept) {
            const of = (list: readonly { from: string | null; to: string | null; count: number }[]): number =>
              sum(list.filter((flow) => flow[end] === name));
            expect(of(flows)).to.equal(of(all));
          }
        }
      }),
    );
  });

  it('gather the smallest', () => {
    const all: SingleFlow[] = Array.from({ length: 15 }, (_, place) => ({
      from: `agent-${place}`,
      to: 'nobody',
      count: place + 2,
    }));
    const { flows, others } = gathered(all);
    expect(flows[0]).to.deep.equal({ from: null, to: 'nobody', count: 2 + 3 + 4 + 5 + 6 });
    expect(others).to.deep.equal({ from: 5, to: 0 });
  });
});
