import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '../../engine/ports.ts';
import { problemError } from '../../engine/problem.ts';
import type { FileLock } from './fileLock.ts';

interface LeaseRow {
  readonly fence: number;
  readonly holder: string | null;
  readonly taken_at: number;
  readonly expires_at: number;
  readonly is_locked: number;
}

/** Who takes a store, and for how long. */
export interface Tenancy {
  /** For messages: who, and where. */
  readonly holder: string;
  readonly leaseSeconds: number;
  readonly clock: Clock;
}

/**
 * The right to write to a store, which one instance has at a time. Each that takes it gets a fence, a number higher than
 * any before; every transaction looks whether the fence is still the last one. So an instance that was paused, and was
 * taken for dead, writes nothing when it wakes.
 */
export class Lease {
  readonly #file: string;
  readonly #tenancy: Tenancy;
  readonly #lock: FileLock;
  readonly #fence: number;
  readonly #read: StatementSync;
  readonly #renew: StatementSync;
  readonly #release: StatementSync;
  #renewedAt: number;

  /** To be called inside a transaction. @throws ProblemError when another instance has it. */
  constructor(database: DatabaseSync, file: string, lock: FileLock, tenancy: Tenancy) {
    this.#file = file;
    this.#lock = lock;
    this.#tenancy = tenancy;
    const now = tenancy.clock.now();
    this.#read = database.prepare('SELECT fence FROM lease');
    this.#renew = database.prepare('UPDATE lease SET expires_at = ?, is_locked = ?');
    this.#release = database.prepare('UPDATE lease SET holder = NULL WHERE fence = ?');
    this.#fence = (this.#read.get() as { fence: number }).fence + 1;
    this.#renewedAt = now;
    database
      .prepare('UPDATE lease SET fence = ?, holder = ?, taken_at = ?, expires_at = ?, is_locked = ?')
      .run(this.#fence, tenancy.holder, now, this.#end(now), Number(lock.isHeld));
  }

  /** To be called inside every transaction. @throws ProblemError when another instance has taken the store over. */
  check(): void {
    const { fence } = this.#read.get() as { fence: number };
    if (fence !== this.#fence) {
      const hint = 'this one was away too long (paused, or no time to run); stop it, the other goes on';
      throw problemError('store-fenced', 'another instance has taken the store over', {
        file: this.#file,
        hint,
      });
    }
  }

  /** As `check`, and renews it when a third of its time has passed. To be called inside a transaction that writes. */
  hold(): void {
    this.check();
    const now = this.#tenancy.clock.now();
    if (Math.abs(now - this.#renewedAt) < this.#third) return;
    // Taken over from one that was paused, the lock is free only once that one has ended.
    this.#renew.run(this.#end(now), Number(this.#lock.take()));
    this.#renewedAt = now;
  }

  /** Waits until it should be renewed. @throws the signal's reason. */
  untilDue(signal: AbortSignal): Promise<void> {
    return this.#tenancy.clock.sleep(this.#third, signal);
  }

  /** Gives it back; nothing when another has it. To be called inside a transaction. */
  release(): void {
    this.#release.run(this.#fence);
  }

  get #third(): number {
    return (this.#tenancy.leaseSeconds * 1000) / 3;
  }

  #end(now: number): number {
    return now + this.#tenancy.leaseSeconds * 1000;
  }
}

/**
 * Refuses a store that another instance is writing to: one that holds the lock, or whose lease has not run out.
 * @throws ProblemError that says who.
 */
export function requireFree(database: DatabaseSync, file: string, lock: FileLock, clock: Clock): void {
  const row = database.prepare('SELECT * FROM lease').get() as unknown as LeaseRow;
  // Who held the lock and does not any more has ended, however long its lease would go on.
  const isGone = row.holder === null || (lock.isHeld && row.is_locked === 1);
  if (isGone || row.expires_at <= clock.now()) return;
  const since = new Date(row.taken_at).toISOString();
  const left = Math.ceil((row.expires_at - clock.now()) / 1000);
  throw problemError('store-in-use', `${row.holder} has been running on this store since ${since}`, {
    file,
    hint: `stop it first; should it hang, its lease runs out in ${left} s and this one may take over`,
  });
}
