import { expect } from 'chai';
import fc from 'fast-check';
import {
  foldRead,
  foldSnapshot,
  type FoldedConversation,
} from '../../../../plugins/genesys/conversation/fold.ts';
import { snapshotOf, type ToldConversation } from '../../../../plugins/genesys/conversation/snapshot.ts';
import { customer, deliveries, histories, told } from '../told.ts';

const fold = (frames: readonly ToldConversation[]): FoldedConversation =>
  frames.reduce<FoldedConversation | undefined>(
    (before, frame) => foldSnapshot(before, snapshotOf(frame)!),
    undefined,
  )!;

const delivered = (history: readonly ToldConversation[]) =>
  deliveries(history.length).map((order) => order.map((index) => history[index]!));

const withDeliveries = (allowed?: Parameters<typeof histories>[0]) =>
  histories(allowed).chain((history) => fc.tuple(fc.constant(history), delivered(history)));

describe('folding snapshots of a conversation', () => {
  it('has the same outcome however they repeat and in whatever order they come', () => {
    fc.assert(
      fc.property(withDeliveries(), ([history, frames]) => {
        expect(fold(frames)).to.deep.equal(fold(history));
      }),
    );
  });

  it('ends with the latest, where the platform’s times and states tell which it is', () => {
    fc.assert(
      fc.property(withDeliveries(['enter', 'ring', 'answer', 'end']), ([history, frames]) => {
        expect(fold(frames)).to.deep.include({ snapshot: snapshotOf(history.at(-1)!), unsettled: false });
      }),
    );
  });

  it('knows when it cannot tell which is the latest, and a read settles it', () => {
    fc.assert(
      fc.property(withDeliveries(), ([history, frames]) => {
        const latest = snapshotOf(history.at(-1)!)!;
        const folded = fold(frames);
        if (!folded.unsettled) expect(folded.snapshot).to.deep.equal(latest);
        expect(foldRead(folded, latest)).to.deep.include({ snapshot: latest, unsettled: false });
      }),
    );
  });

  const noted = (intent: string): ToldConversation => told('c-1', customer(0, { attributes: { intent } }));

  it('is unsettled by two attributes of one moment', () => {
    expect(fold([noted('a'), noted('b')]).unsettled).to.equal(true);
    expect(fold([noted('a'), noted('a')]).unsettled).to.equal(false);
  });

  it('keeps what was told when a read has not come as far', () => {
    const further = fold([told('c-1', customer(0, { endTime: '2026-03-02T09:01:00.000Z' }))]);
    expect(foldRead(further, snapshotOf(told('c-1', customer()))!)).to.equal(further);
  });

  it('counts states and messages as steps forward', () => {
    const at = (state: 'alerting' | 'connected' | 'disconnected', messageStatus: 'sent' | 'read') =>
      told(
        'c-1',
        customer(0, { messages: [{ id: 'm', state, messages: [{ messageId: '1', messageStatus }] }] }),
      );
    const order = [
      at('alerting', 'sent'),
      at('connected', 'sent'),
      at('connected', 'read'),
      at('disconnected', 'read'),
    ];
    order.slice(1).forEach((later, index) => {
      const earlier = order[index]!;
      expect(fold([later, earlier])).to.deep.equal(fold([earlier, later]));
      expect(fold([later, earlier]).snapshot).to.deep.equal(snapshotOf(later));
    });
  });
});
