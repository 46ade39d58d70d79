import { printable } from '../../engine/problem.ts';

/** Text of a page in which everything that came from outside has been escaped. Made by `element`, `all` and `ownText` only. */
export interface Markup {
  readonly markup: string;
}

/** Of an element; undefined ones are left out, and numbers are written with two decimals at most. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What stands in an element: texts are escaped. */
export type Child = Markup | string;

/** Elements that have no end tag in HTML. */
const withoutEnd: ReadonlySet<string> = new Set(['meta', 'link', 'br', 'hr', 'col']);

/** One element of HTML or SVG. @param name and the names of attributes are ours; values and texts may be anybody's. */
export function element(name: string, attributes: Attributes, ...children: readonly Child[]): Markup {
  const spelled = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? rounded(value) : value!)}"`)
    .join('');
  const start = `<${name}${spelled}>`;
  return { markup: withoutEnd.has(name) ? start : `${start}${all(children).markup}</${name}>` };
}

/** Several, one after another. */
export function all(children: readonly Child[]): Markup {
  return {
    markup: children.map((child) => (typeof child === 'string' ? escaped(child) : child.markup)).join(''),
  };
}

/** A style sheet or script of ours, as it stands. */
export function ownText(text: string): Markup {
  return { markup: text };
}

/**
 * Text as it may stand between tags and in quoted attributes. What is not seen, or turns the direction of what follows, is
 * spelled out, as on a terminal.
 */
function escaped(text: string): string {
  return printable(text.toWellFormed())
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
