import { expect } from 'chai';
import { pages, type PagedOperationId } from '../../../../plugins/genesys/client/pages.ts';
import type { CallInput } from '../../../../plugins/genesys/client/client.ts';
import contract from '../../../../plugins/genesys/contract/openapi.json' with { type: 'json' };
import { operations } from '../../../../plugins/genesys/contract/operations.ts';
import type { Operation } from '../../../../plugins/genesys/contract/operation.ts';
import { api, failure, logins, session } from '../session.ts';
import { useNetwork } from '../useNetwork.ts';

const members = '/api/v2/routing/queues/q-1/members';
const expand = ['skills', 'languages'];

/** The data of every page. */
async function read<Id extends PagedOperationId>(id: Id, input: CallInput<Id>): Promise<unknown[]> {
  const { genesys, run } = session();
  logins();
  const all = async (): Promise<unknown[]> => {
    const data: unknown[] = [];
    for await (const page of pages(genesys, id, input, { lane: 'bulk' })) data.push(page.data);
    return data;
  };
  return run(all());
}

describe('pages', () => {
  useNetwork();

  const input = { params: { path: { queueId: 'q-1' }, query: { expand, joined: true } } };

  it('follow nextUri until there is none, with what was asked for, arrays repeated or joined', async () => {
    const first = { joined: 'true', expand };
    const page = (pageNumber: number) => ({ entities: [{ id: `u-${pageNumber}` }], pageNumber });
    const second = {
      ...page(1),
      nextUri: `${members}?expand=skills&expand=languages&pageNumber=2&pageSize=25`,
    };
    const third = { ...page(2), nextUri: `${members}?expand=skills,languages&pageNumber=3&pageSize=25` };
    api().get(members).query(first).reply(200, second);
    api()
      .get(members)
      .query({ ...first, pageNumber: 2, pageSize: 25 })
      .reply(200, third);
    const joined = { ...first, expand: 'skills,languages', pageNumber: 3, pageSize: 25 };
    api().get(members).query(joined).reply(200, page(3));
    expect(await read('getRoutingQueueMembers', input)).to.deep.equal([second, third, page(3)]);
  });

  it('stay with the call, wherever nextUri points at the same host', async () => {
    const elsewhere = 'https://api.mypurecloud.de/api/v2/steal?pageNumber=2';
    api().get(members).query(true).reply(200, { nextUri: elsewhere });
    api().get(members).query({ joined: 'true', expand, pageNumber: 2 }).reply(200, {});
    expect(await read('getRoutingQueueMembers', input)).to.have.length(2);
  });

  for (const host of [
    'https://elsewhere.example.com',
    '//elsewhere.example.com',
    'http://api.mypurecloud.de',
  ])
    it(`that lead to ${host} are not followed`, async () => {
      api()
        .get(members)
        .query(true)
        .reply(200, { nextUri: `${host}${members}?pageNumber=2` });
      const error = await failure(read('getRoutingQueueMembers', input));
      expect(error).to.have.property('code', 'genesys-foreign-address');
    });

  it('that never come to an end, nor back, end with an error', async () => {
    let asked = 0;
    const genesys = {
      address: { api: 'https://api.mypurecloud.de' },
      call: () => Promise.resolve({ data: { nextUri: `?pageNumber=${++asked}` }, observedAt: 0 }),
    };
    const all = async (): Promise<void> => {
      for await (const page of pages(genesys as never, 'getRoutingSkills', {}, { lane: 'bulk' }))
        expect(page).to.be.an('object');
    };
    const error = await failure(all());
    expect(error).to.have.property('code', 'genesys-paging-circle');
    expect(error.message).to.contain('does not list the skills to an end: 5000 pages and more');
    expect(asked).to.equal(5000);
  });

  it('that lead in a circle end with an error', async () => {
    const to = (pageNumber: number) => ({ nextUri: `${members}?pageNumber=${pageNumber}` });
    for (const pageNumber of [2, 1, 2]) api().get(members).query(true).reply(200, to(pageNumber));
    const error = await failure(read('getRoutingQueueMembers', input));
    expect(error.message).to.contain('leads back').and.to.contain('[genesys-paging-circle]');
  });

  it('follow cursors', async () => {
    const results = '/api/v2/analytics/conversations/details/jobs/j-1/results';
    api().get(results).query({ pageSize: 2 }).reply(200, { cursor: 'a=b' });
    api().get(results).query({ pageSize: 2, cursor: 'a=b' }).reply(200, { conversations: [] });
    const params = { path: { jobId: 'j-1' }, query: { pageSize: 2 } };
    expect(await read('getAnalyticsConversationsDetailsJobResults', { params })).to.have.length(2);
  });

  for (const [paging, hits, sizes] of [
    [undefined, 51, [undefined, 25, 25]],
    [{ pageSize: 100, pageNumber: 1 }, 200, [100, 100]],
    [{ pageSize: 100, pageNumber: 1 }, 0, [100]],
  ] as const) {
    it(`of ${hits} hits by ${paging?.pageSize ?? 'the platform’s page size'} are ${sizes.length}`, async () => {
      const query = '/api/v2/analytics/conversations/details/query';
      const interval = '2026-03-01T00:00Z/2026-03-02T00:00Z';
      sizes.forEach((pageSize, index) => {
        const asked = pageSize === undefined ? {} : { paging: { pageSize, pageNumber: index + 1 } };
        api()
          .post(query, { interval, ...asked })
          .reply(200, { totalHits: hits });
      });
      const body = { interval, ...(paging === undefined ? {} : { paging }) };
      expect(await read('postAnalyticsConversationsDetailsQuery', { body })).to.have.length(sizes.length);
    });
  }

  for (const [id, { path, method, paging }] of Object.entries<Operation>(operations)) {
    if (paging === undefined) continue;
    it(`of ${id} have what ${paging} follows`, () => {
      const field = { nextUri: 'nextUri', cursor: 'cursor', bodyPaging: 'totalHits' }[paging];
      const called = (contract.paths as Record<string, Record<string, { responses: unknown }>>)[path]![
        method
      ]!;
      const [, name] = /"#\/components\/schemas\/(\w+)"/.exec(JSON.stringify(called.responses))!;
      const schema = (contract.components.schemas as Record<string, { properties: object }>)[name!]!;
      expect(schema.properties).to.have.property(field);
    });
  }
});
