const patterns = new Map<string, RegExp>();

/** Whole words as one adds them to an engine that has none: a regular expression a keyword, made once. */
export function hasWholeWord(text: string, keyword: string): boolean {
  let pattern = patterns.get(keyword);
  if (pattern === undefined) patterns.set(keyword, (pattern = new RegExp(`\\b${keyword}\\b`)));
  return pattern.test(text);
}
