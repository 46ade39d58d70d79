import { contentHash, deepFreeze } from '../canonical.ts';
import type { Problem } from '../problem.ts';
import type { LoadedPack } from './load.ts';
import type { Pack } from './packKind.ts';
import { covers, overlap } from './scope.ts';

/** What is released, replayed and compared: packs that belong together, under one hash. Frozen. */
export interface Policy {
  /** The name of its folder; not part of its meaning. */
  readonly name: string;
  /** SHA-256 of what the packs mean, whatever the files look like. */
  readonly hash: string;
  /** Sorted by kind and name. */
  readonly packs: readonly Pack[];
}

/** Puts packs together; errors where two of them cannot stand beside each other. */
export function assemblePolicy(
  name: string,
  loaded: readonly LoadedPack[],
): { policy: Policy; problems: Problem[] } {
  const packs = loaded.map(({ pack }) => pack).sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const policy = deepFreeze({ name, hash: contentHash(packs), packs });
  return { policy, problems: clashes(loaded) };
}

/** The pack of a kind that covers a conversation, if any; a policy has at most one. */
export function packCovering(
  policy: Policy,
  kind: string,
  queue: string | undefined,
  mediaType: string | undefined,
): Pack | undefined {
  return policy.packs.find((pack) => pack.kind === kind && covers(pack.appliesTo, queue, mediaType));
}

function sortKey(pack: Pack): string {
  return `${pack.kind}\0${pack.name}`;
}

function clashes(loaded: readonly LoadedPack[]): Problem[] {
  const problems: Problem[] = [];
  loaded.forEach((later, index) => {
    for (const earlier of loaded.slice(0, index)) {
      if (later.pack.kind !== earlier.pack.kind) continue;
      const other = `${earlier.document.file}:${earlier.document.where(['name']).line}`;
      const clash = clashBetween(later.pack, earlier.pack, other);
      if (clash === undefined) continue;
      const path = [clash.code === 'same-name' ? 'name' : 'appliesTo'];
      problems.push({
        severity: 'error',
        file: later.document.file,
        ...later.document.where(path),
        rule: later.pack.name,
        ...clash,
      });
      break; // one clash a pack says enough
    }
  });
  return problems;
}

function clashBetween(
  later: Pack,
  earlier: Pack,
  place: string,
): Pick<Problem, 'code' | 'message' | 'hint'> | undefined {
  if (later.name === earlier.name) {
    return { code: 'same-name', message: `there is another ${later.kind} named "${later.name}" at ${place}` };
  }
  if (!overlap(later.appliesTo, earlier.appliesTo)) return undefined;
  return {
    code: 'two-packs',
    message: `this ${later.kind} and "${earlier.name}" at ${place} cover the same conversations`,
    hint: 'give each its own queues or media types under appliesTo',
  };
}
