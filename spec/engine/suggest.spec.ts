import { expect } from 'chai';
import { closest, didYouMean } from '../../engine/suggest.ts';

const facts = ['intent', 'intentConfidence', 'intentMargin', 'serviceLevel', 'sentiment'];

describe('did you mean', () => {
  it('finds a letter wrong, a swap, a letter lost and another case', () => {
    expect(closest('intentConfidance', facts)).to.equal('intentConfidence');
    expect(closest('sevriceLevel', facts)).to.equal('serviceLevel');
    expect(closest('sentimnt', facts)).to.equal('sentiment');
    expect(closest('INTENT', facts)).to.equal('intent');
  });

  it('says nothing near when nothing is, and lists a short vocabulary instead', () => {
    expect(closest('weather', facts)).to.equal(undefined);
    expect(didYouMean('weather', ['IDLE', 'INTERACTING'])).to.equal('known here: IDLE, INTERACTING');
    expect(
      didYouMean(
        'weather',
        Array.from({ length: 40 }, (_, index) => `fact${index}xyzxyz`),
      ),
    ).to.equal(undefined);
  });
});
