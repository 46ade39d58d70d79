import { didYouMean } from '../suggest.ts';
import type { StageInstruction } from '../instruction.ts';
import type { Problem } from '../problem.ts';
import type { StagedPolicy } from './stage.ts';

/** Told where nothing that is decided is done. */
export const noActivePolicy: Problem = {
  code: 'no-active-policy',
  severity: 'warning',
  message: 'no policy is active: of conversations that no canary has, nothing that is decided is done',
  hint: 'make one active: signalbox stage <policy> active',
};

type Unhashed = Omit<StagedPolicy, 'hash'>;

/**
 * The stages at a start. A policy keeps the stage it has in the store. Of those never staged the first that is listed is
 * active, unless another is; the others are drafts.
 * @param listed by name, in order.
 * @param kept as the store has them; those that are not listed any more count for nothing.
 */
export function stagesAtStart(listed: readonly string[], kept: readonly StagedPolicy[]): readonly Unhashed[] {
  const staged = listed.map((name) => kept.find((one) => one.name === name));
  const hasActive = staged.some((one) => one?.stage === 'active');
  const first = hasActive ? -1 : staged.indexOf(undefined);
  return staged.map((one, index): Unhashed => {
    if (one === undefined) return { name: listed[index]!, stage: index === first ? 'active' : 'draft' };
    const { name, stage, sharePercent } = one;
    return { name, stage, ...(sharePercent === undefined ? {} : { sharePercent }) };
  });
}

/**
 * The stages after an operator's word. The policy that was active before another became so is a shadow: it can be made
 * active again, and remembers all it would have decided.
 * @returns what is wrong, in a sentence, when it cannot be.
 */
export function restaged(
  policies: readonly StagedPolicy[],
  { policy, stage, sharePercent }: StageInstruction['stage'],
): readonly StagedPolicy[] | string {
  const found = policies.find(({ name }) => name === policy);
  if (found === undefined) {
    const names = policies.map(({ name }) => name);
    const hint = didYouMean(policy, names) ?? `those listed are: ${names.join(', ')}`;
    return `no policy "${policy}" is listed; ${hint}`;
  }
  const wrong = shareProblem(stage, sharePercent);
  if (wrong !== undefined) return wrong;
  const other = policies.find((one) => one.stage === 'canary' && one !== found);
  if (stage === 'canary' && other !== undefined)
    return `"${other.name}" is a canary, and one is at most; make it a shadow or active first`;
  return policies.map((one): StagedPolicy => {
    const { name, hash } = one;
    if (one === found) return { name, hash, stage, ...(sharePercent === undefined ? {} : { sharePercent }) };
    return stage === 'active' && one.stage === 'active' ? { name, hash, stage: 'shadow' } : one;
  });
}

/** What is wrong about a share, in a sentence. */
export function shareProblem(
  stage: StagedPolicy['stage'],
  sharePercent: number | undefined,
): string | undefined {
  if (stage !== 'canary')
    return sharePercent === undefined ? undefined : `a share is for a canary alone, not for ${stage}`;
  if (sharePercent !== undefined && sharePercent > 0 && sharePercent <= 100) return undefined;
  return 'a canary needs its share of the conversations, in percent: above 0 and up to 100';
}
