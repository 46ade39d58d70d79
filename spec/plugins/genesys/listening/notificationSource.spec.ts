import { expect } from 'chai';
import fc from 'fast-check';
import { milestones } from '../../../../plugins/genesys/conversation/milestones.ts';
import { snapshotOf } from '../../../../plugins/genesys/conversation/snapshot.ts';
import { longestFrame } from '../../../../plugins/genesys/listening/frame.ts';
import { genesysDefaults } from '../../../../plugins/genesys/settings.ts';
import { agent, customer, histories, iso, names, queue, told } from '../told.ts';
import { quiet, until } from './cloud.ts';
import { withSource } from './sourceOnCloud.ts';

const waiting = told('c-1', customer(0), queue('q-1', 5));
const answered = told('c-1', customer(0), queue('q-1', 5, { endTime: iso(20) }), agent('u-1', 20));

const restartedAt = Date.parse(iso(-3600));

describe('a notification source', () => {
  it('reads what is there when it first hears, and follows it by notifications', () =>
    withSource(async (listening) => {
      listening.cloud.conversations.set('c-1', waiting);
      await listening.start();
      await listening.tell(waiting, answered);
      expect(listening.happened).to.deep.equal(['read started', 'read queued', 'frame answered']);
      expect(listening.source.counts).to.deep.equal({
        ...{ reconciliations: 0, checks: 0 },
        ...{ repairs: 0, settlingReads: 0 },
      });
    }));

  it('tells of agents', () =>
    withSource(async (listening) => {
      await listening.start();
      const activity = { id: 'u-1', routingStatus: { status: 'IDLE', startTime: iso(0) } };
      listening.cloud.tell('channel-1', 'v2.users.u-1.activity', activity);
      await quiet();
      expect(listening.events.at(-1)!.event).to.deep.include({ type: 'agent.updated', status: 'IDLE' });
    }));

  it('subscribes to the mood of conversations while they last, and tells it', () =>
    withSource(
      async (listening) => {
        const { cloud } = listening;
        const mood = 'v2.speechandtextanalytics.conversation.c-1.sentiment';
        await listening.start();
        await listening.tell(waiting, told('c-2', customer(1, { endTime: iso(2) })), waiting);
        const lasting = ['v2.routing.queues.q-1.conversations', 'v2.users.u-1.activity'];
        expect(cloud.subscriptions.get('channel-1')).to.deep.equal([...lasting, mood]);
        cloud.tell('channel-1', mood, { conversationId: 'c-1', sentimentOverallScore: -0.5 });
        await quiet();
        expect(listening.events.at(-1)!.event).to.deep.include({ facts: { sentiment: 0.25 } });
        cloud.gone.add('channel-1');
        cloud.drop('channel-1');
        await until(() => cloud.subscriptions.has('channel-2'));
        expect(cloud.subscriptions.get('channel-2')).to.deep.equal([...lasting, mood]);
        cloud.conversations.set('c-1', told('c-1', customer(0, { endTime: iso(60) }), queue('q-1', 5)));
        await until(() => listening.source.counts.reconciliations === 1);
        cloud.tell('channel-2', 'channel.metadata', {});
        await quiet();
        cloud.gone.add('channel-2');
        cloud.drop('channel-2');
        await until(() => cloud.subscriptions.has('channel-3'));
        expect(cloud.subscriptions.get('channel-3')).to.deep.equal(lasting);
      },
      { followSentiment: true },
    ));

  it('says so when there is no room to follow a mood', () =>
    withSource(
      async (listening) => {
        await listening.start();
        await listening.tell(waiting);
        expect(listening.problems.map(({ message }) => message)).to.deep.equal([
          'the sentiment of c-1 is not followed: every channel is full',
        ]);
      },
      { followSentiment: true, topicsPerChannel: 2 },
    ));

  it('makes up after a gap for what no notification told, and counts it', () =>
    withSource(async (listening) => {
      await listening.start();
      await listening.tell(waiting);
      listening.cloud.conversations.set('c-1', answered);
      listening.cloud.conversations.set('c-2', told('c-2', customer(30), queue('q-1', 31)));
      await listening.reconnect();
      expect(listening.happened).to.deep.equal([
        ...['frame started', 'frame queued', 'reconcile answered', 'reconcile started', 'reconcile queued'],
      ]);
      expect(listening.source.counts).to.deep.include({ reconciliations: 1, repairs: 3 });
    }));

  it('reads all that may have been missed where a frame is too long to be read, and says so', () =>
    withSource(async (source) => {
      await source.start();
      await until(() => source.source.counts.reconciliations === 0 && source.events.length > 0);
      source.cloud.conversations.set('c-1', told('c-1', customer(0), queue('q-1', 5)));
      const long = { ...told('c-1', customer(0)), externalTag: 'x'.repeat(longestFrame) };
      await source.tell(long);
      await until(() => source.source.counts.reconciliations === 1);
      expect(source.happened).to.deep.equal(['reconcile started', 'reconcile queued']);
      expect(source.problems.map(({ message }) => message)).to.deep.equal([
        'a notification is not read: it has more than 4194304 characters',
      ]);
    }));

  it('says that it cannot see from when it last heard, and that it can once all that was missed is read', () =>
    withSource(async (listening) => {
      const sights = (): unknown[] =>
        listening.events.flatMap(({ event }, index) =>
          event.type.startsWith('platform.') ? [[event.type, event.at, index]] : [],
        );
      await listening.start();
      const heardAt = listening.cloud.clock.now();
      expect(sights()).to.deep.equal([]);
      listening.cloud.conversations.set('c-1', waiting);
      const from = listening.events.length;
      await listening.reconnect();
      await quiet();
      expect(sights()).to.deep.equal([
        ['platform.unseen', heardAt, from],
        ['platform.seen', listening.cloud.clock.now(), listening.events.length - 1],
      ]);
      expect(listening.events.slice(from).map(({ event }) => event.type)).to.include('conversation.queued');
    }));

  it('finds what was lost on a socket that is well, with the next check, and counts it', () =>
    withSource(
      async (listening) => {
        await listening.start();
        listening.cloud.conversations.set('c-1', waiting);
        await listening.cloud.clock.pass(299_000);
        expect(listening.happened).to.deep.equal([]);
        await listening.cloud.clock.pass(1_000);
        await until(() => listening.source.counts.checks === 1);
        expect(listening.happened).to.deep.equal(['reconcile started', 'reconcile queued']);
        expect(listening.source.counts).to.deep.equal({
          ...{ reconciliations: 0, checks: 1 },
          ...{ repairs: 2, settlingReads: 0 },
        });
        expect(listening.events.filter(({ event }) => event.type.startsWith('platform.'))).to.deep.equal([]);
      },
      { reconcileSeconds: 300 },
    ));

  it('reads after a restart what is open, and what ended since and began up to a day before', () =>
    withSource(async (listening) => {
      const { cloud } = listening;
      cloud.conversations.set('c-1', answered);
      await listening.start(restartedAt);
      await until(() => listening.source.counts.reconciliations === 1);
      expect(listening.happened).to.include('reconcile answered');
      const [from] = cloud.queries.at(-1)!.interval.split('/');
      const { overlapSeconds, openLookbackSeconds } = genesysDefaults.listening;
      expect(Date.parse(from!)).to.equal(restartedAt - (overlapSeconds + openLookbackSeconds) * 1000);
      expect(listening.events[0]!.event).to.deep.equal({ type: 'platform.unseen', at: restartedAt });
      expect(Math.min(...listening.cursors)).to.equal(restartedAt);
    }));

  it('reads after a restart what ended unnoticed before it, as far back as a check may have been', () =>
    withSource(async (listening) => {
      const { overlapSeconds, reconcileSeconds } = genesysDefaults.listening;
      const earliest = -3600 - overlapSeconds - reconcileSeconds;
      const ended = (id: string, at: number) =>
        told(
          id,
          customer(earliest - 60, { endTime: iso(at) }),
          queue('q-1', earliest - 30, { endTime: iso(at) }),
        );
      for (const [id, at] of [
        ['c-1', earliest + 1],
        ['c-2', earliest - 1],
      ] as const)
        listening.cloud.conversations.set(id, ended(id, at));
      await listening.start(restartedAt);
      await until(() => listening.source.counts.reconciliations === 1);
      const reads = listening.cloud.asked.filter((call) => call.startsWith('GET conversations/'));
      expect(reads).to.deep.equal(['GET conversations/c-1']);
    }));

  it('leaves its cursor where it was after a restart, until every channel is heard', () =>
    withSource(
      async (listening) => {
        const { cloud } = listening;
        let channels = 0;
        // The second channel cannot be had.
        cloud.refuse = (call) =>
          call === 'POST notifications/channels' && ++channels > 1 ? { status: 500 } : undefined;
        await listening.start(restartedAt);
        await until(() => listening.source.counts.reconciliations === 1);
        await listening.tell(waiting);
        expect(listening.happened).to.include('frame queued');
        expect(Math.max(...listening.cursors)).to.equal(restartedAt);
      },
      { topicsPerChannel: 1 },
    ));

  it('leaves its cursor where a check was due, until that is done', () =>
    withSource(async (listening) => {
      const { cloud } = listening;
      const due = cloud.clock.now() + genesysDefaults.listening.reconcileSeconds * 1000;
      await listening.start();
      cloud.refuse = (call) => (call.includes('details/query') ? { status: 500 } : undefined);
      await cloud.clock.pass(due + 60_000 - cloud.clock.now());
      await listening.tell(waiting);
      expect(listening.cursors.at(-1)).to.equal(due);
      cloud.refuse = () => undefined;
      await cloud.clock.pass(60_000);
      await until(() => listening.source.counts.checks === 1);
      await listening.tell(answered);
      expect(listening.cursors.at(-1)).to.equal(cloud.clock.now());
    }));

  it('reads after a gap what was open and analytics do not name any more', () =>
    withSource(async (listening) => {
      await listening.start();
      await listening.tell(waiting);
      listening.cloud.refuse = (call) => (call === 'GET conversations/c-1' ? { body: answered } : undefined);
      await listening.reconnect();
      expect(listening.happened.at(-1)).to.equal('reconcile answered');
    }));

  it('looks further back than the gap, for what the platform is late to tell', () =>
    withSource(async (listening) => {
      await listening.start();
      await listening.cloud.clock.pass(500_000);
      const heard = listening.cloud.clock.now();
      await listening.tell(waiting);
      await listening.cloud.clock.pass(10_000);
      await listening.reconnect();
      const { overlapSeconds } = genesysDefaults.listening;
      const [from] = listening.cloud.queries.at(-1)!.interval.split('/');
      expect(Date.parse(from!)).to.equal(heard - overlapSeconds * 1000);
    }));

  it('reads a conversation once when two notifications cannot be put in order', () =>
    withSource(async (listening) => {
      await listening.start();
      const noted = (intent: string) => told('c-1', customer(0, { attributes: { intent } }), queue('q-1', 5));
      listening.cloud.conversations.set('c-1', noted('card'));
      await listening.tell(noted('refund'), noted('card'));
      expect(listening.source.counts.settlingReads).to.equal(1);
      expect(listening.events.at(-1)!.event).to.deep.include({
        type: 'conversation.facts',
        facts: { intent: 'card' },
      });
    }));

  it('gives a read that stays behind up, and says so', () =>
    withSource(async (listening) => {
      await listening.start();
      listening.cloud.conversations.set('c-1', told('c-1', customer(0)));
      const noted = (intent: string) => told('c-1', customer(0, { attributes: { intent } }), queue('q-1', 5));
      await listening.tell(noted('refund'), noted('card'));
      await listening.cloud.clock.pass(10_000);
      expect(listening.source.counts.settlingReads).to.equal(3);
      expect(listening.problems.map(({ message }) => message)).to.deep.equal([
        'conversation c-1 is unsettled: what is read stays behind what was told',
      ]);
    }));

  it('tells again what was not taken in', () =>
    withSource(async (listening) => {
      await listening.start();
      listening.refusals = 1;
      listening.cloud.conversations.set('c-1', waiting);
      await listening.tell(waiting);
      await until(() => listening.source.counts.reconciliations === 1);
      expect(listening.happened).to.deep.equal(['reconcile started', 'reconcile queued']);
      expect(listening.problems[0]!.message).to.contain('the disk is full');
    }));

  it('closes a gap however often reading fails', () =>
    withSource(async (listening) => {
      await listening.start();
      let failures = 2;
      listening.cloud.refuse = (call) =>
        call.includes('/details/') && failures-- > 0 ? { status: 403 } : undefined;
      listening.cloud.conversations.set('c-1', waiting);
      listening.cloud.drop('channel-1');
      await until(() => listening.problems.length === 1);
      await listening.cloud.clock.pass(500);
      await until(() => listening.problems.length === 2);
      await listening.cloud.clock.pass(1000);
      await until(() => listening.source.counts.reconciliations === 1);
      expect(listening.happened).to.deep.equal(['reconcile started', 'reconcile queued']);
    }));

  it('tells each thing once and ends where the platform is, whatever notifications are lost, repeated and reordered', async () => {
    const scripts = histories().chain((history) =>
      fc.tuple(
        fc.constant(history),
        fc.array(fc.nat(history.length - 1), { maxLength: 2 * history.length }),
        fc.nat(2 * history.length),
      ),
    );
    await fc.assert(
      fc.asyncProperty(scripts, ([history, order, lostFrom]) =>
        withSource(async (listening) => {
          await listening.start();
          const frames = order.map((index) => history[index]!);
          listening.cloud.conversations.set('c-1', history.at(-1)!);
          await listening.tell(...frames.slice(0, lostFrom));
          await listening.reconnect();
          await listening.tell(...frames.slice(lostFrom));
          const happened = listening.events
            .map(({ event }) => event)
            .filter(({ type }) => type.startsWith('conversation.') && type !== 'conversation.facts')
            .map((event) => JSON.stringify({ ...event, facts: undefined }));
          const latest = milestones(snapshotOf(history.at(-1)!)!, names, genesysDefaults.reading.botPurposes);
          expect(happened).to.deep.equal(latest.map(({ event }) => JSON.stringify(event)));
          const intents = listening.events.flatMap(({ event }) =>
            'facts' in event && event.type !== 'queue.observed' ? (event.facts?.['intent'] ?? []) : [],
          );
          expect(intents.at(-1)).to.equal(history.at(-1)!.participants![0]!.attributes!['intent']);
        }),
      ),
      { numRuns: 25 },
    );
  });
});
