import { checkHeaders } from '../../engine/http/headers.ts';
import { receiverUrl } from '../../engine/http/receiverUrl.ts';
import { Outage } from '../../engine/plugins/outage.ts';
import type { Dependencies } from '../../engine/plugins/plugin.ts';
import { problemError, type Problem } from '../../engine/problem.ts';
import type { WebhookEndpoint } from './schema.ts';
import { keyOf, signatureHeaders } from './signature.ts';

/** Where an event goes, ready to be told. */
export interface Endpoint {
  readonly url: URL;
  readonly keys: readonly Buffer[];
  readonly headers: Readonly<Record<string, string>>;
  readonly outage: Outage;
}

const reserved: ReadonlySet<string> = new Set([
  ...signatureHeaders,
  'content-type',
  'content-length',
  'host',
]);

/** @throws ProblemError for an address, a secret or a header that cannot be; it says no secret. */
export function endpointOf(
  event: string,
  { url, secrets, headers = {} }: WebhookEndpoint,
  place: Dependencies['place'],
  problem: (problem: Problem) => void,
): Endpoint {
  const path = ['endpoints', event];
  const keys = secrets.map((secret, index) => {
    const key = keyOf(secret);
    if (key !== undefined) return key;
    const hint = 'whsec_ and 24 to 64 random bytes as base64, such as `openssl rand -base64 32` gives';
    throw problemError('bad-webhook-secret', `a secret of "${event}" is none of Standard Webhooks`, {
      ...place([...path, 'secrets', index]),
      hint,
    });
  });
  checkHeaders(headers, reserved, (name) => place([...path, 'headers', name]));
  return {
    url: receiverUrl(url, place([...path, 'url'])),
    keys,
    headers,
    outage: new Outage(problem, `the endpoint of "${event}"`),
  };
}
