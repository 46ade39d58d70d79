import { expect } from 'chai';
import fc from 'fast-check';
import { compileRules } from '../../../../engine/conditions/compiled/compile.ts';
import { activeShifts, shiftRules, shiftWeights } from '../../../../engine/decisions/ranking/shifts.ts';
import type { SlaPolicy } from '../../../../engine/decisions/ranking/slaPolicy.ts';
import { dimensions } from '../../../../engine/decisions/ranking/weights.ts';
import type { FactValues } from '../../../../engine/facts/definition.ts';
import { header, policyFromText, rightPolicy } from '../../policyText.ts';
import { scoring } from './arbitraries.ts';

const slaPolicy = (fields = ''): SlaPolicy =>
  rightPolicy(`${header('SlaPolicy')}${fields}`).packs[0] as SlaPolicy;
const base = scoring().weightsBp;

/** Which shifts are in force after each level in turn. */
function course(pack: SlaPolicy, target: string, levels: readonly number[]): string[][] {
  const rules = compileRules(shiftRules(pack), {});
  const seen: string[][] = [];
  for (const serviceLevel of levels) {
    const facts: FactValues = { slaTarget: target, serviceLevel };
    const outcomes = rules.judge((fact) => facts[fact], new Set());
    seen.push([...activeShifts(pack, outcomes, seen.at(-1) ?? [])]);
  }
  return seen;
}

describe('the source document’s two shifts, as the defaults have them', () => {
  it('move the weights by its numbers', () => {
    const { weightsBp } = shiftWeights(slaPolicy(), base, ['behind-80-20']);
    expect(weightsBp).to.deep.equal({ proficiency: 3250, languageMatch: 4500, historicalCsat: 2250 });
    const ahead = shiftWeights(slaPolicy(), base, ['ahead-95-30']).weightsBp;
    expect(ahead).to.deep.equal({ proficiency: 3500, languageMatch: 2500, historicalCsat: 4000 });
  });

  it('begin at its thresholds: below 0.75, and from 0.90', () => {
    expect(course(slaPolicy(), '80/20', [0.75, 0.7499])).to.deep.equal([[], ['behind-80-20']]);
    expect(course(slaPolicy(), '95/30', [0.8999, 0.9])).to.deep.equal([[], ['ahead-95-30']]);
    expect(course(slaPolicy(), '90/10', [0.1, 0.99])).to.deep.equal([[], []]);
  });
});

describe('hysteresis', () => {
  it('holds a shift between its two thresholds, coming from either side', () => {
    const inForce = course(slaPolicy(), '80/20', [0.77, 0.7, 0.77, 0.79, 0.8, 0.77, 0.74]).map(
      (one) => one.length,
    );
    expect(inForce).to.deep.equal([0, 1, 1, 1, 0, 0, 1]);
  });

  it('switches at most once while the level stays between the thresholds', () => {
    const levels = fc.array(fc.integer({ min: 7500, max: 7999 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(0.5, 0.9), levels, (first, inside) => {
        const seen = course(slaPolicy(), '80/20', [first, ...inside.map((level) => level / 10_000)]);
        expect(new Set(seen.map(String)).size).to.equal(1);
      }),
      { numRuns: 100 },
    );
  });
});

describe('weights under any sequence of shifts', () => {
  const change = fc.tuple(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: -3000, max: 3000 }));
  const shift = change.map(([one, other]) => ({
    proficiency: one,
    languageMatch: other,
    historicalCsat: -one - other,
  }));

  it('stay on the simplex: no weight below zero, sum exactly 10,000, the base untouched', () => {
    const shares = fc
      .tuple(fc.nat(20), fc.nat(20), fc.nat(20))
      .filter((given) => given.some((share) => share > 0));
    fc.assert(
      fc.property(
        shares,
        fc.array(shift, { maxLength: 6 }),
        fc.nat(63),
        ([proficiency, languageMatch, historicalCsat], drawn, mask) => {
          const from = scoring(
            `weights: ${JSON.stringify({ proficiency, languageMatch, historicalCsat })}`,
          ).weightsBp;
          const before = JSON.stringify(from);
          const shifts = drawn.map((shiftBp, index) => ({ name: `s${index}`, when: { any: [] }, shiftBp }));
          const pack = { ...slaPolicy(), shifts };
          const active = shifts.filter((_, index) => (mask >> index) & 1).map(({ name }) => name);
          const { weightsBp, shifts: states } = shiftWeights(pack, from, active);
          expect(dimensions.reduce((sum, name) => sum + weightsBp[name], 0)).to.equal(10_000);
          for (const name of dimensions) expect(weightsBp[name]).to.be.at.least(0);
          expect(states.filter(({ state }) => state !== 'notInForce').map(({ name }) => name)).to.deep.equal(
            active,
          );
          expect(JSON.stringify(from)).to.equal(before);
        },
      ),
    );
  });
});

describe('shifts without a Scoring pack', () => {
  const codes = (...texts: readonly string[]): string[] =>
    policyFromText(...texts).problems.map(({ code }) => code);

  it('are a warning, unless the Scoring pack is there and could not be loaded', () => {
    expect(codes(header('SlaPolicy'))).to.deep.equal(['no-scoring']);
    expect(codes(header('SlaPolicy'), header('Scoring'))).to.deep.equal([]);
    expect(codes(header('SlaPolicy'), `${header('Scoring')}minimumScore: 50`)).to.deep.equal([
      'out-of-range',
    ]);
  });
});

describe('a shift that cannot be right', () => {
  const problems = (shift: string, weights = ''): string[] =>
    policyFromText(
      `${header('SlaPolicy')}shifts: [{ name: s, when: { fact: serviceLevel, operator: lessThan, value: 0.5 }, shift: ${shift} }]`,
      `${header('Scoring')}${weights}`,
    ).problems.map(({ code }) => code);

  it('is refused when the policy is loaded: unbalanced, or more than a weight has', () => {
    expect(problems('{ proficiency: 0.1, languageMatch: -0.1 }')).to.deep.equal([]);
    expect(problems('{ proficiency: 0.1, languageMatch: -0.2 }')).to.deep.equal(['unbalanced']);
    const small = 'weights: { proficiency: 0.05, languageMatch: 0.9, historicalCsat: 0.05 }';
    expect(
      problems('{ languageMatch: 0.15, proficiency: -0.075, historicalCsat: -0.075 }', small),
    ).to.deep.equal(['negative-weight']);
  });
});
