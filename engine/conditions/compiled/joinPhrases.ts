import type { Condition, Leaf } from '../condition.ts';

/** Any of several phrases is one question with all of them, so that a list of keywords is one term and not many. */
export function withPhrasesJoined(condition: Condition): Condition {
  if ('all' in condition) return { all: condition.all.map(withPhrasesJoined) };
  if (!('any' in condition)) return condition;
  const parts = condition.any.map(withPhrasesJoined);
  const rest: Condition[] = [];
  const questions = new Map<string, Leaf[]>();
  for (const part of parts) {
    if ('fact' in part && /^contains(Word|Text)$/.test(part.operator)) {
      const key = `${part.fact} ${part.operator}`;
      questions.set(key, [...(questions.get(key) ?? []), part]);
    } else {
      rest.push(part);
    }
  }
  const joined = [...questions.values()].map((leaves): Leaf => {
    const value = [...new Set(leaves.flatMap((leaf) => leaf.value as readonly string[]))].sort();
    return { ...leaves[0]!, value };
  });
  return { any: [...joined, ...rest] };
}
