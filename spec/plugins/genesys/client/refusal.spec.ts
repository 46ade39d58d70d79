import { expect } from 'chai';
import type { GenesysError } from '../../../../plugins/genesys/genesysError.ts';
import { api, failure, logins, session } from '../session.ts';
import { useNetwork } from '../useNetwork.ts';

const bulk = { lane: 'bulk' } as const;
const sentiment = '/api/v2/speechandtextanalytics/conversations/c-1';

async function refused(status: number, body: object | string, headers = {}): Promise<GenesysError> {
  const { genesys, run } = session();
  logins();
  api().get(sentiment).reply(status, body, headers);
  const params = { path: { conversationId: 'c-1' } };
  return (await failure(
    run(genesys.call('getSpeechandtextanalyticsConversation', { params }, bulk)),
  )) as GenesysError;
}

describe('a missing permission', () => {
  useNetwork();

  const words = (permissions: string) => `Unable to perform the requested action. ${permissions}`;
  const bodies: Readonly<Record<string, readonly [body: object | string, grant: string]>> = {
    'as parameters': [
      {
        code: 'missing.permissions',
        messageWithParams: words('You are missing the following permission(s): {permissions}'),
        messageParams: { permissions: 'recording:recording:view, quality:evaluation:add' },
      },
      'recording:recording:view and quality:evaluation:add',
    ],
    'in the message': [
      {
        code: 'missing.any.permissions',
        message: words('You must have at least one of the following permissions assigned: [a:b:view, a:b:*]'),
      },
      'a:b:view or a:b:*',
    ],
    'in an error within': [
      { code: 'missing.permissions', errors: [{ messageParams: { permissions: '[routing:queue:view]' } }] },
      'routing:queue:view',
    ],
    'not at all, so the documented ones are': [
      { code: 'not.authorized', message: 'You are not authorized to perform the requested action.' },
      'recording:recording:view and speechAndTextAnalytics:data:view',
    ],
    'not at all, in no JSON': ['Forbidden', 'recording:recording:view and speechAndTextAnalytics:data:view'],
  };
  for (const [where, [body, grant]] of Object.entries(bodies)) {
    it(`that the answer names ${where} is named`, async () => {
      const error = await refused(403, body);
      expect(error.code).to.equal('genesys-permission-missing');
      expect(error.problems[0]!.message).to.match(
        /^Genesys Cloud does not allow the OAuth client to read the sentiment of a conversation/,
      );
      expect(error.problems[0]!.hint).to.equal(
        `give the OAuth client a role with ${grant}, in the division it is about`,
      );
    });
  }

  it('of a call without documented ones is told as such', async () => {
    const { genesys, run } = session();
    logins();
    api().get('/api/v2/routing/languages').reply(403, {});
    const error = await failure(run(genesys.call('getRoutingLanguages', {}, bulk)));
    expect(error.message).to.contain('no permission is documented');
  });
});

describe('a refusal', () => {
  useNetwork();

  it('of what is gone is told apart', async () => {
    const error = await refused(404, { code: 'not.found', message: 'The requested resource was not found.' });
    expect(error.code).to.equal('genesys-not-found');
    expect(error.call.platformCode).to.equal('not.found');
  });

  it('is told in the platform’s words, with what its support asks for', async () => {
    const body = { code: 'invalid.value', message: 'Value [x] is not valid', contextId: 'context-1' };
    const error = await refused(400, body, { 'ININ-Correlation-Id': 'correlation-1' });
    expect(error.code).to.equal('genesys-request-refused');
    expect(error.message).to.contain('Value [x] is not valid, invalid.value').and.to.contain('correlation-1');
    expect(error.call).to.deep.equal({
      operation: 'getSpeechandtextanalyticsConversation',
      status: 400,
      correlationId: 'correlation-1',
      platformCode: 'invalid.value',
    });
  });

  it('is what an address that leads elsewhere gives', async () => {
    const error = await refused(302, '', { location: 'https://elsewhere.example.com/' });
    expect(error.code).to.equal('genesys-request-refused');
  });
});
