import type { FactValues } from '../../engine/facts/definition.ts';
import type { Work } from '../works/work.ts';
import { asRules, oneByOne, type Decider } from './contender.ts';
import { expressionOf, type Dialect } from './expression.ts';
import { importPeer, peerVersion } from './peer.ts';

interface CelJs {
  parse(expression: string): { readonly cst: unknown };
  evaluate(parsed: unknown, facts: FactValues, functions: object): unknown;
}

/** It has no `contains` of texts; functions are added instead. */
const dialect: Dialect = {
  and: '&&',
  or: '||',
  equal: '==',
  not: (expression) => `!(${expression})`,
  number: (value) => (value < 0 ? `(${value})` : String(value)),
  containsText: (text, keyword) => `hasText(${text}, ${keyword})`,
};
const functions = { hasText: (text: string, keyword: string): boolean => text.includes(keyword) };

export async function prepare(work: Work): Promise<Decider> {
  const rules = asRules(work);
  const peer = (await importPeer('cel-js')) as CelJs;
  const predicates = rules.rules.map(({ when }) => {
    const { cst } = peer.parse(expressionOf(when, dialect));
    return (facts: FactValues): boolean => peer.evaluate(cst, facts, functions) === true;
  });
  return oneByOne(rules, peerVersion('cel-js'), predicates);
}
