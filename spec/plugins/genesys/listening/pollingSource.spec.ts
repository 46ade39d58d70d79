import type { ObservedEvent } from '../../../../engine/exchange.ts';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Problem } from '../../../../engine/problem.ts';
import { milestones } from '../../../../plugins/genesys/conversation/milestones.ts';
import { snapshotOf } from '../../../../plugins/genesys/conversation/snapshot.ts';
import { PollingSource } from '../../../../plugins/genesys/listening/pollingSource.ts';
import { genesysDefaults } from '../../../../plugins/genesys/settings.ts';
import { failure } from '../session.ts';
import { customer, histories, iso, names, queue, start, told } from '../told.ts';
import { Cloud, until } from './cloud.ts';

/** A source that polls a cloud, and what it told. */
class Polling {
  readonly cloud = new Cloud();
  readonly events: ObservedEvent[] = [];
  readonly problems: Problem[] = [];
  refuses = false;
  takesMilliseconds = 0;
  readonly source: PollingSource;

  constructor() {
    const { genesys, clock } = this.cloud;
    const options = {
      ...{ clock, queues: ['q-1'] },
      // As much as is asked, so that the test need not wait.
      reading: { genesys, names, settings: genesysDefaults.reading, manner: { lane: 'bulk' } as const },
      settings: genesysDefaults.listening,
      take: async (events: readonly ObservedEvent[]) => {
        if (this.refuses) throw new Error('the disk is full');
        if (this.takesMilliseconds > 0) await clock.pass(this.takesMilliseconds);
        this.events.push(...events);
      },
      problem: (problem: Problem) => this.problems.push(problem),
    };
    this.source = new PollingSource(options);
  }

  get happened(): string[] {
    return this.events
      .filter(({ event }) => event.type.startsWith('conversation.') && event.type !== 'conversation.facts')
      .map(({ event }) => JSON.stringify({ ...event, facts: undefined }));
  }

  /** All that the platform has to tell. */
  get latest(): string[] {
    return [...this.cloud.conversations.values()].flatMap((one) =>
      milestones(snapshotOf(one)!, names, genesysDefaults.reading.botPurposes).map(({ event }) =>
        JSON.stringify(event),
      ),
    );
  }
}

const waiting = told('c-1', customer(0), queue('q-1', 5));

describe('a polling source', () => {
  let polling: Polling;
  beforeEach(() => {
    polling = new Polling();
    polling.cloud.conversations.set('c-1', waiting);
  });

  it('tells what is new, and then nothing until something is', async () => {
    await polling.source.poll();
    expect(polling.happened).to.deep.equal(polling.latest);
    expect(polling.events[0]).to.deep.include({ source: 'poll' });
    const { length } = polling.events;
    const read = (): number => polling.cloud.asked.filter((call) => call === 'GET conversations/c-1').length;
    const reads = read();
    await polling.source.poll();
    expect([polling.events.length, read()]).to.deep.equal([length, reads]);
  });

  it('moves its cursor to when a poll began, once all of it is taken in', async () => {
    polling.takesMilliseconds = 3000;
    await polling.cloud.clock.pass(10_000);
    await polling.source.poll();
    expect(polling.source.cursor).to.equal(start + 10_000);
  });

  it('looks back beyond its cursor', async () => {
    await polling.cloud.clock.pass(10_000);
    await polling.source.poll();
    const [from] = polling.cloud.queries.at(-1)!.interval.split('/');
    expect(Date.parse(from!)).to.equal(start - genesysDefaults.listening.overlapSeconds * 1000);
  });

  it('leaves its cursor when what it read is not taken in, and tells it again', async () => {
    await polling.cloud.clock.pass(10_000);
    polling.refuses = true;
    expect((await failure(polling.source.poll())).message).to.equal('the disk is full');
    expect(polling.source.cursor).to.equal(start);
    polling.refuses = false;
    await polling.source.poll();
    expect(polling.happened).to.deep.equal(polling.latest);
  });

  it('follows a conversation that analytics do not name any more', async () => {
    await polling.source.poll();
    const over = told('c-1', customer(0, { endTime: iso(60) }), queue('q-1', 5));
    polling.cloud.conversations.clear();
    polling.cloud.refuse = (call) => (call === 'GET conversations/c-1' ? { body: over } : undefined);
    await polling.source.poll();
    expect(polling.events.at(-1)!.event.type).to.equal('conversation.abandoned');
  });

  it('goes on when one conversation cannot be read, and says so', async () => {
    polling.cloud.conversations.set('c-2', told('c-2', customer(1)));
    polling.cloud.refuse = (call) => (call === 'GET conversations/c-1' ? { status: 404 } : undefined);
    await polling.source.poll();
    expect(polling.events.map(({ event }) => event.type)).to.deep.equal([
      'queue.observed',
      'conversation.started',
    ]);
    expect(polling.problems[0]!.message).to.contain('conversation c-1 cannot be followed');
  });

  it('tells what was refused for a moment, though analytics do not name it any more', async () => {
    await polling.source.poll();
    const over = told('c-1', customer(0, { endTime: iso(60) }), queue('q-1', 5));
    polling.cloud.conversations.clear();
    for (const status of [404, 403]) {
      polling.cloud.refuse = (call) => (call === 'GET conversations/c-1' ? { status } : undefined);
      await polling.source.poll();
    }
    polling.cloud.refuse = (call) => (call === 'GET conversations/c-1' ? { body: over } : undefined);
    await polling.source.poll();
    expect(polling.events.at(-1)!.event.type).to.equal('conversation.abandoned');
    expect(polling.problems).to.have.length(1);
  });

  it('asks no more for a conversation that is not given out, three times in a row', async () => {
    await polling.source.poll();
    polling.cloud.conversations.clear();
    for (let time = 1; time <= 5; time++) await polling.source.poll();
    const reads = polling.cloud.asked.filter((call) => call === 'GET conversations/c-1');
    expect(reads).to.have.length(4);
    expect(polling.problems).to.have.length(1);
  });

  it('tells of queues at once, and again as often as all is reconciled', async () => {
    const { clock } = polling.cloud;
    const tellings = (): number =>
      polling.events.filter(({ event }) => event.type === 'queue.observed').length;
    const counts: number[] = [];
    for (const seconds of [0, 30, genesysDefaults.listening.reconcileSeconds]) {
      await clock.pass(seconds * 1000);
      await polling.source.poll();
      counts.push(tellings());
    }
    expect(counts).to.deep.equal([1, 1, 2]);
  });

  it('says that it cannot see since its cursor while polls fail, and that it can once one has read all', async () => {
    const sights = (): unknown[] =>
      polling.events.flatMap(({ event }) =>
        event.type.startsWith('platform.') ? [[event.type, event.at]] : [],
      );
    const stop = new AbortController();
    let isDown = false;
    polling.cloud.refuse = () => (isDown ? { status: 404 } : undefined);
    const over = polling.source.run(stop.signal);
    const { clock } = polling.cloud;
    const { pollSeconds } = genesysDefaults.listening;
    await clock.pass(1);
    await until(() => polling.events.length > 0);
    const { cursor } = polling.source;
    expect(sights()).to.deep.equal([]);
    isDown = true;
    await clock.pass(2 * pollSeconds * 1000);
    await until(() => sights().length > 0);
    expect(sights()).to.deep.equal([['platform.unseen', cursor]]);
    isDown = false;
    await clock.pass(pollSeconds * 1000);
    await until(() => sights().length > 1);
    expect(sights()[1]).to.deep.equal(['platform.seen', polling.source.cursor]);
    stop.abort();
    await over;
  });

  it('polls again and again until it is stopped, whatever fails', async () => {
    const stop = new AbortController();
    polling.refuses = true;
    const over = polling.source.run(stop.signal);
    const { clock } = polling.cloud;
    await clock.pass(genesysDefaults.listening.pollSeconds * 1000);
    polling.refuses = false;
    await clock.pass(genesysDefaults.listening.pollSeconds * 1000);
    stop.abort();
    await over;
    expect(polling.problems.map(({ message }) => message)).to.deep.equal(
      Array(2).fill('a poll failed: the disk is full'),
    );
    expect(polling.happened).to.deep.equal(polling.latest);
  });

  it('has never a cursor ahead of what was taken in, and takes each thing in once', async () => {
    const step = fc.constantFrom('happens', 'polls', 'refuses', 'cannot ask');
    const scripts = fc.tuple(histories(), fc.array(step, { maxLength: 16 }));
    await fc.assert(
      fc.asyncProperty(scripts, async ([history, steps]) => {
        const one = new Polling();
        const { clock, conversations } = one.cloud;
        let [reached, atCursor, cursor] = [0, [] as string[], one.source.cursor];
        conversations.set('c-1', history[0]!);
        for (const [index, what] of [...steps, 'polls'].entries()) {
          await clock.pass(1000);
          if (what === 'happens' && reached < history.length - 1)
            conversations.set('c-1', history[++reached]!);
          if (what === 'happens') continue;
          one.refuses = what === 'refuses';
          one.cloud.refuse = (call) =>
            what === 'cannot ask' && call.includes('/details/') ? { status: 403 } : undefined;
          const { latest } = one;
          const isTaken = await one.source.poll().then(
            () => true,
            () => false,
          );
          expect(isTaken, `step ${index}`).to.equal(what === 'polls');
          if (isTaken) [atCursor, cursor] = [latest, clock.now()];
          expect(one.source.cursor).to.equal(cursor);
          expect(one.happened).to.deep.equal(atCursor);
        }
        expect(one.happened).to.deep.equal(one.latest);
      }),
      { numRuns: 150 },
    );
  });
});
