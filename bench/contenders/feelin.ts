import type { FactValues } from '../../engine/facts/definition.ts';
import type { Work } from '../works/work.ts';
import { asRules, everyHit, firstHit, placesTrue, type Decider } from './contender.ts';
import { conditional, expressionOf, type Dialect } from './expression.ts';
import { importPeer, peerVersion } from './peer.ts';

interface Feelin {
  evaluate(expression: string, facts: FactValues): { readonly value: unknown };
}

const dialect: Dialect = {
  and: 'and',
  or: 'or',
  equal: '=',
  not: (expression) => `not(${expression})`,
  number: String,
  containsText: (text, keyword) => `contains(${text}, ${keyword})`,
};

/** FEEL; it offers no way to parse once and evaluate often. */
export async function prepare(work: Work): Promise<Decider> {
  const { wanted, rules } = asRules(work);
  const peer = (await importPeer('feelin')) as Feelin;
  const version = peerVersion('feelin');
  if (wanted === 'first') {
    const write = (condition: string, then: string): string => `if ${condition} then ${then} else `;
    const chain = conditional(rules, dialect, write);
    return firstHit(version, (facts) => peer.evaluate(chain, facts).value as number);
  }
  const list = `[${rules.map(({ when }) => expressionOf(when, dialect)).join(', ')}]`;
  return everyHit(version, (facts) => placesTrue(peer.evaluate(list, facts).value as unknown[]));
}
