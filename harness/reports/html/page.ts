import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { levels, type Level } from '../levels.ts';
import { all, element, ownText, type Markup } from '../markup.ts';
import { readable } from '../readable.ts';
import type { Report, Section } from '../report.ts';
import { blockHtml } from './block.ts';
import { themeRules } from './theme.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const style = `${themeRules()}\n${read('page.css')}`;
const script = read('comfort.js');

/** Nothing may be loaded from anywhere, and nothing runs or is styled but by what stands here. */
const contentPolicy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A report as one page that needs nothing else: no network, no script to be read, light and dark, and on paper. */
export function htmlPage(report: Report): string {
  const { kind, title, subtitle, level, summary, sections, provenance } = readable(report);
  const page = element(
    'html',
    { lang: 'en' },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: contentPolicy }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('meta', { name: 'referrer', content: 'no-referrer' }),
      element('link', { rel: 'icon', href: 'data:,' }),
      element('title', {}, `${kind}: ${title}`),
      element('style', {}, ownText(style)),
    ),
    element(
      'body',
      {},
      element(
        'main',
        {},
        element(
          'header',
          {},
          element('p', { class: 'kind' }, kind),
          element('h1', {}, title),
          element('p', { class: 'subtitle' }, subtitle),
        ),
        ...(level === undefined ? [] : [levelStamp(level)]),
        element(
          'div',
          { class: 'summary' },
          ...summary.map((block, place) => blockHtml(block, `s-${place}`)),
        ),
        contents(sections),
        ...sections.map(sectionHtml),
        element(
          'footer',
          {},
          element('h2', {}, 'What it can be repeated from'),
          element(
            'dl',
            {},
            ...provenance.flatMap(([name, value]) => [
              element('dt', {}, name),
              element('dd', {}, element('code', {}, value)),
            ]),
          ),
        ),
      ),
      element('script', {}, ownText(script)),
    ),
  );
  return `<!doctype html>\n${page.markup}\n`;
}

function levelStamp(level: Level): Markup {
  const { stamp, name, says, saysNot } = levels[level];
  const list = (items: readonly string[]): Markup =>
    element('ul', {}, ...items.map((item) => element('li', {}, item)));
  return element(
    'div',
    { class: 'level', role: 'note' },
    element('div', { class: 'stamp' }, element('b', {}, stamp), name),
    element('div', { class: 'says' }, element('h2', {}, 'May say'), list(says)),
    element('div', { class: 'says-not' }, element('h2', {}, 'May not say'), list(saysNot)),
  );
}

function contents(sections: readonly Section[]): Markup {
  if (sections.length < 3) return all([]);
  const links = sections.map(({ heading }, place) =>
    element('li', {}, element('a', { href: `#section-${place}` }, heading)),
  );
  return element('nav', { 'aria-label': 'Contents' }, element('ul', {}, ...links));
}

function sectionHtml({ heading, blocks }: Section, place: number): Markup {
  const id = `section-${place}`;
  return element(
    'section',
    { id, 'aria-labelledby': `${id}-heading` },
    element('h2', { id: `${id}-heading` }, heading),
    ...blocks.map((block, number) => blockHtml(block, `${id}-${number}`)),
  );
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
