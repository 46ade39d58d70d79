import type { FactValues } from '../../engine/facts/definition.ts';
import { meaningOf } from './meaning.ts';
import { Random } from './random.ts';
import type { RuleWork } from './work.ts';

/** Twenty intents and the words they are known by; the first in the list wins. */
export const intents: readonly (readonly [intent: string, keywords: readonly string[]])[] = [
  ['billing', ['invoice', 'billing', 'charge']],
  ['refund', ['refund', 'money back', 'reimburse']],
  ['cancel', ['cancel', 'terminate', 'close my account']],
  ['fraud', ['fraud', 'stolen', 'unauthori']],
  ['technical', ['error', 'crash', 'not working']],
  ['network', ['outage', 'no signal', 'slow internet']],
  ['password', ['password', 'locked out', 'reset my']],
  ['shipping', ['delivery', 'shipping', 'tracking']],
  ['returns', ['return', 'exchange', 'wrong item']],
  ['upgrade', ['upgrade', 'new plan', 'premium']],
  ['sales', ['buy', 'purchase', 'pricing']],
  ['complaint', ['complaint', 'supervisor', 'unacceptable']],
  ['appointment', ['appointment', 'schedule', 'technician']],
  ['warranty', ['warranty', 'guarantee', 'repair']],
  ['payment', ['payment', 'credit card', 'declined']],
  ['roaming', ['roaming', 'abroad', 'travel']],
  ['porting', ['port my number', 'switch provider', 'transfer number']],
  ['address', ['address', 'moving', 'relocat']],
  ['contract', ['contract', 'agreement', 'terms']],
  ['survey', ['survey', 'feedback', 'rating']],
];

const filler =
  'hello i would like some help with my phone please because today the app says that it has been going on for days and nobody can tell me what is happening here thanks'.split(
    ' ',
  );

export const keywords = keywordWork('W1', 'containsText', '20 rules of keywords, the first that holds', 0);

/** A third of the keywords are only the beginning of a longer word, or substrings would answer the same. */
export const wholeWords = keywordWork('W1b', 'containsWord', 'the same, whole words only', 1 / 3);

function keywordWork(id: 'W1' | 'W1b', operator: string, title: string, prolonged: number): RuleWork {
  const rules = intents.map(([intent, words]) => ({
    name: intent,
    when: { any: words.map((value) => ({ fact: 'text', operator, value })) },
  }));
  return {
    kind: 'rules',
    id,
    title,
    wanted: 'first',
    factTypes: { text: 'text' },
    rules,
    inputs: (count) => utterances(count, prolonged),
    expected: (facts) => meaningOf(rules, 'first', facts),
  };
}

/** Eight to eighteen words of filler, and in most of them one or two keywords. */
function utterances(count: number, prolonged: number): readonly FactValues[] {
  const random = new Random(11);
  const ending = new Random(12);
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: random.int(8, 18) }, () => random.pick(filler));
    const keywordCount = random.next() < 0.12 ? 0 : random.next() < 0.75 ? 1 : 2;
    for (let i = 0; i < keywordCount; i++) {
      const at = random.int(0, words.length);
      const keyword = random.pick(random.pick(intents)[1]);
      words.splice(at, 0, ending.next() < prolonged ? `${keyword}s` : keyword);
    }
    return { text: words.join(' ') };
  });
}
