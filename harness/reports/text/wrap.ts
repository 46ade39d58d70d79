import { placesOf } from '../textWidth.ts';

/** Lines no broader than a width, broken between words; a word broader than that is broken where it must be. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const take = (word: string): void => {
    if (line !== '' && placesOf(`${line} ${word}`) > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  };
  for (const word of text.split(' ')) for (const piece of pieces(word, width)) take(piece);
  return [...lines, line];
}

function pieces(word: string, width: number): readonly string[] {
  if (placesOf(word) <= width) return [word];
  const all: string[] = [];
  let piece = '';
  let taken = 0;
  for (const character of word) {
    const places = placesOf(character);
    if (taken + places > width && piece !== '') {
      all.push(piece);
      [piece, taken] = ['', 0];
    }
    piece += character;
    taken += places;
  }
  return [...all, piece];
}
