import { expect } from 'chai';
import fc from 'fast-check';
import { askRules } from '../../../engine/conditions/asking.ts';
import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import type { Condition, Rule } from '../../../engine/conditions/condition.ts';
import type { FactValues } from '../../../engine/facts/definition.ts';
import { anyCondition, anyFacts, leaf } from './arbitraries.ts';

const nothing: ReadonlySet<string> = new Set();

/** Asks rules with some facts in hand, looking up what they come to. @returns what was looked up, in order. */
async function lookedUp(
  rules: readonly Rule[],
  facts: FactValues,
  toLookUp: readonly string[],
  settledBy: 'first' | 'all' = 'all',
  missing: FactValues = {},
): Promise<{ readonly asked: readonly string[]; readonly holds: boolean }> {
  const asked: string[] = [];
  const holds = await askRules({
    rules,
    missing,
    find: (fact) => (toLookUp.includes(fact) ? undefined : facts[fact]),
    toLookUp,
    lookUp: async (fact) => {
      asked.push(fact);
      await Promise.resolve();
      return facts[fact];
    },
    settledBy,
  });
  return { asked, holds };
}

/** Which rules hold, by the tier that decides. */
function holding(rules: readonly Rule[], facts: FactValues, missing: FactValues = {}): boolean[] {
  const outcomes = compileRules(rules, missing).judge((fact) => facts[fact], nothing);
  return rules.map((_, index) => outcomes.holds(index));
}

const named = (conditions: readonly Condition[]): Rule[] =>
  conditions.map((when, index) => ({ name: `r${index}`, when }));

const anyRules = fc.array(anyCondition, { minLength: 1, maxLength: 4 }).map(named);

describe('asking rules whose facts are looked up', () => {
  it('looks up enough: what it passes over changes no rule', async () => {
    await fc.assert(
      fc.asyncProperty(anyRules, anyFacts, fc.infiniteStream(fc.boolean()), async (rules, facts, chance) => {
        const read = compileRules(rules, {}).reads;
        const toLookUp = read.filter(() => chance.next().value as boolean);
        const { asked, holds } = await lookedUp(rules, facts, toLookUp);
        const known = Object.fromEntries(
          Object.entries(facts).filter(([fact]) => !toLookUp.includes(fact) || asked.includes(fact)),
        );
        expect(holding(rules, known)).to.deep.equal(holding(rules, facts));
        expect(holds).to.equal(holding(rules, facts).includes(true));
        expect(new Set(asked).size).to.equal(asked.length);
      }),
    );
  });

  it('looks up enough where the first rule that holds settles it', async () => {
    await fc.assert(
      fc.asyncProperty(anyRules, anyFacts, async (rules, facts) => {
        const { reads } = compileRules(rules, {});
        const { asked } = await lookedUp(rules, facts, reads, 'first');
        const known = Object.fromEntries(Object.entries(facts).filter(([fact]) => asked.includes(fact)));
        expect(holding(rules, known).indexOf(true)).to.equal(holding(rules, facts).indexOf(true));
      }),
    );
  });

  const intent = leaf('intent', 'equal', 'refund');
  const segment = leaf('customerSegment', 'equal', 'gold');
  const language = leaf('language', 'equal', 'en-US');
  const toLookUp = ['customerSegment', 'language'];
  const facts = { intent: 'refund', customerSegment: 'gold', language: 'en-US' };

  it('looks nothing up that facts in hand have settled, wherever they are written', async () => {
    for (const when of [{ all: [segment, { ...intent, value: 'other' }] }, { any: [segment, intent] }])
      expect((await lookedUp(named([when]), facts, toLookUp)).asked).to.deep.equal([]);
  });

  it('looks up one fact after the other, until it is settled', async () => {
    const all = named([{ all: [segment, language] }]);
    expect((await lookedUp(all, facts, toLookUp)).asked).to.deep.equal(['customerSegment', 'language']);
    const other = { ...facts, customerSegment: 'silver' };
    expect((await lookedUp(all, other, toLookUp)).asked).to.deep.equal(['customerSegment']);
    const any = named([{ any: [{ all: [segment, intent] }, language] }]);
    expect((await lookedUp(any, facts, toLookUp)).asked).to.deep.equal(['customerSegment']);
  });

  it('leaves out the rules behind the first that holds, when that settles it', async () => {
    const rules = named([segment, language]);
    expect((await lookedUp(rules, facts, toLookUp, 'first')).asked).to.deep.equal(['customerSegment']);
    expect((await lookedUp(rules, facts, toLookUp)).asked).to.deep.equal(['customerSegment', 'language']);
  });

  it('takes what is not found to be what the pack says, or missing', async () => {
    const rules = named([segment]);
    const found = await lookedUp(rules, {}, toLookUp, 'all', { customerSegment: 'gold' });
    expect(found).to.deep.equal({ asked: ['customerSegment'], holds: true });
    expect((await lookedUp(rules, {}, toLookUp)).holds).to.equal(false);
  });
});
