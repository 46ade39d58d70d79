import { expect } from 'chai';
import fc from 'fast-check';
import type { DecisionRecord, Sink } from '../../../engine/ports.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { VirtualClock } from '../../virtualClock.ts';
import { queued } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { running, runToEnd, telling } from './running.ts';

const policy = rightPolicy(
  `${header('SkillMapping')}mappings: []\notherwise: { assign: { skill: General } }\n`,
);
const entries = (count: number) => Array.from({ length: count }, (_, index) => queued(`c-${index}`, index));
const idsOf = (decisions: readonly DecisionRecord[]): string[] => decisions.map(({ body }) => body.id);
const expected = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `c-${index}/skills/1`);

describe('hearing of decisions', () => {
  it('is in order and of all of them, whatever fails on the way; each sink at its own pace', async () => {
    const behaviours = fc.array(fc.constantFrom('well', 'rejects', 'slow', 'hangs'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), behaviours, async (count, list) => {
        const clock = new VirtualClock();
        const left = [...list];
        const heard: string[] = [];
        const plain: string[] = [];
        let isBusy = false;
        let callsAtOnce = false;
        const odd: Sink = {
          async hear(decisions, signal) {
            callsAtOnce ||= isBusy;
            isBusy = true;
            try {
              const how = left.shift() ?? 'well';
              if (how === 'rejects') throw new Error('no');
              if (how === 'slow') await clock.sleep(1000);
              if (how === 'hangs') await clock.sleep(1e9, signal);
              heard.push(...idsOf(decisions));
            } finally {
              isBusy = false;
            }
          },
        };
        const even: Sink = { hear: (decisions) => Promise.resolve(void plain.push(...idsOf(decisions))) };
        const settings = { attempts: 100, drainSeconds: 1e6 };
        const sources = { spec: telling(entries(count), 3) };
        const live = running({ policy, clock, sinks: { odd, even }, settings, sources });
        await runToEnd(live);
        expect(callsAtOnce).to.equal(false);
        expect(heard).to.deep.equal(expected(count));
        expect(plain).to.deep.equal(expected(count));
        expect(await live.store.heard('odd')).to.equal(count);
        expect(clock.sleeping).to.equal(0);
      }),
      { numRuns: 200 },
    );
  });

  it('begins where it was left, after a restart', async () => {
    const store = new MemoryStore();
    const heard: string[] = [];
    const sinks = {
      sink: { hear: (decisions) => Promise.resolve(void heard.push(...idsOf(decisions))) } as Sink,
    };
    for (const count of [3, 5])
      await runToEnd(running({ policy, store, sinks, sources: { spec: telling(entries(count)) } }));
    expect(heard).to.deep.equal(expected(5));
  });

  it('is given up for what a sink refuses again and again, and told; what follows is heard', async () => {
    const heard: string[] = [];
    const sink: Sink = {
      hear: (decisions) =>
        idsOf(decisions).includes('c-0/skills/1')
          ? Promise.reject(new Error('too strange'))
          : Promise.resolve(void heard.push(...idsOf(decisions))),
    };
    const store = new MemoryStore();
    const first = running({
      policy,
      store,
      sinks: { sink },
      settings: { attempts: 3 },
      sources: { spec: telling(entries(1)) },
    });
    await runToEnd(first);
    expect(
      first.problems.filter(({ code }) => code === 'sink-failed').map(({ message }) => message),
    ).to.deep.equal(['"sink" did not take 1 decisions from c-0/skills/1 on: too strange']);
    await runToEnd(running({ policy, store, sinks: { sink }, sources: { spec: telling(entries(3)) } }));
    expect(heard).to.deep.equal(['c-1/skills/1', 'c-2/skills/1']);
  });

  it('ends with everything else when a sink never answers', async () => {
    const sink: Sink = { hear: () => new Promise(() => undefined) };
    const live = running({
      policy,
      sinks: { sink },
      settings: { drainSeconds: 3 },
      sources: { spec: telling(entries(1)) },
    });
    await runToEnd(live);
    expect(live.problems.map(({ code }) => code)).to.include('not-drained');
    expect(await live.store.heard('sink')).to.equal(0);
  });
});
