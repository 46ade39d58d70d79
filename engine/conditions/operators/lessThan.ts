import { type Operator, oneValueProblem } from './operator.ts';

export const lessThan: Operator = {
  name: 'lessThan',
  negation: 'greaterThanInclusive',
  factTypes: ['number'],
  phrase: 'is less than',
  valueProblem: oneValueProblem,
  holds: (found, value) => found < value,
};
