import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { Command } from '../../../engine/decisions/record.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import { commandKinds, type Actor, type Occasion } from '../../../engine/ports.ts';
import { mostRetryAfterSeconds } from '../../../engine/runtime/pause.ts';
import type { EndedCommand } from '../../../engine/store.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { queued } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { inTime, listening, running, runToEnd, telling } from './running.ts';

/** Each entry into the queue sets the skill its intent names, and tells somebody. */
const skills = ['red', 'green', 'blue'];
const policy = rightPolicy(
  `${header('SkillMapping')}mappings:
${skills.map((skill) => `  - { name: ${skill}, intents: [${skill}], assign: { skill: ${skill} }, notify: { supervisor: ${skill}@example.com } }`).join('\n')}
`,
);

/** The same, and nobody is told. */
const justSkills = rightPolicy(
  `${header('SkillMapping')}mappings: [{ name: red, intents: [red], assign: { skill: red } }]\n`,
);

interface Call {
  readonly commands: readonly Command[];
  readonly occasion: Occasion;
}

type Behave = (call: Call, signal: AbortSignal) => ActOutcome | Promise<ActOutcome>;

/** Does as it is told, and notes what it was asked. */
class Doer implements Actor {
  readonly does = commandKinds;
  readonly calls: Call[] = [];
  readonly #behave: Behave;

  constructor(behave: Behave = () => ({ status: 'done' })) {
    this.#behave = behave;
  }

  async act(commands: readonly Command[], occasion: Occasion, signal: AbortSignal): Promise<ActOutcome> {
    this.calls.push({ commands, occasion });
    return this.#behave({ commands, occasion }, signal);
  }
}

const what = (command: Command): string => ('set' in command ? `set ${command.set}` : command.do);
const asked = ({ calls }: Doer): string[] =>
  calls.map(({ commands }) => `${commands[0]!.conversation} ${commands.map(what).join(' + ')}`);

/** A conversation's entry into another queue, so that each is an occasion of its own. */
const entry = (conversation: string, second: number, intent = 'red'): RoutingEvent =>
  queued(conversation, second, { intent }, `queue ${second}`);

describe('doing what was decided', () => {
  it('keeps the order of each conversation, whatever fails, and does everything once or gives it up', async () => {
    const behaviour = fc.constantFrom(
      'done',
      'done',
      'alreadySo',
      'reject',
      'throw',
      'slow',
      'notDone',
      'hang',
      'unknown',
    );
    const plan = fc.record({
      entries: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...skills)), {
        minLength: 1,
        maxLength: 12,
      }),
      behaviours: fc.infiniteStream(behaviour),
      atOnce: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ entries, behaviours, atOnce }) => {
        const clock = new VirtualClock();
        const ended: { readonly ids: readonly string[]; readonly how: string }[] = [];
        const ids = (commands: readonly Command[]): string[] =>
          commands.map((command) => ('id' in command ? command.id : JSON.stringify(command)));
        let busy = 0;
        const violations: string[] = [];
        const busyWith = new Set<string>();
        const doer = new Doer(async ({ commands, occasion }, signal) => {
          const { conversation } = commands[0]!;
          // What is thrown here would be one more failure to be tried again.
          if (busyWith.has(conversation)) violations.push(`two calls at a time for ${conversation}`);
          if (++busy > atOnce) violations.push(`${busy} conversations at once`);
          busyWith.add(conversation);
          try {
            const how = behaviours.next().value as string;
            ended.push({ ids: ids(commands), how: `${how}${occasion.isRepeated ? ' again' : ''}` });
            if (how === 'slow') await clock.sleep(3000);
            if (how === 'hang') await clock.sleep(1e9, signal);
            if (how === 'throw' || how === 'reject') throw new Error(how);
            return { status: how === 'slow' || how === 'hang' ? 'done' : how } as ActOutcome;
          } finally {
            busy--;
            busyWith.delete(conversation);
          }
        });
        const events = entries.map(([conversation, intent], second) => entry(conversation, second, intent));
        const live = running({
          policy,
          clock,
          actors: { doer },
          sources: { spec: telling(events, 4) },
          settings: { conversationsAtOnce: atOnce, attempts: 3, drainSeconds: 100_000 },
        });
        await runToEnd(live);
        expect(violations).to.deep.equal([]);
        expect(await live.store.outbox(0, 1e9)).to.deep.equal([]);
        // In the order of calls, no command comes back once another of its conversation has been asked for.
        for (const conversation of ['a', 'b', 'c']) {
          const own = doer.calls
            .filter(({ commands }) => commands[0]!.conversation === conversation)
            .map(({ commands }) => ids(commands).join());
          const runs = own.filter((one, index) => one !== own[index - 1]);
          const notices = runs.filter((one) => !one.startsWith('{'));
          expect(new Set(notices).size).to.equal(notices.length);
        }
        const dead = new Set((await live.store.dead(0, 1e9)).map(({ number }) => number)).size;
        const last = new Map(ended.map(({ ids: of, how }) => [of.join(), how]));
        if (dead === 0) for (const how of last.values()) expect(how).to.match(/^(done|alreadySo|slow)/);
        // An unknown outcome is never asked for again.
        ended.forEach(({ ids: of, how }, index) => {
          const next = ended.slice(index + 1).find((other) => other.ids.join() === of.join());
          if (how.startsWith('unknown') && !of[0]!.startsWith('{')) expect(next).to.equal(undefined);
          if (how.startsWith('notDone') || how.startsWith('hang'))
            if (next !== undefined && !of[0]!.startsWith('{')) expect(next.how).to.match(/again$/);
        });
        expect(clock.sleeping).to.equal(0);
      }),
      { numRuns: 300 },
    );
  });

  it('tries again after a pause that doubles, so many times, and then tells and keeps it apart', async () => {
    const clock = new VirtualClock(0);
    const times: number[] = [];
    const doer = new Doer(() => {
      times.push(clock.now());
      throw new Error('down');
    });
    const live = await listening({
      policy,
      clock,
      actors: { doer },
      settings: { attempts: 4, backoffCapSeconds: 1.5 },
    });
    await live.mouth.say(entry('a', 0));
    await clock.pass(60_000);
    // random() is 0.5 here: half of 1 s, of 1.5 s, of 1.5 s.
    expect(times.slice(0, 4)).to.deep.equal([0, 500, 1250, 2000]);
    const [{ ended }] = (await live.store.dead(0, 1)) as [EndedCommand];
    expect(ended).to.deep.include({ attempts: 4, plugin: 'doer', latencySeconds: 0, endedAt: 2000 });
    expect(ended.outcome).to.deep.equal({ status: 'failed', why: '"doer" could not set skills for a: down' });
    expect(live.problems.map(({ code }) => code)).to.deep.equal(['command-failed', 'command-failed']);
  });

  it('waits as long as a failure asks for, but no longer than may be', async () => {
    for (const [asks, waits] of [
      [42, 42],
      [0.001, 0.5],
      [1e9, mostRetryAfterSeconds],
      [NaN, 0.5],
      ['soon', 0.5],
    ] as const) {
      const clock = new VirtualClock(0);
      const triedAt: number[] = [];
      const doer = new Doer(() => {
        triedAt.push(clock.now() / 1000);
        if (triedAt.length === 1) throw Object.assign(new Error('busy'), { retryAfterSeconds: asks });
        return { status: 'done' };
      });
      const live = running({
        ...{ policy: justSkills, clock, actors: { doer }, sources: { spec: telling([entry('a', 0)]) } },
        settings: { drainSeconds: 100_000 },
      });
      await runToEnd(live);
      expect(triedAt, String(asks)).to.deep.equal([0, waits]);
    }
  });

  it('tries no command again while an attempt at it goes on, and takes what that comes to after all', async () => {
    for (const [endsAfter, status, calls] of [
      [1.5, 'done', 1],
      [1e6, 'unknown', 1],
    ] as const) {
      const clock = new VirtualClock(0);
      let [busy, most] = [0, 0];
      const doer = new Doer(async () => {
        most = Math.max(most, ++busy);
        // It does not heed its signal.
        await clock.sleep(endsAfter * 1000);
        busy--;
        return { status: 'done' };
      });
      const live = await listening({
        ...{ policy: justSkills, clock, actors: { doer } },
        settings: { attemptSeconds: 1 },
      });
      await live.mouth.say(entry('a', 0));
      await clock.pass(60_000);
      expect([most, doer.calls.length]).to.deep.equal([1, calls]);
      const dead = (await live.store.dead(0, 9)).map(({ ended }) => ended.outcome.status);
      expect(dead).to.deep.equal(status === 'done' ? [] : [status]);
      expect(live.problems.map(({ code }) => code)).to.deep.equal(
        status === 'done' ? [] : ['command-unsettled'],
      );
    }
  });

  it('says of a command given up that it failed, or, where an attempt was late, that it is unknown', async () => {
    for (const [isLate, status] of [
      [() => false, 'failed'],
      [(attempt: number) => attempt === 1, 'unknown'],
      [(attempt: number) => attempt === 2, 'unknown'],
    ] as const) {
      const clock = new VirtualClock(0);
      let attempt = 0;
      const doer = new Doer(async () => {
        if (isLate(++attempt)) await clock.sleep(1_500);
        throw new Error('busy');
      });
      const live = running({
        ...{ policy: justSkills, clock, actors: { doer }, sources: { spec: telling([entry('a', 0)]) } },
        settings: { attempts: 2, attemptSeconds: 1, drainSeconds: 1_000 },
      });
      await runToEnd(live);
      const dead = await live.store.dead(0, 9);
      expect(dead.map(({ ended }) => ended.outcome.status)).to.deep.equal([status]);
    }
  });

  it('lets no conversation wait for another', async () => {
    const doer = new Doer(({ commands }) =>
      commands[0]!.conversation === 'stuck' ? new Promise<never>(() => undefined) : { status: 'done' },
    );
    const live = await listening({ policy, actors: { doer } });
    await live.mouth.say(entry('stuck', 0), entry('free', 1));
    await live.mouth.say(entry('later', 2));
    await settled();
    expect(asked(doer)).to.have.members([
      'stuck set skills',
      'free set skills',
      'free notify',
      'later set skills',
      'later notify',
    ]);
  });

  it('sets what is wanted of a conversation in one call, and passes over what is wanted already', async () => {
    let go = (): void => undefined;
    const first = new Promise<void>((resolve) => (go = resolve));
    const doer = new Doer(async () => {
      await first;
      return { status: 'done' };
    });
    const plain = rightPolicy(`${header('SkillMapping')}mappings:
${skills.map((skill) => `  - { name: ${skill}, intents: [${skill}], assign: { skill: ${skill} } }`).join('\n')}
`);
    const live = await listening({ policy: plain, actors: { doer } });
    await live.mouth.say(entry('a', 0, 'red'), entry('a', 1, 'red'));
    await live.mouth.say(entry('a', 2, 'green'), entry('a', 3, 'blue'));
    go();
    await settled();
    expect(
      doer.calls.map(({ commands }) => commands.map((command) => 'skills' in command && command.skills[0])),
    ).to.deep.equal([['red'], ['green', 'blue']]);
  });

  it('does a command once, though what it was decided for is told again', async () => {
    const doer = new Doer();
    const event = entry('a', 0);
    const live = running({ policy, actors: { doer }, sources: { spec: telling([event, event, event], 1) } });
    await runToEnd(live);
    expect(asked(doer)).to.deep.equal(['a set skills', 'a notify']);
  });

  it('says, after a crash, that it may have been done before', async () => {
    const store = new MemoryStore();
    const stuck = new Doer(() => new Promise<never>(() => undefined));
    const crashed = await listening({ policy, store, actors: { stuck } });
    await crashed.mouth.say(entry('a', 0));
    const doer = new Doer();
    const again = running({ policy, store, actors: { doer } });
    await again.runtime.resume();
    await inTime(again.clock, again.runtime.drain());
    expect(doer.calls.map(({ occasion: { isRepeated } }) => isRepeated)).to.deep.equal([true, false]);
  });

  it('tells once what nobody does, and does the rest', async () => {
    const doer = new Doer();
    const notifier: Actor = { does: ['do notify'], act: (...call) => doer.act(...call) };
    const live = running({
      policy,
      actors: { notifier },
      sources: { spec: telling([entry('a', 0), entry('b', 1)]) },
    });
    await runToEnd(live);
    expect(asked(doer)).to.deep.equal(['a notify', 'b notify']);
    expect(live.problems.map(({ code, message }) => `${code} ${message}`)).to.deep.equal([
      'no-actor no plugin does what "set skills" asks',
    ]);
    expect(await live.store.dead(0, 9)).to.deep.equal([]);
  });

  it('stops waiting when it has taken too long to end; what is left stays in the store', async () => {
    const doer = new Doer(
      (_call, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        ),
    );
    const live = running({
      policy,
      actors: { doer },
      sources: { spec: telling([entry('a', 0)]) },
      settings: { drainSeconds: 5 },
    });
    const from = live.clock.now();
    await runToEnd(live);
    expect(live.clock.now() - from).to.equal(5000);
    expect(live.problems.map(({ code }) => code)).to.deep.equal(['not-drained']);
    expect(await live.store.outbox(0, 9)).to.have.length(2);
    await settled();
    expect(live.clock.sleeping).to.equal(0);
  });
});
