import { type Operator, oneValueProblem, plainTypes } from './operator.ts';

export const notEqual: Operator = {
  name: 'notEqual',
  negation: 'equal',
  factTypes: plainTypes,
  takesList: false,
  phrase: 'is not',
  valueProblem: oneValueProblem,
  holds: (found, value) => found !== value,
};
