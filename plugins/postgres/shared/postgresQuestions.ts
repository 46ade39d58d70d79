import { canonicalJson } from '../../../engine/canonical.ts';
import {
  questionsKeptMs,
  type OpenQuestion,
  type QuestionBox,
  type SharedAnswer,
  type SharedQuestion,
} from '../../../engine/sharedStore.ts';
import type { Row } from '../../../engine/storeRows.ts';
import { Link } from '../link.ts';
import { storeError } from '../postgresProblem.ts';
import type { Session } from '../session.ts';
import type { Opening } from '../storeDatabase.ts';
import { givenText, keptText } from '../textKey.ts';
import { Bell } from './bell.ts';
import { askedChannel, channel } from './channel.ts';
import { takeNumbers, writeLog } from './logWriting.ts';

const named = (name: string, text: string) => ({ name: `question-${name}`, text });

const statements = {
  put: named(
    'put',
    `INSERT INTO question (key, request, shard, point, conversation, asked_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (key) DO UPDATE SET request = excluded.request, asked_at = excluded.asked_at, answer = NULL
       WHERE question.answer IS NOT NULL AND abs(excluded.asked_at - question.asked_at) >= $7
     RETURNING number`,
  ),
  before: named('before', 'SELECT number FROM question WHERE key = $1'),
  logged: named('logged', 'UPDATE question SET logged = $2 WHERE number = $1'),
  open: named(
    'open',
    `SELECT number, shard, point, conversation, request, logged FROM question
     WHERE answer IS NULL AND shard = ANY($1::integer[]) ORDER BY number`,
  ),
  answer: named(
    'answer',
    `UPDATE question SET answer = r.answer FROM json_to_recordset($1::json) AS r(number bigint, answer text)
     WHERE question.number = r.number AND question.answer IS NULL`,
  ),
  answers: named(
    'answers',
    'SELECT number, answer FROM question WHERE number = ANY($1::bigint[]) AND answer IS NOT NULL',
  ),
  forget: named('forget', 'DELETE FROM question WHERE asked_at < $1'),
};

/** Where workers ask each other: a table beside the log. */
export class PostgresQuestions implements QuestionBox {
  readonly #opening: Opening;
  readonly #link: Link;
  readonly #bell: Bell;
  #last: Promise<unknown> = Promise.resolve();

  /** @param opening of the log. */
  constructor(opening: Opening) {
    this.#opening = opening;
    this.#link = new Link(opening);
    this.#bell = new Bell(opening, askedChannel(opening.schema));
  }

  put(question: SharedQuestion): Promise<number> {
    return this.#inTurn((session) => this.#put(session, question));
  }

  async open(shards: readonly number[]): Promise<readonly OpenQuestion[]> {
    const rows = await this.#inTurn((session) => session.ask(statements.open, [shards]));
    return rows.map(openQuestion);
  }

  async answer(answers: readonly SharedAnswer[]): Promise<void> {
    const rows = answers.map(({ number, answer }) => ({ number, answer: canonicalJson(answer) }));
    await this.#inTurn(async (session) => {
      await Promise.all([
        session.write(statements.answer, [JSON.stringify(rows)]),
        session.run(`NOTIFY ${askedChannel(this.#opening.schema)}`),
      ]);
    });
  }

  async answers(numbers: readonly number[]): Promise<readonly SharedAnswer[]> {
    const rows = await this.#inTurn((session) => session.ask(statements.answers, [numbers]));
    return rows.map((row) => ({
      number: row['number'] as number,
      answer: JSON.parse(row['answer'] as string) as unknown,
    }));
  }

  heard(signal: AbortSignal): Promise<void> {
    return this.#bell.rung(signal);
  }

  /** Forgets what was asked too long ago. */
  async prune(): Promise<void> {
    const since = this.#opening.clock.now() - questionsKeptMs;
    await this.#inTurn((session) => session.write(statements.forget, [since]));
  }

  close(): void {
    this.#link.close();
    this.#bell.close();
  }

  /** Put again after a lost connection it finds itself there. */
  async #put(session: Session, question: SharedQuestion): Promise<number> {
    const { schema } = this.#opening;
    const { shard, point, conversation, askedAt, told } = question;
    const request = told?.observed.asked?.request;
    await session.run('BEGIN');
    try {
      const [put] = await session.ask(statements.put, [
        ...[told?.key, request, shard, point, keptText(conversation), askedAt, told?.repeatMs ?? 0],
      ]);
      if (put !== undefined && told !== undefined) {
        const logged = await takeNumbers(session, 1);
        await Promise.all([
          session.write(statements.logged, [put['number'], logged]),
          writeLog(session, [told.observed], logged, keptText(told.from)),
          session.run(`NOTIFY ${channel(schema)}`),
        ]);
      }
      const [row] = put === undefined ? await session.ask(statements.before, [told!.key]) : [put];
      await Promise.all([session.run(`NOTIFY ${askedChannel(schema)}`), session.commit()]);
      return row!['number'] as number;
    } catch (error) {
      if (!session.isLost) await session.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** One at a time: they share a connection, and some are transactions. */
  #inTurn<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const done = this.#last.then(() => this.#link.again(work));
    this.#last = done.catch(() => undefined);
    return done.catch((error: unknown) => {
      throw storeError(error);
    });
  }
}

function openQuestion(row: Row): OpenQuestion {
  const { number, shard, point, conversation, request, logged } = row as unknown as QuestionRow;
  const told = request === null || logged === null ? {} : { told: { request, logged } };
  return { number, shard, point, conversation: givenText(conversation), ...told };
}

interface QuestionRow {
  readonly number: number;
  readonly shard: number;
  readonly point: string;
  readonly conversation: string;
  readonly request: string | null;
  readonly logged: number | null;
}
