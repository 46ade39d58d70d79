const folded = new Map<string, string>();

/**
 * The text as matching sees it: compatibility forms made plain (NFKC), case gone (simple case folding, one character
 * for one), runs of white space made one space. The same everywhere: no locale has a say.
 */
export function foldText(text: string): string {
  const plain = isPlainAscii(text)
    ? text.toLowerCase()
    : foldCharacters(text.normalize('NFKC')).normalize('NFKC');
  return plain.replace(/\s+/gu, ' ');
}

function isPlainAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

function foldCharacters(text: string): string {
  let result = '';
  for (const character of text) result += foldCharacter(character);
  return result;
}

function foldCharacter(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const result = simpleFold(character);
  folded.set(character, result);
  return result;
}

/**
 * Unicode's simple case folding has no function in JavaScript, but regular expressions compare by it when they are
 * case-insensitive and Unicode-aware. So of the forms lower-casing can give, the one that compares equal is the fold;
 * this keeps ς with σ, and ı apart from i.
 */
function simpleFold(character: string): string {
  const sameFold = new RegExp(`^\\u{${character.codePointAt(0)!.toString(16)}}$`, 'iu');
  const forms = [character.toUpperCase().toLowerCase(), character.toLowerCase()];
  return forms.find((form) => [...form].length === 1 && sameFold.test(form)) ?? character;
}
