import { resolve } from 'node:path';
import { decisionLine, logHeaderLine } from '../../engine/decisions/decisionLog.ts';
import type { Ruling } from '../../engine/decisions/policyRun.ts';
import { problemError } from '../../engine/problem.ts';
import type { LineBuffer } from '../recording/lineBuffer.ts';
import { LineFile } from '../recording/lineFile.ts';
import { outputPlace } from '../recording/outputPlace.ts';
import { RulingLines, rulingsHeaderLine } from './rulingLog.ts';

/** The files of decisions there are: every decision's record, and what every decision came to. */
const fileKinds = ['log', 'rulings'] as const;
/** What lines are spelled for: those files, and a log that the records are held to. */
export type LogKind = (typeof fileKinds)[number] | 'expected';

/** Which of them a replay is to write, and where. */
export type ReplayLogFiles = { readonly [Kind in (typeof fileKinds)[number]]?: string };

/** Where lines go. */
export interface LineSink {
  /** Those that have not gone on yet. Whoever adds to it says so with `pass`. */
  readonly lines: LineBuffer;
  /** Passes lines on when there are enough of them. Wait for the promise, if there is one. */
  pass(): Promise<void> | undefined;
  /** There are no more. @throws ProblemError when they cannot be put where they go. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** Adds a decision's line. */
export type WriteLine = (ruling: Ruling, into: LineBuffer) => void;

/** How a file of a kind spells decisions. */
export function lineWriter(kind: LogKind): WriteLine {
  if (kind === 'rulings') {
    const lines = new RulingLines();
    return (ruling, into) => lines.write(ruling, into);
  }
  return (ruling, into) => {
    into.text(decisionLine(ruling.record()));
    into.end();
  };
}

const headerLines: Readonly<Record<(typeof fileKinds)[number], () => string>> = {
  log: () => logHeaderLine('replay'),
  rulings: rulingsHeaderLine,
};

/** The files of decisions that a replay writes as it goes; they appear when it has come to its end. */
export class ReplayLogs {
  readonly #logs: readonly { readonly kind: LogKind; readonly file: LineSink; readonly write: WriteLine }[];

  private constructor(files: readonly (readonly [LogKind, LineSink])[]) {
    this.#logs = files.map(([kind, file]) => ({ kind, file, write: lineWriter(kind) }));
  }

  /**
   * @param inputs files that are read, none of which may be replaced.
   * @param expected takes the lines of a log as well.
   * @throws ProblemError when a file cannot go there, or would replace an input or the other file.
   */
  static async open(
    files: ReplayLogFiles,
    inputs: readonly string[],
    expected?: LineSink,
  ): Promise<ReplayLogs> {
    const places: (readonly [(typeof fileKinds)[number], string])[] = [];
    for (const kind of fileKinds) {
      const file = files[kind];
      if (file !== undefined) places.push([kind, await outputPlace(file, inputs)]);
    }
    if (new Set(places.map(([, place]) => resolve(place))).size < places.length) {
      throw problemError('same-file', '--log and --rulings would write one file', {
        file: places[0]![1],
        hint: 'give each a name of its own',
      });
    }
    const opened = places.map(([kind, place]) => [kind, new LineFile(place)] as const);
    for (const [kind, file] of opened) await file.write(headerLines[kind]());
    return new ReplayLogs(expected === undefined ? opened : [...opened, ['expected', expected]]);
  }

  /** The kinds of file that are written. */
  get kinds(): readonly LogKind[] {
    return this.#logs.map(({ kind }) => kind);
  }

  /** Writes a decision down. */
  write(ruling: Ruling): void {
    for (const { file, write } of this.#logs) write(ruling, file.lines);
  }

  /** Passes on what was written. Wait for it: a file may be slower than the replay. */
  async pass(): Promise<void> {
    for (const { file } of this.#logs) await file.pass();
  }

  /** Adds lines that somebody else has spelled. */
  append(kind: LogKind, lines: Uint8Array): void {
    this.#logs.find((log) => log.kind === kind)!.file.lines.bytes(lines);
  }

  /** Puts the files in their places. @throws ProblemError when one cannot be written there. */
  async commit(): Promise<void> {
    for (const { file } of this.#logs) await file.commit();
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    for (const { file } of this.#logs) await file.discard();
  }
}
