import { expect } from 'chai';
import { loadPolicy } from '../../engine/decisions/loadPolicy.ts';
import { plain, tableBelow } from './page.ts';

function codesOf(when: string): string[] {
  const pack = `{ apiVersion: signalbox/v1, kind: QueueOrder, name: probe, headStarts: [{ name: it, headStartSeconds: 1, when: ${when} }] }`;
  const { problems } = loadPolicy('probe', [{ file: 'probe.yaml', bytes: new TextEncoder().encode(pack) }]);
  return problems.map(({ code }) => code);
}

describe('docs/conditions.md', () => {
  it('gives each construct that is refused the code it is refused with', () => {
    const rows = tableBelow('docs/conditions.md', '## Refused when the pack loads');
    expect(rows).to.have.length.above(10);
    for (const [written, code] of rows) expect(codesOf(plain(written!)), written).to.include(plain(code!));
  });

  it('shows conditions that are taken', () => {
    for (const [written] of tableBelow('docs/conditions.md', '## The forms')) {
      expect(codesOf(plain(written!)), written).to.deep.equal([]);
    }
  });
});
