/** East Asian wide characters and emoji, which take two places of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
/** Characters that take no place: they go with the one before. */
const marks = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** Widths in ems of the broadest of the usual typefaces, by kind of character; others are as broad as Latin capitals. */
const kinds: readonly (readonly [RegExp, number])[] = [
  [wide, 1.35],
  [/[iljtfrI.,:;'’|!()[\]/\\ ·"-]/, 0.43],
  [/[mwMW@%—…]/, 1],
  [/[<>=+~#&^±−→]/, 0.85],
  [/[a-z0-9_]/, 0.64],
];
const otherwise = 0.8;

/** How many places of a terminal a text takes. */
export function placesOf(text: string): number {
  return widthOf(text, (character) => (wide.test(character) ? 2 : 1));
}

/** About how wide a text is on a page, in ems of its size; rather too wide than too narrow. */
export function emsOf(text: string): number {
  return widthOf(text, (character) => kinds.find(([kind]) => kind.test(character))?.[1] ?? otherwise);
}

/** A text, cut to a width with `…` where it is longer. @param measure `placesOf` or `emsOf`. */
export function cutTo(text: string, width: number, measure: Measure): string {
  return measure(text) <= width ? text : `${startOf(text, width - measure('…'), measure).trimEnd()}…`;
}

/** A text in a few lines, broken between words where it can be; the last is cut where there is more. */
export function inLines(text: string, width: number, most: number, measure: Measure): readonly string[] {
  const lines: string[] = [];
  let left = text;
  while (lines.length < most - 1 && measure(left) > width) {
    const fits = startOf(left, width, measure);
    const space = left[fits.length] === ' ' ? fits.length : fits.lastIndexOf(' ');
    const end = space > 0 ? space : fits.length;
    if (end === 0) break;
    lines.push(left.slice(0, end));
    left = left.slice(end).trimStart();
  }
  return [...lines, cutTo(left, width, measure)];
}

type Measure = (text: string) => number;

/** As much of its beginning as has room. */
function startOf(text: string, room: number, measure: Measure): string {
  let start = '';
  let taken = 0;
  for (const character of text) {
    taken += measure(character);
    if (taken > room) break;
    start += character;
  }
  return start;
}

function widthOf(text: string, widthOfOne: (character: string) => number): number {
  let width = 0;
  for (const character of text) if (!marks.test(character)) width += widthOfOne(character);
  return width;
}
