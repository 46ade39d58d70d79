import { expect } from 'chai';
import { newConversation } from '../../../engine/conversation/conversation.ts';
import type { Command } from '../../../engine/decisions/record.ts';
import type {
  Changes,
  Dispatched,
  InboxEntry,
  JournalEntry,
  KeptDecision,
  OutboxEntry,
  Store,
} from '../../../engine/store.ts';

const event = { type: 'conversation.ended', at: 5, conversation: 'c-1' } as const;

function entry(position: number): InboxEntry {
  const observed = { event, observedAt: 6, source: 'spec' };
  return { position, from: 'source', observed, receivedAt: 7 };
}

function decision(number: number, ...commands: readonly Command[]): KeptDecision {
  const body = { id: `c-1/skills/${number}`, at: '2026-03-02T09:00:00.000Z', commands } as never;
  return { number, record: { body, envelope: { engineVersion: '1', stage: 'active', decidedAt: 1 } } };
}

const transfer = (id: string): Command => ({ id, conversation: 'c-1', do: 'transfer', queue: 'Cards' });
const priority = (points: number, conversation = 'c-1'): Command => ({
  set: 'priority',
  conversation,
  points,
});
const outcome = (status: 'done' | 'failed' | 'nobody'): Required<Dispatched>['outcome'] =>
  status === 'done' ? { status } : { status, why: 'it is so' };

/** All that can be read of a store. */
export async function storeState(store: Store, { conversations, plugins, sinks }: Asked): Promise<object> {
  const { position } = await store.counters();
  const journal: JournalEntry[] = [];
  for await (const one of store.journal()) journal.push(one);
  const each = <Key, Value>(keys: Iterable<Key>, value: (key: Key) => Promise<Value>): Promise<Value[]> =>
    Promise.all([...keys].map(value));
  return {
    counters: await store.counters(),
    inbox: await store.inbox(),
    journal,
    outbox: await store.outbox(0, 1e6),
    dead: await store.dead(),
    decisions: await store.decisions(0, 1e6),
    gathered: await each(Array(position + 1).keys(), (at) => store.gathered(at)),
    conversations: await each(conversations, (id) => store.conversation(id)),
    cursors: await each(plugins, (plugin) => store.cursor(plugin)),
    heard: await each(sinks, (sink) => store.heard(sink)),
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
    journal: [{ position: from, events: [event], undecided: [{ point: 'order', why: 'a fault' }] }],
    gathered: [gathered],
    conversations: [newConversation('c-1'), newConversation('c-2')],
    decisions: [decision(which, transfer(`t-${which}`), priority(which), priority(which, 'c-2'))],
    cursors: new Map([['source', String(from)]]),
    heard: new Map([['sink', which]]),
  };
}

/**
 * What every store must do.
 * @param make an empty one.
 * @param reopen for a store that survives its process: ends one, and makes another of what it kept.
 */
export function storeContract(make: () => Promise<Store>, reopen?: (store: Store) => Promise<Store>): void {
  const journalOf = async (store: Store): Promise<JournalEntry[]> => {
    const found: JournalEntry[] = [];
    for await (const one of store.journal()) found.push(one);
    return found;
  };
  const outboxOf = async (store: Store): Promise<readonly OutboxEntry[]> => store.outbox(0, 100);
  const commandsOf = async (store: Store): Promise<Command[]> =>
    (await outboxOf(store)).map(({ command }) => command);

  it('is empty at first', async () => {
    const store = await make();
    expect(await store.counters()).to.deep.equal({ position: 0, decision: 0 });
    expect(await store.inbox()).to.deep.equal([]);
    expect(await journalOf(store)).to.deep.equal([]);
    expect(await outboxOf(store)).to.deep.equal([]);
    expect(await store.decisions(0, 10)).to.deep.equal([]);
    expect(await store.cursor('source')).to.equal(undefined);
    expect(await store.heard('sink')).to.equal(0);
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

  it('gives decisions in order, from a number on, so many at most', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1), decision(2), decision(3)] });
    await store.commit({ decisions: [decision(4)] });
    const numbers = async (after: number, most: number): Promise<number[]> =>
      (await store.decisions(after, most)).map(({ number }) => number);
    expect(await numbers(1, 2)).to.deep.equal([2, 3]);
    expect(await numbers(3, 9)).to.deep.equal([4]);
    expect((await store.counters()).decision).to.equal(4);
    expect((await store.decisions(0, 1))[0]).to.deep.equal(decision(1));
  });

  it('has a command with an id done once, however often and whenever it is decided', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, transfer('a'), transfer('b'), transfer('a'))] });
    await store.commit({ decisions: [decision(2, transfer('b'))] });
    expect(await commandsOf(store)).to.deep.equal([transfer('a'), transfer('b')]);
    await store.commit({ dispatched: [{ number: 1, attempts: 1, outcome: outcome('done') }] });
    await store.commit({ decisions: [decision(3, transfer('a'))] });
    expect(await commandsOf(store)).to.deep.equal([transfer('b')]);
  });

  it('passes over a state that is wanted already, but not one that changed, or failed to come about', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, priority(1), priority(1), priority(1, 'c-2'))] });
    expect(await commandsOf(store)).to.deep.equal([priority(1), priority(1, 'c-2')]);
    await store.commit({ decisions: [decision(2, priority(2), priority(1))] });
    expect(await commandsOf(store)).to.deep.equal([
      priority(1),
      priority(1, 'c-2'),
      priority(2),
      priority(1),
    ]);
    const [first, second] = await outboxOf(store);
    await store.commit({ dispatched: [{ number: second!.number, attempts: 1, outcome: outcome('failed') }] });
    await store.commit({ dispatched: [{ number: first!.number, attempts: 1, outcome: outcome('done') }] });
    await store.commit({ decisions: [decision(3, priority(1), priority(1, 'c-2'))] });
    expect(await commandsOf(store)).to.deep.equal([priority(2), priority(1), priority(1, 'c-2')]);
  });

  it('takes what is wanted now to stand, though what was wanted before it failed', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, priority(1), priority(2))] });
    await store.commit({ dispatched: [{ number: 1, attempts: 5, outcome: outcome('failed') }] });
    await store.commit({ decisions: [decision(2, priority(2))] });
    expect(await commandsOf(store)).to.deep.equal([priority(2)]);
  });

  it('counts attempts, and gives from the outbox what is not done, from a number on, so many at most', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, ...['a', 'b', 'c', 'd'].map(transfer))] });
    const all = await outboxOf(store);
    expect(all[0]).to.deep.include({
      decision: 'c-1/skills/1',
      attempts: 0,
      decidedAt: Date.UTC(2026, 2, 2, 9),
    });
    await store.commit({ dispatched: [{ number: all[0]!.number, attempts: 1 }] });
    expect((await outboxOf(store))[0]!.attempts).to.equal(1);
    await store.commit({ dispatched: [{ number: all[0]!.number, attempts: 2, outcome: outcome('done') }] });
    expect((await store.outbox(0, 2)).map(({ number }) => number)).to.deep.equal([
      all[1]!.number,
      all[2]!.number,
    ]);
    expect((await store.outbox(all[2]!.number, 9)).map(({ number }) => number)).to.deep.equal([
      all[3]!.number,
    ]);
  });

  it('keeps commands that were given up apart', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, transfer('a'), transfer('b'), transfer('c'))] });
    const [a, b, c] = await outboxOf(store);
    await store.commit({
      dispatched: [
        { number: a!.number, attempts: 5, outcome: outcome('failed') },
        { number: b!.number, attempts: 1, outcome: outcome('done') },
        { number: c!.number, attempts: 0, outcome: outcome('nobody') },
      ],
    });
    expect(await outboxOf(store)).to.deep.equal([]);
    expect((await store.dead()).map(({ number }) => number)).to.deep.equal([a!.number]);
  });

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
  it('writes nothing of changes that tell of a command there is none of', async () => {
    const store = await make();
    await store.commit(everyChange(1));
    const before = await storeState(store, asked);
    const tried = { number: 99, attempts: 1 };
    for (const dispatched of [[tried], [{ number: 1, attempts: 1, outcome: outcome('done') }, tried]]) {
      const failed = store.commit({ ...everyChange(2), dispatched });
      expect(await failed.then(() => 'kept').catch(() => 'refused')).to.equal('refused');
      expect(await storeState(store, asked)).to.deep.equal(before);
    }
    await store.commit(everyChange(2));
    expect(await store.counters()).to.deep.equal({ position: 4, decision: 2 });
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
    for (const which of [1, 2, 3]) {
      await store.commit(everyChange(which));
      const ended = { number: which, attempts: 2, outcome: outcome(which === 2 ? 'failed' : 'done') };
      await store.commit({ dispatched: [ended, { number: 3 * which, attempts: 1 }] });
      const before = await storeState(store, asked);
      store = await reopen(store);
      expect(await storeState(store, asked)).to.deep.equal(before);
    }
    await store.commit({ decisions: [decision(4, transfer('t-1'), priority(3))] });
    expect(await commandsOf(store)).to.have.length(6);
  });
}
