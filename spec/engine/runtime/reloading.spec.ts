import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Stage } from '../../../engine/stages/stage.ts';
import type { Overseen } from '../../../engine/runtime/oversight.ts';
import { problemError } from '../../../engine/problem.ts';
import type { Store } from '../../../engine/store.ts';
import { recordedEvents } from '../../../harness/recording/recordedEvents.ts';
import { settled } from '../../../harness/lockStep/virtualClock.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { shippedDay } from '../../plugins/decisions.ts';
import { openStore, withFile } from '../../plugins/sqlite/opening.ts';
import { at, queued } from '../decisions/decideEvents.ts';
import { ForgetfulStore } from './forgetfulStore.ts';
import { inTime, listening, recordsIn, type Given } from './running.ts';
import { header } from '../policyText.ts';
import { EditedFolder, Hand, mapping, readFrom } from './versions.ts';

const told = (conversation: string, seconds: number) =>
  ({ type: 'conversation.facts', at: at(seconds), conversation, facts: { mediaType: 'voice' } }) as const;
/** Two looks: a folder is read when it was the same at both. */
const looked = 2_000;

type Live = Awaited<ReturnType<typeof listening>> & { stop(): void };

/** A runtime at work on folders that may be edited. */
async function overseeing(
  folders: readonly EditedFolder[],
  given: Given = {},
  check: Overseen['check'] = () => Promise.resolve([]),
): Promise<Live> {
  for (const folder of folders) folder.started();
  const policies = folders.map(({ version }) => version);
  const live = await listening({ ...given, policies, overseen: { folders, check } });
  const over = new AbortController();
  void live.runtime.oversee(live.clock, over.signal);
  return { ...live, stop: () => over.abort(new Error('over')) };
}

describe('an edit of a rule file while it runs', () => {
  it('is taken between two events; who waits is decided anew, and nobody told twice', async () => {
    const folder = new EditedFolder('p', mapping('Old'));
    const hand = new Hand();
    const store = new MemoryStore();
    const live = await overseeing([folder], { store, actors: { hand } });
    await live.mouth.say(queued('c-1', 1));
    const before = live.runtime.policies[0]!;
    folder.edit(mapping('New'));
    await live.clock.pass(looked);
    expect(hand.of('c-1')).to.deep.equal(['Old', 'notify', 'New']);
    expect(live.runtime.policies[0]!.hash).to.equal(folder.version.policy.hash).and.not.equal(before.hash);
    await live.mouth.say(told('c-1', 2), queued('c-2', 3));
    expect(hand.of('c-1')).to.deep.equal(['Old', 'notify', 'New']);
    expect(hand.of('c-2')).to.deep.equal(['New', 'notify']);
    expect(live.problems).to.deep.equal([]);
    live.stop();
    const again = await overseeing([folder], { store, actors: { hand } });
    await again.mouth.say(told('c-1', 4), told('c-2', 5));
    expect([hand.of('c-1'), hand.of('c-2')]).to.deep.equal([
      ['Old', 'notify', 'New'],
      ['New', 'notify'],
    ]);
    again.stop();
  });

  it('takes no handover away that comes after it in the same bot session, and waits as long after the last', async () => {
    const handoff = (
      phrase: string,
    ) => `${header('Handoff')}personRequest: { phrases: [${phrase}], intents: [] }
triggers:
  any:
    - { name: asked, when: { fact: askedForPerson, operator: equal, value: true } }
    - { name: unsure, when: { fact: intentConfidence, operator: lessThan, value: 0.5 } }
guards:
  all:
    - { name: always, when: { fact: botTurns, operator: greaterThan, value: 0 } }
otherwise: { offer: callback }
target: { queue: Support }
`;
    const said = (seconds: number, utterance: string, intentConfidence = 0.9) =>
      ({
        type: 'bot.turn',
        at: at(seconds),
        conversation: 'c-1',
        facts: { utterance, intentConfidence },
      }) as const;
    const folder = new EditedFolder('p', handoff('agent'));
    const hand = new Hand();
    const live = await overseeing([folder], { actors: { hand } });
    await live.mouth.say(said(1, 'agent'));
    folder.edit(handoff('person'));
    await live.clock.pass(looked);
    await live.mouth.say(said(2, 'hello', 0.1), said(3, 'a person'));
    const done = hand.done.flatMap((command) => ('id' in command ? [command] : []));
    expect(done.map((command) => command.do)).to.deep.equal(['transfer', 'transfer']);
    expect(new Set(done.map(({ id }) => id)).size).to.equal(2);
    live.stop();
  });

  it('that is wrong is refused once, with its place; the last good version goes on until it is mended', async () => {
    const folder = new EditedFolder('p', mapping('Old'));
    const live = await overseeing([folder]);
    const good = live.runtime.policies;
    folder.edit(mapping('New').replace('mediaType', 'mediaTyp'));
    await live.clock.pass(10 * looked);
    expect(live.runtime.policies).to.equal(good);
    expect(live.problems.map(({ code }) => code)).to.deep.equal(['unknown-fact', 'edit-refused']);
    expect(live.problems[0]).to.deep.include({ file: 'rules/p/pack.yaml', line: 6, severity: 'error' });
    expect(live.problems[0]).to.have.property('column').that.is.a('number');
    expect(live.problems[1]!.message).to.contain(good[0]!.hash.slice(0, 12));
    folder.put(() => {
      throw problemError('empty-folder', 'the folder holds no rule packs');
    });
    await live.clock.pass(10 * looked);
    expect(live.problems.slice(2).map(({ code }) => code)).to.deep.equal(['empty-folder', 'edit-refused']);
    expect(live.runtime.policies).to.equal(good);
    folder.edit(mapping('New'));
    await live.clock.pass(looked);
    expect(live.runtime.policies[0]!.hash).to.equal(folder.version.policy.hash);
    expect(live.problems).to.have.length(4);
    live.stop();
  });

  it('that a plugin finds wrong is refused', async () => {
    const folder = new EditedFolder('p', mapping('Old'));
    const wrong = problemError('genesys-unknown-skill', 'the organisation has no skill "New"').problems;
    const asked: string[] = [];
    const live = await overseeing([folder], {}, (policy) => {
      asked.push(policy.hash);
      return Promise.resolve(wrong);
    });
    const good = live.runtime.policies;
    folder.edit(mapping('New'));
    await live.clock.pass(looked);
    expect(live.runtime.policies).to.equal(good);
    expect(live.problems.map(({ code }) => code)).to.deep.equal(['genesys-unknown-skill', 'edit-refused']);
    expect(asked).to.deep.equal([folder.version.policy.hash]);
    live.stop();
  });

  it('is read when it is whole: while files come one after the other, nothing is', async () => {
    const folder = new EditedFolder('p', mapping('Old'));
    const live = await overseeing([folder]);
    for (let piece = 0; piece < 9; piece++) {
      folder.edit(mapping(`Skill ${piece}`));
      await live.clock.pass(1_000);
    }
    expect(folder.reads).to.equal(0);
    await live.clock.pass(1_000);
    expect(folder.reads).to.equal(1);
    await live.clock.pass(10_000);
    expect(folder.reads).to.equal(1);
    expect(live.runtime.policies[0]!.hash).to.equal(folder.version.policy.hash);
    live.stop();
  });

  it('that means the same changes nothing', async () => {
    const folder = new EditedFolder('p', mapping('Old'));
    const live = await overseeing([folder]);
    const before = live.runtime.policies;
    folder.edit(`# a remark\n${mapping('Old')}`);
    await live.clock.pass(looked);
    expect(folder.reads).to.equal(1);
    expect(live.runtime.policies).to.equal(before);
    live.stop();
  });

  it('of a draft is taken, and decides nothing', async () => {
    const folders = [new EditedFolder('p', mapping('Old')), new EditedFolder('q', mapping('Draft'))];
    const live = await overseeing(folders);
    folders[1]!.edit(mapping('Another'));
    await live.clock.pass(looked);
    await live.mouth.say(queued('c-1', 1));
    expect(live.runtime.policies[1]!.hash).to.equal(folders[1]!.version.policy.hash);
    expect(await recordsIn(live.store)).to.have.length(1);
    live.stop();
  });
});

/** What is done to an engine beside telling it events: places are events, in thousandths of all. */
type Act =
  | { readonly act: 'edit'; readonly folder: number; readonly to: number; readonly isDown: boolean }
  | { readonly act: 'stage'; readonly policy: string; readonly stage: Stage }
  | { readonly act: 'restart' };

describe('a run that is stopped and started again, with edits and stages in between', () => {
  const names = ['bank', 'other'];
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.record({
      act: fc.constant('edit' as const),
      folder: fc.nat({ max: 1 }),
      to: fc.nat({ max: 3 }),
      isDown: fc.boolean(),
    }),
    fc.record({
      act: fc.constant('stage' as const),
      policy: fc.constantFrom(...names),
      stage: fc.constantFrom<Stage>('draft', 'shadow', 'canary', 'active'),
    }),
    fc.constant({ act: 'restart' as const }),
  );
  // A conversation is short: what a restart forgets shows where it comes soon after an edit.
  const plan = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 60 }).map((place) => 15 * place),
      act,
    ),
    { maxLength: 12 },
  );

  /** Messages are judged, and much is reacted to, but how commands end: when a hand does them is not to count here. */
  const hearing = `${header('DeliverySla')}deliveredWithin: 1m
readWithin: 3m
---
${header('SkillMapping')}mappings:
  - { name: high, when: { fact: priority, operator: equal, value: high }, assign: { skill: Cards } }
---
${header('Reactions')}reactions:
  - { name: given, on: skills.decided, do: [{ webhook: given }] }
  - { name: breached, on: delivery.breached, do: [{ notify: { supervisor: a@example.com }, once: conversation }, { crm: upsert }] }
  - { name: kept, on: delivery.compliant, do: [{ attributes: { kept: { fact: messageId } } }] }
  - { name: over, on: conversation.ended, do: [{ crm: upsert }] }
`;
  const reads = Promise.all([
    ...['rules/retail-bank', 'rules/retail-bank-previous', 'rules/source-documents'].map(requirePolicy),
    Promise.resolve(readFrom('hearing', hearing)),
  ]);
  const dayEvents = async (): Promise<readonly RoutingEvent[]> =>
    (await Array.fromAsync(recordedEvents(shippedDay).batches()))
      .flat()
      .slice(1000, 1600)
      .flatMap(withMessages);

  /** Who enters a queue is sent a message; it is delivered when it is answered, and read at the end, for some. */
  function withMessages(event: RoutingEvent): readonly RoutingEvent[] {
    if (event.type === 'conversation.queued') {
      const { at, conversation } = event;
      const message = `of ${conversation}`;
      return [
        event,
        { type: 'message.sent', at, conversation, message, direction: 'outbound', attachments: 0 },
      ];
    }
    if (event.type !== 'conversation.answered' && event.type !== 'conversation.ended') return [event];
    const { type, at, conversation } = event;
    const receipt = type === 'conversation.answered' ? 'delivered' : 'read';
    return [event, { type: 'message.receipt', at, conversation, message: `of ${conversation}`, receipt }];
  }

  /** What a store says of a run, without our clock, and what was done, by conversation. */
  async function cameOf(store: Store, { done }: Hand): Promise<readonly string[]> {
    const decisions = await recordsIn(store);
    const byConversation = done.toSorted((one, other) => (one.conversation < other.conversation ? -1 : 1));
    expect(await store.outbox(0, 1)).to.deep.equal([]);
    return [
      ...decisions.map(({ body, envelope }) => JSON.stringify([body, envelope.stage, envelope.withheld])),
      ...byConversation.map((command) => JSON.stringify(command)),
    ];
  }

  /**
   * @param restarts whether the plan's restarts are made, and edits while it is down made then.
   * @param snapshotEntries entries between two snapshots, which restarts go on from.
   */
  async function made(
    steps: readonly (readonly [number, Act])[],
    restarts: boolean,
    store: Store,
    reopen: (store: Store) => Store,
    snapshotEntries = 10_000,
  ): Promise<readonly string[]> {
    const versions = await reads;
    const events = await dayEvents();
    const folders = names.map((name) => new EditedFolder(name, ''));
    const put = (folder: EditedFolder, which: number): void => {
      const { policy, ...read } = versions[which]!;
      folder.put(() => ({ ...read, policy: { ...policy, name: folder.name } }));
    };
    put(folders[0]!, 0);
    put(folders[1]!, 3);
    let kept = store;
    const hand = new Hand();
    const given = { actors: { hand }, settings: { snapshotEntries }, isOfThePast: true };
    let live = await overseeing(folders, { ...given, store: kept });
    const ended = async (): Promise<void> => {
      // A disk takes its time, and the clock must not go on meanwhile.
      while ((await kept.outbox(0, 1)).length > 0) await settled();
      await inTime(live.clock, live.runtime.drain());
    };
    const restart = async (): Promise<void> => {
      live.stop();
      await ended();
      kept = reopen(kept);
      live = await overseeing(folders, { ...given, store: kept });
    };
    let from = 0;
    for (const [place, step] of [...steps].sort(([one], [other]) => one - other)) {
      const until = Math.floor((place * events.length) / 1000);
      if (until > from) await live.mouth.say(...events.slice(from, until));
      from = Math.max(from, until);
      if (step.act === 'restart') {
        if (restarts) await restart();
      } else if (step.act === 'stage') {
        const sharePercent = step.stage === 'canary' ? { sharePercent: 40 } : {};
        await kept.instruct({ stage: { policy: step.policy, stage: step.stage, ...sharePercent } }, 0);
        while ((await kept.instructions()).length > 0) await live.clock.pass(1_000);
      } else {
        put(folders[step.folder]!, step.to);
        if (step.isDown && restarts) await restart();
        const { hash } = folders[step.folder]!.version.policy;
        while (live.runtime.policies[step.folder]!.hash !== hash) await live.clock.pass(1_000);
      }
    }
    await live.mouth.say(...events.slice(from));
    live.stop();
    await ended();
    return cameOf(kept, hand);
  }

  it('decides as one that was never stopped, by every version and at every stage', async () => {
    let decided = 0;
    let broken = 0;
    let fromSnapshots = 0;
    await fc.assert(
      fc.asyncProperty(plan, fc.constantFrom(5, 40, 10_000), async (steps, snapshotEntries) => {
        const forgetful = new ForgetfulStore();
        const one = await made(steps, true, forgetful, (store) => store, snapshotEntries);
        const other = await made(steps, false, new MemoryStore(), (store) => store);
        expect(one.length).to.equal(other.length);
        expect(one.join('\n') === other.join('\n')).to.equal(true);
        decided += one.length;
        broken += one.filter((line) => line.includes('"broken":')).length;
        fromSnapshots += forgetful.askedAfter.filter((after) => after > 0).length;
      }),
      { numRuns: 40 },
    );
    expect(decided).to.be.above(10_000);
    expect(broken).to.be.above(200);
    expect(fromSnapshots).to.be.above(20);
  }).timeout(300_000);

  it('does so on a file', () =>
    withFile((file) =>
      withFile(async (another) => {
        const steps: readonly (readonly [number, Act])[] = [
          [100, { act: 'stage', policy: 'other', stage: 'shadow' }],
          [200, { act: 'edit', folder: 0, to: 2, isDown: false }],
          [215, { act: 'restart' }],
          [400, { act: 'stage', policy: 'other', stage: 'canary' }],
          [450, { act: 'edit', folder: 1, to: 0, isDown: true }],
          [600, { act: 'stage', policy: 'other', stage: 'active' }],
          [700, { act: 'edit', folder: 0, to: 0, isDown: false }],
          [800, { act: 'restart' }],
        ];
        let open = openStore(file);
        const reopened = (): Store => {
          open.close();
          return (open = openStore(file));
        };
        const one = await made(steps, true, open, reopened, 40);
        open.close();
        const plain = openStore(another);
        const other = await made(steps, false, plain, (store) => store);
        plain.close();
        expect(one.length).to.be.above(300).and.equal(other.length);
        expect(one.join('\n') === other.join('\n')).to.equal(true);
      }),
    )).timeout(120_000);
});
