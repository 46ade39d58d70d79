import { expect } from 'chai';
import type { ObservedEvent } from '../../../../engine/exchange.ts';
import type { Problem } from '../../../../engine/problem.ts';
import { BotTurnWatch } from '../../../../plugins/genesys/listening/botTurnWatch.ts';
import { genesysDefaults } from '../../../../plugins/genesys/settings.ts';
import { customer, iso, names, start, told } from '../told.ts';
import { Cloud } from './cloud.ts';

type Said = Readonly<Record<string, unknown>>;

const said = (userInput: string, seconds: number | undefined, more: Said = {}): Said => ({
  ...{ userInput, conversation: { id: 'c-1' }, sessionId: 's-1', ...more },
  ...(seconds === undefined ? {} : { dateCreated: iso(seconds) }),
});

/** A bot flow as the platform tells of it, and a watch of it. */
class Watched {
  readonly cloud = new Cloud();
  readonly turns: Said[] = [];
  readonly taken: (readonly [events: readonly ObservedEvent[], cursor: number | undefined])[] = [];
  readonly problems: Problem[] = [];
  status = 200;
  refuses = false;

  constructor() {
    const bot = { id: 'bot', purpose: 'bot', connectedTime: iso(1) };
    this.cloud.conversations.set('c-1', told('c-1', customer(0), bot));
    this.cloud.refuse = (call) => {
      if (!call.includes('/botflows/')) return undefined;
      return this.status === 200 ? { body: { entities: this.turns } } : { status: this.status, body: {} };
    };
  }

  /** Watches for this long from a cursor on. */
  async watch(seconds: number, cursor = start): Promise<void> {
    const { genesys, clock } = this.cloud;
    const over = new AbortController();
    const watch = new BotTurnWatch({
      ...{ clock, queues: ['q-1'], botFlows: ['f-1'] },
      settings: genesysDefaults.listening,
      reading: { genesys, names, settings: genesysDefaults.reading, manner: { lane: 'bulk' } },
      problem: (problem) => this.problems.push(problem),
      take: (events, until) => {
        if (this.refuses) return Promise.reject(new Error('the disk is full'));
        this.taken.push([events, until]);
        return Promise.resolve();
      },
    });
    const ended = watch.run(over.signal, cursor);
    await clock.pass(seconds * 1000);
    over.abort();
    await ended;
  }

  get words(): unknown[] {
    return this.taken
      .flatMap(([events]) => events)
      .flatMap(({ event }) => (event.type === 'bot.turn' ? [event.facts['utterance']] : []));
  }
}

describe('a watch of bot turns', () => {
  let watched: Watched;
  beforeEach(() => {
    watched = new Watched();
  });

  it('tells every turn once, though each look goes back over the last ones', async () => {
    watched.turns.push(said('one', 2), said('two', 3));
    await watched.watch(30);
    watched.turns.push(said('three', 31));
    expect(watched.words).to.deep.equal(['one', 'two']);
  });

  it('tells turns apart that say the same at one moment, and knows one again that has no time', async () => {
    const step = (actionNumber: number): Said => ({ askAction: { actionId: 'ask', actionNumber } });
    watched.turns.push(said('yes', 2, step(1)), said('yes', 2, step(2)));
    watched.turns.push(said('yes', 2, { sessionId: 's-2' }), said('no', undefined));
    watched.turns.push(said('yes', 2, step(1)));
    await watched.watch(60);
    expect(watched.words).to.have.members(['yes', 'yes', 'yes', 'no']);
  });

  it('does not tell a turn again that is told for longer than it looks back', async () => {
    watched.turns.push(said('one', 2));
    await watched.watch(10 * genesysDefaults.listening.overlapSeconds);
    expect(watched.words).to.deep.equal(['one']);
  });

  it('moves its cursor to when it looked, with the turns', async () => {
    watched.turns.push(said('one', 2));
    await watched.watch(30);
    expect(watched.taken.map(([, cursor]) => cursor)).to.deep.equal([start + 5000]);
  });

  it('goes on where it was, with overlap, but not further back than conversations are looked for', async () => {
    const { overlapSeconds, openLookbackSeconds } = genesysDefaults.listening;
    const from = async (cursor: number): Promise<number> => {
      const { intervals } = watched.cloud;
      const first = intervals.length;
      await watched.watch(6, cursor);
      return Date.parse(intervals[first]!.split('/')[0]!);
    };
    expect(await from(start - 3_600_000)).to.equal(start - 3_600_000 - overlapSeconds * 1000);
    const now = watched.cloud.clock.now();
    expect(await from(0)).to.equal(now - (openLookbackSeconds + overlapSeconds) * 1000);
  });

  it('tells what was not taken in again', async () => {
    watched.turns.push(said('one', 2));
    watched.refuses = true;
    const ended = watched.watch(30);
    await watched.cloud.clock.pass(12_000);
    watched.refuses = false;
    await ended;
    expect(watched.words).to.deep.equal(['one']);
    expect(watched.problems.map(({ message }) => message)).to.include(
      'what was said to bots could not be read: the disk is full',
    );
  });

  it('says once that a flow is not given out', async () => {
    watched.status = 404;
    await watched.watch(60);
    expect(watched.problems.map(({ message }) => message)).to.deep.equal([
      'turns of bot flow f-1 are not told: Genesys Cloud finds nothing to read the turns of a bot flow',
    ]);
  });
});
