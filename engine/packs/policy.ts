import { contentHash, deepFreeze } from '../canonical.ts';
import type { Problem } from '../problem.ts';
import type { LoadedPack } from './load.ts';
import type { Pack } from './packKind.ts';
import { covers, overlap } from './scope.ts';
import type { SourceDocument } from './yamlDocuments.ts';

/** What is released, replayed and compared: packs that belong together, under one hash. Frozen. */
export interface Policy {
  /** The name of its folder; not part of its meaning. */
  readonly name: string;
  /** SHA-256 of what the packs mean, whatever the files look like. */
  readonly hash: string;
  /** Those that decide, sorted by kind and name. */
  readonly packs: readonly Pack[];
  /** What each of the packs was written as, in their order, to tell places by; not part of the policy's meaning. */
  readonly sources: readonly SourceDocument[];
  /** What the policy claims about itself, sorted alike; no part of its meaning, for nothing is decided by it. */
  readonly claims: readonly Claim[];
}

/** A pack that claims something, and where it is written. */
export type Claim = Pick<LoadedPack, 'pack' | 'document'>;

/** Puts packs together; errors where two of them cannot stand beside each other. */
export function assemblePolicy(
  name: string,
  loaded: readonly LoadedPack[],
): { policy: Policy; problems: Problem[] } {
  const sorted = [...loaded].sort((a, b) => (sortKey(a.pack) < sortKey(b.pack) ? -1 : 1));
  const deciding = sorted.filter(({ isClaim }) => !isClaim);
  const packs = deciding.map(({ pack }) => pack);
  const sources = deciding.map(({ document }) => document);
  const claims = sorted.filter(({ isClaim }) => isClaim).map(({ pack, document }) => ({ pack, document }));
  const policy = deepFreeze({ name, hash: contentHash(packs), packs, sources, claims });
  return { policy, problems: clashes(loaded) };
}

/** Tells a version of a policy from every other: two policies of different names may mean the same. */
export function versionKey({ name, hash }: Pick<Policy, 'name' | 'hash'>): string {
  return JSON.stringify([name, hash]);
}

/**
 * The packs of several policies under one hash, for who must know all that any of them may say; no policy to decide by,
 * for two of its packs may cover the same conversations.
 */
export function policiesTogether(policies: readonly Policy[]): Policy {
  const [first, ...others] = policies;
  if (first !== undefined && others.length === 0) return first;
  const packs = policies.flatMap((policy) => policy.packs);
  const sources = policies.flatMap((policy) => policy.sources);
  const claims = policies.flatMap((policy) => policy.claims);
  const name = policies.map((policy) => policy.name).join(', ');
  return { name, hash: contentHash(packs), packs, sources, claims };
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

/** A policy's pack, by its kind and name. @throws Error when there is none: who asks knows of it from the same policy. */
export function packNamed<P extends Pack>(policy: Policy, kind: P['kind'], name: string): P {
  const found = policy.packs.find((pack) => pack.kind === kind && pack.name === name);
  if (found === undefined) throw new Error(`policy "${policy.name}" has no ${kind} named "${name}"`);
  return found as P;
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
