import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { hidden } from '../../composition/hidden.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Command } from '../../engine/decisions/record.ts';
import { maskText } from '../../engine/door/mask.ts';
import type { ObservedEvent } from '../../engine/exchange.ts';
import { runtimeDefaults } from '../../engine/plugins/configurationSchema.ts';
import { Secrets } from '../../engine/plugins/environment.ts';
import type { Actor, FactProvider } from '../../engine/ports.ts';
import { commandKinds } from '../../engine/ports.ts';
import { problemError, ProblemError, renderProblem, type Problem } from '../../engine/problem.ts';
import { show } from '../../engine/facts/values.ts';
import { LookUps } from '../../engine/runtime/lookUps.ts';
import { refusal } from '../../plugins/genesys/client/refusal.ts';
import { milestones } from '../../plugins/genesys/conversation/milestones.ts';
import { snapshotOf } from '../../plugins/genesys/conversation/snapshot.ts';
import { Door } from '../../plugins/genesys/door.ts';
import { GenesysActor } from '../../plugins/genesys/acting/actor.ts';
import { BotTurnWatch } from '../../plugins/genesys/listening/botTurnWatch.ts';
import { PollingSource } from '../../plugins/genesys/listening/pollingSource.ts';
import { checkedFacts } from '../../plugins/genesys/observation.ts';
import { CircuitBreaker } from '../../plugins/genesys/politeness/circuitBreaker.ts';
import { retryAfterMilliseconds } from '../../engine/http/retryAfter.ts';
import { TokenBucket } from '../../plugins/genesys/politeness/tokenBucket.ts';
import { genesysDefaults } from '../../plugins/genesys/settings.ts';
import { StoreCopier } from '../../plugins/sqlite/backup.ts';
import { at, queued, turn } from '../engine/decisions/decideEvents.ts';
import { header, rightPolicy } from '../engine/policyText.ts';
import { decisionsIn, inTime, journalIn, listening } from '../engine/runtime/running.ts';
import { withFolder } from '../folder.ts';
import { withSandbox } from '../harness/sandbox/sandboxes.ts';
import { Cloud, until } from '../plugins/genesys/listening/cloud.ts';
import { withSource } from '../plugins/genesys/listening/sourceOnCloud.ts';
import { failure, login, session } from '../plugins/genesys/session.ts';
import { agent, customer, iso, names, queue, told } from '../plugins/genesys/told.ts';
import { useNetwork } from '../plugins/genesys/useNetwork.ts';
import { openStore } from '../plugins/sqlite/opening.ts';
import { VirtualClock } from '../../harness/lockStep/virtualClock.ts';
import { cpuMilliseconds } from '../cpuTime.ts';

const telling = rightPolicy(
  `${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: Red }, notify: { supervisor: red@example.com } }
`,
);

/** Notes what it is asked for, and answers as it is told. */
class Doer implements Actor {
  readonly does = commandKinds;
  readonly asked: Command[] = [];
  readonly #outcome: unknown;

  constructor(...[outcome]: readonly [unknown?]) {
    this.#outcome = outcome;
  }

  act(commands: readonly Command[]): Promise<never> {
    this.asked.push(...commands);
    return Promise.resolve(this.#outcome as never);
  }
}

const answeredBy = (name: string, second: number): RoutingEvent => ({
  ...{ type: 'conversation.answered', at: at(second), conversation: 'c', agent: name },
});

const whatIs = (command: Command): string => ('do' in command ? command.do : command.set);

describe('what is told again after a restart', () => {
  it('1 mails nobody a second time, of conversations that were answered meanwhile', async () => {
    const doer = new Doer({ status: 'done' });
    const { mouth } = await listening({ policy: telling, actors: { doer } });
    const course = [queued('c', 0, { intent: 'red' }), answeredBy('ana', 5)];
    await mouth.say(...course);
    expect(doer.asked.map(whatIs)).to.deep.equal(['skills', 'notify']);
    await mouth.say(...course);
    expect(doer.asked.map(whatIs)).to.deep.equal(['skills', 'notify']);
  });

  it('2 leaves a conversation where it is, whatever queues it came through, and who has it', async () => {
    const transferred = {
      type: 'conversation.transferred',
      at: at(9),
      conversation: 'c',
      by: 'bot',
    } as const;
    const course: RoutingEvent[] = [
      queued('c', 0, { intent: 'red' }, 'Cards'),
      answeredBy('ana', 5),
      { ...transferred, queue: 'Loans' },
      queued('c', 9, { intent: 'red' }, 'Loans'),
    ];
    const { mouth, store } = await listening({ policy: telling });
    await mouth.say(...course);
    const before = await store.conversation('c');
    const decided = await decisionsIn(store);
    await mouth.say(...course.slice(0, 3));
    expect(await store.conversation('c')).to.deep.equal(before);
    expect(await decisionsIn(store)).to.deep.equal(decided);
    await mouth.say(
      answeredBy('ben', 12),
      ...course.slice(0, 3),
      queued('c', 9, { intent: 'blue' }, 'Loans'),
    );
    expect(await store.conversation('c')).to.deep.include({
      ...{ phase: 'answered', queueEntries: 2, botHandoffs: 1 },
      facts: { ...before!.facts, intent: 'blue' },
    });
  });

  it('3 counts no turn of a bot twice, nor gives back to the bot who has been answered', async () => {
    const { mouth, store } = await listening({ policy: telling });
    const turns = [turn(1, { noMatch: true }, 'c'), turn(2, { noMatch: true }, 'c')];
    await mouth.say(...turns, ...turns);
    expect(await store.conversation('c')).to.deep.include({ botTurns: 2, noMatchCount: 2 });
    await mouth.say(queued('c', 5), answeredBy('ana', 9), turn(7, { utterance: 'hello?' }, 'c'));
    expect(await store.conversation('c')).to.deep.include({ phase: 'answered', botTurns: 2 });
    await mouth.say(turn(11, { utterance: 'back at the bot' }, 'c'));
    expect(await store.conversation('c')).to.deep.include({ phase: 'withBot', botTurns: 3 });
  });

  it('4 gives commands the time that reading all conversations takes', () => {
    const door = new Door('a key of sixteen characters', 60);
    const command = { set: 'skills', conversation: 'c-0123456789abcdef', skills: [] } as const;
    expect(() => door.in(command))
      .to.throw(ProblemError)
      .that.deep.includes({ retryAfterSeconds: 60 });
  });
});

describe('a plugin that misbehaves', () => {
  it('5 as an actor that does not say what became of a command is told, and holds up no other command', async () => {
    for (const outcome of [undefined, null, {}, { status: 'ok' }, 'done']) {
      const doer = new Doer(outcome);
      const { mouth, store, problems } = await listening({ policy: telling, actors: { doer } });
      await mouth.say(queued('c', 0, { intent: 'red' }));
      expect(doer.asked.map(whatIs)).to.deep.equal(['skills', 'notify']);
      expect((await store.dead(0, 9)).map(({ ended }) => ended.outcome.status)).to.deep.equal([
        'unknown',
        'unknown',
      ]);
      expect(await store.outbox(0, 10)).to.deep.equal([]);
      expect(problems[0]!.message).to.contain('does not say what became of it');
    }
  });

  it('6 as a fact provider that does not say when, is told, and its fact missing', async () => {
    const asking = rightPolicy(
      `${header('SkillMapping')}mappings:
  - { name: gold, when: { fact: customerSegment, operator: equal, value: gold }, assign: { skill: Gold } }
`,
    );
    for (const found of [{ value: 'gold' }, { value: 'gold', observedAt: NaN }]) {
      const crm = {
        facts: ['customerSegment'],
        observe: () => Promise.resolve(found),
      } as unknown as FactProvider;
      const { mouth, store, problems, clock } = await listening({ policy: asking, providers: { crm } });
      await mouth.say(queued('c', 0));
      await inTime(clock, clock.sleep(1));
      expect(await store.gathered(1)).to.deep.equal([]);
      expect(problems.map(({ message }) => message)).to.deep.equal([
        '"crm" did not find customerSegment of conversation c: customerSegment of conversation c does not say when it was so',
      ]);
    }
  });

  it('7 as a source that tells what is no event, loses nothing that it tells with it', async () => {
    const right = queued('c', 0, { intent: 'red' });
    for (const wrong of [{}, { type: 'x', at: 0 }, { ...right, at: NaN }, { ...right, queue: 7 }]) {
      const doer = new Doer({ status: 'done' });
      const { mouth, store } = await listening({ policy: telling, actors: { doer } });
      const error = await failure(mouth.say(right, wrong as never));
      expect(error.message).to.contain('[bad-event]');
      expect(await journalIn(store)).to.deep.equal([]);
      await mouth.say(right);
      expect(doer.asked.map(whatIs)).to.deep.equal(['skills', 'notify']);
    }
  });

  it('8 as one that cannot take what was looked up, ends what waits for it, and nothing else', async () => {
    const crm: FactProvider = {
      facts: ['customerSegment'],
      observe: () => Promise.resolve({ value: 'gold', observedAt: 1 }),
    };
    const parts = {
      ...{ providers: [{ name: 'crm', part: crm }], clock: new VirtualClock(), settings: runtimeDefaults },
      problem: () => undefined,
    };
    const lookUps = new LookUps(parts, []);
    const full = new Error('the disk is full');
    lookUps.take({ event: queued('c', 0), observedAt: 0 }, () => {
      throw full;
    });
    expect(await failure(lookUps.idle())).to.equal(full);
    expect(() => lookUps.take({ event: queued('d', 0), observedAt: 0 }, () => undefined)).to.throw(
      'the disk is full',
    );
  });
});

describe('one conversation', () => {
  it('9 that may not be read, or at which the platform fails, stops no poll from telling of others', async () => {
    for (const status of [403, 400, 500]) {
      const cloud = new Cloud();
      const events: ObservedEvent[] = [];
      const cursors: number[] = [];
      const { genesys, clock } = cloud;
      const source = new PollingSource({
        ...{ clock, queues: ['q-1'], problem: () => undefined, settings: genesysDefaults.listening },
        reading: { genesys, names, settings: genesysDefaults.reading, manner: { lane: 'bulk' } },
        take: (told, cursor) => {
          events.push(...told);
          cursors.push(cursor);
          return Promise.resolve();
        },
      });
      cloud.conversations.set('bad', told('bad', customer(0), queue('q-1', 5)));
      cloud.conversations.set('good', told('good', customer(0), queue('q-1', 5)));
      cloud.refuse = (call) => (call === 'GET conversations/bad' ? { status } : undefined);
      const { cursor } = source;
      const entered = (): string[] =>
        events.flatMap(({ event }) => (event.type === 'conversation.queued' ? event.conversation : []));
      const polled = async (): Promise<boolean> => {
        await clock.pass(genesysDefaults.listening.pollSeconds * 1000);
        return inTime(clock, source.poll()).then(
          () => true,
          () => false,
        );
      };
      // The first may fail whole, for the platform's failing at one conversation looks like its being down.
      const isRead = [await polled(), await polled()];
      expect(isRead).to.deep.equal(status === 500 ? [false, false] : [true, true]);
      expect(entered()).to.deep.equal(['good']);
      // What may yet be read is not passed over.
      if (status === 500) expect(new Set([source.cursor, ...cursors])).to.deep.equal(new Set([cursor]));
      cloud.refuse = () => undefined;
      expect(await polled()).to.equal(true);
      expect(entered()).to.deep.equal(['good', 'bad']);
    }
  });

  it('10 that may not be read keeps no gap open, and one at which the platform fails keeps nobody waiting', () =>
    withSource(async (source) => {
      for (const id of ['bad', 'good'])
        source.cloud.conversations.set(id, told(id, customer(0), queue('q-1', 5)));
      source.cloud.refuse = (call) => (call === 'GET conversations/bad' ? { status: 403 } : undefined);
      await source.start();
      await until(() => source.happened.includes('read queued'));
      await source.reconnect();
      expect(source.problems.map(({ message }) => message).join()).to.contain(
        'conversation bad cannot be followed',
      );
    }));

  it('10 that is not given out any more is left alone, once it was refused three times', () =>
    withSource(
      async (source) => {
        source.cloud.conversations.set('gone', told('gone', customer(0), queue('q-1', 5)));
        await source.start();
        await until(() => source.happened.includes('read queued'));
        source.cloud.conversations.clear();
        for (let checks = 1; checks <= 5; checks++) {
          await source.cloud.clock.pass(60_000);
          await until(() => source.source.counts.checks === checks);
        }
        expect(source.cloud.asked.filter((call) => call === 'GET conversations/gone')).to.have.length(4);
        expect(source.problems.filter(({ message }) => message.includes('gone'))).to.have.length(1);
      },
      { reconcileSeconds: 60 },
    ));

  it('10 that was refused for a moment is asked for again: what ended meanwhile is told', () =>
    withSource(
      async (source) => {
        const { cloud } = source;
        cloud.conversations.set('c', told('c', customer(0), queue('q-1', 5)));
        await source.start();
        await until(() => source.happened.includes('read queued'));
        // Its end is told by no notification, and analytics name it no more.
        cloud.conversations.clear();
        const over = told('c', customer(0, { endTime: iso(60) }), queue('q-1', 5));
        const answers = [{ status: 404 }, { status: 403 }, { body: over }];
        cloud.refuse = (call) => (call === 'GET conversations/c' ? answers.shift() : undefined);
        for (let checks = 1; checks <= 3; checks++) {
          await cloud.clock.pass(60_000);
          await until(() => source.source.counts.checks === checks);
        }
        expect(source.happened).to.include('reconcile abandoned');
      },
      { reconcileSeconds: 60 },
    ));

  it('11 between agents is over when everybody has left it, so that it is not followed for ever', () => {
    const settings = genesysDefaults.reading;
    const parts = (endTime?: string) => {
      const end = endTime === undefined ? {} : { endTime };
      return snapshotOf(
        told('c', agent('u-1', 0, end), queue('q-1', 1, { ...end, endTime: iso(2) }), agent('u-2', 2, end)),
      )!;
    };
    const last = (snapshot: ReturnType<typeof parts>) =>
      milestones(snapshot, names, settings.botPurposes).at(-1)!.event;
    expect(last(parts()).type).to.equal('conversation.answered');
    expect(last(parts(iso(60)))).to.deep.equal({
      ...{ type: 'conversation.ended', at: Date.parse(iso(60)), conversation: 'c' },
    });
  });

  it('12 that never leaves the bot is told to be over, once nothing was said for a while', async () => {
    const cloud = new Cloud();
    const { genesys, clock } = cloud;
    const events: ObservedEvent[] = [];
    const stop = new AbortController();
    const bot = { id: 'bot', purpose: 'bot', connectedTime: iso(1) };
    cloud.conversations.set('c', told('c', customer(0), bot));
    const spoken = { userInput: 'hi', conversation: { id: 'c' }, dateCreated: iso(2) };
    cloud.refuse = (call) => (call.includes('/botflows/') ? { body: { entities: [spoken] } } : undefined);
    const watch = new BotTurnWatch({
      ...{ clock, queues: ['q-1'], botFlows: ['f-1'], problem: () => undefined },
      settings: genesysDefaults.listening,
      reading: { genesys, names, settings: genesysDefaults.reading, manner: { lane: 'bulk' } },
      take: (told) => {
        events.push(...told);
        return Promise.resolve();
      },
    });
    const over = watch.run(stop.signal, clock.now());
    const types = (): string[] => events.map(({ event }) => event.type);
    await clock.pass(60_000);
    expect(types()).to.deep.equal(['conversation.started', 'bot.turn']);
    cloud.conversations.set('c', told('c', customer(0, { endTime: iso(90) }), { ...bot, endTime: iso(90) }));
    cloud.refuse = () => undefined;
    await clock.pass(genesysDefaults.listening.reconcileSeconds * 1000);
    expect(types()).to.deep.equal(['conversation.started', 'bot.turn', 'conversation.ended']);
    const { length } = cloud.asked.filter((call) => call === 'GET conversations/c');
    await clock.pass(2 * genesysDefaults.listening.reconcileSeconds * 1000);
    expect(cloud.asked.filter((call) => call === 'GET conversations/c')).to.have.length(length);
    stop.abort();
    await over;
  });

  it('13 has its turns asked for by a time that ends after it begins, though the clock was set back', async () => {
    const cloud = new Cloud();
    let setBack = 0;
    const { clock: real } = cloud;
    const clock = { now: () => real.now() - setBack, sleep: real.sleep.bind(real) };
    const intervals: string[] = [];
    const genesys = {
      call: (_id: string, input: { params: { query: { interval: string } } }) => {
        intervals.push(input.params.query.interval);
        return Promise.resolve({ data: {}, observedAt: clock.now() });
      },
    };
    const stop = new AbortController();
    const watch = new BotTurnWatch({
      ...{ clock, queues: [], botFlows: ['f-1'], problem: () => undefined, take: () => Promise.resolve() },
      settings: genesysDefaults.listening,
      reading: {
        names,
        settings: genesysDefaults.reading,
        manner: { lane: 'bulk' },
        genesys: genesys as never,
      },
    });
    const over = watch.run(stop.signal, clock.now());
    await real.pass(11_000);
    setBack = 3_600_000;
    await real.pass(11_000);
    expect(intervals.length).to.be.greaterThan(3);
    for (const interval of intervals) {
      const [from, to] = interval.split('/').map((moment) => Date.parse(moment)) as [number, number];
      expect(from).to.be.below(to);
    }
    stop.abort();
    await over;
  });
});

describe('who a customer is', () => {
  it('14 is in no problem about a value that a fact cannot have', () => {
    const said = { priority: 'anna@example.com', intentConfidence: 'Anna Lee', sentiment: 7 };
    const { problems } = checkedFacts(['conversation', 'bot'], said, 'conversation c');
    const text = problems.map(renderProblem).join('\n');
    expect(text).not.to.match(/anna/i);
    expect(text).to.contain('must be one of low, normal, high, urgent').and.to.contain('not 7');
  });

  it('15 is in nothing an actor fails with, whatever the platform says', async () => {
    const door = new Door('a key of sixteen characters', 60);
    const id = '5f0c7a1e-3b7c-4f6e-9a52-2b1f8f0f6d11';
    const event: RoutingEvent = { type: 'conversation.queued', at: 0, conversation: id, queue: 'Cards' };
    const { conversation } = door.out({ event, observedAt: 0, source: 'frame' }).event as typeof event;
    const genesys = {
      call: () =>
        Promise.reject(Object.assign(problemError('x', `there is no ${id}`), { retryAfterSeconds: 7 })),
    };
    const acting = { genesys, reading: { genesys }, settings: genesysDefaults.acting } as never;
    const actor = new GenesysActor(() => acting, door, true);
    const command = { set: 'skills', conversation, skills: [] } as const;
    const error = await failure(
      actor.act([command], { decidedAt: 0, isRepeated: false }, new AbortController().signal),
    );
    expect(error.message).to.contain(`there is no ${conversation}`).and.not.to.contain(id);
    expect(error).to.deep.include({ retryAfterSeconds: 7 });
  });

  const masked: Readonly<Record<string, string>> = {
    'card 4111\u00a01111\u00a01111\u00a01111.': 'card <card>.',
    'card 4111\u200b1111\u200b1111\u200b1111': 'card <card>',
    'card 4111\u20131111\u20131111\u20131111': 'card <card>',
    'DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000': '<iban>',
    'it is DE89 3704 0044 0532 0130 00 please': 'it is <iban> please',
    'nl91 abna 0417 1643 00 or GB82 WEST 1234 5698 7654 32 thanks': '<iban> or <iban> thanks',
    'write to "anna lee"@example.com': 'write to <email>',
    'write to anna@[192.168.0.1]': 'write to <email>',
    'order 12\u00ad34\u206056': 'order <number>',
  };
  for (const [text, expected] of Object.entries(masked))
    it(`16 is masked in ${JSON.stringify(text)}`, () => expect(maskText(text)).to.equal(expected));

  it('17 is looked for in no more than the time it takes to read', () => {
    const from = cpuMilliseconds();
    for (const unit of ['a', '"', 'a"', 'AB12', 'ab12 ', '1\u200b', 'a.'])
      maskText(unit.repeat(200_000 / unit.length));
    expect(cpuMilliseconds() - from).to.be.below(2000);
  });

  it('keeps what is no number: joined emoji, Persian words, two spaces', () => {
    for (const text of ['👨‍👩‍👧 2', 'می‌خواهم', 'in 2  days']) expect(maskText(text)).to.equal(text);
  });
});

describe('a value from the environment', () => {
  it('18 is in no place of a problem, nor cut, quoted or shortened', () => {
    const secrets = new Secrets();
    const long = 'k'.repeat(80);
    secrets.add('LONG', long);
    secrets.add('QUOTED', 'ab"cd\\ef');
    secrets.add('PLACE', '/srv/hidden-7f3a/store.db');
    secrets.add('GATE', 'https://gate.example.com/key-7f3a/');
    const problem: Problem = {
      ...{ code: 'x', severity: 'error', file: '/srv/hidden-7f3a/store.db' },
      message: `it is ${show(long)}, ${show('ab"cd\\ef')}, at https://gate.example.com/key-7f3a`,
    };
    const text = renderProblem(hidden(problem, secrets));
    for (const part of ['kkkk', 'cd', '7f3a']) expect(text).not.to.contain(part);
    expect(text).to.match(/^\$\{env:PLACE\}/);
  });
});

describe('politeness, whatever the platform says', () => {
  useNetwork();
  const now = Date.UTC(2026, 2, 2, 9);
  const after = (text: string) => retryAfterMilliseconds(new Headers({ 'Retry-After': text }), now);

  it('19 waits neither for ever nor for no time at all', () => {
    expect(after('9'.repeat(400))).to.equal(300_000);
    expect(after('86400')).to.equal(300_000);
    expect(after('Fri, 31 Dec 9999 23:59:59 GMT')).to.equal(300_000);
    expect(after('Xxx, 99 Yyy 2026 99:99:99 GMT')).to.equal(undefined);
  });

  it('20 believes in no window that is longer than any', () => {
    const bucket = new TokenBucket({ requestsPerMinute: 10, reserve: { handoff: 0.1, skills: 0.1 } });
    bucket.take('handoff', 0);
    bucket.learn({ allowed: 10, count: 1e6, resetMilliseconds: 1.7e12 }, 0);
    bucket.answered(0);
    expect(bucket.take('handoff', 60_000)).to.equal(false);
    expect(bucket.take('handoff', 120_000)).to.equal(true);
  });

  it('21 goes on when the clock was set back', () => {
    const hour = 3_600_000;
    const bucket = new TokenBucket({ requestsPerMinute: 1, reserve: { handoff: 0.1, skills: 0.1 } });
    bucket.take('handoff', hour);
    bucket.answered(hour);
    bucket.pause(hour + 30_000);
    expect(bucket.take('handoff', 0)).to.equal(false);
    expect(bucket.take('handoff', 59_999)).to.equal(false);
    expect(bucket.take('handoff', 60_000)).to.equal(true);
    let moment = hour;
    const clock = { now: () => moment, sleep: () => Promise.resolve() };
    const breaker = new CircuitBreaker(clock, { failures: 1, openSeconds: 10 });
    breaker.enter({})!('failed');
    expect(breaker.passable).to.equal(false);
    moment = 0;
    expect(breaker.passable).to.equal(true);
  });

  it('22 says nothing of a token that no header can carry', async () => {
    const { genesys, run } = session();
    login().post('/oauth/token').reply(200, { access_token: 'tok-7f3a\nx', expires_in: 60 });
    const error = await failure(run(genesys.call('getRoutingSkills', {}, { lane: 'bulk' })));
    expect(error.message).to.contain('[genesys-credentials-rejected]').and.not.to.contain('7f3a');
  });

  it('23 reads a refusal of any length and shape in no time', () => {
    let deep: object = {};
    for (let depth = 0; depth < 20_000; depth++) deep = { errors: [deep] };
    const bodies = [{ message: 'a'.repeat(1e6) }, deep, { errors: 'many' }, { errors: [null, 7] }, [], 'no'];
    const from = cpuMilliseconds();
    for (const body of bodies) {
      const { problems } = refusal('getRoutingSkills', 403, body, new Headers());
      expect(problems[0]!.message.length).to.be.below(1200);
    }
    expect(cpuMilliseconds() - from).to.be.below(1000);
  });
});

describe('the file of a store', () => {
  it('24 keeps its mode when it is no store', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'notes.txt');
      writeFileSync(file, 'not a store\n'.repeat(100), { mode: 0o644 });
      expect(() => openStore(file)).to.throw('no store of Signalbox');
      expect(statSync(file).mode & 0o777).to.equal(0o644);
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', ['-m', '644', pipe]);
      expect(() => openStore(pipe)).to.throw('what stands here is no file');
      expect(statSync(pipe).mode & 0o777).to.equal(0o644);
      await Promise.resolve();
    }));

  it('25 is copied into no place that a link leads to', () =>
    withFolder(async (folder) => {
      const [file, link, elsewhere] = ['store.db', 'copy.tmp', 'elsewhere'].map((name) =>
        join(folder, name),
      ) as [string, string, string];
      openStore(file).close();
      symlinkSync(elsewhere, link);
      await failure(new StoreCopier(file).copy(link));
      expect(existsSync(elsewhere)).to.equal(false);
      writeFileSync(elsewhere, 'mine');
      await failure(new StoreCopier(file).copy(elsewhere));
      expect(readFileSync(elsewhere, 'utf8')).to.equal('mine');
    }));
});

describe('the sandbox', () => {
  const statusOf = (url: string, headers: Record<string, string>, method = 'GET'): Promise<number> =>
    new Promise((resolve, reject) => {
      const asked = request(url, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode!);
      });
      asked.on('error', reject);
      asked.end();
    });

  it('26 answers no page of another site, whatever name leads here', () =>
    withSandbox(async ({ sandbox }) => {
      const url = `${sandbox.baseUrl}/sandbox/clock`;
      const { port } = new URL(url);
      expect(await statusOf(url, {})).to.equal(200);
      expect(await statusOf(url, { host: `localhost:${port}`, origin: 'http://localhost:3000' })).to.equal(
        200,
      );
      expect(await statusOf(url, { host: `rebound.example.com:${port}` })).to.equal(403);
      for (const origin of ['https://evil.example.com', 'null', 'http://127.0.0.1.evil.example.com'])
        expect(await statusOf(`${sandbox.baseUrl}/sandbox/faults`, { origin }, 'DELETE'), origin).to.equal(
          403,
        );
    }));

  it('27 finds nothing where a path is not written as one, and has no defect', () =>
    withSandbox(async (driven) => {
      expect((await driven.call('GET', '/api/v2/conversations/%zz')).status).to.equal(404);
    }));
});
