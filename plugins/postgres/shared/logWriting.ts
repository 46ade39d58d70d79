import { canonicalJson } from '../../../engine/canonical.ts';
import type { ObservedEvent } from '../../../engine/exchange.ts';
import type { Session } from '../session.ts';

const statements = {
  // One row that all who write to the log wait for: so numbers are seen in their order.
  number: { name: 'log-number', text: 'UPDATE fleet SET last = last + $1 RETURNING last' },
  append: {
    name: 'log-append',
    text: `INSERT INTO log SELECT number, $2, observed
           FROM json_to_recordset($1::json) AS r(number bigint, observed text)`,
  },
} as const;

/** Takes so many numbers of the log, for the transaction there is: until its end nobody else has any. @returns the last of them. */
export async function takeNumbers(session: Session, count: number): Promise<number> {
  const [numbered] = await session.ask(statements.number, [count]);
  return numbered!['last'] as number;
}

/** Writes events to the log. @param last the number of the last of them. @param from as it is kept. */
export async function writeLog(
  session: Session,
  events: readonly ObservedEvent[],
  last: number,
  from: string,
): Promise<void> {
  const rows = events.map((observed, index) => ({
    ...{ number: last - events.length + index + 1, observed: canonicalJson(observed) },
  }));
  await session.write(statements.append, [JSON.stringify(rows), from]);
}
