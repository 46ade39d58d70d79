import { sha256 } from '../canonical.ts';
import type { StagedPolicy } from './stage.ts';

/** Digits of the hash that count: 48 bits, which a number holds exactly. */
const digits = 12;

/**
 * Whether a conversation is one of a canary's. It is so or not for as long as the share stays, whatever happens and
 * whichever version decides; a greater share takes conversations in, and lets none go.
 * @param sharePercent 0 to 100.
 */
export function isInShare(policy: string, sharePercent: number, conversation: string): boolean {
  const drawn = Number.parseInt(sha256(JSON.stringify([policy, conversation])).slice(0, digits), 16);
  return drawn < (sharePercent / 100) * 16 ** digits;
}

/** The policy whose decisions about a conversation are done; undefined when that is none. */
export function decidingPolicy<Policy extends Pick<StagedPolicy, 'name' | 'stage' | 'sharePercent'>>(
  policies: readonly Policy[],
  conversation: string,
): Policy | undefined {
  const canary = policies.find(({ stage }) => stage === 'canary');
  if (canary !== undefined && isInShare(canary.name, canary.sharePercent ?? 0, conversation)) return canary;
  return policies.find(({ stage }) => stage === 'active');
}
