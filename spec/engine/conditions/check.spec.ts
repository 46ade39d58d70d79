import { expect } from 'chai';
import type { Condition } from '../../../engine/conditions/condition.ts';
import type { QueueOrder } from '../../../engine/decisions/order/queueOrder.ts';
import { header, policyFromText } from '../policyText.ts';

/** The condition as a pack that holds it understands it, or the codes of what is wrong with it. */
function understood(when: string, more = ''): Condition | string[] {
  const { policy, problems } = policyFromText(
    `${header('QueueOrder')}${more}headStarts:\n  - name: a\n    headStartSeconds: 1\n    when: ${when}\n`,
  );
  if (problems.length > 0) return problems.map(({ code }) => code);
  return (policy.packs[0] as QueueOrder).headStarts[0]!.when;
}

const high = '{ fact: priority, operator: equal, value: high }';
const long = '{ fact: waitSeconds, operator: greaterThan, value: 60 }';

describe('a condition in normal form', () => {
  it('has its negations in its operators, by De Morgan', () => {
    expect(understood(`{ not: { all: [${high}, { not: { any: [${long}, ${high}] } }] } }`)).to.deep.equal({
      any: [
        { fact: 'priority', operator: 'notEqual', value: 'high' },
        {
          any: [
            { fact: 'waitSeconds', operator: 'greaterThan', value: 60 },
            { fact: 'priority', operator: 'equal', value: 'high' },
          ],
        },
      ],
    });
  });

  it('has named conditions put in place', () => {
    const named = `conditions:\n  urgent: { any: [${high}, { condition: late }] }\n  late: ${long}\n`;
    expect(understood('{ condition: urgent }', named)).to.deep.equal({
      any: [
        { fact: 'priority', operator: 'equal', value: 'high' },
        { fact: 'waitSeconds', operator: 'greaterThan', value: 60 },
      ],
    });
  });

  it('is refused where its meaning would be a surprise', () => {
    const refused: readonly [string, string][] = [
      ['{ all: [] }', 'empty-group'],
      ['{ any: [] }', 'empty-group'],
      [`{ all: [${high}], any: [${long}] }`, 'two-in-one'],
      [`{ all: [${high}], fact: priority }`, 'two-in-one'],
      [`[${high}]`, 'condition'],
      ['true', 'condition'],
      ['{ fact: priority, operator: equal, vlaue: high }', 'unknown-key'],
      ['{ fact: priority, operator: equal }', 'missing-key'],
      ['{ fact: priority, operator: equal, value: high, path: $.a }', 'left-out'],
      ['{ fact: priority, operator: equal, value: high, params: {} }', 'left-out'],
      ['{ fact: priority, operator: equal, value: high, priority: 3 }', 'left-out'],
      ['{ fact: prioritty, operator: equal, value: high }', 'unknown-fact'],
      ['{ fact: toString, operator: equal, value: high }', 'unknown-fact'],
      ['{ fact: askedForPerson, operator: equal, value: true }', 'fact-elsewhere'],
      ['{ fact: priority, operator: equals, value: high }', 'unknown-operator'],
      ['{ fact: priority, operator: lessThan, value: high }', 'operator-type'],
      ['{ fact: intent, operator: contains, value: x }', 'operator-type'],
      ['{ fact: waitSeconds, operator: lessThan, value: "20" }', 'value-type'],
      ['{ fact: waitSeconds, operator: lessThan, value: .nan }', 'value-type'],
      ['{ fact: waitSeconds, operator: lessThan, value: null }', 'value-type'],
      ['{ fact: waitSeconds, operator: equal, value: { fact: waitSeconds } }', 'value-type'],
      ['{ fact: priority, operator: in, value: high }', 'value-type'],
      ['{ fact: priority, operator: in, value: [] }', 'value-type'],
      ['{ fact: priority, operator: equal, value: highest }', 'value-type'],
      ['{ fact: slaTarget, operator: equal, value: 80-20 }', 'value-type'],
      ['{ fact: intent, operator: containsWord, value: [refund, " "] }', 'value-type'],
      ['{ condition: nowhere }', 'unknown-condition'],
    ];
    for (const [when, code] of refused) expect(understood(when), when).to.include(code);
  });

  it('is refused when named conditions go in a circle, however long', () => {
    const circle =
      'conditions:\n  a: { condition: b }\n  b: { not: { condition: c } }\n  c: { condition: a }\n';
    expect(understood('{ condition: a }', circle)).to.include('circular-condition');
  });

  it('is refused when it is nested too deep or holds too much, without naming doubling into a bomb', () => {
    const deep = `${'{ not: '.repeat(33)}${high}${' }'.repeat(33)}`;
    expect(understood(deep)).to.include('too-deep');
    const doubling = Array.from(
      { length: 20 },
      (_, n) => `  n${n + 1}: { all: [{ condition: n${n} }, { condition: n${n} }] }\n`,
    );
    expect(understood('{ condition: n20 }', `conditions:\n  n0: ${high}\n${doubling.join('')}`)).to.include(
      'too-large',
    );
  });
});
