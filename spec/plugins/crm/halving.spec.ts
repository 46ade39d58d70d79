import { expect } from 'chai';
import fc from 'fast-check';
import { sendHalving, type Send } from '../../../plugins/crm/halving.ts';

const done = { status: 'done' } as const;
const always = (): boolean => true;

/** Refuses whatever holds a poisonous place, and notes what it was sent. */
function refusing(poison: ReadonlySet<number>): { readonly send: Send; readonly sent: number[][] } {
  const sent: number[][] = [];
  const send: Send = (from, to) => {
    const places = Array.from({ length: to - from }, (_, index) => from + index);
    sent.push(places);
    const isRefused = places.some((place) => poison.has(place));
    return Promise.resolve(isRefused ? { halve: '400' } : { outcomes: places.map(() => done) });
  };
  return { send, sent };
}

describe('halving a batch', () => {
  const batches = fc
    .integer({ min: 1, max: 64 })
    .chain((count) => fc.tuple(fc.constant(count), fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }))));

  it('has only what is refused alone end refused; all else is done, once, in its order', () =>
    fc.assert(
      fc.asyncProperty(batches, async ([count, places]) => {
        const poison = new Set(places);
        const { send, sent } = refusing(poison);
        const outcomes = await sendHalving(count, send, always);
        expect(outcomes.map(({ status }) => status)).to.deep.equal(
          Array.from({ length: count }, (_, place) => (poison.has(place) ? 'refused' : 'done')),
        );
        const taken = sent.filter((all) => !all.some((place) => poison.has(place))).flat();
        expect(taken).to.deep.equal([...taken].sort((a, b) => a - b));
        expect(taken).to.have.length(count - poison.size);
        // A whole binary tree at most, and a path for each that is refused.
        expect(sent.length).to.be.at.most(
          Math.min(2 * count, 1 + 2 * poison.size * Math.ceil(Math.log2(count + 1))),
        );
      }),
    ));

  it('says of every record something, whenever the CRM goes down or the time is over; of nothing done, what is not so', () =>
    fc.assert(
      fc.asyncProperty(
        batches,
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('later', 'unclear', 'time'),
        async ([count, places], calls, how) => {
          const { send, sent } = refusing(new Set(places));
          const failing: Send = (from, to) => {
            if (how === 'time' || sent.length < calls) return send(from, to);
            return Promise.resolve(how === 'later' ? { later: 'down' } : { unclear: 'down' });
          };
          const mayGoOn = (): boolean => how !== 'time' || sent.length < calls;
          const outcomes = await sendHalving(count, failing, mayGoOn).catch(
            (error: unknown) => error as Error,
          );
          const taken = new Set(sent.filter((all) => !all.some((place) => places.includes(place))).flat());
          if (outcomes instanceof Error) {
            expect([how, taken.size]).to.deep.equal(['later', 0]);
            return;
          }
          expect(outcomes).to.have.length(count);
          outcomes.forEach(({ status }, place) => expect(status === 'done').to.equal(taken.has(place)));
          const first = outcomes.findIndex(({ status }) => status === 'notDone');
          // Nothing is sent after what was not.
          if (first !== -1)
            for (const { status } of outcomes.slice(first)) expect(status).to.equal('notDone');
        },
      ),
    ));
});
