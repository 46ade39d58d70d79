import { canonicalJson } from '../../engine/canonical.ts';
import { problemError, type Problem } from '../../engine/problem.ts';
import { readLines, type TextLine } from '../recording/lines.ts';
import { parseUtc } from '../recording/time.ts';
import { SnapshotHash, snapshotVersion, type SnapshotHeader } from './format.ts';

/** Problems of one file that are told; more of the same say no more. */
const mostProblems = 10;

/** What became of a snapshot since it was taken. */
export interface VerifiedSnapshot {
  readonly header: SnapshotHeader;
  /** Conversations that are there. */
  readonly conversations: number;
  /** As worked out from what is there. */
  readonly sha256: string;
  /** None where it is as it was taken. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a snapshot again: whether it has the hash and the count it says, in the one form and order it can have.
 * @throws ProblemError when the file cannot be read, or is no snapshot of a version this code reads.
 */
export async function verifySnapshot(file: string): Promise<VerifiedSnapshot> {
  let header: SnapshotHeader | undefined;
  const hash = new SnapshotHash();
  const problems: Problem[] = [];
  const found = (code: string, message: string, line: number): void => {
    if (problems.length < mostProblems) problems.push({ code, severity: 'error', message, file, line });
  };
  let [conversations, last] = [0, ''];
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      if (header === undefined) {
        header = headerIn(file, line);
        continue;
      }
      const { text, number } = line;
      const wrong = lineProblem(line, header) ?? (text > last ? undefined : outOfOrder);
      if (wrong !== undefined) found(wrong.code, wrong.message, number);
      hash.line(text);
      [conversations, last] = [conversations + 1, text];
    }
  }
  if (header === undefined) throw notASnapshot(file);
  const { sha256: said, ...rest } = header;
  if (conversations !== header.conversations)
    found('wrong-count', `it says ${header.conversations} conversations, and ${conversations} are there`, 1);
  const sha256 = hash.end(rest);
  if (sha256 !== said) found('wrong-hash', `it says sha256 ${said}, and what is there has ${sha256}`, 1);
  return { header, conversations, sha256, problems };
}

const outOfOrder = { code: 'out-of-order', message: 'the line belongs before the one above it' };

function lineProblem({ text, complete }: TextLine, { from, to }: SnapshotHeader) {
  let read: { readonly at?: unknown };
  try {
    read = JSON.parse(text) as typeof read;
    if (complete && canonicalJson(read) !== text)
      return { code: 'not-canonical', message: 'the line is not as a snapshot is written' };
  } catch {
    return { code: 'not-json', message: 'the line is not JSON' };
  }
  if (!complete) return { code: 'cut-off', message: 'the line is cut off' };
  const at = parseUtc(String(read.at)) ?? NaN;
  if (at >= parseUtc(from)! && at < parseUtc(to)!) return undefined;
  return { code: 'outside-the-window', message: 'the conversation began outside the window' };
}

function headerIn(file: string, { text }: TextLine): SnapshotHeader {
  let header: Partial<Record<keyof SnapshotHeader, unknown>> | null;
  try {
    header = JSON.parse(text) as typeof header;
  } catch {
    throw notASnapshot(file);
  }
  if (header?.signalbox !== 'snapshot') throw notASnapshot(file);
  if (header.version !== snapshotVersion)
    throw problemError(
      'wrong-version',
      `it is a snapshot of version ${String(header.version)}; this reads ${snapshotVersion}`,
      { file, line: 1 },
    );
  const areMoments = [header.from, header.to, header.asOf].every(
    (text) => parseUtc(String(text)) !== undefined,
  );
  if (areMoments && typeof header.conversations === 'number' && typeof header.sha256 === 'string')
    return header as SnapshotHeader;
  throw problemError('bad-header', 'its first line does not say what a snapshot’s says', { file, line: 1 });
}

function notASnapshot(file: string): Error {
  return problemError('not-a-snapshot', 'this is no snapshot', {
    file,
    hint: 'signalbox snapshot takes one',
  });
}
