import { expect } from 'chai';
import type { EventSource } from '../../../engine/ports.ts';
import { problemError, ProblemError } from '../../../engine/problem.ts';
import type { Changes } from '../../../engine/store.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { queued } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { batchOf, decisionsIn, running, runToEnd, telling } from './running.ts';

const policy = rightPolicy(
  `${header('SkillMapping')}mappings: []\notherwise: { assign: { skill: General } }\n`,
);
const entries = (count: number) => Array.from({ length: count }, (_, index) => queued(`c-${index}`, index));

/** Refuses a commit, and counts those that come after it. */
class FullStore extends MemoryStore {
  after = 0;
  readonly #refused: number;
  #commits = 0;

  constructor(refused: number) {
    super();
    this.#refused = refused;
  }

  override commit(changes: Changes): Promise<void> {
    this.#commits++;
    if (this.#commits > this.#refused) this.after++;
    return this.#commits === this.#refused
      ? Promise.reject(problemError('disk-full', 'the disk is full', { hint: 'make room' }))
      : super.commit(changes);
  }
}

/** Waits until it is told to end. */
const patient: EventSource = {
  listen: (_take, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
};

const failureOf = (promise: Promise<void>): Promise<ProblemError> =>
  promise.then(
    () => expect.fail('it went well'),
    (error: unknown) => {
      expect(error).to.be.instanceOf(ProblemError);
      return error as ProblemError;
    },
  );

describe('a runtime that cannot go on', () => {
  for (const refused of [1, 2, 3, 6]) {
    it(`stops when the store refuses commit ${refused}: says why, and writes nothing more`, async () => {
      const store = new FullStore(refused);
      const live = running({ policy, store, sources: { spec: telling(entries(9)), patient } });
      const { problems } = await failureOf(runToEnd(live));
      expect(problems[0]!.message).to.contain('the store refuses: the disk is full');
      expect(store.after).to.equal(0);
    });
  }

  it('goes on, after a restart, with all that was kept and nothing that was not', async () => {
    for (const refused of [2, 3, 4, 5, 6]) {
      const store = new FullStore(refused);
      await failureOf(runToEnd(running({ policy, store, sources: { spec: telling(entries(5)) } })));
      await runToEnd(running({ policy, store, sources: { spec: telling(entries(5)) } }));
      expect((await decisionsIn(store)).map(({ id }) => id)).to.deep.equal(
        entries(5).map((_, index) => `c-${index}/skills/1`),
      );
    }
  });

  it('ends all sources when one fails, having decided on what was taken in', async () => {
    const failing: EventSource = {
      async listen(take, signal, cursor) {
        await telling(entries(2)).listen(take, signal, cursor);
        throw new Error('the line is dead');
      },
    };
    const live = running({ policy, sources: { failing, patient } });
    const { problems } = await failureOf(runToEnd(live));
    expect(problems.map(({ code, message }) => `${code}: ${message}`)).to.deep.equal([
      'source-failed: "failing" cannot go on: the line is dead',
    ]);
    expect(await decisionsIn(live.store)).to.have.length(2);
  });

  it('waits so long for sources that are told to end, and no longer', async () => {
    let tell = (): Promise<void> => Promise.resolve();
    const deaf: EventSource = {
      listen(take) {
        tell = () => take(batchOf(entries(1)));
        return new Promise(() => undefined);
      },
    };
    const live = running({ policy, sources: { deaf }, settings: { stopSeconds: 4 } });
    const from = live.clock.now();
    await runToEnd(live, AbortSignal.abort());
    expect(live.clock.now() - from).to.equal(4000);
    expect(live.problems.map(({ code }) => code)).to.deep.equal(['source-not-ended']);
    expect(String(await tell().catch((error: unknown) => error))).to.contain('nothing is taken in any more');
    expect(await decisionsIn(live.store)).to.deep.equal([]);
  });
});
