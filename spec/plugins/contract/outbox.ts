import { expect } from 'chai';
import type { Asked, CommandKind } from '../../../engine/decisions/record.ts';
import { deadStatuses, type EndedCommand, type KeptDecision, type Store } from '../../../engine/store.ts';
import { endedAs } from '../../outcomes.ts';
import { commandsOf, decision, outboxOf, priority, transfer } from './commands.ts';
import { it } from './runner.ts';

/** What every store must do with commands, from when they are decided until they have ended, and what sinks hear of it. */
export function outboxContract(make: () => Promise<Store>): void {
  it('has a command with an id done once, however often and whenever it is decided', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, transfer('a'), transfer('b'), transfer('a'))] });
    await store.commit({ decisions: [decision(2, transfer('b'))] });
    expect(await commandsOf(store)).to.deep.equal([transfer('a'), transfer('b')]);
    await store.commit({ ended: [endedAs(1, 'done')] });
    await store.commit({ decisions: [decision(3, transfer('a'))] });
    expect(await commandsOf(store)).to.deep.equal([transfer('b')]);
  });

  it('has no command done of a handoff that was asked for, unless the engine acts', async () => {
    const store = await make();
    const handoff = (number: number, asked?: Asked): KeptDecision => {
      const { record } = decision(number, transfer(`t-${number}`));
      const envelope = { ...record.envelope, ...(asked === undefined ? {} : { asked }) };
      return { number, record: { body: { ...record.body, point: 'handoff' } as never, envelope } };
    };
    const asked = (actsBy: Asked['actsBy']): Asked => ({ request: 'r', actsBy });
    const first = handoff(1, asked('asker'));
    await store.commit({ decisions: [first, handoff(2, asked('engine')), handoff(3)] });
    expect(await commandsOf(store)).to.deep.equal([transfer('t-2'), transfer('t-3')]);
    expect((await store.told(0, 1))[0]!.told).to.deep.equal({ decision: first.record });
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
    await store.commit({ ended: [endedAs(second!.number, 'failed')] });
    await store.commit({ ended: [endedAs(first!.number, 'done')] });
    await store.commit({ decisions: [decision(3, priority(1), priority(1, 'c-2'))] });
    expect(await commandsOf(store)).to.deep.equal([priority(2), priority(1), priority(1, 'c-2')]);
  });

  it('takes what is wanted now to stand, though what was wanted before it failed', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, priority(1), priority(2))] });
    await store.commit({ ended: [endedAs(1, 'failed')] });
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
    await store.commit({ tried: [{ number: all[0]!.number, attempts: 1 }] });
    expect((await outboxOf(store))[0]!.attempts).to.equal(1);
    await store.commit({ ended: [endedAs(all[0]!.number, 'done', { attempts: 2 })] });
    expect((await store.outbox(0, 2)).map(({ number }) => number)).to.deep.equal([
      all[1]!.number,
      all[2]!.number,
    ]);
    expect((await store.outbox(all[2]!.number, 9)).map(({ number }) => number)).to.deep.equal([
      all[3]!.number,
    ]);
  });

  it('gives of some kinds alone what is in the outbox, in order, so many at most', async () => {
    const store = await make();
    await store.commit({
      decisions: [decision(1, transfer('a'), priority(1), transfer('b'), priority(1, 'c-2'), transfer('c'))],
    });
    const of = async (after: number, most: number, kinds: readonly CommandKind[]): Promise<number[]> =>
      (await store.outbox(after, most, kinds)).map(({ number }) => number);
    expect(await of(0, 9, ['set priority'])).to.deep.equal([2, 4]);
    expect(await of(1, 1, ['do transfer', 'do notify'])).to.deep.equal([3]);
    expect(await of(0, 4, ['do transfer', 'set priority'])).to.deep.equal([1, 2, 3, 4]);
    expect(await of(0, 9, [])).to.deep.equal([]);
    await store.commit({ ended: [endedAs(3, 'done')] });
    expect(await of(0, 9, ['do transfer'])).to.deep.equal([1, 5]);
    expect((await store.outbox(4, 1, ['do transfer']))[0]).to.deep.equal((await store.outbox(4, 1))[0]);
  });

  it('keeps commands that were given up or refused apart, with who was asked and why; in order, from a number on', async () => {
    const store = await make();
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    await store.commit({ decisions: [decision(1, ...ids.map(transfer))] });
    const decidedAt = Date.UTC(2026, 2, 2, 9);
    const ends = [
      endedAs(6, 'refused'),
      endedAs(1, 'failed', { command: transfer('a'), attempts: 5, decidedAt }),
      endedAs(2, 'done'),
      endedAs(3, 'unknown'),
      endedAs(4, 'notDone'),
    ];
    for (const ended of ends) await store.commit({ ended: [ended] });
    await store.commit({ ended: [endedAs(5, 'nobody')] });
    expect(await outboxOf(store)).to.deep.equal([]);
    const deadOf = async (after: number, most: number): Promise<number[]> =>
      (await store.dead(after, most)).map(({ number }) => number);
    expect(await deadOf(0, 9)).to.deep.equal([1, 3, 4, 6]);
    expect(await deadOf(1, 2)).to.deep.equal([3, 4]);
    expect(await deadOf(6, 2)).to.deep.equal([]);
    expect(deadStatuses).to.have.length(4);
    const [{ ended }] = (await store.dead(0, 1)) as [EndedCommand];
    expect(ended).to.deep.equal(ends[1]!.ended);
    expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 4 });
  });

  it('numbers decisions and how commands ended as one, in the order it came about', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, transfer('a'), transfer('b')), decision(2)] });
    await store.commit({ ended: [endedAs(2, 'failed')], decisions: [decision(3)] });
    await store.commit({ ended: [endedAs(1, 'done')], dropped: [endedAs(2, 'dropped')] });
    const told = await store.told(0, 99);
    expect(told.map(({ number }) => number)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(told.map((one) => one.told)).to.deep.equal([
      { decision: decision(1, transfer('a'), transfer('b')).record },
      { decision: decision(2).record },
      { outcome: endedAs(2, 'failed').ended },
      { decision: decision(3).record },
      { outcome: endedAs(2, 'dropped').ended },
      { outcome: endedAs(1, 'done').ended },
    ]);
    expect(await store.told(2, 2)).to.deep.equal(told.slice(2, 4));
    expect(await store.counters()).to.deep.include({ decision: 3, told: 6 });
  });

  it('has a dead command done again as the one it was, after all others', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, transfer('a'), transfer('b'))] });
    await store.commit({ ended: [endedAs(1, 'failed', { command: transfer('a'), attempts: 5 })] });
    const last = (await outboxOf(store)).at(-1)!.number;
    await store.commit({ redone: [1] });
    expect(await commandsOf(store)).to.deep.equal([transfer('b'), transfer('a')]);
    const again = (await outboxOf(store)).at(-1)!;
    expect(again.number).to.be.above(last);
    expect(again).to.deep.include({
      attempts: 5,
      decision: 'c-1/skills/1',
      decidedAt: Date.UTC(2026, 2, 2, 9),
    });
    expect(await store.depths()).to.deep.equal({ outbox: 2, dead: 0 });
    await store.commit({ decisions: [decision(2, transfer('a'), transfer('c'))] });
    expect(await commandsOf(store)).to.deep.equal([transfer('b'), transfer('a'), transfer('c')]);
    await store.commit({ ended: [endedAs(again.number, 'done')] });
    expect(await commandsOf(store)).to.deep.equal([transfer('b'), transfer('c')]);
  });

  it('wants a state again that is redone', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, priority(1))] });
    await store.commit({ ended: [endedAs(1, 'failed')] });
    await store.commit({ redone: [1] });
    await store.commit({ decisions: [decision(2, priority(1), priority(2))] });
    expect(await commandsOf(store)).to.deep.equal([priority(1), priority(2)]);
  });

  it('ends a dead command for good when it is dropped', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1, transfer('a'), transfer('b'))] });
    await store.commit({ ended: [endedAs(1, 'failed'), endedAs(2, 'refused')] });
    await store.commit({ dropped: [endedAs(1, 'dropped')] });
    expect((await store.dead(0, 9)).map(({ number }) => number)).to.deep.equal([2]);
    await store.commit({ decisions: [decision(2, transfer('a'))] });
    expect(await commandsOf(store)).to.deep.equal([]);
  });
}
