import type { Conversation } from '../conversation/conversation.ts';
import type { PolicyRun, PolicyRunState } from '../decisions/policyRun.ts';
import type { DecisionEnvelope } from '../decisions/record.ts';
import { versionKey, type Policy } from '../packs/policy.ts';
import { decidingPolicy } from '../stages/share.ts';
import type { Stage, StagedPolicy } from '../stages/stage.ts';

/** A version of a policy that decides, and what it remembers. */
interface StagedRun extends StagedPolicy {
  readonly stage: Exclude<Stage, 'draft'>;
  readonly run: PolicyRun;
}

/** Which policies are at work, and what each remembers, as plain data. */
export interface AtWorkState {
  /** All that are listed, drafts too. */
  readonly staged: readonly StagedPolicy[];
  /** By `versionKey`; of those that decide. */
  readonly remembered: Readonly<Record<string, PolicyRunState>>;
}

/** Which policies are at work, at which stage, and which of them has the say about a conversation. */
export class AtWork {
  readonly #begin: (policy: Policy, from?: PolicyRunState) => PolicyRun;
  readonly #versionOf: (one: StagedPolicy) => Policy | undefined;
  #policies: readonly StagedPolicy[] = [];
  #staged: readonly StagedRun[] = [];

  /**
   * @param begin puts a version to work, that remembers nothing yet unless it is given.
   * @param versionOf undefined for a version that cannot be had any more: it does not decide.
   * @param from what an earlier run left.
   */
  constructor(
    begin: (policy: Policy, from?: PolicyRunState) => PolicyRun,
    versionOf: (one: StagedPolicy) => Policy | undefined,
    from?: AtWorkState,
  ) {
    this.#begin = begin;
    this.#versionOf = versionOf;
    if (from !== undefined) this.replace(from.staged, from.remembered);
  }

  /** What it leaves, as a value. */
  state(): AtWorkState {
    const remembered = this.#staged.map((one) => [versionKey(one), one.run.state()] as const);
    return { staged: this.#policies, remembered: Object.fromEntries(remembered) };
  }

  /** All that are listed, drafts too. */
  get policies(): readonly StagedPolicy[] {
    return this.#policies;
  }

  /** Those that decide. */
  get runs(): readonly PolicyRun[] {
    return this.#staged.map(({ run }) => run);
  }

  /**
   * From now on it is so. A version that goes on keeps what it remembers; what another remembered is dropped.
   * @param remembered what versions that were not at work remember all the same.
   * @returns whether a policy must decide anew about a conversation that waits: it is new, or has the say from now on.
   */
  replace(
    policies: readonly StagedPolicy[],
    remembered: AtWorkState['remembered'] = {},
  ): (run: PolicyRun, conversation: Conversation) => boolean {
    const before = this.#staged;
    this.#policies = policies;
    this.#staged = policies.flatMap((one): readonly StagedRun[] => {
      const { stage } = one;
      if (stage === 'draft') return [];
      const same = before.find(({ name, hash }) => name === one.name && hash === one.hash);
      const version = same === undefined ? this.#versionOf(one) : undefined;
      if (version === undefined && same === undefined) return [];
      return [{ ...one, stage, run: same?.run ?? this.#begin(version!, remembered[versionKey(one)]) }];
    });
    const old = new Set(before.map(({ run }) => run));
    const now = this.#staged;
    return (run, { id }) =>
      !old.has(run) || (decidingPolicy(now, id)?.run === run && decidingPolicy(before, id)?.run !== run);
  }

  /**
   * Under what a version decides about a conversation.
   * @param isRenewed whether nothing happened, and the decision is made for the change of policies alone.
   */
  envelope(
    run: PolicyRun,
    conversation: string,
    isRenewed: boolean,
  ): Pick<DecisionEnvelope, 'stage' | 'withheld'> {
    const { stage } = this.#staged.find((one) => one.run === run)!;
    if (decidingPolicy(this.#staged, conversation)?.run !== run) return { stage, withheld: 'all' };
    return isRenewed ? { stage, withheld: 'oneShot' } : { stage };
  }
}
