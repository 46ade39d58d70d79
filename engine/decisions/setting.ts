import type { Rule } from '../conditions/condition.ts';
import type { DecidingRules, PrepareDecidingRules } from '../conditions/evaluator.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { Pack } from '../packs/packKind.ts';
import { packCovering, type Policy } from '../packs/policy.ts';
import type { DecisionContext } from './record.ts';

/** How a policy is run. */
export interface PolicyRunOptions {
  /** Settles ties, the same way every time. */
  readonly seed: string;
  /** The evaluator that decides. */
  readonly prepare: PrepareDecidingRules;
  /** Observed facts the source of events never carries; empty when live. */
  readonly lacking: ReadonlySet<string>;
}

/** What the runs of one policy share: its packs, their rules made ready once, and how it is run. */
export class Setting {
  readonly policy: Policy;
  readonly options: PolicyRunOptions;
  readonly #prepared = new Map<Pack, DecidingRules>();
  /** By kind of pack, then by queue, then by media type: which pack covers a conversation. */
  readonly #covering = new Map<string, Map<string | undefined, Map<string | undefined, Pack | undefined>>>();

  constructor(policy: Policy, options: PolicyRunOptions) {
    this.policy = policy;
    this.options = options;
  }

  /** The pack of a kind that covers a conversation; undefined when none does. */
  covering<P extends Pack>(kind: P['kind'], conversation: Conversation): P | undefined {
    const mediaType = conversation.facts['mediaType'] as string | undefined;
    const queue = conversation.queue ?? (conversation.facts['queue'] as string | undefined);
    const byMediaType = entry(entry(this.#covering, kind), queue);
    if (!byMediaType.has(mediaType))
      byMediaType.set(mediaType, packCovering(this.policy, kind, queue, mediaType));
    return byMediaType.get(mediaType) as P | undefined;
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

  /** @param ordinal which decision of this conversation at this point this is, from 1. */
  context(conversation: Conversation, at: number, ordinal: number, occasion: string): DecisionContext {
    const { policy, options } = this;
    return { conversation: conversation.id, at, policy, ordinal, occasion, seed: options.seed };
  }
}

function entry<Key, Held>(map: Map<string, Map<Key, Held>>, key: string): Map<Key, Held>;
function entry<Key, Held>(
  map: Map<string | undefined, Map<Key, Held>>,
  key: string | undefined,
): Map<Key, Held>;
function entry<Key, Held>(
  map: Map<string | undefined, Map<Key, Held>>,
  key: string | undefined,
): Map<Key, Held> {
  let held = map.get(key);
  if (held === undefined) {
    held = new Map();
    map.set(key, held);
  }
  return held;
}

/** How the queue entry of a conversation is told apart from its others: the occasion of what is decided there. */
export function queueEntry({ queueEntries }: Conversation): string {
  return `queue entry ${queueEntries}`;
}
