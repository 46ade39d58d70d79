import { type Operator, oneValueProblem } from './operator.ts';

export const lessThan: Operator = {
  name: 'lessThan',
  negation: 'greaterThanInclusive',
  factTypes: ['number'],
  takesList: false,
  phrase: 'is less than',
  valueProblem: oneValueProblem,
  holds: (found, value) => found < value,
};
