import { expect } from 'chai';
import fc from 'fast-check';
import type { Command } from '../../../engine/decisions/record.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import type { Actor } from '../../../engine/ports.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { batchActorContract } from '../../plugins/contract.ts';
import { queued } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { idOf, RecordingCrm } from './recordingCrm.ts';
import { inTime, listening, running, runToEnd, telling } from './running.ts';

/** Each entry into a queue tells somebody. */
const policy = rightPolicy(`${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: red@example.com } }
`);
const entry = (conversation: string, second: number) =>
  queued(conversation, second, { intent: 'red' }, `queue ${second}`);
const skills: Actor = { does: ['set skills'], act: () => Promise.resolve({ status: 'done' }) };
const actors = { skills };
const done: ActOutcome = { status: 'done' };

describe('an actor that does commands together', () => {
  batchActorContract({ make: () => Promise.resolve(new RecordingCrm({ most: 5, withinSeconds: 1 })) });

  it('is brought a batch when it is full, or when the first of it has waited long enough', async () => {
    const clock = new VirtualClock(0);
    const crm = new RecordingCrm({ most: 3, withinSeconds: 10 });
    const live = await listening({ policy, clock, actors, batchActors: { crm } });
    await live.mouth.say(entry('a', 0), entry('b', 1));
    await clock.pass(4_000);
    expect(crm.asked).to.deep.equal([]);
    await live.mouth.say(entry('c', 2), entry('d', 3));
    await settled();
    expect(crm.asked).to.deep.equal(['a b c']);
    await clock.pass(9_999);
    expect(crm.asked).to.have.length(1);
    await live.mouth.say(entry('e', 4));
    await clock.pass(1);
    expect(crm.asked).to.deep.equal(['a b c', 'd e']);
    await clock.pass(60_000);
    expect(crm.asked).to.have.length(2);
    expect(await live.store.outbox(0, 9)).to.deep.equal([]);
  });

  it('is brought batches so far apart as it says, also when they are full; when all ends, at once', async () => {
    const clock = new VirtualClock(0);
    const crm = new RecordingCrm({ most: 3, withinSeconds: 10, apartSeconds: 60 });
    const live = await listening({ policy, clock, actors, batchActors: { crm } });
    await live.mouth.say(entry('a', 0));
    await clock.pass(9_999);
    expect(crm.asked).to.deep.equal([]);
    await clock.pass(1);
    expect(crm.asked).to.deep.equal(['a']);
    await live.mouth.say(...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map(entry));
    await clock.pass(59_999);
    expect(crm.asked).to.have.length(1);
    await clock.pass(1);
    expect(crm.asked).to.deep.equal(['a', 'b c d']);
    await clock.pass(60_000);
    expect(crm.asked).to.deep.equal(['a', 'b c d', 'e f g']);
    await inTime(clock, live.runtime.drain());
    expect(crm.asked).to.deep.equal(['a', 'b c d', 'e f g', 'h']);
    expect(clock.now()).to.equal(130_000);
  });

  it('is brought what waits at once when all ends', async () => {
    const crm = new RecordingCrm({ most: 100, withinSeconds: 3600 });
    const sources = { spec: telling([entry('a', 0), entry('b', 1), entry('a', 2)], 1) };
    const live = running({ policy, actors, batchActors: { crm }, sources });
    const from = live.clock.now();
    await runToEnd(live);
    expect(crm.asked).to.deep.equal(['a a b']);
    expect(live.clock.now()).to.equal(from);
    expect(live.clock.sleeping).to.equal(0);
  });

  it('has one batch at a time, or as many as it says', async () => {
    for (const atOnce of [undefined, 2]) {
      let [busy, most] = [0, 0];
      const clock = new VirtualClock();
      const size = { most: 2, withinSeconds: 0, ...(atOnce === undefined ? {} : { atOnce }) };
      const crm = new RecordingCrm(size, async (batch) => {
        most = Math.max(most, ++busy);
        await clock.sleep(1000);
        busy--;
        return batch.map(() => done);
      });
      const events = Array.from({ length: 9 }, (_, index) => entry(`c-${index}`, index));
      await runToEnd(
        running({ policy, clock, actors, batchActors: { crm }, sources: { spec: telling(events, 9) } }),
      );
      expect(most).to.equal(atOnce ?? 1);
      expect(crm.batches.flat()).to.have.length(9);
    }
  });

  it('is brought a batch that it rejects again as it was, after its own pauses, and a little more if it asks; then it is given up', async () => {
    const clock = new VirtualClock(0);
    const triedAt: number[] = [];
    const behave = (): never => {
      triedAt.push(clock.now() / 1000);
      throw Object.assign(new Error('down'), triedAt.length === 2 ? { retryAfterSeconds: 60 } : {});
    };
    const crm = new RecordingCrm({ most: 2, withinSeconds: 0 }, behave, [5, 20, 300]);
    const live = await listening({ policy, clock, actors, batchActors: { crm } });
    await live.mouth.say(entry('a', 0), entry('b', 1));
    await clock.pass(3600_000);
    expect(triedAt).to.deep.equal([0, 5, 65, 365]);
    expect(crm.asked).to.deep.equal(['a b', 'a b', 'a b', 'a b']);
    const dead = await live.store.dead(0, 9);
    expect(dead.map(({ ended }) => [ended.outcome, ended.attempts])).to.deep.equal(
      ['a', 'b'].map(() => [{ status: 'failed', why: '"crm" could not do 2 commands together: down' }, 4]),
    );
    expect(live.problems.map(({ code }) => code)).to.deep.equal(['command-failed']);
  });

  it('has a record that it refuses end dead, never asked again, while the rest goes through', async () => {
    const crm = new RecordingCrm({ most: 4, withinSeconds: 0 }, (batch) =>
      batch.map(({ command }) =>
        command.conversation === 'poison' ? { status: 'refused', why: 'no such customer' } : done,
      ),
    );
    const events = ['a', 'poison', 'b', 'c'].map(entry);
    const live = running({ policy, actors, batchActors: { crm }, sources: { spec: telling(events, 4) } });
    await runToEnd(live);
    expect(crm.asked).to.deep.equal(['a poison b c']);
    const [letter, ...others] = await live.store.dead(0, 9);
    expect(letter!.ended.command.conversation).to.equal('poison');
    expect(letter!.ended).to.deep.include({
      plugin: 'crm',
      attempts: 1,
      outcome: { status: 'refused', why: 'no such customer' },
    });
    expect(others).to.deep.equal([]);
    expect(live.problems.map(({ code, message }) => `${code} ${message}`)).to.deep.equal([
      'command-refused "crm" could not do notify for poison: no such customer',
    ]);
  });

  it('is asked again for what was not done, without the rest, which goes on meanwhile', async () => {
    const clock = new VirtualClock(0);
    let stuckFor = 2;
    const crm = new RecordingCrm(
      { most: 2, withinSeconds: 0 },
      (batch) =>
        batch.map(({ command }) =>
          command.conversation === 'stuck' && stuckFor-- > 0 ? { status: 'notDone', why: 'timed out' } : done,
        ),
      [100, 100],
    );
    const live = await listening({ policy, clock, actors, batchActors: { crm } });
    await live.mouth.say(entry('stuck', 0), entry('a', 1), entry('stuck', 2));
    await settled();
    await live.mouth.say(entry('b', 3));
    await clock.pass(50_000);
    expect(crm.asked).to.deep.equal(['stuck stuck', 'a', 'b']);
    await clock.pass(100_000);
    expect(crm.asked).to.deep.equal(['stuck stuck', 'a', 'b', 'stuck stuck']);
    expect(crm.batches.map((batch) => batch[0]!.isRepeated)).to.deep.equal([false, false, false, true]);
    expect(await live.store.depths()).to.deep.equal({ outbox: 0, dead: 0 });
  });

  it('leaves open what it does not say of every command', async () => {
    for (const said of [undefined, [], [done], [done, done, done], 'done']) {
      const crm = new RecordingCrm({ most: 2, withinSeconds: 0 }, () => said as never);
      const events = [entry('a', 0), entry('b', 1)];
      const live = running({ policy, actors, batchActors: { crm }, sources: { spec: telling(events, 2) } });
      await runToEnd(live);
      const dead = await live.store.dead(0, 9);
      expect(dead.map(({ ended }) => ended.outcome.status)).to.deep.equal(['unknown', 'unknown']);
    }
  });

  it('is brought, after a crash, what was under way as what may have been done, and loses nothing', async () => {
    const store = new MemoryStore();
    const stuck = new RecordingCrm({ most: 2, withinSeconds: 0 }, () => new Promise(() => undefined));
    const crashed = await listening({ policy, store, actors, batchActors: { stuck } });
    await crashed.mouth.say(entry('a', 0), entry('b', 1), entry('c', 2));
    await settled();
    const crm = new RecordingCrm({ most: 5, withinSeconds: 3600 });
    const again = running({ policy, store, actors, batchActors: { crm } });
    await again.runtime.resume();
    await inTime(again.clock, again.runtime.drain());
    expect(crm.asked).to.deep.equal(['a b c']);
    expect(crm.batches[0]!.map(({ isRepeated }) => isRepeated)).to.deep.equal([true, true, false]);
  });

  it('keeps the order of each conversation, whatever fails, and every command ends once', async () => {
    const behaviours = fc.infiniteStream(
      fc.constantFrom('done', 'done', 'done', 'notDone', 'refused', 'reject', 'unknown', 'slow'),
    );
    const plan = fc.record({
      entries: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 4000 })), {
        minLength: 1,
        maxLength: 16,
      }),
      behaviours,
      most: fc.integer({ min: 1, max: 5 }),
      withinSeconds: fc.constantFrom(0, 1, 7),
      atOnce: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ entries, behaviours: how, most, withinSeconds, atOnce }) => {
        const clock = new VirtualClock();
        const violations: string[] = [];
        const out = new Set<string>();
        let busy = 0;
        const crm = new RecordingCrm({ most, withinSeconds, atOnce }, async (batch) => {
          if (++busy > atOnce) violations.push(`${busy} batches at once`);
          if (batch.length === 0 || batch.length > most) violations.push(`a batch of ${batch.length}`);
          const conversations = new Set(batch.map(({ command }) => command.conversation));
          for (const one of conversations) if (out.has(one)) violations.push(`two batches of ${one}`);
          conversations.forEach((one) => out.add(one));
          try {
            const first = how.next().value as string;
            if (first === 'slow') await clock.sleep(3000);
            if (first === 'reject') throw new Error('down');
            const notDone = new Set<string>();
            return batch.map(({ command }): ActOutcome => {
              const status = how.next().value as string;
              // What follows one that was not done is not done either.
              if (status === 'notDone') notDone.add(command.conversation);
              if (notDone.has(command.conversation)) return { status: 'notDone' };
              return { status: ['refused', 'unknown'].includes(status) ? (status as 'refused') : 'done' };
            });
          } finally {
            busy--;
            conversations.forEach((one) => out.delete(one));
          }
        });
        const live = await listening({
          policy,
          clock,
          actors,
          batchActors: { crm },
          settings: { attempts: 3, drainSeconds: 1e6 },
        });
        let second = 0;
        for (const [conversation, pause] of entries) {
          await live.mouth.say(entry(conversation, second++));
          await clock.pass(pause);
        }
        await inTime(clock, live.runtime.drain());
        expect(violations).to.deep.equal([]);
        expect((await live.store.depths()).outbox).to.equal(0);
        const told = (await live.store.told(0, 1e6)).map((one) => one.told);
        const decided = told.flatMap((one) => ('decision' in one ? one.decision.body.commands : []));
        const ended = told.flatMap((one) => ('outcome' in one ? [one.outcome.command] : []));
        for (const conversation of ['a', 'b', 'c', 'd']) {
          const own = (all: readonly Command[]): string[] =>
            all.filter((one) => 'id' in one && one.conversation === conversation).map(idOf);
          // One ends after the other, in the order they were decided, each once.
          expect(own(ended)).to.deep.equal(own(decided));
          for (const batch of crm.batches) {
            const ids = own(batch.map(({ command }) => command));
            expect(ids).to.deep.equal(own(decided).filter((id) => ids.includes(id)));
          }
        }
        expect(clock.sleeping).to.equal(0);
      }),
      { numRuns: 200 },
    );
  });
});
