import { expect } from 'chai';
import fc from 'fast-check';
import type { Instruction } from '../../../engine/instruction.ts';
import { isInShare } from '../../../engine/stages/share.ts';
import type { Stage } from '../../../engine/stages/stage.ts';
import type { Store } from '../../../engine/store.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { settled } from '../../../harness/lockStep/virtualClock.ts';
import { at, queued } from '../decisions/decideEvents.ts';
import {
  inTime,
  listening,
  Mouth,
  recordsIn,
  running,
  runToEnd,
  telling,
  type Given,
  type Running,
} from './running.ts';
import { Hand, mapping, version } from './versions.ts';

const policies = [version('now', mapping('Old')), version('next', mapping('New'))];
const stage = (policy: string, wanted: Stage, sharePercent?: number): Instruction => ({
  stage: { policy, stage: wanted, ...(sharePercent === undefined ? {} : { sharePercent }) },
});
const told = (conversation: string, seconds: number) =>
  ({ type: 'conversation.facts', at: at(seconds), conversation, facts: { mediaType: 'voice' } }) as const;

/** What was decided, by whom, at which stage, and what is withheld of it. */
async function decidedIn(store: Store): Promise<readonly string[]> {
  return (await recordsIn(store)).map(({ body, envelope }) =>
    [body.id, body.policy.name, envelope.stage, envelope.withheld]
      .filter((one) => one !== undefined)
      .join(' '),
  );
}

/** A runtime at work that looks after what it is told each second. */
async function overseen(given: Given): Promise<Awaited<ReturnType<typeof listening>> & { stop(): void }> {
  const live = await listening(given);
  const over = new AbortController();
  void live.runtime.oversee(live.clock, over.signal);
  return { ...live, stop: () => over.abort(new Error('over')) };
}

/** Gives a word to what runs. @returns what came of it. */
async function give({ store, clock }: Running, instruction: Instruction) {
  const number = await store.instruct(instruction, clock.now());
  await clock.pass(1_000);
  return store.answer(number);
}

describe('stages of policies', () => {
  it('are active for the first, and draft for the others, which decide nothing', async () => {
    const hand = new Hand();
    const live = running({ policies, actors: { hand }, sources: { spec: telling([queued('c-1', 1)]) } });
    await runToEnd(live);
    expect(await decidedIn(live.store)).to.deep.equal(['c-1/skills/1 now active']);
    expect(hand.of('c-1')).to.deep.equal(['Old', 'notify']);
    expect(live.runtime.policies.map(({ name, stage }) => `${name} ${stage}`)).to.deep.equal([
      'now active',
      'next draft',
    ]);
  });

  it('let a shadow decide and record, and nothing of it is done', async () => {
    const hand = new Hand();
    const store = new MemoryStore();
    await store.instruct(stage('next', 'shadow'), 0);
    const sources = { spec: telling([queued('c-1', 1), told('c-1', 2)]) };
    // The word was given before the engine ran: it is taken in at its start.
    await runToEnd(running({ policies, store, actors: { hand }, sources }));
    expect(await decidedIn(store)).to.deep.equal([
      'c-1/skills/1 now active',
      'c-1/skills/1 next shadow all',
      'c-1/skills/2 now active',
      'c-1/skills/2 next shadow all',
    ]);
    expect(hand.of('c-1')).to.deep.equal(['Old', 'notify']);
    const [, shadow] = await recordsIn(store);
    expect(shadow!.body.commands).to.have.length(2);
    expect(await store.answer(1)).to.deep.equal({ number: 1, outcome: 'accepted' });
  });

  it('let a canary decide about its share, and about no other: what is done is of one policy, and once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { maxLength: 40 }),
        async (share, steps) => {
          const hand = new Hand();
          const store = new MemoryStore();
          await store.instruct(stage('next', 'canary', share), 0);
          const events = steps.map(([number, isEntry], index) =>
            isEntry ? queued(`c-${number}`, index) : told(`c-${number}`, index),
          );
          const entries = new Map<string, number>();
          for (const event of events)
            if (event.type === 'conversation.queued')
              entries.set(event.conversation, (entries.get(event.conversation) ?? 0) + 1);
          await runToEnd(
            running({ policies, store, actors: { hand }, sources: { spec: telling(events, 3) } }),
          );
          for (const [conversation, times] of entries) {
            const skill = isInShare('next', share, conversation) ? 'New' : 'Old';
            const done = hand.of(conversation);
            expect(done.filter((one) => one !== 'notify')).to.deep.equal([skill]);
            expect(done.filter((one) => one === 'notify')).to.have.length(times);
          }
          const withheld = (await recordsIn(store)).map(({ body, envelope }) => ({
            isCanary: body.policy.name === 'next',
            isOwn: isInShare('next', share, body.conversation) === (body.policy.name === 'next'),
            ...envelope,
          }));
          for (const { isCanary, isOwn, stage, withheld: what } of withheld) {
            expect(stage).to.equal(isCanary ? 'canary' : 'active');
            expect(what).to.equal(isOwn ? undefined : 'all');
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('go forth and back while it runs; who waits is decided anew by who has the say, and nobody told twice', async () => {
    const hand = new Hand();
    const live = await overseen({ policies, actors: { hand } });
    await live.mouth.say(queued('c-1', 1));
    expect(await give(live, stage('next', 'active'))).to.deep.equal({ number: 1, outcome: 'accepted' });
    expect(hand.of('c-1')).to.deep.equal(['Old', 'notify', 'New']);
    await live.mouth.say(told('c-1', 2), queued('c-2', 3));
    expect(hand.of('c-1')).to.deep.equal(['Old', 'notify', 'New']);
    expect(hand.of('c-2')).to.deep.equal(['New', 'notify']);
    await give(live, stage('now', 'active'));
    expect(hand.of('c-1')).to.deep.equal(['Old', 'notify', 'New', 'Old']);
    expect(hand.of('c-2')).to.deep.equal(['New', 'notify', 'Old']);
    await give(live, stage('next', 'draft'));
    await live.mouth.say(queued('c-3', 4));
    expect((await decidedIn(live.store)).slice(-1)).to.deep.equal(['c-3/skills/1 now active']);
    expect((await decidedIn(live.store)).slice(0, 6)).to.deep.equal([
      'c-1/skills/1 now active',
      'c-1/skills/1 next active oneShot',
      'c-1/skills/2 now shadow all',
      'c-1/skills/2 next active',
      'c-2/skills/1 now shadow all',
      'c-2/skills/1 next active',
    ]);
    live.stop();
  });

  it('say so when nothing that is decided is done any more', async () => {
    const live = await overseen({ policies });
    await give(live, stage('now', 'shadow'));
    await settled();
    expect(live.problems.map(({ code }) => code)).to.deep.equal(['no-active-policy']);
    live.stop();
  });

  it('stay as they are where a word is refused, which is said', async () => {
    const live = await overseen({ policies });
    const before = live.runtime.policies;
    const answer = await give(live, stage('nxt', 'active'));
    expect(answer).to.deep.include({ number: 1, outcome: 'refused' });
    expect(answer!.why).to.contain('did you mean "next"?');
    expect(await give(live, { redo: { commands: [1] } })).to.deep.include({ outcome: 'refused' });
    expect(live.runtime.policies).to.equal(before);
    expect(await live.store.instructions()).to.deep.equal([]);
    live.stop();
  });

  it('outlive the process', async () => {
    const store = new MemoryStore();
    await store.instruct(stage('next', 'canary', 2.5), 0);
    await runToEnd(running({ policies, store, sources: { spec: telling([]) } }));
    const again = running({ policies, store });
    await again.runtime.resume();
    expect(
      again.runtime.policies.map(({ name, stage, sharePercent }) => [name, stage, sharePercent]),
    ).to.deep.equal([
      ['now', 'active', undefined],
      ['next', 'canary', 2.5],
    ]);
  });

  it('end a run whose store refuses', async () => {
    const store = new MemoryStore();
    const live = running({ policies, store, sources: { spec: new Mouth() } });
    await live.runtime.resume();
    const ended = live.runtime.listen(new AbortController().signal).then(() => 'ended', String);
    void live.runtime.oversee(live.clock, new AbortController().signal);
    store.instructions = () => Promise.reject(new Error('another has it'));
    expect(await inTime(live.clock, ended)).to.contain('the store refuses: another has it');
  });
});
