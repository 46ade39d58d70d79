import fc from 'fast-check';
import { expectMappingAgrees, smallMapping } from './skillMappingAgrees.ts';

const packs = Number(process.env['SIGNALBOX_PACKS'] ?? 10_000);

describe('lint on many generated packs', () => {
  it('agrees with a trial of all inputs, whatever it finds', function () {
    const found = new Map<string, number>();
    const tell = (codes: readonly string[]): void =>
      codes.forEach((code) => found.set(code, (found.get(code) ?? 0) + 1));
    fc.assert(
      fc.property(smallMapping, (small) => tell(expectMappingAgrees(small))),
      { numRuns: packs },
    );
    const told = [...found].sort().map(([code, count]) => `${count} ${code}`);
    process.stdout.write(`      ${packs} packs agree: ${told.join(', ')}\n`);
  });
});
