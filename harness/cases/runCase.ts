import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import type { PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';
import { explainDecision } from '../../engine/decisions/explain.ts';
import type { Ruling } from '../../engine/decisions/policyRun.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { defaultSeed } from '../replay/replay.ts';
import { Replaying } from '../replay/replaying.ts';
import { caseConversation } from './aftermath.ts';
import type { Case, Expectation, Place } from './case.ts';
import { differencesFrom, type Difference } from './differences.ts';
import { preparedOnce } from './preparedOnce.ts';
import { rulePlaces, type RulePlace } from './rulePlaces.ts';
import { situationOf } from './situation.ts';

/** How a case came out. */
export interface CaseResult {
  readonly name: string;
  readonly because?: string;
  readonly passed: boolean;
  /** Where the case is written; absent of one that stands in no file. */
  readonly at?: Place;
  /** What is not as expected, each with where the expectation is written. */
  readonly differences: readonly (Omit<Difference, 'path'> & { readonly at?: Place })[];
  /** Why the policy decided as it did, in plain language; empty when it decided nothing, or all is as expected. */
  readonly explanation: readonly string[];
  /** Where the rules it is about are written; empty when all is as expected. */
  readonly rules: readonly RulePlace[];
}

/** Watches cases being decided. */
export interface CaseWatch {
  /** The evaluator of conditions, watched. */
  watched(prepare: PrepareDecidingRules): PrepareDecidingRules;
  /** What is decided from now on counts, or does not: it is only how the agents came to be what they are. */
  counts(does: boolean): void;
  onRuling(ruling: Ruling): void;
}

/** Runs cases through the very code that replays recordings and decides live, each on its own. */
export class CaseRunner {
  readonly #policy: Policy;
  readonly #watch: CaseWatch | undefined;
  readonly #prepare: PrepareDecidingRules;

  constructor(policy: Policy, watch?: CaseWatch) {
    this.#policy = policy;
    this.#watch = watch;
    const prepare = preparedOnce(compileRules);
    this.#prepare = watch?.watched(prepare) ?? prepare;
  }

  run(one: Case): CaseResult {
    const { name, because, expect, where } = one;
    const ruling = this.#decide(one);
    const decision = ruling?.record();
    const explanation = (): readonly string[] => (decision === undefined ? [] : explainDecision(decision));
    const differences =
      decision === undefined ? [nothingDecided(one)] : differencesFrom(expect, decision, explanation);
    const passed = differences.length === 0;
    return {
      name,
      ...(because === undefined ? {} : { because }),
      passed,
      ...(where === undefined ? {} : { at: where([]) }),
      differences: differences.map(({ path, ...difference }) => ({
        ...difference,
        ...(where === undefined ? {} : { at: where(path) }),
      })),
      explanation: passed ? [] : explanation(),
      rules: passed ? [] : rulePlaces(one, decision, this.#policy),
    };
  }

  /** The last decision that is asked for. */
  #decide(one: Case): Ruling | undefined {
    let asked: Ruling | undefined;
    const onRuling = (ruling: Ruling): void => {
      this.#watch?.onRuling(ruling);
      if (isAsked(ruling, one.expect)) asked = ruling;
    };
    const [policy, prepare] = [this.#policy, this.#prepare];
    const replaying = new Replaying({ policy, prepare, seed: defaultSeed, lacking: new Set(), onRuling });
    const { before, events } = situationOf(one, policy);
    this.#watch?.counts(false);
    for (const event of before) replaying.take(event);
    this.#watch?.counts(true);
    for (const event of events) replaying.take(event);
    return asked;
  }
}

/** Runs one case. */
export function runCase(one: Case, policy: Policy): CaseResult {
  return new CaseRunner(policy).run(one);
}

function isAsked(ruling: Ruling, { point, decision = {} }: Expectation): boolean {
  if (ruling.point !== point || ruling.context.conversation !== caseConversation) return false;
  const { on } = decision;
  return ruling.point !== 'reaction' || on === undefined || ruling.on === on;
}

const whatItTakes: Readonly<Record<Expectation['point'], string>> = {
  skills: 'skills are decided when a conversation enters a queue: give the queue',
  order: 'who is next is decided when one who waits is answered: give the queue',
  ranking: 'agents are ranked for a conversation that waits: give the queue',
  handoff: 'a handoff is decided at each turn with the bot: give turns',
  delivery: 'delivery is decided about messages: give messages',
  reaction: 'nothing came about that a reaction is on',
};

function nothingDecided({ expect }: Case): Difference {
  const { point } = expect;
  const message = `nothing was decided at ${point}: ${whatItTakes[point]}, where a pack covers it`;
  return { field: 'decision', expected: point, actual: undefined, message, path: ['expect', 'point'] };
}
