import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { decisionLine } from '../../../engine/decisions/decisionLog.ts';
import { shardOf } from '../../../engine/sharedStore.ts';
import { recordedEvents } from '../../../harness/recording/recordedEvents.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { shippedDay, shippedDecisions, shippedPolicy } from '../../plugins/decisions.ts';
import { decisionsIn, journalIn, running, telling } from './running.ts';

const replayed = (await shippedDecisions('whileWaiting')).map(({ body }) => body);

describe('runtimes that share the conversations of a day', function () {
  this.timeout(300_000);

  it('decide together what one alone decides, to the byte and in order, each its own', async () => {
    const events: RoutingEvent[] = [];
    for await (const batch of recordedEvents(shippedDay).batches()) events.push(...batch);
    const shards = 3;
    let all = 0;
    for (let shard = 0; shard < shards; shard++) {
      const owns = (conversation: string): boolean => shardOf(conversation, shards) === shard;
      const store = new MemoryStore();
      const { runtime } = running({
        ...{ policy: shippedPolicy, store, owns },
        sources: { log: telling(events, 97) },
      });
      await runtime.resume();
      await runtime.listen(new AbortController().signal);
      await runtime.drain();
      const decided = (await decisionsIn(store)).map(decisionLine);
      const expected = replayed.filter(({ conversation }) => owns(conversation)).map(decisionLine);
      expect(decided.join('\n') === expected.join('\n'), `shard ${shard}`).to.equal(true);
      expect(decided.length).to.be.above(replayed.length / (2 * shards));
      // Whoever goes on with it needs to know of all.
      expect(await journalIn(store)).to.deep.equal(events);
      const commands = await store.outbox(0, 1e6);
      expect(commands.filter(({ command }) => !owns(command.conversation))).to.deep.equal([]);
      all += decided.length;
    }
    expect(all).to.equal(replayed.length);
  });
});
