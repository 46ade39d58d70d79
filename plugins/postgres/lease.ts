import { problemError } from '../../engine/problem.ts';
import type { Row } from '../../engine/storeRows.ts';
import type { Session, Statement } from './session.ts';

/** Who holds a store, as others see it. */
export interface Holder {
  readonly host: string;
  readonly process: number;
  /** Whether another process of this host lives. */
  readonly lives: (process: number) => boolean;
}

const lease = {
  take: {
    name: 'lease-take',
    text: `UPDATE lease SET fence = fence + 1, host = $1, process = $2, taken_at = clock_timestamp(),
                  expires_at = clock_timestamp() + make_interval(secs => $3)
           RETURNING fence`,
  },
  look: {
    name: 'lease-look',
    text: `SELECT host, process, taken_at, extract(epoch FROM expires_at - clock_timestamp())::float8 AS left
           FROM lease FOR NO KEY UPDATE`,
  },
  see: {
    name: 'lease-see',
    text: `SELECT host, process, extract(epoch FROM expires_at - clock_timestamp())::float8 AS left FROM lease`,
  },
  /** Whoever wants to take the store over waits until the transaction that has read this has ended. */
  lock: { name: 'lease-lock', text: 'SELECT fence FROM lease FOR NO KEY UPDATE' },
  renew: {
    name: 'lease-renew',
    text: 'UPDATE lease SET expires_at = clock_timestamp() + make_interval(secs => $1)',
  },
  release: { name: 'lease-release', text: 'UPDATE lease SET host = NULL, process = NULL WHERE fence = $1' },
} as const satisfies Readonly<Record<string, Statement>>;

/**
 * The right to write to a store, which one instance has at a time, by the server's clock. Each that takes it gets a fence, a
 * number higher than any before; every transaction looks whether the fence is still the last one. So an instance that was
 * paused or cut off, and was taken for dead, writes nothing when it is back.
 */
export const leaseStatements = lease;

/**
 * Takes the lease, inside the transaction of whoever calls.
 * @returns the fence.
 * @throws ProblemError that says who has it.
 */
export async function takeLease(session: Session, holder: Holder, leaseSeconds: number): Promise<number> {
  const [row] = await session.ask(lease.look);
  requireFree(row!, holder);
  const [taken] = await session.ask(lease.take, [holder.host, holder.process, leaseSeconds]);
  return taken!['fence'] as number;
}

/** Who holds the store, in words, and for how many seconds still; undefined when nobody does. */
export function holderIn(row: Row): { readonly name: string; readonly left: number } | undefined {
  const left = row['left'] as number;
  if (row['host'] === null || left <= 0) return undefined;
  return { name: `process ${row['process'] as number} on ${row['host'] as string}`, left };
}

/** @throws ProblemError that says who has it. */
export function requireFree(row: Row, { host, process, lives }: Holder): void {
  const held = holderIn(row);
  if (held === undefined) return;
  const other = row['process'] as number;
  // Of this host it can be seen, however long its lease would go on. Its own number is that of one before it.
  if (row['host'] === host && (other === process || !lives(other))) return;
  const since = (row['taken_at'] as Date).toISOString();
  throw problemError('store-in-use', `${held.name} has been running on this store since ${since}`, {
    hint: `stop it first; should it hang, its lease runs out in ${Math.ceil(held.left)} s and this one may take over`,
  });
}

/** @throws ProblemError when another instance has taken the store over. */
export function requireOwn(row: Row, fence: number): void {
  if (row['fence'] === fence) return;
  const hint = 'this one was away too long (paused, cut off, or no time to run); stop it, the other goes on';
  throw problemError('store-fenced', 'another instance has taken the store over', { hint });
}
