import { expect } from 'chai';
import { header, policyFromText } from '../policyText.ts';

function hintFor(fact: string, value: string, operator = 'equal'): string | undefined {
  const when = `{ fact: ${fact}, operator: ${operator}, value: ${value} }`;
  const pack = `${header('QueueOrder')}headStarts:\n  - { name: a, headStartSeconds: 1, when: ${when} }\n`;
  const { problems } = policyFromText(pack);
  expect(problems.map(({ code }) => code)).to.deep.equal(['value-type']);
  return problems[0]!.hint;
}

describe('a value that a fact cannot have', () => {
  const examples: readonly [fact: string, value: string, hint: string | undefined][] = [
    ['waitSeconds', '"60"', 'write 60, without quotes'],
    ['serviceLevel', '75%', '75 % is 0.75'],
    ['serviceLevel', '"7.5 %"', '7.5 % is 0.075'],
    ['waitSeconds', '75%', undefined],
    ['waitSeconds', 'long', undefined],
    ['waitSeconds', '[60]', 'for one value leave the brackets out'],
    ['queueOpen', 'yes', 'write true, without quotes'],
    ['queueOpen', '"False"', 'write false, without quotes'],
    ['queueOpen', 'maybe', undefined],
    ['priority', 'Urgent', 'did you mean "urgent"?'],
    ['priority', 'important', undefined],
  ];
  for (const [fact, value, hint] of examples)
    it(`${fact}: ${value} is told with ${hint ?? 'no guess'}`, () => {
      expect(hintFor(fact, value)).to.equal(hint);
    });

  it('is not told to lose the brackets that its operator needs', () => {
    expect(hintFor('priority', '[important]', 'in')).to.equal(undefined);
  });
});
