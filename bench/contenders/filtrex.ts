import type { FactValues } from '../../engine/facts/definition.ts';
import type { Work } from '../works/work.ts';
import { asRules, oneByOne, type Decider } from './contender.ts';
import { expressionOf, type Dialect } from './expression.ts';
import { importPeer, peerVersion } from './peer.ts';
import { hasWholeWord } from './wholeWord.ts';

interface Filtrex {
  compileExpression(expression: string, options: object): (facts: FactValues) => unknown;
}

const dialect: Dialect = {
  and: 'and',
  or: 'or',
  equal: '==',
  not: (expression) => `not (${expression})`,
  number: (value) => (value < 0 ? `(0 - ${-value})` : String(value)),
  containsText: (text, keyword) => `hasText(${text}, ${keyword})`,
  containsWord: (text, keyword) => `hasWholeWord(${text}, ${keyword})`,
};
const extraFunctions = {
  hasText: (text: string, keyword: string): boolean => text.includes(keyword),
  hasWholeWord,
};

/** Compiled to JavaScript, a function for each rule. */
export async function prepare(work: Work): Promise<Decider> {
  const rules = asRules(work);
  const peer = (await importPeer('filtrex')) as Filtrex;
  const predicates = rules.rules.map(({ when }) => {
    const decide = peer.compileExpression(expressionOf(when, dialect), { extraFunctions });
    return (facts: FactValues): boolean => {
      const holds = decide(facts);
      return holds === true || holds === 1;
    };
  });
  return oneByOne(rules, peerVersion('filtrex'), predicates);
}
