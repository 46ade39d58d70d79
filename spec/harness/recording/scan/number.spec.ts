import { expect } from 'chai';
import fc from 'fast-check';
import { readNumber } from '../../../../harness/recording/scan/number.ts';
import { cursorAt } from '../reading.ts';

const digits = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength });

/** What looks like a number, and mostly is one. */
const spellings = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.oneof(digits(3), digits(25)),
    fc
      .oneof(fc.constant(''), digits(3), digits(25))
      .map((decimals) => (decimals === '' ? '' : `.${decimals}`)),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('') },
      fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), digits(3)).map(([sign, power]) => sign + power),
    ),
    fc.constantFrom('', '.', 'e', ' '),
  )
  .map((parts) => parts.join(''));

/** What JSON makes of the text; NaN when it is no number, or none that is finite. */
function parsed(text: string): number {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'number' && Number.isFinite(value) ? value : NaN;
  } catch {
    return NaN;
  }
}

/** What is read when nothing but the number may stand there. */
function readWhole(text: string): number {
  const cursor = cursorAt(`${text},`);
  const value = readNumber(cursor);
  return cursor.at === text.length ? value : NaN;
}

describe('reading a number', () => {
  it('makes what JSON makes of it, to the bit', () => {
    fc.assert(
      fc.property(fc.oneof(spellings, fc.double().map(String)), (text) => {
        // White space is not part of a number.
        expect(Object.is(readWhole(text), text.endsWith(' ') ? NaN : parsed(text)), text).to.equal(true);
      }),
      { examples: [['-0'], ['-0.0'], ['0'], ['-'], ['01'], ['-01'], ['1.'], ['.1'], ['1e400'], ['-1e-400']] },
    );
  });

  it('makes of every short decimal the number that is nearest', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 15 }), (value, decimals) => {
        const shown = String(value % 10 ** 15).padStart(decimals + 1, '0');
        const text = `${shown.slice(0, -decimals)}.${shown.slice(-decimals)}`;
        expect(readWhole(text)).to.equal(Number(text));
      }),
    );
  });
});
