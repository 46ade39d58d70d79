import { pluginFailure } from '../../plugins/lifecycle.ts';
import { problemError } from '../../problem.ts';
import type { Changes } from '../../store.ts';
import { shardOf, type ClaimedShard } from '../../sharedStore.ts';
import { Runtime } from '../runtime.ts';
import type { StoreWatch } from '../storeWatch.ts';
import { guard } from './guard.ts';
import { LogSource, logName } from './logSource.ts';
import type { WorkerParts } from './workerParts.ts';

/**
 * Works on a shard for as long as it has it: an ordinary runtime, whose source is the log. Never rejects: a shard that is lost
 * is told of, and another worker goes on with it, or this one once it can.
 * @param release gives the shard back in good order.
 */
export async function workShard(
  shard: number,
  claimed: ClaimedShard,
  { shared, parts, policies, oversight, watch, carriedBeside }: WorkerParts,
  release: AbortSignal,
): Promise<void> {
  const { clock, problem } = parts;
  const owns = (conversation: string): boolean => shardOf(conversation, shared.shards!) === shard;
  const source = { name: logName, part: new LogSource(shared, parts.sources, carriedBeside) };
  const { store } = claimed;
  let watching: StoreWatch | undefined;
  const committed = (changes: Changes): void => {
    parts.committed?.(changes);
    watching?.committed(changes);
  };
  const runtime = new Runtime(policies, { ...parts, sources: [source], store, owns, committed });
  const over = new AbortController();
  const lost = (reason: unknown): void => {
    if (!over.signal.aborted) runtime.abandon(reason);
  };
  const keeping = Promise.all([
    claimed.keepUp(over.signal).catch(lost),
    guard(claimed, shared.leaseSeconds, clock, over.signal, () => lost(leaseOver())),
  ]);
  const overseeing = new AbortController();
  let overseen: Promise<void> | undefined;
  try {
    watching = await watch?.({ store, shard, owns });
    await runtime.resume();
    watching?.started(runtime);
    overseen = oversight && runtime.oversee(oversight, overseeing.signal);
    await runtime.listen(release);
  } catch (error) {
    const message = `shard ${shard} is let go`;
    pluginFailure('shard-lost', message, error, 'warning').forEach(problem);
  } finally {
    overseeing.abort(new Error('the shard is given back'));
    await overseen;
    // What could not be written has been told.
    await runtime.drain().catch(() => undefined);
    watching?.ended();
    over.abort(new Error('the shard is given back'));
    await keeping;
    await claimed.close().catch((error: unknown) => {
      pluginFailure('shard-lost', `shard ${shard} could not be given back`, error, 'warning').forEach(
        problem,
      );
    });
  }
}

function leaseOver(): Error {
  return problemError('lease-over', 'the lease could not be renewed in time', {
    severity: 'warning',
    hint: 'is the database reached, and does the process get time to run? Another worker goes on with it',
  });
}
