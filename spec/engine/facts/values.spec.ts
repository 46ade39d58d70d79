import { expect } from 'chai';
import { show } from '../../../engine/facts/values.ts';

describe('a value as an error quotes it', () => {
  it('is short, and tells text from number', () => {
    expect([show('3'), show(3), show(undefined), show(NaN)]).to.deep.equal(['"3"', '3', 'nothing', 'NaN']);
    expect(show('x'.repeat(100))).to.have.length(58);
  });

  it('is told of when it is nested too deep to be written', () => {
    const deep = JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`) as unknown;
    expect(show(deep)).to.equal('what is nested too deep to show');
  });
});
