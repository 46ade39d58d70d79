/** What masking recognises, and what stands in its place: `<email>`. */
type Entity = 'email' | 'iban' | 'card' | 'phone' | 'number';

interface Recogniser {
  readonly entity: Entity;
  readonly pattern: RegExp;
  /** How much of what the pattern found is one, from its beginning, in characters; left out, all of it. */
  readonly extent?: (found: string) => number;
  /** One may begin within what is none. */
  readonly mayBeWithin?: true;
}

/** In this order: what comes first may hold what comes later. A number never begins or ends within a word. */
const recognisers: readonly Recogniser[] = [
  // An address that was cut off at the end of a text is one too.
  {
    entity: 'email',
    pattern:
      /(?:"[^"@\n]{1,64}"|(?<![^\s@<>()[\],;:"])[^\s@<>()[\],;:"]+)@(?:\[[^\s\]]{1,64}\]|[^\s@<>()[\],;:"]*[^\s@<>()[\],;:".!?])/gu,
  },
  {
    entity: 'iban',
    pattern: /(?<![\p{L}\p{N}])\p{L}{2}\d{2}(?:[ -]?[A-Z\d]){11,30}(?![\p{L}\p{N}])/giu,
    extent: ibanIn,
    mayBeWithin: true,
  },
  {
    entity: 'card',
    pattern: /(?<![\p{L}\p{N}])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}])/gu,
    extent: wholeIf(isCard),
  },
  {
    entity: 'phone',
    pattern: /(?<![\p{L}\p{N}])(?:\+|\()?\d(?:[ ().\-/]{0,3}\d){5,14}(?![\p{L}\p{N}])/gu,
    extent: wholeIf(isPhone),
  },
  { entity: 'number', pattern: /\p{Nd}(?:[ -]?\p{Nd}){5,}/gu, extent: wholeIf(isLong) },
];

/** Digits in a row that may be said; more could name an account, an order or a person. */
const mostDigits = 5;

/**
 * A text in which nothing names a person or an account: e-mail addresses, IBANs (by their check digits), payment cards (by
 * Luhn's), phone numbers, and any six digits in a row and more. Words stay, and so do dates and times of day.
 * @returns such as `write to <email>, order <number>`.
 */
export function maskText(text: string): string {
  if (!mayBeMasked.test(text)) return text;
  // Full-width digits and letters are digits and letters.
  const plain = /[\uff00-\uffef]/.test(text) ? text.normalize('NFKC') : text;
  return recognisers.reduce(masked, plain.replace(betweenDigits, plainBetween));
}

/** What every entity has, and what may turn into it. Most texts have none of it. */
const mayBeMasked = /[@\p{N}\uff00-\uffef]/u;

/** What may stand between digits that belong together, and is not seen, or not told from a space or a hyphen. */
const betweenDigits = /(?<=\p{N})[\p{Zs}\p{Pd}\p{Cf}]+(?=[\p{L}\p{N}])|(?<=\p{L})\p{Cf}+(?=\p{N})/gu;

function plainBetween(between: string): string {
  if (/^[ -]+$/.test(between)) return between;
  if (/\p{Pd}/u.test(between)) return '-';
  return /\p{Zs}/u.test(between) ? ' ' : '';
}

function masked(text: string, recogniser: Recogniser): string {
  const { entity, pattern, extent = (found: string) => found.length, mayBeWithin } = recogniser;
  let [out, from] = ['', 0];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const length = extent(match[0]);
    if (length === 0) {
      if (mayBeWithin) pattern.lastIndex = match.index + 1;
      continue;
    }
    out += `${text.slice(from, match.index)}<${entity}>`;
    from = match.index + length;
    pattern.lastIndex = from;
  }
  return out + text.slice(from);
}

function wholeIf(isOne: (found: string) => boolean): (found: string) => number {
  return (found) => (isOne(found) ? found.length : 0);
}

/** The longest IBAN that what was found begins with: words may follow it. */
function ibanIn(found: string): number {
  for (let end = found.length; end >= shortestIban; end--) {
    const isEnd = end === found.length || /[ -]/.test(found[end]!);
    if (isEnd && isIban(found.slice(0, end))) return end;
  }
  return 0;
}

/** Norway's, in characters. */
const shortestIban = 15;

/** ISO 13616: the first four characters go last, letters count from A = 10, and the whole leaves 1 when divided by 97. */
function isIban(found: string): boolean {
  const letters = found.replaceAll(/[ -]/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(letters)) return false;
  let rest = 0;
  for (const character of letters.slice(4) + letters.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** ISO/IEC 7812-1, annex B: Luhn's check digit. */
function isCard(found: string): boolean {
  const digits = [...found].filter((character) => /\d/.test(character)).map(Number);
  const sum = digits.reverse().reduce((total, digit, place) => {
    const counted = place % 2 === 0 ? digit : digit * 2;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return sum % 10 === 0;
}

const calendarDay = /^(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}))$/;

/** Grouped as phone numbers are, or with a country's code; what is one run of digits is a number like another. */
function isPhone(found: string): boolean {
  return !calendarDay.test(found) && (/^[+(]/.test(found) || /\D/.test(found));
}

function isLong(found: string): boolean {
  return !calendarDay.test(found) && found.replaceAll(/[ -]/g, '').length > mostDigits;
}
