import { expect } from 'chai';
import fc from 'fast-check';
import { commandKindOf, type Command, type CommandKind } from '../../../engine/decisions/record.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import { type Actor } from '../../../engine/ports.ts';
import { Dispatcher } from '../../../engine/runtime/dispatcher.ts';
import { Committer } from '../../../engine/runtime/committer.ts';
import { mostHeld } from '../../../engine/runtime/receiver.ts';
import { runtimeDefaults } from '../../../engine/plugins/configurationSchema.ts';
import type { KeptDecision, OutboxEntry } from '../../../engine/store.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { queued } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { idOf, RecordingCrm } from './recordingCrm.ts';
import { inTime, listening, running, telling } from './running.ts';

/** Each entry into a queue sets a skill, and tells somebody. */
const policy = rightPolicy(`${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: red@example.com } }
  - { name: blue, intents: [blue], assign: { skill: blue }, notify: { supervisor: blue@example.com } }
`);
const entry = (conversation: string, second: number) =>
  queued(conversation, second, { intent: second % 2 === 0 ? 'red' : 'blue' }, `queue ${second}`);

/** Does some kinds as it is told, and notes what. */
function actor(
  does: readonly CommandKind[],
  behave: (commands: readonly Command[], signal: AbortSignal) => ActOutcome | Promise<ActOutcome>,
  pausesSeconds?: readonly number[],
): Actor {
  const act: Actor['act'] = async (commands, _occasion, signal) => behave(commands, signal);
  return { does, act, ...(pausesSeconds === undefined ? {} : { pausesSeconds }) };
}

const down = (): never => {
  throw new Error('down');
};

/** A store that tells how many entries were read of it, and are not ended. */
class CountingStore extends MemoryStore {
  readonly held = new Set<number>();
  most = 0;

  override async outbox(...asked: Parameters<MemoryStore['outbox']>): Promise<readonly OutboxEntry[]> {
    const entries = await super.outbox(...asked);
    for (const { number } of entries) this.held.add(number);
    this.most = Math.max(this.most, this.held.size);
    return entries;
  }

  override async commit(...[changes]: Parameters<MemoryStore['commit']>): Promise<void> {
    await super.commit(changes);
    for (const { number } of changes.ended ?? []) this.held.delete(number);
  }
}

function notices(from: number, count: number): KeptDecision[] {
  return Array.from({ length: count }, (_, index): KeptDecision => {
    const conversation = `c-${from + index}`;
    const command = {
      id: `n-${from + index}`,
      conversation,
      do: 'notify',
      supervisor: 'a',
      about: 'b',
    } as const;
    const id = `${conversation}/skills/1`;
    const policy = { name: 'p', hash: 'h' };
    const body = { id, at: '2026-03-02T09:00:00.000Z', policy, commands: [command] };
    return {
      number: from + index,
      record: { body: body as never, envelope: { engineVersion: '1', stage: 'active' } },
    };
  });
}

describe('commands, by conversation and plugin', () => {
  it('keep their order within each, whatever fails, and wait for no other plugin', async () => {
    const behaviour = fc.constantFrom('done', 'done', 'reject', 'notDone', 'refused', 'unknown', 'hang');
    const plan = fc.record({
      entries: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 10 }),
      setting: fc.infiniteStream(behaviour),
      telling: fc.infiniteStream(behaviour),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ entries, setting, telling: notifying }) => {
        const clock = new VirtualClock();
        const violations: string[] = [];
        const calls = { set: [] as (readonly Command[])[], notify: [] as (readonly Command[])[] };
        const plugin = (of: 'set' | 'notify', how: fc.Stream<string>, does: CommandKind): Actor => {
          const busy = new Set<string>();
          return actor([does], async (commands, signal) => {
            const { conversation } = commands[0]!;
            if (commands.some((command) => commandKindOf(command) !== does))
              violations.push('what it does not do');
            if (busy.has(conversation)) violations.push(`two calls at a time for ${conversation}`);
            busy.add(conversation);
            calls[of].push(commands);
            try {
              const status = how.next().value as string;
              if (status === 'reject') throw new Error('down');
              if (status === 'hang') await clock.sleep(1e9, signal);
              return { status } as ActOutcome;
            } finally {
              busy.delete(conversation);
            }
          });
        };
        const live = running({
          policy,
          clock,
          actors: {
            platform: plugin('set', setting, 'set skills'),
            mail: plugin('notify', notifying, 'do notify'),
          },
          sources: {
            spec: telling(
              entries.map((conversation, second) => entry(conversation, second)),
              3,
            ),
          },
          settings: { attempts: 3, drainSeconds: 1e6 },
        });
        await live.runtime.resume();
        await inTime(clock, live.runtime.listen(new AbortController().signal));
        await inTime(clock, live.runtime.drain());
        expect(violations).to.deep.equal([]);
        expect((await live.store.depths()).outbox).to.equal(0);
        const told = (await live.store.told(0, 1e6)).map((one) => one.told);
        const wanted = told.flatMap((one) => ('decision' in one ? one.decision.body.commands : []));
        const ended = told.flatMap((one) => ('outcome' in one ? [one.outcome.command] : []));
        for (const conversation of ['a', 'b', 'c']) {
          const notified = (all: readonly Command[]): string[] =>
            all.filter((one) => 'id' in one && one.conversation === conversation).map(idOf);
          expect(notified(ended)).to.deep.equal(notified(wanted));
          const asked = notified(calls.notify.flat());
          expect(asked.filter((id, index) => id !== asked[index - 1])).to.deep.equal(notified(wanted));
        }
        expect(clock.sleeping).to.equal(0);
      }),
      { numRuns: 200 },
    );
  });

  it('are held up in nothing by a plugin that is down for an hour, which loses none of its own', async () => {
    const clock = new VirtualClock(0);
    const upAt = 3600_000;
    const crm = new RecordingCrm(
      { most: 20, withinSeconds: 5 },
      (batch) => (clock.now() < upAt ? down() : batch.map(() => ({ status: 'done' }))),
      [5, 300, 1800, 7200],
    );
    const setAt = new Map<string, number>();
    const platform = actor(['set skills'], ([command]) => {
      setAt.set(command!.conversation, clock.now());
      return { status: 'done' };
    });
    const live = await listening({
      policy,
      clock,
      actors: { platform },
      batchActors: { crm },
      settings: { conversationsAtOnce: 2, drainSeconds: 1e6 },
    });
    const count = 240;
    for (let index = 0; index < count; index++) {
      await live.mouth.say(entry(`c-${index}`, index));
      expect(setAt.get(`c-${index}`)).to.equal(clock.now());
      await clock.pass(15_000);
    }
    expect((await live.store.depths()).outbox).to.be.above(0);
    await inTime(clock, live.runtime.drain());
    expect(await live.store.depths()).to.deep.equal({ outbox: 0, dead: 0 });
    const done = crm.batches.flat().map(({ command }) => command.conversation);
    expect(new Set(done).size).to.equal(count);
    expect(live.problems).to.deep.equal([]);
  });

  it('that all fail take nobody’s place while they wait to be tried again', async () => {
    const clock = new VirtualClock(0);
    const done: string[] = [];
    const mail = actor(
      ['do notify'],
      ([command]) => {
        if (command!.conversation.startsWith('bad')) down();
        done.push(command!.conversation);
        return { status: 'done' };
      },
      [36_000, 36_000],
    );
    const platform = actor(['set skills'], () => ({ status: 'done' }));
    const live = await listening({
      ...{ policy, clock, actors: { mail, platform }, settings: { conversationsAtOnce: 2 } },
    });
    const bad = Array.from({ length: 9 }, (_, index) => entry(`bad-${index}`, index));
    await live.mouth.say(...bad, entry('good', 10));
    await settled();
    expect(done).to.deep.equal(['good']);
    expect((await live.store.depths()).outbox).to.equal(9);
  });

  it('that are all due again at once leave every other place to what comes first', async () => {
    const clock = new VirtualClock(0);
    const asked: string[] = [];
    const mail = actor(
      ['do notify'],
      async ([command]) => {
        asked.push(command!.conversation);
        if (command!.conversation === 'good') return { status: 'done' };
        if (asked.length > 9) await clock.sleep(5_000);
        return down();
      },
      [60, 3600],
    );
    const platform = actor(['set skills'], () => ({ status: 'done' }));
    const live = await listening({
      ...{ policy, clock, actors: { mail, platform }, settings: { conversationsAtOnce: 1 } },
    });
    await live.mouth.say(...Array.from({ length: 9 }, (_, index) => entry(`bad-${index}`, index)));
    await clock.pass(61_000);
    await live.mouth.say(entry('good', 62));
    await clock.pass(15_000);
    expect(asked.indexOf('good')).to.be.within(9, 11);
  });

  it('of which there are more than may be held wait in the store, and are done as there is room', async function () {
    this.timeout(60_000);
    const clock = new VirtualClock(0);
    const store = new CountingStore();
    const count = 2 * mostHeld + 17;
    await store.commit({ decisions: notices(1, count) });
    let isDown = true;
    const seen: string[] = [];
    const crm = new RecordingCrm(
      { most: 1_000, withinSeconds: 0, atOnce: 3 },
      (batch) => {
        if (isDown) down();
        seen.push(...batch.map(({ command }) => idOf(command)));
        return batch.map(() => ({ status: 'done' }));
      },
      [60, 60, 60, 60, 60, 60],
    );
    const live = running({ policy, clock, store, batchActors: { crm }, settings: { drainSeconds: 1e6 } });
    await live.runtime.resume();
    await clock.pass(120_000);
    expect(store.held.size).to.equal(mostHeld);
    isDown = false;
    await inTime(clock, live.runtime.drain());
    expect(seen).to.have.length(count);
    expect(new Set(seen).size).to.equal(count);
    expect(store.most).to.be.at.most(mostHeld);
    expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 0 });
  });

  it('are written as ended with what whoever is told of it wants written, or not at all', async () => {
    for (const fails of [false, true]) {
      const clock = new VirtualClock(0);
      let refuses = false;
      class Store extends MemoryStore {
        override commit(...[changes]: Parameters<MemoryStore['commit']>): Promise<void> {
          const isEnd = (changes.ended ?? []).length > 0;
          if (isEnd && refuses) return Promise.reject(new Error('the disk is full'));
          // What ends and what came of it are never apart.
          expect(isEnd).to.equal((changes.cursors?.size ?? 0) > 0);
          return super.commit(changes);
        }
      }
      const store = new Store();
      await store.commit({ decisions: notices(1, 3) });
      refuses = fails;
      const committer = new Committer(store, () => undefined);
      const over = new AbortController();
      const parts = {
        ...{ sources: [], providers: [], sinks: [], batchActors: [], store, clock, random: () => 0.5 },
        actors: [{ name: 'mail', part: actor(['do notify'], () => ({ status: 'done' })) }],
        ...{ settings: runtimeDefaults, problem: () => undefined },
      };
      const dispatcher = new Dispatcher(parts, committer, over.signal, ({ command, outcome, plugin }) => ({
        cursors: new Map([[command.conversation, `${outcome.status} by ${plugin}`]]),
      }));
      dispatcher.wake();
      await dispatcher.idle();
      const cursors = await Promise.all(['c-1', 'c-2', 'c-3'].map((one) => store.cursor(one)));
      expect(cursors).to.deep.equal(Array(3).fill(fails ? undefined : 'done by mail'));
      expect((await store.depths()).outbox).to.equal(fails ? 3 : 0);
      expect(committer.failed.aborted).to.equal(fails);
      over.abort(new Error('enough'));
    }
  });
});
