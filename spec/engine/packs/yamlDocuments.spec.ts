import { expect } from 'chai';
import { header, policyFromText } from '../policyText.ts';

const first =
  '  - { name: a, headStartSeconds: 1, when: { fact: priority, operator: equal, value: high } }\n';
const order = `${header('QueueOrder')}headStarts:\n${first}`;

/** What is said of a pack, in the order of its lines. */
function said(text: string): readonly string[] {
  return policyFromText(text).problems.map(
    ({ line, message, hint }) => `${line}: ${message} → ${hint ?? ''}`,
  );
}

describe('a mistake of syntax in a rule file', () => {
  const lines = order.split('\n').length;
  const aside = 'this line is indented otherwise than those beside it → begin it in their column';
  const examples: readonly [string, text: string, told: string][] = [
    [
      'a rule too far to the left',
      `${order} - name: b\n   headStartSeconds: 2\n${first}`,
      `${lines}: ${aside}`,
    ],
    [
      'a tab',
      `${order}\t- name: b\n`,
      `${lines}: a tab is used for indentation, which YAML does not allow → use spaces`,
    ],
    [
      'an open bracket',
      `${order}  - { name: b\n`,
      `${lines + 1}: a { or [ is opened above and not closed → close it; lines within it are indented`,
    ],
    [
      'an open quote',
      `${order}  - name: "b\n`,
      `${lines + 1}: a quote is opened above and not closed → close it where the text ends`,
    ],
  ];
  for (const [name, text, told] of examples)
    it(`is told once, without what the parser makes of the lines after it: ${name}`, () => {
      expect(said(text)).to.deep.equal([told]);
    });

  it('is told of each document of a file', () => {
    expect(said(`${order}\t- name: b\n---\n${order}\t- name: b\n`)).to.have.length(2);
  });

  it('does not hide another that it has not caused', () => {
    const twice = `${order}${first.replace('name: a', 'name: b, name: c')}`;
    expect(said(`${twice}${first.replace('name: a', 'name: d, name: e')}`)).to.have.length(2);
  });
});
