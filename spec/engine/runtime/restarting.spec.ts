import { expect } from 'chai';
import fc from 'fast-check';
import type { Actor } from '../../../engine/ports.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import type { Store } from '../../../engine/store.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { queued } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { idOf, RecordingCrm } from './recordingCrm.ts';
import { inTime, running, telling } from './running.ts';

const policy = rightPolicy(`${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: red@example.com } }
`);
const skills: Actor = { does: ['set skills'], act: () => Promise.resolve({ status: 'done' }) };

interface Asked {
  readonly id: string;
  readonly conversation: string;
  readonly isRepeated: boolean;
  /** Which of the processes asked. */
  readonly life: number;
}

/** A store as one process has it, until that is killed. */
function heldBy(isAlive: () => boolean, store: Store): Store {
  return new Proxy(store, {
    get: (of, name) => {
      const method = Reflect.get(of, name) as (...given: unknown[]) => unknown;
      return (...given: unknown[]) =>
        isAlive() || name !== 'commit' ? method.apply(of, given) : Promise.reject(new Error('killed'));
    },
  });
}

describe('commands, when the process is killed again and again', () => {
  for (const sort of ['one by one', 'in batches'] as const)
    it(`are all done ${sort}, in the order of each conversation, and asked for again only with a word of it`, async () => {
      let again = 0;
      const plan = fc.record({
        entries: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 8 }),
        steps: fc.array(fc.nat(12), { maxLength: 4 }),
        behaviours: fc.infiniteStream(fc.constantFrom('done', 'done', 'reject', 'slow')),
      });
      await fc.assert(
        fc.asyncProperty(plan, async ({ entries, steps, behaviours }) => {
          const clock = new VirtualClock();
          const store = new MemoryStore();
          const asked: Asked[] = [];
          const events = entries.map((conversation, second) =>
            queued(conversation, second, { intent: 'red' }, `queue ${second}`),
          );
          const behave = async (): Promise<ActOutcome> => {
            const how = behaviours.next().value as string;
            if (how === 'slow') await clock.sleep(700);
            if (how === 'reject') throw new Error('down');
            return { status: 'done' };
          };
          for (let life = 0; life <= steps.length; life++) {
            let isAlive = true;
            const crm = new RecordingCrm({ most: 3, withinSeconds: 1 }, async (batch) => {
              if (!isAlive) return [];
              for (const { command, isRepeated } of batch)
                asked.push({ id: idOf(command), conversation: command.conversation, isRepeated, life });
              const outcome = await behave();
              return batch.map(() => outcome);
            });
            const mail: Actor = {
              does: ['do notify'],
              async act([command], { isRepeated }) {
                if (!isAlive) return { status: 'done' };
                asked.push({ id: idOf(command!), conversation: command!.conversation, isRepeated, life });
                return behave();
              },
            };
            const live = running({
              ...{
                policy,
                clock,
                store: heldBy(() => isAlive, store),
                sources: { spec: telling(events, 3) },
              },
              ...(sort === 'in batches'
                ? { actors: { skills }, batchActors: { crm } }
                : { actors: { skills, mail } }),
              settings: { attempts: 100, drainSeconds: 1e6 },
            });
            await live.runtime.resume();
            const listening = live.runtime.listen(new AbortController().signal).catch(() => undefined);
            const left = steps[life];
            if (left === undefined) {
              await inTime(clock, listening);
              await inTime(clock, live.runtime.drain());
              break;
            }
            for (let step = 0; step < left; step++) {
              await settled();
              clock.next();
            }
            isAlive = false;
            await settled();
          }
          expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 0 });
          const told = (await store.told(0, 1e6)).map((one) => one.told);
          const wanted = told.flatMap((one) => ('decision' in one ? one.decision.body.commands : []));
          for (const conversation of ['a', 'b', 'c']) {
            const ids = wanted.filter((one) => 'id' in one && one.conversation === conversation).map(idOf);
            const ends = told.flatMap((one) =>
              'outcome' in one &&
              one.outcome.command.conversation === conversation &&
              'id' in one.outcome.command
                ? [one.outcome.command.id]
                : [],
            );
            expect(ends).to.deep.equal(ids);
            const own = asked.filter((one) => one.conversation === conversation);
            expect(new Set(own.map(({ id }) => id))).to.deep.equal(new Set(ids));
          }
          // What an earlier process may have done is said to be so.
          for (const { id, isRepeated, life } of asked) {
            if (!asked.some((other) => other.id === id && other.life < life)) continue;
            expect(isRepeated).to.equal(true);
            again++;
          }
        }),
        { numRuns: 150 },
      );
      // Often enough to show something.
      expect(again).to.be.above(20);
    });
});
