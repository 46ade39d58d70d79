import { resolve } from 'node:path';
import type { Ruling } from '../../engine/decisions/policyRun.ts';
import { problemError } from '../../engine/problem.ts';
import { LineFile } from '../recording/lineFile.ts';
import { outputPlace } from '../recording/outputPlace.ts';
import { decisionLine, logHeaderLine } from './decisionLog.ts';
import { RulingLines, rulingsHeaderLine } from './rulingLog.ts';

/** Which files of decisions a replay is to write. */
export interface ReplayLogFiles {
  /** Every decision's record. */
  readonly log?: string;
  /** What every decision came to. */
  readonly rulings?: string;
}

interface OpenLog {
  readonly file: LineFile;
  readonly write: (ruling: Ruling) => void;
}

/** The files of decisions that a replay writes as it goes; they appear when it has come to its end. */
export class ReplayLogs {
  readonly #logs: readonly OpenLog[];

  private constructor(logs: readonly OpenLog[]) {
    this.#logs = logs;
  }

  /** @throws ProblemError when a file cannot go there, or would replace the recording or the other file. */
  static async open({ log, rulings }: ReplayLogFiles, recording: string): Promise<ReplayLogs> {
    const logPlace = log === undefined ? undefined : await outputPlace(log, [recording]);
    const rulingsPlace = rulings === undefined ? undefined : await outputPlace(rulings, [recording]);
    if (logPlace !== undefined && rulingsPlace !== undefined && resolve(logPlace) === resolve(rulingsPlace)) {
      throw problemError('same-file', '--log and --rulings would write one file', {
        file: logPlace,
        hint: 'give each a name of its own',
      });
    }
    const logs: OpenLog[] = [];
    if (logPlace !== undefined) {
      const file = new LineFile(logPlace);
      const write = (ruling: Ruling): void => {
        file.lines.text(decisionLine(ruling.record()));
        file.lines.end();
      };
      logs.push({ file, write });
      await file.write(logHeaderLine());
    }
    if (rulingsPlace !== undefined) {
      const file = new LineFile(rulingsPlace);
      const lines = new RulingLines();
      logs.push({ file, write: (ruling) => lines.write(ruling, file.lines) });
      await file.write(rulingsHeaderLine());
    }
    return new ReplayLogs(logs);
  }

  /** Writes a decision down. @returns what to wait for, where a file is slower than the replay. */
  write(ruling: Ruling): Promise<void> | undefined {
    let slower: Promise<void> | undefined;
    for (const { file, write } of this.#logs) {
      write(ruling);
      slower = file.pass() ?? slower;
    }
    return slower;
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
