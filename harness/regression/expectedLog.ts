import { sha256 } from '../../engine/canonical.ts';
import type { LoggedDecision } from '../../engine/decisions/decisionLog.ts';
import { LineBuffer } from '../recording/lineBuffer.ts';
import { readLines, type TextLine } from '../recording/lines.ts';
import { checkLogHeader, decisionOn } from '../replay/decisionLog.ts';
import type { LineSink } from '../replay/replayLogs.ts';
import { fieldDifferences, type FieldDifference } from './fieldDifferences.ts';

/** Bytes gathered before they are compared. */
const batch = 200_000;
/** Ids told of decisions that only one side has. */
const mostIds = 3;

/** A decision that came out with another body than the log has. */
export interface DifferingDecision {
  readonly id: string;
  /** The line of the log. */
  readonly line: number;
  readonly fields: readonly FieldDifference[];
}

/** How the decisions of a replay stand to those of a log. */
export interface LogComparison {
  /** Of the engine that wrote the log. */
  readonly logEngineVersion: string;
  readonly same: number;
  readonly different: number;
  readonly onlyLogged: number;
  readonly onlyNow: number;
  /** Whether the decisions both have come in the same order. */
  readonly sameOrder: boolean;
  /** In the order of the replay. */
  readonly first?: DifferingDecision;
  /** The first ids of decisions that only one side has. */
  readonly onlyLoggedIds: readonly string[];
  readonly onlyNowIds: readonly string[];
}

/** A line waiting for the other side's of the same id. */
interface Waiting {
  readonly hash: string;
  readonly line: number;
  /** Kept while no difference is known yet, so that the first can be told field by field. */
  readonly text?: string;
}

/** A decision log that a replay is held to, byte for byte, as its lines come. Memory does not grow with the log. */
export class ExpectedLog implements LineSink {
  readonly lines = new LineBuffer();
  readonly #file: string;
  readonly #batches: AsyncGenerator<readonly TextLine[]>;
  readonly #decoder = new TextDecoder();
  #ahead: TextLine[] = [];
  #header: { readonly engineVersion: string } | undefined;
  readonly #logged = new Map<string, Waiting>();
  readonly #now = new Map<string, Waiting>();
  #same = 0;
  #different = 0;
  #sameOrder = true;
  #first: DifferingDecision | undefined;

  /** @param file a decision log, `.gz` or plain. */
  constructor(file: string) {
    this.#file = file;
    this.#batches = readLines(file);
  }

  /** @throws ProblemError when it is no decision log. */
  async open(): Promise<void> {
    const first = await this.#next();
    this.#header = checkLogHeader(this.#file, first);
  }

  pass(): Promise<void> | undefined {
    return this.lines.length > batch ? this.#compareAll() : undefined;
  }

  /** Compares what is left, on both sides. */
  async commit(): Promise<void> {
    await this.#compareAll();
    for (let line = await this.#next(); line !== undefined; line = await this.#next())
      this.#meet(this.#logged, this.#now, this.#decisionOn(line).id, waitingFor(line.text, line.number));
    this.#sameOrder &&= this.#logged.size > 0 || this.#now.size > 0 || !this.#wasShifted;
  }

  async discard(): Promise<void> {
    await this.#batches.return(undefined);
  }

  /** What was found; to be asked once all lines have come. */
  result(): LogComparison {
    return {
      logEngineVersion: this.#header!.engineVersion,
      same: this.#same,
      different: this.#different,
      onlyLogged: this.#logged.size,
      onlyNow: this.#now.size,
      sameOrder: this.#sameOrder,
      ...(this.#first === undefined ? {} : { first: this.#first }),
      onlyLoggedIds: [...this.#logged.keys()].slice(0, mostIds),
      onlyNowIds: [...this.#now.keys()].slice(0, mostIds),
    };
  }

  #wasShifted = false;

  async #compareAll(): Promise<void> {
    const text = this.#decoder.decode(this.lines.take());
    for (const now of text.split('\n').slice(0, -1)) await this.#compare(now);
  }

  async #compare(now: string): Promise<void> {
    const logged = await this.#next();
    if (logged?.text === now) {
      this.#same++;
      return;
    }
    const { id } = JSON.parse(now) as LoggedDecision;
    if (logged === undefined) {
      this.#meet(this.#now, this.#logged, id, waitingFor(now, 0));
      return;
    }
    const before = this.#decisionOn(logged);
    if (before.id === id) {
      this.#differ(id, logged.number, logged.text, now);
      return;
    }
    this.#wasShifted = true;
    this.#meet(this.#now, this.#logged, id, waitingFor(now, 0));
    this.#meet(this.#logged, this.#now, before.id, waitingFor(logged.text, logged.number));
  }

  /** A line of one side finds the other's of its id, or waits for it. */
  #meet(mine: Map<string, Waiting>, others: Map<string, Waiting>, id: string, line: Waiting): void {
    const other = others.get(id);
    if (other === undefined) {
      mine.set(id, this.#first === undefined ? line : { hash: line.hash, line: line.line });
      return;
    }
    others.delete(id);
    if (other.hash === line.hash) this.#same++;
    else {
      const [logged, now] = others === this.#logged ? [other, line] : [line, other];
      this.#differ(id, logged.line, logged.text, now.text);
    }
  }

  #differ(id: string, line: number, logged: string | undefined, now: string | undefined): void {
    this.#different++;
    if (this.#first !== undefined || logged === undefined || now === undefined) return;
    this.#first = { id, line, fields: fieldDifferences(JSON.parse(logged), JSON.parse(now)) };
  }

  #decisionOn(line: TextLine): LoggedDecision {
    return decisionOn(this.#file, line);
  }

  async #next(): Promise<TextLine | undefined> {
    while (this.#ahead.length === 0) {
      const read = await this.#batches.next();
      if (read.done === true) return undefined;
      this.#ahead = [...read.value].reverse();
    }
    return this.#ahead.pop();
  }
}

function waitingFor(text: string, line: number): Waiting {
  return { hash: sha256(text), line, text };
}
