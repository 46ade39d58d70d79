import { expect } from 'chai';
import { availableParallelism } from 'node:os';
import type { Problem } from '../../engine/problem.ts';
import { signalbox, type Run } from '../signalbox.ts';

/** A key long enough for pseudonyms. */
export const key = { SIGNALBOX_PSEUDONYM_KEY: 'a key of sixteen characters, and more' };

/** Does the work for every item, as many at a time as there are processors; results in the order of the items. */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

/** What no run may ever show: a stack trace, a warning of the platform's own, a raw control character. */
export function expectPlainOutput({ stdout, stderr }: Run): void {
  for (const text of [stdout, stderr]) {
    expect(text).not.to.match(/^\s+at .+:\d+:\d+\)?$/m);
    expect(text).not.to.match(/\(node:\d+\)|node:internal|\[unforeseen\]/);
    // eslint-disable-next-line no-control-regex -- those are what is looked for
    expect(text).not.to.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  }
}

/** Refused as wrong input: exit code 2, nothing on stdout, and one readable line that ends in the code. */
export function expectRefused(run: Run, code: string, says: string | RegExp = ''): void {
  expectPlainOutput(run);
  const context = `stdout: ${run.stdout.slice(0, 300)}\nstderr: ${run.stderr.slice(0, 600)}`;
  expect(run.code, context).to.equal(2);
  expect(run.stderr, context)
    .to.match(/^(.+: )?error: /)
    .and.to.contain(`[${code}]`);
  if (typeof says === 'string') expect(run.stderr, context).to.contain(says);
  else expect(run.stderr, context).to.match(says);
}

/** `line:column code` of each problem, or `anywhere code` where it matters only that there is a place. */
export function places(problems: readonly Problem[], anywhere = false): string[] {
  return problems.map(({ line, column, code }) => {
    const placed = line !== undefined && line >= 1 && column !== undefined && column >= 1;
    return `${anywhere && placed ? 'anywhere' : `${line}:${column}`} ${code}`;
  });
}

/** What `validate --format json` says about some paths. */
export async function validated(
  ...paths: readonly string[]
): Promise<{ run: Run; valid: boolean; policies: { policy: string; hash?: string }[]; problems: Problem[] }> {
  const run = await signalbox(['validate', ...paths, '--format', 'json']);
  return { run, ...(JSON.parse(run.stdout) as { valid: boolean; policies: []; problems: [] }) };
}
