import { textProblem } from './phrases.ts';
import { type Operator } from './operator.ts';

export const contains: Operator = {
  name: 'contains',
  negation: 'doesNotContain',
  factTypes: ['textList'],
  takesList: false,
  phrase: 'contains',
  valueProblem: textProblem,
  holds: (found, value) => (found as readonly unknown[]).includes(value),
};
