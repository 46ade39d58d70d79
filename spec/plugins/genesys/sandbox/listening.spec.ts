import { expect } from 'chai';
import { shop } from '../../../harness/sandbox/sandboxes.ts';
import { polling, withNotifications } from './followed.ts';
import { withPlugin, type Plugged } from './plugged.ts';

const hour = 3600;

/** What befalls the stream, and what comes of it besides the same final state. */
const troubles: readonly (readonly [what: string, faults: readonly object[], gaps: 'gap' | 'none'])[] = [
  ['a dropped socket', [{ kind: 'socketDrop' }], 'gap'],
  ['a socket that is announced to close', [{ kind: 'socketClosing' }], 'gap'],
  ['a channel that has expired', [{ kind: 'channelExpiry' }], 'gap'],
  ['notifications that repeat', times(30, { kind: 'repeat' }), 'none'],
  ['notifications that change places', times(30, { kind: 'reorder' }), 'none'],
  [
    'a socket, a channel and a token, one after the other, and a server in trouble',
    [
      { kind: 'socketDrop' },
      { kind: 'serverError', status: 503, count: 3 },
      { kind: 'unauthorized' },
      { kind: 'channelExpiry', at: '2026-03-02T16:40:00.000Z' },
      { kind: 'tooManyRequests', at: '2026-03-02T16:40:00.000Z', seconds: 20 },
      { kind: 'cutJson', count: 2, at: '2026-03-02T16:40:01.000Z' },
    ],
    'gap',
  ],
];

function times(count: number, fault: object): object[] {
  return Array.from({ length: count }, () => fault);
}

/** The shop with all its customers, a quarter of an hour on. */
const inTheShop = (use: (plugged: Plugged) => Promise<void>): Promise<void> =>
  withPlugin(
    async (plugged) => {
      await plugged.lockStep.pass(900);
      await use(plugged);
    },
    { org: shop },
  );

describe('listening to a sandbox', function () {
  this.timeout(60_000);

  it('by notifications: every conversation stands in the engine where it stands in the sandbox', () =>
    inTheShop((plugged) =>
      withNotifications(plugged, async (followed, source) => {
        await plugged.lockStep.pass(2 * hour);
        await followed.agrees();
        expect(source.counts).to.deep.include({ reconciliations: 0, repairs: 0 });
        expect(plugged.problems).to.deep.equal([]);
        const types = new Set(followed.events.map(({ event }) => event.type));
        expect(types).to.include.all.keys(
          'conversation.started',
          'conversation.queued',
          'conversation.answered',
          'conversation.abandoned',
          'conversation.ended',
          'conversation.transferred',
          'agent.updated',
        );
      }),
    ));

  it('by polls: the same final state', () =>
    inTheShop(async (plugged) => {
      const { followed, source } = polling(plugged);
      for (let polls = 0; polls < 60; polls++) {
        await plugged.lockStep.run(source.poll());
        await plugged.lockStep.pass(60);
      }
      await plugged.lockStep.run(source.poll());
      await followed.agrees();
      expect(plugged.problems).to.deep.equal([]);
    }));

  it('by both: what is told of a conversation is the same', () =>
    inTheShop((plugged) =>
      withNotifications(plugged, async (heard) => {
        const { followed: polled, source } = polling(plugged);
        for (let polls = 0; polls < 30; polls++) {
          await plugged.lockStep.run(source.poll());
          await plugged.lockStep.pass(60);
        }
        await plugged.lockStep.run(source.poll());
        expect([...polled.tally.keys()].sort()).to.deep.equal([...heard.tally.keys()].sort());
      }),
    ));

  for (const [what, faults, gaps] of troubles) {
    it(`survives ${what}`, () =>
      inTheShop((plugged) =>
        withNotifications(plugged, async (followed, source) => {
          await plugged.lockStep.pass(300);
          await plugged.befall(...faults);
          await plugged.lockStep.pass(hour);
          await followed.agrees();
          expect(source.counts.reconciliations > 0 ? 'gap' : 'none').to.equal(gaps);
        }),
      ));
  }

  it('survives heartbeats that stay away, and a notification that is lost with them', () =>
    withPlugin((plugged) =>
      withNotifications(plugged, async (followed, source) => {
        const { lockStep, driven } = plugged;
        for (const agent of Object.keys(driven.ids.users)) await plugged.presence(agent, 'Break');
        await lockStep.pass(10);
        await plugged.befall({ kind: 'noHeartbeat', seconds: 90 }, { kind: 'loss', count: 2 });
        const id = await plugged.come('one');
        await lockStep.quiet();
        expect(followed.conversations.has(id), 'nobody told').to.equal(false);
        await lockStep.pass(120);
        await followed.agrees();
        expect(source.counts.reconciliations).to.be.greaterThan(0);
        expect(source.counts.repairs).to.be.greaterThan(0);
      }),
    ));

  it('renews its channel before a day is over, and misses nothing', () =>
    withPlugin(async (plugged) => {
      await withNotifications(plugged, async (followed, source) => {
        await plugged.lockStep.pass(30 * hour);
        await plugged.come('late', { queue: 'Orders' });
        await plugged.lockStep.quiet();
        await followed.agrees();
        expect(source.counts.reconciliations).to.equal(0);
        expect(await plugged.exchanges('postNotificationsChannels')).to.have.length(2);
      });
    }));

  it('follows how conversations sound, while they last', () =>
    inTheShop((plugged) =>
      withNotifications(
        plugged,
        async (followed) => {
          await plugged.lockStep.pass(hour);
          const sounds = followed.events.flatMap(({ event }) =>
            event.type === 'conversation.facts' && 'sentiment' in event.facts
              ? [event.facts['sentiment']]
              : [],
          );
          for (const sound of sounds) expect(sound).to.be.within(0, 1);
          expect(plugged.problems).to.deep.equal([]);
          expect(await plugged.exchanges('postNotificationsChannelSubscriptions')).to.have.length.above(5);
        },
        { followSentiment: true },
      ),
    ));
});
