import type { Retained } from '../../engine/storeKeeping.ts';
import type { Statement } from './session.ts';
import { isDead } from './statements.ts';
import type { StoreDatabase } from './storeDatabase.ts';

const day = 86_400_000;

/** Time between two rounds of pruning, in milliseconds: little is found each time. */
const pause = 60_000;

/** Rows a step removes at most: a few milliseconds, which is what a commit may have to wait. */
const step = 500;

/** Of what sinks hear: what every sink has heard that a run has had lately, and is old enough. */
const oldTold = (table: string): Statement => ({
  name: `prune-${table}`,
  text: `DELETE FROM ${table} WHERE number IN (
           SELECT number FROM (
             SELECT number, kept_at FROM ${table}
             WHERE number <= coalesce((SELECT min(number) FROM heard WHERE asked_at >= $1), 9007199254740991)
             ORDER BY number LIMIT ${step}
           ) AS oldest WHERE kept_at < $1)`,
});

/** Of commands that ended so, whose conversation is over: with them go the ids of one-shot commands. */
const oldCommands = (name: string, condition: string): Statement => ({
  name: `prune-${name}`,
  text: `WITH old AS (
           SELECT number, conversation FROM command
           WHERE ${condition} AND ended_at < $1
             AND NOT EXISTS (SELECT 1 FROM conversation WHERE id = command.conversation)
           ORDER BY ended_at LIMIT ${step}
         ), unwanted AS (
           DELETE FROM wanted USING old WHERE wanted.conversation = old.conversation AND wanted.command = old.number
         )
         DELETE FROM command USING old WHERE command.number = old.number`,
});

/** Two snapshots at most are kept. While there is one, nothing older could be gone on from. */
const folded: Statement = {
  name: 'prune-journal',
  text: `WITH gone AS (
           SELECT number, position, policies FROM journal
           WHERE number <= (SELECT after FROM snapshot ORDER BY after DESC LIMIT 1 OFFSET 1)
           ORDER BY number LIMIT ${step}
         ), ungathered AS (
           -- A change of policies has the position of the last event that was taken in, which has an entry of its own.
           DELETE FROM gathered USING gone WHERE gathered.position = gone.position AND gone.policies IS NULL
         )
         DELETE FROM journal USING gone WHERE journal.number = gone.number`,
};

const pruned = {
  decisions: oldTold('decision'),
  outcomes: oldTold('outcome'),
  commands: oldCommands('commands', `status IS NOT NULL AND NOT (${isDead})`),
  dead: oldCommands('dead', isDead),
};

/**
 * Removes what has been kept long enough, a few rows at a time. What a run still needs stays: what is undecided, not done
 * or not heard; commands of conversations that go on; and the journal after the older of the last two snapshots.
 */
export class Retention {
  readonly #database: StoreDatabase;
  readonly #keeping: Retained;

  constructor(database: StoreDatabase, keeping: Retained) {
    this.#database = database;
    this.#keeping = keeping;
  }

  /** Prunes now and then. @throws the signal's reason, and what keeps the store from being written. */
  async keepPruning(signal: AbortSignal): Promise<never> {
    for (;;) {
      await this.#keeping.clock.sleep(pause, signal);
      await this.prune(signal);
    }
  }

  /** One round: everything that has been kept long enough. @returns how many rows are gone. */
  async prune(signal: AbortSignal): Promise<number> {
    const { clock, keepDecisionsDays, keepCommandsDays, keepDeadDays } = this.#keeping;
    const before = (days: number): readonly [number] => [clock.now() - days * day];
    const rounds: readonly (readonly [Statement, readonly number[]])[] = [
      [pruned.decisions, before(keepDecisionsDays)],
      [pruned.outcomes, before(keepDecisionsDays)],
      [folded, []],
      [pruned.commands, before(keepCommandsDays)],
      [pruned.dead, before(keepDeadDays)],
    ];
    let gone = 0;
    for (const [statement, values] of rounds) {
      for (let cut = step; cut === step && !signal.aborted;) {
        const writes = [{ statement, values }];
        [cut = 0] = await this.#database.write(() => Promise.resolve({ writes }));
        gone += cut;
      }
    }
    return gone;
  }
}
