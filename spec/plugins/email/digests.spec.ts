import { expect } from 'chai';
import { tokens, type BatchActor } from '../../../engine/ports.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import email from '../../../plugins/email/plugin.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { queued } from '../../engine/decisions/decideEvents.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';
import { listening } from '../../engine/runtime/running.ts';
import { headersOf, mailServer, textOf, type MailServer, type ServerManner } from './mailServer.ts';

const policy = rightPolicy(`${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: red@example.com } }
  - { name: blue, intents: [blue], assign: { skill: blue }, notify: { supervisor: blue@example.com } }
`);
const entry = (conversation: string, second: number, intent = 'red') =>
  queued(conversation, second, { intent }, `queue ${second}`);
const skills = { does: ['set skills'] as const, act: () => Promise.resolve({ status: 'done' } as const) };

describe('e-mail digests of a run', () => {
  let server: MailServer;
  const run = async (manner: ServerManner = {}, store = new MemoryStore()) => {
    server = await mailServer(manner);
    const clock = new VirtualClock();
    const needs = new Map<symbol, unknown>([
      [tokens.clock, clock],
      [tokens.policy, policy],
      [tokens.problem, () => undefined],
    ]);
    const { parts } = email.create({
      ...{ name: 'email', folder: '.', place: () => ({}) },
      configuration: { host: '127.0.0.1', port: server.port, from: 'signalbox@example.com' },
      get: ((token: symbol) => needs.get(token)) as never,
    });
    const mail = parts[tokens.batchActor] as BatchActor;
    return listening({ policy, store, clock, actors: { skills }, batchActors: { mail } });
  };
  /** Waits for the server and the disk, not for the clock. */
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await settled();
  };
  const alertsIn = (index: number): number => textOf(server.mails[index]!.raw).match(/ alert /g)!.length;
  afterEach(() => server.stop());

  it('goes out five seconds after the first alert, and then every five minutes: a storm is a mail', async () => {
    const { mouth, clock, store } = await run();
    const isQuiet = async () => (await store.depths()).outbox === 0;
    await mouth.say(...Array.from({ length: 400 }, (_, index) => entry(`c-${index}`, index)));
    await clock.pass(4_999);
    expect(server.connections).to.equal(0);
    await clock.pass(1);
    await until(isQuiet);
    expect([server.mails.length, alertsIn(0)]).to.deep.equal([1, 400]);
    for (let second = 0; second < 290; second += 10) {
      await mouth.say(
        ...Array.from({ length: 20 }, (_, index) => entry(`d-${second}-${index}`, 500 + index)),
      );
      await clock.pass(10_000);
    }
    await clock.pass(9_999);
    expect(server.mails).to.have.length(1);
    await clock.pass(1);
    await until(isQuiet);
    expect([server.mails.length, alertsIn(1)]).to.deep.equal([2, 580]);
    await clock.pass(600_000);
    await mouth.say(entry('e-1', 900));
    await clock.pass(5_000);
    await until(isQuiet);
    expect([server.mails.length, alertsIn(2)]).to.deep.equal([3, 1]);
  });

  it('is sent once more after a crash at the worst moment, with the same Message-ID, and nothing is lost', async () => {
    const store = new MemoryStore();
    const crashed = await run({ atEnd: () => 'hang' }, store);
    await crashed.mouth.say(entry('a', 0), entry('b', 1), entry('c', 2));
    await crashed.clock.pass(5_000);
    await until(() => server.mails.length === 1);
    await crashed.mouth.say(entry('d', 3));
    const [before] = server.mails;
    await server.stop();
    const again = await run({}, store);
    await again.clock.pass(5_000);
    await until(async () => (await store.depths()).outbox === 0);
    const ids = server.mails.map(({ raw }) => headersOf(raw).get('message-id'));
    expect(ids).to.have.length(2);
    expect(ids[0]).to.equal(headersOf(before!.raw).get('message-id'));
    expect([alertsIn(0), alertsIn(1)]).to.deep.equal([3, 1]);
    expect(ids[1]).not.to.equal(ids[0]);
  });
});
