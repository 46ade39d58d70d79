import { hasAnyText } from '../text/words.ts';
import { phrases, phrasesProblem } from './phrases.ts';
import { type Operator } from './operator.ts';

export const doesNotContainText: Operator = {
  name: 'doesNotContainText',
  negation: 'containsText',
  factTypes: ['text'],
  takesList: true,
  phrase: 'does not have the text',
  valueProblem: phrasesProblem,
  holds: (found, value) => !hasAnyText(found as string, phrases(value)),
};
