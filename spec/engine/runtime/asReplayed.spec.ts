import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { allMoments, type Moments } from '../../../engine/moments.ts';
import { factsLacking } from '../../../engine/facts/lacking.ts';
import { decisionLine } from '../../../engine/decisions/decisionLog.ts';
import { decideEvents } from '../../../harness/replay/replay.ts';
import { recordedEvents } from '../../../harness/recording/recordedEvents.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { RecordingSource } from '../../../plugins/recording/recordingSource.ts';
import { shippedDay, shippedDecisions, shippedPolicy } from '../../plugins/decisions.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { decisionsIn, running, runToEnd, telling } from './running.ts';

/** What a replay writes down, by its moments. */
const replayed = Object.fromEntries(
  await Promise.all(
    allMoments.map(async (moments) => [
      moments,
      (await shippedDecisions(moments)).map(({ body }) => decisionLine(body)),
    ]),
  ),
) as Readonly<Record<Moments, readonly string[]>>;
const policy = shippedPolicy;
const someMoments = fc.constantFrom(...allMoments);

async function dayOn(clock: VirtualClock, timesFaster?: number): Promise<RecordingSource> {
  const source = new RecordingSource(recordedEvents(shippedDay), clock, timesFaster);
  await source.open();
  return source;
}

async function dayEvents(): Promise<RoutingEvent[]> {
  const events: RoutingEvent[] = [];
  for await (const batch of recordedEvents(shippedDay).batches()) events.push(...batch);
  return events;
}

describe('the runtime, fed a recording', () => {
  it('carries all the shipped day carries, so that nothing is compared that could not be decided', async () => {
    expect(factsLacking(await recordedEvents(shippedDay).facts())).to.deep.equal(new Set());
    expect(replayed.asRecorded).to.have.length.above(5000);
    expect(replayed.whileWaiting).to.have.length.above(5000);
    expect(replayed.whileWaiting).to.not.deep.equal(replayed.asRecorded);
  });

  const ways = allMoments.flatMap((moments) =>
    [undefined, 600].map((timesFaster) => ({ moments, timesFaster })),
  );
  for (const { moments, timesFaster } of ways) {
    it(`decides as replay does, byte for byte, ${timesFaster === undefined ? 'as fast as can be' : 'in time'}: ${moments}`, async () => {
      const clock = new VirtualClock();
      const source = await dayOn(clock, timesFaster);
      const live = running({ policy, clock, settings: { moments }, sources: { day: source } });
      await runToEnd(live);
      const decided = (await decisionsIn(live.store)).map(decisionLine);
      expect(decided.length).to.equal(replayed[moments].length);
      expect(decided.join('\n') === replayed[moments].join('\n')).to.equal(true);
    });
  }

  it('does so whatever the batches, and however often it is stopped and started again on its store', async () => {
    const events = await dayEvents();
    const stops = fc.uniqueArray(fc.integer({ min: 1, max: events.length - 1 }), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(stops, fc.integer({ min: 1, max: 700 }), someMoments, async (at, size, moments) => {
        const store = new MemoryStore();
        for (const end of [...at.sort((a, b) => a - b), events.length]) {
          const part = telling(events.slice(0, end), size);
          await runToEnd(running({ policy, store, settings: { moments }, sources: { day: part } }));
        }
        const decided = (await decisionsIn(store)).map(decisionLine);
        expect(decided.join('\n') === replayed[moments].join('\n')).to.equal(true);
      }),
      { numRuns: 4 },
    );
  }).timeout(120_000);

  it('does so for any order of events, sensible or not', async () => {
    const events = await dayEvents();
    const some = fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 1, max: 9 }), someMoments, async (picks, size, moments) => {
        const picked = picks.map((pick) => events[pick]!);
        const live = running({ policy, settings: { moments }, sources: { day: telling(picked, size) } });
        await runToEnd(live);
        expect((await decisionsIn(live.store)).map(decisionLine)).to.deep.equal(
          decideEvents(picked, policy, moments).map(decisionLine),
        );
      }),
      { numRuns: 200 },
    );
  });
});
