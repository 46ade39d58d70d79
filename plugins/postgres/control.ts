import { canonicalJson } from '../../engine/canonical.ts';
import type { Instruction, InstructionAnswer } from '../../engine/instruction.ts';
import { problemError } from '../../engine/problem.ts';
import type { EndedCommand, StoreControl, StoreView } from '../../engine/store.ts';
import { endedCommand, instructionAnswer, policiesAtWork, policyTally } from '../../engine/storeRows.ts';
import { holderIn, leaseStatements } from './lease.ts';
import { migrations, versionOf } from './migrations.ts';
import { connectionLost, storeError } from './postgresProblem.ts';
import { given } from './rows.ts';
import { Session, type SessionOpening } from './session.ts';
import { statements } from './statements.ts';

/**
 * Speaks to a store without its lease, which another process has as a rule: it reads, and adds instructions, the only rows
 * that are written without it. It is connected for one call at a time.
 */
export class PostgresControl implements StoreControl {
  readonly file: string;
  readonly #opening: SessionOpening;

  constructor(opening: SessionOpening) {
    this.#opening = opening;
    this.file = placeOf(opening);
  }

  view(): Promise<StoreView> {
    return this.#with(async (session) => {
      const [[lease], [atWork], tallies] = await Promise.all([
        session.ask(leaseStatements.see),
        session.ask(statements.atWork),
        session.ask(statements.tallies),
      ]);
      return {
        isRunning: holderIn(lease!) !== undefined,
        policies: atWork === undefined ? undefined : policiesAtWork(atWork),
        tallies: tallies.map(given).map(policyTally),
      };
    });
  }

  instruct(instruction: Instruction, givenAt: number): Promise<number> {
    return this.#with(async (session) => {
      const [row] = await session.ask(statements.instruct, [givenAt, canonicalJson(instruction)]);
      return row!['number'] as number;
    });
  }

  answer(number: number): Promise<InstructionAnswer | undefined> {
    return this.#with(async (session) => {
      const [row] = await session.ask(statements.answer, [number]);
      return row === undefined ? undefined : instructionAnswer(row);
    });
  }

  dead(after: number, most: number): Promise<readonly EndedCommand[]> {
    return this.#with(async (session) => {
      const rows = await session.ask(statements.dead, [after, most]);
      return rows.map(given).map(endedCommand);
    });
  }

  async #with<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    try {
      const session = await Session.open(this.#opening);
      try {
        await requireLast(session, this.#opening.schema);
        return await work(session);
      } finally {
        session.close();
      }
    } catch (error) {
      throw storeError(connectionLost(error as Error));
    }
  }
}

/** Where a store lies, in words, without what is secret. */
export function placeOf({ url, schema }: Pick<SessionOpening, 'url' | 'schema'>): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}, schema ${schema}`;
}

/** Tables of an older version are brought to the last by a run alone. */
async function requireLast(session: Session, schema: string): Promise<void> {
  const version = await versionOf(session, schema);
  if (version === migrations.length) return;
  if (version === 0) {
    const hint = 'has a run with this configuration been started yet?';
    throw problemError('no-such-store', `there is no store in the schema "${schema}" yet`, { hint });
  }
  const message = `the store is of version ${version}, and this Signalbox needs ${migrations.length}`;
  throw problemError('store-older', message, { hint: 'start a run of this release once' });
}
