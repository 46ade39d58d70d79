/** East Asian wide characters and emoji, which take two places of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
/** Characters that take no place: they go with the one before. */
const marks = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** In most typefaces much narrower, or broader, than the others. */
const narrow = /[iljtfrI.,:;'’|!()[\]/\\ ·]/;
const broad = /[mwMW@%—…]/;

/** How many places of a terminal a text takes. */
export function placesOf(text: string): number {
  return widthOf(text, (character) => (wide.test(character) ? 2 : 1));
}

/** About how wide a text is on a page, in ems of its size; rather too wide than too narrow. */
export function emsOf(text: string): number {
  return widthOf(text, (character) => {
    if (wide.test(character)) return 1.2;
    if (narrow.test(character)) return 0.36;
    if (broad.test(character)) return 0.95;
    return /[\p{Lu}]/u.test(character) ? 0.72 : 0.6;
  });
}

/** A text, cut to a width with `…` where it is longer. @param measure `placesOf` or `emsOf`. */
export function cutTo(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let cut = '';
  const room = width - measure('…');
  let taken = 0;
  for (const character of text) {
    taken += measure(character);
    if (taken > room) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}

/**
 * A text in a few lines, broken between words where it can be; the last is cut where there is more.
 * @param measure `placesOf` or `emsOf`.
 */
export function inLines(
  text: string,
  width: number,
  most: number,
  measure: (text: string) => number,
): readonly string[] {
  const lines: string[] = [];
  let left = text;
  while (lines.length < most - 1 && measure(left) > width) {
    const fits = cutTo(left, width + measure('…'), measure).slice(0, -1);
    const space = fits.lastIndexOf(' ');
    const end = space > 0 ? space : fits.length;
    lines.push(left.slice(0, end));
    left = left.slice(end).trimStart();
  }
  return [...lines, cutTo(left, width, measure)];
}

function widthOf(text: string, widthOfOne: (character: string) => number): number {
  let width = 0;
  for (const character of text) if (!marks.test(character)) width += widthOfOne(character);
  return width;
}
