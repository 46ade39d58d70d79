import { expect } from 'chai';
import type { Withheld } from '../../../engine/decisions/record.ts';
import type { Instruction } from '../../../engine/instruction.ts';
import type { PoliciesAtWork, Stage } from '../../../engine/stages/stage.ts';
import type { InboxEntry, JournalEntry, KeptDecision, KeptPolicy, Store } from '../../../engine/store.ts';
import { commandsOf, decision, priority, transfer } from './commands.ts';
import { it } from './runner.ts';

const event = { type: 'conversation.ended', at: 5, conversation: 'c-1' } as const;

/** A version of a policy. */
export function version(hash: string, text = 'a'): KeptPolicy {
  return { hash, files: [{ file: 'a.yaml', text }] };
}

/** One policy alone at work. */
export function atWork(hash: string, stage: Stage = 'active'): PoliciesAtWork {
  return { since: 7, policies: [{ name: 'p', hash, stage }] };
}

/** What every store must do with policies, their stages, and what an operator says. */
export function stagesContract(make: () => Promise<Store>): void {
  it('passes over commands that are withheld, and keeps the decisions', async () => {
    const store = await make();
    const all = [transfer('a'), priority(1)];
    const of = (number: number, withheld?: Withheld): KeptDecision => {
      const { record } = decision(number, ...all);
      const envelope = { ...record.envelope, ...(withheld === undefined ? {} : { withheld }) };
      return { number, record: { ...record, envelope } };
    };
    await store.commit({ decisions: [of(1, 'all')] });
    expect(await commandsOf(store)).to.deep.equal([]);
    await store.commit({ decisions: [of(2, 'oneShot')] });
    expect(await commandsOf(store)).to.deep.equal([priority(1)]);
    await store.commit({ decisions: [of(3)] });
    expect(await commandsOf(store)).to.deep.equal([priority(1), transfer('a')]);
    const kept = [of(1, 'all'), of(2, 'oneShot'), of(3)].map(({ record }) => ({ decision: record }));
    expect((await store.told(0, 9)).map(({ told }) => told)).to.deep.equal(kept);
  });

  it('keeps versions of policies, and which are at work by the journal', async () => {
    const store = await make();
    expect([await store.policies(), await store.policy('h')]).to.deep.equal([undefined, undefined]);
    const first = { position: 0, events: [], policies: atWork('h') };
    const second = { position: 1, events: [], policies: atWork('i', 'shadow') };
    await store.commit({ policies: [version('h')], journal: [first] });
    await store.commit({ journal: [{ position: 1, events: [event] }] });
    expect(await store.policies()).to.deep.equal(first.policies);
    await store.commit({ policies: [version('h', 'edited'), version('i')], journal: [second, second] });
    expect(await store.policies()).to.deep.equal(second.policies);
    expect(await store.policy('h')).to.deep.equal(version('h'));
    expect(await store.policy('i')).to.deep.equal(version('i'));
    const journal: JournalEntry[] = [];
    for await (const one of store.journal(0)) journal.push(one);
    expect(journal).to.deep.equal([first, { position: 1, events: [event] }, second, second]);
  });

  it('counts the decisions of each version at each stage', async () => {
    const store = await make();
    await store.commit({ decisions: [decision(1), decision(2)] });
    const { number, record } = decision(3);
    const shadowed = { ...record, envelope: { ...record.envelope, stage: 'shadow' as const } };
    await store.commit({ decisions: [{ number, record: shadowed }, decision(4)] });
    const own = { name: 'p', hash: 'h' };
    expect(await store.tallies()).to.deep.equal([
      { ...own, stage: 'active', decisions: 3 },
      { ...own, stage: 'shadow', decisions: 1 },
    ]);
  });

  it('keeps an instruction until it is answered, and what came of it', async () => {
    const store = await make();
    const instruction: Instruction = { stage: { policy: 'p', stage: 'canary', sharePercent: 2.5 } };
    const first = await store.instruct(instruction, 5);
    const second = await store.instruct({ drop: { commands: [1, 2] } }, 6.5);
    expect(await store.instructions()).to.deep.equal([
      { number: first, instruction, givenAt: 5 },
      { number: second, instruction: { drop: { commands: [1, 2] } }, givenAt: 6.5 },
    ]);
    expect(second).to.be.greaterThan(first);
    const answer = { number: first, outcome: 'refused', why: 'it is so' } as const;
    await store.commit({ answered: [answer] });
    expect((await store.instructions()).map(({ number }) => number)).to.deep.equal([second]);
    expect([await store.answer(first), await store.answer(second), await store.answer(99)]).to.deep.equal([
      answer,
      undefined,
      undefined,
    ]);
  });

  it('keeps an event that waits, though policies change meanwhile', async () => {
    const store = await make();
    const observed = { event, observedAt: 6, source: 'spec' };
    const waiting: InboxEntry = { position: 1, from: 'source', observed, receivedAt: 7 };
    await store.commit({ accepted: [waiting] });
    await store.commit({ journal: [{ position: 1, events: [], policies: atWork('h') }] });
    expect(await store.inbox()).to.deep.equal([waiting]);
    await store.commit({
      accepted: [{ ...waiting, position: 2 }],
      journal: [{ position: 2, events: [], policies: atWork('i') }],
    });
    expect((await store.inbox()).map(({ position }) => position)).to.deep.equal([1, 2]);
  });
}
