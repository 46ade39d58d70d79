import { sha256 } from '../../../engine/canonical.ts';

/**
 * Names a thing by a UUID that is the same in every run: one sandbox, one seed, one set of identities.
 * @param parts what it is, and which.
 */
export function identity(...parts: readonly (string | number)[]): string {
  const digest = sha256(parts.join('/'));
  const variant = '89ab'[Number.parseInt(digest[16]!, 16) % 4]!;
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `4${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}
