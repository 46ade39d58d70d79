import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { loadPolicy, requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { join } from 'node:path';
import type { Policy } from '../../../engine/packs/policy.ts';
import type { Problem } from '../../../engine/problem.ts';
import type { Mutation } from './mutations.ts';

/** A policy with one mistake in it, beside the one without. */
export interface Mutant {
  readonly mutation: Mutation;
  readonly original: Policy;
  /** As far as it could be loaded. */
  readonly policy: Policy;
  readonly problems: readonly Problem[];
  /** The file with the mistake. */
  readonly file: string;
  /** The lines it takes, from 1: in that file, of what was lost in the original. */
  readonly lines: readonly [first: number, last: number];
}

/** Makes the mistake in memory; no file is written. */
export async function mutantOf(mutation: Mutation): Promise<Mutant> {
  const { policy: folder } = mutation;
  const { policy: original, sources } = await requirePolicy(folder);
  const file = join(folder, mutation.file);
  const text = readFileSync(file, 'utf8');
  expect(text.split(mutation.was), `${mutation.name}: stands once in ${file}`).to.have.length(2);
  const mutated = text.replace(mutation.was, () => mutation.is);
  const changed = sources.map((source) =>
    source.file === file ? { file, bytes: new TextEncoder().encode(mutated) } : source,
  );
  const { policy, problems } = loadPolicy(`${folder}, mutated`, changed);
  return { mutation, original, policy, problems, file, lines: linesOf(text, mutation) };
}

/** From the first character that is another to the last. */
function linesOf(text: string, { was, is }: Mutation): readonly [number, number] {
  let same = 0;
  while (same < was.length && was[same] === is[same]) same++;
  const from = text.indexOf(was);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  // What is lost is told where it stood; of what is written otherwise its own lines count.
  const first = lineAt(from + same);
  return [first, Math.max(first, lineAt(from + was.trimEnd().length))];
}
