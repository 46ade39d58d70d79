import { expect } from 'chai';
import { invariants, type InvariantName } from '../../engine/decisions/fairness/invariants.ts';
import { policyNames } from '../harness/invariants/policies/eightPolicies.ts';
import { expectedOf, table } from '../harness/invariants/policies/table.ts';
import { plain, tableBelow } from './page.ts';

describe('docs/invariants.md', () => {
  it('tells every invariant there is, as the code has it', () => {
    const told = tableBelow('docs/invariants.md', '## What there is').map((row) => [
      plain(row[0]!),
      ...row.slice(1),
    ]);
    const known = invariants.map(({ name, meaning, holdsFor, ...of }) => [
      name,
      'kind' in of ? of.kind : 'all',
      holdsFor,
      meaning,
    ]);
    expect(told).to.deep.equal(known);
  });

  it('shows which of the eight policies have which, as their cards do', () => {
    const told = tableBelow('docs/invariants.md', '## No policy has them all');
    const known = (Object.keys(table) as InvariantName[]).map((invariant) => [
      `\`${invariant}\``,
      ...policyNames.map((name) => (expectedOf(invariant, name) === '+' ? '✓' : '–')),
    ]);
    expect(told).to.deep.equal(known);
  });
});
