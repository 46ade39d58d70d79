import { withinDeadline } from '../../../engine/deadline.ts';
import type {
  PermitsGranted,
  PermitsWanted,
  RequestBudget,
  RequestBudgets,
} from '../../../engine/requestBudget.ts';
import { Link, type LinkOpening } from '../link.ts';
import { ConnectionLost, storeError } from '../postgresProblem.ts';
import type { Session } from '../session.ts';

/** How long the server may take: a request waits for it, and there is another way. */
const answerMs = 2_000;

const now = 'extract(epoch FROM clock_timestamp())::double precision';

const know = {
  name: 'budget-know',
  text: `INSERT INTO request_budget VALUES ($1, '{}', 0, 0, 0) ON CONFLICT DO NOTHING`,
};

/**
 * Everything is in one row, which whoever comes second waits for and then sees as it was left: so one statement is enough.
 * Where the server's clock was set back, all that is to come is as far away as it was before.
 */
const take = {
  name: 'budget-take',
  text: `
    UPDATE request_budget AS b SET (free_at, granted, mark, taken_at) = (
      SELECT counted || array_fill(held_until, ARRAY[granted]), granted, held_until, now
      FROM (
        SELECT now, counted, held_until, greatest(0, least($2, $3 - cardinality(counted)))::integer AS granted
        FROM (
          SELECT now, now + $4 + $5 AS held_until,
                 ARRAY(
                   SELECT one.at - set_back
                   FROM (SELECT at, row_number() OVER (PARTITION BY at) AS place FROM unnest(b.free_at) AS at) AS one
                   LEFT JOIN (
                     SELECT at, count(*) AS times FROM unnest($7::double precision[]) AS at GROUP BY at
                   ) AS returned USING (at)
                   WHERE one.at - set_back > now AND one.place > coalesce(returned.times, 0)
                 ) || array_fill(now + $4, ARRAY[$6::integer]) AS counted
          FROM (SELECT now, greatest(0, b.taken_at - now) AS set_back FROM (SELECT ${now} AS now) AS clock) AS time
        ) AS kept
      ) AS grants
    )
    WHERE name = $1
    RETURNING granted, mark, cardinality(free_at) AS counted,
              (SELECT at FROM unnest(free_at) AS at ORDER BY at OFFSET greatest(0, cardinality(free_at) - $3) LIMIT 1)
                - ${now} AS wait`,
};

/** Budgets that the workers on one log share, by the server's clock. */
export class SharedBudgets implements RequestBudgets {
  readonly #opening: LinkOpening;
  /** Of its own: nobody's pruning or waiting for a lease is waited for. */
  readonly #link: Link;

  /** @param opening of the log's schema. */
  constructor(opening: LinkOpening) {
    this.#opening = opening;
    this.#link = new Link(opening);
  }

  budget(name: string): RequestBudget {
    return { take: (wanted) => this.#take(name, wanted) };
  }

  close(): void {
    this.#link.close();
  }

  async #take(name: string, wanted: PermitsWanted): Promise<PermitsGranted> {
    const late = (): Error => new ConnectionLost(`no answer within ${answerMs / 1000} s`);
    const work = (): Promise<PermitsGranted> => this.#link.once((session) => taken(session, name, wanted));
    try {
      return await withinDeadline(this.#opening.clock, answerMs, work, late);
    } catch (error) {
      throw storeError(error);
    }
  }
}

async function taken(session: Session, name: string, wanted: PermitsWanted): Promise<PermitsGranted> {
  const { limit, windowSeconds, heldSeconds, answered, returned } = wanted;
  const values = [name, wanted.wanted, limit, windowSeconds, heldSeconds, answered, returned];
  let [row] = await session.ask(take, values);
  if (row === undefined) {
    await session.write(know, [name]);
    [row] = await session.ask(take, values);
  }
  const { granted, mark, counted, wait } = row as unknown as TakenRow;
  const isWaiting = granted === 0 && wanted.wanted > 0;
  return {
    ...{ granted, mark, counted },
    waitMilliseconds: isWaiting ? Math.max(0, Math.ceil((wait ?? windowSeconds) * 1000)) : 0,
  };
}

interface TakenRow {
  readonly granted: number;
  readonly mark: number;
  readonly counted: number;
  /** Seconds until fewer count than the limit; null where the limit is none. */
  readonly wait: number | null;
}
