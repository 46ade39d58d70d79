import { expect } from 'chai';
import fc from 'fast-check';
import type { Told } from '../../../engine/exchange.ts';
import type { Actor, Sink } from '../../../engine/ports.ts';
import type { Problem } from '../../../engine/problem.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { queued } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { running, runToEnd, telling } from './running.ts';

const policy = rightPolicy(
  `${header('SkillMapping')}mappings: []\notherwise: { assign: { skill: General } }\n`,
);
const entries = (count: number) => Array.from({ length: count }, (_, index) => queued(`c-${index}`, index));
const ofSinks = (problems: readonly Problem[]): string[] =>
  problems.filter(({ code }) => code === 'sink-failed').map(({ message }) => message);
const idsOf = (told: readonly Told[]): string[] =>
  told.flatMap((one) => ('decision' in one ? [one.decision.body.id] : []));
const expected = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `c-${index}/skills/1`);

describe('hearing of decisions and of what became of them', () => {
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
        // Of each decision, and of how its command ended.
        expect(await live.store.heard('odd')).to.equal(2 * count);
        expect(clock.sleeping).to.equal(0);
      }),
      { numRuns: 200 },
    );
  });

  it('is of how commands ended too: after its decision, with who was asked, how often and how long', async () => {
    const clock = new VirtualClock(0);
    const told: Told[] = [];
    const sink: Sink = { hear: (all) => Promise.resolve(void told.push(...all)) };
    let calls = 0;
    const crm: Actor = {
      does: ['set skills'],
      async act() {
        await clock.sleep(250);
        if (++calls === 1) throw new Error('down');
        return calls === 2 ? { status: 'refused', why: 'no such skill' } : { status: 'done' };
      },
    };
    const sources = { spec: telling(entries(2), 1) };
    const live = running({ policy, clock, sinks: { sink }, actors: { crm }, sources });
    await runToEnd(live);
    const outcomes = told.flatMap((one) => ('outcome' in one ? [one.outcome] : []));
    expect(told).to.have.length(4);
    for (const { decision } of outcomes) {
      const at = (test: (one: Told) => boolean): number => told.findIndex(test);
      const end = at((one) => 'outcome' in one && one.outcome.decision === decision);
      expect(at((one) => 'decision' in one && one.decision.body.id === decision)).to.be.within(0, end - 1);
    }
    expect(
      outcomes.map(({ outcome, attempts, latencySeconds }) => ({ ...outcome, attempts, latencySeconds })),
    ).to.have.deep.members([
      { status: 'refused', why: 'no such skill', attempts: 1, latencySeconds: 0.25 },
      { status: 'done', attempts: 2, latencySeconds: 0.25 },
    ]);
    expect(outcomes.every(({ plugin, endedAt }) => plugin === 'crm' && endedAt > 0)).to.equal(true);
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
    ).to.deep.equal(['"sink" did not take c-0/skills/1: too strange']);
    await runToEnd(running({ policy, store, sinks: { sink }, sources: { spec: telling(entries(3)) } }));
    expect(heard).to.deep.equal(['c-1/skills/1', 'c-2/skills/1']);
  });

  it('passes over what a sink refuses alone, and nothing else; in order, whatever it refuses', async () => {
    const refused = fc.uniqueArray(fc.nat(39), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(refused, fc.integer({ min: 1, max: 40 }), async (list, size) => {
        const strange = new Set(list.map((index) => `c-${index}/skills/1`));
        const heard: string[] = [];
        const sink: Sink = {
          hear: (decisions) =>
            idsOf(decisions).some((id) => strange.has(id))
              ? Promise.reject(new Error('too strange'))
              : Promise.resolve(void heard.push(...idsOf(decisions))),
        };
        const settings = { attempts: 2, drainSeconds: 1e6 };
        const live = running({
          policy,
          sinks: { sink },
          settings,
          sources: { spec: telling(entries(40), size) },
        });
        await runToEnd(live);
        expect(heard).to.deep.equal(expected(40).filter((id) => !strange.has(id)));
        expect(ofSinks(live.problems)).to.deep.equal(
          expected(40).flatMap((id) => (strange.has(id) ? [`"sink" did not take ${id}: too strange`] : [])),
        );
        expect(await live.store.heard('sink')).to.equal(80);
      }),
      { numRuns: 100 },
    );
  });

  it('tries what is left of a batch as long as the sink may come back', async () => {
    let calls = 0;
    const heard: string[] = [];
    const sink: Sink = {
      hear: (decisions) =>
        ++calls < 8
          ? Promise.reject(new Error('down'))
          : Promise.resolve(void heard.push(...idsOf(decisions))),
    };
    const settings = { attempts: 4, drainSeconds: 1e6 };
    const live = running({ policy, sinks: { sink }, settings, sources: { spec: telling(entries(4), 4) } });
    await runToEnd(live);
    expect(ofSinks(live.problems)).to.deep.equal([]);
    expect(heard).to.deep.equal(expected(4));
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
