import { expect } from 'chai';
import nock from 'nock';
import { ProblemError } from '../../../../engine/problem.ts';
import {
  baseUrlAddress,
  isOwnSocket,
  regionAddress,
  regions,
  type Address,
} from '../../../../plugins/genesys/client/address.ts';
import type { GenesysError } from '../../../../plugins/genesys/genesysError.ts';
import contract from '../../../../plugins/genesys/contract/openapi.json' with { type: 'json' };
import { failure, logins, session } from '../session.ts';
import { useNetwork } from '../useNetwork.ts';

describe('an address', () => {
  useNetwork();

  it('is known of all 18 regions, those of the contract', () => {
    expect(regions.size).to.equal(18);
    expect([...regions.values()]).to.have.members(contract.servers[0]!.variables.region.enum);
  });

  for (const name of ['eu_central_1', 'eu-central-1', 'EU_CENTRAL_1', 'mypurecloud.de']) {
    it(`is that of the region ${name}`, () => {
      const address = { login: 'https://login.mypurecloud.de', api: 'https://api.mypurecloud.de' };
      expect(regionAddress(name)).to.deep.equal(address);
    });
  }

  it('of an unknown region comes with a suggestion', () => {
    expect(() => regionAddress('eu_centrall_1')).to.throw(ProblemError, 'did you mean "eu-central-1"?');
    expect(() => regionAddress('constructor')).to.throw(ProblemError, 'give one of us-east-1');
  });

  for (const wrong of [
    '',
    'localhost',
    'ftp://a.b',
    'http://user:pass@a.b',
    'http://a.b/?c=d',
    'http://a.b/#c',
  ]) {
    it(`"${wrong}" is no base URL`, () => {
      expect(() => baseUrlAddress(wrong)).to.throw(ProblemError, 'is not one');
    });
  }

  for (const base of ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080/gateway/']) {
    it(`${base} serves login and calls`, async () => {
      const { genesys, run } = session({ address: baseUrlAddress(base) });
      const prefix = new URL(base).pathname.replace(/\/$/, '');
      const host = nock('http://127.0.0.1:8080');
      host.post(`${prefix}/oauth/token`).reply(200, { access_token: 't', expires_in: 100 });
      host.get(`${prefix}/api/v2/routing/skills`).reply(200, {});
      await run(genesys.call('getRoutingSkills', {}, { lane: 'bulk' }));
    });
  }

  const region = regionAddress('eu_central_1');
  const sandbox = baseUrlAddress('http://127.0.0.1:8080');
  const gateway = baseUrlAddress('https://gateway.example.com/genesys');
  const sockets: readonly (readonly [of: string, address: Address, uri: string, isOwn: boolean])[] = [
    ['a region', region, 'wss://streaming.mypurecloud.de/channels/c', true],
    ['a region', region, 'ws://streaming.mypurecloud.de/channels/c', false],
    ['a region', region, 'wss://streaming.mypurecloud.com/channels/c', false],
    ['a region', region, 'wss://streaming.mypurecloud.de:8443/channels/c', false],
    ['a region', region, 'wss://streaming.mypurecloud.de.example.com/channels/c', false],
    ['a region', region, 'wss://notmypurecloud.de/channels/c', false],
    ['a region', region, 'wss://streaming.mypurecloud.de@example.com/channels/c', false],
    ['a region', region, 'https://streaming.mypurecloud.de/channels/c', false],
    ['a region', region, 'channels/c', false],
    ['a sandbox', sandbox, 'ws://127.0.0.1:8080/channels/c', true],
    ['a sandbox', sandbox, 'wss://127.0.0.1:8080/channels/c', true],
    ['a sandbox', sandbox, 'ws://127.0.0.1:8081/channels/c', false],
    ['a gateway', gateway, 'wss://gateway.example.com/channels/c', true],
    ['a gateway', gateway, 'ws://gateway.example.com/channels/c', false],
    ['a gateway', gateway, 'wss://streaming.usw2.pure.cloud/channels/c', true],
    ['a gateway', gateway, 'wss://example.com/channels/c', false],
  ];
  for (const [of, address, uri, isOwn] of sockets)
    it(`of ${of} ${isOwn ? 'is listened to' : 'is never listened to'} at ${uri}`, () =>
      expect(isOwnSocket(address, uri)).to.equal(isOwn));

  it('of one host has one breaker', async () => {
    const base = 'http://127.0.0.1:8080';
    const { genesys, run } = session({ address: baseUrlAddress(base), politeness: { attempts: 1 } });
    nock(base).post('/oauth/token').times(5).reply(500, {});
    const fails = () => failure(run(genesys.call('getRoutingSkills', {}, { lane: 'bulk' })));
    for (let time = 1; time <= 5; time++) await fails();
    const error = (await fails()) as GenesysError;
    expect(error.code).to.equal('genesys-circuit-open');
    expect(error.call.operation).to.equal('getRoutingSkills');
  });

  it('never has an id that would make it another call', async () => {
    const { genesys } = session();
    for (const queueId of ['', '.', '..']) {
      const call = genesys.call('getRoutingQueue', { params: { path: { queueId } } }, { lane: 'bulk' });
      await call.then(
        () => expect.fail('it was made'),
        (error: Error) => expect(error.message).to.equal(`"${queueId}" is no queueId`),
      );
    }
  });

  it('keeps whatever an id holds within its place in the path', async () => {
    const { genesys, run } = session();
    logins();
    nock('https://api.mypurecloud.de').get('/api/v2/routing/queues/a%2F..%3Fb%23').reply(200, {});
    await run(
      genesys.call('getRoutingQueue', { params: { path: { queueId: 'a/..?b#' } } }, { lane: 'bulk' }),
    );
  });
});
