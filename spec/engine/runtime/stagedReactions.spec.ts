import { expect } from 'chai';
import type { Instruction } from '../../../engine/instruction.ts';
import { isInShare } from '../../../engine/stages/share.ts';
import type { Store } from '../../../engine/store.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { morning, queued } from '../decisions/decideEvents.ts';
import { ended, receipt, sent } from '../decisions/delivery/messages.ts';
import { header } from '../policyText.ts';
import { ForgetfulStore } from './forgetfulStore.ts';
import { inTime, Mouth, recordsIn, running, type Given } from './running.ts';
import { EditedFolder, Hand } from './versions.ts';

const minutes = (count: number): number => count * 60_000;

/** Judges messages, gives a skill, and tells of what is broken, of the skill, and of the command that gave it. */
const text = (event: string, deliveredWithin = '5m'): string =>
  [
    `${header('DeliverySla')}deliveredWithin: ${deliveredWithin}\n`,
    `${header('SkillMapping')}mappings:
  - { name: all, when: { fact: mediaType, operator: equal, value: voice }, assign: { skill: ${event} } }
`,
    `${header('Reactions')}reactions:
  - name: breached
    on: delivery.breached
    do:
      - { notify: { supervisor: lead@example.com }, once: conversation }
      - webhook: ${event}
  - { name: decided, on: skills.decided, do: [{ webhook: ${event}Decided }] }
  - { name: given, on: skills.done, do: [{ webhook: ${event}Given }] }
`,
  ].join('---\n');

/** A runtime at work on folders that may be edited, until it is stopped. */
async function overseeing(folders: readonly EditedFolder[], given: Given) {
  for (const folder of folders) folder.started();
  const policies = folders.map(({ version }) => version);
  const check = () => Promise.resolve([]);
  const mouth = new Mouth();
  const live = running({ ...given, policies, overseen: { folders, check }, sources: { spec: mouth } });
  const { runtime, clock } = live;
  const over = new AbortController();
  await runtime.resume();
  const ends = [runtime.listen(over.signal), runtime.oversee(clock, over.signal)];
  await settled();
  const stop = async (): Promise<void> => {
    over.abort(new Error('over'));
    await Promise.allSettled(ends);
    await inTime(clock, runtime.drain());
  };
  return { ...live, mouth, stop };
}

/** What was told whom, in short. */
function toldBy({ done }: Pick<Hand, 'done'>): readonly string[] {
  return done.flatMap((one) => {
    if (!('do' in one)) return [];
    return one.do === 'webhook' ? [one.event] : [one.do];
  });
}

/** The deadlines that were decided on, by whom, and what is withheld of it. */
async function brokenIn(store: Store): Promise<readonly string[]> {
  return (await recordsIn(store)).flatMap(({ body, envelope }) =>
    body.point === 'delivery' && body.broken !== undefined
      ? [`${body.policy.name} ${body.policy.hash.slice(0, 4)} ${body.broken} ${envelope.withheld ?? 'done'}`]
      : [],
  );
}

describe('reactions and deadlines at every stage', () => {
  it('are decided by a shadow as by the active, at its own deadlines, and nothing of it is done', async () => {
    const folders = [new EditedFolder('now', text('now')), new EditedFolder('next', text('next', '2m'))];
    const [store, hand] = [new MemoryStore(), new Hand()];
    const shadow: Instruction = { stage: { policy: 'next', stage: 'shadow' } };
    await store.instruct(shadow, 0);
    const live = await overseeing(folders, { store, clock: new VirtualClock(morning), actors: { hand } });
    await live.clock.pass(1_000);
    await live.mouth.say(queued('c-1', 1), sent(1));
    await live.clock.pass(minutes(40));
    await settled();
    const [now, next] = folders.map(({ version }) => version.policy.hash.slice(0, 4));
    expect(await brokenIn(store)).to.deep.equal([
      `next ${next} delivered all`,
      `now ${now} delivered done`,
      `now ${now} read done`,
      `next ${next} read all`,
    ]);
    expect(toldBy(hand)).to.deep.equal(['nowDecided', 'nowGiven', 'notify', 'now', 'now']);
    const reacted = (await recordsIn(store)).filter(({ body }) => body.point === 'reaction');
    const ofShadow = reacted.filter(({ body }) => body.policy.name === 'next');
    // How the active's command ended it hears as well.
    expect(ofShadow.map(({ body }) => body.decidedBy)).to.deep.equal([
      'decided',
      'given',
      'breached',
      'breached',
    ]);
    await live.stop();
  });

  for (const snapshotEntries of [1, 10_000])
    it(`go on when the policy is edited, each deadline once, with a snapshot every ${snapshotEntries} entries`, async () => {
      const folder = new EditedFolder('p', text('one'));
      const [store, hand] = [new ForgetfulStore(), new Hand()];
      const clock = new VirtualClock(morning);
      const given = { store, clock, actors: { hand }, settings: { snapshotEntries } };
      let live = await overseeing([folder], given);
      await live.mouth.say(queued('c-1', 0), sent(0, 'm-1'), sent(0, 'm-2'), receipt(1, 'delivered', 'm-2'));
      await clock.pass(minutes(6));
      const before = folder.version.policy.hash.slice(0, 4);
      const expected = [`p ${before} delivered done`];
      expect(await brokenIn(store)).to.deep.equal(expected);
      folder.edit(text('two'));
      await clock.pass(2_000);
      const after = folder.version.policy.hash.slice(0, 4);
      // What passed before the edit is not decided again, and who was told is not told again.
      expect(await brokenIn(store)).to.deep.equal(expected);
      await live.mouth.say(ended(400));
      await live.stop();
      await clock.pass(minutes(60));
      live = await overseeing([folder], given);
      await clock.pass(2_000);
      expect(await brokenIn(store)).to.deep.equal([
        ...expected,
        `p ${after} read done`,
        `p ${after} read done`,
      ]);
      // The renewed skill is no event that anybody reacts to; that it was given is.
      const ofTwo = (await recordsIn(store)).filter(({ body }) => body.policy.hash.startsWith(after));
      expect(ofTwo.flatMap(({ body }) => (body.point === 'reaction' ? [body.on] : []))).to.deep.equal([
        'skills.done',
        'delivery.breached',
        'delivery.breached',
      ]);
      expect(toldBy(hand)).to.deep.equal([
        'oneDecided',
        'oneGiven',
        'notify',
        'one',
        'twoGiven',
        'two',
        'two',
      ]);
      await live.stop();
    });

  it('are decided by a shorter time that an edit brings, where its deadline was still open', async () => {
    const folder = new EditedFolder('p', text('one'));
    const [store, hand] = [new MemoryStore(), new Hand()];
    const clock = new VirtualClock(morning);
    const live = await overseeing([folder], { store, clock, actors: { hand } });
    await live.mouth.say(queued('c-1', 0), sent(0));
    await clock.pass(minutes(3));
    folder.edit(text('two', '2m'));
    await clock.pass(minutes(10));
    const hash = folder.version.policy.hash.slice(0, 4);
    expect(await brokenIn(store)).to.deep.equal([`p ${hash} delivered done`]);
    expect(toldBy(hand)).to.deep.equal(['oneDecided', 'oneGiven', 'notify', 'two', 'twoGiven']);
    await live.stop();
  });

  it('are done of a canary in its share, of the active in the rest, and of each message once', async () => {
    const folders = [new EditedFolder('now', text('now')), new EditedFolder('next', text('next', '2m'))];
    const [store, hand] = [new MemoryStore(), new Hand()];
    await store.instruct({ stage: { policy: 'next', stage: 'canary', sharePercent: 50 } }, 0);
    const live = await overseeing(folders, { store, clock: new VirtualClock(morning), actors: { hand } });
    await live.clock.pass(1_000);
    const conversations = Array.from({ length: 20 }, (_, number) => `c-${number}`);
    for (const one of conversations) await live.mouth.say(queued(one, 1), sent(1, `of ${one}`, one));
    await live.clock.pass(minutes(40));
    let ofCanary = 0;
    for (const one of conversations) {
      const isCanary = isInShare('next', 50, one);
      ofCanary += Number(isCanary);
      const by = isCanary ? 'next' : 'now';
      const own = toldBy({ done: hand.done.filter(({ conversation }) => conversation === one) });
      expect(own, one).to.deep.equal([`${by}Decided`, `${by}Given`, 'notify', by, by]);
    }
    expect(ofCanary).to.be.within(1, 19);
    await live.stop();
  });

  it('are done of the policy that has become active, from then on, and tell nobody twice', async () => {
    const folders = [new EditedFolder('now', text('now')), new EditedFolder('next', text('next'))];
    const [store, hand] = [new ForgetfulStore(), new Hand()];
    await store.instruct({ stage: { policy: 'next', stage: 'shadow' } }, 0);
    const clock = new VirtualClock(morning);
    const given = { store, clock, actors: { hand }, settings: { snapshotEntries: 1 } };
    let live = await overseeing(folders, given);
    await clock.pass(1_000);
    await live.mouth.say(queued('c-1', 1), sent(1));
    await clock.pass(minutes(6));
    await store.instruct({ stage: { policy: 'next', stage: 'active' } }, 0);
    await live.stop();
    live = await overseeing(folders, given);
    await clock.pass(minutes(40));
    const [now, next] = folders.map(({ version }) => version.policy.hash.slice(0, 4));
    expect((await brokenIn(store)).toSorted()).to.deep.equal([
      `next ${next} delivered all`,
      `next ${next} read done`,
      `now ${now} delivered done`,
      `now ${now} read all`,
    ]);
    expect(toldBy(hand)).to.deep.equal(['nowDecided', 'nowGiven', 'notify', 'now', 'nextGiven', 'next']);
    await live.stop();
  });
});
