import type { Pseudonyms } from '../../engine/door/pseudonym.ts';
import type { FactValue } from '../../engine/facts/definition.ts';
import { ExcludedRow } from './excludedRow.ts';
import { compileFilter } from './filter.ts';
import type { DialogueTurns } from './map/importMap.ts';
import type { Row } from './rows/row.ts';
import { compileFact } from './values.ts';

/** A turn of the customer, or the moment from which the record has a person take over. */
export type DialogueMoment =
  | { readonly type: 'turn'; readonly afterMs: number; readonly facts: Readonly<Record<string, FactValue>> }
  | { readonly type: 'escalated'; readonly afterMs: number };

/** What a row tells of a conversation with a bot. */
export interface Dialogue {
  readonly moments: readonly DialogueMoment[];
  /** From its start to its end. */
  readonly lastsMs: number;
}

/** Compiles how a row's dialogue is read: turns come evenly, the first when the conversation starts. */
export function compileTurns(
  { list, everySeconds, customer, facts, escalatedAt, escalatedInTheEnd }: DialogueTurns,
  pseudonyms: Pseudonyms,
): (row: Row) => Dialogue | ExcludedRow {
  const everyMs = Math.round(everySeconds * 1000);
  const isCustomer = compileFilter(customer);
  const isEscalated = escalatedAt === undefined ? () => false : compileFilter(escalatedAt);
  const wasEscalated = escalatedInTheEnd === undefined ? () => false : compileFilter(escalatedInTheEnd);
  const readFacts = Object.entries(facts ?? {}).map(([name, source]) => ({
    name,
    read: compileFact(name, source, pseudonyms),
  }));
  const factsOf = (turn: Row): Readonly<Record<string, FactValue>> | ExcludedRow => {
    const known: Record<string, FactValue> = {};
    for (const { name, read } of readFacts) {
      const value = read(turn);
      if (value instanceof ExcludedRow) return value;
      if (value !== undefined) known[name] = value;
    }
    return known;
  };
  return (row) => {
    const moments: DialogueMoment[] = [];
    let escalatedMs: number | undefined;
    const turns = row.rows?.(list) ?? [];
    for (const [place, turn] of turns.entries()) {
      if (turn instanceof ExcludedRow) return turn;
      const afterMs = place * everyMs;
      const [mine, here] = [isCustomer(turn), isEscalated(turn)];
      if (mine instanceof ExcludedRow) return mine;
      if (here instanceof ExcludedRow) return here;
      if (mine) {
        const known = factsOf(turn);
        if (known instanceof ExcludedRow) return known;
        moments.push({ type: 'turn', afterMs, facts: known });
      }
      if (here && escalatedMs === undefined) {
        escalatedMs = afterMs;
        moments.push({ type: 'escalated', afterMs });
      }
    }
    const inTheEnd = wasEscalated(row);
    if (inTheEnd instanceof ExcludedRow) return inTheEnd;
    const lastsMs = turns.length * everyMs;
    if (inTheEnd) moments.push({ type: 'escalated', afterMs: lastsMs });
    return { moments, lastsMs };
  };
}
