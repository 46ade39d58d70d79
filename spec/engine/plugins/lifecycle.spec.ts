import { expect } from 'chai';
import fc from 'fast-check';
import { Lifecycle, type MadePlugin } from '../../../engine/plugins/lifecycle.ts';
import { problemError, ProblemError, type Problem } from '../../../engine/problem.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';

type Behaviour = 'well' | 'rejects' | 'throws' | 'hangs';

const settings = { startSeconds: 10, stopSeconds: 5 };

/** Plugins that start and stop as they are told, and write down when. */
function plugins(
  clock: VirtualClock,
  behaviours: readonly { readonly start: Behaviour; readonly stop: Behaviour }[],
): { readonly made: MadePlugin[]; readonly log: string[]; readonly signals: AbortSignal[] } {
  const log: string[] = [];
  const signals: AbortSignal[] = [];
  const hook =
    (what: string, behaviour: Behaviour) =>
    (signal: AbortSignal): Promise<void> => {
      log.push(what);
      signals.push(signal);
      if (behaviour === 'throws') throw new Error(`${what} throws`);
      if (behaviour === 'rejects')
        return Promise.reject(problemError('spec', `${what} rejects`, { hint: 'mend it' }));
      return behaviour === 'hangs' ? new Promise(() => undefined) : clock.sleep(1000);
    };
  const made = behaviours.map(({ start, stop }, index) => ({
    name: `p${index}`,
    instance: { parts: {}, start: hook(`start ${index}`, start), stop: hook(`stop ${index}`, stop) },
  }));
  return { made, log, signals };
}

async function withTime<Result>(clock: VirtualClock, promise: Promise<Result>): Promise<Result> {
  let isOver = false;
  void promise.catch(() => undefined).finally(() => (isOver = true));
  while (!isOver) {
    await settled();
    clock.next();
  }
  return promise;
}

describe('starting and stopping plugins', () => {
  it('starts in order and stops in reverse; what fails stops all that began, and is named; nothing is left out', async () => {
    const behaviour = fc.constantFrom<Behaviour>('well', 'well', 'well', 'rejects', 'throws', 'hangs');
    const some = fc.array(fc.record({ start: behaviour, stop: behaviour }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(some, async (behaviours) => {
        const clock = new VirtualClock();
        const { made, log } = plugins(clock, behaviours);
        const problems: Problem[] = [];
        const lifecycle = new Lifecycle(clock, settings, (problem) => void problems.push(problem));
        const failing = behaviours.findIndex(({ start }) => start !== 'well');
        const begun = failing === -1 ? behaviours.length : failing + 1;
        const started = withTime(clock, lifecycle.start(made));
        if (failing === -1) await started;
        else {
          const error = await started.catch((thrown: unknown) => thrown);
          expect(error).to.be.instanceOf(ProblemError);
          expect((error as ProblemError).problems[0]!.message).to.contain(
            `plugin "p${failing}" did not start: `,
          );
        }
        await withTime(clock, lifecycle.stop());
        const numbers = [...behaviours.keys()].slice(0, begun);
        expect(log).to.deep.equal([
          ...numbers.map((number) => `start ${number}`),
          ...numbers.toReversed().map((number) => `stop ${number}`),
        ]);
        const stuck = behaviours.slice(0, begun).filter(({ stop }) => stop !== 'well');
        expect(problems).to.have.length(stuck.length);
        expect(clock.sleeping).to.equal(0);
      }),
      { numRuns: 300 },
    );
  });

  it('gives each its deadline, and tells who takes longer to give up', async () => {
    const clock = new VirtualClock();
    const { made, signals } = plugins(clock, [{ start: 'hangs', stop: 'well' }]);
    const from = clock.now();
    const starting = new Lifecycle(clock, settings, () => undefined).start(made);
    const error = await withTime(
      clock,
      starting.catch((thrown: unknown) => thrown),
    );
    expect(String(error)).to.contain('it takes longer than 10 s').and.contain('runtime.startSeconds');
    expect(signals[0]!.aborted).to.equal(true);
    expect(clock.now() - from).to.equal(11_000);
  });

  it('does not start when it is told to end first, and ends while it starts', async () => {
    const clock = new VirtualClock();
    const { made, log } = plugins(clock, [
      { start: 'hangs', stop: 'well' },
      { start: 'well', stop: 'well' },
    ]);
    const end = new AbortController();
    const starting = new Lifecycle(clock, settings, () => undefined)
      .start(made, end.signal)
      .catch((thrown: unknown) => thrown);
    await settled();
    end.abort(new Error('told to end'));
    expect(String(await withTime(clock, starting))).to.contain('told to end');
    expect(log).to.deep.equal(['start 0', 'stop 0']);
  });

  it('takes plugins that have nothing to start or stop', async () => {
    const lifecycle = new Lifecycle(new VirtualClock(), settings, () => undefined);
    await lifecycle.start([{ name: 'plain', instance: { parts: {} } }]);
    await lifecycle.stop();
  });
});
