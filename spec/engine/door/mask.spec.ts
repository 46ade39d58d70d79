import { expect } from 'chai';
import fc from 'fast-check';
import { maskText } from '../../../engine/door/mask.ts';
import { cpuMilliseconds } from '../../cpuTime.ts';

const masked: Readonly<Record<string, string>> = {
  'write to anna.lee+bank@example.co.uk.': 'write to <email>.',
  'my mail is anna@exam': 'my mail is <email>',
  'card 4111 1111 1111 1111, please': 'card <card>, please',
  'card 4111-1111-1111-1111': 'card <card>',
  '378282246310005 is my Amex': '<card> is my Amex',
  'it is DE89 3704 0044 0532 0130 00': 'it is <iban>',
  'gb82west12345698765432!': '<iban>!',
  'call +49 (0)30 901820 or 555-867-5309': 'call <phone> or <phone>',
  'call (212) 555 0187': 'call <phone>',
  'order 123456 has not come': 'order <number> has not come',
  'my pin is 1 2 3 4 5 6': 'my pin is <phone>',
  A12345678X: 'A<number>X',
  'رقمي ٠١٢٣٤٥٦٧': 'رقمي <number>',
  'card ４１１１１１１１１１１１１１１１': 'card <card>',
};

const kept = [
  'I did not make this transfer',
  'twice in 2 days, 30 euros each',
  'born on 1984-02-29 or 29.02.1984',
  'at 10:30 on 12/24/2026',
  'the code is 12345',
  '¿Dónde está mi pedido?',
  'a @ b',
];

/** Luhn's check digit for the digits before it. */
function luhn(digits: readonly number[]): number {
  const sum = [...digits]
    .reverse()
    .map((digit, place) => (place % 2 === 0 ? digit * 2 : digit))
    .reduce((total, digit) => total + (digit > 9 ? digit - 9 : digit), 0);
  return (10 - (sum % 10)) % 10;
}

describe('masking', () => {
  for (const [text, expected] of Object.entries(masked))
    it(`of “${text}” leaves “${expected}”`, () => expect(maskText(text)).to.equal(expected));

  for (const text of kept) it(`keeps “${text}”`, () => expect(maskText(text)).to.equal(text));

  it('knows every card by its check digit, however it is grouped', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 12, maxLength: 18 }),
        fc.constantFrom('', ' ', '-'),
        (digits, between) => {
          const card = [...digits, luhn(digits)].join('').replace(/(\d{4})(?=\d)/g, `$1${between}`);
          expect(maskText(`it is ${card} now`)).to.equal('it is <card> now');
        },
      ),
    ));

  it('leaves no six digits in a row anywhere, and keeps what has neither digits nor @', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789 -a.@é/'), maxLength: 60 }), (text) => {
        expect(maskText(text)).not.to.match(/\d{6}/);
        const words = text.replaceAll(/[\d@]/g, '');
        expect(maskText(words)).to.equal(words);
      }),
    ));

  it('masked once is masked for good', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789 -a.@+()'), maxLength: 40 }), (text) => {
        expect(maskText(maskText(text))).to.equal(maskText(text));
      }),
    ));

  it('takes no longer the more it is given to try', () => {
    const from = cpuMilliseconds();
    for (const unit of ['1 ', '1-', '@', 'a@', 'AB12 ', '(1', '+1.'])
      maskText(unit.repeat(10_000 / unit.length));
    expect(cpuMilliseconds() - from).to.be.below(2000);
  });
});
