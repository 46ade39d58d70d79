import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { Telling } from '../../../engine/runtime/sharing/telling.ts';
import { questionsKeptMs, shardOf, type SharedQuestion } from '../../../engine/sharedStore.ts';
import { diagnose } from '../../../plugins/postgres/diagnose.ts';
import { PostgresShared } from '../../../plugins/postgres/shared/postgresShared.ts';
import { SharedControl } from '../../../plugins/postgres/shared/sharedControl.ts';
import { endedAs } from '../../outcomes.ts';
import { decision, transfer } from '../contract/commands.ts';
import { batchOf } from '../../engine/runtime/running.ts';
import { openingOf } from './opening.ts';
import { connected, useDatabase } from './server.ts';
import { Voice, workerWith } from './voice.ts';

describe('a store on PostgreSQL that is shared', function () {
  this.timeout(60_000);
  const database = useDatabase();
  const shards = 2;
  const shared: PostgresShared[] = [];
  const opened = async (schema: string, process: number): Promise<PostgresShared> => {
    const holder = { host: 'spec', process, lives: () => true };
    const one = new PostgresShared(openingOf(database.url, { schema, holder, leaseSeconds: 1 }), shards);
    await one.open();
    shared.push(one);
    return one;
  };
  afterEach(async () => {
    for (const one of shared.splice(0)) await one.close();
  });

  it('has its number of shards for good', async () => {
    await opened('fixed', 1);
    const other = new PostgresShared(openingOf(database.url, { schema: 'fixed' }), 3);
    expect(await other.open().then(() => 'opened', String)).to.contain('[other-shards]');
    await other.close();
  });

  it('is looked at by doctor: its log, and how many shards it has', async () => {
    const found = async (count: number): Promise<readonly string[]> => {
      const findings = await diagnose(openingOf(database.url, { schema: 'seen' }), count);
      return findings.map(({ status, what }) => `${status}: ${what}`);
    };
    expect(await found(shards)).to.include('fine: no store is there yet; a run makes one');
    await opened('seen', 1);
    expect(await found(shards)).to.include(`fine: it has ${shards} shards`);
    expect((await found(shards)).join()).to.match(/its log is of version (\d+) of \1,/);
    expect(await found(7)).to.include(`missing: it has ${shards} shards, and the configuration says 7`);
  });

  it('gives a shard, and the right to tell, to one at a time, and tells how many workers live', async () => {
    const [one, other] = [await opened('leases', 1), await opened('leases', 2)];
    expect(await one.attend()).to.deep.equal({ place: 0, workers: 1 });
    expect(await other.attend()).to.deep.equal({ place: 1, workers: 2 });
    const claimed = await one.claimShard(0);
    expect(await other.claimShard(0)).to.equal(undefined);
    expect(await other.free()).to.deep.equal([1]);
    const right = await one.claimSource('day');
    expect(await other.claimSource('day')).to.equal(undefined);
    await right!.append(batchOf([{ type: 'conversation.ended', at: 1, conversation: 'c-1' }], 'here'));
    await claimed!.close();
    await right!.close();
    const next = await other.claimSource('day');
    expect(next!.cursor).to.equal('here');
    // Who had it before writes nothing more.
    expect(await right!.append(batchOf([])).then(() => 'written', String)).not.to.equal('written');
    const shard = await other.claimShard(0);
    expect(shard).not.to.equal(undefined);
    await shard!.close();
    await next!.close();
  });

  it('misses nothing of a source that stands by, when whoever wrote it down is gone without a word', async () => {
    const voices = [new Voice(), new Voice()];
    const stops = voices.map(() => new AbortController());
    const stores = [await opened('voices', 1), await opened('voices', 2)];
    const tellings: Promise<void>[] = [];
    const start = (index: number): void => {
      const worker = workerWith(stores[index]!, voices[index]!);
      tellings.push(new Telling(worker.parts.sources[0]!, worker).run(stops[index]!.signal));
    };
    const written = async (): Promise<number[]> =>
      (await stores[1]!.events(0, 99)).flatMap(({ observed: { event } }) =>
        event.type === 'conversation.ended' ? [event.at] : [],
      );
    start(0);
    while ((await written()).length === 0) {
      await voices[0]!.say(1);
      await setTimeout(50);
    }
    start(1);
    for (const at of [2, 3]) await Promise.all(voices.map((voice) => voice.say(at)));
    expect((await written()).filter((at) => at > 1)).to.deep.equal([2, 3]);
    // The first is gone; its lease goes on for a while, in which the platform does too.
    await connected(database.url, (client) => client.query(`UPDATE voices_log.source SET fence = fence + 1`));
    for (const at of [4, 5, 6]) await voices[1]!.say(at);
    await connected(database.url, (client) =>
      client.query(`UPDATE voices_log.source SET host = 'spec', process = 3, expires_at = clock_timestamp()`),
    );
    stops[0]!.abort();
    while (!(await written()).includes(6)) await setTimeout(50);
    const all = await written();
    expect(new Set(all)).to.deep.equal(new Set([1, 2, 3, 4, 5, 6]));
    // In order, where it is told for the first time.
    expect([...new Set(all)]).to.deep.equal([1, 2, 3, 4, 5, 6]);
    await voices[1]!.say(7);
    expect((await written()).at(-1)).to.equal(7);
    expect(await stores[0]!.cursor('voice')).to.equal('7');
    stops[1]!.abort();
    await Promise.all(tellings);
  });

  it('takes a question once, and what it tells with it; again after its time, and not while it has no answer', async () => {
    const [one, other] = [await opened('asked', 1), await opened('asked', 2)];
    const question = (askedAt: number, key = 'k'): SharedQuestion => {
      const conversation = 'c-1';
      const asked = { request: `${key}.${askedAt}`, actsBy: 'asker' } as const;
      const event = { type: 'bot.turn', at: askedAt, conversation, facts: {} } as const;
      const observed = { event, observedAt: askedAt, source: 'asked', asked };
      const told = { key, repeatMs: 1_000, from: 'service', observed };
      return { shard: 1, point: 'handoff', conversation, askedAt, told };
    };
    const now = openingOf(database.url).clock.now();
    const twice = await Promise.all([one, other].map(({ questions }) => questions.put(question(now))));
    expect(new Set(twice).size).to.equal(1);
    const [number] = twice as [number];
    // Long after, and nobody has answered yet.
    expect(await other.questions.put(question(now + 9_000))).to.equal(number);
    expect(await one.questions.open([0])).to.deep.equal([]);
    const open = { number, shard: 1, point: 'handoff', conversation: 'c-1' };
    const [asked, ...others] = await one.questions.open([0, 1]);
    expect([asked, ...others]).to.deep.equal([{ ...open, told: { request: `k.${now}`, logged: 1 } }]);
    await one.questions.answer([{ number, answer: { none: 'first' } }]);
    await other.questions.answer([{ number, answer: { none: 'second' } }]);
    expect(await other.questions.answers([number, number + 1])).to.deep.equal([
      { number, answer: { none: 'first' } },
    ]);
    expect(await other.questions.put(question(now + 999))).to.equal(number);
    expect(await other.questions.answers([number])).to.have.length(1);
    expect(await other.questions.put(question(now + 1_000))).to.equal(number);
    expect(await other.questions.answers([number])).to.deep.equal([]);
    const logged = await one.events(0, 9);
    expect(logged.map(({ from, observed }) => [from, observed.asked?.request])).to.deep.equal([
      ['service', `k.${now}`],
      ['service', `k.${now + 1_000}`],
    ]);
    await one.questions.put(question(now - questionsKeptMs - 1, 'old'));
    const kept = () => one.questions.open([1]).then((all) => all.length);
    expect(await kept()).to.equal(2);
    await one.questions.prune();
    expect(await kept()).to.equal(1);
  });

  it('is spoken to as one store: a stage is for every shard, a dead command is redone where it is', async () => {
    const store = await opened('spoken', 1);
    const control = new SharedControl(openingOf(database.url, { schema: 'spoken' }), shards);
    const claims = [await store.claimShard(0), await store.claimShard(1)];
    for (const [shard, claim] of claims.entries()) {
      await claim!.store.commit({ decisions: [decision(1, transfer(`a-${shard}`), transfer(`b-${shard}`))] });
      await claim!.store.commit({ ended: [endedAs(2, 'failed', { command: transfer(`b-${shard}`) })] });
    }
    expect((await control.view()).isRunning).to.equal(true);
    expect((await control.view()).tallies.map(({ decisions }) => decisions)).to.deep.equal([2]);
    const dead = await control.dead(0, 9);
    expect(dead.map(({ number }) => number)).to.deep.equal([4, 5]);
    expect((await control.dead(4, 9)).map(({ number }) => number)).to.deep.equal([5]);
    const instruction = { stage: { policy: 'p', stage: 'shadow' } } as const;
    await control.instruct(instruction, 5);
    const redo = await control.instruct({ redo: { commands: [5] } }, 6);
    const waiting = await Promise.all(claims.map((claim) => claim!.store.instructions()));
    expect(waiting.map((all) => all.map((one) => one.instruction))).to.deep.equal([
      [instruction],
      [instruction, { redo: { commands: [2] } }],
    ]);
    expect(await control.answer(redo)).to.equal(undefined);
    await claims[1]!.store.commit({ answered: [{ number: waiting[1]![1]!.number, outcome: 'accepted' }] });
    expect(await control.answer(redo)).to.deep.equal({ number: redo, outcome: 'accepted' });
    for (const claim of claims) await claim!.close();
    expect((await control.view()).isRunning).to.equal(false);
  });

  it('spreads conversations over its shards', () => {
    const counts = new Map<number, number>();
    for (let index = 0; index < 8_000; index++) {
      const shard = shardOf(`c-${index}`, 8);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const count of counts.values()) expect(count).to.be.within(850, 1150);
  });
});
