import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { MetricRegistry } from '../../../composition/service/metricRegistry.ts';
import { Service } from '../../../composition/service/service.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { runtimeDefaults } from '../../../engine/plugins/configurationSchema.ts';
import { serviceDefaults } from '../../../engine/plugins/serviceSchema.ts';
import { Worker } from '../../../engine/runtime/sharing/worker.ts';
import { shardOf } from '../../../engine/sharedStore.ts';
import { defaultSeed } from '../../../harness/replay/replay.ts';
import { PostgresShared } from '../../../plugins/postgres/shared/postgresShared.ts';
import { samplesIn } from '../../composition/service/prometheusText.ts';
import { policy, token } from '../../composition/service/serving.ts';
import { Mouth } from '../../engine/runtime/running.ts';
import { openingOf } from './opening.ts';
import { connected, useDatabase } from './server.ts';

const shards = 4;

/** One of several that share a store and serve. */
class ServingWorker {
  readonly mouth = new Mouth();
  readonly shared: PostgresShared;
  readonly #service: Service;
  readonly #worker: Worker;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  url = '';

  constructor(url: string, process: number, living: ReadonlySet<number>) {
    const holder = { host: 'spec', process, lives: (other: number) => living.has(other) };
    const opening = openingOf(url, { holder, leaseSeconds: 1 });
    this.shared = new PostgresShared(opening, shards);
    const { clock, random } = opening;
    const parts = {
      ...{ sources: [{ name: 'mouth', part: this.mouth }], providers: [], actors: [], batchActors: [] },
      ...{ sinks: [], store: undefined as never, clock, random, settings: runtimeDefaults },
      problem: () => undefined,
    };
    this.#service = new Service({
      settings: { ...serviceDefaults, port: 0, tokens: [token], decideSeconds: 20 },
      ...{ runtime: parts, metrics: new MetricRegistry(), shared: this.shared },
      door: undefined,
    });
    const policies = { policies: [{ policy, files: [] }], seed: defaultSeed };
    const made = { shared: this.shared, parts: this.#service.joined(), policies, oversight: undefined };
    this.#worker = new Worker({ ...made, ...this.#service.shares });
  }

  get shards(): readonly number[] {
    return this.#worker.shards;
  }

  async start(): Promise<void> {
    await this.shared.open();
    this.url = await this.#service.open();
    this.#service.started();
    this.#running = this.#worker.run(this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#service.stopping();
    await this.#service.close();
    await this.shared.close();
  }

  /** Asks with the token. */
  async ask(point: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    const answer = await fetch(`${this.url}/v1/decide/${point}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).to.equal(200);
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  }

  async metrics(): Promise<ReadonlyMap<string, number>> {
    return samplesIn(await (await fetch(`${this.url}/metrics`)).text());
  }

  async isReady(): Promise<boolean> {
    return (await fetch(`${this.url}/readyz`)).status === 200;
  }
}

describe('a service of several workers on PostgreSQL', function () {
  this.timeout(60_000);
  const database = useDatabase();
  const living = new Set([1, 2]);
  let workers: readonly [ServingWorker, ServingWorker];
  before(async () => {
    workers = [1, 2].map((process) => new ServingWorker(database.url, process, living)) as never;
    for (const worker of workers) await worker.start();
    while (workers.some((worker) => worker.shards.length !== 2)) await setTimeout(20);
  });
  after(async () => {
    // The other has ended by itself, unless a test failed before.
    for (const worker of workers ?? []) await worker.stop();
  });

  const logged = async (): Promise<readonly RoutingEvent[]> =>
    (await workers[1].shared.events(0, 999)).map(({ observed }) => observed.event);
  /** Conversations of a shard of each worker. */
  const ofEach = (name: string): readonly string[] =>
    workers.map((worker) => {
      for (let next = 0; ; next++)
        if (worker.shards.includes(shardOf(`${name}-${next}`, shards))) return `${name}-${next}`;
    });
  const turn = (conversation: string, request: string, intent = 'refund') => ({
    ...{ conversation, request, facts: { mediaType: 'message', intent } },
  });

  it('has questions answered by whoever has the conversation, whoever is asked', async () => {
    for (const conversation of ofEach('asked'))
      for (const [index, worker] of workers.entries()) {
        const answer = await worker.ask('handoff', turn(conversation, String(index)));
        expect(answer).to.deep.include(
          { answer: 'handoff', queue: 'Cards', fallback: false },
          String(answer['reason']),
        );
        expect(answer['decisionId']).to.equal(`${conversation}/handoff/${index + 1}`);
      }
  });

  it('makes one turn of a question that is put again, to another too and at one time', async () => {
    const [conversation] = ofEach('again') as [string];
    const before = (await logged()).length;
    const put = () => workers.map((worker) => worker.ask('handoff', turn(conversation, '1')));
    const [first, ...others] = await Promise.all([...put(), ...put()]);
    for (const other of [...others, ...(await Promise.all(put()))]) expect(other).to.deep.equal(first);
    expect((await logged()).length).to.equal(before + 1);
  });

  it('answers by what is decided already, and takes in what the flow tells', async () => {
    for (const conversation of ofEach('waits')) {
      const at = Date.now() - 60_000;
      const queued = {
        type: 'conversation.queued',
        at,
        conversation,
        queue: 'Cards',
        facts: { intent: 'balance' },
      } as const;
      await workers[0].mouth.say(queued);
      for (const worker of workers) {
        // The log is taken in by the others in their time.
        while ((await worker.ask('skills', { conversation }))['fallback'] === true) await setTimeout(20);
        expect(await worker.ask('skills', { conversation })).to.deep.include({ skills: ['General'] });
      }
      const told = await workers[1].ask('skills', { conversation, facts: { intent: 'refund' } });
      expect(told).to.deep.include({ skills: ['Refunds'], priority: 'high', fallback: false });
      expect(await workers[0].ask('skills', { conversation })).to.deep.equal(told);
    }
  });

  it('is ready, and says in figures what each does: events and decisions once over all of them', async () => {
    const [one, other] = [await workers[0].metrics(), await workers[1].metrics()];
    const sum = (name: string): number => (one.get(name) ?? 0) + (other.get(name) ?? 0);
    expect(await Promise.all(workers.map((worker) => worker.isReady()))).to.deep.equal([true, true]);
    expect([one, other].map((samples) => samples.get('signalbox_stores'))).to.deep.equal([2, 2]);
    expect(sum('signalbox_events_total{plugin="mouth",source="spec"}')).to.equal(2);
    const ids = new Set<string>();
    for (const worker of workers)
      for (const conversation of ofEach('asked'))
        for (const request of ['0', '1'])
          ids.add(String((await worker.ask('handoff', turn(conversation, request)))['decisionId']));
    expect(ids.size).to.equal(4);
    expect(sum('signalbox_decisions_total{point="handoff",stage="active"}')).to.equal(5);
    expect(sum('signalbox_inbox_entries')).to.equal(0);
  });

  it('goes on when a worker is gone: what was asked before is answered the same, what comes next is decided', async () => {
    const conversations = ofEach('moves');
    const asked = await Promise.all(conversations.map((one) => workers[1].ask('handoff', turn(one, '1'))));
    const [unheard] = ofEach('unheard') as [string];
    const inVain = () => workers[1].ask('skills', { ...turn(unheard, '1') });
    const before = await inVain();
    expect(before).to.deep.include({ fallback: true });
    const turns = await logged();
    await workers[0].stop();
    living.delete(1);
    // As if it had gone before it could answer.
    await connected(database.url, (client) =>
      client.query('UPDATE signalbox_log.question SET answer = NULL'),
    );
    while (workers[1].shards.length !== shards) await setTimeout(20);
    expect(await inVain()).to.deep.equal(before);
    for (const [index, conversation] of conversations.entries()) {
      expect(await workers[1].ask('handoff', turn(conversation, '1'))).to.deep.equal(asked[index]);
      expect(await logged()).to.have.length(turns.length + index);
      const next = await workers[1].ask('handoff', turn(conversation, '2'));
      expect(next).to.deep.include({ decisionId: `${conversation}/handoff/2`, fallback: false });
    }
  });
});
