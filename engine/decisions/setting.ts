import type { Rule } from '../conditions/condition.ts';
import type { DecidingRules, PrepareDecidingRules } from '../conditions/evaluator.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { Pack } from '../packs/packKind.ts';
import { packCovering, type Policy } from '../packs/policy.ts';
import type { DecisionContext } from './record.ts';
import type { Stale } from './stale.ts';

/** How a policy is run. */
export interface PolicyRunOptions {
  /** Settles ties, the same way every time. */
  readonly seed: string;
  /** The evaluator that decides. */
  readonly prepare: PrepareDecidingRules;
  /** Observed facts the source of events never carries; empty when live. */
  readonly lacking: ReadonlySet<string>;
  /**
   * Whose conversations agents are ranked for; all, when left out. Nothing else rests on a ranking, unless rankings rest on those
   * before: then all are made.
   */
  readonly ranks?: (conversation: string) => boolean;
}

/** What the runs of one policy share: its packs, their rules made ready once, and how it is run. */
export class Setting {
  readonly policy: Policy;
  readonly options: PolicyRunOptions;
  readonly #prepared = new Map<Pack, DecidingRules>();

  constructor(policy: Policy, options: PolicyRunOptions) {
    this.policy = policy;
    this.options = options;
  }

  /** A pack's rules, ready to be asked. @param rules all the pack has; the same every time. */
  rulesOf(pack: Pack, rules: () => readonly Rule[]): DecidingRules {
    let prepared = this.#prepared.get(pack);
    if (prepared === undefined) {
      prepared = this.options.prepare(rules(), pack.missing);
      this.#prepared.set(pack, prepared);
    }
    return prepared;
  }

  /**
   * What a decision about a conversation in a queue is made in.
   * @param ordinal which decision of this conversation at this point this is, from 1.
   * @param stale what it reads that is older than the pack allows.
   */
  inQueue(
    { id, queueEntries }: Conversation,
    at: number,
    ordinal: number,
    stale: readonly Stale[] | undefined,
  ): DecisionContext {
    return this.context(id, at, ordinal, 'queue entry', queueEntries, stale);
  }

  context(
    conversation: string,
    at: number,
    ordinal: number,
    occasion: DecisionContext['occasion'],
    occasionNumber: number,
    stale: readonly Stale[] | undefined,
  ): DecisionContext {
    const { policy, options } = this;
    return { conversation, at, policy, ordinal, occasion, occasionNumber, seed: options.seed, stale };
  }
}

/** The packs of one kind that a policy has: which of them covers a conversation is found once for each queue. */
export class Covering<P extends Pack> {
  readonly #policy: Policy;
  readonly #kind: P['kind'];
  /** The one pack there is, where it is for all conversations. */
  readonly #only: P | undefined;
  /** By queue, then by media type. */
  readonly #known = new Map<string | undefined, Map<string | undefined, P | undefined>>();

  constructor(policy: Policy, kind: P['kind']) {
    this.#policy = policy;
    this.#kind = kind;
    const all = policy.packs.find((pack) => pack.kind === kind && isForAll(pack));
    this.#only = all as P | undefined;
  }

  /** Undefined when no pack of the kind covers the conversation. */
  pack(conversation: Conversation): P | undefined {
    if (this.#only !== undefined) return this.#only;
    const mediaType = conversation.facts['mediaType'] as string | undefined;
    const queue = conversation.queue ?? (conversation.facts['queue'] as string | undefined);
    let byMediaType = this.#known.get(queue);
    if (byMediaType === undefined) {
      byMediaType = new Map();
      this.#known.set(queue, byMediaType);
    }
    if (!byMediaType.has(mediaType)) {
      const found = packCovering(this.#policy, this.#kind, queue, mediaType) as P | undefined;
      byMediaType.set(mediaType, found);
    }
    return byMediaType.get(mediaType);
  }
}

/** Such a pack stands alone: two that cover the same conversations are refused when the policy loads. */
function isForAll({ appliesTo }: Pack): boolean {
  return appliesTo.queues === undefined && appliesTo.mediaTypes === undefined;
}
