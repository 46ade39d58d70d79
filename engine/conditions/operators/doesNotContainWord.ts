import { hasAnyWord } from '../text/words.ts';
import { phrases, phrasesProblem } from './phrases.ts';
import { type Operator } from './operator.ts';

export const doesNotContainWord: Operator = {
  name: 'doesNotContainWord',
  negation: 'containsWord',
  factTypes: ['text'],
  takesList: true,
  phrase: 'does not have the word',
  valueProblem: phrasesProblem,
  holds: (found, value) => !hasAnyWord(found as string, phrases(value)),
};
