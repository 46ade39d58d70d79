import type { Reply } from '../door/door.ts';
import { TOKEN_SECONDS, type Tokens } from '../door/tokens.ts';
import type { Received } from '../server/httpServer.ts';

/**
 * `POST /oauth/token`: client credentials with a Basic header. Its errors have a shape of their own.
 * Source: `ApiClient.loginClientCredentialsGrant` of the official SDK.
 */
export function issueToken({ method, headers, body }: Received, tokens: Tokens): Reply {
  if (method !== 'POST') return refuse(405, 'invalid_request', 'POST it');
  const grant = new URLSearchParams(body).get('grant_type');
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  if (!isForm || grant === null) return refuse(400, 'invalid_request', 'grant_type is missing from the form');
  if (grant !== 'client_credentials')
    return refuse(400, 'unsupported_grant_type', `${grant} is not a grant that the sandbox gives`);
  const [, encoded] = /^basic (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const [id = '', secret = ''] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':', 2);
  const token = tokens.issue(id, secret);
  if (token === undefined) return refuse(401, 'invalid_client', 'client not found or secret not right');
  return reply(200, { access_token: token.text, token_type: 'bearer', expires_in: TOKEN_SECONDS });
}

function refuse(status: number, error: string, description: string): Reply {
  return reply(status, { error, description });
}

function reply(status: number, body: object): Reply {
  return { status, headers: {}, body: JSON.stringify(body), sends: 'all' };
}
