import { loadPolicy, type LoadedPolicy } from '../../engine/decisions/loadPolicy.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { renderProblem } from '../../engine/problem.ts';

/** A policy from texts, one file each; named so that problems can be told apart. */
export function policyFromText(...texts: readonly string[]): LoadedPolicy {
  const encoder = new TextEncoder();
  return loadPolicy(
    'spec',
    texts.map((text, index) => ({ file: `pack${index + 1}.yaml`, bytes: encoder.encode(text) })),
  );
}

/** The same, for a policy that must be right. */
export function rightPolicy(...texts: readonly string[]): Policy {
  const { policy, problems } = policyFromText(...texts);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(renderProblem).join('\n'));
  return policy;
}

/** A pack's first lines. */
export function header(kind: string, name = 'spec'): string {
  return `apiVersion: signalbox/v1\nkind: ${kind}\nname: ${name}\n`;
}
