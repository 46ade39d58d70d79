import { expect } from 'chai';
import { comparisonInWords, valueInWords } from '../../../engine/conditions/inWords.ts';

describe('a comparison in words', () => {
  it('has lists as people say them: any of what it is compared with, all of what was found', () => {
    const compared = (value: readonly string[]): string =>
      comparisonInWords({ fact: 'intent', operator: 'containsWord', value });
    expect(compared(['refund'])).to.equal('intent has the word “refund”');
    expect(compared(['a', 'b'])).to.equal('intent has the word “a” or “b”');
    expect(compared(['a', 'b', 'c, d'])).to.equal('intent has the word “a”, “b” or “c, d”');
    expect(valueInWords(['Cards', 'Loans'], 'requiredSkills')).to.equal('“Cards” and “Loans”');
    expect(valueInWords([], 'requiredSkills')).to.equal('none');
  });
});
