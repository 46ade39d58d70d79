import { type Operator, oneValueProblem } from './operator.ts';

export const greaterThanInclusive: Operator = {
  name: 'greaterThanInclusive',
  negation: 'lessThan',
  factTypes: ['number'],
  takesList: false,
  phrase: 'is at least',
  valueProblem: oneValueProblem,
  holds: (found, value) => found >= value,
};
