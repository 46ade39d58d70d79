import { expect } from 'chai';
import fc from 'fast-check';
import { interpretRules } from '../../../engine/conditions/interpreter.ts';
import type { PreparedRules } from '../../../engine/conditions/evaluator.ts';
import type { RuleOutcome } from '../../../engine/conditions/outcome.ts';
import type { Handoff } from '../../../engine/decisions/handoff/handoff.ts';
import type { FactValues } from '../../../engine/facts/definition.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import { factValueProblem } from '../../../engine/facts/values.ts';
import { header, policyFromText } from '../policyText.ts';

/**
 * Each trap of json-rules-engine 7.3.1, as probed on it (the probes in comments), is refused when a pack loads or shown
 * to do no harm. Conditions are those of a Handoff pack, which may read the most facts.
 */
function handoff(conditions: readonly string[], more = ''): string {
  const triggers = conditions.map((when, index) => `    - { name: t${index}, when: ${when} }\n`).join('');
  return `${header('Handoff')}target: { queue: A }\notherwise: { offer: callback }\ntriggers:\n  any:\n${triggers}${more}`;
}

/** The codes of what is wrong with a condition, each once. */
function refused(when: string, more = ''): string[] {
  const codes = policyFromText(handoff([when], more)).problems.map(({ code }) => code);
  return [...new Set(codes)];
}

function prepared(conditions: readonly string[], more = ''): PreparedRules {
  const { policy, problems } = policyFromText(handoff(conditions, more));
  expect(problems).to.deep.equal([]);
  const { triggers, missing } = policy.packs[0] as Handoff;
  return interpretRules(triggers, missing);
}

async function outcomes(
  conditions: readonly string[],
  facts: FactValues,
  more = '',
): Promise<readonly RuleOutcome[]> {
  return prepared(conditions, more).evaluate(facts, new Set());
}

async function holds(when: string, facts: FactValues, more = ''): Promise<boolean> {
  return (await outcomes([when], facts, more))[0]!.holds;
}

const wait = (operator: string, value: unknown): string =>
  `{ fact: waitSeconds, operator: ${operator}, value: ${String(value)} }`;
const high = '{ fact: priority, operator: equal, value: high }';

describe('a trap of json-rules-engine', () => {
  // Two run() on one engine at once: the slower one silently loses rules.
  it('two questions at once get two answers, each by its own facts', async () => {
    const rules = prepared(['{ any: [ { all: [ ' + high + ', ' + wait('lessThan', 50) + '] } ] }', high]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ high: fc.boolean(), wait: fc.nat(99) })), async (questions) => {
        const answers = await Promise.all(
          questions.map(async (asked) =>
            rules.evaluate({ priority: asked.high ? 'high' : 'low', waitSeconds: asked.wait }, new Set()),
          ),
        );
        expect(answers.map((answer) => answer.map((outcome) => outcome.holds))).to.deep.equal(
          questions.map((asked) => [asked.high && asked.wait < 50, asked.high]),
        );
      }),
      { numRuns: 50 },
    );
  });

  // Order inside one priority: completion order, so that a deeper rule written first comes second.
  it('outcomes come in the order the rules are written, however deep each is', async () => {
    const deep = `{ all: [ { any: [ { all: [ ${high}, ${high} ] }, ${high} ] }, ${high} ] }`;
    const names = (await outcomes([deep, high, deep, high], { priority: 'high' })).map(({ rule }) => rule);
    expect(names).to.deep.equal(['t0', 't1', 't2', 't3']);
  });

  // any: [] and all: [] are both true.
  it('empty groups are refused', () => {
    for (const empty of ['{ all: [] }', '{ any: [] }', `{ all: [ ${high}, { any: [] } ] }`])
      expect(refused(empty), empty).to.deep.equal(['empty-group']);
  });

  // any wins and all is ignored.
  it('two groups on one node are refused', () => {
    for (const two of [
      `{ any: [${high}], all: [${high}] }`,
      `{ not: ${high}, all: [${high}] }`,
      `{ condition: a, any: [${high}] }`,
      `{ all: [${high}], fact: priority, operator: equal, value: high }`,
    ])
      expect(refused(two), two).to.deep.equal(['two-in-one']);
  });

  // vlaue, prioritty: accepted silently.
  it('misspelt keys are refused', () => {
    expect(refused('{ fact: priority, operator: equal, vlaue: high }')).to.have.members([
      'unknown-key',
      'missing-key',
    ]);
    expect(refused(`{ alll: [${high}] }`)).to.include('unknown-key');
  });

  // An unknown operator shows at run time and rejects the whole run.
  it('unknown operators are refused, json-rules-engine’s decorators among them', () => {
    for (const operator of [
      'equals',
      'someFact:equal',
      'not:equal',
      'present:equal',
      'toString',
      '__proto__',
    ])
      expect(refused(`{ fact: priority, operator: "${operator}", value: high }`), operator).to.deep.equal([
        'unknown-operator',
      ]);
  });

  // An undefined fact rejects the run, or makes notEqual, notIn and `not: lessThan` true.
  it('a missing fact makes every comparison and its negation false', async () => {
    const every = [
      wait('equal', 1),
      wait('notEqual', 1),
      wait('lessThan', 1),
      wait('lessThanInclusive', 1),
      wait('greaterThan', 1),
      wait('greaterThanInclusive', 1),
      wait('in', '[1]'),
      wait('notIn', '[1]'),
      '{ fact: requiredSkills, operator: contains, value: A }',
      '{ fact: requiredSkills, operator: doesNotContain, value: A }',
      ...['containsWord', 'doesNotContainWord', 'containsText', 'doesNotContainText'].map(
        (operator) => `{ fact: utterance, operator: ${operator}, value: a }`,
      ),
    ];
    const all = [...every, ...every.map((when) => `{ not: ${when} }`)];
    for (const { holds: held, rule } of await outcomes(all, {})) expect(held, rule).to.equal(false);
  });

  it('a missing fact that has a default is that default, in a comparison and its negation', async () => {
    const missing = 'missing: { waitSeconds: 5 }\n';
    expect(await holds(`{ not: ${wait('lessThan', 3)} }`, {}, missing)).to.equal(true);
    expect(await holds(wait('lessThan', 3), {}, missing)).to.equal(false);
  });

  // NaN: notEqual true, `not lessThan` true.
  it('NaN is refused in a rule, and no fact may be it', () => {
    for (const value of ['.nan', '.inf', '-.inf']) {
      expect(refused(wait('notEqual', value)), value).to.deep.equal(['value-type']);
      expect(refused(wait('in', `[1, ${value}]`)), value).to.deep.equal(['value-type']);
    }
    for (const value of [NaN, Infinity, -Infinity])
      expect(factValueProblem(factCatalogue.get('waitSeconds')!, value)).to.match(/must be a number/);
  });

  // '12' < 20 is true, '9' < '10' false, [5] < 10 true, 5 >= null true.
  it('numbers in quotes, lists and null are refused where a number belongs, in rules and in facts', () => {
    for (const value of ['"12"', '12abc', '[5]', 'null', '', 'true', '{ a: 1 }'])
      expect(refused(wait('lessThan', value)), value).to.deep.equal(['value-type']);
    for (const value of ['12', [5], null, true, new Date(0)])
      expect(factValueProblem(factCatalogue.get('waitSeconds')!, value)).to.match(/must be a number/);
    expect(refused('{ fact: intent, operator: lessThan, value: "10" }')).to.deep.equal(['operator-type']);
  });

  // '05 Apr 2022' > '04 Apr 2024' is true; dates never compare.
  it('dates do not compare: no fact is one, and texts have no order', () => {
    for (const date of ['2022-04-05', '"05 Apr 2022"']) {
      expect(refused(`{ fact: intent, operator: greaterThan, value: ${date} }`)).to.deep.equal([
        'operator-type',
      ]);
      expect(refused(wait('greaterThan', date))).to.deep.equal(['value-type']);
    }
  });

  // 'ell' in 'hello' is true; with a number it throws.
  it('`in` takes a list and nothing else', () => {
    for (const value of ['hello', '5', 'null', '{}'])
      expect(refused(`{ fact: intent, operator: in, value: ${value} }`), value).to.deep.equal(['value-type']);
    expect(refused('{ fact: intent, operator: notIn, value: [] }')).to.deep.equal(['value-type']);
  });

  // contains and doesNotContain are both false on text.
  it('`contains` on text is refused, and says which operators are for text', () => {
    for (const operator of ['contains', 'doesNotContain']) {
      const { problems } = policyFromText(handoff([`{ fact: utterance, operator: ${operator}, value: a }`]));
      expect(problems).to.have.length(1);
      expect(problems[0]!.code).to.equal('operator-type');
      expect(problems[0]!.hint).to.contain('containsWord');
    }
  });

  // An operator that returns 1 is true alone and false beside a second condition.
  it('every operator means the same alone and beside others', async () => {
    const facts: FactValues = {
      utterance: 'a refund',
      requiredSkills: ['A'],
      waitSeconds: 3,
      priority: 'high',
    };
    const wheres = [
      wait('lessThan', 5),
      '{ fact: utterance, operator: containsWord, value: refund }',
      '{ fact: utterance, operator: containsText, value: fun }',
      '{ fact: requiredSkills, operator: contains, value: A }',
      '{ fact: priority, operator: in, value: [high] }',
    ];
    for (const when of wheres) {
      expect(await holds(when, facts), when).to.equal(true);
      expect(await holds(`{ all: [ ${when}, ${high} ] }`, facts), when).to.equal(true);
      expect(await holds(`{ any: [ { not: ${when} }, ${high} ] }`, facts), when).to.equal(true);
    }
  });

  // path: filters return lists, jsonpath has run foreign code, deep ones overflow the stack.
  it('path and params are refused', () => {
    for (const more of [
      'path: $.a',
      'path: "$..[?(@.constructor)]"',
      'params: { a: 1 }',
      'priority: abc',
      'name: x',
    ])
      expect(refused(`{ fact: intent, operator: equal, value: a, ${more} }`), more).to.deep.equal([
        'left-out',
      ]);
  });

  // A value { fact: … } is read as another fact.
  it('a value that names another fact is refused', () => {
    expect(refused('{ fact: waitSeconds, operator: lessThan, value: { fact: botTurns } }')).to.deep.equal([
      'value-type',
    ]);
  });

  // Named conditions are cloned per use; a circle overflows the stack at run time.
  it('named conditions in a circle are refused, through any number of steps and negations', () => {
    const circle = `conditions:\n  a: { not: { condition: b } }\n  b: { all: [ ${high}, { condition: c } ] }\n  c: { any: [ { condition: a } ] }\n`;
    expect(refused('{ condition: a }', circle)).to.deep.equal(['circular-condition']);
    expect(refused(high, circle)).to.deep.equal(['circular-condition']);
  });

  it('names inherited from objects are neither facts nor conditions nor operators', async () => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf']) {
      expect(refused(`{ fact: ${name}, operator: equal, value: a }`), name).to.deep.equal(['unknown-fact']);
      expect(refused(`{ condition: ${name} }`), name).to.deep.equal(['unknown-condition']);
    }
    const inherited = Object.create({ waitSeconds: 3 }) as FactValues;
    expect(await holds(wait('lessThan', 5), inherited)).to.equal(false);
  });

  // A priority is parsed in the caller's object; a pack is written to.
  it('a pack and the facts in hand are never written to', async () => {
    const { policy } = policyFromText(handoff([high, `{ not: ${high} }`]));
    const before = JSON.stringify(policy);
    const facts = Object.freeze({ priority: 'high' });
    const { triggers, missing } = policy.packs[0] as Handoff;
    await interpretRules(triggers, missing).evaluate(facts, new Set());
    expect(JSON.stringify(policy)).to.equal(before);
    expect(Object.isFrozen((policy.packs[0] as Handoff).triggers[0]!.when)).to.equal(true);
  });

  // Events named error and success have effects of their own.
  it('rules named like events of an emitter are rules like any other', async () => {
    const named = handoff([high, high])
      .replace('name: t0', 'name: error')
      .replace('name: t1', 'name: success');
    const { policy, problems } = policyFromText(named);
    expect(problems).to.deep.equal([]);
    const { triggers } = policy.packs[0] as Handoff;
    const result = await interpretRules(triggers, {}).evaluate({ priority: 'high' }, new Set());
    expect(result.map(({ rule, holds: held }) => [rule, held])).to.deep.equal([
      ['error', true],
      ['success', true],
    ]);
  });
});
