import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { PolicyRun } from '../../../engine/decisions/policyRun.ts';
import type { DecisionPoint } from '../../../engine/decisions/record.ts';
import { decisionLine } from '../../../engine/decisions/decisionLog.ts';
import { decideEvents } from '../../../harness/replay/replay.ts';
import { recordedEvents } from '../../../harness/recording/recordedEvents.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { shippedDay, shippedPolicy as policy } from '../../plugins/decisions.ts';
import { queued } from '../decisions/decideEvents.ts';
import { decisionsIn, journalIn, running, runToEnd, telling, type Running } from './running.ts';

const events = (await Array.fromAsync(recordedEvents(shippedDay).batches())).flat().slice(0, 3000);
const replayed = decideEvents(events, policy);
const settings = { moments: 'asRecorded' } as const;

type Question = 'handoff' | 'skills' | 'order' | 'ranking' | 'questionsOfEntry' | 'observeQueue';

/** Lets one question to the policy fail, while it is used, where it is about one of these. */
async function withFault(
  question: Question,
  isHit: (about: string) => boolean,
  use: () => Promise<void>,
): Promise<void> {
  const prototype = PolicyRun.prototype as unknown as Record<
    Question,
    (...all: readonly unknown[]) => unknown
  >;
  const right = prototype[question];
  prototype[question] = function (this: PolicyRun, first, ...rest) {
    const about = typeof first === 'string' ? first : (first as { readonly id: string }).id;
    if (isHit(about)) throw new TypeError('undefined is not a threshold');
    return right.call(this, first, ...rest);
  };
  try {
    await use();
  } finally {
    prototype[question] = right;
  }
}

/** What was told of faults. */
const faultsOf = ({ problems }: Running) => problems.filter(({ code }) => code === 'undecided');

async function undecidedIn(store: MemoryStore): Promise<(DecisionPoint | undefined)[]> {
  const all = await Array.fromAsync(store.journal(0));
  return all.flatMap(({ undecided = [] }) => undecided.map(({ point }) => point));
}

describe('a fault in the code that decides', () => {
  const isOdd = (conversation: string): boolean => /[13579]$/.test(conversation);

  for (const point of ['ranking', 'order', 'handoff'] as const) {
    it(`at ${point} leaves out that decision alone, tells it and keeps it; all else is decided as ever`, () =>
      withFault(point, isOdd, async () => {
        const store = new MemoryStore();
        const live = running({ policy, settings, store, sources: { day: telling(events, 100) } });
        await runToEnd(live);
        const isHit = (one: (typeof replayed)[number]): boolean =>
          one.point === point && isOdd(one.conversation);
        const left = replayed.filter(isHit);
        expect(left).to.have.length.above(50);
        expect((await decisionsIn(store)).map(decisionLine)).to.deep.equal(
          replayed.filter((one) => !isHit(one)).map(decisionLine),
        );
        expect(await undecidedIn(store)).to.deep.equal(left.map(() => point));
        expect(faultsOf(live).map(({ code, message }) => `${code}: ${message}`)).to.deep.equal(
          left.map(
            ({ conversation }) =>
              `undecided: nothing can be decided about ${conversation} at ${point}: undefined is not a threshold`,
          ),
        );
        expect(faultsOf(live)[0]!.hint).to.match(/at its (conversation\.answered|bot\.turn);/);
        expect(live.runtime.undecided).to.equal(left.length);
        expect(await journalIn(store)).to.deep.equal(events);
      }));
  }

  it('keeps no decision from being made after a restart, and is told once', async () => {
    const store = new MemoryStore();
    await withFault('ranking', isOdd, () =>
      runToEnd(running({ policy, settings, store, sources: { day: telling(events.slice(0, 1500), 100) } })),
    );
    const left = (await undecidedIn(store)).length;
    const live = running({ policy, settings, store, sources: { day: telling(events, 100) } });
    await runToEnd(live);
    expect(faultsOf(live)).to.deep.equal([]);
    expect(await decisionsIn(store)).to.have.length(replayed.length - left);
    const after = replayed.slice(-500).map(decisionLine);
    expect((await decisionsIn(store)).slice(-500).map(decisionLine)).to.deep.equal(after);
  });

  it('in what comes before decisions is told by what it is about, and nothing else is lost', async () => {
    const provider = { facts: ['agentsIdle'], observe: () => Promise.resolve(undefined) };
    const entries: readonly RoutingEvent[] = [queued('c-1', 0), queued('c-2', 1)];
    await withFault(
      'questionsOfEntry',
      (id) => id === 'c-1',
      async () => {
        const store = new MemoryStore();
        const live = running({
          policy,
          settings,
          store,
          providers: { provider },
          sources: { spec: telling(entries) },
        });
        await runToEnd(live);
        expect((await decisionsIn(store)).map(({ id }) => id)).to.have.members([
          'c-1/skills/1',
          'c-2/skills/1',
        ]);
        expect(faultsOf(live).map(({ message }) => message)).to.deep.equal([
          'nothing can be decided about c-1: undefined is not a threshold',
        ]);
        expect(await undecidedIn(store)).to.deep.equal([undefined]);
      },
    );
    await withFault(
      'observeQueue',
      (queue) => queue === 'Cards',
      async () => {
        const store = new MemoryStore();
        const live = running({ policy, settings, store, sources: { day: telling(events, 100) } });
        await runToEnd(live);
        expect(faultsOf(live)[0]!.message).to.contain('about Cards: undefined');
        expect(await journalIn(store)).to.deep.equal(events);
        expect(await decisionsIn(store)).to.have.length(replayed.length);
      },
    );
  });

  it('ends a replay, which names the decision', () =>
    withFault('ranking', isOdd, () => {
      expect(() => decideEvents(events, policy)).to.throw(
        /^nothing can be decided about c-\d+ at ranking: undefined is not a threshold$/,
      );
      return Promise.resolve();
    }));
});
