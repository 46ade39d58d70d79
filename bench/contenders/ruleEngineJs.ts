import type { FactValues } from '../../engine/facts/definition.ts';
import type { SourceCondition, Work } from '../works/work.ts';
import { asRules, oneByOne, type Decider } from './contender.ts';
import { importPeer, peerVersion } from './peer.ts';

interface RuleEngineJs {
  createRuleEngine(options: object): {
    evaluateExpr(expression: unknown, facts: FactValues): { readonly success: boolean };
  };
}

const operatorNames: Readonly<Record<string, string>> = {
  equal: 'eq',
  lessThan: 'lt',
  lessThanInclusive: 'lte',
  greaterThan: 'gt',
  greaterThanInclusive: 'gte',
  containsText: 'contains',
};

export async function prepare(work: Work): Promise<Decider> {
  const rules = asRules(work);
  const peer = (await importPeer('rule-engine-js')) as RuleEngineJs;
  const engine = peer.createRuleEngine({ maxDepth: 50, enableDebug: false });
  const predicates = rules.rules.map(({ when }) => {
    const expression = expressionOf(when);
    return (facts: FactValues): boolean => engine.evaluateExpr(expression, facts).success;
  });
  return oneByOne(rules, peerVersion('rule-engine-js'), predicates);
}

function expressionOf(condition: SourceCondition): unknown {
  if ('all' in condition) return { and: condition.all.map(expressionOf) };
  if ('any' in condition) return { or: condition.any.map(expressionOf) };
  if ('not' in condition) return { not: [expressionOf(condition.not)] };
  return { [operatorNames[condition.operator]!]: [condition.fact, condition.value] };
}
