import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { decisionLine } from '../../../engine/decisions/decisionLog.ts';
import { recordedEvents } from '../../../harness/recording/recordedEvents.ts';
import { decisionsIn, journalIn, running, telling } from '../../engine/runtime/running.ts';
import { shippedDay, shippedDecisions, shippedPolicy } from '../decisions.ts';
import { openStore } from './opening.ts';
import { useDatabase } from './server.ts';

const replayed = (await shippedDecisions('whileWaiting')).map(({ body }) => decisionLine(body));

describe('the runtime on a store on PostgreSQL', function () {
  this.timeout(300_000);
  const database = useDatabase();

  it('decides the shipped day as replay does, stopped and started again on the same store', async () => {
    const events: RoutingEvent[] = [];
    for await (const batch of recordedEvents(shippedDay).batches()) events.push(...batch);
    for (const end of [3_000, 3_001, 8_000, events.length]) {
      const store = await openStore(database.url);
      const { runtime } = running({
        policy: shippedPolicy,
        store,
        sources: { day: telling(events.slice(0, end), 97) },
      });
      await runtime.resume();
      await runtime.listen(new AbortController().signal);
      await runtime.drain();
      await store.close();
    }
    const store = await openStore(database.url);
    const decided = (await decisionsIn(store)).map(decisionLine);
    expect(decided.join('\n') === replayed.join('\n')).to.equal(true);
    expect(await journalIn(store)).to.deep.equal(events);
    expect(await store.outbox(0, 1)).to.deep.equal([]);
    await store.close();
  });
});
