import { expect } from 'chai';
import { newConversation } from '../../../engine/conversation/conversation.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { endedAs } from '../../outcomes.ts';
import { everyChange } from '../contract/store.ts';
import { openStore } from './opening.ts';
import { useDatabase } from './server.ts';

const day = 86_400_000;

describe('a store on PostgreSQL, over time', () => {
  const database = useDatabase();
  const never = new AbortController().signal;

  it('lets go what has been kept long enough, and nothing that somebody needs', async () => {
    const clock = new VirtualClock();
    const store = await openStore(database.url, { clock });
    try {
      await store.heard('sink');
      for (const which of [1, 2, 3]) await store.commit({ ...everyChange(which), heard: new Map() });
      const ends = [
        endedAs(1, 'done', { endedAt: clock.now() }),
        endedAs(2, 'failed', { endedAt: clock.now() }),
      ];
      await store.commit({ ended: ends });
      const numbers = async (): Promise<number[]> => (await store.told(0, 99)).map(({ number }) => number);

      // The journal goes once two snapshots are later, whatever its age.
      expect((await store.snapshots()).map(({ after }) => after)).to.deep.equal([3, 2]);
      await store.prune(never);
      expect(await store.journalSpan()).to.deep.equal({ gone: 2, last: 6 });
      expect(await store.gathered(1)).to.deep.equal([]);
      expect(await store.gathered(3)).to.have.length(1);
      expect(await numbers()).to.deep.equal([1, 2, 3, 4, 5]);

      // Old enough, but not heard; ended, but of a conversation that goes on.
      await clock.pass(31 * day);
      await store.commit({ heard: new Map([['sink', 2]]) });
      await store.prune(never);
      expect(await numbers()).to.deep.equal([3, 4, 5]);
      await store.commit({ ended: [endedAs(1, 'done')] }).then(
        () => expect.fail('it has ended already'),
        () => undefined,
      );
      expect(await store.depths()).to.deep.equal({ outbox: 7, dead: 1 });

      const over = ['c-1', 'c-2'].map((id) => ({ ...newConversation(id), phase: 'over' as const }));
      await store.commit({ conversations: over, heard: new Map([['sink', 5]]) });
      expect(await store.prune(never)).to.equal(3 + 1);
      expect(await numbers()).to.deep.equal([]);
      // What failed waits longer, for a person; what is not done stays.
      expect(await store.depths()).to.deep.equal({ outbox: 7, dead: 1 });
      await clock.pass(60 * day);
      expect(await store.prune(never)).to.equal(1);
      expect(await store.depths()).to.deep.equal({ outbox: 7, dead: 0 });
      expect(await store.counters()).to.deep.equal({ position: 6, decision: 3, told: 5 });
    } finally {
      await store.close();
    }
  });
});
