import { expect } from 'chai';
import {
  commandKinds,
  type Actor,
  type EventSource,
  type FactProvider,
  type Sink,
} from '../../../engine/ports.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { simulateWorld } from '../../../harness/world/simulate.ts';
import { nationalBankWith } from '../../commands/liveDay.ts';
import { heapBytes } from '../../heap.ts';
import { batchOf, running } from '../../engine/runtime/running.ts';
import { shippedPolicy as policy } from '../decisions.ts';
import { besides, openStore, withFile } from './opening.ts';

const hourMs = 3_600_000;
const days = Number(process.env['SIGNALBOX_SOAK_DAYS'] ?? 3);
/** Of the national bank's 10,000 customers a day. */
const share = Number(process.env['SIGNALBOX_SOAK_SHARE'] ?? 0.2);

/** What there was at one moment. */
interface Sample {
  readonly heapBytes: number;
  readonly journalRows: number;
  readonly gatheredRows: number;
}

const done: Actor = { does: commandKinds, act: () => Promise.resolve({ status: 'done' }) };
const deaf: Sink = { hear: () => Promise.resolve() };
/** So that something is gathered. */
const hours: FactProvider = {
  facts: ['queueOpen'],
  freshSeconds: 600,
  observe: () => Promise.resolve({ value: true, observedAt: 0 }),
};

/** The highest of each over some samples. */
function highest(samples: readonly Sample[]): Sample {
  const most = (of: (sample: Sample) => number): number => Math.max(...samples.map(of));
  return {
    heapBytes: most((one) => one.heapBytes),
    journalRows: most((one) => one.journalRows),
    gatheredRows: most((one) => one.gatheredRows),
  };
}

describe('a run on a store on SQLite, for days', function () {
  this.timeout(3_600_000);

  it(`needs no more memory on day ${days} than on the first, and keeps no more of the journal`, () =>
    withFile(async (file) => {
      const { scenario } = nationalBankWith(share);
      const start = Date.parse(scenario.startsAt);
      const clock = new VirtualClock(start);
      // Renewing a lease every few seconds for days would be most of the work.
      const store = openStore(file, { clock, leaseSeconds: 3600 });
      const stop = new AbortController();
      const keepingUp = store.keepUp(stop.signal).catch(() => undefined);
      /** What is under way that takes no virtual time. */
      let underWay = 0;
      const world: EventSource = {
        async listen(take, signal) {
          for (const event of simulateWorld({ ...scenario, days }, 1)) {
            if (event.at > clock.now()) await clock.sleep(event.at - clock.now(), signal);
            underWay++;
            await take(batchOf([event])).finally(() => underWay--);
          }
        },
      };
      const { runtime, problems } = running({
        ...{ policy, store, clock, sources: { world }, actors: { done }, sinks: { deaf } },
        providers: { hours },
        settings: { snapshotEntries: 2_000, snapshotMinutes: 30 },
      });
      await runtime.resume();
      const listening = runtime.listen(stop.signal);
      let isOver = false;
      listening.finally(() => (isOver = true)).catch(() => undefined);
      const samples: Sample[] = [];
      for (let hour = 1; hour <= days * 24 && !isOver; hour++) {
        while (clock.now() < start + hour * hourMs && !isOver) {
          await settled();
          if (underWay === 0) clock.next();
        }
        const rows = (table: string): number =>
          besides(file, (other) => other.prepare(`SELECT count(*) AS n FROM ${table}`).get()!['n'] as number);
        samples.push({
          heapBytes: await heapBytes(),
          journalRows: rows('journal'),
          gatheredRows: rows('gathered'),
        });
      }
      const { last, gone } = await store.journalSpan();
      const [first, final] = [samples.slice(0, 24), samples.slice(-24)].map(highest) as [Sample, Sample];
      process.stdout.write(`      ${last} entries, ${gone} gone; ${JSON.stringify({ first, final })}\n`);
      stop.abort(new Error('the days are over'));
      await listening.catch(() => undefined);
      const draining = runtime.drain();
      await draining;
      await keepingUp;
      store.close();
      expect(problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
      expect(last).to.be.above(2_000 * days);
      // What is remembered of conversations that are over goes on to 20,000 of them, of some 200 bytes each.
      expect(final.heapBytes).to.be.below(first.heapBytes + 2_000_000);
      expect(final.journalRows).to.be.below(first.journalRows * 1.2 + 200);
      expect(final.gatheredRows).to.be.below(first.gatheredRows * 1.2 + 200);
    }));
});
