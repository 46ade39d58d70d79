import type { QueueService } from '../sandbox/control/serviceLevels.ts';
import type { InProcess } from '../sandbox/sandbox.ts';

const minuteMs = 60_000;

/** What a sandbox saw of an engine and of its own day. */
export interface PlatformResult {
  readonly conversations: number;
  readonly queues: readonly QueueService[];
  /** Requests, by the status they were answered with. */
  readonly requests: Readonly<Record<string, number>>;
  /** Most requests in any 60 seconds. */
  readonly busiestMinute: number;
}

/** Counts what a sandbox saw so far. */
export function platformTally(sandbox: InProcess): PlatformResult {
  const { exchanges } = sandbox;
  const requests: Record<string, number> = {};
  for (const { status } of exchanges) requests[status] = (requests[status] ?? 0) + 1;
  return {
    conversations: sandbox.conversations().length,
    queues: sandbox.services(),
    requests,
    busiestMinute: busiestMinute(exchanges.map(({ at }) => Date.parse(at))),
  };
}

/** @param moments in order, in milliseconds. @returns the most of them that lie less than a minute apart. */
export function busiestMinute(moments: readonly number[]): number {
  let [first, most] = [0, 0];
  for (const [index, at] of moments.entries()) {
    while (moments[first]! <= at - minuteMs) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
