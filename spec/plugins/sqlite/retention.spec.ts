import { expect } from 'chai';
import fc from 'fast-check';
import { newConversation } from '../../../engine/conversation/conversation.ts';
import type { Command } from '../../../engine/decisions/record.ts';
import type { KeptDecision } from '../../../engine/store.ts';
import type { SqliteStore } from '../../../plugins/sqlite/sqliteStore.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { endedAs } from '../../outcomes.ts';
import { besides, openStore, withFile } from './opening.ts';

const day = 86_400_000;

function decision(number: number, ...commands: readonly Command[]): KeptDecision {
  const body = {
    id: `d/${number}`,
    at: '2026-03-02T09:00:00.000Z',
    policy: { name: 'p', hash: 'h' },
    commands,
  } as never;
  return { number, record: { body, envelope: { engineVersion: '1', stage: 'active' } } };
}
const transfer = (id: string, conversation: string): Command => ({
  id,
  conversation,
  do: 'transfer',
  queue: 'Cards',
});
const priority = (points: number, conversation: string): Command => ({
  set: 'priority',
  conversation,
  points,
});

async function numbersOf(store: SqliteStore): Promise<number[]> {
  return (await store.told(0, 1e6)).map(({ number }) => number);
}

/** Lets the store prune for as long as it has anything to. */
async function pruned(store: SqliteStore, clock: VirtualClock): Promise<void> {
  const stop = new AbortController();
  const keepingUp = store.keepUp(stop.signal).catch(() => undefined);
  await clock.pass(61_000);
  for (let turn = 0; turn < 50; turn++) await clock.pass(0);
  stop.abort(new Error('enough'));
  await keepingUp;
}

describe('what a store on SQLite keeps', () => {
  it('is decisions until they are old and every sink of these days has heard them', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      const store = openStore(file, { clock });
      const many = Array.from({ length: 1000 }, (_, index) => decision(index + 1));
      await store.commit({ decisions: many });
      expect(await store.heard('slow')).to.equal(0);
      await store.commit({ heard: new Map([['quick', 1000]]) });
      await clock.pass(29 * day);
      await store.commit({ decisions: [decision(1001)] });
      await pruned(store, clock);
      expect(await numbersOf(store)).to.have.length(1001);
      await clock.pass(2 * day);
      await store.commit({ heard: new Map([['slow', 700]]) });
      await pruned(store, clock);
      expect((await numbersOf(store))[0]).to.equal(701);
      await store.commit({ heard: new Map([['slow', 1001]]) });
      await pruned(store, clock);
      expect(await numbersOf(store)).to.deep.equal([1001]);
      expect((await store.counters()).decision).to.equal(1001);
      store.close();
    }));

  it('is how commands ended as long as decisions, in one sequence with them', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      const store = openStore(file, { clock });
      await store.commit({ decisions: [decision(1, transfer('a', 'c'), transfer('b', 'c'))] });
      await store.commit({ ended: [endedAs(1, 'done')] });
      await clock.pass(31 * day);
      await store.commit({ ended: [endedAs(2, 'done')], heard: new Map([['sink', 1]]) });
      await pruned(store, clock);
      expect(await numbersOf(store)).to.deep.equal([2, 3]);
      await store.commit({ heard: new Map([['sink', 3]]) });
      await pruned(store, clock);
      expect(await numbersOf(store)).to.deep.equal([3]);
      await store.commit({ decisions: [decision(2)] });
      expect(await numbersOf(store)).to.deep.equal([3, 4]);
      store.close();
    }));

  it('waits for no sink that no run has had for as long as decisions are kept', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      let store = openStore(file, { clock });
      await store.commit({ decisions: [decision(1)] });
      await store.heard('gone');
      store.close();
      await clock.pass(31 * day);
      store = openStore(file, { clock });
      await store.heard('new');
      await pruned(store, clock);
      expect(await numbersOf(store)).to.deep.equal([1]);
      await store.commit({ heard: new Map([['new', 1]]) });
      await pruned(store, clock);
      expect(await numbersOf(store)).to.deep.equal([]);
      expect((await store.counters()).decision).to.equal(1);
      store.close();
    }));

  it('is commands until they have ended, are old, and their conversation is over; those that failed for longer', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      const store = openStore(file, { clock });
      await store.commit({
        conversations: [newConversation('goes-on')],
        decisions: [
          decision(
            1,
            transfer('done', 'over'),
            transfer('open', 'over'),
            transfer('failed', 'over'),
            transfer('lives', 'goes-on'),
            priority(1, 'over'),
            priority(1, 'goes-on'),
          ),
        ],
      });
      const now = { endedAt: clock.now() };
      await store.commit({
        ended: [...[1, 4, 5, 6].map((number) => endedAs(number, 'done', now)), endedAs(3, 'failed', now)],
      });
      /** What is asked for again by the same decision, and so was known no more. */
      let number = 1;
      const forgotten = async (): Promise<string[]> => {
        const before = (await store.outbox(0, 100)).map((entry) => entry.number);
        const again = [transfer('done', 'over'), transfer('failed', 'over'), transfer('lives', 'goes-on')];
        await store.commit({
          decisions: [decision(++number, ...again, priority(1, 'over'), priority(1, 'goes-on'))],
        });
        return (await store.outbox(0, 100))
          .filter((entry) => !before.includes(entry.number))
          .map(({ command }) => ('id' in command ? command.id : `${command.set} ${command.conversation}`));
      };
      await clock.pass(29 * day);
      await pruned(store, clock);
      expect(await forgotten()).to.deep.equal([]);
      await clock.pass(2 * day);
      await pruned(store, clock);
      expect(await store.dead(0, 9)).to.have.length(1);
      expect((await store.outbox(0, 1))[0]!.command).to.deep.equal(transfer('open', 'over'));
      expect(await forgotten()).to.deep.equal(['done', 'priority over']);
      await store.commit({ conversations: [{ ...newConversation('goes-on'), phase: 'over' }] });
      await clock.pass(60 * day);
      await pruned(store, clock);
      expect(await store.dead(0, 9)).to.deep.equal([]);
      expect(await forgotten()).to.deep.equal(['failed', 'lives', 'priority goes-on']);
      store.close();
    }));

  it('is the journal, and what was gathered for it, after the older of two snapshots', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      const store = openStore(file, { clock });
      const last = 1001;
      // They are not decided on in the order in which they were taken in.
      const positions = Array.from({ length: last }, (_, index) => last - index);
      const event = { type: 'conversation.ended', at: 1, conversation: 'c' } as const;
      await store.commit({
        journal: positions.map((position) => ({ position, events: [event] })),
        gathered: positions.flatMap((position) => {
          const fact = { position, fact: 'intent', value: 'refund', observedAt: 3, from: 'provider' };
          return [fact, { ...fact, queue: 'Cards' }];
        }),
      });
      const snapshot = (after: number) => ({ after, format: 1, engineVersion: '1', state: after });
      const kept = async (): Promise<number[]> => {
        await pruned(store, clock);
        const found: number[] = [];
        for await (const { position } of store.journal(0)) found.push(position);
        const gathered = await Promise.all(positions.map((position) => store.gathered(position)));
        expect(gathered.map(({ length }) => length)).to.deep.equal(
          positions.map((position) => (found.includes(position) ? 2 : 0)),
        );
        expect(await store.journalSpan()).to.deep.equal({ gone: last - found.length, last });
        return found;
      };
      expect(await kept()).to.deep.equal(positions);
      await store.commit({ snapshot: snapshot(700) });
      expect(await kept()).to.deep.equal(positions);
      await store.commit({ snapshot: snapshot(900) });
      expect(await kept()).to.deep.equal(positions.slice(700));
      await store.commit({ snapshot: snapshot(last) });
      expect(await kept()).to.deep.equal(positions.slice(900));
      // The next entry is counted on from the last, however many are gone.
      await store.commit({ journal: [{ position: 5000, events: [event] }] });
      expect(await store.journalSpan()).to.deep.equal({ gone: 900, last: last + 1 });
      store.close();
    }));

  it('leaves what was gathered for an event, though a change of policies with its position goes', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      const store = openStore(file, { clock });
      const event = { type: 'conversation.ended', at: 1, conversation: 'c' } as const;
      const gathered = { position: 1, fact: 'intent', value: 'refund', observedAt: 3, from: 'provider' };
      const policies = { since: 1, policies: [{ name: 'p', hash: 'h', stage: 'active' }] } as const;
      await store.commit({
        journal: [
          { position: 1, events: [], policies },
          { position: 1, events: [event] },
        ],
        gathered: [gathered],
        snapshot: { after: 1, format: 1, engineVersion: '1', state: 1 },
      });
      await store.commit({ snapshot: { after: 2, format: 1, engineVersion: '1', state: 2 } });
      await pruned(store, clock);
      expect(await store.journalSpan()).to.deep.equal({ gone: 1, last: 2 });
      expect(await store.gathered(1)).to.deep.equal([gathered]);
      expect(await store.policies()).to.deep.equal(policies);
      store.close();
    }));

  it('loses nothing of the inbox, the journal, and what is not done, whatever is pruned', async function () {
    this.timeout(120_000);
    const commands = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom('done', 'failed', 'notDone', 'refused', undefined),
        fc.nat(60),
      ),
      { minLength: 1, maxLength: 450 },
    );
    await fc.assert(
      fc.asyncProperty(commands, (drawn) =>
        withFile(async (file) => {
          const clock = new VirtualClock();
          const store = openStore(file, { clock });
          const conversations = [newConversation('c-0'), newConversation('c-1')];
          const event = { type: 'conversation.ended', at: 1, conversation: 'c-0' } as const;
          const observed = { event, observedAt: 1, source: 'spec' };
          await store.commit({
            conversations,
            accepted: [1, 2].map((position) => ({ position, from: 's', observed, receivedAt: 1 })),
            journal: [{ position: 1, events: [event] }],
            decisions: drawn.map(([of], at) => decision(at + 1, transfer(`t-${at}`, `c-${of}`))),
          });
          const ends = drawn.map(([, status, after], at) => ({ number: at + 1, status, after }));
          for (const after of new Set(ends.map((end) => end.after).sort((a, b) => a - b))) {
            await clock.pass(after * day + Date.UTC(2026, 2, 2, 9) - clock.now());
            const now = ends.filter((end) => end.after === after && end.status !== undefined);
            const endedAt = clock.now();
            await store.commit({
              ended: now.map(({ number, status }) => endedAs(number, status!, { endedAt })),
            });
          }
          await clock.pass(Date.UTC(2026, 2, 2, 9) + 100 * day - clock.now());
          await pruned(store, clock);
          const isKept = (end: (typeof ends)[number], of: number): boolean => {
            const keep = end.status === 'done' ? 30 : 90;
            return end.status === undefined || of < 2 || 100 - end.after <= keep;
          };
          const kept = ends.filter((end, at) => isKept(end, drawn[at]![0])).map(({ number }) => number);
          const open = ends.filter(({ status }) => status === undefined).map(({ number }) => number);
          const outbox = await store.outbox(0, 1e6);
          expect(outbox.map(({ number }) => number)).to.deep.equal(open);
          const there = besides(file, (other) => other.prepare('SELECT number FROM command').all());
          expect(there.map(({ number }) => number)).to.include.members(kept);
          expect(await store.inbox()).to.have.length(1);
          store.close();
        }),
      ),
      { numRuns: 25 },
    );
  });
});
