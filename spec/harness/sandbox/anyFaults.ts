import fc from 'fast-check';
import type { Fault } from '../../../harness/sandbox/faults/fault.ts';

/** Faults of some kinds that begin between two moments, in milliseconds since 1970. */
export function faultsWithin(from: number, to: number, kinds: readonly Fault['kind'][]): fc.Arbitrary<Fault> {
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      afterMs: fc.nat({ max: to - from }),
      count: fc.integer({ min: 1, max: 3 }),
      retryAfter: fc.constantFrom('seconds' as const, 'date' as const, 'none' as const),
      seconds: fc.integer({ min: 1, max: 90 }),
      status: fc.constantFrom(500, 502, 503, 504),
    })
    .map(({ kind, afterMs, count, retryAfter, seconds, status }) => ({
      ...{ kind, at: new Date(from + afterMs).toISOString() },
      ...(kind === 'serverError' ? { status } : {}),
      ...(kind === 'tooManyRequests' ? { retryAfter } : {}),
      ...(kind === 'tooManyRequests' || kind === 'noHeartbeat' ? { seconds } : { count }),
    }));
}
