import type { FactValues } from '../../engine/facts/definition.ts';
import type { SourceCondition, SourceLeaf, Work } from '../works/work.ts';
import { asRules, oneByOne, type Decider } from './contender.ts';

type Predicate = (facts: FactValues) => boolean;

/** The usual way to compile conditions without generating code: a closure for each node of the tree. */
export function prepare(work: Work): Decider {
  const rules = asRules(work);
  return oneByOne(
    rules,
    process.version,
    rules.rules.map(({ when }) => closureOf(when)),
  );
}

function closureOf(condition: SourceCondition): Predicate {
  if ('all' in condition) return conjunction(condition.all.map(closureOf));
  if ('any' in condition) return disjunction(condition.any.map(closureOf));
  if ('not' in condition) {
    const part = closureOf(condition.not);
    return (facts) => !part(facts);
  }
  return comparison(condition);
}

function conjunction(parts: readonly Predicate[]): Predicate {
  return (facts) => {
    for (let i = 0; i < parts.length; i++) if (!parts[i]!(facts)) return false;
    return true;
  };
}

function disjunction(parts: readonly Predicate[]): Predicate {
  return (facts) => {
    for (let i = 0; i < parts.length; i++) if (parts[i]!(facts)) return true;
    return false;
  };
}

function comparison({ fact, operator, value }: SourceLeaf): Predicate {
  switch (operator) {
    case 'equal':
      return (facts) => facts[fact] === value;
    case 'lessThan':
      return (facts) => facts[fact]! < value;
    case 'lessThanInclusive':
      return (facts) => facts[fact]! <= value;
    case 'greaterThan':
      return (facts) => facts[fact]! > value;
    case 'greaterThanInclusive':
      return (facts) => facts[fact]! >= value;
    case 'containsText':
      return (facts) => (facts[fact] as string).includes(value as string);
    default:
      throw new Error(`closures have no operator ${operator}`);
  }
}
