import fc from 'fast-check';
import { expectHandoffAgrees, expectOrderAgrees, smallHandoff, smallOrder } from './otherKindsAgree.ts';
import { expectMappingAgrees, smallMapping } from './skillMappingAgrees.ts';

const numRuns = 200;

describe('lint agrees with a trial of all inputs', () => {
  it('of skill mappings', () => {
    fc.assert(
      fc.property(smallMapping, (small) => void expectMappingAgrees(small)),
      { numRuns },
    );
  });

  it('of head starts', () => {
    fc.assert(
      fc.property(smallOrder, (small) => void expectOrderAgrees(small)),
      { numRuns },
    );
  });

  it('of handoffs', () => {
    fc.assert(
      fc.property(smallHandoff, (small) => void expectHandoffAgrees(small)),
      { numRuns },
    );
  });
});
