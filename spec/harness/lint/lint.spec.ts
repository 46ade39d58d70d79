import fc from 'fast-check';
import { expectMappingAgrees, smallMapping } from './skillMappingAgrees.ts';

describe('lint agrees with a trial of all inputs', () => {
  it('of skill mappings', () => {
    fc.assert(fc.property(smallMapping, (small) => void expectMappingAgrees(small)), { numRuns: 300 });
  });
});
