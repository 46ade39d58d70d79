import { expect } from 'chai';
import fc from 'fast-check';
import { printable } from '../../../engine/problem.ts';
import { all, element } from '../../../harness/reports/markup.ts';
import { anyName } from './hostile.ts';

/** What a browser makes of escaped text. */
function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

describe('markup', () => {
  it('lets no text out of where it stands', () => {
    fc.assert(
      fc.property(anyName, anyName, (title, text) => {
        const { markup } = element('p', { title, width: undefined, height: 1 / 3 }, text);
        const [, attribute, content] = /^<p title="([^"<>]*)" height="0\.33">([^<>]*)<\/p>$/.exec(markup)!;
        expect(unescaped(attribute!)).to.equal(printable(title.toWellFormed()));
        expect(unescaped(content!)).to.equal(printable(text.toWellFormed()));
        expect(markup).to.not.match(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('takes markup as it is, and texts escaped', () => {
    expect(element('p', {}, element('br', {}), '<br>', all(['a', '&'])).markup).to.equal(
      '<p><br>&lt;br&gt;a&amp;</p>',
    );
  });
});
