import pg from 'pg';
import type { Row } from '../../engine/storeRows.ts';
import { ConnectionLost, connectionLost } from './postgresProblem.ts';

/** How a session is opened. */
export interface SessionOpening {
  readonly url: string;
  readonly schema: string;
  readonly answerSeconds: number;
  /** A transaction that stands still for so long is ended by the server: a paused process keeps nobody waiting. */
  readonly leaseSeconds: number;
}

/** A statement that the server prepares once a session. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Whole numbers of 64 bits, which the driver would give as text: ours stay far below 2^53. */
const int8 = 20;
const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary'): unknown =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/**
 * One connection. What is asked before an answer has come goes out at once, and is answered in order: a transaction takes
 * two journeys, however many statements it has. Once it is lost everything rejects with `ConnectionLost`.
 */
export class Session {
  readonly #client: pg.Client;
  #lost: ConnectionLost | undefined;

  /** @throws Error as the driver says it. */
  static async open({ url, schema, answerSeconds, leaseSeconds }: SessionOpening): Promise<Session> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: answerSeconds * 1000,
      query_timeout: answerSeconds * 1000,
      application_name: 'signalbox',
      keepAlive: true,
      pipeline: true,
      types: parsers,
    });
    const session = new Session(client);
    try {
      await client.connect();
      await session.run(
        `SET search_path = ${schema}; SET synchronous_commit = on; SET client_min_messages = warning;
         SET idle_in_transaction_session_timeout = ${Math.ceil(leaseSeconds * 1000)}`,
      );
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  private constructor(client: pg.Client) {
    this.#client = client;
    client.on('error', (error) => (this.#lost ??= new ConnectionLost(error.message, { cause: error })));
    client.on('end', () => (this.#lost ??= new ConnectionLost('the connection has ended')));
  }

  /** Hears of what others notify on a channel, and of the end of the session. */
  async hear(channel: string, heard: () => void): Promise<void> {
    this.#client.on('notification', heard);
    this.#client.on('end', heard);
    await this.run(`LISTEN ${channel}`);
  }

  /** Whether nothing can be asked any more. */
  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /** Runs statements without values, as a script. */
  async run(script: string): Promise<void> {
    await this.#query({ text: script });
  }

  /** @returns the rows. */
  async ask(statement: Statement | string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.#query(asked(statement, values))).rows;
  }

  /** @returns how many rows were written. */
  async write(statement: Statement | string, values: readonly unknown[] = []): Promise<number> {
    return (await this.#query(asked(statement, values))).rowCount ?? 0;
  }

  /**
   * Makes what was written since BEGIN durable.
   * @throws ConnectionLost when it is not known whether it is; Error when the server has taken it back.
   */
  async commit(): Promise<void> {
    const { command } = await this.#query({ text: 'COMMIT' });
    if (command !== 'COMMIT') throw new Error('the server has taken the transaction back');
  }

  /** Ends it; what is under way is lost. */
  close(): void {
    this.#lost ??= new ConnectionLost('the connection is closed');
    void this.#client.end().catch(() => undefined);
    // `end` says goodbye and waits for an answer, which one that hangs does not give.
    (this.#client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }

  async #query(config: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    this.#requireThere();
    try {
      return await this.#client.query<Row>(config);
    } catch (error) {
      this.#requireThere();
      throw connectionLost(error as Error, () => this.close());
    }
  }

  #requireThere(): void {
    if (this.#lost !== undefined) throw this.#lost;
  }
}

function asked(statement: Statement | string, values: readonly unknown[]): pg.QueryConfig {
  const named = typeof statement === 'string' ? { text: statement } : statement;
  return { ...named, values: [...values] };
}
