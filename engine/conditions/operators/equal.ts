import { type Operator, oneValueProblem, plainTypes } from './operator.ts';

export const equal: Operator = {
  name: 'equal',
  negation: 'notEqual',
  factTypes: plainTypes,
  takesList: false,
  phrase: 'is',
  valueProblem: oneValueProblem,
  holds: (found, value) => found === value,
};
