import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import type { DecidingRules, PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { loadPolicy } from '../../engine/decisions/loadPolicy.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { hasErrors, ProblemError } from '../../engine/problem.ts';
import { Replaying } from '../replay/replaying.ts';
import { defaultSeed } from '../replay/replay.ts';

/** Rules made ready once for as long as it is kept: the same few packs decide thousands of short courses of events. */
export function keepsPrepared(): PrepareDecidingRules {
  const kept = new Map<string, DecidingRules>();
  return (rules, missing) => {
    const key = JSON.stringify([rules, missing]);
    let prepared = kept.get(key);
    if (prepared === undefined) {
      prepared = compileRules(rules, missing);
      kept.set(key, prepared);
    }
    return prepared;
  };
}

/** A policy at work on events, one after the other. */
export interface Deciding {
  /** @returns the decisions made at the event. */
  take(event: RoutingEvent): readonly Decision[];
}

/** A policy that begins with nothing known, by the code that replays and decides live. */
export function decidingBy(policy: Policy, prepare: PrepareDecidingRules): Deciding {
  let made: Decision[] = [];
  const replaying = new Replaying({
    policy,
    seed: defaultSeed,
    prepare,
    lacking: new Set(),
    onRuling: (ruling) => void made.push(ruling.record()),
  });
  return {
    take(event) {
      made = [];
      replaying.take(event);
      return made;
    },
  };
}

/** Every decision on some events. */
export function decisionsOn(
  events: readonly RoutingEvent[],
  policy: Policy,
  prepare: PrepareDecidingRules,
): readonly Decision[] {
  const deciding = decidingBy(policy, prepare);
  return events.flatMap((event) => deciding.take(event));
}

/** A pack as it is written, to be changed: plain data. */
export type Written = Readonly<Record<string, unknown>>;

/**
 * A policy read anew from what its packs were written as, each in a JSON file of its own, the last first.
 * @param change what stands in a pack's place; the pack unless told.
 * @throws ProblemError where what is written so cannot be loaded.
 */
export function readAnew(policy: Policy, change: (written: Written) => Written = (same) => same): Policy {
  const files = policy.sources.map(({ content }, index) => ({
    file: `pack${index + 1}.json`,
    bytes: new TextEncoder().encode(JSON.stringify(keysReversed(change(content as Written)))),
  }));
  const loaded = loadPolicy(policy.name, files.reverse());
  if (hasErrors(loaded.problems)) throw new ProblemError(loaded.problems);
  return loaded.policy;
}

function keysReversed(written: Written): Written {
  return Object.fromEntries(Object.entries(written).reverse());
}

/** The policy with only its packs of some kinds. */
export function onlyKinds(policy: Policy, kinds: readonly string[]): Policy {
  const indexes = policy.packs.flatMap(({ kind }, index) => (kinds.includes(kind) ? [index] : []));
  return {
    ...policy,
    packs: indexes.map((index) => policy.packs[index]!),
    sources: indexes.map((index) => policy.sources[index]!),
  };
}
