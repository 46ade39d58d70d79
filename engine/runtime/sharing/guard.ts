import type { Clock } from '../../ports.ts';
import type { Claim } from '../../sharedStore.ts';
import { steadyTime } from '../../steadyTime.ts';

/** The share of its lease before whose end a claim that could not be renewed is let go. */
const early = 1 / 6;

/**
 * Lets a claim go before its lease ends, where it could not be renewed: by then another may have it, and nothing may be
 * under way here any more. Resolves then, or when the signal is aborted.
 * @param letGo called once, when the time has come.
 */
export async function guard(
  claim: Claim,
  leaseSeconds: number,
  clock: Clock,
  signal: AbortSignal,
  letGo: () => void,
): Promise<void> {
  const margin = leaseSeconds * 1000 * early;
  while (!signal.aborted) {
    const left = claim.heldUntil - margin - steadyTime(clock);
    if (left <= 0) {
      claim.abandon();
      letGo();
      return;
    }
    await clock.sleep(left, signal).catch(() => undefined);
  }
}
