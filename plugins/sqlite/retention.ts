import { setImmediate } from 'node:timers/promises';
import type { StatementSync } from 'node:sqlite';
import type { Retained } from '../../engine/storeKeeping.ts';
import { isDead } from './statements.ts';
import type { StoreDatabase } from './storeDatabase.ts';

const day = 86_400_000;

/** Time between two rounds of pruning, in milliseconds: little is found each time. */
const pause = 60_000;

/** Rows a step looks at: a millisecond or two, which is what a commit may have to wait. */
const step = 200;

interface CommandRow {
  readonly number: number;
  readonly conversation: string;
  readonly ended_at: number | null;
  readonly is_dead: number;
  readonly is_known: number;
}

/** How a table of what sinks hear is pruned. */
interface ToldTable {
  readonly oldest: StatementSync;
  readonly cut: StatementSync;
}

/**
 * Removes what has been kept long enough, a few rows at a time. What a run still needs stays: what is undecided, not done
 * or not heard; commands, and so the ids of one-shot commands, of conversations that go on; and the journal after the
 * older of the last two snapshots, which is what a run goes on from.
 */
export class Retention {
  readonly #database: StoreDatabase;
  readonly #keeping: Retained;
  readonly #statements: Readonly<
    Record<'heard' | 'commands' | 'drop' | 'unwant' | 'folded' | 'ungather' | 'leave', StatementSync>
  >;

  /** Of what sinks hear. */
  readonly #told: readonly ToldTable[];

  constructor(database: StoreDatabase, keeping: Retained) {
    this.#database = database;
    this.#keeping = keeping;
    const prepared = (text: string): StatementSync => database.connection.prepare(text);
    this.#told = ['decision', 'outcome'].map((table) => ({
      oldest: prepared(`SELECT number, kept_at FROM ${table} WHERE number <= ? ORDER BY number LIMIT ?`),
      cut: prepared(`DELETE FROM ${table} WHERE number <= ?`),
    }));
    this.#statements = {
      heard: prepared('SELECT min(number) AS number FROM heard WHERE asked_at >= ?'),
      commands: prepared(
        `SELECT number, conversation, ended_at,
                ${isDead} AS is_dead,
                EXISTS (SELECT 1 FROM conversation WHERE id = command.conversation) AS is_known
         FROM command WHERE number > ? ORDER BY number LIMIT ?`,
      ),
      drop: prepared('DELETE FROM command WHERE number = ?'),
      unwant: prepared('DELETE FROM wanted WHERE conversation = ? AND command = ?'),
      // Two snapshots at most are kept. While there is one, nothing older could be gone on from.
      folded: prepared(
        `SELECT number, CASE WHEN policies IS NULL THEN position END AS position FROM journal
         WHERE number <= (SELECT after FROM snapshot ORDER BY after DESC LIMIT 1 OFFSET 1)
         ORDER BY number LIMIT ?`,
      ),
      ungather: prepared('DELETE FROM gathered WHERE position = ?'),
      leave: prepared('DELETE FROM journal WHERE number = ?'),
    };
  }

  /** Prunes now and then. @throws the signal's reason, and what keeps the file from being written. */
  async keepPruning(signal: AbortSignal): Promise<never> {
    for (;;) {
      await this.#keeping.clock.sleep(pause, signal);
      await this.prune(signal);
    }
  }

  /** One round: everything that has been kept long enough. @returns how many rows are gone. */
  async prune(signal: AbortSignal): Promise<number> {
    let gone = 0;
    const steps = [...this.#told.map((table) => () => this.#pruneTold(table)), () => this.#pruneJournal()];
    for (const pruneStep of steps) {
      for (let more = true; more && !signal.aborted; await setImmediate()) {
        const cut = this.#database.write(pruneStep);
        gone += cut;
        more = cut === step;
      }
    }
    for (let after: number | undefined = 0; after !== undefined && !signal.aborted; await setImmediate()) {
      const { dropped, next } = this.#pruneCommands(after);
      gone += dropped;
      after = next;
    }
    return gone;
  }

  #pruneTold({ oldest, cut }: ToldTable): number {
    const { clock, keepDecisionsDays } = this.#keeping;
    const horizon = clock.now() - keepDecisionsDays * day;
    // A sink that no run has had for as long is not waited for.
    const heard = this.#statements.heard.get(horizon)!['number'] as number | null;
    const rows = oldest.all(heard ?? Number.MAX_SAFE_INTEGER, step);
    const young = rows.findIndex((row) => (row['kept_at'] as number) >= horizon);
    const last = young === -1 ? rows.at(-1) : rows[young - 1];
    return last === undefined ? 0 : Number(cut.run(last['number'] as number).changes);
  }

  #pruneJournal(): number {
    const rows = this.#statements.folded.all(step);
    for (const { number, position } of rows) {
      // A change of policies has the position of the last event that was taken in, which has an entry of its own.
      if (position !== null) this.#statements.ungather.run(position as number);
      this.#statements.leave.run(number as number);
    }
    return rows.length;
  }

  /** @returns the number to go on after; undefined when all that come after are too young. */
  #pruneCommands(after: number): { readonly dropped: number; readonly next: number | undefined } {
    const { clock, keepCommandsDays, keepDeadDays } = this.#keeping;
    const now = clock.now();
    const rows = this.#statements.commands.all(after, step) as unknown as CommandRow[];
    const isOlder = ({ ended_at }: CommandRow, days: number): boolean =>
      ended_at !== null && ended_at < now - days * day;
    const old = rows.filter(
      (row) => row.is_known === 0 && isOlder(row, row.is_dead === 1 ? keepDeadDays : keepCommandsDays),
    );
    if (old.length > 0) {
      this.#database.write(() => {
        for (const { number, conversation } of old) {
          this.#statements.unwant.run(conversation, number);
          this.#statements.drop.run(number);
        }
      });
    }
    // Commands end in much the order they were decided: where all that ended are young, so are those further on.
    const shortest = Math.min(keepCommandsDays, keepDeadDays);
    const ended = rows.filter(({ ended_at }) => ended_at !== null);
    const isEnd = ended.length > 0 && !ended.some((row) => isOlder(row, shortest));
    return {
      dropped: old.length,
      next: isEnd || rows.length < step ? undefined : rows.at(-1)!.number,
    };
  }
}
