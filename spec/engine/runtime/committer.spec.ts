import { expect } from 'chai';
import { Committer } from '../../../engine/runtime/committer.ts';
import type { Changes } from '../../../engine/store.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { settled } from '../../../harness/lockStep/virtualClock.ts';

/** A store that writes when it is let, and notes what. */
class SlowStore extends MemoryStore {
  readonly written: Changes[] = [];
  readonly #waiting: (() => void)[] = [];

  override async commit(changes: Changes): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.written.push(changes);
  }

  async let(): Promise<void> {
    this.#waiting.shift()?.();
    await settled();
  }
}

const cursor = (number: number): Changes => ({ cursors: new Map([['source', String(number)]]) });
const gathered = (position: number): Changes => ({
  gathered: [{ position, fact: 'intent', value: 'x', observedAt: 1, from: 'spec' }],
});

describe('writing to the store', () => {
  it('is one commit at a time; what comes meanwhile goes into the next, together and in order', async () => {
    const store = new SlowStore();
    const told: number[] = [];
    const committer = new Committer(store, (changes) => void told.push(changes.gathered?.length ?? 0));
    const safe: number[] = [];
    for (const position of [1, 2, 3]) {
      void committer.commit(gathered(position)).then(() => safe.push(position));
      await settled();
    }
    void committer.commit(cursor(3));
    await store.let();
    expect(safe).to.deep.equal([1]);
    await store.let();
    await committer.idle();
    expect(store.written.map(({ gathered: facts }) => facts!.map(({ position }) => position))).to.deep.equal([
      [1],
      [2, 3],
    ]);
    expect(store.written[1]!.cursors).to.deep.equal(new Map([['source', '3']]));
    expect({ safe, told }).to.deep.equal({ safe: [1, 2, 3], told: [1, 2] });
  });

  it('ends for good when it is told that memory can no longer be trusted', async () => {
    const store = new SlowStore();
    const committer = new Committer(store, () => undefined);
    const reason = new Error('a decision broke');
    committer.fail(reason);
    expect(await committer.commit(cursor(1)).catch((error: unknown) => error)).to.equal(reason);
    expect(await committer.commit(cursor(2)).catch((error: unknown) => error)).to.equal(reason);
    expect(store.written).to.deep.equal([]);
  });
});
