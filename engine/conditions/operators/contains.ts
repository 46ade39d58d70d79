import { textProblem } from './phrases.ts';
import { type Operator } from './operator.ts';

export const contains: Operator = {
  name: 'contains',
  negation: 'doesNotContain',
  factTypes: ['textList'],
  phrase: 'contains',
  valueProblem: textProblem,
  holds: (found, value) => (found as readonly unknown[]).includes(value),
};
