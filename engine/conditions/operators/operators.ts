import { contains } from './contains.ts';
import { containsText } from './containsText.ts';
import { containsWord } from './containsWord.ts';
import { doesNotContain } from './doesNotContain.ts';
import { doesNotContainText } from './doesNotContainText.ts';
import { doesNotContainWord } from './doesNotContainWord.ts';
import { equal } from './equal.ts';
import { greaterThan } from './greaterThan.ts';
import { greaterThanInclusive } from './greaterThanInclusive.ts';
import { isIn } from './isIn.ts';
import { lessThan } from './lessThan.ts';
import { lessThanInclusive } from './lessThanInclusive.ts';
import { notEqual } from './notEqual.ts';
import { notIn } from './notIn.ts';
import type { Operator } from './operator.ts';

/** Every operator a condition may use: json-rules-engine's own ten, and four for text. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  [
    equal,
    notEqual,
    lessThan,
    lessThanInclusive,
    greaterThan,
    greaterThanInclusive,
    isIn,
    notIn,
    contains,
    doesNotContain,
    containsWord,
    doesNotContainWord,
    containsText,
    doesNotContainText,
  ].map((operator) => [operator.name, operator]),
);
