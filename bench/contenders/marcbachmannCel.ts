import type { FactValues } from '../../engine/facts/definition.ts';
import type { Work } from '../works/work.ts';
import { asRules, everyHit, firstHit, oneByOne, placesTrue, type Decider } from './contender.ts';
import { conditional, expressionOf, type Dialect } from './expression.ts';
import { importPeer, peerVersion } from './peer.ts';

interface Cel {
  parse(expression: string): (facts: FactValues) => unknown;
}

/** CEL tells whole numbers from fractions; facts are JavaScript's, and so fractions. */
const dialect: Dialect = {
  and: '&&',
  or: '||',
  equal: '==',
  not: (expression) => `!(${expression})`,
  number: (value) => (value < 0 ? `(${value}.0)` : `${value}.0`),
  containsText: (text, keyword) => `${text}.contains(${keyword})`,
  containsWord: (text, keyword) => `${text}.matches("\\\\b" + ${keyword} + "\\\\b")`,
};

export async function prepare(work: Work): Promise<Decider> {
  const rules = asRules(work);
  const peer = (await importPeer('@marcbachmann/cel-js')) as Cel;
  const version = peerVersion('@marcbachmann/cel-js');
  if (rules.wanted === 'every') {
    const decide = peer.parse(`[${rules.rules.map(({ when }) => expressionOf(when, dialect)).join(', ')}]`);
    return everyHit(version, (facts) => placesTrue(decide(facts) as unknown[]));
  }
  // A conditional of two hundred branches is nested deeper than it parses.
  if (rules.rules.length > 50) {
    const each = rules.rules.map(({ when }) => peer.parse(expressionOf(when, dialect)));
    return oneByOne(
      rules,
      version,
      each.map((one) => (facts) => one(facts) === true),
    );
  }
  const decide = peer.parse(
    conditional(rules.rules, dialect, (condition, then) => `${condition} ? ${then} : `),
  );
  return firstHit(version, (facts) => Number(decide(facts)));
}
