import { resolve } from 'node:path';
import type { Ruling } from '../../engine/decisions/policyRun.ts';
import { problemError } from '../../engine/problem.ts';
import type { LineBuffer } from '../recording/lineBuffer.ts';
import { LineFile } from '../recording/lineFile.ts';
import { outputPlace } from '../recording/outputPlace.ts';
import { decisionLine, logHeaderLine } from './decisionLog.ts';
import { RulingLines, rulingsHeaderLine } from './rulingLog.ts';

/** The files of decisions there are: every decision's record, and what every decision came to. */
export const logKinds = ['log', 'rulings'] as const;
export type LogKind = (typeof logKinds)[number];

/** Which of them a replay is to write, and where. */
export type ReplayLogFiles = { readonly [Kind in LogKind]?: string };

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

const headerLines: Readonly<Record<LogKind, () => string>> = {
  log: logHeaderLine,
  rulings: rulingsHeaderLine,
};

/** The files of decisions that a replay writes as it goes; they appear when it has come to its end. */
export class ReplayLogs {
  readonly #logs: readonly { readonly kind: LogKind; readonly file: LineFile; readonly write: WriteLine }[];

  private constructor(files: readonly (readonly [LogKind, LineFile])[]) {
    this.#logs = files.map(([kind, file]) => ({ kind, file, write: lineWriter(kind) }));
  }

  /** @throws ProblemError when a file cannot go there, or would replace the recording or the other file. */
  static async open(files: ReplayLogFiles, recording: string): Promise<ReplayLogs> {
    const places: (readonly [LogKind, string])[] = [];
    for (const kind of logKinds) {
      const file = files[kind];
      if (file !== undefined) places.push([kind, await outputPlace(file, [recording])]);
    }
    if (new Set(places.map(([, place]) => resolve(place))).size < places.length) {
      throw problemError('same-file', '--log and --rulings would write one file', {
        file: places[0]![1],
        hint: 'give each a name of its own',
      });
    }
    const opened = places.map(([kind, place]) => [kind, new LineFile(place)] as const);
    for (const [kind, file] of opened) await file.write(headerLines[kind]());
    return new ReplayLogs(opened);
  }

  /** The kinds of file that are written. */
  get kinds(): readonly LogKind[] {
    return this.#logs.map(({ kind }) => kind);
  }

  /** Writes a decision down. @returns what to wait for, where a file is slower than the replay. */
  write(ruling: Ruling): Promise<void> | undefined {
    let slower: Promise<void> | undefined;
    for (const { file, write } of this.#logs) {
      write(ruling, file.lines);
      slower = file.pass() ?? slower;
    }
    return slower;
  }

  /** Adds lines that somebody else has spelled. @returns what to wait for, where the file is slower. */
  append(kind: LogKind, lines: Uint8Array): Promise<void> | undefined {
    const { file } = this.#logs.find((log) => log.kind === kind)!;
    file.lines.bytes(lines);
    return file.pass();
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
