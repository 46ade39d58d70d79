import { loadPolicy, type ReadPolicy } from '../decisions/loadPolicy.ts';
import { versionKey, type Policy } from '../packs/policy.ts';
import { hasErrors, type Problem } from '../problem.ts';
import type { StagedPolicy } from '../stages/stage.ts';
import type { KeptPolicy, Store } from '../store.ts';

/** A policy as it can be put to work, and as it is kept. */
export interface PolicyVersion {
  readonly policy: Policy;
  readonly files: KeptPolicy['files'];
}

/** A policy that was read from its folder without errors. */
export function versionOf({ policy, sources }: Pick<ReadPolicy, 'policy' | 'sources'>): PolicyVersion {
  const decoder = new TextDecoder();
  return { policy, files: sources.map(({ file, bytes }) => ({ file, text: decoder.decode(bytes) })) };
}

/** The versions of policies that are known: as files have them now, and as the store has those of before. */
export class PolicyVersions {
  readonly #known = new Map<string, Policy>();
  readonly #problem: (problem: Problem) => void;

  constructor(problem: (problem: Problem) => void) {
    this.#problem = problem;
  }

  /** @returns how the store keeps it. */
  add({ policy, files }: PolicyVersion): KeptPolicy {
    this.#known.set(versionKey(policy), policy);
    return { hash: policy.hash, files };
  }

  /** Undefined for one that cannot be had any more. */
  find(one: Pick<StagedPolicy, 'name' | 'hash'>): Policy | undefined {
    return this.#known.get(versionKey(one));
  }

  /** Reads from the store what policies were when they were at work. One that cannot be had any more is told. */
  async restore(policies: readonly StagedPolicy[], store: Pick<Store, 'policy'>): Promise<void> {
    const encoder = new TextEncoder();
    for (const one of policies) {
      if (this.#known.has(versionKey(one)) || one.stage === 'draft') continue;
      const kept = await store.policy(one.hash);
      const sources = kept?.files.map(({ file, text }) => ({ file, bytes: encoder.encode(text) })) ?? [];
      const { policy, problems } = loadPolicy(one.name, sources);
      // What the files mean may be another thing to another release.
      if (policy.hash === one.hash && !hasErrors(problems)) this.#known.set(versionKey(one), policy);
      else this.#problem(lostVersion(one));
    }
  }
}

function lostVersion({ name, hash }: StagedPolicy): Problem {
  return {
    code: 'version-lost',
    severity: 'warning',
    message: `version ${hash.slice(0, 12)} of ${name} cannot be read by this release: what it remembered is lost`,
    hint: 'what was decided and done stays; conversations that go on are decided by the version there is now',
  };
}
