import { expect } from 'chai';
import { login, quietShop, shop, withSandbox, type Driven } from './sandboxes.ts';

interface ErrorBody {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly messageParams?: Readonly<Record<string, string>>;
}

async function refused(response: Response | Promise<Response>): Promise<ErrorBody> {
  const { status } = await response;
  const body = (await (await response).json()) as ErrorBody;
  expect(body.status).to.equal(status);
  return body;
}

async function token(
  baseUrl: string,
  basic: string,
  form = 'grant_type=client_credentials',
): Promise<[number, string]> {
  const response = await fetch(`${baseUrl}/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(basic).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form,
  });
  const { error = '' } = (await response.json()) as { error?: string };
  return [response.status, error];
}

describe('the sandbox’s door', () => {
  it('gives a token to who knows the secret, and to nobody else', () =>
    withSandbox(async ({ sandbox: { baseUrl } }) => {
      expect(await token(baseUrl, 'spec:spec-secret')).to.deep.equal([200, '']);
      expect(await token(baseUrl, 'spec:wrong')).to.deep.equal([401, 'invalid_client']);
      expect(await token(baseUrl, 'nobody:spec-secret')).to.deep.equal([401, 'invalid_client']);
      expect(await token(baseUrl, 'spec:spec-secret', '')).to.deep.equal([400, 'invalid_request']);
      const [status, error] = await token(baseUrl, 'spec:spec-secret', 'grant_type=password');
      expect([status, error]).to.deep.equal([400, 'unsupported_grant_type']);
    }));

  it('lets a token live for a day', () =>
    withSandbox(async (driven) => {
      await driven.advance(86_399);
      expect((await driven.call('GET', '/api/v2/tokens/me')).status).to.equal(200);
      await driven.advance(1);
      expect((await refused(driven.call('GET', '/api/v2/tokens/me'))).code).to.equal('bad.credentials');
      const bare = await refused(fetch(`${driven.sandbox.baseUrl}/api/v2/tokens/me`));
      expect([bare.status, bare.code]).to.deep.equal([401, 'authentication.required']);
    }));

  it('listens on the loopback interface only', () =>
    withSandbox(({ sandbox: { baseUrl } }) => {
      expect(new URL(baseUrl).hostname).to.equal('127.0.0.1');
      return Promise.resolve();
    }));

  it('asks for permissions, and says which are missing', () =>
    withSandbox(
      async (driven) => {
        const authorization = `Bearer ${await login(driven.sandbox.baseUrl, 'reader', 'reader-secret')}`;
        const get = (path: string): Promise<Response> =>
          driven.call('GET', path, undefined, { authorization });
        expect((await get('/api/v2/routing/queues')).status).to.equal(200);
        const skills = await refused(get('/api/v2/routing/skills'));
        expect([skills.status, skills.code, skills.messageParams]).to.deep.equal([
          403,
          'missing.permissions',
          { permissions: 'routing:skill:view' },
        ]);
        const assign = await refused(
          driven.call(
            'POST',
            '/api/v2/conversations/c/assign',
            { id: driven.ids.users['ana'] },
            { authorization },
          ),
        );
        expect(assign.code).to.equal('missing.any.permissions');
        expect(assign.messageParams!['permissions']).to.contain('conversation:message:assign');
      },
      { org: { ...quietShop, clients: shop.clients! } },
    ));

  it('holds requests to the contract', () =>
    withSandbox(async (driven) => {
      const callbacks = '/api/v2/conversations/callbacks';
      const wrong: readonly (readonly [string, Promise<Response>, string])[] = [
        [
          'a field of another type',
          driven.call('POST', callbacks, { callbackNumbers: 7 }),
          '/callbackNumbers must be array',
        ],
        [
          'a field it does not know',
          driven.call('POST', callbacks, { callbackNumbers: [], queueID: 'q' }),
          'queueID',
        ],
        ['a parameter it does not know', driven.call('GET', '/api/v2/routing/skills?pageSzie=1'), 'pageSzie'],
        [
          'a number that is none',
          driven.call('GET', '/api/v2/routing/skills?pageSize=many'),
          'must be a number',
        ],
        ['a page that cannot be', driven.call('GET', '/api/v2/routing/skills?pageSize=101'), '1 to 100'],
        ['no body', driven.call('POST', callbacks), 'missing'],
      ];
      for (const [what, response, said] of wrong) {
        const { status, message } = await refused(response);
        expect(status, what).to.equal(400);
        expect(message, what).to.contain(said);
      }
      const form = await refused(driven.call('POST', callbacks, {}, { 'content-type': 'text/plain' }));
      expect(form.code).to.equal('unsupported.media.type');
      expect((await refused(driven.call('GET', '/api/v2/no/such/thing'))).status).to.equal(404);
      expect((await refused(driven.call('GET', '/api/v2/conversations/none'))).code).to.equal('not.found');
    }));

  it('takes lists repeated and joined by commas', () =>
    withSandbox(async (driven) => {
      const members = `/api/v2/routing/queues/${driven.ids.queues['Orders']}/members`;
      const read = async (query: string): Promise<unknown> => {
        const { entities } = (await (await driven.call('GET', `${members}?${query}`)).json()) as {
          entities: unknown[];
        };
        return entities;
      };
      const repeated = await read(
        'expand=skills&expand=languages&routingStatus=IDLE&routingStatus=INTERACTING',
      );
      expect(repeated).to.have.length(3);
      expect(await read('expand=skills,languages&routingStatus=IDLE,INTERACTING')).to.deep.equal(repeated);
      expect(await read('routingStatus=OFF_QUEUE')).to.deep.equal([]);
    }));

  it('gives pages that lead to one another', () =>
    withSandbox(async (driven) => {
      const names: string[] = [];
      let next: string | undefined = '/api/v2/routing/skills?pageSize=1';
      let previous: string | undefined;
      while (next !== undefined) {
        const page = (await (await driven.call('GET', next)).json()) as {
          entities: { name: string }[];
          total: number;
          pageCount: number;
          nextUri?: string;
          previousUri?: string;
        };
        expect([page.total, page.pageCount]).to.deep.equal([2, 2]);
        names.push(...page.entities.map(({ name }) => name));
        [previous, next] = [page.previousUri, page.nextUri];
      }
      expect(names).to.deep.equal(['Orders', 'Refunds']);
      expect(previous).to.contain('pageNumber=1');
    }));

  it('counts requests by the minute, and says how many are left', () =>
    withSandbox(
      async (driven: Driven) => {
        const headers = (response: Response): (string | null)[] =>
          ['count', 'allowed', 'reset'].map((name) => response.headers.get(`inin-ratelimit-${name}`));
        const get = (): Promise<Response> => driven.call('GET', '/api/v2/tokens/me');
        expect(headers(await get())).to.deep.equal(['1', '3', '60']);
        await driven.advance(20);
        expect(headers(await get())).to.deep.equal(['2', '3', '40']);
        // By another token of the same client.
        const { baseUrl, client } = driven.sandbox;
        const authorization = `Bearer ${await login(baseUrl, client.id, client.secret)}`;
        const other = await driven.call('GET', '/api/v2/tokens/me', undefined, { authorization });
        expect(headers(other)).to.deep.equal(['3', '3', '40']);
        const tooMany = await get();
        expect([tooMany.status, tooMany.headers.get('retry-after')]).to.deep.equal([429, '40']);
        expect((await refused(tooMany)).code).to.equal('too.many.requests.retry.after');
        await driven.advance(40);
        expect(headers(await get())).to.deep.equal(['1', '3', '60']);
      },
      { requestsPerMinute: 3 },
    ));
});
