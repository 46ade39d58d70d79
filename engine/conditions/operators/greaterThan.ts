import { type Operator, oneValueProblem } from './operator.ts';

export const greaterThan: Operator = {
  name: 'greaterThan',
  negation: 'lessThanInclusive',
  factTypes: ['number'],
  takesList: false,
  phrase: 'is more than',
  valueProblem: oneValueProblem,
  holds: (found, value) => found > value,
};
