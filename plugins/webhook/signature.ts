import { createHmac } from 'node:crypto';

/** Of a key, in bytes. Source: Standard Webhooks 1.0.0, "Signature scheme". */
const [fewest, most] = [24, 64];

/**
 * The key in a secret such as `whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD`.
 * @returns undefined when it is none.
 */
export function keyOf(secret: string): Buffer | undefined {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  const key = Buffer.from(base64, 'base64');
  const isWhole = key.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '');
  return isWhole && key.length >= fewest && key.length <= most ? key : undefined;
}

/**
 * The headers by which a receiver knows a message, and that it is ours: a signature by each key.
 * Source: Standard Webhooks 1.0.0.
 * @param id the same for every attempt.
 * @param at of the attempt, in milliseconds since 1970.
 */
export function signedHeaders(
  keys: readonly Buffer[],
  id: string,
  at: number,
  body: string,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1000));
  const signatures = keys.map((key) => {
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    return `v1,${signature}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** Set by `signedHeaders`. */
export const signatureHeaders = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
