import { expect } from 'chai';
import { systemNetwork } from '../../../composition/systemNetwork.ts';
import { tokens } from '../../../engine/ports.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import crm from '../../../plugins/crm/plugin.ts';
import type { CrmConfiguration } from '../../../plugins/crm/schema.ts';
import { batchActorContract, pluginContract } from '../contract.ts';
import { httpReceiver, type GivenAnswer, type HttpReceiver, type ReceivedRequest } from '../httpReceiver.ts';
import { madeCrm, recordsIn, upsert } from './crm.ts';

const { signal } = new AbortController();
const results = (all: readonly object[]): string => JSON.stringify({ results: all });
const rejection = (promise: Promise<unknown>): Promise<Error & { retryAfterSeconds?: number }> =>
  promise.then(
    (value) => expect.fail(`it did not reject: ${JSON.stringify(value)}`),
    (error: unknown) => error as Error,
  );

describe('plugin crm', () => {
  let receiver: HttpReceiver;
  let answer: (request: ReceivedRequest, number: number) => GivenAnswer | undefined;
  before(async () => {
    receiver = await httpReceiver((request, number) => answer(request, number));
  });
  after(() => receiver.stop());
  let from: number;
  beforeEach(() => {
    from = receiver.requests.length;
    answer = () => ({ status: 204 });
  });
  const called = () => receiver.requests.slice(from);
  const made = (more: Partial<CrmConfiguration> = {}) => madeCrm({ url: receiver.url, ...more });
  const statuses = async (ids: readonly string[], crmMade = made()) =>
    (
      await crmMade.actor.actTogether(
        ids.map((id) => upsert(id)),
        signal,
      )
    ).map(({ status }) => status);

  describe('by the contract', () => {
    const configuration = { url: 'https://crm.example.com/records' };
    pluginContract({
      plugin: crm,
      right: [
        configuration,
        {
          ...configuration,
          headers: { authorization: 'Bearer a' },
          batchSize: 20,
          flushSeconds: 15,
          timeoutSeconds: 20,
        },
      ],
      wrong: [
        {},
        { ...configuration, batchSize: 0 },
        { ...configuration, flushSeconds: -1 },
        { ...configuration, token: 'x' },
        { ...configuration, headers: { a: 1 } },
      ],
      needs: new Map<symbol, unknown>([
        [tokens.clock, new VirtualClock()],
        [tokens.network, systemNetwork],
        [tokens.problem, () => undefined],
      ]),
    });
    batchActorContract({ make: () => Promise.resolve(made().actor) });
  });

  it('goes out fifty at a time, or after ten seconds: source document 4’s values', () => {
    expect(made().actor.batch).to.deep.equal({ most: 50, withinSeconds: 10 });
    expect(made({ batchSize: 20, flushSeconds: 15 }).actor.batch).to.deep.equal({
      most: 20,
      withinSeconds: 15,
    });
  });

  it('posts the records of a batch in one call, each with its key; the call with a key of its own, and who calls', async () => {
    const crmMade = made({ headers: { authorization: 'Bearer canary-token' } });
    const record = {
      message_id: 'm-1',
      sla_status: 'breach',
      attachments_count: 2,
      idempotency_key: 'forged',
    };
    const batch = [upsert('1', 'c-1', record), upsert('2')];
    expect(await crmMade.actor.actTogether(batch, signal)).to.deep.equal([
      { status: 'done' },
      { status: 'done' },
    ]);
    const [request] = called() as [ReceivedRequest];
    expect([request.method, request.headers['content-type'], request.headers.authorization]).to.deep.equal([
      'POST',
      'application/json',
      'Bearer canary-token',
    ]);
    const common = { decided_at: '2026-03-02T09:00:00.000Z', operation: 'upsert' };
    expect(JSON.parse(request.body)).to.deep.equal({
      records: [
        {
          ...common,
          conversation_id: 'c-1',
          idempotency_key: '1',
          message_id: 'm-1',
          sla_status: 'breach',
          attachments_count: 2,
        },
        { ...common, conversation_id: 'c-2', idempotency_key: '2', sla_status: 'compliant' },
      ],
    });
    const key = request.headers['idempotency-key'];
    expect(key).to.match(/^[0-9a-f]{32}$/);
    await crmMade.actor.actTogether(
      batch.map((one) => ({ ...one, isRepeated: true })),
      signal,
    );
    await crmMade.actor.actTogether(batch.slice(0, 1), signal);
    const [, again, other] = called() as [ReceivedRequest, ReceivedRequest, ReceivedRequest];
    expect([again.body, again.headers['idempotency-key']]).to.deep.equal([request.body, key]);
    expect(other.headers['idempotency-key']).not.to.equal(key);
  });

  it('takes what the CRM says of each record, and asks again where it says nothing', async () => {
    const said = results([
      { idempotency_key: '3', status: 'retry' },
      { idempotency_key: '1', status: 'done', id: 77 },
      { idempotency_key: '2', status: 'refused', message: 'no such\ncustomer' },
      { idempotency_key: 'another', status: 'done' },
    ]);
    for (const status of [200, 207, 422]) {
      answer = () => ({ status, body: said });
      const outcomes = await made().actor.actTogether(
        ['1', '2', '3', '4'].map((id) => upsert(id)),
        signal,
      );
      expect(outcomes).to.deep.equal([
        { status: 'done' },
        { status: 'refused', why: 'no such\\u000acustomer' },
        { status: 'notDone', why: 'the CRM says retry' },
        { status: 'notDone', why: 'the CRM says nothing of this record' },
      ]);
    }
    expect(called()).to.have.length(3);
  });

  it('has what follows a record that comes again come again after it, in its conversation alone', async () => {
    answer = ({ body }) => ({
      status: 200,
      body: results(
        recordsIn(body).map(({ idempotency_key: key }) => ({
          idempotency_key: key,
          status: key === '1' ? 'retry' : 'done',
        })),
      ),
    });
    const batch = [upsert('1', 'a'), upsert('2', 'b'), upsert('3', 'a'), upsert('4', 'b')];
    const outcomes = await made().actor.actTogether(batch, signal);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['notDone', 'done', 'notDone', 'done']);
  });

  for (const status of [400, 409, 413, 422])
    it(`halves a batch that is answered ${status} without results, until only the poison is refused`, async () => {
      answer = ({ body }) => ({
        status: recordsIn(body).some((one) => one.idempotency_key.startsWith('poison')) ? status : 201,
      });
      const ids = Array.from({ length: 50 }, (_, index) => (index === 17 ? 'poison' : `${index}`));
      const outcomes = await statuses(ids);
      expect(outcomes).to.deep.equal(ids.map((id) => (id === 'poison' ? 'refused' : 'done')));
      expect(called().length).to.be.at.most(13);
    });

  for (const status of [301, 308, 401, 403, 404, 405, 408, 425, 429])
    it(`refuses no record for ${status}: it is about the call, and the same comes again`, async () => {
      answer = () => ({ status, headers: { location: `${receiver.url}/elsewhere` } });
      const crmMade = made();
      expect((await rejection(statuses(['1', '2'], crmMade))).message).to.contain(String(status));
      expect(called()).to.have.length(1);
      expect(crmMade.problems.map(({ code }) => code)).to.deep.equal(['receiver-down']);
    });

  it('hears when to come again', async () => {
    for (const status of [429, 503]) {
      answer = () => ({ status, headers: { 'retry-after': '42' } });
      expect((await rejection(statuses(['1']))).retryAfterSeconds).to.equal(42);
    }
  });

  it('leaves open what the CRM may have taken: an error of its own, an answer that cannot be read, or none', async () => {
    const unreadable: readonly GivenAnswer[] = [
      { status: 500 },
      { status: 200, body: results([{ idempotency_key: '1', status: 'perhaps' }]) },
      { status: 200, body: '{"results":7}' },
      { status: 200, body: Buffer.alloc(1_200_000, 'x') },
    ];
    for (const given of unreadable) {
      answer = () => given;
      expect(await statuses(['1', '2'])).to.deep.equal(['notDone', 'notDone']);
    }
    answer = () => undefined;
    const crmMade = made();
    const acting = statuses(['1'], crmMade);
    while (called().length < 5) await settled();
    await crmMade.clock.pass(15_000);
    expect(await acting).to.deep.equal(['notDone']);
  });

  it('takes an answer that is no JSON, or has no results, for what its status says', async () => {
    for (const body of ['', 'OK', '[]', 'null', '{"id":7}']) {
      answer = () => ({ status: 200, body });
      expect(await statuses(['1'])).to.deep.equal(['done']);
      answer = () => ({ status: 400, body });
      expect(await statuses(['1'])).to.deep.equal(['refused']);
    }
    answer = () => ({ status: 400, body: results([]) });
    expect(await statuses(['1'])).to.deep.equal(['refused']);
  });

  it('asks a CRM that goes down in the midst of halving no more', async () => {
    answer = (_request, number) => ({ status: [400, 200, 503][number - from]! });
    expect(await statuses(['1', '2', '3', '4', '5', '6', '7', '8'])).to.deep.equal([
      ...['done', 'done', 'done', 'done', 'notDone', 'notDone', 'notDone', 'notDone'],
    ]);
    expect(called()).to.have.length(3);
  });

  it('gives halving up in time, and leaves the rest for the next attempt', async () => {
    const clock = new VirtualClock();
    answer = () => {
      clock.jump(clock.now() + 10_000);
      return { status: 400 };
    };
    const { actor } = madeCrm({ url: receiver.url }, systemNetwork, clock);
    const outcomes = await actor.actTogether(
      ['1', '2', '3', '4'].map((id) => upsert(id)),
      signal,
    );
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['refused', 'notDone', 'notDone', 'notDone']);
  });

  it('says no secret when it is made of what cannot work', () => {
    const said = (configuration: Partial<CrmConfiguration>): string => {
      try {
        madeCrm({ url: 'https://crm.example.com', ...configuration });
        return 'made';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(said({})).to.equal('made');
    expect(said({ url: 'http://crm.example.com/canary' }))
      .to.match(/^url: error: what is sent here/)
      .and.not.contain('canary');
    expect(said({ headers: { authorization: 'canary\n' } }))
      .to.match(/^headers\.authorization: error:/)
      .and.not.contain('canary');
    expect(said({ headers: { 'Idempotency-Key': 'x' } })).to.match(/Signalbox sets itself/);
  });
});
