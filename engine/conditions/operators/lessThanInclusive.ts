import { type Operator, oneValueProblem } from './operator.ts';

export const lessThanInclusive: Operator = {
  name: 'lessThanInclusive',
  negation: 'greaterThan',
  factTypes: ['number'],
  takesList: false,
  phrase: 'is at most',
  valueProblem: oneValueProblem,
  holds: (found, value) => found <= value,
};
