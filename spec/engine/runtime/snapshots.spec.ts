import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { allMoments } from '../../../engine/moments.ts';
import type { RuntimeSettings } from '../../../engine/plugins/configurationSchema.ts';
import type { Problem } from '../../../engine/problem.ts';
import { versionOf, type PolicyVersion } from '../../../engine/runtime/policyVersions.ts';
import { snapshotFormat } from '../../../engine/runtime/snapshots.ts';
import { decisionLine } from '../../../engine/decisions/decisionLog.ts';
import { decideEvents } from '../../../harness/replay/replay.ts';
import { recordedEvents } from '../../../harness/recording/recordedEvents.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { shippedDay, shippedPolicy as policy } from '../../plugins/decisions.ts';
import { at, queued } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { ForgetfulStore } from './forgetfulStore.ts';
import { decisionsIn, listening, running, runToEnd, telling, type Given } from './running.ts';
import { readFrom } from './versions.ts';

const day: RoutingEvent[] = [];
for await (const batch of recordedEvents(shippedDay).batches()) day.push(...batch);

/** A run on part of the day, from where the store stands. */
async function runOn(
  store: ForgetfulStore,
  events: readonly RoutingEvent[],
  settings: Partial<RuntimeSettings> = {},
  given: Partial<Given> = {},
) {
  const live = running({
    ...{ policy, store, settings: { snapshotEntries: 500, ...settings } },
    sources: { day: telling(events, 97) },
    ...given,
  });
  await runToEnd(live);
  return live;
}

/** What was told, but that nobody does anything here. */
const codesOf = (problems: readonly Problem[]): string[] =>
  problems.map(({ code }) => code).filter((code) => code !== 'no-actor');

const linesIn = async (store: MemoryStore): Promise<string[]> => (await decisionsIn(store)).map(decisionLine);

describe('snapshots of a run', () => {
  const otherText = `${header('SkillMapping')}mappings: []\notherwise: { assign: { skill: General } }\n`;
  const other = rightPolicy(otherText);

  it('are what it goes on from, whatever was decided since, with the journal before the older of two gone', async () => {
    const stops = fc.uniqueArray(fc.integer({ min: 1, max: day.length - 1 }), { minLength: 1, maxLength: 4 });
    const ways = fc.record({
      snapshotEntries: fc.constantFrom(50, 333, 2000),
      moments: fc.constantFrom(...allMoments),
    });
    await fc.assert(
      fc.asyncProperty(stops, ways, async (ends, settings) => {
        const store = new ForgetfulStore();
        for (const end of [...ends.sort((a, b) => a - b), day.length])
          await runOn(store, day.slice(0, end), settings);
        const decided = decideEvents(day, policy, settings.moments).map(decisionLine);
        expect((await linesIn(store)).join('\n') === decided.join('\n')).to.equal(true);
        // What is folded at a start is what came since the last snapshot before it.
        for (const [start, after] of store.askedAfter.slice(1).entries())
          expect(after).to.be.above(ends[start]! - settings.snapshotEntries - 97);
      }),
      { numRuns: 6 },
    );
  }).timeout(120_000);

  it('are taken after so many entries, or so much time with any', async () => {
    const store = new MemoryStore();
    const clock = new VirtualClock();
    const settings = { snapshotEntries: 4, snapshotMinutes: 10 };
    // That a policy is at work is an entry as well.
    const { mouth } = await listening({ policy: other, store, clock, settings });
    const takenAfter = async (): Promise<number[]> => (await store.snapshots()).map(({ after }) => after);
    await mouth.say(queued('c-1', 0), queued('c-2', 1));
    expect(await takenAfter()).to.deep.equal([]);
    await mouth.say(queued('c-3', 2), queued('c-4', 3));
    expect(await takenAfter()).to.deep.equal([5]);
    await clock.pass(600_000);
    expect(await takenAfter()).to.deep.equal([5]);
    await mouth.say(queued('c-5', 4));
    expect(await takenAfter()).to.deep.equal([6, 5]);
    await mouth.say(queued('c-6', 5));
    expect(await takenAfter()).to.deep.equal([6, 5]);
  });

  /** Whether it is about a conversation that is not among these events: then it is as if there had been none before. */
  const isNewSince = (before: readonly RoutingEvent[]): ((line: string) => boolean) => {
    const known = new Set(before.flatMap((event) => ('conversation' in event ? event.conversation : [])));
    return (line) => {
      const { conversation, point } = JSON.parse(line) as { conversation: string; point: string };
      return !known.has(conversation) && (point === 'skills' || point === 'handoff');
    };
  };

  const ways: Readonly<Record<string, { files: PolicyVersion['files']; told: readonly string[] }>> = {
    'are gone on from by the version that was at work then; one that is listed since begins after it': {
      files: versionOf(readFrom('spec', otherText)).files,
      told: [],
    },
    'of a version that the store does not have give what happened, and it is told': {
      files: [],
      told: ['version-lost'],
    },
  };
  for (const [way, { files, told }] of Object.entries(ways))
    it(way, async () => {
      const store = new ForgetfulStore();
      await runOn(store, day.slice(0, 5_000), {}, { policies: [{ policy: other, files }] });
      const [latest] = await store.snapshots();
      const before = (await decisionsIn(store)).length;
      const { problems } = await runOn(store, day.slice(0, 5_600));
      expect(codesOf(problems)).to.deep.equal(told);
      expect(store.askedAfter.at(-1)).to.equal(latest!.after);
      const isNew = isNewSince(day.slice(0, 5_000));
      const decided = decideEvents(day.slice(0, 5_600), policy, 'whileWaiting').map(decisionLine);
      const since = (await linesIn(store)).slice(before).filter(isNew);
      expect(since).to.have.length.above(50);
      expect(decided.filter(isNew)).to.deep.equal(since);
    });

  it('of other moments serve as well, and that is told when the journal has not all', async () => {
    const store = new ForgetfulStore();
    await runOn(store, day.slice(0, 5_000), { moments: 'asRecorded' });
    const { problems } = await runOn(store, day.slice(0, 5_600), { moments: 'whileWaiting' });
    expect(codesOf(problems)).to.deep.equal(['moments-changed']);
    const ids = (await decisionsIn(store)).map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('of a format that is not known are never read: the journal is folded, or the run refused', async () => {
    const store = new ForgetfulStore();
    await runOn(store, day.slice(0, 700));
    store.format = snapshotFormat + 1;
    await runOn(store, day.slice(0, 900));
    expect(store.askedAfter.at(-1)).to.equal(0);
    const decided = decideEvents(day.slice(0, 900), policy, 'whileWaiting').map(decisionLine);
    expect(await linesIn(store)).to.deep.equal(decided);
    await runOn(store, day.slice(0, 2_000));
    const refused = await runOn(store, day.slice(0, 2_100)).then(() => 'went on', String);
    expect(refused)
      .to.contain('[snapshot-not-read]')
      .and.contain(`is of format ${snapshotFormat + 1}`)
      .and.contain('entries of its journal are gone');
  });

  it('know how old each fact of a queue is, whatever policy reads it next', async () => {
    const store = new ForgetfulStore();
    const observed = (seconds: number): RoutingEvent => ({
      ...{ type: 'queue.observed', at: at(seconds), queue: 'Cards' },
      facts: { conversationsWaiting: 1 },
    });
    const some = [observed(0), ...[1, 2, 3, 4].map((n) => queued(`c-${n}`, n))];
    await runOn(store, some, { snapshotEntries: 1 }, { policy: other, sources: { day: telling(some) } });
    const strict = rightPolicy(
      `${header('SkillMapping')}maxAgeSeconds: 10\nmappings: [{ name: busy, when: { fact: conversationsWaiting, operator: greaterThan, value: 5 }, assign: { skill: A } }]\n`,
    );
    const more = [...some, queued('late', 60)];
    await runOn(store, more, {}, { policy: strict, sources: { day: telling(more) } });
    expect((await decisionsIn(store)).at(-1)!.stale).to.deep.equal([
      { of: 'queue Cards', ageSeconds: 60, allowedSeconds: 10 },
    ]);
  });
});
