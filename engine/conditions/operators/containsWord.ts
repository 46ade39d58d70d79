import { hasAnyWord } from '../text/words.ts';
import { phrases, phrasesProblem } from './phrases.ts';
import { type Operator } from './operator.ts';

export const containsWord: Operator = {
  name: 'containsWord',
  negation: 'doesNotContainWord',
  factTypes: ['text'],
  takesList: true,
  phrase: 'has the word',
  valueProblem: phrasesProblem,
  holds: (found, value) => hasAnyWord(found as string, phrases(value)),
};
