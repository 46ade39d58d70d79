import { expect } from 'chai';
import { themes } from '../../../../harness/reports/html/theme.ts';

/** WCAG 2.2, relative luminance and contrast ratio: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16) / 255);
  const [red, green, blue] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

describe('the colours of a page', () => {
  for (const [name, colours] of Object.entries(themes)) {
    it(`can be read, and told from the ground: ${name}`, () => {
      for (const ground of ['page', 'paper', 'raised'] as const) {
        for (const text of ['ink', 'faint', 'accent', 'good', 'bad', 'unsure'] as const)
          expect(contrast(colours[text], colours[ground]), `${text} on ${ground}`).to.be.at.least(4.5);
      }
      for (const drawn of ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'] as const)
        expect(contrast(colours[drawn], colours.paper), drawn).to.be.at.least(3);
    });
  }
});
