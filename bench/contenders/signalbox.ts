import { compileRules, type CompiledRules } from '../../engine/conditions/compiled/compile.ts';
import type { FactDefinition, FactValues } from '../../engine/facts/definition.ts';
import { engineVersion } from '../../engine/version.ts';
import { checkedRules } from '../works/checkedRules.ts';
import type { RuleWork, Work } from '../works/work.ts';
import { asRules, firstHit, type Decider } from './contender.ts';

/** Decisions whose leaf outcomes are in hand at any moment; an older one is overwritten. */
const kept = 1_024;

/** Our compiled tier; where all rules are wanted, the outcome of every leaf is kept as well. */
export function prepare(work: Work): Decider {
  const rules = asRules(work);
  const compiled = compileRules(checkedRules(rules.rules, definitionsOf(rules)), {});
  return rules.wanted === 'first'
    ? firstHit(engineVersion, (facts) => compiled.first(facts))
    : keeping(compiled, rules.rules.length);
}

function keeping(compiled: CompiledRules, rules: number): Decider {
  const holding = new Int32Array(rules);
  const leaves = new Int32Array(kept * compiled.stateLength);
  let next = 0;
  return {
    version: engineVersion,
    waits: false,
    decide(facts: FactValues): number {
      const count = compiled.holding(facts, holding);
      compiled.keep(leaves, next * compiled.stateLength);
      next = (next + 1) % kept;
      return count;
    },
    read: (count) => [...holding.subarray(0, count as number)],
  };
}

/** The work's facts as the engine defines facts. */
function definitionsOf({ factTypes }: RuleWork): ReadonlyMap<string, FactDefinition> {
  const facts = Object.entries(factTypes).map(([name, type]): [string, FactDefinition] => [
    name,
    {
      name,
      subject: 'conversation',
      type,
      description: name,
      origin: 'observed',
      source: 'bench',
      example: type === 'number' ? 0 : '',
      mayBeMissing: false,
    },
  ]);
  return new Map(facts);
}
