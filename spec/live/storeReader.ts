import { canonicalJson } from '../../engine/canonical.ts';
import { Course } from '../../engine/decisions/course.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Command } from '../../engine/decisions/record.ts';
import type { Told } from '../../engine/exchange.ts';
import { journalEntry, keptTold } from '../../engine/storeRows.ts';
import { besides } from '../plugins/sqlite/opening.ts';

/** A command, as the store has it. */
export interface KeptCommand {
  readonly number: number;
  readonly decision: string;
  readonly attempts: number;
  /** Null while it waits. */
  readonly status: string | null;
  readonly command: Command;
}

/** Reads along in a store that another process writes to: all of its journal, before any of it is gone. */
export class StoreReader {
  readonly #file: string;
  readonly #conversations = new Map<string, Conversation>();
  readonly #course = new Course(
    [],
    {
      decide: () => [],
      changed: (conversation) => void this.#conversations.set(conversation.id, conversation),
    },
    'whileWaiting',
  );
  /** What was decided on, by its position in the inbox. */
  readonly journal = new Map<number, readonly RoutingEvent[]>();
  /** Positions that were decided on twice. */
  readonly decidedTwice: number[] = [];
  #last = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Every conversation as the journal leaves it, by pseudonym. */
  get conversations(): ReadonlyMap<string, Conversation> {
    return this.#conversations;
  }

  /** Reads on in the journal. @throws Error when some of it is gone that was not read. */
  readOn(): void {
    const rows = besides(this.#file, (database) =>
      database.prepare('SELECT * FROM journal WHERE number > ? ORDER BY number').all(this.#last),
    );
    for (const row of rows) {
      const number = row['number'] as number;
      if (number !== this.#last + 1) throw new Error(`entry ${this.#last + 1} of the journal is not there`);
      this.#last = number;
      const { position, events, policies } = journalEntry(row);
      // From here on others are at work: nothing has happened.
      if (policies !== undefined) continue;
      if (this.journal.has(position)) this.decidedTwice.push(position);
      this.journal.set(position, events);
      for (const event of events) this.#course.take(event);
    }
  }

  /** Conversations that the store has otherwise than its journal leaves them. */
  otherwise(): readonly string[] {
    const kept = besides(this.#file, (database) =>
      database.prepare('SELECT id, state FROM conversation').all(),
    );
    const states = new Map(kept.map(({ id, state }) => [id as string, state as string]));
    const open = [...this.#conversations.values()].filter(({ phase }) => phase !== 'over');
    const differing = open.filter((one) => canonicalJson(one) !== states.get(one.id)).map(({ id }) => id);
    const ids = new Set(open.map(({ id }) => id));
    return [...differing, ...[...states.keys()].filter((id) => !ids.has(id))];
  }

  /** Every command there is, in the order they were decided. */
  commands(): readonly KeptCommand[] {
    return besides(this.#file, (database) =>
      database
        .prepare('SELECT number, decision, attempts, status, command FROM command ORDER BY number')
        .all()
        .map((row) => ({
          number: row['number'] as number,
          decision: row['decision'] as string,
          attempts: row['attempts'] as number,
          status: row['status'] as string | null,
          command: JSON.parse(row['command'] as string) as Command,
        })),
    );
  }

  /** What sinks were to hear, in its order, by name: all of it at once is too much to hold. */
  told(nameOf: (told: Told) => string): readonly string[] {
    return besides(this.#file, (database) => {
      const rows = database
        .prepare(
          `SELECT number, 'decision' AS what, record FROM decision
           UNION ALL SELECT number, 'outcome' AS what, record FROM outcome ORDER BY number`,
        )
        .iterate();
      return Array.from(rows, (row) => nameOf(keptTold(row).told));
    });
  }

  /** How much waits: events that were not decided on, commands that were not done, and what a sink has not heard. */
  waiting(): { readonly inbox: number; readonly outbox: number; readonly unheard: number } {
    return besides(this.#file, (database) => {
      const count = (query: string): number => database.prepare(query).get()!['n'] as number;
      return {
        inbox: count('SELECT count(*) AS n FROM inbox'),
        outbox: count('SELECT count(*) AS n FROM command WHERE status IS NULL'),
        unheard: count(
          'SELECT (SELECT told FROM counter) - coalesce((SELECT min(number) FROM heard), 0) AS n',
        ),
      };
    });
  }

  /** The position of the last event taken in, and the number of the last decision. */
  counters(): { readonly position: number; readonly decision: number } {
    return besides(this.#file, (database) => {
      const { position, decision } = database.prepare('SELECT position, decision FROM counter').get()!;
      return { position: position as number, decision: decision as number };
    });
  }
}
