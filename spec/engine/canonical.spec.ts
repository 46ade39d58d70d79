import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson, contentHash, deepFreeze } from '../../engine/canonical.ts';

describe('canonical JSON', () => {
  it('sorts keys, drops undefined and keeps the order of lists', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: undefined, c: null } })).to.equal('{"a":{"c":null},"b":[2,1]}');
  });

  it('refuses what JSON cannot say', () => {
    for (const value of [NaN, Infinity, () => 1, undefined])
      expect(() => canonicalJson(value)).to.throw(TypeError);
  });

  it('is the same for any order of keys, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).to.equal(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).to.equal(canonicalJson(value));
      }),
    );
  });

  it('hashes as SHA-256 of its UTF-8 bytes', () => {
    expect(contentHash({})).to.equal('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});

describe('deepFreeze', () => {
  it('freezes all the way down', () => {
    const value = deepFreeze({ list: [{ deep: true }] });
    expect(Object.isFrozen(value.list[0])).to.equal(true);
  });
});
