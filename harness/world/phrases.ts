import type { RandomStream } from './random/stream.ts';

/** Texts by language. */
export type Phrases = Readonly<Record<string, readonly string[]>>;

/** @returns one of the texts in this language; undefined when there are none in it. */
export function pickPhrase(phrases: Phrases, language: string, chance: RandomStream): string | undefined {
  const texts = phrases[language] ?? [];
  return texts.length === 0 ? undefined : chance.pick(texts);
}
