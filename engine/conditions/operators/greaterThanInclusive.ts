import { type Operator, oneValueProblem } from './operator.ts';

export const greaterThanInclusive: Operator = {
  name: 'greaterThanInclusive',
  negation: 'lessThan',
  factTypes: ['number'],
  phrase: 'is at least',
  valueProblem: oneValueProblem,
  holds: (found, value) => found >= value,
};
