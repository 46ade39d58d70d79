import { expect } from 'chai';
import { newConversation } from '../../../engine/conversation/conversation.ts';
import type { Changes, InboxEntry, JournalEntry, Snapshot, Store } from '../../../engine/store.ts';
import { endedAs } from '../../outcomes.ts';
import { commandsOf, decision, outboxOf, priority, transfer } from './commands.ts';
import { outboxContract } from './outbox.ts';
import { it } from './runner.ts';
import { atWork, stagesContract, version } from './stages.ts';

const event = { type: 'conversation.ended', at: 5, conversation: 'c-1' } as const;

function entry(position: number): InboxEntry {
  const observed = { event, observedAt: 6, source: 'spec' };
  return { position, from: 'source', observed, receivedAt: 7 };
}

function snapshot(after: number, state: unknown = null): Snapshot {
  return { after, format: 1, engineVersion: '1', state };
}

/** All that can be read of a store. */
export async function storeState(store: Store, { conversations, plugins, sinks }: Asked): Promise<object> {
  const { position } = await store.counters();
  const journal: JournalEntry[] = [];
  for await (const one of store.journal(0)) journal.push(one);
  const each = <Key, Value>(keys: Iterable<Key>, value: (key: Key) => Promise<Value>): Promise<Value[]> =>
    Promise.all([...keys].map(value));
  return {
    counters: await store.counters(),
    inbox: await store.inbox(),
    journal,
    journalSpan: await store.journalSpan(),
    snapshots: await store.snapshots(),
    outbox: await store.outbox(0, 1e6),
    dead: await store.dead(0, 1e6),
    depths: await store.depths(),
    told: await store.told(0, 1e6),
    gathered: await each(Array(position + 1).keys(), (at) => store.gathered(at)),
    conversations: await each(conversations, (id) => store.conversation(id)),
    cursors: await each(plugins, (plugin) => store.cursor(plugin)),
    heard: await each(sinks, (sink) => store.heard(sink)),
    policies: await store.policies(),
    tallies: await store.tallies(),
    instructions: await store.instructions(),
  };
}

/** The names by which a store is asked. */
interface Asked {
  readonly conversations: readonly string[];
  readonly plugins: readonly string[];
  readonly sinks: readonly string[];
}

const asked: Asked = { conversations: ['c-1', 'c-2'], plugins: ['source'], sinks: ['sink'] };

/** Something of everything there is to write: two entries, a decision, three commands. @param which from 1. */
export function everyChange(which: number): Changes {
  const from = 2 * which - 1;
  const gathered = { position: from, fact: 'intent', value: 'refund', observedAt: 3, from: 'provider' };
  return {
    accepted: [entry(from), entry(from + 1)],
    journal: [
      { position: from, events: [event], undecided: [{ point: 'order', why: 'a fault' }] },
      { position: from + 1, events: [], policies: atWork(`h-${which}`) },
    ],
    policies: [version(`h-${which}`)],
    gathered: [gathered],
    conversations: [newConversation('c-1'), newConversation('c-2')],
    decisions: [decision(which, transfer(`t-${which}`), priority(which), priority(which, 'c-2'))],
    cursors: new Map([['source', String(from)]]),
    heard: new Map([['sink', which]]),
    snapshot: snapshot(which, { conversations: ['c-1', 'c-2'], which }),
  };
}

/**
 * What every store must do.
 * @param make an empty one.
 * @param reopen for a store that survives its process: ends one, and makes another of what it kept.
 */
export function storeContract(make: () => Promise<Store>, reopen?: (store: Store) => Promise<Store>): void {
  const journalOf = async (store: Store, after = 0): Promise<JournalEntry[]> => {
    const found: JournalEntry[] = [];
    for await (const one of store.journal(after)) found.push(one);
    return found;
  };

  it('is empty at first', async () => {
    const store = await make();
    expect(await store.counters()).to.deep.equal({ position: 0, decision: 0, told: 0 });
    expect(await store.inbox()).to.deep.equal([]);
    expect(await journalOf(store)).to.deep.equal([]);
    expect(await outboxOf(store)).to.deep.equal([]);
    expect(await store.told(0, 10)).to.deep.equal([]);
    expect(await store.dead(0, 10)).to.deep.equal([]);
    expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 0 });
    expect(await store.cursor('source')).to.equal(undefined);
    expect(await store.heard('sink')).to.equal(0);
    expect(await store.journalSpan()).to.deep.equal({ gone: 0, last: 0 });
    expect(await store.snapshots()).to.deep.equal([]);
  });

  it('gives the journal after an entry, by how many there were, and tells how many there are', async () => {
    const store = await make();
    const entries = [4, 2, 3].map((position): JournalEntry => ({ position, events: [event] }));
    await store.commit({ journal: entries });
    await store.commit({ journal: [{ position: 1, events: [] }] });
    const positionsAfter = async (number: number): Promise<number[]> =>
      (await journalOf(store, number)).map(({ position }) => position);
    expect(await positionsAfter(0)).to.deep.equal([4, 2, 3, 1]);
    expect(await positionsAfter(2)).to.deep.equal([3, 1]);
    expect(await positionsAfter(4)).to.deep.equal([]);
    expect(await store.journalSpan()).to.deep.equal({ gone: 0, last: 4 });
  });

  it('keeps the last two snapshots, the later first, as they were', async () => {
    const store = await make();
    const state = { text: '\0\ud800\u2028', list: [1, [0.1, null]], empty: {} };
    await store.commit({ journal: [{ position: 1, events: [event] }], snapshot: snapshot(1, state) });
    expect(await store.snapshots()).to.deep.equal([snapshot(1, state)]);
    await store.commit({ snapshot: snapshot(7) });
    expect(await store.snapshots()).to.deep.equal([snapshot(7), snapshot(1, state)]);
    await store.commit({ snapshot: snapshot(20, 'x'.repeat(1_000_000)) });
    expect((await store.snapshots()).map(({ after }) => after)).to.deep.equal([20, 7]);
  });

  it('keeps what was taken in until it was decided on, in the order of positions', async () => {
    const store = await make();
    await store.commit({ accepted: [entry(1), entry(2), entry(3)] });
    await store.commit({ journal: [{ position: 2, events: [event] }] });
    expect(await store.inbox()).to.deep.equal([entry(1), entry(3)]);
    await store.commit({ journal: [{ position: 1, events: [event, event] }] });
    expect((await journalOf(store)).map(({ position }) => position)).to.deep.equal([2, 1]);
    expect((await store.counters()).position).to.equal(3);
  });

  it('takes in and decides in one commit', async () => {
    const store = await make();
    await store.commit({ accepted: [entry(1)], journal: [{ position: 1, events: [event] }] });
    expect(await store.inbox()).to.deep.equal([]);
    expect(await journalOf(store)).to.deep.equal([{ position: 1, events: [event] }]);
  });

  it('keeps with an event what could not be decided about it', async () => {
    const store = await make();
    const undecided = [{ point: 'skills', why: 'a fault' } as const, { why: 'another' }];
    await store.commit({
      journal: [
        { position: 1, events: [event], undecided },
        { position: 2, events: [] },
      ],
    });
    expect(await journalOf(store)).to.deep.equal([
      { position: 1, events: [event], undecided },
      { position: 2, events: [] },
    ]);
  });

  it('keeps with an event the steps of participants that were refused', async () => {
    const store = await make();
    const step = { conversation: 'c-1', participant: 'p-1', from: 'left', to: 'active', at: 5 } as const;
    const entries = [{ position: 1, events: [event], refused: [step] }];
    await store.commit({ journal: entries });
    expect(await journalOf(store)).to.deep.equal(entries);
  });

  it('gives decisions in order, from a number on, so many at most', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1), decision(2), decision(3)] });
    await store.commit({ decisions: [decision(4)] });
    const numbers = async (after: number, most: number): Promise<number[]> =>
      (await store.told(after, most)).map(({ number }) => number);
    expect(await numbers(1, 2)).to.deep.equal([2, 3]);
    expect(await numbers(3, 9)).to.deep.equal([4]);
    expect((await store.counters()).decision).to.equal(4);
    const { number, record } = decision(1);
    expect((await store.told(0, 1))[0]).to.deep.equal({ number, told: { decision: record } });
  });

  outboxContract(make);

  stagesContract(make);

  it('keeps cursors, what sinks have heard, conversations and gathered facts', async () => {
    const store = await make();
    const conversation = { ...newConversation('c-1'), botTurns: 3 };
    const gathered = { position: 1, fact: 'intent', value: 'refund', observedAt: 3, from: 'provider' };
    await store.commit({
      cursors: new Map([['source', '17']]),
      heard: new Map([['sink', 4]]),
      conversations: [newConversation('c-1'), conversation],
      gathered: [gathered],
    });
    expect(await store.cursor('source')).to.equal('17');
    expect(await store.cursor('another')).to.equal(undefined);
    expect(await store.heard('sink')).to.equal(4);
    expect(await store.conversation('c-1')).to.deep.equal(conversation);
    expect(await store.gathered(1)).to.deep.equal([gathered]);
    expect(await store.gathered(2)).to.deep.equal([]);
  });

  it('writes nothing of changes that tell of a command that does not stand so', async () => {
    const store = await make();
    await store.commit(everyChange(1));
    await store.commit({ ended: [endedAs(3, 'failed')] });
    const before = await storeState(store, asked);
    const wrong: readonly Changes[] = [
      { tried: [{ number: 99, attempts: 1 }] },
      { ended: [endedAs(1, 'done'), endedAs(99, 'done')] },
      { ended: [endedAs(1, 'done'), endedAs(1, 'failed')] },
      { redone: [1] },
      { redone: [3, 3] },
      { dropped: [endedAs(3, 'dropped'), endedAs(2, 'dropped')] },
      { redone: [3], dropped: [endedAs(3, 'dropped')] },
      { ended: [endedAs(3, 'done')] },
      { tried: [{ number: 3, attempts: 2 }] },
      // Neither what is decided nor what is redone in a commit can have been tried before it.
      { ended: [endedAs(4, 'done')] },
      { redone: [3], tried: [{ number: 4, attempts: 9 }] },
    ];
    for (const changes of wrong) {
      const failed = store.commit({ ...everyChange(2), ...changes });
      expect(await failed.then(() => 'kept').catch(() => 'refused'), JSON.stringify(changes)).to.equal(
        'refused',
      );
      expect(await storeState(store, asked)).to.deep.equal(before);
    }
    await store.commit(everyChange(2));
    expect(await store.counters()).to.deep.include({ position: 4, decision: 2 });
  });

  it('forgets what was wanted of a conversation that is over, and the conversation', async () => {
    const store = await make();
    await store.commit(everyChange(1));
    await store.commit({ conversations: [{ ...newConversation('c-1'), phase: 'over' }] });
    expect(await store.conversation('c-1')).to.equal(undefined);
    expect(await store.conversation('c-2')).to.deep.equal(newConversation('c-2'));
    await store.commit({ decisions: [decision(2, priority(1), priority(1, 'c-2'))] });
    expect((await commandsOf(store)).slice(3)).to.deep.equal([priority(1)]);
  });

  it('takes a value of any text, and gives it back as it was', async () => {
    const odd = ['', '\0', 'a\0b', '\ud800', '\u2028', '\u{1f4de}', "'; DROP TABLE inbox; --", '\n\\"'];
    const store = await make();
    for (const text of odd) {
      await store.commit({ cursors: new Map([['source', text]]) });
      expect(await store.cursor('source')).to.equal(text);
    }
    const facts = Object.fromEntries(odd.map((text) => [text, text]));
    const conversation = { ...newConversation('c-1'), facts };
    await store.commit({ conversations: [conversation] });
    expect(await store.conversation('c-1')).to.deep.equal(conversation);
  });

  if (reopen === undefined) return;

  it('answers the same when it is made again of what it kept, and goes on from there', async () => {
    let store = await make();
    await store.instruct({ redo: { commands: [1] } }, 5);
    for (const which of [1, 2, 3]) {
      await store.commit(everyChange(which));
      const ended = [endedAs(which, which === 2 ? 'failed' : 'done')];
      await store.commit({ ended, tried: [{ number: 3 * which, attempts: 1 }] });
      const before = await storeState(store, asked);
      store = await reopen(store);
      expect(await storeState(store, asked)).to.deep.equal(before);
    }
    await store.commit({ decisions: [decision(4, transfer('t-1'), priority(3))] });
    expect(await commandsOf(store)).to.have.length(6);
  });
}
