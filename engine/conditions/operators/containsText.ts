import { hasAnyText } from '../text/words.ts';
import { phrases, phrasesProblem } from './phrases.ts';
import { type Operator } from './operator.ts';

export const containsText: Operator = {
  name: 'containsText',
  negation: 'doesNotContainText',
  factTypes: ['text'],
  takesList: true,
  phrase: 'has the text',
  valueProblem: phrasesProblem,
  holds: (found, value) => hasAnyText(found as string, phrases(value)),
};
