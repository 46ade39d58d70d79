import { type Operator, listValueProblem, plainTypes } from './operator.ts';

export const isIn: Operator = {
  name: 'in',
  negation: 'notIn',
  factTypes: plainTypes,
  takesList: true,
  phrase: 'is one of',
  valueProblem: listValueProblem,
  holds: (found, value) => (value as readonly unknown[]).includes(found),
};
