import { textProblem } from './phrases.ts';
import { type Operator } from './operator.ts';

export const doesNotContain: Operator = {
  name: 'doesNotContain',
  negation: 'contains',
  factTypes: ['textList'],
  takesList: false,
  phrase: 'does not contain',
  valueProblem: textProblem,
  holds: (found, value) => !(found as readonly unknown[]).includes(value),
};
