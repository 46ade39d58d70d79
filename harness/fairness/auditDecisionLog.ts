import { problemError } from '../../engine/problem.ts';
import { readDecisionLog } from '../replay/decisionLog.ts';
import { Auditing, type Grouping } from './audit.ts';
import type { AuditFileOptions } from './auditOptions.ts';
import { fairnessAudit, type FairnessAudit } from './result.ts';

/**
 * Audits the rankings of a decision log that are the policy's: of the version at hand where the log has any of it, else of
 * the one version there is.
 * @param stage who decided, as the log's header says it.
 * @throws ProblemError when the log is wrong, or has no ranking of the policy.
 */
export async function auditDecisionLog(
  options: AuditFileOptions,
  stage: string,
  grouping: Grouping | undefined,
): Promise<FairnessAudit> {
  const { file, policy, claim, seed } = options;
  const versions = new Map<string, { readonly auditing: Auditing; rankings: number }>();
  const others = new Set<string>();
  let rankings = 0;
  for await (const decision of readDecisionLog(file)) {
    if (decision.point !== 'ranking') continue;
    rankings++;
    const { name, hash } = decision.policy;
    if (name !== policy.name && hash !== policy.hash) {
      others.add(name);
      continue;
    }
    let version = versions.get(hash);
    if (version === undefined) {
      version = { auditing: new Auditing(options), rankings: 0 };
      versions.set(hash, version);
    }
    version.auditing.take(decision);
    version.rankings++;
  }
  const hash =
    versions.has(policy.hash) || versions.size === 0
      ? policy.hash
      : onlyVersion(options, [...versions.keys()]);
  const version = versions.get(hash);
  if (version === undefined && others.size > 0) {
    throw problemError('other-policy', `the log has no ranking by ${policy.name}`, {
      file,
      hint: `it has some by ${[...others].sort().join(', ')}: give that policy’s folder`,
    });
  }
  const { auditing } = version ?? { auditing: new Auditing(options) };
  return fairnessAudit(
    policy,
    {
      level: stage === 'replay' ? 1 : 'live',
      policyHash: hash,
      seed,
      source: { kind: 'decision log', file, stage, ofOthers: rankings - (version?.rankings ?? 0) },
      claim,
    },
    auditing.result(grouping),
  );
}

function onlyVersion({ file, policy }: AuditFileOptions, hashes: readonly string[]): string {
  if (hashes.length === 1) return hashes[0]!;
  const versions = hashes.map((hash) => hash.slice(0, 12)).join(', ');
  throw problemError(
    'several-versions',
    `the log has rankings by several versions of ${policy.name} (${versions}), none of them the one in the folder`,
    { file, hint: 'give the folder of the version to audit' },
  );
}
