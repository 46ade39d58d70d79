import { type Operator, listValueProblem, plainTypes } from './operator.ts';

export const notIn: Operator = {
  name: 'notIn',
  negation: 'in',
  factTypes: plainTypes,
  takesList: true,
  phrase: 'is none of',
  valueProblem: listValueProblem,
  holds: (found, value) => !(value as readonly unknown[]).includes(found),
};
